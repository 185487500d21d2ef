from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo import ACCOUNTS, PASSWORD
from config.demo.loading import NotADemo, load


class Command(BaseCommand):
    help = "Load the demo: forty learners of two states, their course, projects and reviews. Again it does nothing."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            fresh = load()
        except NotADemo:
            raise CommandError(
                "The demo has accounts whose password everybody knows: these settings refuse it."
            ) from None
        if verbosity:
            self.stdout.write("The demo is loaded." if fresh else "The demo was there already.")
            self.stdout.write(f"Sign in as {', '.join(ACCOUNTS)} with the password {PASSWORD}.")
