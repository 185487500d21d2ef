"""What settings can't see: a database that was filled for a trial must not serve people."""

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError

from config.demo import ACCOUNTS, PASSWORD
from foundation.accounts.models import User


def refuse_demo_accounts() -> None:
    """Raise `ImproperlyConfigured` where someone could sign in with the demo's published password."""
    if not settings.DEMO and _demo_accounts():
        raise ImproperlyConfigured("This database holds demo accounts, whose password is public. Use another database.")


def _demo_accounts() -> list[str]:
    """Their usernames; none in a database without tables yet."""
    named = User.objects.filter(username__in=ACCOUNTS, is_active=True).values_list("username", "password")
    try:
        return [username for username, password in named if check_password(PASSWORD, password)]
    except ProgrammingError:
        return []
