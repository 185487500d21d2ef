"""Files as people send them."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.accounts.models import User
from foundation.files.enums import MediaType
from foundation.files.models import StoredFile
from foundation.files.services import store

CSV = "name;school\r\nأمينة;Lycée\r\n".encode()


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as zipped:
        if first:
            zipped.writestr(first[0], first[1], ZIP_STORED)
        for name in names:
            zipped.writestr(name, b"<x/>", ZIP_DEFLATED)
    return made.getvalue()


XLSX = archive("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
ODS = archive("content.xml", first=("mimetype", MediaType.ODS.encode()))


def upload(content: bytes = CSV, name: str = "list.csv", media_type: str = "text/csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, media_type)


def stored(owner: User | None = None, content: bytes = CSV, name: str = "list.csv", **given: Any) -> StoredFile:
    accept = set(MediaType) - {MediaType.UNKNOWN}
    ids = {"owner_id": owner and owner.pk, "purpose": "roster"}
    return store(**{**ids, "name": name, "content": content, "max_bytes": 10_000, "accept": accept, **given})
