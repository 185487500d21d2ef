import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.enums import TakenDown
from courses.catalogue.selectors import versions_showing
from courses.catalogue.services import withdraw_media
from foundation.kernel.errors import NotFound

DIGEST = re.compile(r"(?:.*/)?([0-9a-f]{64})(?:\.[0-9a-z]+)?")


class Command(BaseCommand):
    help = "Take down a picture, a recording or captions, for good; say which versions show it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("digest", help="or the whole address, as a lesson has it")
        parser.add_argument("--reason", required=True, choices=[reason.value for reason in TakenDown])

    def handle(self, *args: Any, digest: str, reason: str, **options: Any) -> None:
        named = DIGEST.fullmatch(digest)
        if named is None:
            raise CommandError("This is neither a digest nor the address of something that lessons show.")
        try:
            withdraw_media(digest=named[1], reason=TakenDown(reason))
        except NotFound as missing:
            raise CommandError("There is nothing of this digest here, or it was taken down already.") from missing
        for slug, number in versions_showing(named[1]):
            self.stdout.write(f"{slug} {number}")
