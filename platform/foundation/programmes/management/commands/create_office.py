import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.kernel.errors import Problem
from foundation.kernel.language import LANGUAGES
from foundation.programmes.services import create_office

PASSWORD = "JISR_OFFICE_PASSWORD"  # noqa: S105 (a variable's name)


class Command(BaseCommand):
    help = (
        f"Make the first account of the programme office. Asks for what isn't given; the password may be in {PASSWORD}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username")
        parser.add_argument("--name")
        parser.add_argument("--email", default="")
        parser.add_argument("--language", choices=LANGUAGES, default="en")

    def handle(self, *, username: str | None, name: str | None, email: str, language: str, **_: Any) -> None:
        try:
            person = create_office(
                username=username or input("Username: "),
                name=name or input("Name: "),
                password=os.environ.get(PASSWORD) or self._password(),
                email=email,
                language=language,
            )
        except Problem as refusal:
            words = [str(refusal.detail), *(f"- {error.detail}" for error in refusal.errors)]
            raise CommandError("\n".join(words)) from None
        self.stdout.write(f"{person.username} is the programme office now.")

    def _password(self) -> str:
        first, again = getpass("Password: "), getpass("Once more: ")
        if first != again:
            raise CommandError("The two passwords differ.")
        return first
