import json
import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.template import TemplateDoesNotExist
from django.template.utils import get_app_template_dirs

FONTS = Path(__file__).parent / "fonts"
ARCHIVAL: list[Any] = ["a-2a", "ua-1"]

Data = Mapping[str, Any]
Template = str | Path

logger = logging.getLogger(__name__)
# A compiler may not be entered twice at once: threads take turns.
_turn = threading.Lock()


def render_pdf(template: Template, data: Data, *, issued_at: datetime) -> bytes:
    """The page as PDF/A-2a and PDF/UA-1; the same input gives the same bytes. `data` reaches the template as JSON in
    `sys.inputs.data`, `template` is a path or a name below an app's `templates/`. A text that no font of ours can write
    keeps the page from being archival, not from being drawn."""
    timestamp = int(issued_at.timestamp())
    try:
        return _compile(template, data, format="pdf", pdf_standards=ARCHIVAL, timestamp=timestamp)
    except typst.TypstError as error:
        if not _is_missing_letter(error):
            raise
        logger.warning("A page has letters that no font can write: it is drawn without the archival standards.")
        return _compile(template, data, format="pdf", pdf_standards=[], timestamp=timestamp)


def render_png(template: Template, data: Data, *, ppi: float = 144) -> bytes:
    return _compile(template, data, format="png", ppi=ppi)


def drawable(text: str) -> bool:
    """Whether our fonts have every letter of `text`."""
    try:
        _compile(Path(__file__).with_name("letters.typ"), {"text": text}, format="pdf", pdf_standards=ARCHIVAL, timestamp=0)
    except typst.TypstError as error:
        if not _is_missing_letter(error):
            raise
        return False
    return True


def _compile(template: Template, data: Data, *, format: Literal["pdf", "png"], **options: Any) -> bytes:  # noqa: A002
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _turn:
        return bytes(_compiler(_find(template)).compile(format=format, sys_inputs=inputs, **options))


@cache
def _compiler(path: Path) -> typst.Compiler:
    return typst.Compiler(path, root=path.parent, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Ours, and behind them those inside Typst, which add Cyrillic, Greek and the rest of Latin."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


@cache
def _find(template: Template) -> Path:
    places = [Path(), *map(Path, get_app_template_dirs("templates"))] if isinstance(template, str) else [Path()]
    for place in places:
        if (path := place / template).is_file():
            return path.resolve()
    raise TemplateDoesNotExist(str(template))


def _is_missing_letter(error: typst.TypstError) -> bool:
    return "could not be displayed with font" in error.message
