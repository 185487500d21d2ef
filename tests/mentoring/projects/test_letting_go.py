"""Staff let somebody go from a team, and those whom it concerns hear who comes and goes, without a name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.consents.models import Consent
from foundation.kernel import clock
from foundation.notifications.models import Notification
from foundation.notifications.notices import render
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.projects.errors import JoinCodeUnknown
from mentoring.projects.models import Project, Submission, TeamMember
from mentoring.projects.policies import team_of
from mentoring.projects.services import join_team, leave_team, make_join_code
from tests.factories.consents import deliver_all, minor, open_state
from tests.factories.consents import granted as consented
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    granted,
    joined,
    leased,
    member_of,
    member_state,
    mentor,
    waiting,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
STAFF = ("office", "coordinator")


def set_up() -> dict[str, Any]:
    """Three, the lead under age; the last comes from another state, and has been there longer than the second."""
    open_state("MA")
    lead, second, abroad = consented(minor("MA")), member_of("MA"), member_of("JO")
    project = ProjectFactory(call=CallFactory(team_max=4, mixed_ages=True), owner=lead)
    for person, days in ((second, 1), (abroad, 2)):
        joined(project, person, joined_at=clock.now() - timedelta(days=days))
    coordinators = {name: granted(Role.COORDINATOR, state=member_state(code)) for name, code in
                    (("coordinator", "MA"), ("elsewhere", "TN"))}  # fmt: skip
    return {
        "project": project,
        "lead": lead,
        "second": second,
        "abroad": abroad,
        "office": granted(Role.PROGRAMME_OFFICE),
        "mentor": mentor(),
        **coordinators,
    }


_written, team = scene(set_up)


def member(team: dict[str, Any], who: str) -> TeamMember:
    return TeamMember.objects.get(person=team[who], left_at=None)


def let_go(client: APIClient, team: dict[str, Any], who: str, **body: str) -> Any:
    path = f"/api/v1/projects/{team['project'].id}/members/{member(team, who).id}/letting-go"
    return client.post(path, body or {"reason": "silent"}, format="json")


def told() -> set[tuple[User, str]]:
    """Who has heard of a change in a team, and in which words."""
    notices = Notification.objects.filter(kind="team_changes").select_related("person")
    return {(notice.person, notice.params["decision"]) for notice in notices}


@pytest.mark.parametrize("who", STAFF)
def test_staff_let_somebody_go_and_all_hear_it(team: dict[str, Any], client_of: Clients, who: str) -> None:
    code, gone = make_join_code(actor=team["lead"], project_id=team["project"].id, now=clock.now()).code, team["second"]
    subject = member(team, "second").id
    assert let_go(client_of(team[who]), team, "second", reason="wish").status_code == 204
    assert team_of(team["project"].id) == [team["abroad"].id, team["lead"].id]
    fields = ("actor_id", "subject_type", "subject_id", "details")
    record = Record.objects.filter(action="team.let_go").values_list(*fields).get()
    assert record == (team[who].id, "team_member", subject, {"reason": "wish"})
    for _ in range(2):
        deliver_all()
    assert told() == {(team["lead"], "left"), (team["abroad"], "left"), (gone, "let_go")}
    assert client_of(gone).get(f"/api/v1/projects/{team['project'].id}").status_code == 404
    with pytest.raises(JoinCodeUnknown):
        join_team(actor=gone, code=code, now=clock.now())


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("coordinator", "abroad"),
        ("elsewhere", "second"),
        ("mentor", "second"),
        ("lead", "second"),
        ("second", "second"),
    ],
)
def test_it_is_for_staff_and_of_their_own_people(team: dict[str, Any], client_of: Clients, who: str, whom: str) -> None:
    leased(team["mentor"], waiting(team["project"]))
    before = team_of(team["project"].id)
    assert let_go(client_of(team[who]), team, whom).status_code == 404
    assert (team_of(team["project"].id), Record.objects.filter(action="team.let_go").count()) == (before, 0)


@pytest.mark.parametrize("body", [{"reason": ""}, {"reason": "because"}, {"words": "She is slow"}])
def test_a_reason_is_asked_for(team: dict[str, Any], client_of: Clients, body: dict[str, str]) -> None:
    assert let_go(client_of(team["office"]), team, "second", **body).status_code == 400
    assert len(team_of(team["project"].id)) == 3


def test_a_team_whose_lead_lacks_a_consent_goes_on_without_her(team: dict[str, Any], client_of: Clients) -> None:
    submission, reader = waiting(team["project"]), client_of(team["mentor"])
    Consent.objects.filter(person=team["lead"]).update(valid_until=clock.today() - timedelta(days=1))
    assert reader.get("/api/v1/review-queue").json()["results"] == []
    assert let_go(client_of(team["coordinator"]), team, "lead", reason="consent").status_code == 204
    assert Project.objects.values_list("owner").get() == (team["abroad"].id,)
    assert let_go(client_of(team["office"]), team, "abroad").status_code == 204
    assert Project.objects.values_list("owner").get() == (team["second"].id,)
    assert Submission.objects.values_list("status", "states", "pools").get() == ("submitted", ["MA"], ["ar", "MA-ar"])
    assert [row["submission"] for row in reader.get("/api/v1/review-queue").json()["results"]] == [str(submission.id)]
    deliver_all()
    lead, abroad, second = (team[who] for who in ("lead", "abroad", "second"))
    first, then = {(abroad, "leads"), (second, "left")}, {(abroad, "let_go"), (second, "leads")}
    assert told() == {(lead, "let_go")} | first | then


@pytest.mark.parametrize(("becomes", "code"), [("read", "project_not_in_your_hands"), ("alone", "last_stays")])
def test_what_keeps_members_keeps_staff_from_it(
    team: dict[str, Any], client_of: Clients, becomes: str, code: str
) -> None:
    submission = waiting(team["project"])
    if becomes == "read":
        leased(team["mentor"], submission)
    else:
        TeamMember.objects.exclude(person=team["lead"]).update(left_at=clock.now())
    before = team_of(team["project"].id)
    refused = let_go(client_of(team["office"]), team, "lead")
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert (team_of(team["project"].id), Project.objects.get().owner) == (before, team["lead"])


def test_the_others_hear_who_joins_and_who_leaves(team: dict[str, Any]) -> None:
    project, comes = team["project"], team["second"]
    now, subject = clock.now(), member(team, "second").id
    leave_team(actor=comes, project_id=project.id, member_id=subject, now=now)
    deliver_all()
    assert told() == {(team["lead"], "left"), (team["abroad"], "left")}
    Project.objects.update(cohort=Membership.objects.values("cohort").get(person=comes)["cohort"])
    code = make_join_code(actor=team["lead"], project_id=project.id, now=now).code
    for _ in range(2):
        join_team(actor=comes, code=code, now=now)
        deliver_all()
    joins = Notification.objects.filter(params__decision="joined").values_list("person", flat=True)
    assert {*joins} == {team["lead"].id, team["abroad"].id}


@pytest.mark.parametrize(
    ("decision", "page"), [("joined", "projects/p"), ("left", "projects/p"), ("leads", "projects/p"), ("let_go", "")]
)
def test_each_has_words_of_its_own_and_leads_to_what_is_open(settings: Any, decision: str, page: str) -> None:
    settings.CLIENT_URLS = '{"project": "https://app.example/projects/{id}", "home": "https://app.example/"}'
    notice, usual = (render("team_changes", {"project": "p", "decision": each}) for each in (decision, ""))
    assert (notice.url, notice.body == usual.body) == (f"https://app.example/{page}", False)
