"""People who are to leave no trace: blanked at once, and deleted as soon as nothing points at their rows."""

from collections.abc import Collection
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from foundation.accounts import rules
from foundation.accounts.models import User
from foundation.audit.services import record_many
from foundation.kernel.clock import now
from foundation.kernel.statements import run

CHUNK = 500
BLANK = """
    UPDATE accounts_user
       SET name = '—', name_latin = '', email = '', phone = '', gender = '', birth_date = NULL, country = '',
           time_zone = 'UTC', username = %(prefix)s || replace(id::text, '-', ''),
           password = '!' || replace(gen_random_uuid()::text, '-', ''),
           is_active = false, is_staff = false, is_superuser = false, erased_at = %(now)s
     WHERE id = ANY(%(people)s) AND claimed_at IS NULL AND erased_at IS NULL
    RETURNING id
"""


@transaction.atomic
def erase_people(*, people: Collection[UUID]) -> None:
    """Those of them who never claimed an account. What remains is a blank row, for `forget_shells`."""
    erased = run(BLANK, {"people": list(people), "prefix": rules.RESERVED_PREFIX, "now": now()})
    record_many(actor_id=None, action="person.erased", subject_type="person", subject_ids=[row[0] for row in erased])


def forget_shells(*, people: Collection[UUID] | None = None) -> int:
    """Delete the rows of erased people (of all, or of these) at which nothing points that would miss them."""
    shells = _unmissed(User.objects.filter(erased_at__isnull=False))
    shells = shells if people is None else shells.filter(pk__in=people)
    ids = list(shells.order_by("pk").values_list("pk", flat=True))
    return sum(_delete(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))


def _delete(ids: list[UUID]) -> int:
    """All of them, or else as many as can go."""
    try:
        with transaction.atomic():
            return User.objects.filter(pk__in=ids).delete()[1].get(User._meta.label, 0)
    except (models.ProtectedError, models.RestrictedError):
        return sum(_delete([one]) for one in ids) if len(ids) > 1 else 0


def _unmissed(rows: QuerySet[User]) -> QuerySet[User]:
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete in (models.PROTECT, models.RESTRICT):
            missing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(missing))
    return rows
