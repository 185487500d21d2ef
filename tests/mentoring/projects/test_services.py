from datetime import UTC, datetime
from typing import Any

import pytest

from foundation.kernel.errors import ConsentRequired, NotFound, Stale
from foundation.kernel.ids import new_id
from foundation.outbox.models import EventRecord
from mentoring.projects.enums import Decision
from mentoring.projects.errors import (
    AlreadySubmitted,
    AnswersNotRight,
    CallClosed,
    IdTaken,
    Incomplete,
    NotWaiting,
    OneProjectOnly,
    ProjectNotYours,
    SubmissionOpen,
    UnknownCall,
)
from mentoring.projects.models import Call, Project, Submission
from mentoring.projects.selectors import ProjectFacts, project_facts
from mentoring.projects.services import (
    begin_project,
    begin_submission,
    change_project,
    decide,
    lock_in_review,
    put_back,
    save_answers,
    submit_submission,
    take_up,
)
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    stage,
    texts,
    waiting,
    written_anew,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDS = {"title": "Water", "language": "fr"}


def events(name: str) -> list[dict[str, Any]]:
    return list(EventRecord.objects.filter(name=name).values_list("payload", flat=True))


def test_the_same_id_gives_the_same_project_to_its_owner_alone() -> None:
    call, learner, identity = CallFactory(), PersonFactory(), new_id()
    first = begin_project(actor=learner, call_id=call.id, project_id=identity, **WORDS)
    again = begin_project(actor=learner, call_id=call.id, project_id=identity, title="Other", language="ar")
    assert (first.id, again.id, again.title) == (identity, identity, "Water")
    with pytest.raises(IdTaken):
        begin_project(actor=PersonFactory(), call_id=call.id, project_id=identity, **WORDS)
    assert Project.objects.count() == 1


def test_one_project_each_unless_the_call_allows_more_or_it_was_declined() -> None:
    call, learner = CallFactory(several_projects=False), PersonFactory()
    first = begin_project(actor=learner, call_id=call.id, **WORDS)
    with pytest.raises(OneProjectOnly):
        begin_project(actor=learner, call_id=call.id, **WORDS)
    begin_project(actor=PersonFactory(), call_id=call.id, **WORDS)
    submission = waiting(first)
    take_up(actor=PersonFactory(), submission_id=submission.id)
    decide(submission=lock_in_review(submission.id), decision=Decision.DECLINED, now=NOON)
    begin_project(actor=learner, call_id=call.id, **WORDS)
    several = CallFactory()
    for _ in range(2):
        begin_project(actor=learner, call_id=several.id, **WORDS)


def test_no_project_in_a_call_that_is_closed_or_not_there() -> None:
    with pytest.raises(CallClosed):
        begin_project(actor=PersonFactory(), call_id=CallFactory(status="closed").id, **WORDS)
    with pytest.raises(UnknownCall):
        begin_project(actor=PersonFactory(), call_id=new_id(), **WORDS)


def test_a_project_changes_while_it_is_in_its_owners_hands() -> None:
    project = ProjectFactory()
    changed = change_project(actor=project.owner, project_id=project.id, revision=1, changes={"title": "Rain"})
    assert (changed.title, changed.problem, changed.revision) == ("Rain", project.problem, 2)
    with pytest.raises(Stale):
        change_project(actor=project.owner, project_id=project.id, revision=1, changes={"title": "Snow"})
    with pytest.raises(NotFound):
        change_project(actor=PersonFactory(), project_id=project.id, revision=2, changes={"title": "Snow"})
    waiting(changed)
    with pytest.raises(ProjectNotYours):
        change_project(actor=project.owner, project_id=project.id, revision=None, changes={"title": "Snow"})
    project.refresh_from_db()
    assert project.title == "Rain"


def test_a_draft_takes_answers_bit_by_bit() -> None:
    project = ProjectFactory()
    submission = begin_submission(actor=project.owner, project_id=project.id, answers={"who": "Us"})
    assert (submission.stage, submission.number, submission.status) == ("idea", 1, "draft")
    changes = {"demo": "https://example.org", "more": "Later"}
    save_answers(actor=project.owner, submission_id=submission.id, revision=1, answers=changes)
    kept = save_answers(actor=project.owner, submission_id=submission.id, revision=2, answers={"more": None})
    assert kept.answers == {"who": "Us", "demo": "https://example.org"}
    with pytest.raises(Stale):
        save_answers(actor=project.owner, submission_id=submission.id, revision=2, answers={"who": "Them"})
    with pytest.raises(AnswersNotRight):
        save_answers(actor=project.owner, submission_id=submission.id, revision=3, answers={"demo": "nowhere"})
    submission.refresh_from_db()
    assert (submission.answers, submission.revision) == (kept.answers, 3)


def test_one_open_submission_and_the_same_id_gives_the_same() -> None:
    project, identity = ProjectFactory(), new_id()
    owner = project.owner
    first = begin_submission(actor=owner, project_id=project.id, submission_id=identity)
    assert begin_submission(actor=owner, project_id=project.id, submission_id=identity) == first
    with pytest.raises(SubmissionOpen):
        begin_submission(actor=owner, project_id=project.id)
    other = ProjectFactory(owner=owner)
    with pytest.raises(IdTaken):
        begin_submission(actor=owner, project_id=other.id, submission_id=identity)
    with pytest.raises(NotFound):
        begin_submission(actor=PersonFactory(), project_id=project.id)
    assert Submission.objects.count() == 1


