import pytest
from django.utils import translation

from foundation.kernel.names import given_name, readable_name

ARABIC, LATIN = "سلمى", "Salma"


@pytest.mark.parametrize(
    ("language", "latin", "read"),
    [("ar", LATIN, ARABIC), ("fr", LATIN, LATIN), ("en", LATIN, LATIN), ("ar", "", ARABIC), ("fr", "", ARABIC)],
)
def test_a_name_for_its_reader(language: str, latin: str, read: str) -> None:
    assert readable_name(ARABIC, latin, language) == read
    with translation.override(language):
        assert readable_name(ARABIC, latin) == read


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Salma Benali", "Salma"),
        ("سلمى بنعلي", "سلمى"),
        ("عبد الرحمن التازي", "عبد الرحمن"),
        ("نور الدين العلوي", "نور الدين"),
        ("Salah Eddine Alami", "Salah Eddine"),
        ("أبو بكر ديالو", "أبو بكر"),
        ("Abou Diallo", "Abou"),
        ("سلمى عبد الحق", "سلمى"),
        ("Jean-Pierre Mbarga", "Jean-Pierre"),
        ("BENALI Salma", "Salma"),
        ("BENALI SALMA", "BENALI"),
        ("Benali, Salma Nour", "Salma"),
        ("بنعلي، سلمى", "سلمى"),
        ("Salma,", "Salma"),
        ("  Salma ", "Salma"),
        ("عبد", "عبد"),
        ("—", "—"),
        ("", ""),
    ],
)
def test_what_somebody_is_called(name: str, given: str) -> None:
    assert given_name(name) == given
