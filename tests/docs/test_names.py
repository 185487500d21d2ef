"""What the documents tell people to set or to type is there."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.docs.pages import DOCS, PAGES, name_of
from tests.house import ROOT

VARIABLE = re.compile(r"\bJISR_[A-Z]+(?:_[A-Z]+)*\b")
CODE = re.compile(r"```sh.*?```|`[^`]+`", re.DOTALL)
COMMAND = re.compile(r"\b(?:make|manage|manage\.py)\s+([a-z][a-z_-]*)")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
OF_THE_TRIAL = {"JISR_DEBUG", "JISR_DEMO", "JISR_STATIC"}  # and of the image


@cache
def variables_in(*folders: str) -> set[str]:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return {
        name for path in files if path.suffix != ".pyc" for name in VARIABLE.findall(path.read_text("utf-8", "replace"))
    }


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_variable_that_is_named_is_read_somewhere(page: Path) -> None:
    assert set(VARIABLE.findall(page.read_text())) - variables_in("platform", "docker") == set()


def benches() -> set[str]:
    """What the Makefile's `bench-%` stands for."""
    modules = (ROOT / "tests" / "benchmarks").glob("*.py")
    return {f"bench-{module.stem}" for module in modules if '"__main__"' in module.read_text()}


def test_operators_are_told_of_every_setting() -> None:
    told = set(VARIABLE.findall((DOCS / "guides" / "operator.md").read_text()))
    assert variables_in("platform/config/settings") - told - OF_THE_TRIAL == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_one_is_told_to_type_is_there(page: Path) -> None:
    known = {*get_commands(), *TARGET.findall((ROOT / "Makefile").read_text()), *benches()}
    typed = {command for code in CODE.findall(page.read_text()) for command in COMMAND.findall(code)}
    assert typed - known == set()
