from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.programmes.enums import Role
from mentoring.mentors.models import Mentor
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import granted, member_state, mentor

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
ME = "/api/v1/mentors/me"
ALL = "/api/v1/mentors"


def test_a_new_mentor_finds_a_blank_profile_and_fills_it_in(client_of: Clients) -> None:
    member_state("MA")
    person = granted(Role.MENTOR, language="fr", name="Salma Idrissi")
    client = client_of(person)
    blank = client.get(ME)
    assert (blank.status_code, blank.json()["active"], blank.json()["languages"]) == (200, False, ["fr"])
    assert Mentor.objects.count() == 0
    answer = client.patch(ME, {"languages": ["ar", "fr"], "states": ["MA"]})
    expected = {"name": "Salma Idrissi", "languages": ["ar", "fr"], "states": ["MA"], "active": True}
    assert {key: answer.json()[key] for key in expected} == expected
    assert client.get(ME).json() == answer.json()


def test_what_is_not_named_stays(client_of: Clients) -> None:
    person = mentor(languages=["ar"])
    answer = client_of(person).patch(ME, {"active": False})
    assert (answer.json()["languages"], answer.json()["active"]) == (["ar"], False)


@pytest.mark.parametrize(
    ("changes", "status", "pointer", "code"),
    [
        ({"states": ["MA", "XX"]}, 422, "/states/1", "unknown_state"),
        ({"languages": []}, 400, "/languages", "min_length"),
        ({"languages": ["de"]}, 400, "/languages/0", "invalid_choice"),
        ({"vetted": True}, 400, "/vetted", "unknown"),
    ],
)
def test_a_wrong_profile_is_refused_and_changes_nothing(
    client_of: Clients, changes: dict[str, Any], status: int, pointer: str, code: str
) -> None:
    member_state("MA")
    person = mentor(languages=["ar"])
    answer = client_of(person).patch(ME, changes)
    assert answer.status_code == status
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert Mentor.objects.values_list("languages", "states", "active").get() == (["ar"], [], True)


def test_the_profile_is_for_mentors(client_of: Clients) -> None:
    learner = PersonFactory()
    assert client_of(learner).get(ME).status_code == 404
    assert client_of(learner).patch(ME, {"active": True}).status_code == 404
    assert client_of().get(ME).status_code == 401
    assert Mentor.objects.count() == 0


def test_each_sees_the_mentors_whose_grant_they_see(client_of: Clients) -> None:
    morocco, jordan = member_state("MA"), member_state("JO")
    of_morocco, of_jordan, of_all = mentor(state=morocco), mentor(state=jordan), mentor()

    def seen(person: Any) -> list[str]:
        return [row["id"] for row in client_of(person).get(ALL).json()["results"]]

    ids = {person: str(Mentor.objects.get(person=person).id) for person in (of_morocco, of_jordan, of_all)}
    assert seen(granted(Role.PROGRAMME_OFFICE)) == [ids[of_morocco], ids[of_jordan], ids[of_all]]
    assert seen(granted(Role.COORDINATOR, state=morocco)) == [ids[of_morocco]]


def test_the_list_is_for_staff(client_of: Clients) -> None:
    assert client_of(mentor()).get(ALL).status_code == 403
    assert client_of(PersonFactory()).get(ALL).status_code == 403
    assert client_of().get(ALL).status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(
    client_of: Clients, django_assert_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        mentor()
    client = client_of(granted(Role.PROGRAMME_OFFICE))
    with django_assert_num_queries(2):
        answer = client.get(ALL)
    assert len(answer.json()["results"]) == rows
