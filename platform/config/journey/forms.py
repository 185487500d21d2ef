"""What a browser sends besides JSON: a form that was filled in, a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

BOUNDARY = "jisr-journey-4fd1c2"
JSON, FORM, PARTS = "application/json", "application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}"
FIELD = '--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
FILE = '--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'


@dataclass(frozen=True, slots=True)
class Form:
    """Of a page."""

    fields: Mapping[str, str]

    @property
    def shown(self) -> Any:
        return dict(self.fields)

    def packed(self) -> tuple[bytes, str]:
        return urlencode(self.fields).encode(), FORM


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, by its name, with what the form says beside it."""

    name: str
    content: bytes
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> Any:
        return {"file": f"{self.name}, {len(self.content)} bytes", **self.fields}

    def packed(self) -> tuple[bytes, str]:
        said = "".join(FIELD.format(boundary=BOUNDARY, name=name, value=value) for name, value in self.fields.items())
        head = FILE.format(boundary=BOUNDARY, name=self.name, kind="application/octet-stream")
        return (said + head).encode() + self.content + f"\r\n--{BOUNDARY}--\r\n".encode(), PARTS


def packed(body: Any) -> tuple[bytes | None, str]:
    """A request's content, and its type."""
    if body is None:
        return None, ""
    if isinstance(body, (Form, Upload)):
        return body.packed()
    return json.dumps(body).encode(), JSON


def shown(body: Any) -> Any:
    return body.shown if isinstance(body, (Form, Upload)) else body
