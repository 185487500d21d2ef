"""What follows when something is found in a file of a project."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.outbox import publish
from foundation.outbox.events.mentoring import ProjectFileRefused
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.models import OPEN_SUBMISSION, Project, ProjectFile, Submission
from mentoring.projects.policies import team_of
from mentoring.projects.rules import listed_in, missing_answers, questions_of, without_files
from mentoring.projects.services.withdrawing import give_back, is_untouched


@transaction.atomic
def drop_refused(*, stored_id: UUID, now: datetime) -> None:
    """A draft loses the file, and the team is told. What waits without a required answer now, and nobody has begun to read, is
    its team's draft again, to be handed in at any time. Else what was handed in stays, and shows that it was refused."""
    file = ProjectFile.objects.filter(file=stored_id).first()
    if file is None:
        return
    projects = Project.objects.select_related("call", "owner").select_for_update(of=("self",), no_key=True)
    project = projects.get(pk=file.project_id)
    submission = project.submissions.filter(OPEN_SUBMISSION).select_for_update(no_key=True).first()
    given_back = bool(submission and _drop(project, submission, str(file.pk), now))
    questions = questions_of(project.call.stages, file.stage)
    publish(
        ProjectFileRefused(
            file_id=stored_id,
            project_id=project.id,
            handed_in=_is_handed_in(project, str(file.pk)),
            given_back=given_back,
            question_titles=next(question["title"] for question in questions if question["key"] == file.question),
            person_ids=team_of(project.id),
        )
    )


def _drop(project: Project, submission: Submission, file_id: str, now: datetime) -> bool:
    """Whether the submission was given back for it."""
    if file_id not in listed_in(submission.answers):
        return False
    kept = without_files(submission.answers, {file_id})
    is_draft = submission.status == SubmissionStatus.DRAFT
    is_missed = missing_answers(kept, questions_of(project.call.stages, submission.stage))
    if not is_draft and not (is_missed and is_untouched(submission)):
        return False
    submission.answers = kept
    submission.advance(["answers"])
    if not is_draft:
        give_back(project, submission, now=now)
    return not is_draft


def _is_handed_in(project: Project, file_id: str) -> bool:
    handed_in = project.submissions.exclude(status=SubmissionStatus.DRAFT).values_list("answers", flat=True)
    return any(file_id in listed_in(answers) for answers in handed_in)
