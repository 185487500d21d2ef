"""Serving people: refuses to start with what only a trial may have."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, BASE_URL, REDIS_URL, SECRET_KEY


def is_public(url: str) -> bool:
    """An https address that others than this machine can reach."""
    host = urlsplit(url).hostname or "localhost"
    try:
        local = ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        local = host == "localhost" or host.endswith(".localhost")
    return urlsplit(url).scheme == "https" and not local


FAULTS = {
    "JISR_SECRET_KEY must be a secret of at least 50 characters.": len(SECRET_KEY) < 50 or "for-the-" in SECRET_KEY,
    "JISR_HOSTS must list the host names that are served, without `*`.": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
    "JISR_BASE_URL must be the public https address, not this machine's.": not is_public(BASE_URL),
    "DATABASE_URL must say where PostgreSQL is.": env.text("DATABASE_URL") is None,
    "REDIS_URL must say where Redis is.": REDIS_URL is None,
    "JISR_CLAMAV_URL must say where ClamAV is, or be none: then nobody looks for viruses.": env.scanner() is None,
    "JISR_DEBUG and JISR_DEMO are for the trial.": env.flag("JISR_DEBUG", False) or env.flag("JISR_DEMO", False),
}
if any(FAULTS.values()):
    raise ImproperlyConfigured(" ".join(words for words, wrong in FAULTS.items() if wrong))

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_SSL_REDIRECT = env.flag("JISR_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
REQUIRE_SECOND_FACTOR = env.flag("JISR_REQUIRE_SECOND_FACTOR", True)
WHITENOISE_USE_FINDERS = False
