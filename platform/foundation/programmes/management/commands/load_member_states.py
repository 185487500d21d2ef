from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from foundation.programmes.services import load_member_states


class Command(BaseCommand):
    help = "Add the member states that are missing; those that are there stay as the office has them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, help="a CSV; JISR_MEMBER_STATES or the shipped list by default"
        )

    def handle(self, *, path: Path | None, **_: Any) -> None:
        count = load_member_states(path=path)
        self.stdout.write(f"{count} member states added.")
