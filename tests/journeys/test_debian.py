"""The same house as a service that serves many would run it: Debian's PostgreSQL 15 and Redis 7, by their addresses."""

import pytest

from tests.house import house
from tests.services import postgres15, redis_server, scale

pytestmark = [
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(scale(10) < 10, reason="`make proofs` plays it"),
]
BEFORE = (("migrate", "--no-input"), ("load_demo",))


def test_the_journey_on_what_debian_ships() -> None:
    with postgres15() as database, redis_server() as redis:
        given = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        with house(redis, *BEFORE, **given) as running:
            played = running.manage("journey", "--base", running.base)
            assert (played.returncode, played.stderr) == (0, ""), played.stdout + running.logs()
