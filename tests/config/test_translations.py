"""Each message reads in each language as our catalogues say, whatever libraries say of the same words."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override, pgettext


class Said(NamedTuple):
    context: str | None
    message: str
    translation: str


def said_in(language: str) -> Iterator[Said]:
    for folder in settings.LOCALE_PATHS:
        with (Path(folder) / language / "LC_MESSAGES" / "django.po").open("rb") as file:
            for entry in read_po(file):
                if entry.id and isinstance(entry.id, str):
                    yield Said(entry.context, entry.id, str(entry.string))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_message_is_read_as_each_catalogue_has_it(language: str) -> None:
    """Where two mean different things by the same words, one of them needs a context."""
    with override(language):
        differing = [
            (said, read)
            for said in said_in(language)
            if (read := pgettext(said.context, said.message) if said.context else gettext(said.message))
            != said.translation
        ]
    assert differing == []
