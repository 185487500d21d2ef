"""Work that no mentor may read for want of a consent: the team hears it, no mentor is blamed, staff are told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.consents.enums import Method
from foundation.consents.models import Consent
from foundation.consents.services import ConsentEntry, record_consents
from foundation.kernel import clock
from foundation.notifications.models import Notification
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.projects.models import Mentorship, Nudge, Submission, TeamMember
from mentoring.projects.services import leave_team, sweep_clocks
from tests.factories.consents import deliver_all, minor, open_state
from tests.factories.consents import granted as consented
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    granted,
    joined,
    member_of,
    member_state,
    mentor,
    reviewed,
    waiting,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 1)


def set_up() -> dict[str, Any]:
    """Two of Morocco, of whom one is under age, with work that waits for anybody."""
    open_state("MA")
    lead, mate = member_of("MA"), consented(minor("MA"), on=clock.today() - timedelta(days=9))
    project = ProjectFactory(call=CallFactory(team_max=3, mixed_ages=True), owner=lead)
    joined(project, mate)
    submission = waiting(project)
    Submission.objects.update(waits_on=MONDAY)
    return {
        "lead": lead,
        "mate": mate,
        "project": project,
        "submission": submission,
        "coordinator": granted(Role.COORDINATOR, state=member_state("MA")),
        "office": granted(Role.PROGRAMME_OFFICE),
    }


_written, team = scene(set_up)


def decides(person: User, *, yes: bool) -> None:
    """Her guardian: no yesterday, yes today."""
    state = Membership.objects.values_list("state", flat=True).get(person=person)
    entry = ConsentEntry(person.id, clock.today() - timedelta(days=not yes), "Khadija Benali", "mother", granted=yes)
    record_consents(actor_id=person.id, method=Method.ATTESTED, state_id=state, entries=[entry], evidence="Form 8")
    deliver_all()


def ends(person: User) -> None:
    """By its date: nobody says so."""
    Consent.objects.filter(person=person).update(valid_until=clock.today() - timedelta(days=1))


def told(person: User, kind: str = "consent_awaited") -> int:
    return Notification.objects.filter(person=person, kind=kind).count()


def sweep(*days: int) -> list[int]:
    counts = []
    for day in days:
        counts.append(sweep_clocks(now=datetime(2026, 6, 1, 1, tzinfo=UTC) + timedelta(days=day)))
        deliver_all()
    return counts


def stands(client_of: Callable[..., APIClient], team: dict[str, Any]) -> tuple[str | None, int | None]:
    told = client_of(team["lead"]).get(f"/api/v1/submissions/{team['submission'].pk}/waiting").json()
    return told["waits_for"], told["position"]


def wait_of(team: dict[str, Any]) -> tuple[Any, ...]:
    fields = ("status", "turn", "ticket", "waits_on", "nudged")
    return tuple(Submission.objects.values_list(*fields).get(pk=team["submission"].pk))


def test_each_of_the_team_hears_once_what_it_waits_for(
    team: dict[str, Any], client_of: Callable[..., APIClient]
) -> None:
    assert stands(client_of, team) == ("anybody", 1)
    for yes in (False, False):
        decides(team["mate"], yes=yes)
    assert [told(team[who]) for who in ("lead", "mate", "coordinator", "office")] == [1, 1, 0, 0]
    assert stands(client_of, team) == ("consent", None)
    [notice] = client_of(team["lead"]).get("/api/v1/notifications").json()["results"]
    assert (notice["kind"], team["mate"].name in notice["body"]) == ("consent_awaited", False)


def test_when_it_is_given_the_wait_begins_anew_in_its_old_place(
    team: dict[str, Any], client_of: Callable[..., APIClient]
) -> None:
    before = wait_of(team)
    decides(team["mate"], yes=False)
    decides(team["mate"], yes=True)
    assert wait_of(team) == (*before[:3], clock.today(), 0)
    assert stands(client_of, team) == ("anybody", 1)


def test_an_answer_that_changes_nothing_leaves_the_wait(team: dict[str, Any]) -> None:
    before = wait_of(team)
    decides(team["mate"], yes=True)
    assert (wait_of(team), told(team["lead"])) == (before, 0)


def test_of_a_consent_that_ended_by_its_date_the_clock_tells(team: dict[str, Any]) -> None:
    before = wait_of(team)
    ends(team["mate"])
    assert (sweep(2, 4), told(team["lead"])) == ([0, 0], 0)
    assert sweep(8, 8) == [1, 0]
    assert [told(team[who]) for who in ("lead", "mate")] == [1, 1]
    assert wait_of(team) == (*before[:4], 6)
    overdue = Notification.objects.filter(kind="wait_overdue").values_list("person", "params__decision")
    assert dict(overdue) == {team["coordinator"].id: "consent"}


def test_no_mentor_is_reminded_or_let_go_for_what_they_may_not_read(team: dict[str, Any]) -> None:
    by = mentor()
    reviewed(by, team["submission"], "revise")
    again = waiting(team["project"])
    Submission.objects.filter(pk=again.pk).update(waits_on=MONDAY)
    ends(team["mate"])
    assert sweep(2, 4, 8) == [1, 1, 1]
    assert Notification.objects.filter(person=by).count() == 0
    assert Mentorship.objects.get().ended_at is None
    assert [told(team[who]) for who in ("lead", "mate")] == [1, 1]
    steps = Nudge.objects.filter(submission=again).order_by("step").values_list("awaited", "step")
    assert list(steps) == [("consent", 0), ("consent", 2), ("consent", 4), ("consent", 6)]


def test_when_who_lacks_it_leaves_the_others_wait_from_now_on(
    team: dict[str, Any], client_of: Callable[..., APIClient]
) -> None:
    decides(team["mate"], yes=False)
    member = TeamMember.objects.get(person=team["mate"])
    leave_team(actor=team["mate"], project_id=team["project"].id, member_id=member.id, now=clock.now())
    assert wait_of(team)[-2:] == (clock.today(), 0)
    assert stands(client_of, team) == ("anybody", 1)
