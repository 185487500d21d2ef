"""Printed sheets: drawn by a batch, kept for a day, given out as long as they are true."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.enums import LIVE
from foundation.batches.models import Batch
from foundation.batches.services import Chunk, Job, register, start
from foundation.files.enums import MediaType
from foundation.files.models import StoredFile
from foundation.files.services import forget, store
from foundation.kernel.clock import now
from foundation.kernel.drawing import join, render_part, render_pdf
from foundation.kernel.errors import FieldError, Invalid
from foundation.programmes.models import Organisation
from foundation.programmes.policies import by_reference
from foundation.programmes.selectors import organisations_of_state
from foundation.rosters.enums import SheetKind
from foundation.rosters.errors import NothingToPrint
from foundation.rosters.models import Roster, Sheet
from foundation.rosters.policies import get_roster_for, sees_drawing
from foundation.rosters.rules.piles import Page, parts_of
from foundation.rosters.services import cards, letters
from foundation.rosters.services.printing import Printing, digest_of, pages_on

PURPOSE = "rosters.sheet"
KEEP = timedelta(days=1)  # a sheet holds codes: it is drawn again rather than kept
LARGEST = 2**31
PRINTINGS: Mapping[str, Printing] = {
    SheetKind.CLAIM_CARDS: cards.PRINTING,
    SheetKind.CONSENT_SHEETS: letters.PRINTING,
}


@transaction.atomic
def print_sheet(
    *, actor: User, roster_id: UUID, kind: SheetKind, organisation: str = "", group: str = "", claimed: bool = False
) -> StoredFile | Batch:
    """The file where there is one that is still true; else the batch that makes it, begun if need be."""
    roster = get_roster_for(actor, roster_id)
    school = _school(roster, organisation) if organisation else None
    sheet = _sheet(Sheet(roster=roster, kind=kind, organisation=school, group=group, claimed=claimed))
    if sheet.batch and sheet.batch.status in LIVE:
        return sheet.batch
    if sheet.file and sheet.file.is_there(now()) and sheet.digest == digest_of(sheet, PRINTINGS[kind]):
        record(actor_id=actor.pk, action=f"roster.{kind}_given", subject_type="roster", subject_id=roster.pk)
        return sheet.file
    return _begin(actor, sheet)


def _school(roster: Roster, reference: str) -> Organisation:
    school = organisations_of_state(roster.state_id).filter(by_reference(reference)).first()
    if school is None:
        raise Invalid(
            errors=[FieldError("?organisation", "unknown", _("There is no such organisation in this state."))]
        )
    return school


def _sheet(wanted: Sheet) -> Sheet:
    """Locked: of two who ask at once one begins, and the other finds the batch."""
    Sheet.objects.bulk_create([wanted], ignore_conflicts=True)
    same = Sheet.objects.filter(
        roster=wanted.roster,
        kind=wanted.kind,
        organisation=wanted.organisation,
        group=wanted.group,
        claimed=wanted.claimed,
    )
    return _whole(same.select_for_update(of=("self",), no_key=True).get().pk)


def _whole(sheet_id: UUID) -> Sheet:
    roster = ("roster__state", "roster__cohort__programme", "roster__cohort__organisation")
    return Sheet.objects.select_related("batch", "file", *roster).get(pk=sheet_id)


def _begin(actor: User, sheet: Sheet) -> Batch:
    if not any(True for _holder in PRINTINGS[sheet.kind].holders(sheet)):
        raise NothingToPrint
    _forget([*([sheet.file] if sheet.file else []), *_parts(sheet)])
    sheet.file, sheet.parts, sheet.digest = None, [], ""
    sheet.batch = start(kind=f"rosters.{sheet.kind}", owner_id=actor.pk, subject_id=sheet.pk)
    sheet.save(update_fields=["file", "parts", "digest", "batch"])
    return sheet.batch


def _draw(batch: Batch) -> Iterator[Chunk]:
    sheet = _of(batch)
    printing = PRINTINGS[sheet.kind]
    if not sheet.digest:
        sheet.digest = digest_of(sheet, printing)
        sheet.save(update_fields=["digest"])
        yield Chunk(count=0)
    pages = pages_on(sheet, printing)
    total = sum(len(page.holders) for page in pages)
    for part in parts_of(pages, printing.at_once, skip=batch.done):
        pdf = _pdf(sheet, part, whole=len(part) == len(pages))
        _keep_part(sheet, pdf)
        count = sum(len(page.holders) for page in part)
        yield Chunk(count=count, outcomes={"drawn": count}, total=total)


def _pdf(sheet: Sheet, pages: Sequence[Page], *, whole: bool) -> bytes:
    """In one piece it is archival and accessible. The roster's own time makes the same sheet the same bytes."""
    printing = PRINTINGS[sheet.kind]
    words = printing.words(sheet, pages)
    render = render_pdf if whole else render_part
    return render(printing.template, words, issued_at=sheet.roster.applied_at or sheet.roster.created_at)


def _keep_part(sheet: Sheet, pdf: bytes) -> None:
    part = _store(sheet, pdf)
    sheet.parts = [*sheet.parts, part.pk]
    sheet.save(update_fields=["parts"])


def _finish(batch: Batch) -> None:
    """A sheet is whole or is drawn again: one of its parts may have gone, when drawing took longer than parts are kept."""
    sheet = _of(batch)
    parts = _parts(sheet)
    if len(parts) == len(sheet.parts):
        sheet.file = parts[0] if len(parts) == 1 else _joined(sheet, parts)
    sheet.parts = []
    sheet.save(update_fields=["file", "parts"])
    _forget([part for part in parts if part != sheet.file])


def _joined(sheet: Sheet, parts: Sequence[StoredFile]) -> StoredFile | None:
    if not parts:
        return None
    with TemporaryFile() as whole:
        join((_read(part) for part in parts), whole)
        whole.flush()
        return _store(sheet, whole)


def _store(sheet: Sheet, content: IO[bytes] | bytes) -> StoredFile:
    """Nobody's own: it goes through the roster, to whoever manages its cohort then."""
    return store(
        owner_id=None,
        purpose=PURPOSE,
        name=f"{sheet.kind}.pdf",
        content=content,
        max_bytes=LARGEST,
        media_type=MediaType.PDF,
        keep=KEEP,
    )


def _read(part: StoredFile) -> bytes:
    with part.content.open("rb") as file:
        return bytes(file.read())


def _give_up(batch: Batch) -> None:
    sheet = _of(batch)
    _forget(_parts(sheet))
    sheet.parts = []
    sheet.save(update_fields=["parts"])


def _of(batch: Batch) -> Sheet:
    if batch.subject_id is None:
        raise Sheet.DoesNotExist
    return _whole(batch.subject_id)


def _parts(sheet: Sheet) -> list[StoredFile]:
    """Those that are still there."""
    there = StoredFile.objects.in_bulk(sheet.parts)
    return [there[part] for part in sheet.parts if part in there]


def _forget(files: Sequence[StoredFile]) -> None:
    for file in files:
        forget(file=file)


def register_jobs() -> None:
    for kind in PRINTINGS:
        register(Job(kind=f"rosters.{kind}", work=_draw, finish=_finish, give_up=_give_up, sees=sees_drawing))
