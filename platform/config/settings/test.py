"""The suite: real PostgreSQL, cheap passwords, nothing kept."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403

SECRET_KEY = "for-the-tests-only-and-refused-in-production"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DEMO = True
DATA = Path(tempfile.gettempdir()) / "jisr-test"
CLAMAV_URL = ""
MEDIA_ROOT = DATA / "files"
STATIC_ROOT = str(DATA / "static")
(DATA / "static").mkdir(parents=True, exist_ok=True)
MAIL_URL = f"file://{DATA / 'mail'}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # else each test's client lists every static file when it is made
