"""The paper of a credential: drawn outside any transaction, between two marks, announced once."""

from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F

from foundation.kernel.clock import now
from foundation.outbox import ask, publish
from foundation.outbox.events.outcomes import CredentialReady
from outcomes.credentials.models import Credential, paper_name
from outcomes.credentials.rules import LIVE, wait_after
from outcomes.credentials.services.paper import draw_pdf

SWEEP = 200
CLAIM = """
UPDATE credentials_credential SET render_due_at = %(next)s
WHERE id IN (
  SELECT id FROM credentials_credential
  WHERE rendered_at IS NULL AND render_due_at <= %(now)s
  ORDER BY render_due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def render_credential(*, credential_id: UUID) -> bool:
    """Draw and store the PDF. False where that was done already; two at once draw the same page, and one of them keeps it."""
    credential = _mark_begun(credential_id)
    if credential is None:
        return False
    storage = credential.pdf.storage
    name = storage.save(paper_name(credential, ""), ContentFile(draw_pdf(credential)))
    if _mark_done(credential, name):
        return True
    storage.delete(name)
    return False


def certificate_pdf(credential: Credential) -> bytes:
    """The stored paper; drawn on the spot for someone who comes before it is stored."""
    if not credential.pdf:
        return draw_pdf(credential)
    with credential.pdf.open("rb") as file:
        return bytes(file.read())


def sweep_unrendered() -> int:
    """Ask again for what is due. A task that was lost, or died, is found here."""
    moment = now()
    with transaction.atomic(), connection.cursor() as cursor:
        times = {"now": moment, "next": moment + timedelta(seconds=wait_after(0))}
        cursor.execute(CLAIM, times | {"limit": SWEEP})
        due = [row[0] for row in cursor.fetchall()]
        for credential_id in due:
            ask("credentials.render", credential_id=credential_id)
    return len(due)


def _mark_begun(credential_id: UUID) -> Credential | None:
    waiting = Credential.objects.filter(pk=credential_id, rendered_at__isnull=True)
    credential = waiting.select_related("achievement").first()
    if credential is None:
        return None
    due_at = now() + timedelta(seconds=wait_after(credential.render_attempts))
    begun = waiting.update(render_attempts=F("render_attempts") + 1, render_due_at=due_at)
    return credential if begun else None


@transaction.atomic
def _mark_done(credential: Credential, name: str) -> bool:
    waiting = Credential.objects.filter(pk=credential.pk, rendered_at__isnull=True)
    if not waiting.update(rendered_at=now(), pdf=name):
        return False
    if Credential.objects.filter(pk=credential.pk, status__in=LIVE).exists():
        _announce(credential)
    return True


def _announce(credential: Credential) -> None:
    publish(
        CredentialReady(
            credential_id=credential.id,
            person_id=credential.person_id,
            titles=credential.snapshot["titles"],
        )
    )
