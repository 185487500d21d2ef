import pytest

from mentoring.projects.enums import Licence
from mentoring.projects.rules import strictest


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (["MIT"], "MIT"),
        (["CC0-1.0", "MIT"], "MIT"),
        (["MIT", "CC-BY-4.0", "MIT"], "CC-BY-4.0"),
        (["CC-BY-4.0", "CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
        (["CC-BY-SA-4.0", "all_rights_reserved"], "all_rights_reserved"),
        (list(Licence), "all_rights_reserved"),
    ],
)
def test_the_strictest_counts(given: list[str], counts: str) -> None:
    assert strictest(given) == strictest(reversed(given)) == counts


def test_every_licence_but_one_has_words_of_its_own_somewhere() -> None:
    assert [licence.value for licence in Licence if not licence.url] == ["all_rights_reserved"]
    assert len({str(licence.means) for licence in Licence}) == len(Licence)
