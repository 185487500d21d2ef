from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.models import Cohort, Organisation, Programme
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    StateFactory,
    coordinator,
    coordinator_of,
    office,
)

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]
PEOPLE = ("office", "coordinator", "other state", "learner", "stranger", "nobody")


@pytest.fixture
def cohort() -> Cohort:
    return CohortFactory(name="Rabat 1", courses=["future-jobs"])


@pytest.fixture
def person_named(cohort: Cohort) -> Callable[[str], User | None]:
    makers: dict[str, Callable[[], User | None]] = {
        "office": office,
        "coordinator": coordinator,
        "other state": lambda: coordinator("JO"),
        "learner": lambda: MembershipFactory(cohort=cohort).person,
        "stranger": PersonFactory,
        "nobody": lambda: None,
    }
    return lambda name: makers[name]()


def statuses(person_named: Any, call: Callable[[User | None], Any]) -> dict[str, int]:
    return {name: call(person_named(name)).status_code for name in PEOPLE}


def test_a_cohort_has_the_members_that_clients_count_on(client_of: ClientOf, cohort: Cohort) -> None:
    answer = client_of(coordinator()).get(f"/api/v1/cohorts/{cohort.id}")
    assert answer.json() == {
        "id": str(cohort.id),
        "name": "Rabat 1",
        "programme": cohort.programme.slug,
        "organisation": cohort.organisation.slug,
        "starts_on": "2026-10-01",
        "ends_on": "2027-05-31",
        "seats": 100,
        "seats_taken": 0,
        "languages": ["ar", "fr"],
        "courses": ["future-jobs"],
        "deadlines": [],
    }
    assert answer["ETag"].startswith('"1-')


def test_who_reads_a_cohort(client_of: ClientOf, cohort: Cohort, person_named: Any) -> None:
    assert statuses(person_named, lambda person: client_of(person).get(f"/api/v1/cohorts/{cohort.id}")) == {
        "office": 200,
        "coordinator": 200,
        "other state": 404,
        "learner": 200,
        "stranger": 404,
        "nobody": 401,
    }


def test_who_lists_which_cohorts(client_of: ClientOf, cohort: Cohort, person_named: Any) -> None:
    foreign = CohortFactory(state="JO")

    def listed(name: str) -> Any:
        answer = client_of(person_named(name)).get("/api/v1/cohorts").json()
        return [row["id"] for row in answer["results"]] if "results" in answer else answer["status"]

    own, theirs = str(cohort.id), str(foreign.id)
    assert {name: listed(name) for name in PEOPLE} == {
        "office": [own, theirs],
        "coordinator": [own],
        "other state": [theirs],
        "learner": [own],
        "stranger": [],
        "nobody": 401,
    }


def test_the_oldest_cohort_stays_first(client_of: ClientOf, cohort: Cohort) -> None:
    for _ in range(3):
        CohortFactory()
    client = client_of(coordinator())
    first = client.get("/api/v1/cohorts?limit=2").json()
    second = client.get(first["next"]).json()
    ids = [row["id"] for page in (first, second) for row in page["results"]]
    assert ids == [str(row.id) for row in Cohort.objects.order_by("created_at")]
    assert (ids[0], second["next"]) == (str(cohort.id), None)


def test_cohorts_are_filtered(client_of: ClientOf, cohort: Cohort) -> None:
    ended = CohortFactory(starts_on="2020-01-01", ends_on="2020-06-30")
    client = client_of(office())

    def found(query: str) -> list[str]:
        return [row["id"] for row in client.get(f"/api/v1/cohorts?{query}").json()["results"]]

    assert found("open=true") == [str(cohort.id)]
    assert found("open=false") == [str(ended.id)]
    assert found(f"programme={cohort.programme.slug}") == [str(cohort.id)]
    assert found(f"programme={ended.programme_id}") == [str(ended.id)]
    assert found("programme=no-such") == []


def test_who_changes_a_cohort(client_of: ClientOf, cohort: Cohort, person_named: Any) -> None:
    def change(person: User | None) -> Any:
        return client_of(person).patch(f"/api/v1/cohorts/{cohort.id}", {"name": "New"}, headers={"If-Match": "*"})

    refused = {name: change(person_named(name)).status_code for name in PEOPLE[2:]}
    cohort.refresh_from_db()
    untouched = cohort.name
    allowed = {name: change(person_named(name)).status_code for name in PEOPLE[:2]}
    cohort.refresh_from_db()

    assert refused == {"other state": 404, "learner": 404, "stranger": 404, "nobody": 401}
    assert allowed == {"office": 200, "coordinator": 200}
    assert (untouched, cohort.name) == ("Rabat 1", "New")


def test_a_lost_update_is_refused(client_of: ClientOf, cohort: Cohort) -> None:
    client, path = client_of(coordinator()), f"/api/v1/cohorts/{cohort.id}"
    tag = client.get(path)["ETag"]
    MembershipFactory(cohort=cohort)  # a seat taken elsewhere is no lost update

    answers = [client.patch(path, {"seats": seats}, headers={"If-Match": tag}) for seats in (50, 60)]
    bare = client.patch(path, {"seats": 70})

    assert [answer.status_code for answer in (*answers, bare)] == [200, 412, 428]
    assert answers[0]["ETag"].startswith('"2-')
    cohort.refresh_from_db()
    assert cohort.seats == 50


