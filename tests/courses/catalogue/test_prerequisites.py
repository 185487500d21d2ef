"""What a course asks to be completed first: there, published, and never in a circle."""

from collections.abc import Collection, Mapping
from functools import partial

import pytest
from django.utils import translation

from courses.catalogue.errors import VersionIncomplete
from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.rules import prerequisite_faults, way_between
from courses.catalogue.services import draft_version, publish_version
from tests.factories.courses import course_draft, published
from tests.racing import codes, race

Known = Mapping[str, Collection[str] | None]


@pytest.mark.parametrize(
    ("asks", "way"),
    [
        ({}, []),
        ({"a": ["b"]}, ["a", "b"]),
        ({"a": ["c", "d"], "c": ["d"], "d": ["b"]}, ["a", "d", "b"]),
        ({"b": ["a"]}, []),
        ({"a": ["c"], "c": ["a"]}, []),
    ],
)
def test_the_shortest_way(asks: Mapping[str, Collection[str]], way: list[str]) -> None:
    assert way_between("a", "b", asks) == way


UNPUBLISHED, CIRCLE = "prerequisite_unpublished", "prerequisite_circle"


@pytest.mark.parametrize(
    ("asked", "known", "faults"),
    [
        ([], {}, []),
        (["b"], {"b": []}, []),
        (["b", "c"], {"b": None}, [(0, UNPUBLISHED, "b"), (1, UNPUBLISHED, "c")]),
        (["a"], {"a": []}, [(0, CIRCLE, "a a")]),
        (["c", "b"], {"a": [], "b": ["a"], "c": []}, [(1, CIRCLE, "a b a")]),
        (["b"], {"b": ["c"], "c": ["d"], "d": ["a"]}, [(0, CIRCLE, "a b c d a")]),
        (["b"], {"a": ["c"], "b": [], "c": ["a"]}, []),
    ],
)
def test_what_cannot_be_asked_for(asked: list[str], known: Known, faults: list[tuple[int, str, str]]) -> None:
    expected = [(f"/prerequisites/{place}", code, named.split()) for place, code, named in faults]
    assert list(prerequisite_faults("a", asked, known)) == expected


def test_they_are_kept_with_the_version_and_published_with_the_course(db: None) -> None:
    published(course_draft("first"))
    version = draft_version(actor=None, draft=course_draft("second", prerequisites=["first"]))
    publish_version(actor=None, version_id=version.id)
    assert (version.prerequisites, Course.objects.get(slug="second").prerequisites) == (["first"], ["first"])
    published(course_draft("second", said="more"))
    version.refresh_from_db()
    assert (version.prerequisites, Course.objects.get(slug="second").prerequisites) == (["first"], [])


def test_publishing_names_what_is_unknown_or_unpublished_or_goes_round(db: None) -> None:
    published(course_draft("a"))
    published(course_draft("b", prerequisites=["a"]))
    draft_version(actor=None, draft=course_draft("draft"))
    version = draft_version(actor=None, draft=course_draft("a", said="2", prerequisites=["nothing", "draft", "b", "a"]))
    with translation.override("fr"), pytest.raises(VersionIncomplete) as refusal:
        publish_version(actor=None, version_id=version.id)
    missing = "Il n’y a pas de cours publié «\u00a0{}\u00a0» à terminer d’abord."
    assert [(error.pointer, error.code, error.detail) for error in refusal.value.errors] == [
        ("/prerequisites/0", UNPUBLISHED, missing.format("nothing")),
        ("/prerequisites/1", UNPUBLISHED, missing.format("draft")),
        ("/prerequisites/2", CIRCLE, "Cela tournerait en rond\u00a0: a → b → a."),
        ("/prerequisites/3", CIRCLE, "Cela tournerait en rond\u00a0: a → a."),
    ]
    version.refresh_from_db()
    assert (version.published_at, Course.objects.get(slug="a").prerequisites) == (None, [])


@pytest.mark.django_db(transaction=True)
def test_of_two_that_would_close_a_circle_at_once_one_is_published() -> None:
    for slug in ("a", "b"):
        published(course_draft(slug))
    pairs = (("a", "b"), ("b", "a"))
    drafts = [draft_version(actor=None, draft=course_draft(s, said="2", prerequisites=[p])) for s, p in pairs]
    outcomes = race(*[partial(publish_version, actor=None, version_id=draft.id) for draft in drafts])
    assert codes(outcomes) == {"done": 1, "version_incomplete": 1}
    asked = dict(Course.objects.values_list("slug", "prerequisites"))
    assert asked == ({"a": ["b"], "b": []} if isinstance(outcomes[0], CourseVersion) else {"a": [], "b": ["a"]})
