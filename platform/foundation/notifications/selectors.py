from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import withheld
from foundation.kernel.statements import among
from foundation.notifications.enums import MailStatus
from foundation.notifications.models import Mail, Notification
from foundation.notifications.policies import notifications_visible_to


@dataclass(frozen=True)
class Recipient:
    person_id: UUID
    language: str
    address: str


def recipients(people: Collection[UUID]) -> list[Recipient]:
    """Those of these people who are here to be told, each with the verified address (or "") that mail goes to."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True).order_by("-primary", "pk")
    address = Coalesce(Subquery(addresses.values("email")[:1]), Value(""))
    rows = (
        User.objects.filter(among("pk", people), is_active=True).order_by("pk").values_list("pk", "language", address)
    )
    return [Recipient(*row) for row in rows]


def waiting_to_learn(people: Collection[UUID]) -> set[UUID]:
    """Those of these people who may not learn yet."""
    waiting = User.objects.filter(among("pk", people), withheld(Purpose.LEARNING, "pk"))
    return set(waiting.values_list("pk", flat=True))


def contact_of(person_id: UUID) -> Recipient | None:
    """Where an invitation goes: the address that the office was given, which nobody has verified."""
    row = (
        User.objects.filter(pk=person_id, is_active=True)
        .exclude(email="")
        .values_list("pk", "language", "email")
        .first()
    )
    return Recipient(*row) if row else None


def notifications_of(actor: User, *, unread: bool | None = None) -> QuerySet[Notification]:
    visible = notifications_visible_to(actor)
    return visible if unread is None else visible.filter(read_at__isnull=unread)


def last_told(person_id: UUID, kind: str, subject_id: UUID) -> dict[str, Any] | None:
    """The params of the newest notice of this kind about it."""
    known = Notification.objects.filter(person=person_id, kind=kind, subject_id=subject_id)
    return known.order_by("-id").values_list("params", flat=True).first()


def newest_mails(limit: int) -> QuerySet[Mail]:
    return Mail.objects.filter(status=MailStatus.SENT).order_by("-id")[:limit]