def test_what_a_cohort_gives_it_takes(client_of: ClientOf, cohort: Cohort) -> None:
    client, path = client_of(coordinator()), f"/api/v1/cohorts/{cohort.id}"
    read = client.get(path)
    again = client.patch(path, read.json(), headers={"If-Match": read["ETag"]})
    assert (again.status_code, again.json()) == (200, read.json())


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"seats": 0}, "/seats"),
        ({"seats": "many"}, "/seats"),
        ({"languages": []}, "/languages"),
        ({"languages": ["xx"]}, "/languages/0"),
        ({"courses": ["Not A Slug"]}, "/courses/0"),
        ({"ends_on": "2026-02-30"}, "/ends_on"),
        ({"ends_on": "2026-09-30"}, "/ends_on"),
        ({"name": 7}, "/name"),
        ({"name": ""}, "/name"),
        ({"colour": "red"}, "/colour"),
        ({"deadlines": [{"course": "future-jobs"}]}, "/deadlines/0/date"),
        ({"deadlines": [{"course": "future-jobs", "date": "2026-12-20", "at": "noon"}]}, "/deadlines/0/at"),
        ({"deadlines": [{"course": "another", "date": "2026-12-20"}]}, "/deadlines/0/course"),
    ],
)
def test_what_a_cohort_does_not_take(change: dict[str, Any], pointer: str, client_of: ClientOf, cohort: Cohort) -> None:
    answer = client_of(coordinator()).patch(f"/api/v1/cohorts/{cohort.id}", change, headers={"If-Match": "*"})
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    cohort.refresh_from_db()
    assert cohort.revision == 1


def test_deadlines_come_back_as_they_were_sent(client_of: ClientOf, cohort: Cohort) -> None:
    client, path = client_of(coordinator()), f"/api/v1/cohorts/{cohort.id}"
    told = [{"course": "future-jobs", "date": "2026-12-20"}]
    changed = client.patch(path, {"deadlines": told}, headers={"If-Match": "*"}).json()
    assert changed["deadlines"] == [{**told[0], "closes": False}]
    again = client.patch(path, changed, headers={"If-Match": "*"})
    assert (again.status_code, again.json()) == (200, changed)


def new_cohort(organisation: Organisation, programme: Programme, **changes: Any) -> dict[str, Any]:
    known = {
        "name": "New",
        "programme": programme.slug,
        "organisation": str(organisation.id),
        "starts_on": "2026-10-01",
        "ends_on": "2027-05-31",
        "seats": 30,
        "languages": ["ar", "fr", "ar"],
    }
    return {**known, **changes}


def test_a_cohort_is_added_where_one_coordinates(client_of: ClientOf) -> None:
    school, programme = OrganisationFactory(), ProgrammeFactory()
    answer = client_of(coordinator_of(school)).post("/api/v1/cohorts", new_cohort(school, programme))
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/cohorts/{answer.json()['id']}"
    assert (answer.json()["languages"], answer.json()["courses"]) == (["ar", "fr"], [])


def test_who_adds_cohorts(client_of: ClientOf, cohort: Cohort, person_named: Any) -> None:
    body = new_cohort(cohort.organisation, cohort.programme)
    found = statuses(person_named, lambda person: client_of(person).post("/api/v1/cohorts", body))
    assert found == {
        "office": 201,
        "coordinator": 201,
        "other state": 404,
        "learner": 404,
        "stranger": 404,
        "nobody": 401,
    }
    assert Cohort.objects.count() == 3


def test_another_states_organisation_is_as_unknown_as_any(client_of: ClientOf) -> None:
    own, foreign = OrganisationFactory(), OrganisationFactory(state__code="JO")
    client, programme = client_of(coordinator_of(own)), ProgrammeFactory()
    for organisation in (foreign, OrganisationFactory.build(state=None)):
        answer = client.post("/api/v1/cohorts", new_cohort(organisation, programme))
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("/organisation", "unknown")
        ]
    assert Cohort.objects.count() == 0


