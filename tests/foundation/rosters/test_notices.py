"""Every code has words in all three languages, and they hold."""

import pytest
from django.utils.translation import override

from foundation.rosters.notices import FILE_WORDS, FINDING_WORDS, JOB_WORDS, ROW_WORDS, TABLE_WORDS, WORDS
from foundation.rosters.rules import ERRORS, NOTES, NOTICES, PROBLEMS

# From comparing, applying and undoing; and why a batch ended before its time.
FINDINGS = {
    "several_people", "held_elsewhere", "same_in_other_school", "perhaps_same", "same_as_row", "claimed_twice",
    "will_change", "stays", "changed_meanwhile", "seats_taken", "has_started", "not_readmitted",
    "seats_short", "state_not_open",
}  # fmt: skip
ENDINGS = {"stopped", "interrupted", "failures", "cohort_changed"}


def test_every_code_has_words() -> None:
    assert set(ROW_WORDS) == ERRORS | NOTICES
    assert set(TABLE_WORDS) == NOTES
    assert set(FILE_WORDS) == PROBLEMS
    assert set(FINDING_WORDS) == FINDINGS
    assert set(JOB_WORDS) == ENDINGS
    groups = (ROW_WORDS, TABLE_WORDS, FILE_WORDS, FINDING_WORDS, JOB_WORDS)
    assert len(WORDS) == sum(len(group) for group in groups)


@pytest.mark.parametrize("code", sorted(WORDS))
def test_words_are_translated_and_take_their_values(code: str) -> None:
    said = {}
    for language in ("en", "fr", "ar"):
        with override(language):
            said[language] = str(WORDS[code]) % {"read": "<read>", "expected": "<expected>"}

    assert len(set(said.values())) == 3
    for mark in ("<read>", "<expected>"):
        assert len({mark in words for words in said.values()}) == 1
