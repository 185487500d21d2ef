from datetime import timedelta
from functools import partial

import pytest

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from mentoring.mentors.enums import VettingMove
from mentoring.mentors.models import Conflict, Mentor, Suspension, Vetting
from mentoring.mentors.services import (
    decide_vetting,
    declare_conflict,
    lift_suspension,
    request_vetting,
    revoke_vetting,
    suspend,
)
from mentoring.mentors.services.declaring import MOST_CONFLICTS
from mentoring.projects.models import Submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import lease_submission, submit_review
from tests.factories.mentoring import deliver_all, granted, leased, member_state, mentor, typed, vetted, waiting
from tests.racing import codes, race

pytestmark = pytest.mark.django_db(transaction=True)
REVIEWED = "mentoring.submission_reviewed.v1"


def stopping(whom: User) -> partial:
    by = granted(Role.SAFEGUARDING_OFFICER)
    mentor_id = Mentor.objects.get(person=whom).id
    return partial(suspend, actor=by, mentor_id=mentor_id, reason="report", now=clock.now())


def deciding(vetting: Vetting, move: VettingMove) -> partial:
    by = granted(Role.PROGRAMME_OFFICE)
    values = {"seen": vetting.wanted, "reason": "not_met" if move == VettingMove.REFUSE else ""}
    return partial(decide_vetting, actor=by, vetting_id=vetting.id, move=move, now=clock.now(), **values)


def test_two_decisions_on_one_vetting_are_one() -> None:
    vetting = request_vetting(actor=mentor(is_vetted=False), state=None)
    moves = [VettingMove.APPROVE, VettingMove.REFUSE] * 3
    assert codes(race(*[deciding(vetting, move) for move in moves])) == {"done": 1, "vetting_decided": 5}
    vetting.refresh_from_db()
    told = EventRecord.objects.get(name="mentoring.vetting_decided.v1")
    assert told.payload["decision"] == vetting.status in {"valid", "refused"}


def test_five_requests_are_one() -> None:
    person = mentor(is_vetted=False)
    member_state("MA")
    results = race(*[partial(request_vetting, actor=person, state="MA")] * 5)
    assert codes(results) == {"done": 1, "already_requested": 4}


def test_a_new_vetting_against_the_end_of_the_old_one() -> None:
    for _ in range(3):
        person = mentor(is_vetted=False)
        old, new = vetted(person), request_vetting(actor=person, state=None)
        by = granted(Role.PROGRAMME_OFFICE)
        revoke = partial(revoke_vetting, actor=by, vetting_id=old.id, reason="mistake", now=clock.now())
        results = race(deciding(new, VettingMove.APPROVE), revoke)
        old.refresh_from_db()
        new.refresh_from_db()
        assert (new.status, old.status) in {("valid", "replaced"), ("valid", "revoked")}
        assert codes(results)["done"] == (2 if old.status == "revoked" else 1)


def test_five_suspensions_are_one() -> None:
    whom = mentor()
    assert codes(race(*[stopping(whom) for _ in range(5)])) == {"done": 1, "already_suspended": 4}
    assert Suspension.objects.filter(lifted_at=None).count() == 1


def test_a_suspension_against_leases_leaves_none() -> None:
    for _ in range(3):
        whom, submissions = mentor(), [waiting(), waiting(), waiting()]
        take = [
            partial(lease_submission, actor=whom, submission_id=one.id, now=clock.now() + timedelta(seconds=5))
            for one in submissions
        ]
        found = codes(race(take[0], stopping(whom), *take[1:]))
        assert (found["done"] + found["not_found"], set(found) <= {"done", "not_found"}) == (4, True)
        deliver_all()
        assert not Review.objects.filter(mentor__person=whom, status="draft").exists()
        after = Submission.objects.filter(pk__in=[one.id for one in submissions])
        assert set(after.values_list("status", flat=True)) == {"submitted"}


def test_a_suspension_against_a_review_that_is_sent() -> None:
    for _ in range(4):
        whom = mentor()
        review = typed(whom, leased(whom))
        submit = partial(submit_review, actor=whom, review_id=review.id, now=clock.now())
        results = race(stopping(whom), submit)
        deliver_all()
        review.refresh_from_db()
        sent = EventRecord.objects.filter(name=REVIEWED, payload__review_id=str(review.id)).count()
        outcome = (review.status, Submission.objects.get(pk=review.submission_id).status, sent, codes(results))
        assert outcome in (
            ("submitted", "accepted", 1, {"done": 2}),
            ("expired", "submitted", 0, {"done": 1, "not_found": 1}),
        )
        assert review.feedback == "Well observed."


def test_a_suspension_that_ends_while_its_news_arrives_frees_only_what_was_held_before() -> None:
    whom, by = mentor(), granted(Role.PROGRAMME_OFFICE)
    before = leased(whom)
    stopping(whom)()
    mentor_id = Mentor.objects.get(person=whom).id
    race(partial(lift_suspension, actor=by, mentor_id=mentor_id, now=clock.now()), deliver_all)
    deliver_all()
    before.refresh_from_db()
    assert before.status in {"expired", "draft"}
    fresh = leased(whom, waiting())
    assert (Suspension.objects.filter(lifted_at=None).count(), fresh.status) == (0, "draft")


def test_no_more_conflicts_than_one_may_declare() -> None:
    person = mentor()
    names = [partial(declare_conflict, actor=person, kind="family_name", family_name=f"Name{n}") for n in range(24)]
    for declare in names[: MOST_CONFLICTS - 2]:
        declare()
    assert codes(race(*names[MOST_CONFLICTS - 2 :])) == {"done": 2, "too_many_conflicts": 4}
    assert Conflict.objects.count() == MOST_CONFLICTS
