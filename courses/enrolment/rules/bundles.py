"""A bundle for a phone: files, a manifest that names each with its digest, and the manifest's signature."""

import json
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files are the same bundle, whenever it is made


def bundled(about: Mapping[str, Any], files: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> bytes:
    """A zip of `files`, JSON by path, and of what there is to say `about` them."""
    contents = {path: written(content) for path, content in files.items()}
    digests = [
        {"path": path, "bytes": len(content), "sha256": sha256(content).hexdigest()}
        for path, content in contents.items()
    ]
    manifest = written({"format": FORMAT, **about, "files": digests})
    return _zipped({MANIFEST: manifest, SIGNATURE: sign(manifest), **contents})


def written(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in contents.items():
            archive.writestr(zipfile.ZipInfo(path, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
