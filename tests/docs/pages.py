"""What people read. A course to copy is content, not documentation."""

from pathlib import Path

from tests.house import ROOT

DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    *sorted(page for page in DOCS.rglob("*.md") if not page.is_relative_to(DOCS / "examples")),
]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))
