"""The package of the page about packages, as whoever copies it has it."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from tests.docs.pages import DOCS

PAGE = (DOCS / "package-format.md").read_text()
FILE = re.compile(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHOWN = dict(FILE.findall(PAGE))


def write_example(folder: Path, files: dict[str, str] = SHOWN) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def packed_example() -> bytes:
    with ZipFile(packed := BytesIO(), "w") as archive:
        for name, text in SHOWN.items():
            archive.writestr(name, text)
    return packed.getvalue()
