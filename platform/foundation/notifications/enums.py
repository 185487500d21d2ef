from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    COURSE_REOPENED = "course_reopened", _("More time for a course")
    QUIZ_REOPENED = "quiz_reopened", _("One more attempt at a quiz")
    SUBMISSION_REVIEWED = "submission_reviewed", _("Project reviewed")
    FILE_REFUSED = "file_refused", _("File refused")
    ACCOUNT_CODE_MADE = "account_code_made", _("Code for a new password")
    CONSENT_ANSWERED = "consent_answered", _("Guardian's decision")
    CREDENTIAL_READY = "credential_ready", _("Certificate ready")
    EVIDENCE_REFUSED = "evidence_refused", _("Evidence refused")
    VETTING_DECIDED = "vetting_decided", _("Vetting decided")
    VETTING_EXPIRES = "vetting_expires", _("Vetting ends soon")
    WORK_WAITS = "work_waits", _("Work that waits for you")
    REVISION_WAITS = "revision_waits", _("Your project waits for you")
    CONSENT_AWAITED = "consent_awaited", _("Your project waits for a consent")
    TEAM_CHANGES = "team_changes", _("Who is in your team")
    MENTOR_CHANGES = "mentor_changes", _("Another mentor for a project")
    MENTOR_RETURNS = "mentor_returns", _("A mentor who was asked back")
    WAIT_OVERDUE = "wait_overdue", _("Projects that wait too long")
    MENTOR_STANDING = "mentor_standing", _("Work as a mentor")
    REPORT_MADE = "report_made", _("Something was reported")
    REPORT_CLOSED = "report_closed", _("What was reported was looked into")


class MailStatus(TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
