"""Two hundred mentors on fifty submissions at once: each seat is one mentor's, and no mentor holds more than four."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

import pytest

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.errors import Problem
from mentoring.projects.models import Call, Submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import lease_submission
from tests.factories.mentoring import CallFactory, ProjectFactory, blind_call, mentor, waiting
from tests.racing import at_once
from tests.services import scale

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
MENTORS, SUBMISSIONS, PENS = 200, 50, 12
Wish = tuple[User, Submission]


@pytest.mark.parametrize(("call", "seats"), [(CallFactory, 1), (blind_call, 2)])
def test_each_seat_is_one_mentors_and_nobody_holds_more_than_four(call: Callable[[], Call], seats: int) -> None:
    asked = call()
    submissions = [waiting(ProjectFactory(call=asked)) for _ in range(scale(SUBMISSIONS))]
    said = sum((Counter(_all_at_once(wishes)) for wishes in _wishes(submissions)), Counter[str]())
    taken = scale(SUBMISSIONS) * seats
    refused = scale(MENTORS) * len(submissions) - taken
    assert (said["done"], said["submission_taken"] + said["leases_full"]) == (taken, refused)
    held = Review.objects.filter(status="draft").values_list("submission", "seat", "mentor", "slot")
    per_seat, per_submission = Counter(row[:2] for row in held), Counter((row[0], row[2]) for row in held)
    assert per_seat == {(one.pk, seat): 1 for one in submissions for seat in range(1, seats + 1)}
    assert (set(per_submission.values()), max(Counter(row[2] for row in held).values())) == ({1}, 4)
    rows = Submission.objects.values_list("status", "seats", "wanting", "readers__len")
    assert Counter(rows) == {("in_review", seats, 0, seats): len(submissions)}


def _wishes(submissions: list[Submission]) -> list[list[Wish]]:
    """Everybody wants everything, in an order drawn by lot; a twentieth of them came first, for more than they can carry."""
    chance, people = Random(20261129), [mentor() for _ in range(scale(MENTORS))]
    early = len(people) // 20
    wishes = [[(person, one) for person in some for one in submissions] for some in (people[:early], people[early:])]
    return [chance.sample(some, len(some)) for some in wishes]


def _all_at_once(wishes: list[Wish]) -> list[str]:
    said = at_once(*(partial(_take, wishes[pen::PENS]) for pen in range(PENS)))
    return [one for some in said for one in some]


def _take(wishes: list[Wish]) -> list[str]:
    return [_answer(person, submission) for person, submission in wishes]


def _answer(person: User, submission: Submission) -> str:
    try:
        lease_submission(actor=person, submission_id=submission.id, now=clock.now())
    except Problem as refusal:
        return refusal.code
    return "done"
