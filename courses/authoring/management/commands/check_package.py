import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from courses.authoring.services import check_package
from foundation.kernel.language import LANGUAGES, Language


class Command(BaseCommand):
    help = "Say everything that is wrong with a course package (a folder or a zip), file and line."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", type=Path, nargs="+")
        parser.add_argument("--language", choices=LANGUAGES, default=_from_system(), help="default: the system's")

    def handle(self, *args: Any, package: list[Path], language: str, **options: Any) -> None:
        with translation.override(language):
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
            counted = _("lessons: %(count)s") % {"count": lessons}
            self.stdout.write(f"{path}: {report.draft.slug}, {counted} ✓")
        return len(report.faults)


def _from_system() -> str:
    said = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return said[:2] if said[:2] in LANGUAGES else Language.ENGLISH.value
