"""What is a team's and no single person's: who sees and writes, and what one member's circumstances mean for all."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.errors import ConsentRequired, NotFound
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.mentors.services import declare_conflict
from mentoring.projects.errors import IdTaken
from mentoring.projects.models import Submission, TeamMember
from mentoring.projects.policies import team_of
from mentoring.projects.selectors import project_facts
from mentoring.projects.services import begin_project, begin_submission, change_project, save_answers, submit_submission
from mentoring.reviews.services import lease_submission, renew_review, submit_review
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    granted,
    joined,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    typed,
    waiting,
)
from tests.factories.programmes import CohortFactory, MembershipFactory

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
API = "/api/v1"
WORDS = {"title": "Water", "language": "fr"}
GONE = {"left_at": clock.now()}


def queued(client: APIClient) -> list[str]:
    return [entry["submission"] for entry in client.get(f"{API}/review-queue").json()["results"]]


def test_whoever_begins_a_project_is_its_team() -> None:
    learner = PersonFactory()
    project = begin_project(actor=learner, call_id=CallFactory(several_projects=False).id, **WORDS)
    member = TeamMember.objects.get()
    assert (member.project, member.call, member.person, member.seat, member.sole) == (
        project,
        project.call,
        learner,
        1,
        True,
    )
    assert (member.role, member.left_at, team_of(project.id)) == ("", None, [learner.id])


@pytest.mark.parametrize(
    ("cohorts", "of_programme", "expected"),
    [(0, None, None), (1, None, 0), (2, None, None), (2, 1, 1)],
    ids=["none", "the only one", "one of two: unknown", "the programme's"],
)
def test_the_cohort_is_set_at_the_beginning(cohorts: int, of_programme: int | None, expected: int | None) -> None:
    learner, made = PersonFactory(), [CohortFactory() for _ in range(cohorts)]
    for cohort in made:
        MembershipFactory(person=learner, cohort=cohort)
    call = CallFactory(programme=None if of_programme is None else made[of_programme].programme)
    project = begin_project(actor=learner, call_id=call.id, **WORDS)
    assert project.cohort_id == (None if expected is None else made[expected].id)


def test_a_cohort_that_was_left_counts_for_nothing() -> None:
    here, left = MembershipFactory(), CohortFactory()
    MembershipFactory(person=here.person, cohort=left, status="withdrawn", withdrawn_at=clock.now())
    assert begin_project(actor=here.person, call_id=CallFactory().id, **WORDS).cohort == here.cohort


def test_every_member_reads_writes_and_hands_in(client_of: Clients) -> None:
    project = ProjectFactory()
    second, client = joined(project), client_of(joined(project))
    change_project(actor=second, project_id=project.id, revision=1, changes={"title": "Sea"})
    submission = draft(project)
    save_answers(actor=second, submission_id=submission.id, revision=1, answers={"more": "Nets."})
    submit_submission(actor=second, submission_id=submission.id, now=clock.now())
    assert client.get(f"{API}/projects").json()["results"][0]["title"] == "Sea"
    assert client.get(f"{API}/projects/{project.id}/submissions").json()["results"][0]["answers"]["more"] == "Nets."
    assert client.get(f"{API}/submissions/{submission.id}").json()["status"] == "submitted"


def test_whoever_left_reads_and_writes_nothing_any_more(client_of: Clients) -> None:
    project = ProjectFactory()
    left, submission = joined(project, **GONE), draft(project)
    client = client_of(left)
    for path in (f"projects/{project.id}", f"projects/{project.id}/submissions", f"submissions/{submission.id}"):
        assert client.get(f"{API}/{path}").status_code == 404
    assert client.get(f"{API}/projects").json()["results"] == []
    with pytest.raises(NotFound):
        save_answers(actor=left, submission_id=submission.id, revision=None, answers={"more": "Mine"})
    with pytest.raises(NotFound):
        begin_submission(actor=left, project_id=project.id)
    with pytest.raises(IdTaken):
        begin_submission(actor=left, project_id=project.id, submission_id=submission.id)
    assert Submission.objects.get().answers == submission.answers


def test_a_coordinator_sees_a_project_of_which_any_member_is_hers(client_of: Clients) -> None:
    project = ProjectFactory()
    clients = {code: client_of(granted(Role.COORDINATOR, state=member_state(code))) for code in ("MA", "JO", "TN")}
    joined(project, member_of("MA"))
    joined(project, member_of("JO"), **GONE)
    submission = draft(project)
    seen = {code for code, client in clients.items() if client.get(f"{API}/projects/{project.id}").status_code == 200}
    read = {
        code for code, client in clients.items() if client.get(f"{API}/submissions/{submission.id}").status_code == 200
    }
    assert (seen, read) == ({"MA"}, {"MA"})


def shared(*persons: User) -> Submission:
    """Waiting work of an adult in Morocco and of these."""
    project = ProjectFactory(owner=member_of("MA"))
    for person in persons:
        joined(project, person)
    return waiting(project)


@pytest.mark.parametrize(("left", "open_to_her"), [({}, False), (GONE, True)], ids=["there", "gone"])
def test_any_members_conflict_closes_the_work_to_a_mentor(
    client_of: Clients, left: dict[str, object], open_to_her: bool
) -> None:
    by = mentor()
    submission = shared(PersonFactory(name="Salma Idrissi"))
    review, client = leased(by, submission), client_of(by)
    declare_conflict(actor=by, kind="family_name", family_name="Idrissi")
    TeamMember.objects.filter(person__name="Salma Idrissi").update(**left)
    assert (client.get(f"{API}/submissions/{submission.id}").status_code == 200) is open_to_her
    assert (client.get(f"{API}/reviews/{review.id}").status_code == 200) is open_to_her


def test_any_members_withheld_consent_closes_the_work_to_mentors(client_of: Clients) -> None:
    by, other = mentor(), mentor()
    submission = shared(PersonFactory())
    review, client = typed(by, leased(by, submission)), client_of(other)
    assert queued(client) == []
    free = shared(PersonFactory())
    assert queued(client) == [str(free.id)]
    for project in (submission.project, free.project):
        joined(project, MinorFactory())
    assert (queued(client), client.get(f"{API}/submissions/{free.id}").status_code) == ([], 404)
    assert client_of(by).get(f"{API}/submissions/{submission.id}").status_code == 404
    for deed in (renew_review, submit_review):
        with pytest.raises(ConsentRequired):
            deed(actor=by, review_id=review.id, now=clock.now())
    assert Submission.objects.get(pk=submission.pk).status == "in_review"


def test_nothing_is_handed_in_while_anybodys_consent_is_missing() -> None:
    submission = draft()
    joined(submission.project, MinorFactory())
    with pytest.raises(ConsentRequired):
        submit_submission(actor=submission.project.owner, submission_id=submission.id, now=clock.now())
    assert Submission.objects.get().status == "draft"


@pytest.mark.parametrize("left", [{}, GONE], ids=["there", "gone"])
def test_a_mentor_never_reviews_a_team_that_was_hers(client_of: Clients, left: dict[str, object]) -> None:
    by = mentor()
    submission = shared(by)
    TeamMember.objects.filter(person=by).update(**left)
    assert queued(client_of(by)) == []
    with pytest.raises(NotFound):
        lease_submission(actor=by, submission_id=submission.id, now=clock.now())
    assert Submission.objects.get().status == "submitted"


def test_the_states_are_those_that_all_share() -> None:
    both = member_of("MA")
    Membership.objects.filter(person=member_of("JO")).update(person=both)
    project = ProjectFactory(owner=both)
    joined(project, PersonFactory())
    assert waiting(ProjectFactory(owner=both)).states == ["JO", "MA"]
    joined(project, member_of("MA"))
    assert waiting(project).states == ["MA"]
    apart = ProjectFactory(owner=member_of("TN"))
    joined(apart, member_of("MA"))
    assert waiting(apart).states == []


def test_what_became_of_the_work_is_told_to_the_team() -> None:
    submission = shared(PersonFactory())
    project = submission.project
    joined(project, **GONE)
    team = team_of(project.id)
    reviewed(mentor(), submission)
    told = EventRecord.objects.get(name="mentoring.submission_reviewed.v1").payload["person_ids"]
    assert (told, project_facts(project.id).person_ids, len(team)) == ([str(one) for one in team], team, 2)
