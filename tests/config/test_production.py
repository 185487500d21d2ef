import os
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured

from config.demo import ACCOUNTS, PASSWORD
from config.guard import refuse_demo_accounts
from tests.factories.accounts import PersonFactory

SOUND = {
    "JISR_SECRET_KEY": "x7" * 30,
    "JISR_HOSTS": "learn.example.org",
    "JISR_BASE_URL": "https://learn.example.org",
    "DATABASE_URL": "postgresql://jisr@db/jisr",
    "REDIS_URL": "redis://redis:6379/0",
    "JISR_CLAMAV_URL": "tcp://clamav:3310",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("JISR_", "DJANGO_"))}
    env = {**known, "PYTHONPATH": "platform:.", **SOUND, **changes}
    command = [sys.executable, "-c", "import config.settings.production as it; print(it.DEBUG, it.DEMO)"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_sound_settings_start() -> None:
    answer = start()
    assert (answer.returncode, answer.stdout) == (0, "False False\n"), answer.stderr


def test_a_scanner_may_be_declined_in_so_many_words() -> None:
    answer = start(JISR_CLAMAV_URL="none")
    assert (answer.returncode, answer.stdout) == (0, "False False\n"), answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JISR_SECRET_KEY", ""),
        ("JISR_SECRET_KEY", "short"),
        ("JISR_SECRET_KEY", "for-the-trial-only-and-refused-in-production-even-if-it-is-long"),
        ("JISR_HOSTS", ""),
        ("JISR_HOSTS", "*"),
        ("JISR_BASE_URL", ""),
        ("JISR_BASE_URL", "https://localhost"),
        ("JISR_BASE_URL", "https://[::1]:8000"),
        ("JISR_BASE_URL", "https://127.0.0.2"),
        ("JISR_BASE_URL", "http://learn.example.org"),
        ("DATABASE_URL", ""),
        ("REDIS_URL", ""),
        ("JISR_CLAMAV_URL", ""),
        ("JISR_DEBUG", "1"),
        ("JISR_DEMO", "1"),
    ],
)
def test_what_only_a_trial_may_have_is_refused(name: str, value: str) -> None:
    answer = start(**{name: value})
    assert answer.returncode == 1
    assert "ImproperlyConfigured" in answer.stderr
    assert name in answer.stderr.splitlines()[-1]


@pytest.mark.django_db
def test_a_database_with_demo_accounts_serves_nobody(settings: Any) -> None:
    settings.DEMO = False
    PersonFactory(username=ACCOUNTS[0])
    refuse_demo_accounts()
    PersonFactory(username=ACCOUNTS[1], password=make_password(PASSWORD))
    with pytest.raises(ImproperlyConfigured):
        refuse_demo_accounts()
