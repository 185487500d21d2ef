"""Which lesson of a course says it, for whoever may read the course."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from courses.catalogue.models import CourseVersion, LessonWords
from courses.catalogue.selectors import lessons_saying
from courses.catalogue.services import LessonDraft, ModuleDraft, draft_version, offer_to_all
from courses.enrolment.services import enrol
from foundation.accounts.models import User
from foundation.kernel.statements import run
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.plans import read_whole, tend
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
ROBOTS = {
    "en": "<h2>Machines</h2>\n<p>Few say it. You <em>write</em> to a machine &amp; it answers: future jobs ask for it.</p>",
    "fr": "<p>Les métiers de demain\u00a0: l’école y prépare.</p>",
    "ar": "<p>أهلًا بكم في مدرسة الغد. وظائفُ المستقبل كثيرة.</p>",
}
MAKING = {"en": "<p>Paper is enough. Prototypes are cheap and jobs are many.</p><ul><li>Robots</li></ul>"}


def lesson(key: str, title: dict[str, str], said: dict[str, str]) -> LessonDraft:
    return LessonDraft(key=key, title=title, minutes=5, texts=said)


def set_up() -> CourseVersion:
    robots = lesson("robots", {"ar": "الروبوتات", "en": "Robots at school", "fr": "Les robots"}, ROBOTS)
    making = lesson("making", {"ar": "الصنع", "en": "Making prototypes", "fr": "Fabriquer"}, MAKING)
    modules = (ModuleDraft("second", texts("Second"), (robots,)), ModuleDraft("first", texts("First"), (making,)))
    return published(course_draft("reading", modules=modules))


_written, version = scene(set_up)


def asked(client: APIClient, words: str, slug: str = "reading", **more: Any) -> Any:
    return client.get(f"/api/v1/courses/{slug}/lessons", {"q": words, **more})


def found(client: APIClient, words: str) -> list[str]:
    return [entry["key"] for entry in asked(client, words).json()["results"]]


def hits(client: APIClient, words: str) -> list[list[str]]:
    results = asked(client, words).json()["results"]
    return [[piece["text"] for piece in entry["excerpt"] if piece["hit"]] for entry in results]


def test_a_lesson_has_the_members_that_clients_count_on(client_of: Clients, version: CourseVersion) -> None:
    robots = lessons_of(version)[0]
    answer = asked(client_of(), "jobs writing")
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": str(robots.id),
                "key": "robots",
                "title": "Robots at school",
                "language": "en",
                "module": {"id": str(robots.module_id), "title": "Second in English"},
                "excerpt": [
                    {"text": "You ", "hit": False},
                    {"text": "write", "hit": True},
                    {"text": " to a machine & it answers: future ", "hit": False},
                    {"text": "jobs", "hit": True},
                    {"text": " ask for it.", "hit": False},
                ],
            }
        ],
    }
    assert (answer["Cache-Control"], "Accept-Language" in answer["Vary"]) == ("public, max-age=60", True)


@pytest.mark.parametrize(
    ("language", "words", "keys"),
    [
        ("en", "jobs", ["robots", "making"]),
        ("en", "JOB", ["robots", "making"]),
        ("en", "robot jobs", ["robots", "making"]),
        ("en", "robot jobs paper", ["making"]),
        ("en", "prototype", ["making"]),
        ("en", "métiers", []),
        ("en", "amp", []),
        ("en", "em", []),
        ("en", "the", []),
        ("en", "!!!", []),
        ("en", "' | ! & ( :* <-> \\", []),
        ("fr", "metier", ["robots"]),
        ("fr", "L'ecole", ["robots"]),
        ("fr", "prototypes", ["making"]),
        ("ar", "الوظايف", ["robots"]),
        ("ar", "وظائف مدرسه", ["robots"]),
        ("ar", "روبوتات", ["robots"]),
        ("ar", "school", []),
    ],
)
def test_what_is_found_in_the_language_in_which_it_is_read(
    client_of: Clients, language: str, words: str, keys: list[str]
) -> None:
    assert found(client_of(language=language), words) == keys


def test_hits_are_marked_as_they_are_written(client_of: Clients) -> None:
    assert hits(client_of(language="fr"), "metier ecole") == [["métiers", "l’école"]]
    assert hits(client_of(language="ar"), "الوظائف") == [["وظائفُ"]]
    assert hits(client_of(), "robots") == [[], ["Robots"]]


def test_what_only_the_title_says_is_shown_by_the_lessons_beginning(client_of: Clients) -> None:
    (entry,) = asked(client_of(), "robots school").json()["results"]
    assert entry["excerpt"] == [{"text": "Machines", "hit": False}]


def test_a_text_that_is_missing_is_looked_for_in_the_one_that_is_read(client_of: Clients) -> None:
    (entry,) = asked(client_of(language="ar"), "cheap").json()["results"]
    assert (entry["language"], entry["title"], entry["module"]["title"]) == (
        "en",
        "Making prototypes",
        "First بالعربية",
    )


def test_the_version_is_that_of_the_callers_enrolment(client_of: Clients, version: CourseVersion) -> None:
    person = PersonFactory()
    enrol(actor=person, course_slug="reading")
    newer = ModuleDraft("start", texts("start"), (lesson_draft("new", said="walrus"),))
    published(course_draft("reading", modules=(newer,), said="2"))
    draft_version(actor=None, draft=course_draft("reading", said="unseen"))
    own = asked(client_of(person), "jobs")
    assert ([entry["key"] for entry in own.json()["results"]], own["Cache-Control"]) == (
        ["robots", "making"],
        "private, no-cache",
    )
    assert (found(client_of(person), "walrus"), found(client_of(), "walrus")) == ([], ["new"])
    assert (found(client_of(), "jobs"), found(client_of(), "unseen")) == ([], [])


def member_of(slug: str) -> User:
    return MembershipFactory(cohort=CohortFactory(courses=[slug])).person


def test_who_may_search_is_who_sees_the_outline(client_of: Clients) -> None:
    enrolled = PersonFactory()
    enrol(actor=enrolled, course_slug="reading")
    offer_to_all(actor=None, slug="reading", open_to_all=False)
    for who, status in (
        (None, 404),
        (PersonFactory(), 404),
        (member_of("other"), 404),
        (member_of("reading"), 200),
        (enrolled, 200),
        (PersonFactory(is_staff=True), 200),
    ):
        assert asked(client_of(who), "jobs").status_code == status
        assert client_of(who).get("/api/v1/courses/reading/outline").status_code == status
    assert asked(client_of(), "jobs", slug="nothing").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20", f"?q={'x' * 101}", "?q=x&limit=0", "?q=x&limit=21", "?q=x&cursor=x", "?q=x&level=1"]
)
def test_what_is_not_understood_is_refused(client_of: Clients, query: str) -> None:
    answer = client_of().get(f"/api/v1/courses/reading/lessons{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_pages_follow_each_other_in_the_order_of_the_course_and_go_back(client_of: Clients) -> None:
    published(course_draft("long", lessons=5, said="walrus"))
    client, pages, address = client_of(), [], "/api/v1/courses/long/lessons?q=walrus&limit=2"
    while address:
        page = client.get(address).json()
        pages.append([entry["key"] for entry in page["results"]])
        last, address = page, page["next"]
    assert pages == [["lesson-1", "lesson-2"], ["lesson-3", "lesson-4"], ["lesson-5"]]
    assert [entry["key"] for entry in client.get(last["previous"]).json()["results"]] == pages[1]


@pytest.mark.parametrize("lessons", [1, 3])
def test_queries_are_as_many_however_long_the_course(
    client_of: Clients, django_assert_num_queries: Any, lessons: int
) -> None:
    published(course_draft("long", lessons=lessons, said="walrus"))
    person = PersonFactory()
    strangers, hers = client_of(), client_of(person)
    for client, queries in ((strangers, 2), (hers, 4)):
        with django_assert_num_queries(queries):
            assert len(asked(client, "walrus", slug="long").json()["results"]) == lessons
    enrol(actor=person, course_slug="long")
    with django_assert_num_queries(2):
        asked(hers, "walrus", slug="long")


def test_only_the_lessons_of_this_version_are_looked_at(version: CourseVersion) -> None:
    """However many others say the same."""
    with connection.cursor() as cursor:
        cursor.execute("""
            WITH copied AS (
                INSERT INTO catalogue_courseversion (id, created_at, title, summary, languages, level, hours, skills,
                                                     prerequisites, number, licence, authors, sources, content_hash, share,
                                                     course_id)
                SELECT gen_random_uuid(), now(), title, summary, languages, level, hours, skills, prerequisites, n,
                       '', '{}', '[]', '', 100, course_id
                  FROM catalogue_courseversion, generate_series(100, 400) n RETURNING id
            ), parts AS (
                INSERT INTO catalogue_module (id, created_at, version_id, key, position, title)
                SELECT gen_random_uuid(), now(), id, 'start', 1, '{}' FROM copied RETURNING id, version_id
            ), lessons AS (
                INSERT INTO catalogue_lesson (id, created_at, version_id, module_id, key, position, kind, title, minutes,
                                              required, extra_hash)
                SELECT gen_random_uuid(), now(), version_id, id, 'lesson-' || n, n, 'text', '{}', 1, true, ''
                  FROM parts, generate_series(1, 10) n RETURNING id
            )
            INSERT INTO catalogue_lessonwords (lesson_id, language, words, sentences)
            SELECT id, 'en', to_tsvector('english', 'jobs'), '{}' FROM lessons
        """)
    tend("catalogue_courseversion", "catalogue_module", "catalogue_lesson", "catalogue_lessonwords")
    with CaptureQueriesContext(connection) as made:
        assert len(list(lessons_saying(version.id, "jobs", "en").order_by("place")[:21])) == 2
    assert read_whole([made.captured_queries[0]["sql"]]) == set()


def test_what_was_written_before_is_found_too(version: CourseVersion) -> None:
    """As the migration fills what there is."""
    before = sorted(LessonWords.objects.values_list("lesson", "language", "words", "sentences"))
    LessonWords.objects.all().delete()
    run("SELECT count(catalogue_index_lessons(id)::text) FROM catalogue_courseversion", {})
    assert sorted(LessonWords.objects.values_list("lesson", "language", "words", "sentences")) == before
    assert {language: len(sentences) for _, language, _, sentences in before[:3]} == {"ar": 2, "en": 3, "fr": 1}
