"""The whole API against its own schema: no 500, and no answer that the schema does not know."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import settings
from schemathesis.config import SchemathesisConfig

from config.wsgi import application
from foundation.accounts.models import User
from foundation.accounts.services import sign_in
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from tests.factories.accounts import PersonFactory
from tests.scenes import scene
from tests.services import in_full, scale

# A cursor, an id of something that exists, a date after another: a schema can't say them, so well-formed may be refused.
CHECKS = {
    "missing_required_header": {"expected-statuses": [400, 401, 403, 404, 406, 415, 422, 428]},
    "positive_data_acceptance": {"enabled": False},
    "ignored_auth": {"enabled": False},  # ours is put over the generated one; test_who_may asks without
}
config = SchemathesisConfig.from_dict({"checks": CHECKS, "phases": {"coverage": {"enabled": in_full()}}})
pytestmark = pytest.mark.proof
JSON = {"Accept": "application/vnd.oai.openapi+json"}  # read in half the time that YAML takes
schema = schemathesis.openapi.from_wsgi("/api/v1/schema", application, config=config, headers=JSON)


def set_up() -> list[str]:
    """Of somebody, and of the programme office."""
    office = PersonFactory()
    RoleGrant.objects.create(person=office, role=Role.PROGRAMME_OFFICE)
    return [token(PersonFactory()), token(office)]


_written, tokens = scene(set_up)


@pytest.fixture(autouse=True)
def _in_the_tests_own_transaction() -> Iterator[None]:
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def token(person: User) -> str:
    return str(sign_in(person=person)["meta"]["access_token"])


@schema.parametrize()
@settings(max_examples=scale(20))
def test_every_answer_is_documented(case: schemathesis.Case, tokens: list[str]) -> None:
    for bearer in tokens:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {bearer}"}
        case.call_and_validate()
