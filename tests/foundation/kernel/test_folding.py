import pytest

from foundation.kernel.statements import run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "said", "asked", "found"),
    [
        ("ar", "توفير المياه للقرى", "مياه", True),
        ("ar", "توفير مياه", "المِيَاه", True),
        ("ar", "إنارة", "انارة", True),
        ("fr", "L’école des rivières", "ecole riviere", True),
        ("en", "Pumping water at night", "pumps", True),
        ("en", "Pumping water at night", "pumps by day", False),
        ("fr", "Eau", "", False),
    ],
)
def test_words_are_found_however_they_are_written(language: str, said: str, asked: str, found: bool) -> None:
    told = {"language": language, "said": said, "asked": asked}
    sql = "SELECT kernel_vector(%(language)s, %(said)s) @@ kernel_asked(%(language)s, %(asked)s)"
    assert run(sql, told) == [(found,)]


def test_an_index_on_words_says_whole_names_to_whoever_restores_it() -> None:
    """A dump is read without a search path."""
    run("SET LOCAL search_path TO ''", {})
    assert run("SELECT public.kernel_vector('en', 'water') @@ public.kernel_asked('en', 'waters')", {}) == [(True,)]
