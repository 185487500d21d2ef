"""The certificate, looked at: what is read out of it is what was written, and it looks as it did when someone last looked.

A picture in `golden/` that is missing is made and the test fails: look at it, then commit it.
"""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize
from uuid import UUID

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from outcomes.credentials.enums import AchievementKind
from outcomes.credentials.models import Achievement, Credential
from outcomes.credentials.services.paper import certificate_png, draw_pdf

GOLDEN = Path(__file__).parent / "golden"
ID = UUID("01930d7e-1111-7abc-8def-0123456789ab")
TITLES = {
    "ar": "ماذا تطلب منك وظائف المستقبل",
    "en": "What future jobs ask of you",
    "fr": "Ce que les métiers de demain attendent de toi",
}
CALL = {"ar": "أفكار لمدينتي", "en": "Ideas for my city", "fr": "Idées pour ma ville"}
VOWELLED = "مُحَمَّدُ بْنُ عَبْدِ ٱللَّهِ"
VOWELLED_LONG = "أَبُو بَكْرٍ مُحَمَّدُ بْنُ عَبْدِ ٱللَّهِ بْنِ يَحْيَىٰ بْنِ زَكَرِيَّا ٱلرَّازِيُّ ٱلْقُرَشِيُّ ٱلْهَاشِمِيُّ ٱلْمَكِّيُّ"
LONG = "عبد الرحمن محمد عبد الله بن إبراهيم بن عبد العزيز آل سعود القحطاني الشمراني الدوسري المطيري العتيبي"
LONG_LATIN = "Maria-Fernanda Wolfeschlegelsteinhausenbergerdorff de la Rivière-Saint-Jean Ouattara Coulibaly"
MIXED = "سلمى Bennani الثانية 2"


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.BASE_URL = "https://jisr.example.org"
    settings.CLIENT_URLS = ""


def credential(name: str, language: str = "ar", country: str = "", project: str = "") -> Credential:
    kind = AchievementKind.PROJECT if project else AchievementKind.COURSE
    snapshot = {
        "name": name,
        "titles": CALL if project else TITLES,
        "project_title": project,
        "hours": None if project else 12,
        "issuer": {"ar": "جسر", "en": "Jisr", "fr": "Jisr"},
        "programme": {"ar": "المهارات الرقمية 2026", "en": "Digital Skills 2026", "fr": "Compétences numériques 2026"},
        "organisation": {"ar": "ثانوية ابن خلدون", "en": "Ibn Khaldun School", "fr": "Lycée Ibn Khaldoun"},
        "language": language,
        "country": country,
        "issued_on": "2026-11-24",
    }
    return Credential(
        id=ID,
        achievement=Achievement(kind=kind, subject_id=ID, titles=snapshot["titles"]),
        snapshot=snapshot,
        issued_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        code="K7QM4T9X2R",
        view_key="0123456789abcdefghijkl",
    )


