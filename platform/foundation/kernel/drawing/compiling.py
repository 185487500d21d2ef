import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

HERE = Path(__file__).parent
Data = Mapping[str, Any]

# Typst keeps what a page took for as many pages more.
_GENERATIONS = 11
# A compiler may not be entered twice at once: threads take turns.
_turn = threading.Lock()


def compile_page(path: Path, data: Data, *, format: Literal["pdf", "png", "svg"], **options: Any) -> bytes:  # noqa: A002
    """The template's one page; it reads `data` with `json(bytes(sys.inputs.data))`, so that no word becomes markup."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _turn:
        page: bytes = _compiler(path).compile(format=format, sys_inputs=inputs, **options)  # type: ignore[assignment]
    return page


def forget() -> None:
    """Drop what Typst keeps of the pages before: of twenty pages at once that is tens of megabytes."""
    for _ in range(_GENERATIONS):
        compile_page(HERE / "letters.typ", {"text": ""}, format="svg")


@cache
def _compiler(path: Path) -> typst.Compiler:
    return typst.Compiler(path, root=path.parent, font_paths=_fonts(), package_path=HERE / "packages")


@cache
def _fonts() -> typst.Fonts:
    """Ours, and behind them those inside Typst, which add Cyrillic, Greek and the rest of Latin."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])
