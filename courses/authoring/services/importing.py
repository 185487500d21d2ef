from collections.abc import Collection
from pathlib import Path

from django.db import transaction

from courses.assessment.services import write_quizzes
from courses.authoring.errors import Fault, PackageRefused
from courses.authoring.models import Package
from courses.authoring.rules.files import COURSE_FILE
from courses.authoring.services.checking import Report, check_package
from courses.authoring.services.packing import keep_package
from courses.catalogue.models import CourseVersion
from courses.catalogue.policies import require_author
from courses.catalogue.selectors import published_courses
from courses.catalogue.services import CourseDraft, draft_version
from foundation.accounts.models import User


def import_package(*, actor: User | None, source: Path) -> CourseVersion:
    """A draft of what the package holds, or all of its faults and no change. The same content again makes nothing new.

    `actor` None is the operator at the command line.
    """
    require_author(actor)
    report = check_package(source=source)
    if report.draft is None:
        raise PackageRefused(report.faults)
    return bring_in(actor, report.draft, report)


def warnings_here(prerequisites: Collection[str]) -> list[Fault]:
    """What a package by itself can't tell: which courses it asks for that this installation doesn't offer."""
    offered = set(published_courses().filter(slug__in=prerequisites).values_list("slug", flat=True))
    missing = (slug for slug in prerequisites if slug not in offered)
    return [Fault(COURSE_FILE, 0, "prerequisite_unpublished", {"key": slug}) for slug in missing]


@transaction.atomic
def bring_in(actor: User | None, draft: CourseDraft, report: Report) -> CourseVersion:
    """The version, its quizzes and the package that it came from, all or nothing. It locks the course, so two take turns."""
    version = draft_version(actor=actor, draft=draft)
    if not Package.objects.filter(version=version).exists():
        write_quizzes(version_id=version.id, quizzes=report.quizzes)
        keep_package(version, report.files)
    return version
