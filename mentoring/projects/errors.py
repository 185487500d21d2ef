from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.kernel.dates import long_date
from foundation.kernel.errors import Conflict, FieldError, Invalid, NotFound, Unprocessable
from foundation.kernel.language import current

EXPLANATIONS: dict[str, Promise] = {
    "required": _("This question has to be answered before you submit."),
    "unknown_question": _("This stage has no question with this key."),
    "too_long": _("This answer is too long."),
    "not_a_link": _("Give a whole web address that begins with https:// or http://."),
    "unknown_media_type": _("Files of this kind are not taken."),
    "late_without_due": _("Say by which day the stage is due, before how long after it something is still taken."),
    "due_before": _("This stage would be due before the one that it follows."),
    "due_before_opening": _("This stage would be due before the call opens."),
    "due_after_closing": _(
        "The call closes before that: then the first stage is over. Let it close later, or this be due earlier."
    ),
    "not_files": _("This question is answered with files: give the list of their ids."),
    "not_a_text": _("This question is answered with a text, not with files."),
    "unknown_file": _("This is not a file that was uploaded for this question."),
    "repeated_file": _("Each file is listed once."),
    "repeated_key": _("This key is used twice. Each one needs its own."),
    "one_reviewer": _("With one mentor through the project there is one reviewer. For several choose `blind`."),
    "nobody_to_differ": _(
        "With one mentor through the project nobody differs: leave the threshold out. For several who read choose `blind`."
    ),
    "two_reviewers": _("Independent reviewers are two at least."),
    "over_already": _("This day is over everywhere, so nobody could begin. Choose a later one, or none."),
    "closes_before_it_opens": _("A call can't close before it opens."),
    "unknown_state": _("There is no such member state."),
    "ages_crossed": _("The lowest age can't be above the highest."),
    "team_sizes": _("The smallest team can't be larger than the largest."),
    "repeated_points": _("Two levels of one criterion can't be worth the same points."),
    "not_own_work": _("Only your own work can be declared. What in it is by others goes into `others_work`."),
}


def field_errors(faults: list[tuple[str, str]]) -> list[FieldError]:
    return [FieldError(pointer, code, EXPLANATIONS[code]) for pointer, code in faults]


class CallNotRight(Invalid):
    code = "call_not_right"
    detail = _("Some of what this call says doesn't fit together. What is wrong is listed.")


class CallInUse(Conflict):
    code = "call_in_use"
    detail = _("Projects have begun in this call: its stages, its rubric and who may be in a team stay as they are.")


class StageOver(Conflict):
    code = "stage_over"
    detail = _("The time for this stage is over. If something kept you, talk to your coordinator.")


class CallClosed(Conflict):
    code = "call_closed"
    detail = _("This call is closed.")


class CallNotOpenYet(CallClosed):
    code = "call_not_open_yet"
    detail = _("This call isn't open yet.")

    def __init__(self, opens_on: date, person: User) -> None:
        said = gettext("This call opens on %(day)s. Come back then.")
        super().__init__(said % {"day": long_date(opens_on, current(), person.country)}, opens_on=opens_on)


class OneProjectOnly(Conflict):
    code = "one_project_only"
    detail = _("This call takes one project of each person, and yours has begun.")


class IdTaken(Conflict):
    code = "id_taken"
    detail = _("This id is in use already. Make a new one.")


class ProjectNotYours(Conflict):
    code = "project_not_in_your_hands"
    detail = _("This project is with the reviewers or finished, so it can't be changed now.")


class SubmissionOpen(Conflict):
    code = "submission_open"
    detail = _("This project has an open submission already. Go on with that one.")


class AlreadySubmitted(Conflict):
    code = "already_submitted"
    detail = _("This was submitted already, and what is handed in can't be changed.")


class NotWaiting(Conflict):
    code = "not_waiting"
    detail = _("This submission is not waiting for a review any more.")


class AlreadyRead(Conflict):
    code = "already_read"
    detail = _("A mentor has begun to read this, so it can't be taken back. You can go on with it after the review.")


class AnswersNotRight(Invalid):
    code = "answers_not_right"
    detail = _("Some answers can't be kept as they are. What is wrong is listed.")


class Incomplete(Unprocessable):
    code = "incomplete"
    detail = _("Some questions still need an answer. What is missing is listed.")


class UnknownCall(Unprocessable):
    code = "unknown_call"
    detail = _("There is no such call for you.")


class UnknownCohort(Unprocessable):
    code = "unknown_cohort"
    detail = _("You are in no such cohort, or it is not of this call's programme.")


class UnknownProgramme(Unprocessable):
    code = "unknown_programme"
    detail = _("There is no such programme.")


class NotAFileQuestion(Unprocessable):
    code = "not_a_file_question"
    detail = _("This stage has no question with this key that is answered with files.")


class FileStands(Conflict):
    code = "file_stands"
    detail = _("This file was not refused, so no other can take its place.")


class TooManyFiles(Conflict):
    code = "too_many_files"

    def __init__(self, most: int) -> None:
        super().__init__(_("A question can have %(most)s files at most. Remove one first.") % {"most": most})


class TooMuchTogether(Conflict):
    code = "too_much_together"
    detail = _("Together these files are larger than we take. Make them smaller, or remove one first.")


class JoinCodeUnknown(NotFound):
    code = "join_code_unknown"
    title = _("This code is not known")
    detail = _("No team of your cohort can be joined by this code. Ask for a new one: a code is good for 14 days.")


class TeamFull(Conflict):
    code = "team_full"
    detail = _("This team has as many members as the call allows.")


class AgesMixed(Conflict):
    code = "ages_mixed"
    detail = _("In this call, people under 18 and adults are not in one team.")


class NoCohort(Conflict):
    code = "no_cohort"
    detail = _("This project is of no cohort yet. Say with `cohort` from which of yours others may join it.")


class LeadStays(Conflict):
    code = "lead_stays"
    detail = _("Make somebody else the lead before you leave the team.")


class NotTheLead(Conflict):
    code = "not_the_lead"
    detail = _("Only who leads this team can say who leads it.")


class LastStays(Conflict):
    code = "last_stays"
    detail = _("Nobody else is in this team, and its work waits for a mentor. It has to be taken back first.")


class TeamTooSmall(Conflict):
    code = "team_too_small"

    def __init__(self, least: int) -> None:
        words = _("The call asks for a team of at least %(least)s. Others of your cohort can join by a code.")
        super().__init__(words % {"least": least})


class NotForYou(Conflict):
    code = "not_in_audience"
    detail = _("This call is for people of other member states, or of another age.")


class NotAcceptedYet(Conflict):
    code = "not_accepted_yet"
    detail = _("This can be said of a project once it was accepted. You are asked then.")


class NoMentor(Conflict):
    code = "no_mentor"
    detail = _("Nobody mentors this project at the moment.")


class AskedTwice(Conflict):
    code = "asked_twice"
    detail = _("You have asked for another mentor twice already. Talk to your coordinator.")


class NotUndone(Conflict):
    code = "not_undone"
    detail = _(
        "This can't be undone now: only whoever asked can do it, within seven days, unless another mentor has begun or "
        "yours takes no work."
    )


class NoSuchMove(Conflict):
    code = "no_such_move"
    detail = _("A call can't go back to being a draft, and a draft has to be opened before it is closed.")
