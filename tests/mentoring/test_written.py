"""What factories write in few statements is what the services leave."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.outbox.models import Delivery, EventRecord
from mentoring.projects.models import Call, Mentorship, Project, Submission
from mentoring.projects.services import submit_submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import lease_submission, save_review, submit_review
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    SCORES,
    CallFactory,
    ProjectFactory,
    begun,
    blind_call,
    draft,
    given,
    handed_in,
    joined,
    leased,
    member_of,
    mentor,
    stage,
    typed,
    waiting,
)

pytestmark = pytest.mark.django_db
DRAWN = {"id", "ticket", "submission_id", "subject_id"}  # anew each time


def values(row: Any) -> dict[str, Any]:
    """A time is only there or not: a day is the day of it."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: isinstance(value, datetime) or value for name, value in kept.items() if name not in DRAWN}


def left_by(act: Callable[[], object]) -> list[Any]:
    """All that is there after it, as if it had not been."""
    with transaction.atomic():
        act()
        rows = [
            values(row)
            for model in (Project, Submission, Mentorship, Review, Record)
            for row in model._default_manager.order_by("created_at")
        ]
        news = EventRecord.objects.values_list("name", flat=True)
        sent = Delivery.objects.values_list("event__name", "subscriber", "queue")
        left = [*rows, sorted(news), sorted(sent)]
        transaction.set_rollback(True)
    return left


def project_of(*states: str, **given: Any) -> Project:
    """A team of as many, each of a state."""
    lead, *others = [member_of(code) for code in states] or [PersonFactory()]
    project: Project = ProjectFactory(owner=lead, **given)
    for person in others:
        joined(project, person)
    return project


@pytest.mark.parametrize(
    ("states", "call"),
    [
        ((), CallFactory),
        (("MA",), CallFactory),
        (("MA", "MA"), partial(CallFactory, stages=[stage("idea"), stage("pilot")])),
        (("JO", "MA"), partial(blind_call, 3)),
    ],
)
def test_what_is_handed_in(states: tuple[str, ...], call: Callable[[], Call]) -> None:
    project_of(*states, call=call())

    def submit() -> None:
        submission = draft(Project.objects.get())
        submit_submission(actor=submission.project.owner, submission_id=submission.id, now=clock.now())

    assert left_by(lambda: handed_in(Project.objects.get())) == left_by(submit)


@pytest.mark.parametrize("stages", [[stage("idea")], [stage("idea"), stage("pilot")]], ids=len)
@pytest.mark.parametrize("decision", ["accepted", "revise", "declined"])
def test_what_is_given(decision: str, stages: list[dict[str, Any]]) -> None:
    by, submission = mentor(), waiting(project_of("MA", "MA", call=CallFactory(stages=stages)))

    def give() -> None:
        review = typed(by, leased(by, submission), decision)
        submit_review(actor=by, review_id=review.id, now=clock.now())

    assert left_by(lambda: given(by, Submission.objects.get(), decision)) == left_by(give)


def test_what_is_leased_and_what_is_typed() -> None:
    by, submission = mentor(), waiting()
    begun(by, waiting())

    def lease() -> Review:
        return lease_submission(actor=by, submission_id=submission.id, now=clock.now())

    assert left_by(lambda: begun(by, submission)) == left_by(lease)
    review, whole = lease(), {"scores": SCORES, "feedback": "Well observed.", "decision": "accepted"}
    save = partial(save_review, actor=by, review_id=review.id, revision=None, changes=whole)
    assert left_by(lambda: typed(by, review)) == left_by(save)