def test_a_draft_is_submitted_once() -> None:
    submission = draft()
    owner = submission.project.owner
    submit_submission(actor=owner, submission_id=submission.id, now=NOON)
    submission.refresh_from_db()
    assert (submission.status, submission.submitted_at, submission.revision) == ("submitted", NOON, 2)
    assert Project.objects.values_list("status", flat=True).get() == "submitted"
    assert events("mentoring.project_submitted.v1") == [
        {"submission_id": str(submission.id), "project_id": str(submission.project_id)}
    ]
    with pytest.raises(AlreadySubmitted):
        submit_submission(actor=owner, submission_id=submission.id, now=NOON)
    with pytest.raises(AlreadySubmitted):
        save_answers(actor=owner, submission_id=submission.id, revision=None, answers={"who": "x"})
    assert len(events("mentoring.project_submitted.v1")) == 1


def test_required_questions_come_first() -> None:
    submission = draft(answers={"who": "  "})
    with pytest.raises(Incomplete) as refusal:
        submit_submission(actor=submission.project.owner, submission_id=submission.id, now=NOON)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [("/answers/who", "required")]
    submission.refresh_from_db()
    assert (submission.status, submission.submitted_at) == ("draft", None)
    assert events("mentoring.project_submitted.v1") == []


@pytest.mark.parametrize("birth_date", [MinorFactory.birth_date, None])
def test_a_minor_submits_to_nobody_until_consents_exist(birth_date: Any) -> None:
    submission = draft(ProjectFactory(owner__birth_date=birth_date))
    with pytest.raises(ConsentRequired) as refusal:
        submit_submission(actor=submission.project.owner, submission_id=submission.id, now=NOON)
    assert (refusal.value.code, refusal.value.extra) == ("consent_required", {"purpose": "mentor_contact"})
    submission.refresh_from_db()
    assert submission.status == "draft"
    assert EventRecord.objects.count() == 0


def test_a_closed_call_takes_only_what_was_asked_for() -> None:
    submission, revised = draft(), waiting()
    take_up(actor=PersonFactory(), submission_id=revised.id)
    decide(submission=lock_in_review(revised.id), decision=Decision.REVISE, now=NOON)
    again = draft(Project.objects.get(pk=revised.project_id))
    Call.objects.update(status="closed")
    with pytest.raises(CallClosed):
        submit_submission(actor=submission.project.owner, submission_id=submission.id, now=NOON)
    assert submit_submission(actor=again.project.owner, submission_id=again.id, now=NOON).status == "submitted"


def decided(decision: Decision, submission: Submission) -> tuple[str, str, str, Any]:
    take_up(actor=PersonFactory(), submission_id=submission.id)
    decide(submission=lock_in_review(submission.id), decision=decision, now=NOON)
    submission.refresh_from_db()
    project = Project.objects.get(pk=submission.project_id)
    return submission.status, project.status, project.stage, project.accepted_at


def test_acceptance_leads_through_the_stages_and_is_announced_at_the_last() -> None:
    call = CallFactory(stages=[stage("idea"), stage("prototype")])
    first = waiting(ProjectFactory(call=call))
    assert decided(Decision.ACCEPTED, first) == ("accepted", "active", "prototype", None)
    assert events("mentoring.project_accepted.v1") == []
    project = Project.objects.get()
    second = waiting(project)
    assert (second.stage, second.number) == ("prototype", 1)
    assert decided(Decision.ACCEPTED, second) == ("accepted", "accepted", "prototype", NOON.replace(hour=0))
    assert events("mentoring.project_accepted.v1") == [
        {
            "project_id": str(project.id),
            "submission_id": str(second.id),
            "call_id": str(call.id),
            "accepted_at": "2026-11-24T12:00:00+00:00",
        }
    ]
    with pytest.raises(ProjectNotYours):
        begin_submission(actor=project.owner, project_id=project.id)


def test_a_revision_is_the_next_number_of_the_stage() -> None:
    first = waiting()
    assert decided(Decision.REVISE, first) == ("returned", "active", "idea", None)
    second = draft(Project.objects.get())
    assert (second.stage, second.number) == ("idea", 2)


def test_a_declined_project_is_over() -> None:
    first = waiting()
    assert decided(Decision.DECLINED, first) == ("declined", "declined", "idea", None)
    with pytest.raises(ProjectNotYours):
        begin_submission(actor=first.project.owner, project_id=first.project_id)
    assert events("mentoring.project_accepted.v1") == []


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted", "returned", "declined"])
def test_only_what_is_in_review_is_decided(status: str) -> None:
    submission = waiting()
    draft = {"ticket": None, "seats": 0} if status == "draft" else {}
    written_anew(submission, status=status, wanting=int(status == "submitted"), **draft)
    with pytest.raises(NotWaiting):
        decide(submission=lock_in_review(submission.id), decision=Decision.ACCEPTED, now=NOON)
    assert Project.objects.values_list("status", flat=True).get() == "submitted"
    put_back(submission_ids=[submission.id])
    assert Submission.objects.values_list("status", flat=True).get() == status


def test_a_mentor_who_takes_it_up_again_is_remembered_once() -> None:
    submission, reader, other = waiting(), PersonFactory(), PersonFactory()
    ticket = submission.ticket
    for person in (reader, other, reader):
        take_up(actor=person, submission_id=submission.id)
        with pytest.raises(NotWaiting):
            take_up(actor=person, submission_id=submission.id)
        put_back(submission_ids=[submission.id])
    submission.refresh_from_db()
    assert (submission.readers, submission.status, submission.ticket) == ([other.id, reader.id], "submitted", ticket)


def test_facts_for_a_credential() -> None:
    project = ProjectFactory(title="Water")
    assert project_facts(project.id) == ProjectFacts(texts("A call"), "Water", [project.owner_id])
