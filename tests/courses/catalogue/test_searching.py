"""Courses are found by what they say, in three languages, as people type."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import CourseWords
from courses.catalogue.selectors import listed_courses, order_of
from courses.catalogue.services import CourseDraft, ModuleDraft, draft_version, offer_to_all
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, published, published_course
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]


def named(slug: str, ar: str, en: str, fr: str, **more: Any) -> CourseDraft:
    """Its one lesson says nothing that is searched for here."""
    module = ModuleDraft("start", {"en": "Start"}, (lesson_draft("lesson", said=more.pop("said", "rien")),))
    summary = more.pop("summary", {"en": "About it"})
    title = {"ar": ar, "en": en, "fr": fr}
    return course_draft(slug, title=title, summary=summary, modules=(module,), **more)


def set_up() -> None:
    published(
        named("jobs", "ما تطلبه منك وظائفُ المستقبل", "What future jobs ask of you", "Les métiers de demain"),
    )
    published(
        named(
            "innovation",
            "من الفكرة إلى الابتكار",
            "From idea to innovation",
            "De l’idée à l’innovation",
            summary={"en": "Prototypes, teams and the jobs around them", "fr": "Prototypes et équipes"},
            level="intermediate",
            skills=["problem-solving"],
        )
    )
    published(
        named(
            "robots",
            "الروبوتات",
            "Robots at school",
            "Les robots à l’école",
            said="You write to a machine & it answers; future jobs ask for it. أهلا بكم في مدرسة الغد",
            skills=["problem-solving", "programming"],
        )
    )
    published(named("secret", "سر", "Secret jobs", "Métiers secrets"), open_to_all=False)
    draft_version(actor=None, draft=named("draft", "مسودة", "Draft jobs", "Brouillon"))


_written, _ = scene(set_up)


def found(words: str, *, reader: str = "en", scope: Collection[str] | None = (), **filters: str) -> list[str]:
    asked = {"q": words, **filters}
    return [row["slug"] for row in listed_courses(scope, asked, reader=reader).order_by(order_of(asked))]


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("jobs", ["jobs", "innovation", "robots"]),
        ("JOB", ["jobs", "innovation", "robots"]),
        ("asking", ["jobs", "robots"]),
        ("jobs prototypes", ["innovation"]),
        ("métier", ["jobs"]),
        ("metiers", ["jobs"]),
        ("L'innovation", ["innovation"]),
        ("وظائف", ["jobs"]),
        ("وظايف", ["jobs"]),
        ("والوَظائف", ["jobs"]),
        ("الي الإبتكار", ["innovation"]),
        ("المدرسة", ["robots"]),
        ("machine", ["robots"]),
        ("amp", []),
        ("the", []),
        ("jobs elephant", []),
        ("100%", []),
        ("!!!", []),
        ("' | ! & ( :* <-> \\", []),
        ("jobs' | !(ask:*", ["jobs", "robots"]),
    ],
)
def test_what_is_found_and_in_which_order(words: str, slugs: list[str]) -> None:
    assert found(words) == slugs


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("inovation", ["innovation"]),
        ("innovatoin", ["innovation"]),
        ("pinnovation", ["innovation"]),
        ("innov", ["innovation"]),
        ("robtos", ["robots"]),
        ("futrue jobs", ["jobs", "robots"]),
        ("الابتكر", ["innovation"]),
        ("مستقبيل", ["jobs"]),
        ("innocent", []),
        ("zzzz", []),
    ],
)
def test_titles_forgive_typing(words: str, slugs: list[str]) -> None:
    assert found(words) == slugs


def test_a_word_that_titles_have_means_itself_alone() -> None:
    for word in ("walrus", "walnut"):
        published_course(word, title={"en": word})
    assert (found("walrus"), found("walnut")) == (["walrus"], ["walnut"])
    assert found("walrut") == ["walnut", "walrus"]


def test_a_title_comes_before_a_summary_and_that_before_a_lesson_and_the_readers_language_first() -> None:
    assert found("jobs") == ["jobs", "innovation", "robots"]
    published_course("french", title={"en": "Signals", "fr": "Prototypes"})
    assert found("prototypes", reader="fr") == ["french", "innovation"]
    published_course("english", title={"en": "Prototypes", "fr": "Signaux"})
    assert found("prototypes", reader="fr") == ["french", "english", "innovation"]
    assert found("prototypes", reader="en") == ["english", "french", "innovation"]


def test_of_those_that_fit_alike_a_lesson_in_the_readers_language_and_then_the_newest_comes_first() -> None:
    for slug, language in (("first", "fr"), ("second", "en"), ("third", "fr")):
        told = (ModuleDraft("start", {"en": "Start"}, (lesson_draft("a", said="Walrus", languages=(language,)),)),)
        published(course_draft(slug, modules=told))
    assert found("walrus", reader="fr") == ["third", "first", "second"]
    assert found("walrus", reader="en") == ["second", "third", "first"]


def test_only_what_the_caller_may_see_is_found(client_of: Clients) -> None:
    member = MembershipFactory(cohort=CohortFactory(courses=["secret", "draft"])).person
    staff = PersonFactory(is_staff=True)
    for person, slugs in ((None, []), (PersonFactory(), []), (member, ["secret"]), (staff, ["secret"])):
        for words in ("secret", "secrte"):
            answer = client_of(person).get("/api/v1/courses", {"q": words}).json()
            assert [course["slug"] for course in answer["results"]] == slugs
        assert client_of(person).get("/api/v1/courses/facets", {"q": "secret"}).json()["total"] == len(slugs)
        assert client_of(person).get("/api/v1/courses", {"q": "draft"}).json()["results"] == []


def test_filters_hold_in_a_search() -> None:
    assert found("jobs", level="intermediate") == ["innovation"]
    assert found("jobs", skill="programming") == ["robots"]
    assert found("jobs", language="ar", skill="problem-solving") == ["innovation", "robots"]


def test_the_next_version_is_found_by_what_it_says_and_no_longer_by_what_it_does_not() -> None:
    published(named("robots", "طائرات", "Drones at school", "Drones", said="They fly", content_hash="2"))
    assert (found("robots"), found("machine"), found("fly"), found("drnoes")) == ([], [], ["robots"], ["robots"])
    assert CourseWords.objects.filter(course__slug="robots").count() == 3


def test_pages_of_a_search_follow_each_other_and_go_back(client_of: Clients) -> None:
    for number in range(4):
        published_course(f"walrus-{number}", title={"en": "Walrus"})
    client = client_of()
    pages, address = [], "/api/v1/courses?q=walrus&limit=2"
    while address:
        page = client.get(address).json()
        pages.append([course["slug"] for course in page["results"]])
        last, address = page, page["next"]
    assert pages == [["walrus-3", "walrus-2"], ["walrus-1", "walrus-0"]]
    assert [course["slug"] for course in client.get(last["previous"]).json()["results"]] == pages[0]


def test_a_page_goes_on_where_it_was_whatever_is_published_meanwhile(client_of: Clients) -> None:
    for number in range(3):
        published_course(f"walrus-{number}", title={"en": "Walrus"})
    first = client_of().get("/api/v1/courses?q=walrus&limit=2").json()
    published_course("later", title={"en": "Walrus"})
    offer_to_all(actor=None, slug="walrus-1", open_to_all=False)
    second = client_of().get(first["next"]).json()
    assert [course["slug"] for course in second["results"]] == ["walrus-0"]


def test_the_cursor_of_another_order_is_refused(client_of: Clients) -> None:
    for number in range(2):
        published_course(f"walrus-{number}", title={"en": "Walrus"})
    newest = client_of().get("/api/v1/courses?limit=1").json()["next"]
    best = client_of().get("/api/v1/courses?limit=1&q=walrus").json()["next"]
    for address in (newest + "&q=walrus", best.replace("q=walrus", "level=foundation")):
        answer = client_of().get(address)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?cursor")


def test_facets_count_what_the_list_gives(client_of: Clients) -> None:
    assert client_of().get("/api/v1/courses/facets?q=jobs").json() == {
        "total": 3,
        "language": [{"value": "ar", "count": 3}, {"value": "en", "count": 3}, {"value": "fr", "count": 3}],
        "level": [{"value": "foundation", "count": 2}, {"value": "intermediate", "count": 1}],
        "skill": [
            {"value": "problem-solving", "count": 2},
            {"value": "learning-to-learn", "count": 1},
            {"value": "programming", "count": 1},
        ],
    }
    narrowed = client_of().get("/api/v1/courses/facets?level=intermediate").json()
    assert (narrowed["total"], narrowed["level"]) == (1, [{"value": "intermediate", "count": 1}])
    nothing = client_of().get("/api/v1/courses/facets?q=walrus").json()
    assert nothing == {"total": 0, "language": [], "level": [], "skill": []}
    refused = client_of().get("/api/v1/courses/facets?limit=1")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "?limit")


def test_facets_are_kept_like_the_list(client_of: Clients, django_assert_num_queries: Any) -> None:
    client = client_of(PersonFactory())
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            assert client.get("/api/v1/courses/facets").json()["total"] == 3
    offer_to_all(actor=None, slug="secret")
    answer = client.get("/api/v1/courses/facets")
    assert (answer.json()["total"], answer["Cache-Control"]) == (4, "private, no-cache")
    assert client_of().get("/api/v1/courses/facets")["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("courses", [1, 3])
def test_a_search_takes_three_queries(client_of: Clients, django_assert_num_queries: Any, courses: int) -> None:
    for _ in range(courses):
        published_course(title={"en": "Walrus"})
    client = client_of(PersonFactory())
    for path in ("/api/v1/courses", "/api/v1/courses/facets"):
        with django_assert_num_queries(3):
            assert len(client.get(path, {"q": "walrsu"}).json()) == (3 if path.endswith("courses") else 4)
