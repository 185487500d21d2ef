import logging
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.template import TemplateDoesNotExist
from django.template.utils import get_app_template_dirs

from foundation.kernel.drawing.compiling import HERE, Data, compile_page, forget

ARCHIVAL: list[Any] = ["a-2a", "ua-1"]
Template = str | Path

logger = logging.getLogger(__name__)


def render_pdf(template: Template, data: Data, *, issued_at: datetime) -> bytes:
    """The page as PDF/A-2a and PDF/UA-1; the same input gives the same bytes. `template` is a path, or a name below an app's
    `templates/`. Letters that no font of ours can write keep the page from being archival, not from being drawn."""
    timestamp = int(issued_at.timestamp())
    try:
        return _reading_freely(_pdf(find(template), data, timestamp, ARCHIVAL))
    except typst.TypstError as error:
        if not _lacks_a_letter(error):
            raise
        logger.warning("A page has letters that no font can write: it is drawn without the archival standards.")
        return _reading_freely(_pdf(find(template), data, timestamp, []))


def render_part(template: Template, data: Data, *, issued_at: datetime) -> bytes:
    """Some of many pages, for `join`: without tags, which can't be joined, and so without the standards that ask for them.
    Nothing of them stays in memory."""
    part = _reading_freely(_pdf(find(template), data, int(issued_at.timestamp()), [], pdf_tags=False))
    forget()
    return part


def render_png(template: Template, data: Data, *, ppi: float = 144) -> bytes:
    return compile_page(find(template), data, format="png", ppi=ppi)


def drawable(text: str) -> bool:
    """Whether our fonts have every letter of `text`."""
    try:
        _pdf(HERE / "letters.typ", {"text": text}, 0, ARCHIVAL)
    except typst.TypstError as error:
        if not _lacks_a_letter(error):
            raise
        return False
    return True


@cache
def find(template: Template) -> Path:
    places = [Path(), *map(Path, get_app_template_dirs("templates"))] if isinstance(template, str) else [Path()]
    for place in places:
        if (path := place / template).is_file():
            return path.resolve()
    raise TemplateDoesNotExist(str(template))


def _pdf(path: Path, data: Data, timestamp: int, standards: list[Any], **options: Any) -> bytes:
    return compile_page(path, data, format="pdf", pdf_standards=standards, timestamp=timestamp, **options)


def _reading_freely(pdf: bytes) -> bytes:
    """Without the hint that the *pages* turn from right to left: readers turn each line around, codes too."""
    return pdf.replace(b"/Direction/R2L", b"/Direction/L2R")


def _lacks_a_letter(error: typst.TypstError) -> bool:
    return "could not be displayed with font" in error.message
