"""Who is in a team: what they are told of each other, who leads, and how one leaves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.consents.enums import Purpose
from foundation.kernel import clock
from foundation.kernel.clock import today
from foundation.kernel.errors import NotFound
from foundation.programmes.enums import Role
from mentoring.projects.errors import JoinCodeUnknown
from mentoring.projects.models import Call, Project, TeamMember
from mentoring.projects.policies import team_of
from mentoring.projects.services import begin_project, join_team, leave_team, make_join_code, submit_submission
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.consents import granted as consented
from tests.factories.consents import minor, open_state
from tests.factories.mentoring import CallFactory, draft, granted, joined, leased, mentor, stage, texts, waiting
from tests.factories.programmes import CohortFactory
from tests.mentoring.projects.joining import API, WORDS, Desk, classmate, set_up
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, desk = scene(set_up)


def named(client: APIClient, desk: Desk) -> list[tuple[str | None, str | None, bool, bool]]:
    rows = client.get(desk.members).json()["results"]
    return [(row["name"], row["role"], row["lead"], row["me"]) for row in rows]


def test_whoever_comes_into_an_empty_team_leads_it(desk: Desk) -> None:
    left, comes, now = desk.lead, desk.classmate(), clock.now()
    leave_team(actor=left, project_id=desk.project.id, member_id=desk.member(left).id, now=now)
    join_team(actor=comes, code=desk.code, now=now)
    assert Project.objects.values_list("owner").get() == (comes.id,)
    make_join_code(actor=comes, project_id=desk.project.id, now=now)
    with pytest.raises(NotFound):
        make_join_code(actor=left, project_id=desk.project.id, now=now)


def test_the_team_knows_each_other(client_of: Clients, desk: Desk) -> None:
    second = joined(
        desk.project, PersonFactory(name="سلمى الإدريسي", name_latin="Salma Idrissi"), seat=2, role="Builds"
    )
    joined(desk.project, seat=3, left_at=clock.now())
    assert named(client_of(second), desk) == [
        ("Amina Benali", "", True, False),
        ("Salma Idrissi", "Builds", False, True),
    ]
    assert named(client_of(second, language="ar"), desk)[1] == ("سلمى الإدريسي", "Builds", False, True)
    assert [name for name, *_ in named(client_of(granted(Role.PROGRAMME_OFFICE)), desk)] == [
        "Amina Benali",
        "Salma Idrissi",
    ]


def test_a_coordinator_is_told_the_names_of_her_own_people(client_of: Clients, desk: Desk) -> None:
    joined(desk.project, classmate(CohortFactory(state="JO")), seat=2, role="Builds")
    coordinator = granted(Role.COORDINATOR, state=desk.cohort.organisation.state)
    assert named(client_of(coordinator), desk) == [("Amina Benali", "", True, False), (None, None, False, False)]


def test_strangers_and_those_who_left_see_no_team(client_of: Clients, desk: Desk) -> None:
    left = joined(desk.project, seat=2, left_at=clock.now())
    for person in (left, desk.classmate(), mentor()):
        assert client_of(person).get(desk.members).status_code == 404


@pytest.mark.parametrize(
    ("review", "taken_up", "expected"),
    [
        (None, False, (None, None)),
        (None, True, ("Amina", "")),
        ({"mode": "mentor", "reviewers": 1, "threshold": 0.25}, True, ("Amina", "")),
        ({"mode": "blind", "reviewers": 2, "threshold": 0.25}, True, (None, None)),
    ],
    ids=["it waits", "by default", "a mentor's", "blind"],
)
def test_a_mentor_is_told_given_names_and_a_blind_reviewer_none(
    client_of: Clients,
    desk: Desk,
    review: dict[str, Any] | None,
    taken_up: bool,
    expected: tuple[str | None, str | None],
) -> None:
    Call.objects.update(stages=[{**stage("idea"), **({"review": review} if review else {})}])
    submission, by = waiting(Project.objects.get()), mentor()
    if taken_up:
        leased(by, submission)
    assert named(client_of(by), desk) == [(*expected, True, False)]


def test_a_mentor_is_told_no_name_by_a_consent_on_a_text_that_did_not_say_so(
    client_of: Clients, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On paper, too, whenever it is entered."""
    monkeypatch.setattr("foundation.consents.rules.REWORDED", {Purpose.MENTOR_CONTACT: [today()]})
    open_state()
    young = consented(minor(person=MinorFactory(name="Salma Idrissi")), on=today() - timedelta(days=1))
    joined(desk.project, young, seat=2)
    reader = mentor()
    leased(reader, waiting(desk.project))

    def told() -> list[str | None]:
        return [name for name, *_ in named(client_of(reader), desk)]

    assert told() == ["Amina", None]
    assert [name for name, *_ in named(client_of(desk.lead), desk)] == ["Amina Benali", "Salma Idrissi"]
    consented(young)
    assert told() == ["Amina", "Salma"]


