import pytest
from django.utils import translation

from foundation.kernel.names import readable_name

ARABIC, LATIN = "سلمى", "Salma"


@pytest.mark.parametrize(
    ("language", "latin", "read"),
    [("ar", LATIN, ARABIC), ("fr", LATIN, LATIN), ("en", LATIN, LATIN), ("ar", "", ARABIC), ("fr", "", ARABIC)],
)
def test_a_name_for_its_reader(language: str, latin: str, read: str) -> None:
    assert readable_name(ARABIC, latin, language) == read
    with translation.override(language):
        assert readable_name(ARABIC, latin) == read
