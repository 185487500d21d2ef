"""What the author's guide shows of checking is what checking says."""

import re
from pathlib import Path

from django.utils import translation

from courses.authoring.services import check_package
from tests.docs.example_package import SHOWN, write_example
from tests.docs.pages import DOCS

GUIDE = (DOCS / "guides" / "author.md").read_text()
MISTAKES = {
    "course.yaml": ("hours: 1", "hours: 0"),
    "lessons/inside/check.quiz.yaml": ("key: switch-off", "key: off"),
    "lessons/inside/parts.en.md": ("**off**", "<b>off</b>"),
}


def test_the_mistakes_that_it_names_are_told_as_it_shows(tmp_path: Path) -> None:
    spoilt = {name: text.replace(*MISTAKES.get(name, ("", "")), 1) for name, text in SHOWN.items()}
    write_example(tmp_path, spoilt)
    with translation.override("en"):
        told = [f"{fault.place}: {fault.detail}" for fault in check_package(source=tmp_path).faults]
    shown = re.search(r"^```text\n(course\.yaml.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    assert shown is not None
    assert list(dict.fromkeys(told)) == shown[1].splitlines()
