"""A bundle for a phone: files, a manifest that names each with its digest, and the manifest's signature."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import orjson

from foundation.kernel.archives import pack

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"


def bundled(about: Mapping[str, Any], files: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> bytes:
    """A zip of `files`, JSON by path, and of what there is to say `about` them."""
    contents = {path: orjson.dumps(content) for path, content in files.items()}
    digests = [
        {"path": path, "bytes": len(content), "sha256": sha256(content).hexdigest()}
        for path, content in contents.items()
    ]
    manifest = orjson.dumps({"format": FORMAT, **about, "files": digests})
    return pack({MANIFEST: manifest, SIGNATURE: sign(manifest), **contents})
