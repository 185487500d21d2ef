"""How a team comes together: by a code, within a cohort."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.kernel.ages import age_on
from foundation.kernel.errors import ConsentRequired
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.projects.errors import JoinCodeUnknown
from mentoring.projects.models import Call, JoinCode, Project, TeamMember
from mentoring.projects.policies import team_of
from mentoring.projects.rules import ages_mix, free_seat
from mentoring.projects.services import begin_project, join_team, make_join_code
from tests.factories.mentoring import CallFactory, granted, joined, waiting
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.mentoring.projects.joining import API, WORDS, Desk, classmate, set_up
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
PLACE = {"status": "withdrawn", "withdrawn_at": clock.now()}

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
