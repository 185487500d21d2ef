from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import env
from config.journey import storyboard
from config.journey.play import Play
from config.journey.script import SCENES
from config.journey.talk import WrongAnswer


class Command(BaseCommand):
    help = "Play one learner's journey against a running server, over HTTP only, and keep a storyboard of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        here = env.text("JISR_BASE_URL", f"http://localhost:{env.number('PORT', 8000)}")
        parser.add_argument("--base", default=here, help=f"the server's address (default: {here})")

    def handle(self, *args: Any, base: str, **options: Any) -> None:
        play = Play(base.rstrip("/"))
        try:
            self._perform(play)
        except WrongAnswer as wrong:
            raise CommandError(f"{play.scene.title}: {wrong}") from None
        finally:
            play.close()
            page = storyboard.write(play, Path(settings.DATA) / "journey")
        self.stdout.write(f"All of it is as it should be. The storyboard: {page}")

    def _perform(self, play: Play) -> None:
        for number, (title, act) in enumerate(SCENES, start=1):
            self.stdout.write(f"{number:>3}  {title:<70}", ending="")
            self.stdout.flush()
            scene = play.perform(title, act)
            self.stdout.write(f"{scene.seconds:>7.2f} s")
