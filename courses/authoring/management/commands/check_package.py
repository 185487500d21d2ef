from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.authoring.services import check_package


class Command(BaseCommand):
    help = "Say everything that is wrong with a course package (a folder or a zip), file and line."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", type=Path, nargs="+")

    def handle(self, *args: Any, package: list[Path], **options: Any) -> None:
        faulty = sum(self._faults_in(path) for path in package)
        if faulty:
            raise CommandError(_("Problems: %(count)s") % {"count": faulty})

    def _faults_in(self, path: Path) -> int:
        report = check_package(source=path)
        for fault in report.faults:
            self.stdout.write(f"{fault.place}: {fault.detail}")
        for warning in report.warnings:
            self.stdout.write(f"{warning.place}: ({warning.detail})")
        if report.draft:
            lessons = len(list(report.draft.lessons()))
            self.stdout.write(f"{path}: {report.draft.slug}, {lessons} ✓")
        return len(report.faults)
