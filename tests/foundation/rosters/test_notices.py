"""Every code has words in all three languages, and they hold."""

import pytest
from django.utils.translation import override

from foundation.accounts.enums import Gender
from foundation.batches.services import words_of
from foundation.kernel.language import LANGUAGES, Language
from foundation.kernel.names import fold_name
from foundation.rosters.notices import FILE_WORDS, FINDING_WORDS, JOB_WORDS, ROW_WORDS, TABLE_WORDS, WORDS, say
from foundation.rosters.rules import ERRORS, NOTES, NOTICES, PROBLEMS, values

# From comparing, applying and undoing; and why a batch ended before its time.
FINDINGS = {
    "several_people", "held_elsewhere", "same_in_other_school", "same_name", "perhaps_same", "same_as_row", "claimed_twice",
    "comes_back", "will_change", "stays", "changed_meanwhile", "number_taken", "seats_taken", "has_started", "not_readmitted",
    "many_withdrawn", "seats_short", "state_not_open",
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


def message(code: str, field: str, read: str, expected: str) -> dict[str, str]:
    return {"code": code, "field": field, "read": read, "expected": expected}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "No language is given: French is taken."),
        ("fr", "Aucune langue n’est indiquée. Langue retenue\u00a0: français."),
        ("ar", "لم تُذكر اللغة: تُعتمد الفرنسية."),
    ],
)
def test_a_language_is_called_by_its_name(language: str, told: str) -> None:
    taken = message("language_default", "language", "", "fr")
    with override(language):
        assert say(taken) == told
        assert words_of("rosters.read", taken) == told


def test_what_has_a_name_is_called_by_it_and_what_has_none_as_it_stands() -> None:
    with override("en"):
        assert say(message("gender_unknown", "gender", "X, y", "female, male, other")) == (
            "“X, y” is not understood as a gender. Use F, M or one of: Female, Male, Other."
        )
        assert say(message("will_change", "gender", "male", "")) == "“Male” replaces what is stored: “”."
        assert say(message("will_change", "name", "male", "fr")) == "“male” replaces what is stored: “fr”."
    with override("fr"):
        said = say(message("gender_unknown", "gender", "X, y", "female, male")).replace("\u00a0", " ")
        assert said == "« X, y » n’est pas compris comme un sexe. Utilisez F, M ou l’un de ces mots : femme, homme."


BETWEEN = {
    "ar": "لا يمكن أن يكون التاريخ «١» صحيحًا. ينبغي أن يقع بين 28/11/1916 و28/11/2023.",
    "en": "The date “١” can't be right. It should be between 1916-11-28 and 2023-11-28.",
    "fr": "La date « ١ » ne peut pas être juste. Elle devrait se situer entre le 28/11/1916 et le 28/11/2023.",
}
REPLACED = {
    "ar": "«03/05/2010» يحل محل المسجَّل: «04/05/2010».",
    "en": "“2010-05-03” replaces what is stored: “2010-05-04”.",
    "fr": "« 03/05/2010 » remplace ce qui est enregistré : « 04/05/2010 ».",
}
LISTED = {
    "ar": "لا توجد ورقة «x, y». الأوراق الموجودة: A، B.",
    "en": "There is no sheet “x, y”. There are: A, B.",
    "fr": "Il n’y a pas de feuille « x, y ». Il y a : A, B.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_lists_are_written_as_the_reader_does(language: str) -> None:
    with override(language):
        told = [
            say(message("date_implausible", "birth_date", "١", "1916-11-28 – 2023-11-28")),
            say(message("will_change", "birth_date", "2010-05-03", "2010-05-04")),
            say(message("sheet_unknown", "", "x, y", "A, B")),
        ]
    assert [words.replace("\u00a0", " ") for words in told] == [BETWEEN[language], REPLACED[language], LISTED[language]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_we_say_is_right_is_understood(language: str) -> None:
    with override(language):
        assert {values.GENDERS[fold_name(str(label))] for label in Gender.labels} == set(Gender.values)
        assert {values.LANGUAGES[fold_name(str(label))] for label in Language.labels} == set(Language.values)
