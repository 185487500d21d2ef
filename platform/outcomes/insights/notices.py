"""What a learner is told about her next steps."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from foundation.kernel.language import pick
from outcomes.insights.enums import Why
from outcomes.insights.rules import Step

TITLES: dict[tuple[str, Why], Promise] = {
    ("learning", Why.GUARDIAN_TO_ANSWER): gettext_lazy("A yes from your parent or guardian"),
    ("mentor_contact", Why.GUARDIAN_TO_ANSWER): gettext_lazy("A yes to projects and mentors"),
    ("learning", Why.STATE_TO_OPEN): gettext_lazy("Your country is preparing"),
    ("mentor_contact", Why.STATE_TO_OPEN): gettext_lazy("Your country is preparing"),
}
REASONS: dict[Why, Promise] = {
    Why.GUARDIAN_TO_ANSWER: gettext_lazy("Your parent or guardian decides. Your coordinator knows how to ask."),
    Why.STATE_TO_OPEN: gettext_lazy("Your member state isn't open to minors yet. You need do nothing."),
    Why.PROJECT_DUE: gettext_lazy("What this stage of your project asks for is due soon."),
    Why.WORK_RETURNED: gettext_lazy("Your mentor has answered and asks for more."),
    Why.QUIZ_BEGUN: gettext_lazy("You have begun this quiz. What you answered is kept."),
    Why.QUIZ_NOT_PASSED: gettext_lazy("You haven't passed this quiz yet. You may try again now."),
    Why.CERTIFICATE_READY: gettext_lazy("Your certificate is ready."),
    Why.WORK_TO_DECLARE: gettext_lazy("It was accepted. Say whose work it is, and what others may do with it."),
    Why.PROJECT_ACCEPTED: gettext_lazy(
        "It was accepted. You may say whether anybody may see it, and your name with it."
    ),
    Why.COURSE_OFFERED: gettext_lazy("It is open to you, and you don't know it yet."),
}
# What is left before something is over.
LEFT: dict[Why, Promise] = {
    Why.COHORT_ENDS: ngettext_lazy(
        "Your cohort ends soon, and %(left)s lesson is left.",
        "Your cohort ends soon, and %(left)s lessons are left.",
        "left",
    ),
    Why.COURSE_DUE: ngettext_lazy(
        "This course is due soon, and %(left)s lesson is left.",
        "This course is due soon, and %(left)s lessons are left.",
        "left",
    ),
    Why.COURSE_CLOSES: ngettext_lazy(
        "This course closes soon, and %(left)s lesson is left. What is done later doesn't count.",
        "This course closes soon, and %(left)s lessons are left. What is done later doesn't count.",
        "left",
    ),
}


def title_of(step: Step) -> str:
    if not step.title:
        return str(TITLES[str(step.subject[1]), step.why])
    return step.title if isinstance(step.title, str) else pick(step.title)


def reason_of(step: Step) -> str:
    if step.why in LEFT:
        return str(LEFT[step.why] % {"left": step.left})
    if step.why == Why.PATH_GOES_ON:
        return _("It comes next on your path “%(path)s”.") % {"path": pick(step.path)}
    if step.why == Why.STAGE_NEXT:
        return _("What you did before was accepted. “%(stage)s” comes next.") % {"stage": pick(step.stage)}
    if step.way is None or step.why not in {Why.COURSE_BEGUN, Why.COURSE_WAITS}:
        return str(REASONS[step.why])
    told = {"course": pick(step.way.course), "done": step.way.done, "total": step.way.total}
    if step.why == Why.COURSE_WAITS:
        return _("“%(course)s” waits for you to begin.") % told
    return _("You have done %(done)s of %(total)s lessons of “%(course)s”.") % told
