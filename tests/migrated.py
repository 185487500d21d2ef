"""Every table, migrated once and kept in var/, for each run to begin with a copy, until a migration changes.

They stand in `template1`, from which PostgreSQL makes new databases; migrating what is made so finds nothing to do.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.trial.postgres import Cluster

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "migrated"
SOURCES = (
    "courses/*/migrations/*.py",
    "mentoring/*/migrations/*.py",
    "platform/*/*/migrations/*.py",
    "platform/foundation/files/models.py",
    "platform/foundation/kernel/*.py",
    "platform/outcomes/credentials/models.py",
    "requirements/dev.txt",
)


def sources(root: Path = ROOT) -> list[Path]:
    return sorted(path for source in SOURCES for path in root.glob(source))


def fingerprint(root: Path = ROOT) -> str:
    """Of the migrations, and of what of ours they call."""
    digest = hashlib.sha256()
    for path in sources(root):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def fill(cluster: Cluster) -> None:
    """Before it starts for the first time. Of several runs in one clone the first migrates, and the others wait for it."""
    kept = KEPT / fingerprint()
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT.parent / f"{KEPT.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            cluster.folder.parent.mkdir(parents=True, exist_ok=True)
            _copy(kept, cluster.folder)
        else:
            _migrate(cluster)
            _keep(cluster.folder, kept)


def _migrate(cluster: Cluster) -> None:
    cluster.start()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": cluster.url("template1")}
    manage = [sys.executable, str(ROOT / "platform" / "manage.py"), "migrate", "--no-input", "--verbosity=0"]
    subprocess.run(manage, env=env, check=True)
    cluster.stop()


def _keep(made: Path, kept: Path) -> None:
    """Whole or not at all, and nothing older."""
    draft = kept.with_name(f"{kept.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    _copy(made, draft)
    draft.rename(kept)
    for other in KEPT.iterdir():
        if other != kept:
            shutil.rmtree(other)


def _copy(source: Path, target: Path) -> None:
    """With its owner, who is not us where we are root."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
