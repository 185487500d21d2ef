from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.models import Cohort, Organisation, Programme
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    coordinator,
    coordinator_of,
    office,
)
from tests.foundation.programmes.asking import PEOPLE, statuses

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]


def test_a_cohort_has_the_members_that_clients_count_on(client_of: ClientOf, cohort: Cohort) -> None:
    answer = client_of(coordinator()).get(f"/api/v1/cohorts/{cohort.id}")
    assert answer.json() == {
        "id": str(cohort.id),
        "name": "Rabat 1",
        "programme": cohort.programme.slug,
        "organisation": cohort.organisation.slug,
        "starts_on": "2026-10-01",
        "ends_on": "2099-05-31",
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
