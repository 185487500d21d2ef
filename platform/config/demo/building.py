"""The open calls, the learners' projects, and what the mentor said about them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from config.demo.drawing import sketch
from config.demo.lapsing import lapse
from config.demo.people import Added
from config.demo.stages import LONG_AGO, READING, REVIEWED, STAGES, SUBMITTED
from config.demo.tables import Tables, Verdict, Work
from foundation.accounts.models import User
from mentoring.projects.models import Call, Submission
from mentoring.projects.services import (
    add_file,
    begin_project,
    begin_submission,
    create_call,
    declare,
    join_team,
    make_join_code,
    submit_submission,
)
from mentoring.reviews.services import lease_submission, save_review, submit_review
from mentoring.showcase.services import say_showing


def build(tables: Tables, everybody: Sequence[Added], staff: dict[str, User], now: datetime) -> None:
    people = {learner.row.username: learner.person for learner in everybody}
    calls = {key: create_call(actor=staff["author"], **_call(row)) for key, row in tables.calls.items()}
    for learner in everybody:
        stage = STAGES[learner.row.stage]
        if not stage.project:
            continue
        work = tables.works[learner.row.username]
        call = calls[work.call]
        submission = _draft(call, learner, work, [people[username] for username in work.team], now)
        mentor, ago = staff[work.mentor], LONG_AGO if work.again else timedelta()
        if stage.submitted:
            submit_submission(actor=learner.person, submission_id=submission.id, now=now - SUBMITTED - ago)
        if work.review:
            _review(call, submission, work.review, mentor, now - REVIEWED - ago)
        if work.again:
            lapse(submission, learner, work, mentor, now)
        if work.shown:
            _show(learner.person, submission.project_id, work)


def _show(person: User, project_id: UUID, work: Work) -> None:
    about: dict[str, Any] = {"actor": person, "project_id": project_id, "revision": None}
    declare(**about, own_work=True, others_work=work.by_others, licence=work.licence)
    say_showing(**about, show=True, name=work.shown)


def _call(row: dict[str, Any]) -> dict[str, Any]:
    """With what the API fills in by itself."""
    stages = [
        {**stage, "questions": [{"max_bytes": None, "media_types": [], **question} for question in stage["questions"]]}
        for stage in row["stages"]
    ]
    return {**row, "stages": stages}


def _draft(call: Call, learner: Added, work: Work, team: Sequence[User], now: datetime) -> Submission:
    project = begin_project(
        actor=learner.person,
        call_id=call.id,
        title=work.title,
        problem=work.problem,
        idea=work.idea,
        language=learner.row.language,
        sdgs=list(work.sdgs),
    )
    if team:
        code = make_join_code(actor=learner.person, project_id=project.id, now=now).code
        for mate in team:
            join_team(actor=mate, code=code, now=now)
    submission = begin_submission(actor=learner.person, project_id=project.id, answers=dict(work.answers))
    if work.drawn:
        file = ContentFile(sketch(learner.person.username), "sketch.png")
        add_file(actor=learner.person, submission_id=submission.id, question=work.drawn, file=file)
    return submission


def _review(call: Call, submission: Submission, verdict: Verdict, mentor: User, now: datetime) -> None:
    review = lease_submission(actor=mentor, submission_id=submission.id, now=now - READING)
    keys = [criterion["key"] for criterion in call.rubric["criteria"]]
    changes = {
        "scores": {key: {"points": points, "reason": ""} for key, points in zip(keys, verdict.scores, strict=True)},
        "remarks": list(verdict.remarks),
        "feedback": verdict.feedback,
        "decision": verdict.decision,
    }
    save_review(actor=mentor, review_id=review.id, revision=review.revision, changes=changes)
    submit_review(actor=mentor, review_id=review.id, now=now)
