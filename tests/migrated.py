"""Every table, migrated once and kept in var/, for each run to begin with a copy, until a migration changes.

They stand in `template1`, from which PostgreSQL makes new databases; migrating what is made so finds nothing to do.
"""

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
    "platform/foundation/kernel/*.py",
    "requirements/dev.txt",
)


def fingerprint(root: Path = ROOT) -> str:
    """Of the migrations, and of what they call: nothing of ours but the kernel's."""
    digest = hashlib.sha256()
    for path in sorted(path for source in SOURCES for path in root.glob(source)):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def fill(cluster: Cluster) -> None:
    """Before it starts for the first time."""
    kept = KEPT / fingerprint()
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
    """Whole or not at all, and nothing older; another run may have been quicker."""
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    _copy(made, draft)
    if not kept.exists():
        draft.rename(kept)


def _copy(source: Path, target: Path) -> None:
    """With its owner, who is not us where we are root."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
