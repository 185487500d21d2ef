from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.authoring.services import import_package, warnings_here
from courses.catalogue.models import CourseVersion
from courses.catalogue.services import offer_to_all, publish_version
from foundation.kernel.errors import Problem


class Command(BaseCommand):
    help = "Bring in a course package (a folder or a zip) as a draft; the same content again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish the version at once")
        parser.add_argument("--open", action="store_true", help="to everybody, not only cohorts that name it")

    def handle(self, *args: Any, package: Path, publish: bool, **options: Any) -> None:
        try:
            version = self._bring_in(package, publish=publish, open_to_all=options["open"])
        except Problem as refused:
            for error in refused.errors:
                self.stderr.write(f"{error.pointer}: {error.detail}")
            raise CommandError(str(refused.detail)) from refused
        for warning in warnings_here(version.prerequisites):
            self.stdout.write(f"{warning.place}: ({warning.detail})")
        state = _("published") if version.published_at else _("draft")
        self.stdout.write(f"{version.course.slug} {version.number}: {state}")

    @transaction.atomic
    def _bring_in(self, package: Path, *, publish: bool, open_to_all: bool) -> CourseVersion:
        version = import_package(actor=None, source=package)
        if publish:
            version = publish_version(actor=None, version_id=version.id)
        if open_to_all:
            offer_to_all(actor=None, slug=version.course.slug)
        return version
