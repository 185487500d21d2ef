from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, FieldError, Invalid, Stale, Unprocessable

EXPLANATIONS: dict[str, Promise] = {
    "unknown_criterion": _("The rubric has no criterion with this key."),
    "unknown_level": _("No level of this criterion is worth that many points."),
    "not_scored": _("Give this criterion its points before you submit."),
    "no_reason": _("Say why you give these points: for this criterion the call asks for a reason."),
    "not_decided": _("Choose a decision: accepted, revise or declined."),
    "no_feedback": _("Tell the learner why, in your own words or with a remark that says what to do."),
    "outcome_missing": _("Say what came of it before you close it."),
    "outcome_too_early": _("An outcome belongs to a case that is closed."),
}


def field_errors(faults: list[tuple[str, str]]) -> list[FieldError]:
    return [FieldError(pointer, code, EXPLANATIONS[code]) for pointer, code in faults]


class SubmissionTaken(Conflict):
    code = "submission_taken"
    detail = _("Another mentor has taken this submission.")


class AlreadyReviewed(Conflict):
    code = "already_reviewed"
    detail = _("You have reviewed this submission already.")


class LeasesFull(Conflict):
    code = "leases_full"
    detail = _("You hold four reviews already. Submit one or hand one back first.")


class LeaseExpired(Conflict):
    code = "lease_expired"
    detail = _(
        "Your time with this submission is over. What you typed is kept: while it waits for you, take it to go on from there."
    )


class ReviewClosed(Conflict):
    code = "review_closed"
    detail = _("This review was submitted or handed back, and can't be sent any more. What you typed is kept.")


class ReviewTakenAnew(Conflict):
    """`review` is the mentor's newest of that work."""

    code = "review_taken_anew"
    detail = _(
        "You have taken this work up again since. What you have just sent is kept beside your newer review, under `unsaved`: "
        "go on there."
    )


class ReviewStale(Stale):
    """`stored` is what the review has now."""

    title = _("You have saved something newer")
    detail = _(
        "What you have just sent is not lost: it is kept beside the review, under `unsaved`. Look at both, and save."
    )


class ScoresNotRight(Invalid):
    code = "scores_not_right"
    detail = _("Some scores don't fit the rubric. What is wrong is listed.")


class ReviewIncomplete(Unprocessable):
    code = "review_incomplete"
    detail = _("Something is missing before this review can go out. What is missing is listed.")


class SubmissionHeld(Conflict):
    code = "submission_held"
    detail = _("You hold this yourself. Hand it back if it is to wait, with a word to whoever takes it next.")


class SnoozedTwice(Conflict):
    code = "snoozed_twice"
    detail = _(
        "You have put this off twice already. Take it up, then hand it back with a word if it is for somebody else."
    )


class UnknownSubject(Unprocessable):
    code = "unknown_subject"
    detail = _("There is no such thing for you to report.")


class AlreadyReported(Conflict):
    code = "already_reported"
    detail = _("You have reported this already. You are told when somebody has looked into it.")


class CaseClosed(Conflict):
    code = "case_closed"
    detail = _("This case is closed. What is reported from now on opens another one.")


class CaseFilesClosed(Conflict):
    code = "case_files_closed"


class CaseNotRight(Unprocessable):
    code = "case_not_right"
    detail = _("Some of this doesn't fit together. What is wrong is listed.")


class RatingKept(Conflict):
    code = "rating_kept"
    detail = _("Your rating is older than 30 days and stays as it is.")
