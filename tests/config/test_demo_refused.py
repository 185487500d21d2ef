from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from config.demo import PASSWORD
from foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def test_it_refuses_where_people_are_served(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())
    assert authenticate(username="office", password=PASSWORD) is None
    assert not User.objects.exists()
