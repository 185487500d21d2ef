"""Brings code and database together before the first request: translations, tables, the demo. A process of its own, so
that the supervisor never carries Django; skipped while nothing changed (see `fingerprint`)."""

import hashlib
import os
from pathlib import Path

from config.env import ROOT

SOURCES = ("platform", "courses", "mentoring", "docs/examples", "requirements/run.txt")


def fingerprint() -> str:
    """Every file that could change what preparing does, translations already compiled included."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in sorted(path for source in SOURCES for path in _files(ROOT / source)):
        digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    folders = (entry for entry in os.walk(source) if not entry[0].endswith("__pycache__"))
    return [Path(folder) / name for folder, _, names in folders for name in names]


def main() -> None:
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    known = get_commands()
    if "messages" in known:
        call_command("messages", compile=True, verbosity=0)
    call_command("check", tags=["database"], databases=["default"])
    call_command("migrate", interactive=False, verbosity=0)
    if "load_demo" in known:
        call_command("load_demo", verbosity=0)


if __name__ == "__main__":
    main()