def test_everybody_names_her_own_part_and_the_lead_anybodys(client_of: Clients, desk: Desk) -> None:
    second, third = joined(desk.project, seat=2), joined(desk.project, seat=3)
    own, others = f"{desk.members}/{desk.member(second).id}", f"{desk.members}/{desk.member(third).id}"
    by_second, by_lead = client_of(second), client_of(desk.lead)
    assert by_second.patch(own, {"role": "Draws"}).json()["role"] == "Draws"
    assert by_second.patch(others, {"role": "Sweeps"}).status_code == 404
    assert by_lead.patch(others, {"role": "Writes"}).json()["role"] == "Writes"
    assert client_of(desk.classmate()).patch(own, {"role": "x"}).status_code == 404
    assert client_of(granted(Role.PROGRAMME_OFFICE)).patch(own, {"role": "x"}).status_code == 404
    assert [*TeamMember.objects.order_by("seat").values_list("role", flat=True)] == ["", "Draws", "Writes"]


def test_the_lead_makes_somebody_else_the_lead(client_of: Clients, desk: Desk) -> None:
    second, third = joined(desk.project, seat=2), joined(desk.project, seat=3)
    paths = {person: f"{desk.members}/{desk.member(person).id}" for person in (second, third)}
    refused = client_of(second).patch(paths[second], {"role": "Draws", "lead": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_the_lead")
    assert TeamMember.objects.get(person=second).role == ""
    assert Project.objects.get().owner == desk.lead
    assert client_of(desk.lead).patch(paths[second], {"lead": True}).json()["lead"] is True
    assert Project.objects.get().owner == second
    assert client_of(desk.lead).patch(paths[third], {"lead": True}).status_code == 404


def test_leaving_and_coming_back(client_of: Clients, desk: Desk) -> None:
    second = desk.classmate()
    client = client_of(second)
    client.post(f"{API}/teams", {"code": desk.code})
    assert client.delete(f"{desk.members}/{desk.member(second).id}").status_code == 204
    assert (team_of(desk.project.id), client.get(desk.members).status_code) == ([desk.lead.id], 404)
    begun = begin_project(actor=second, call_id=desk.call.id, **WORDS)
    assert client.delete(f"{API}/projects/{begun.id}/members/{begun.members.get().id}").status_code == 204
    assert client.post(f"{API}/teams", {"code": desk.code}).status_code == 201
    assert team_of(desk.project.id) == [desk.lead.id, second.id]


def test_whoever_left_alone_finds_her_project_again(desk: Desk) -> None:
    """It may be outside of every cohort."""
    Project.objects.update(cohort=None)
    TeamMember.objects.update(left_at=clock.now())
    code = make_join_code(actor=desk.lead, project_id=desk.project.id, now=clock.now()).code
    with pytest.raises(JoinCodeUnknown):
        join_team(actor=desk.classmate(), code=code, now=clock.now())
    join_team(actor=desk.lead, code=code, now=clock.now())
    assert team_of(desk.project.id) == [desk.lead.id]


def test_whom_the_lead_lets_go_has_no_code_to_come_back_by(client_of: Clients, desk: Desk) -> None:
    second, third = desk.classmate(), desk.classmate()
    for person in (second, third):
        join_team(actor=person, code=desk.code, now=clock.now())
    path = f"{desk.members}/{desk.member(second).id}"
    assert client_of(third).delete(path).status_code == 404
    assert client_of(desk.lead).delete(path).status_code == 204
    assert team_of(desk.project.id) == [desk.lead.id, third.id]
    with pytest.raises(JoinCodeUnknown):
        join_team(actor=second, code=desk.code, now=clock.now())


def test_a_lead_goes_last(client_of: Clients, desk: Desk) -> None:
    joined(desk.project, seat=2)
    path = f"{desk.members}/{desk.member(desk.lead).id}"
    refused = client_of(desk.lead).delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "lead_stays")
    assert len(team_of(desk.project.id)) == 2


def test_nobody_leaves_what_is_being_read(client_of: Clients, desk: Desk) -> None:
    second = joined(desk.project, seat=2)
    leased(mentor(), waiting(desk.project))
    refused = client_of(second).delete(f"{desk.members}/{desk.member(second).id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "project_not_in_your_hands")
    assert len(team_of(desk.project.id)) == 2


def test_a_team_that_is_too_small_hands_nothing_in(client_of: Clients, desk: Desk) -> None:
    Call.objects.update(team_min=2)
    project = Project.objects.select_related("call").get()
    submission = draft(project)
    submit = f"{API}/submissions/{submission.id}/submit"
    refused = client_of(desk.lead).post(submit)
    assert (refused.status_code, refused.json()["code"]) == (409, "team_too_small")
    assert "a team of at least 2." in refused.json()["detail"]
    joined(project, seat=2)
    assert client_of(desk.lead).post(submit).json()["status"] == "submitted"


def test_a_team_that_shrank_may_still_answer_what_it_was_asked(desk: Desk) -> None:
    Call.objects.update(team_min=2)
    submission = draft(Project.objects.select_related("call").get())
    submission.number = 2
    submission.save()
    assert submit_submission(actor=desk.lead, submission_id=submission.id, now=clock.now()).status == "submitted"


def test_nothing_here_is_for_those_who_are_not_in_the_team(desk: Desk) -> None:
    with pytest.raises(NotFound):
        make_join_code(actor=MinorFactory(), project_id=desk.project.id, now=clock.now())


@pytest.mark.parametrize(
    ("sizes", "pointer"),
    [({"team_min": 3, "team_max": 2}, "/team_min"), ({"team_max": 11}, "/team_max"), ({"team_min": 0}, "/team_min")],
)
def test_team_sizes_that_can_not_be(client_of: Clients, sizes: dict[str, int], pointer: str) -> None:
    author, call = client_of(granted(Role.AUTHOR)), CallFactory()
    answer = author.patch(f"{API}/calls/{call.id}", sizes, HTTP_IF_MATCH="*")
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (400, [pointer])
    body = {"title": texts("A call"), "stages": call.stages, "rubric": call.rubric, **sizes}
    assert author.post(f"{API}/calls", body).status_code == 400
    kept = Call.objects.get(pk=call.pk)
    assert (kept.team_min, kept.team_max, Call.objects.count()) == (1, 1, 2)


def test_who_may_be_in_a_team_stays_once_projects_have_begun(client_of: Clients, desk: Desk) -> None:
    author = client_of(granted(Role.AUTHOR))
    for change in ({"team_max": 4}, {"team_min": 2}, {"mixed_ages": True}):
        refused = author.patch(f"{API}/calls/{desk.call.id}", change, HTTP_IF_MATCH="*")
        assert (refused.status_code, refused.json()["code"]) == (409, "call_in_use")
    assert Call.objects.values_list("team_min", "team_max", "mixed_ages").get() == (1, 3, False)


@pytest.mark.parametrize("size", [1, 3])
def test_a_team_is_read_with_the_same_statements(
    client_of: Clients, desk: Desk, size: int, django_assert_num_queries: Any
) -> None:
    for seat in range(2, size + 1):
        joined(desk.project, seat=seat)
    client = client_of(desk.lead)
    with django_assert_num_queries(3):
        assert len(client.get(desk.members).json()["results"]) == size
