"""A team takes back what waits, and its members may go, as long as nobody reads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.programmes.enums import Role
from mentoring.projects.models import Project, Submission, TeamMember
from mentoring.projects.policies import day_of_team
from mentoring.projects.services import leave_team, submit_submission
from mentoring.reviews.models import Forecast
from mentoring.reviews.services import release_review, tell_waiting
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    deliver_all,
    draft,
    granted,
    joined,
    leased,
    member_of,
    mentor,
    reviewed,
    stage,
    waiting,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
PLACE = ("ticket", "states", "pools", "turn", "reserved_for", "seats", "wanting", "waits_on", "nudged")
NOWHERE = (None, [], [], 1, None, 0, 0, None, 0)


def set_up() -> dict[str, Any]:
    """Two of Morocco and Jordan, whose work waits."""
    lead, mate = member_of("MA"), member_of("JO")
    project = ProjectFactory(call=CallFactory(team_max=3), owner=lead)
    joined(project, mate)
    return {"lead": lead, "mate": mate, "project": project, "submission": waiting(project), "by": mentor()}


_written, team = scene(set_up)


def take_back(client: APIClient, submission: Submission) -> Any:
    return client.post(f"/api/v1/submissions/{submission.pk}/withdrawal")


def place(submission: Submission) -> tuple[Any, ...]:
    return tuple(Submission.objects.filter(pk=submission.pk).values_list(*PLACE).get())


def stands(submission: Submission) -> tuple[str, str]:
    return Submission.objects.values_list("status", "project__status").get(pk=submission.pk)


def test_any_of_the_team_takes_back_what_waits_and_hands_it_in_anew(team: dict[str, Any], client_of: Clients) -> None:
    submission, client = team["submission"], client_of(team["mate"])
    tell_waiting(actor=team["lead"], submission_id=submission.id, now=clock.now())
    response = take_back(client, submission)
    told = {name: response.json()[name] for name in ("status", "number", "submitted_at", "late")}
    assert (response.status_code, told) == (
        200,
        {"status": "draft", "number": 1, "submitted_at": None, "late": False},
    )
    assert (stands(submission), place(submission)) == (("draft", "active"), NOWHERE)
    assert Record.objects.filter(action="submission.withdrawn").values_list("actor_id", "subject_id").get() == (
        team["mate"].id,
        submission.id,
    )
    assert client.get(f"/api/v1/submissions/{submission.pk}/waiting").json()["position"] is None
    deliver_all()
    assert not Forecast.objects.exists()
    assert client.post(f"/api/v1/submissions/{submission.pk}/submit").status_code == 200
    assert stands(submission) == ("submitted", "submitted")
    assert place(submission)[0] > submission.ticket


def test_what_is_taken_back_is_no_mentors_any_more(team: dict[str, Any], client_of: Clients) -> None:
    reader = client_of(team["by"])
    assert len(reader.get("/api/v1/review-queue").json()["results"]) == 1
    take_back(client_of(team["lead"]), team["submission"])
    assert reader.get("/api/v1/review-queue").json()["results"] == []
    seen = (f"submissions/{team['submission'].pk}", f"projects/{team['project'].pk}")
    assert [reader.get(f"/api/v1/{path}").status_code for path in seen] == [404, 404]
    assert reader.post(f"/api/v1/review-queue/{team['submission'].pk}/lease").status_code == 404


@pytest.mark.parametrize("then", ["reads", "has read"])
def test_what_somebody_reads_or_has_read_stays(team: dict[str, Any], client_of: Clients, then: str) -> None:
    review = leased(team["by"], team["submission"])
    if then == "has read":
        release_review(actor=team["by"], review_id=review.id, now=clock.now())
    before = place(team["submission"])
    response = take_back(client_of(team["lead"]), team["submission"])
    assert (response.status_code, response.json()["code"]) == (409, "already_read")
    assert place(team["submission"]) == before


@pytest.mark.parametrize("status", ["draft", "accepted"])
def test_what_does_not_wait_is_not_taken_back(
    by_status: dict[str, Submission], client_of: Clients, status: str
) -> None:
    submission = by_status[status]
    response = take_back(client_of(submission.project.owner), submission)
    assert (response.status_code, response.json()["code"]) == (409, "not_waiting")
    assert Submission.objects.get(pk=submission.pk).status == status


@pytest.fixture
def by_status() -> dict[str, Submission]:
    return {"draft": draft(), "accepted": reviewed(mentor()).submission}


@pytest.mark.parametrize("who", ["stranger", "by", "office", "gone"])
def test_nobody_else_takes_it_back(team: dict[str, Any], client_of: Clients, who: str) -> None:
    people = {"stranger": PersonFactory(), "by": team["by"], "office": granted(Role.PROGRAMME_OFFICE)}
    people["gone"] = joined(team["project"], left_at=clock.now(), seat=3)
    before = place(team["submission"])
    assert take_back(client_of(people[who]), team["submission"]).status_code == 404
    assert place(team["submission"]) == before


def test_what_would_not_be_taken_again_is_not_taken_back(client_of: Clients) -> None:
    due = {**stage("idea"), "due_on": clock.today().isoformat()}
    call = CallFactory(stages=[due])
    submission = waiting(ProjectFactory(call=call, owner=PersonFactory(country="")))
    call.stages[0]["due_on"] = (clock.today() - timedelta(days=3)).isoformat()
    call.save(update_fields=["stages"])
    response = take_back(client_of(submission.project.owner), submission)
    assert (response.status_code, response.json()["code"]) == (409, "stage_over")
    call.stages, call.status = [stage("idea")], "closed"
    call.save(update_fields=["stages", "status"])
    response = take_back(client_of(submission.project.owner), submission)
    assert (response.status_code, response.json()["code"]) == (409, "call_closed")
    assert stands(submission) == ("submitted", "submitted")


def test_a_revision_that_is_taken_back_waits_for_the_team_again(team: dict[str, Any], client_of: Clients) -> None:
    reviewed(team["by"], team["submission"], "revise")
    again = waiting(team["project"])
    assert place(team["submission"])[-2:] == (None, 0)
    assert take_back(client_of(team["lead"]), again).status_code == 200
    assert place(team["submission"])[-2:] == (day_of_team(team["project"].id, clock.now()), 0)
    assert place(again) == NOWHERE
    submit_submission(actor=team["lead"], submission_id=again.id, now=clock.now())
    assert place(again)[3:5] == (-1, team["by"].id)
    assert place(team["submission"])[-2:] == (None, 0)


def leave(team: dict[str, Any], actor: User, whom: str) -> None:
    member = TeamMember.objects.get(project=team["project"], person=team[whom])
    leave_team(actor=actor, project_id=team["project"].id, member_id=member.id, now=clock.now())


@pytest.mark.parametrize("actor", ["mate", "lead"])
def test_somebody_goes_while_it_waits_and_it_waits_where_the_others_are(team: dict[str, Any], actor: str) -> None:
    before = place(team["submission"])
    assert before[1:3] == ([], ["ar"])
    leave(team, team[actor], "mate")
    assert place(team["submission"]) == (before[0], ["MA"], ["ar", "MA-ar"], *before[3:])
    assert TeamMember.objects.get(project=team["project"], left_at=None).person_id == team["lead"].id


def test_nobody_goes_while_it_is_read_and_the_last_not_while_it_waits(team: dict[str, Any], client_of: Clients) -> None:
    members = {member.person_id: member.pk for member in team["project"].members.all()}
    path = f"/api/v1/projects/{team['project'].pk}/members"
    review = leased(team["by"], team["submission"])
    response = client_of(team["mate"]).delete(f"{path}/{members[team['mate'].id]}")
    assert (response.status_code, response.json()["code"]) == (409, "project_not_in_your_hands")
    release_review(actor=team["by"], review_id=review.id, now=clock.now())
    assert client_of(team["mate"]).delete(f"{path}/{members[team['mate'].id]}").status_code == 204
    response = client_of(team["lead"]).delete(f"{path}/{members[team['lead'].id]}")
    assert (response.status_code, response.json()["code"]) == (409, "last_stays")
    assert Project.objects.get(pk=team["project"].pk).members.filter(left_at=None).count() == 1