def test_the_same_key_adds_one_cohort(client_of: ClientOf, cohort: Cohort) -> None:
    client, body = client_of(coordinator()), new_cohort(cohort.organisation, cohort.programme)
    answers = [client.post("/api/v1/cohorts", body, headers={"Idempotency-Key": "a-key-of-mine"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Cohort.objects.count() == 2


def test_member_states_are_public_and_in_the_callers_language(client_of: ClientOf) -> None:
    StateFactory(code="MA")
    StateFactory(code="JO", active=False)
    answer = client_of(language="ar").get("/api/v1/member-states")
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [{"code": "MA", "name": "المغرب", "language": "ar", "languages": ["ar", "fr"]}],
    }
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer["Content-Language"] == "ar"


def test_organisations_are_added_read_and_changed(client_of: ClientOf) -> None:
    StateFactory(code="JO")
    client = client_of(coordinator("MA"), language="fr")
    name = {"ar": "وزارة التربية", "fr": "Ministère de l'Éducation"}

    made = client.post("/api/v1/organisations", {"name": name, "slug": "men", "state": "MA", "kind": "ministry"})
    path = made["Location"]
    changed = client.patch(path, {"name": {"ar": "الوزارة"}}, headers={"If-Match": made["ETag"]})

    assert made.json() == {
        "id": made.json()["id"],
        "slug": "men",
        "name": "Ministère de l'Éducation",
        "language": "fr",
        "state": "MA",
        "kind": "ministry",
    }
    assert (changed.json()["name"], changed.json()["language"]) == ("الوزارة", "ar")
    assert client.get("/api/v1/organisations/men").json() == changed.json()
    assert [row["slug"] for row in client.get("/api/v1/organisations?state=MA").json()["results"]] == ["men"]
    assert client.get("/api/v1/organisations?state=JO").json()["results"] == []


def test_who_reads_and_changes_an_organisation(client_of: ClientOf, cohort: Cohort, person_named: Any) -> None:
    path = f"/api/v1/organisations/{cohort.organisation.slug}"
    name = {"en": "Other"}

    def change(person: User | None) -> Any:
        return client_of(person).patch(path, {"name": name}, headers={"If-Match": "*"})

    assert statuses(person_named, lambda person: client_of(person).get(path)) == {
        "office": 200,
        "coordinator": 200,
        "other state": 404,
        "learner": 200,
        "stranger": 404,
        "nobody": 401,
    }
    assert statuses(person_named, change) == {
        "office": 200,
        "coordinator": 200,
        "other state": 404,
        "learner": 404,
        "stranger": 404,
        "nobody": 401,
    }


def test_who_reads_makes_and_changes_programmes(client_of: ClientOf, cohort: Cohort, person_named: Any) -> None:
    programme = cohort.programme
    path = f"/api/v1/programmes/{programme.slug}"
    body = {"title": {"en": "Next"}, "starts_on": "2027-09-01", "ends_on": "2028-06-30", "follows": programme.slug}
    number = iter(range(10))

    def make(person: User | None) -> Any:
        return client_of(person).post("/api/v1/programmes", {**body, "slug": f"next-{next(number)}"})

    def change(person: User | None) -> Any:
        return client_of(person).patch(path, {"title": {"en": "Other"}}, headers={"If-Match": "*"})

    refused = {"coordinator": 404, "other state": 404, "learner": 404, "stranger": 404, "nobody": 401}
    assert statuses(person_named, lambda person: client_of(person).get(path)) == {
        "office": 200,
        "coordinator": 200,
        "other state": 200,
        "learner": 200,
        "stranger": 404,
        "nobody": 401,
    }
    assert statuses(person_named, make) == {"office": 201, **refused}
    assert statuses(person_named, change) == {"office": 200, **refused}
    assert Programme.objects.count() == 2


def test_a_programme_says_what_it_follows(client_of: ClientOf) -> None:
    first = ProgrammeFactory(slug="edition-1", title={"ar": "الأولى"})
    ProgrammeFactory(slug="edition-2", follows=first, title={"en": "Second"})
    answer = client_of(office()).get("/api/v1/programmes").json()["results"]
    assert [(row["slug"], row["follows"], row["title"], row["language"]) for row in answer] == [
        ("edition-2", "edition-1", "Second", "en"),
        ("edition-1", None, "الأولى", "ar"),
    ]


def test_a_taken_slug_is_a_conflict(client_of: ClientOf) -> None:
    OrganisationFactory(slug="men")
    body = {"name": {"en": "Other"}, "slug": "men", "state": "MA"}
    answer = client_of(office()).post("/api/v1/organisations", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "slug_taken")
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "reference", ["%00", "no-such", "019b0000-0000-7000-8000-000000000001", "%F0%9F%98%80", "a" * 300]
)
def test_odd_references_lead_nowhere(reference: str, client_of: ClientOf) -> None:
    assert client_of(office()).get(f"/api/v1/organisations/{reference}").status_code == 404


LISTS: dict[str, tuple[str, Callable[[], Any], int]] = {
    "cohorts": ("/api/v1/cohorts", CohortFactory, 2),
    "organisations": ("/api/v1/organisations", OrganisationFactory, 2),
    "programmes": ("/api/v1/programmes", ProgrammeFactory, 2),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_queries_of_a_list(name: str, rows: int, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    path, make, queries = LISTS[name]
    for _ in range(rows):
        make()
    client = client_of(User.objects.get(pk=office().pk))
    with django_assert_num_queries(queries):
        assert len(client.get(path).json()["results"]) == rows


@pytest.mark.parametrize("codes", [["MA"], ["MA", "JO", "TN"]])
def test_queries_of_the_public_list(codes: list[str], client_of: ClientOf, django_assert_num_queries: Any) -> None:
    for code in codes:
        StateFactory(code=code)
    with django_assert_num_queries(1):
        assert len(client_of().get("/api/v1/member-states").json()["results"]) == len(codes)
