"""Keeping the files that a version was made from, and giving them back."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from courses.authoring.models import Package
from courses.authoring.rules.files import MEDIA_FILE
from courses.catalogue.models import CourseVersion
from courses.catalogue.selectors import media_pieces, media_size, withdrawn_media
from foundation.kernel.archives import entry, pack


def keep_package(version: CourseVersion, files: Mapping[str, bytes]) -> Package:
    media = {name: sha256(data).hexdigest() for name, data in files.items() if MEDIA_FILE.fullmatch(name)}
    texts = {name: data for name, data in files.items() if name not in media}
    return Package.objects.create(version=version, archive=pack(texts), media=media)


def packed(package: Package) -> IO[bytes]:
    """All that came in, as one archive: the same whenever it is made, but without what was taken down."""
    if not package.media:
        return BytesIO(package.archive)
    whole = TemporaryFile()  # noqa: SIM115 (it is closed by whoever reads it)
    with ZipFile(BytesIO(package.archive)) as texts, ZipFile(whole, "w") as target:
        gone = withdrawn_media()
        media = {name: digest for name, digest in package.media.items() if digest not in gone}
        for name in sorted([*texts.namelist(), *media]):
            if digest := media.get(name):
                with target.open(entry(name, compressed=False), "w") as member:
                    for piece in _pieces(name, digest):
                        member.write(piece)
            else:
                target.writestr(entry(name), texts.read(name))
    whole.seek(0)
    return whole


def _pieces(name: str, digest: str) -> Iterator[bytes]:
    size = media_size(digest, name.rpartition(".")[2])
    return media_pieces(digest, size or 0)
