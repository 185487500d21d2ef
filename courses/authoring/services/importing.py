from pathlib import Path

from courses.authoring.errors import PackageRefused
from courses.authoring.services.checking import check_package
from courses.catalogue.models import CourseVersion
from courses.catalogue.policies import require_author
from courses.catalogue.services import draft_version
from foundation.accounts.models import User


def import_package(*, actor: User | None, source: Path) -> CourseVersion:
    """A draft of what the package holds, or all of its faults and no change. The same content again makes nothing new.

    `actor` None is the operator at the command line.
    """
    require_author(actor)
    report = check_package(source=source)
    if report.draft is None:
        raise PackageRefused(report.faults)
    return draft_version(actor=actor, draft=report.draft)
