"""A bundle for a phone: files, a manifest that names each with its digest, and the manifest's signature."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

import orjson

from foundation.kernel.archives import pack

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SMALL = 64 * 1024  # a picture that comes along
ROOM = 2 * 1024 * 1024  # for all of them

Shown = Mapping[str, Any]


def bundled(
    about: Mapping[str, Any], files: Mapping[str, Any], pictures: Mapping[str, bytes], sign: Callable[[bytes], bytes]
) -> bytes:
    """A zip of `files`, JSON by path, of `pictures` by the address that lessons call them by, and of what there is to say
    `about` all of it."""
    documents = {path: orjson.dumps(content) for path, content in files.items()}
    digests = [_digest(path, content) for path, content in documents.items()]
    digests += [_digest(_path_of(url), content) | {"url": url} for url, content in pictures.items()]
    manifest = orjson.dumps({"format": FORMAT, **about, "files": digests})
    shown = {_path_of(url): content for url, content in pictures.items()}
    return pack({MANIFEST: manifest, SIGNATURE: sign(manifest), **documents, **shown})


def _digest(path: str, content: bytes) -> dict[str, Any]:
    return {"path": path, "bytes": len(content), "sha256": sha256(content).hexdigest()}


def _path_of(url: str) -> str:
    return url.removeprefix("/")


def parted(media: Iterable[Shown]) -> tuple[list[str], list[dict[str, Any]]]:
    """Of what lessons show, in their order: the addresses of pictures that come along, and what stays behind."""
    coming: list[str] = []
    left_out, room = [], ROOM
    for url, told in _each(media).items():
        if told["media_type"].startswith("image/") and told["bytes"] <= min(SMALL, room):
            coming.append(url)
            room -= told["bytes"]
        else:
            left_out.append(told)
    return coming, left_out


def _each(media: Iterable[Shown]) -> dict[str, dict[str, Any]]:
    """By address: whatever can be fetched, once."""
    found: dict[str, dict[str, Any]] = {}
    for shown in media:
        for told in (shown, *({"media_type": "text/vtt", **captions} for captions in shown["captions"])):
            found.setdefault(told["url"], {name: told[name] for name in ("url", "media_type", "bytes")})
    return found
