"""Who mentors whom: from the first review on, one at a time, until something ends it; and what is kept for them meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.errors import NotFound
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from mentoring.mentors.models import Mentor
from mentoring.mentors.services import declare_conflict, lift_suspension, revoke_vetting, suspend
from mentoring.projects.enums import MentorshipEnd
from mentoring.projects.models import Mentorship, Project, Submission
from mentoring.projects.rules import AT_FRONT, IN_TURN, RESERVED, is_mentored, pools_of, pools_sought
from mentoring.projects.services import end_mentorship
from mentoring.reviews.selectors import review_queue
from mentoring.reviews.services import expire_leases, release_review, submit_review
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    deliver_all,
    granted,
    leased,
    member_of,
    mentor,
    reviewed,
    stage,
    typed,
    waiting,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Kept = tuple[User, Submission]
ENDED = "mentoring.mentorship_ended.v1"


def returned(by: User, **project: Any) -> Project:
    """A project that this mentor asked to revise."""
    return reviewed(by, waiting(ProjectFactory(**project)), "revise").submission.project


def set_up() -> Kept:
    """A mentor, and what a project that they asked to revise hands in."""
    by = mentor()
    return by, waiting(returned(by, owner=member_of("MA")))


_written, kept = scene(set_up)


def queued(by: User) -> list[Any]:
    return [entry.id for entry in review_queue(User.objects.get(pk=by.pk))[:100]]


def standing(submission: Submission) -> tuple[int, Any]:
    submission.refresh_from_db()
    return submission.turn, submission.reserved_for


def mentors_of(project: Project) -> list[Any]:
    return list(Mentorship.objects.filter(project=project, ended_at=None).values_list("mentor_id", flat=True))


@pytest.mark.parametrize(
    ("languages", "states", "sought"),
    [
        (["fr", "ar"], None, ["ar", "fr"]),
        (["ar"], ["MA", "JO"], ["JO-ar", "MA-ar"]),
        (["ar", "fr"], ["MA"], ["MA-ar", "MA-fr"]),
        (["ar"], [], []),
    ],
)
def test_a_mentor_looks_where_work_of_the_languages_and_states_waits(
    languages: list[str], states: list[str] | None, sought: list[str]
) -> None:
    assert pools_sought(languages, states) == sought
    assert pools_of("ar", ["MA", "JO"]) == ["ar", "JO-ar", "MA-ar"]


@pytest.mark.parametrize(
    ("review", "mentored"), [({}, True), ({"review": {"mode": "mentor"}}, True), ({"review": {"mode": "blind"}}, False)]
)
def test_a_stage_is_mentored_unless_it_says_otherwise(review: dict[str, Any], mentored: bool) -> None:
    assert is_mentored([stage("first"), {**stage("idea"), **review}], "idea") is mentored


def test_whoever_asks_for_more_is_the_projects_mentor_and_reads_what_comes_next(kept: Kept) -> None:
    (first, again), other = kept, mentor()
    assert mentors_of(again.project) == [first.id]
    assert standing(again) == (RESERVED, first.id)
    assert (queued(first), queued(other)) == ([again.id], [])
    with pytest.raises(NotFound):
        leased(other, again)
    assert leased(first, again).status == "draft"


def test_the_next_stage_is_the_mentors_too_and_the_end_of_the_project_is_the_end_of_it() -> None:
    by, call = mentor(), CallFactory(stages=[stage("idea"), stage("prototype")])
    project = reviewed(by, waiting(ProjectFactory(call=call))).submission.project
    project.refresh_from_db()
    assert (project.stage, mentors_of(project)) == ("prototype", [by.id])
    reviewed(by, waiting(project))
    assert Mentorship.objects.filter(project=project).values_list("ending").get() == (MentorshipEnd.DECIDED,)
    assert EventRecord.objects.get(name=ENDED).payload["ending"] == "decided"


@pytest.mark.parametrize("decision", ["accepted", "declined"])
def test_a_project_that_ends_with_its_first_review_begins_none(decision: str) -> None:
    project = reviewed(mentor(), decision=decision).submission.project
    assert not Mentorship.objects.filter(project=project).exists()


def test_a_rest_a_language_less_or_a_state_less_takes_no_project_from_its_mentor(kept: Kept) -> None:
    by, again = kept
    Mentor.objects.filter(person=by).update(active=False, languages=["fr"], states=["JO"])
    assert queued(by) == [again.id]


@pytest.mark.parametrize(
    ("ending", "turn"),
    [(MentorshipEnd.SILENT, AT_FRONT), (MentorshipEnd.TEAM, IN_TURN), (MentorshipEnd.HANDED_BACK, IN_TURN)],
)
def test_what_was_kept_is_anybodys_when_it_ends(ending: MentorshipEnd, turn: int, kept: Kept) -> None:
    (first, again), other = kept, mentor()
    ended = end_mentorship(project_id=again.project_id, ending=ending, now=clock.now())
    assert ended is not None
    assert ended.mentor_id == first.id
    assert standing(again) == (turn, None)
    own = [again.id] if ending == MentorshipEnd.HANDED_BACK else []
    assert (queued(first), queued(other)) == (own, [again.id])
    assert EventRecord.objects.get(name=ENDED).payload == {
        "mentorship_id": str(ended.id),
        "project_id": str(again.project_id),
        "mentor_id": str(first.id),
        "ending": ending.value,
        "person_ids": [str(again.project.owner_id)],
    }
    assert end_mentorship(project_id=again.project_id, ending=ending, now=clock.now()) is None


@pytest.mark.parametrize("decision", ["revise", "accepted"])
def test_what_was_decided_is_kept_for_nobody(decision: str, kept: Kept) -> None:
    by, again = kept
    assert standing(again) == (RESERVED, by.id)
    reviewed(by, again, decision)
    assert standing(again) == (IN_TURN, None)


def test_what_was_left_lying_comes_before_what_waits_longer() -> None:
    first, other = mentor(), mentor()
    older, again = waiting(), waiting(returned(first))
    end_mentorship(project_id=again.project_id, ending=MentorshipEnd.SILENT, now=clock.now())
    assert queued(other) == [again.id, older.id]
    assert queued(first) == [older.id]
    with pytest.raises(NotFound):
        leased(first, again)


def test_handing_back_ends_it_and_the_work_waits_in_its_old_place_for_anybody(kept: Kept) -> None:
    (first, again), other, later = kept, mentor(), waiting()
    review = leased(first, again)
    release_review(actor=first, review_id=review.id, now=clock.now())
    assert (standing(again), mentors_of(again.project)) == ((IN_TURN, None), [])
    assert queued(other) == [again.id, later.id]
    assert queued(first) == [later.id]
    assert leased(first, again).mentor.person_id == first.id


def test_the_review_that_was_under_way_begins_nothing_anew(kept: Kept) -> None:
    by, again = kept
    review = typed(by, leased(by, again), "revise")
    end_mentorship(project_id=again.project_id, ending=MentorshipEnd.AWAY, now=clock.now())
    submit_review(actor=by, review_id=review.id, now=clock.now())
    assert mentors_of(again.project) == []
    assert standing(waiting(again.project)) == (IN_TURN, None)


def test_a_lease_that_runs_out_ends_nothing(kept: Kept) -> None:
    by, again = kept
    leased(by, again)
    assert expire_leases(now=clock.now() + timedelta(hours=1)) == 1
    assert (standing(again), queued(by)) == ((RESERVED, by.id), [again.id])


def closed_by_suspension(by: User, _school: Any) -> None:
    suspend(actor=granted(Role.PROGRAMME_OFFICE), mentor_id=profile(by).id, reason="report", now=clock.now())


def closed_by_revoking(by: User, _school: Any) -> None:
    office = granted(Role.PROGRAMME_OFFICE)
    for vetting in profile(by).vettings.all():
        revoke_vetting(actor=office, vetting_id=vetting.id, reason="not_met", now=clock.now())


def closed_by_conflict(by: User, school: Any) -> None:
    declare_conflict(actor=by, kind="organisation", organisation=school)


def profile(person: User) -> Mentor:
    return Mentor.objects.get(person=person)


@pytest.mark.parametrize("close", [closed_by_suspension, closed_by_revoking, closed_by_conflict])
def test_work_that_closes_to_a_mentor_is_anybodys_though_it_was_under_a_lease(close: Any, kept: Kept) -> None:
    (by, again), other = kept, mentor()
    owner, elsewhere = again.project.owner, returned(by)
    leased(by, again)
    close(by, f"school-{owner.username}")
    deliver_all()
    assert (standing(again), queued(other)) == ((IN_TURN, None), [again.id])
    ended = Mentorship.objects.filter(ending=MentorshipEnd.CLOSED).values_list("project_id", flat=True)
    kept = {again.project_id} if close is closed_by_conflict else {again.project_id, elsewhere.id}
    assert set(ended) == kept


def test_news_of_a_suspension_that_comes_after_its_end_ends_nothing(kept: Kept) -> None:
    (by, again), office = kept, granted(Role.PROGRAMME_OFFICE)
    suspend(actor=office, mentor_id=profile(by).id, reason="report", now=clock.now())
    lift_suspension(actor=office, mentor_id=profile(by).id, now=clock.now())
    deliver_all()
    assert mentors_of(again.project) == [by.id]


def test_whoever_mentored_a_project_does_not_read_it_blind() -> None:
    by, other = mentor(), mentor()
    gate = {**stage("gate"), "review": {"mode": "blind", "reviewers": 2, "threshold": 0.25}}
    submission = reviewed(by, waiting(ProjectFactory(call=CallFactory(stages=[stage("idea"), gate])))).submission
    handed_in = waiting(Project.objects.get(pk=submission.project_id))
    assert (queued(by), queued(other)) == ([], [handed_in.id])
    with pytest.raises(NotFound):
        leased(by, handed_in)
    assert leased(other, handed_in).status == "draft"
