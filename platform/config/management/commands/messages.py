from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from config import translations


class Command(BaseCommand):
    help = "Extract what is said in each app, keep its translations, compile them (Babel: no gettext needed)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--compile", action="store_true", help="only compile what changed")
        parser.add_argument("--check", action="store_true", help="only look: fail when a translation is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        own = [Path(app.path) for app in apps.get_app_configs() if _is_ours(app.name)]
        if not options["compile"]:
            self._extract(own, check=options["check"])
        if not options["check"]:
            written = sum(translations.compile_changed(app) for app in own)
            self.stdout.write(f"{written} catalogues compiled")

    def _extract(self, own: list[Path], *, check: bool) -> None:
        faults = []
        for app in own:
            said = translations.extracted(app)
            for language in translations.LANGUAGES:
                catalog = translations.updated(app, language, said)
                faults += [f"{app.name} {language}: {words}" for words in translations.missing(catalog)]
                if not check and len(catalog):
                    translations.write(app, language, catalog)
        if faults:
            raise CommandError("Without translation:\n" + "\n".join(faults))


def _is_ours(name: str) -> bool:
    return name.split(".")[0] in {"config", "foundation", "courses", "mentoring", "outcomes"}
