"""Every code has words in all three languages, and they hold."""

import pytest
from django.utils.translation import override

from foundation.rosters.notices import FILE_WORDS, ROW_WORDS, TABLE_WORDS, WORDS
from foundation.rosters.rules import ERRORS, NOTES, NOTICES, PROBLEMS


def test_every_code_has_words() -> None:
    assert set(ROW_WORDS) == ERRORS | NOTICES
    assert set(TABLE_WORDS) == NOTES
    assert set(FILE_WORDS) == PROBLEMS
    assert len(WORDS) == len(ROW_WORDS) + len(TABLE_WORDS) + len(FILE_WORDS)


@pytest.mark.parametrize("code", sorted(WORDS))
def test_words_are_translated_and_take_their_values(code: str) -> None:
    said = {}
    for language in ("en", "fr", "ar"):
        with override(language):
            said[language] = str(WORDS[code]) % {"read": "<read>", "expected": "<expected>"}

    assert len(set(said.values())) == 3
    for mark in ("<read>", "<expected>"):
        assert len({mark in words for words in said.values()}) == 1