def lines(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    read = normalize("NFC", text.get_text_range()).splitlines()
    text.close()
    page.close()
    document.close()
    return [line.strip() for line in read]


def poppler_lines(pdf: bytes) -> list[str]:
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    bare = normalize("NFC", re.sub("[\u202a-\u202e\u2066-\u2069\f]", "", read))
    return [line.strip() for line in bare.splitlines() if line.strip()]


def arabic(name: str, *more: str) -> list[str]:
    return [
        "جسر",
        "المهارات الرقمية 2026 · ثانوية ابن خلدون",
        "شهادة إتمام",
        "تمنح هذه الشهادة إلى",
        name,
        *more,
        "لإتمام دورة",
        "ماذا تطلب منك وظائف المستقبل",
        "12 ساعة من التعلم",
        "تاريخ الإصدار",
        "24 نوفمبر 2026",
        "للتحقق منها يمكن مسح المربع أو الدخول إلى",
        "jisr.example.org/verify",
        "رمز الشهادة",
        "K7QM4-T9X2R",
    ]


@pytest.mark.parametrize(
    "name",
    [
        VOWELLED,
        VOWELLED_LONG,
        "عبد الله نصر الله",
        "عَبْدُ اللهِ",
        MIXED,
        "Aïcha N’Diaye",
        "Əliyev Şahin",
        "Алексей Ким",
        "گلنار پژمان",
    ],
)
def test_an_arabic_certificate_reads_as_it_was_written(name: str) -> None:
    assert lines(draw_pdf(credential(name))) == arabic(normalize("NFC", name))


def test_a_very_long_name_takes_two_lines() -> None:
    read = lines(draw_pdf(credential(LONG)))
    assert read == arabic(*read[4:6])
    assert " ".join(read[4:6]) == LONG


def test_a_french_certificate_reads_as_it_was_written() -> None:
    assert lines(draw_pdf(credential("عبد الله نصر الله", "fr", "MA"))) == [
        "Jisr",
        "Compétences numériques 2026 · Lycée Ibn Khaldoun",
        "Certificat de réussite",
        "Ce certificat est décerné à",
        "عبد الله نصر الله",
        "pour avoir mené à son terme le cours",
        "Ce que les métiers de demain attendent de toi",
        "12 heures d’apprentissage",
        "Délivré le",
        "24 novembre 2026",
        "Pour le vérifier, scannez le carré ou allez sur",
        "jisr.example.org/verify",
        "Code du certificat",
        "K7QM4-T9X2R",
    ]


def test_a_project_is_named_with_its_call() -> None:
    read = lines(draw_pdf(credential("Amina Benali", "en", project="مستشعرُ ماءٍ لقريتي")))
    assert read[2:8] == [
        "Certificate of achievement",
        "This certificate is awarded to",
        "Amina Benali",
        "for a project that was reviewed and accepted",
        "مستشعرُ ماءٍ لقريتي",
        "in answer to the call “Ideas for my city”",
    ]


@pytest.mark.parametrize(
    ("language", "country", "date", "hours"),
    [
        ("ar", "MA", "24 نونبر 2026", "12 ساعة من التعلم"),
        ("ar", "JO", "٢٤ تشرين الثاني ٢٠٢٦", "١٢ ساعة من التعلم"),
        ("ar", "XX", "24 نوفمبر 2026", "12 ساعة من التعلم"),
        ("fr", "SN", "24 novembre 2026", "12 heures d’apprentissage"),
        ("en", "", "24 November 2026", "12 hours of learning"),
    ],
)
def test_dates_and_numbers_are_those_of_the_country(language: str, country: str, date: str, hours: str) -> None:
    read = lines(draw_pdf(credential("A B", language, country)))
    assert (read[9], read[7]) == (date, hours)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="a second reader, where there is one")
@pytest.mark.parametrize("name", [VOWELLED, VOWELLED_LONG, "عبد الله نصر الله", "عَبْدُ اللهِ", "Aïcha N’Diaye"])
def test_another_reader_reads_the_same(name: str) -> None:
    assert normalize("NFC", name) in poppler_lines(draw_pdf(credential(name)))


def test_a_certificate_is_always_the_same_bytes_and_archival() -> None:
    pdf = draw_pdf(credential(VOWELLED))
    assert pdf == draw_pdf(credential(VOWELLED))
    assert b"pdfaid:part>2</pdfaid:part" in pdf
    assert b"pdfuaid:part>1</pdfuaid:part" in pdf


@pytest.mark.parametrize(
    ("picture", "made"),
    [
        ("vowelled", credential(VOWELLED)),
        ("allah", credential("عبد الله نصر الله", country="JO")),
        ("long", credential(LONG)),
        ("long-latin", credential(LONG_LATIN, "fr")),
        ("mixed", credential(MIXED, "en", project="مستشعرُ ماءٍ لقريتي")),
    ],
)
def test_it_looks_as_it_did(picture: str, made: Credential) -> None:
    path = GOLDEN / f"{picture}.png"
    drawn = Image.open(BytesIO(certificate_png(made, ppi=48))).convert("L")
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        drawn.quantize(16).save(path, optimize=True)
        pytest.fail(f"Look at {path}, then commit it.")
    with Image.open(path) as file:
        expected = file.convert("L")
    assert drawn.size == expected.size
    assert ImageStat.Stat(ImageChops.difference(drawn, expected)).mean[0] < 3
