"""The figures of a cohort drawn on one page, in the reader's language."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from foundation.accounts.enums import Gender
from foundation.accounts.models import User
from foundation.kernel.dates import in_digits, long_date
from foundation.kernel.drawing import line, render_pdf
from foundation.kernel.language import Language, current, direction, pick
from outcomes.insights.rules import largest_first
from outcomes.insights.selectors import ACTIVE_WITHIN, Counts, CourseCounts, Part, Totals, totals_of

TEMPLATE = "insights/report.typ"
SCHOOLS, COURSES, LETTERS = 6, 6, 60  # that there is room for
NO_BREAK = "\u00a0"


def report_pdf(*, actor: User, cohort_id: UUID) -> bytes:
    return draw(totals_of(actor, cohort_id), zone=actor.time_zone)


def draw(totals: Totals, *, zone: str) -> bytes:
    """In the current language; `zone` says which day it is."""
    return render_pdf(TEMPLATE, _Page(totals, zone).content(), issued_at=totals.counted_at)


class _Page:
    """Numbers and dates are written as the cohort's state writes them."""

    def __init__(self, totals: Totals, zone: str) -> None:
        self.totals, self.zone = totals, zone
        self.language = current()
        self.country = totals.cohort.organisation.state.code

    def content(self) -> dict[str, Any]:
        cohort, title = self.totals.cohort, _("Progress of a cohort")
        return {
            "language": self.language,
            "direction": direction(self.language),
            "document_title": f"{title} · {cohort.name}",
            "issuer": pick(settings.ISSUER_NAME),
            "counted": _("Counted on %(day)s") % {"day": self.day()},
            "title": title,
            "name": line(Truncator(cohort.name).chars(2 * LETTERS), weight="bold"),
            "place": " · ".join(_cut(pick(name)) for name in (cohort.programme.title, cohort.organisation.name)),
            "figures_title": _("From a place to a certificate"),
            "figures": self.figures(self.totals.totals),
            "columns": [
                pgettext("figures", "Learners"),
                pgettext("figures", "Started"),
                pgettext("figures", "Completed"),
            ],
            "parts": [part for part in self.parts() if part["rows"]],
            "note": _note(),
        }

    def day(self) -> str:
        return long_date(self.totals.counted_at.astimezone(ZoneInfo(self.zone)).date(), self.language, self.country)

    def figures(self, counts: Counts) -> list[dict[str, Any]]:
        said = {
            _("Have a place"): counts.enrolled,
            _("Have claimed their account"): counts.claimed,
            _("Wait for a consent"): counts.awaiting_consent,
            _("Have started"): counts.started,
            _("Were active in the last %(days)s days") % {"days": self.number(ACTIVE_WITHIN.days)}: counts.active,
            _("Have completed every course"): counts.completed,
            _("Are overdue with a course"): counts.overdue,
            _("Have handed in a project"): counts.submitted,
            _("Hold a certificate"): counts.certified,
        }
        shares = {label: _share(number, counts.enrolled) for label, number in said.items()}
        return [
            {
                "label": label,
                "number": self.number(number),
                "share": shares[label],
                "percent": self.percent(shares[label]),
            }
            for label, number in said.items()
        ]

    def parts(self) -> list[dict[str, Any]]:
        genders = {"": _("Not known"), **{gender.value: str(gender.label) for gender in Gender}}
        languages = {language.value: str(language.label) for language in Language}
        shown, rest = largest_first(self.totals.organisations, SCHOOLS)
        schools = [self.row(pick(part.name), part) for part in shown] + self.others(rest)
        by_gender = [self.row(genders[part.key], part) for part in self.totals.genders]
        by_language = [self.row(languages[part.key], part) for part in self.totals.languages]
        return [
            {"title": _("By course"), "rows": self.courses(self.totals.courses)},
            {"title": _("By school"), "rows": schools},
            {"title": _("By gender"), "rows": by_gender},
            {"title": _("By language"), "rows": by_language},
        ]

    def courses(self, courses: Sequence[CourseCounts]) -> list[dict[str, Any]]:
        shown, rest = largest_first(courses, COURSES)
        rows = [self.row(pick(course.title) or _unpublished(course.course), course) for course in shown]
        if rest:
            said = ngettext("%(number)s more course", "%(number)s more courses", len(rest))
            rows.append(_bare(said % {"number": self.number(len(rest))}))
        return rows

    def others(self, rest: Sequence[Part]) -> list[dict[str, Any]]:
        said = ngettext("%(number)s more school", "%(number)s more schools", len(rest))
        return [self.row(said % {"number": self.number(len(rest))}, *rest)] if rest else []

    def row(self, name: str, *counted: Counts | CourseCounts) -> dict[str, Any]:
        enrolled, started, completed = (
            sum(getattr(counts, figure) for counts in counted) for figure in ("enrolled", "started", "completed")
        )
        return {
            "name": line(_cut(name)),
            "numbers": [self.number(number) for number in (enrolled, started, completed)],
            "shares": [_share(started, enrolled), _share(completed, enrolled)],
        }

    def percent(self, share: float) -> str:
        """Arabic-Indic digits have a sign of their own."""
        number = self.number(round(100 * share))
        said = _("%(number)s%%") % {"number": number}
        return said if number.isascii() else said.replace("%", "٪")

    def number(self, number: int) -> str:
        return in_digits(f"{number:,}".replace(",", NO_BREAK), self.language, self.country)


def _unpublished(slug: str) -> str:
    return _("%(course)s (not published)") % {"course": slug}


def _cut(name: str) -> str:
    return Truncator(name).chars(LETTERS)


def _bare(name: str) -> dict[str, Any]:
    """A line without figures: who is in several courses would be counted as often."""
    return {"name": line(name), "numbers": [""] * 3, "shares": []}


def _share(number: int, whole: int) -> float:
    return number / whole if whole else 0.0


def _note() -> str:
    return _(
        "Learners are those who have a place in the cohort now. Who has done a lesson or begun a quiz of its courses has "
        "started; who has done all that every course requires has completed. Who waits for a consent may not learn yet."
    )
