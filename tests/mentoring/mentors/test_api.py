from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rest_framework.test import APIClient

from foundation.kernel import clock
from foundation.programmes.enums import Role
from mentoring.mentors.models import Mentor
from mentoring.mentors.services import request_vetting
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import granted, leased, member_state, mentor, suspended, vetted, waiting

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
ME = "/api/v1/mentors/me"
ALL = "/api/v1/mentors"
PAUSES = f"{ME}/pauses"


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
    with django_assert_num_queries(4):
        answer = client.get(ALL)
    assert len(answer.json()["results"]) == rows


def test_a_whole_profile_and_how_the_mentor_stands(client_of: Clients) -> None:
    morocco = member_state("MA")
    person = mentor(is_vetted=False)
    vetting = vetted(person, morocco)
    client = client_of(person, language="fr")
    changes = {
        "competences": ["farming", "energy"],
        "time_zone": "Africa/Casablanca",
        "weekly_hours": 4,
        "max_projects": 6,
        "availability": [
            {"weekday": 2, "from": "19:00", "to": "21:00"},
            {"weekday": 4, "from": "19:30", "to": "20:00"},
        ],
    }
    answer = client.patch(ME, changes)
    profile = answer.json()
    assert (answer.status_code, {key: profile[key] for key in changes}) == (200, changes)
    assert profile["competence_texts"] == ["Agriculture et eau", "Énergie"]
    standing = {"id": str(vetting.id), "state": "MA", "status": "valid", "expires_on": vetting.expires_on.isoformat()}
    assert (profile["vettings"], profile["pause"], profile["suspended"]) == ([standing], None, False)
    assert client.get(ME).json() == profile
    assert client.patch(ME, profile).json() == profile


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"competences": ["juggling"]}, "/competences/0", "invalid_choice"),
        ({"time_zone": "Atlantis/Capital"}, "/time_zone", "invalid"),
        ({"weekly_hours": 41}, "/weekly_hours", "max_value"),
        ({"weekly_hours": 0}, "/weekly_hours", "min_value"),
        ({"max_projects": 21}, "/max_projects", "max_value"),
        ({"availability": [{"weekday": 8, "from": "19:00", "to": "20:00"}]}, "/availability/0/weekday", "max_value"),
        ({"availability": [{"weekday": 1, "from": "7 pm", "to": "20:00"}]}, "/availability/0/from", "invalid"),
        ({"availability": [{"weekday": 1, "from": "19:00"}]}, "/availability/0/to", "required"),
        ({"availability": [{"weekday": 1, "from": "20:00", "to": "19:00"}]}, "/availability/0/to", "ends_before"),
    ],
)
def test_what_a_profile_can_not_say(client_of: Clients, changes: dict[str, Any], pointer: str, code: str) -> None:
    person = mentor()
    answer = client_of(person).patch(ME, changes)
    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert Mentor.objects.get().revision == 1


def test_a_pause_empties_the_desk_in_the_mentors_own_days_and_ends_by_itself(client_of: Clients) -> None:
    today = clock.now().astimezone(ZoneInfo("Pacific/Auckland")).date()
    person = mentor(time_zone="Pacific/Auckland")
    client, held, submission = client_of(person), leased(person), waiting()

    def queued() -> list[str]:
        return [entry["submission"] for entry in client.get("/api/v1/review-queue").json()["results"]]

    for ends_on in (today.isoformat(), None):
        made = client.post(PAUSES, {"starts_on": today.isoformat(), "ends_on": ends_on})
        pause = made.json()
        assert (made.status_code, client.get(ME).json()["pause"], queued()) == (201, pause, [])
        assert client.post(f"/api/v1/review-queue/{submission.id}/lease").status_code == 404
        assert client.get(f"/api/v1/submissions/{held.submission_id}").status_code == 200
        assert client.delete(f"{PAUSES}/{pause['id']}").status_code == 204
        assert (client.get(ME).json()["pause"], queued()) == (None, [str(submission.id)])
    day = timedelta(days=1)
    for starts_on, ends_on in ((today + day, None), (today - 3 * day, today - day)):
        body = {"starts_on": starts_on.isoformat(), "ends_on": ends_on and ends_on.isoformat()}
        assert client.post(PAUSES, body).status_code == 201
    assert (client.get(ME).json()["pause"], queued()) == (None, [str(submission.id)])
    assert len(client.get(PAUSES).json()["results"]) == 2


