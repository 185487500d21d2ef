"""How a team comes together and apart: by a code, within a cohort."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.kernel.ages import age_on
from foundation.kernel.errors import ConsentRequired, NotFound
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Membership
from mentoring.projects.errors import JoinCodeUnknown
from mentoring.projects.models import Call, JoinCode, Project, TeamMember
from mentoring.projects.policies import team_of
from mentoring.projects.rules import ages_mix, free_seat
from mentoring.projects.services import begin_project, join_team, leave_team, make_join_code, submit_submission
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.mentoring import CallFactory, draft, granted, joined, leased, mentor, stage, texts, waiting
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
API = "/api/v1"
WORDS = {"title": "Water", "language": "fr"}
PLACE = {"status": "withdrawn", "withdrawn_at": clock.now()}


@dataclass
class Desk:
    cohort: Cohort
    project: Project
    code: str

    @property
    def lead(self) -> User:
        return self.project.owner

    @property
    def call(self) -> Call:
        return self.project.call

    @property
    def members(self) -> str:
        return f"{API}/projects/{self.project.id}/members"

    def classmate(self, **given: Any) -> User:
        return classmate(self.cohort, **given)

    def member(self, person: User) -> TeamMember:
        return TeamMember.objects.get(project=self.project, person=person, left_at=None)


def classmate(cohort: Cohort, *, born: date | None = date(2000, 5, 17), **given: Any) -> User:
    person: User = MembershipFactory(cohort=cohort, person__birth_date=born, **given).person
    return person


def set_up() -> Desk:
    cohort = CohortFactory()
    call = CallFactory(several_projects=False, team_max=3)
    project = begin_project(actor=classmate(cohort, person__name="Amina Benali"), call_id=call.id, **WORDS)
    return Desk(cohort, project, make_join_code(actor=project.owner, project_id=project.id, now=clock.now()).code)


_written, desk = scene(set_up)


@pytest.mark.parametrize("path", ["teams", "projects/{}/members"])
def test_a_classmate_joins_by_the_code(client_of: Clients, desk: Desk, path: str) -> None:
    comes = desk.classmate()
    answer = client_of(comes).post(f"{API}/{path.format(desk.project.id)}", {"code": desk.code})
    assert (answer.status_code, answer.json()["id"]) == (201, str(desk.project.id))
    assert answer["Location"] == f"{API}/projects/{desk.project.id}"
    assert team_of(desk.project.id) == [desk.lead.id, comes.id]
    member = desk.member(comes)
    assert (member.seat, member.sole, member.call) == (2, True, desk.call)
    assert Record.objects.filter(action="team.joined").values_list("actor_id", "subject_id").get() == (
        comes.id,
        member.id,
    )


def test_the_code_is_read_as_it_is_typed_and_again(client_of: Clients, desk: Desk) -> None:
    comes = client_of(desk.classmate())
    eastern = desk.code.replace("-", " ").lower().translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩"))
    statuses = [
        comes.post(f"{API}/teams", {"code": code}).status_code for code in (eastern, f" {desk.code} ", desk.code)
    ]
    assert (statuses, TeamMember.objects.count()) == ([201, 201, 201], 2)


def test_of_a_code_only_a_hash_is_kept(desk: Desk) -> None:
    kept = JoinCode.objects.get()
    assert (len(kept.code_hash), desk.code.replace("-", "") in kept.code_hash) == (64, False)
    assert kept.expires_at - kept.created_at > timedelta(days=13, hours=23)


def elsewhere(desk: Desk) -> None:
    Membership.objects.exclude(person=desk.lead).update(cohort=CohortFactory(programme=desk.cohort.programme))


def withdrawn(desk: Desk) -> None:
    Membership.objects.exclude(person=desk.lead).update(**PLACE)


def no_cohort(desk: Desk) -> None:
    Project.objects.update(cohort=None)


def expired(desk: Desk) -> None:
    JoinCode.objects.update(expires_at=clock.now())


def replaced(desk: Desk) -> None:
    make_join_code(actor=desk.lead, project_id=desk.project.id, now=clock.now())


def dropped(desk: Desk) -> None:
    JoinCode.objects.all().delete()


@pytest.mark.parametrize("becomes", [elsewhere, withdrawn, no_cohort, expired, replaced, dropped])
def test_a_code_that_is_not_for_her_is_unknown(client_of: Clients, desk: Desk, becomes: Callable[[Desk], None]) -> None:
    comes = desk.classmate()
    becomes(desk)
    answers = [client_of(comes).post(f"{API}/teams", {"code": code}) for code in (desk.code, "ABCD-EFGH-JKMN", "?")]
    said = {(answer.status_code, answer.json()["code"], answer.json()["detail"]) for answer in answers}
    assert {(status, code) for status, code, _ in said} == {(404, "join_code_unknown")}
    assert (len(said), team_of(desk.project.id)) == (1, [desk.lead.id])


def test_a_code_of_another_project_is_unknown_there(client_of: Clients, desk: Desk) -> None:
    other = begin_project(actor=desk.classmate(), call_id=desk.call.id, **WORDS)
    comes = desk.classmate()
    for project_id in (other.id, desk.cohort.id):
        answer = client_of(comes).post(f"{API}/projects/{project_id}/members", {"code": desk.code})
        assert (answer.status_code, answer.json()["code"]) == (404, "join_code_unknown")
    assert TeamMember.objects.count() == 2


def test_guessing_is_slowed(client_of: Clients, desk: Desk) -> None:
    client = client_of(desk.classmate())
    statuses = [client.post(f"{API}/teams", {"code": "ABCD-EFGH-JKMN"}).status_code for _ in range(31)]
    assert statuses == [404] * 30 + [429]
    assert client.post(f"{API}/teams", {"code": desk.code}).status_code == 429
    assert team_of(desk.project.id) == [desk.lead.id]


def full(desk: Desk, comes: User) -> None:
    for seat in (2, 3):
        joined(desk.project, seat=seat)


def in_another(desk: Desk, comes: User) -> None:
    begin_project(actor=comes, call_id=desk.call.id, **WORDS)


def closed(desk: Desk, comes: User) -> None:
    Call.objects.update(status="closed")


def opening_later(desk: Desk, _: User) -> None:
    Call.objects.update(opens_on=date(2090, 1, 1))


def handed_in(desk: Desk, comes: User) -> None:
    waiting(desk.project)


def finished(desk: Desk, comes: User) -> None:
    waiting(desk.project)
    Project.objects.update(status="declined")


def under_age(desk: Desk, comes: User) -> None:
    User.objects.filter(pk=desk.lead.pk).update(birth_date=date(2012, 1, 1))


def of_unknown_age(desk: Desk, comes: User) -> None:
    User.objects.filter(pk=desk.lead.pk).update(birth_date=None)


@pytest.mark.parametrize(
    ("becomes", "code"),
    [
        (full, "team_full"),
        (in_another, "one_project_only"),
        (closed, "call_closed"),
        (opening_later, "call_not_open_yet"),
        (handed_in, "project_not_in_your_hands"),
        (finished, "project_not_in_your_hands"),
        (under_age, "ages_mixed"),
        (of_unknown_age, "ages_mixed"),
    ],
)
def test_a_team_that_can_not_be_joined_says_why(
    client_of: Clients, desk: Desk, becomes: Callable[[Desk, User], None], code: str
) -> None:
    comes = desk.classmate()
    becomes(desk, comes)
    before = team_of(desk.project.id)
    answer = client_of(comes).post(f"{API}/teams", {"code": desk.code})
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert team_of(desk.project.id) == before


def test_ages_mix_where_the_call_says_so(desk: Desk) -> None:
    under_age(desk, desk.lead)
    Call.objects.update(mixed_ages=True)
    comes = desk.classmate()
    join_team(actor=comes, code=desk.code, now=clock.now())
    assert team_of(desk.project.id) == [desk.lead.id, comes.id]


def test_who_joins_needs_the_consent(desk: Desk) -> None:
    under_age(desk, desk.lead)
    with pytest.raises(ConsentRequired):
        join_team(actor=desk.classmate(born=date(2012, 1, 1)), code=desk.code, now=clock.now())
    assert team_of(desk.project.id) == [desk.lead.id]


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 29), date(2026, 11, 28), 17),
        (date(2008, 11, 29), date(2026, 11, 29), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_ages(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age
    assert ages_mix([born, date(2000, 1, 1)], on) is (age < 18)
    assert (ages_mix([born, None], on), ages_mix([None, None], on), ages_mix([None], on)) == (True, True, False)


@pytest.mark.parametrize(("taken", "most", "free"), [((), 1, 1), ((1,), 1, None), ((1, 3), 3, 2), ((2,), 3, 1)])
def test_the_first_free_seat(taken: tuple[int, ...], most: int, free: int | None) -> None:
    assert free_seat(taken, most) == free


def test_only_the_lead_makes_and_drops_codes(client_of: Clients, desk: Desk) -> None:
    path = f"{API}/projects/{desk.project.id}/join-code"
    second = joined(desk.project, seat=2)
    for person in (second, desk.classmate(), granted(Role.PROGRAMME_OFFICE)):
        client = client_of(person)
        assert (client.post(path).status_code, client.delete(path).status_code) == (404, 404)
    assert JoinCode.objects.count() == 1
    client = client_of(desk.lead)
    made = client.post(path)
    assert (made.status_code, made.json()["code"] == desk.code, JoinCode.objects.count()) == (201, False, 1)
    assert (client.delete(path).status_code, JoinCode.objects.count()) == (204, 0)
    assert client.delete(path).status_code == 204
    with pytest.raises(JoinCodeUnknown):
        join_team(actor=desk.classmate(), code=made.json()["code"], now=clock.now())


@pytest.mark.parametrize(
    ("becomes", "code"), [(full, "team_full"), (handed_in, "project_not_in_your_hands"), (None, "no_cohort")]
)
def test_no_code_is_made_that_nobody_could_use(
    client_of: Clients, desk: Desk, becomes: Callable[[Desk, User], None] | None, code: str
) -> None:
    if becomes:
        becomes(desk, desk.lead)
    else:
        no_cohort(desk)
        MembershipFactory(person=desk.lead)
    answer = client_of(desk.lead).post(f"{API}/projects/{desk.project.id}/join-code")
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def begun(client: APIClient, **given: str) -> Any:
    return client.post(f"{API}/projects", {"call": str(CallFactory(team_max=3).id), **WORDS, **given}, format="json")


def test_who_is_in_two_cohorts_says_from_which_others_may_join(client_of: Clients, desk: Desk) -> None:
    other = MembershipFactory(person=desk.lead).cohort
    client = client_of(desk.lead)
    first, later = begun(client, cohort=str(other.id)).json()["id"], begun(client).json()["id"]
    assert client.post(f"{API}/projects/{later}/join-code").json()["code"] == "no_cohort"
    code = client.post(f"{API}/projects/{first}/join-code").json()["code"]
    chosen = client.post(f"{API}/projects/{later}/join-code", {"cohort": str(desk.cohort.id)}, format="json").json()
    for comes, typed in ((classmate(other), code), (desk.classmate(), chosen["code"])):
        assert client_of(comes).post(f"{API}/teams", {"code": typed}).status_code == 201


def test_nobody_begins_in_a_cohort_that_is_not_hers(client_of: Clients, desk: Desk) -> None:
    before = Project.objects.count()
    refused = begun(client_of(desk.lead), cohort=str(CohortFactory().id))
    assert (refused.status_code, refused.json()["code"], Project.objects.count()) == (422, "unknown_cohort", before)


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
