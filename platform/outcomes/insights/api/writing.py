"""The report as a file. It is written while it goes out, when the request's language is over: hence taken down before."""

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.enrolment.enums import EnrolmentStatus
from foundation.accounts.models import User
from foundation.kernel.language import current, pick
from foundation.kernel.spreadsheets import csv_of_rows
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort
from outcomes.insights.enums import NOT_STARTED
from outcomes.insights.policies import get_reported_cohort
from outcomes.insights.selectors import CourseProgress, Learner, courses_of, last_active, progress_in, titles_in

OVERDUE, CLOSED = "overdue", "closed"
Line = Callable[[Learner], list[str]]


def progress_file(actor: User, cohort_id: UUID, *, delimiter: str) -> Iterator[bytes]:
    """Days are those of the reader's time zone, but for deadlines: these are the learner's."""
    cohort = get_reported_cohort(actor, cohort_id)
    learners = progress_in(actor, cohort, zone=actor.time_zone).order_by("id")
    return csv_of_rows(header_of(cohort), learners, line_writer(), delimiter=delimiter)


def header_of(cohort: Cohort) -> list[str]:
    titles, language = titles_in(cohort), current()
    counts = [_("Lessons done"), _("Lessons required"), _("Quizzes to pass")]
    said = [_("Status"), *counts, _("Started on"), _("Completed on"), _("Due on")]
    courses = [f"{pick(titles.get(slug, {}), language) or slug} · {word}" for slug in cohort.courses for word in said]
    school = pgettext("column", "School")
    person = [_("Name"), _("Learner number"), school, _("Class"), _("Membership"), _("Account claimed")]
    sums = [_("Last active on"), _("Projects submitted"), _("Certified")]
    return [*person, _("Awaiting consent"), *courses, *sums]


def line_writer() -> Line:
    language = current()
    says = {True: _("yes"), False: _("no")}
    places = {
        MembershipStatus.INVITED: pgettext("membership", "invited"),
        MembershipStatus.ACTIVE: pgettext("membership", "active"),
    }
    statuses = {
        EnrolmentStatus.ACTIVE.value: pgettext("course", "in progress"),
        EnrolmentStatus.COMPLETED.value: pgettext("course", "completed"),
        EnrolmentStatus.WITHDRAWN.value: pgettext("course", "left"),
        NOT_STARTED: pgettext("course", "not started"),
        OVERDUE: pgettext("course", "overdue"),
        CLOSED: pgettext("course", "closed"),
    }

    def line(learner: Learner) -> list[str]:
        courses = courses_of(learner)
        return [
            learner["name"],
            learner["learner_number"],
            pick(learner["school_name"], language),
            learner["group"],
            places[MembershipStatus(learner["status"])],
            says[learner["claimed_at"] is not None],
            says[learner["awaiting_consent"]],
            *[cell for course in courses for cell in cells_of(course, statuses)],
            last_active(courses) or "",
            str(learner["projects_submitted"]),
            says[learner["certified"]],
        ]

    return line


def cells_of(course: CourseProgress, statuses: Mapping[str, str]) -> tuple[str, ...]:
    if course.status is None:
        return ("",) * 7
    status = statuses[CLOSED if course.closed else OVERDUE if course.overdue else course.status]
    due_on = course.due_on and course.due_on.isoformat()
    days = (day or "" for day in (course.started_at, course.completed_at, due_on))
    return status, str(course.done), str(course.needed), str(course.quizzes_left), *days
