from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from foundation.accounts import rules
from foundation.accounts.models import User
from foundation.audit.services import record

BLANK = {
    "name": "—",
    "name_latin": "",
    "email": "",
    "phone": "",
    "gender": "",
    "birth_date": None,
    "country": "",
    "is_active": False,
}


@transaction.atomic
def erase_unclaimed(*, person: User) -> None:
    """Somebody whose places were passed to another account. Where something still points at her, a blank row stays for it."""
    record(actor_id=None, action="person.erased", subject_type="person", subject_id=person.id)
    try:
        with transaction.atomic():
            User.objects.filter(pk=person.pk, claimed_at=None).delete()
    except (ProtectedError, RestrictedError):
        name = {"username": f"{rules.RESERVED_PREFIX}{person.id.hex}", "password": make_password(None)}
        User.objects.filter(pk=person.pk, claimed_at=None).update(**BLANK, **name)
