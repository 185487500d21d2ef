"""The catalogue as nobody, a learner, a member of a cohort and staff see it."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.api import keeping
from courses.catalogue.models import Course
from courses.catalogue.selectors import standing_of
from courses.catalogue.services import ModuleDraft, draft_version, offer_to_all
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.selectors import cohort_courses_for
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, published, published_course, texts
from tests.factories.programmes import CohortFactory, GrantFactory, MembershipFactory, coordinator, office

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]


def slugs(client: APIClient, query: str = "") -> list[str]:
    answer = client.get(f"/api/v1/courses{query}")
    assert answer.status_code == 200, answer.content
    return [course["slug"] for course in answer.json()["results"]]


def member_of(*courses: str, **more: Any) -> User:
    return MembershipFactory(cohort=CohortFactory(courses=list(courses)), **more).person


def test_a_course_has_the_members_that_clients_count_on(client_of: Clients) -> None:
    course = published_course("reading", skills=["learning-to-learn"])
    (found,) = client_of(language="fr").get("/api/v1/courses").json()["results"]
    assert found == {
        "id": str(course.id),
        "slug": "reading",
        "title": "reading en français",
        "summary": "summary en français",
        "language": "fr",
        "languages": ["ar", "en", "fr"],
        "level": "foundation",
        "hours": 6,
        "skills": ["learning-to-learn"],
        "open_to_all": True,
    }
    one = client_of(language="fr").get("/api/v1/courses/reading").json()
    assert one == {**found, "prerequisites": [], "completion": {"share": 100, "needed": 2}}


def test_a_text_that_is_missing_falls_back_and_says_so(client_of: Clients) -> None:
    published_course("reading", title={"ar": "قراءة"}, summary={"ar": "ملخص"})
    found = client_of(language="fr").get("/api/v1/courses/reading").json()
    assert (found["title"], found["language"]) == ("قراءة", "ar")


def test_who_sees_which_courses(client_of: Clients) -> None:
    published_course("open")
    published_course("cohorts-only", open_to_all=False)
    published_course("others-only", open_to_all=False)
    draft = course_draft("draft")
    draft_version(actor=None, draft=draft)
    member = member_of("cohorts-only", "draft")
    left = member_of("cohorts-only", status=MembershipStatus.WITHDRAWN)
    assert slugs(client_of()) == ["open"]
    assert slugs(client_of(PersonFactory())) == ["open"]
    assert slugs(client_of(left)) == ["open"]
    assert slugs(client_of(member)) == ["cohorts-only", "open"]
    assert slugs(client_of(PersonFactory(is_staff=True))) == ["others-only", "cohorts-only", "open"]
    assert client_of().get("/api/v1/courses/cohorts-only").status_code == 404
    assert client_of(PersonFactory()).get("/api/v1/courses/cohorts-only").status_code == 404
    assert client_of(member).get("/api/v1/courses/cohorts-only").status_code == 200
    assert client_of(member).get("/api/v1/courses/draft").status_code == 404


def test_our_own_statement_agrees_with_the_programmes() -> None:
    cohorts = [CohortFactory(courses=["a", "b"]), CohortFactory(courses=["b", "c"]), CohortFactory(courses=[])]
    person = PersonFactory()
    for cohort in cohorts:
        MembershipFactory(person=person, cohort=cohort, status=MembershipStatus.INVITED)
    MembershipFactory(person=person, cohort=CohortFactory(courses=["d"]), status=MembershipStatus.WITHDRAWN)
    assert set(standing_of(person.id).offered) == cohort_courses_for(person.id) == {"a", "b", "c"}
    assert standing_of(None).offered == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["writing", "reading"]),
        ("?level=advanced", ["writing"]),
        ("?language=ar", ["reading"]),
        ("?language=en", ["writing", "reading"]),
        ("?skill=critical-thinking", ["reading"]),
        ("?q=READING", ["reading"]),
        ("?q=français writing", ["writing"]),
        ("?q=بالعربية", ["writing", "reading"]),
        ("?q=100%", []),
        ("?q=", ["writing", "reading"]),
        ("?level=advanced&language=ar", []),
    ],
)
def test_filters(client_of: Clients, query: str, found: list[str]) -> None:
    published_course("reading", skills=["critical-thinking"])
    english = (ModuleDraft("start", texts("start"), (lesson_draft("a", languages=("en",)),)),)
    published_course("writing", level="advanced", modules=english)
    assert slugs(client_of(), query) == found


@pytest.mark.parametrize(
    "query", ["level=easy", "language=de", "skill=Not+Slug", "job_profile=x", "limit=0", "cursor=x"]
)
def test_what_is_not_understood_is_refused(client_of: Clients, query: str) -> None:
    answer = client_of().get(f"/api/v1/courses?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "?" + query.split("=")[0]


def test_pages_follow_each_other(client_of: Clients) -> None:
    for number in range(3):
        published_course(f"course-{number}")
    client, seen, address = client_of(), [], "/api/v1/courses?limit=2"
    while address:
        page = client.get(address).json()
        seen += [course["slug"] for course in page["results"]]
        address = page["next"]
    assert seen == ["course-2", "course-1", "course-0"]


@pytest.mark.parametrize("courses", [1, 3])
def test_the_list_takes_two_queries_and_one_when_it_is_kept(
    client_of: Clients, django_assert_num_queries: Any, courses: int
) -> None:
    for _ in range(courses):
        published_course()
    client = client_of(PersonFactory())
    with django_assert_num_queries(2):
        assert len(slugs(client)) == courses
    with django_assert_num_queries(1):
        assert len(slugs(client)) == courses


def test_a_kept_list_is_never_old(client_of: Clients) -> None:
    client = client_of(member_of("cohorts-only"))
    published_course("open")
    assert slugs(client) == ["open"]
    published_course("cohorts-only", open_to_all=False)
    assert slugs(client) == ["cohorts-only", "open"]
    offer_to_all(actor=None, slug="open", open_to_all=False)
    assert slugs(client) == ["cohorts-only"]
    published(course_draft("cohorts-only", said="more", level="advanced"), open_to_all=False)
    assert slugs(client, "?level=advanced") == ["cohorts-only"]


def test_a_kept_list_is_not_another_callers(client_of: Clients) -> None:
    published_course("reading")
    published_course("cohorts-only", open_to_all=False)
    assert slugs(client_of(member_of("cohorts-only"))) == ["cohorts-only", "reading"]
    assert slugs(client_of()) == ["reading"]
    arabic = client_of(language="ar").get("/api/v1/courses").json()["results"][0]
    assert arabic["title"] == "reading بالعربية"
    assert client_of().get("/api/v1/courses", headers={"Host": "a.example"}).status_code == 200


def test_what_is_kept_stays_small_whatever_strangers_ask(
    client_of: Clients, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    published_course("reading")
    client = client_of()
    size = len(client.get("/api/v1/courses").content)
    monkeypatch.setattr(keeping, "_kept", {})
    monkeypatch.setattr(keeping, "MOST_BYTES", 3 * size)
    for limit in range(1, 9):
        slugs(client, f"?limit={limit}")
    assert len(keeping._kept) <= 3
    long = "?" + "&".join(["limit=1"] * 100)
    for _ in range(2):
        with django_assert_num_queries(2):
            slugs(client, long)


def test_what_may_be_kept_on_the_way(client_of: Clients) -> None:
    published_course("reading")
    for path in ("/api/v1/courses", "/api/v1/courses/reading"):
        public, private = client_of().get(path), client_of(PersonFactory()).get(path)
        assert public["Cache-Control"] == "public, max-age=60"
        assert private["Cache-Control"] == "private, no-cache"
        assert {"Accept-Language", "Authorization", "Cookie"} <= set(public["Vary"].split(", "))
        again = client_of().get(path, headers={"If-None-Match": public["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


# opening a course


def test_the_office_opens_a_course_and_closes_it_again(client_of: Clients) -> None:
    course = published_course("reading", open_to_all=False)
    client, path = client_of(office()), "/api/v1/courses/reading"
    read = client.get(path)
    assert read.json()["open_to_all"] is False
    opened = client.patch(path, {**read.json(), "open_to_all": True}, headers={"If-Match": read["ETag"]})
    assert (opened.status_code, opened.json()) == (200, {**read.json(), "open_to_all": True})
    assert client_of().get(path).json()["open_to_all"] is True
    stale = client.patch(path, {"open_to_all": False}, headers={"If-Match": read["ETag"]})
    assert (stale.status_code, client.patch(path, {}).status_code) == (412, 428)
    assert client.patch(path, {}, headers={"If-Match": "*"})["ETag"] == opened["ETag"]
    closed = client.patch(path, {"open_to_all": False}, headers={"If-Match": opened["ETag"]})
    assert (closed.json(), client_of().get(path).status_code) == (read.json(), 404)
    told = Record.objects.filter(subject_id=course.id).order_by("id").values_list("action", flat=True)
    assert list(told) == ["course_opened", "course_closed"]


def test_nobody_else_opens_a_course(client_of: Clients) -> None:
    published_course("hidden", open_to_all=False)
    author, jordans = GrantFactory(role=Role.AUTHOR).person, coordinator("JO")
    for who, status in (
        (None, 401),
        (PersonFactory(), 404),
        (member_of("hidden"), 403),
        (author, 403),
        (jordans, 403),
    ):
        answer = client_of(who).patch("/api/v1/courses/hidden", {"open_to_all": True}, headers={"If-Match": "*"})
        assert answer.status_code == status
    assert not Course.objects.get().open_to_all
    for slug in ("nothing", "draft"):
        draft_version(actor=None, draft=course_draft("draft"))
        answer = client_of(office()).patch(f"/api/v1/courses/{slug}", {"open_to_all": True}, headers={"If-Match": "*"})
        assert answer.status_code == 404
