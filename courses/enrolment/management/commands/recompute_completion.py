from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.enrolment.services import recompute_completion
from foundation.kernel.errors import NotFound


class Command(BaseCommand):
    help = "Count anew what learners have done, in a course or in all; workers do it, and who is done then completes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="of the course; without it, all of them")

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        try:
            batch = recompute_completion(actor=None, slug=slug)
        except NotFound as missing:
            raise CommandError(str(missing.detail)) from missing
        self.stdout.write(str(batch.pk))