def test_a_pause_is_the_mentors_own(client_of: Clients) -> None:
    person, other = mentor(), mentor()
    pause = client_of(person).post(PAUSES, {"starts_on": "2026-12-01", "ends_on": "2026-12-24"}).json()
    assert client_of(other).get(PAUSES).json()["results"] == []
    assert client_of(other).delete(f"{PAUSES}/{pause['id']}").status_code == 404
    assert client_of(PersonFactory()).post(PAUSES, {"starts_on": "2026-12-01"}).status_code == 404
    backwards = client_of(person).post(PAUSES, {"starts_on": "2026-12-24", "ends_on": "2026-12-01"})
    assert (backwards.status_code, backwards.json()["errors"][0]["pointer"]) == (400, "/ends_on")
    assert client_of(person).get(PAUSES).json()["results"] == [pause]


def test_staff_find_mentors_by_how_they_stand(client_of: Clients) -> None:
    morocco, jordan = member_state("MA"), member_state("JO")
    people = {name: mentor(is_vetted=False) for name in ("everywhere", "MA", "JO", "expired", "asking", "suspended")}
    vetted(people["everywhere"])
    vetted(people["MA"], morocco)
    vetted(people["JO"], jordan)
    vetted(people["expired"], morocco, days=-1)
    request_vetting(actor=people["asking"], state="MA")
    vetted(people["suspended"], morocco)
    suspended(people["suspended"])
    Mentor.objects.filter(person=people["JO"]).update(competences=["design"], languages=["en"])
    names = {str(Mentor.objects.get(person=person).id): name for name, person in people.items()}

    def found(actor: Any, query: str = "") -> set[str]:
        return {names[row["id"]] for row in client_of(actor).get(f"{ALL}?limit=100&{query}").json()["results"]}

    office = granted(Role.PROGRAMME_OFFICE)
    assert found(office) == set(people)
    assert found(office, "vetted=MA") == {"everywhere", "MA", "suspended"}
    assert found(office, "vetting=expired") == {"expired"}
    assert found(office, "vetting=requested") == {"asking"}
    assert found(office, "suspended=true") == {"suspended"}
    assert found(office, "suspended=false&vetted=JO") == {"everywhere", "JO"}
    assert found(office, "competence=design") == found(office, "language=en&vetting=valid&vetted=JO") - {"everywhere"}
    assert found(granted(Role.COORDINATOR, state=morocco)) == {"MA", "expired", "asking", "suspended"}
    assert found(granted(Role.COORDINATOR, state=jordan)) == {"JO"}
    assert found(granted(Role.SAFEGUARDING_OFFICER, state=jordan)) == set(people)


def test_a_state_does_not_see_what_another_state_decided(client_of: Clients) -> None:
    morocco, jordan = member_state("MA"), member_state("JO")
    person = mentor(is_vetted=False)
    vetted(person, morocco)
    vetted(person, jordan)

    def seen(actor: Any) -> list[list[str]]:
        rows = client_of(actor).get(ALL).json()["results"]
        return [[vetting["state"] for vetting in row["vettings"]] for row in rows]

    assert seen(granted(Role.COORDINATOR, state=jordan)) == [["JO"]]
    assert seen(granted(Role.SAFEGUARDING_OFFICER, state=morocco)) == [["MA"]]
    assert seen(granted(Role.PROGRAMME_OFFICE)) == [["MA", "JO"]]
