from uuid import UUID

from django.db.models import BooleanField, IntegerField, QuerySet, UUIDField, Value

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.programmes.policies import one
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.models import ProjectFile, Submission
from mentoring.projects.policies.submissions import get_submission_for, submissions_known_to
from mentoring.projects.rules import listed_in


def files_of(submission: Submission, *, named: bool) -> QuerySet[ProjectFile]:
    """Those that its answers list, each with the `submission` by which it is read, and `named` where its name may be told."""
    listed = ProjectFile.objects.filter(project=submission.project_id, pk__in=listed_in(submission.answers))
    return listed.select_related("file").annotate(
        submission=Value(submission.pk, output_field=UUIDField()),
        named=Value(named, output_field=BooleanField()),
        revision=Value(submission.revision, output_field=IntegerField()),
    )


def accepted_files_of(project_id: UUID) -> QuerySet[ProjectFile]:
    """Those that the accepted versions list, of each stage."""
    accepted = Submission.objects.filter(project=project_id, status=SubmissionStatus.ACCEPTED)
    listed = {file_id for answers in accepted.values_list("answers", flat=True) for file_id in listed_in(answers)}
    return ProjectFile.objects.filter(project=project_id, pk__in=listed).select_related("file")


def files_for(actor: User, submission_id: UUID) -> QuerySet[ProjectFile]:
    """Of what the actor may read. A file's name may be a person's: only who may know the team is told it."""
    submission = get_submission_for(actor, submission_id)
    named = submissions_known_to(actor).filter(pk=submission.pk).exists()
    return files_of(submission, named=named)


def get_content_for(actor: User, submission_id: UUID, file_id: UUID) -> ProjectFile:
    """One that was found clean."""
    return one(files_for(actor, submission_id).filter(pk=file_id, file__status=FileStatus.CLEAN))
