"""Cells one by one, by way of a row that was corrected."""

import io
from datetime import date
from functools import partial
from typing import Any

import pytest

from foundation.rosters.rules import read_cells
from foundation.rosters.rules.encodings import ONE_BYTE, examine
from foundation.rosters.rules.headers import meaning
from tests.foundation.rosters.rules.cases import MOROCCO, SCHOOL, SENEGAL, shown, told


def test_a_corrected_row_is_read_by_the_same_rules() -> None:
    row = read_cells(
        {
            "name": " Awa  Diop ",
            "birth_date": "٢٠٠٨-٠٥-٠١",
            "phone": "77 123 45 67",
            "school": "lycée de thiès",
            "language": "Français",
        },
        SENEGAL,
    )

    assert shown(row) == {
        "name": "Awa Diop",
        "birth_date": date(2008, 5, 1),
        "phone": "+221771234567",
        "school": "lycée de thiès",
    }
    assert (row.organisation_id, row.language, row.messages) == (SCHOOL, "fr", ())


def test_a_corrected_row_needs_its_name_and_says_what_is_open() -> None:
    row = read_cells({"birth_date": "01/02/2008", "nonsense": "x"}, SENEGAL)

    assert [message.code for message in row.messages] == ["date_ambiguous", "name_missing", "language_default"]
    assert row.is_error


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "2008-05-01T00:00:00": date(2008, 5, 1),
        "2008-5-1 12:30": date(2008, 5, 1),
        "20080501": date(2008, 5, 1),
        "31/12/2008": date(2008, 12, 31),
        "12/31/2008": date(2008, 12, 31),
        "05-05-2008": date(2008, 5, 5),
        "31/12/08": date(2008, 12, 31),
        "31/12/98": date(1998, 12, 31),
        "12 mars 2009": date(2009, 3, 12),
        "March 5, 2009": date(2009, 3, 5),
        "5-Mar-2009": date(2009, 3, 5),
        "5th of mar 2009": "date_unreadable",
        "٥ آذار ٢٠٠٩": date(2009, 3, 5),
        "5 كانون الثاني 2009": date(2009, 1, 5),
        "12 غشت 2009": date(2009, 8, 12),
        "2008/5/1م": date(2008, 5, 1),
        "25/4/1429 هـ": date(2008, 5, 1),
        "1429-04-25 AH": date(2008, 5, 1),
        "15 رمضان 1430": date(2009, 9, 5),
        "39569.0": date(2008, 5, 1),
        "2008-13-01": "date_impossible",
        "31/02/2008": "date_impossible",
        "31 février 2008": "date_impossible",
        "vers 2008": "date_unreadable",
        "1/2/2008": "date_ambiguous",
        "1/2/1429 هـ": "date_ambiguous",
        "1429/4/25": "date_calendar",
        "1890-01-01": "date_implausible",
        "2025-01-01": "date_implausible",
    }.items(),
)
def test_dates(text: str, expected: Any) -> None:
    row = read_cells({"name": "Awa", "birth_date": text}, SENEGAL)

    assert (row.birth_date or told(row)[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "0612345678": "+212612345678",
        "06 12 34 56 78": "+212612345678",
        "612345678": "+212612345678",
        "612345678.0": "+212612345678",
        "6,12345678E8": "+212612345678",
        "212612345678": "+212612345678",
        "+212 (6) 12-34-56-78": "+212612345678",
        "00212612345678": "+212612345678",
        "٠٦١٢٣٤٥٦٧٨": "+212612345678",
        "+33 6 12 34 56 78": "+33612345678",
        "2.12612E+11": "digits_lost",
        "0612": "phone_invalid",
        "0612345678 / 0698765432": "phone_invalid",
        "demander": "phone_invalid",
    }.items(),
)
def test_phones(text: str, expected: str) -> None:
    row = read_cells({"name": "Awa", "phone": text}, MOROCCO)

    assert (row.phone or told(row)[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "awa@ecole.sn": "awa@ecole.sn",
        "Awa.Diop+1@ECOLE.SN": "awa.diop+1@ecole.sn",
        "mailto:awa@ecole.sn": "awa@ecole.sn",
        "عائشة@مدرسة.مصر": "عائشة@مدرسة.مصر",
        "awa@": "email_invalid",
        "awa..x@ecole.sn": "email_invalid",
        "awa ecole.sn": "email_invalid",
        "awa@ecole": "email_invalid",
    }.items(),
)
def test_addresses(text: str, expected: str) -> None:
    row = read_cells({"name": "Awa", "email": text}, SENEGAL)

    assert (row.email or told(row)[0]) == expected


@pytest.mark.parametrize(
    ("header", "field"),
    {
        "الاسم الكامل": "name",
        "Nom & prénom(s)": "name",
        "NOM ET PRENOMS": "name",
        "الاسم / Name": "name",
        "Prénom *": "given_name",
        "givenName": "given_name",
        "Date de naissance": "birth_date",
        "Né(e) le": "birth_date",
        "Date of birth (dd/mm/yyyy)": "birth_date",
        "تاريخ الازدياد": "birth_date",
        "courriel": "email",
        "E-mail": "email",
        "tél": "phone",
        "N° de tél.": "phone",
        "الجوال": "phone",
        "Sexe (M/F)": "gender",
        "Établissement": "school",
        "الشعبة": "group",
        "Tél. de la mère": "guardian_phone",
        "Nom du père": "guardian_name",
        "Nom du père ou tuteur": "guardian_name",
        "Autorisation parentale signée le": "consent_on",
        "الصفة": "relationship",
        "هاتف ولي الأمر": "guardian_phone",
        "Matricule": "learner_number",
        "N°": "",
        "م": "",
        "ID": "",
        "Profession du père": "",
    }.items(),
)
def test_headers(header: str, field: str) -> None:
    assert meaning(header) == field


FRENCH = ["Thiès", "Élodie", "François", "Benoît", "Noël", "Aïssatou", "Kédougou", "Sédhiou", "Guédiawaye", "PRÉNOM"]
ARABIC = ["محمد", "فاطمة", "عائشة", "آية", "المدرسة", "الرحمن"]


@pytest.mark.parametrize("languages", [("fr", "en"), ("ar", "fr"), ("ar", "en"), ("en",)])
@pytest.mark.parametrize("word", FRENCH + ARABIC)
def test_even_one_word_tells_its_encoding(word: str, languages: tuple[str, ...]) -> None:
    text = f"Nom\n{word}\n"
    fitting = [name for name in ONE_BYTE if text.encode(name, "replace").decode(name) == text]
    for data in {text.encode(name) for name in fitting}:
        assert data.decode(examine(partial(io.BytesIO, data), "", languages).name) == text
