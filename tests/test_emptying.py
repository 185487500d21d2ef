from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import IntegrityError, connection

from foundation.audit.models import Record
from tests.emptying import MIGRATED, _empty
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, published

pytestmark = pytest.mark.django_db(transaction=True)


def full() -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables))
        return sorted(name for (name,) in cursor.fetchall())


def test_it_leaves_what_migrating_filled_and_nothing_else() -> None:
    published(course_draft(lessons=1))
    PersonFactory()
    assert {"accounts_user", "catalogue_lesson"} < set(full())
    permissions = Permission.objects.count()
    _empty()
    assert full() == sorted(MIGRATED)
    assert Permission.objects.count() == permissions


def test_triggers_and_keys_are_watched_again_afterwards() -> None:
    _empty()
    record = Record.objects.create(action="tried", subject_type="test", subject_id=uuid4())
    with pytest.raises(IntegrityError, match="append-only"):
        record.delete()
    with pytest.raises(IntegrityError, match="foreign key"):
        EmailAddress.objects.create(user_id=uuid4(), email="nobody@example.org")
    assert full() == sorted(["audit_record", *MIGRATED])


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_one_test_computed_is_not_found_by_the_next(time: str) -> None:
    assert cache.get("computed") is None
    cache.set("computed", time)
