from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.models import Cohort, Organisation, Programme
from tests.factories.programmes import (
    CohortFactory,
    OrganisationFactory,
    ProgrammeFactory,
    StateFactory,
    coordinator,
    office,
)
from tests.foundation.programmes.asking import statuses

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]


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
