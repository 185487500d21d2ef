from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.states import page


class Command(BaseCommand):
    help = "Write docs/mentoring-states.md from the tables of states."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.ROOT / "docs" / "mentoring-states.md").write_text(page(), "utf-8")
