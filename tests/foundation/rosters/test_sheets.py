"""Sheets as files: drawn once, given out to who may have them, and drawn anew when something on them has changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import Record
from foundation.batches import services as batches
from foundation.batches.models import Batch
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort
from foundation.rosters.models import Sheet
from foundation.rosters.services import sheets
from tests.factories.consents import open_state
from tests.factories.programmes import coordinator, coordinator_of, office
from tests.foundation.rosters.printing import (
    CARDS,
    CONSENTS,
    ask,
    learner,
    names_on,
    printed,
    roster_of,
    school,
    set_up,
    work,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, cohort = scene(set_up)


@pytest.fixture(autouse=True)
def _house(settings: Any) -> None:
    settings.BASE_URL = "https://jisr.example.org"
    settings.CLIENT_URLS = ""


def small(monkeypatch: pytest.MonkeyPatch, **more: int) -> None:
    """Parts of one page."""
    made = {kind: replace(printing, at_once=1, **more) for kind, printing in sheets.PRINTINGS.items()}
    monkeypatch.setattr(sheets, "PRINTINGS", made)


def test_the_same_sheet_prints_again_unchanged(client_of: Any, cohort: Cohort) -> None:
    client, roster = client_of(office()), roster_of(cohort, learner(cohort), learner(cohort, "قَلَم"))
    first = printed(client, roster)
    assert b"".join(ask(client, roster).streaming_content) == first
    Sheet.objects.all().delete()
    assert printed(client, roster) == first
    assert Batch.objects.count() == 2


def test_while_it_is_drawn_one_hears_how_far_it_is(client_of: Any, cohort: Cohort) -> None:
    owner = coordinator()
    client, roster = client_of(owner), roster_of(cohort, learner(cohort), learner(cohort, "Two"))
    first, second = ask(client, roster), ask(client_of(office()), roster)
    batch = Batch.objects.get()
    for answer in (first, second):
        assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/batches/{batch.pk}")
        assert answer["Retry-After"] == "2"
        assert answer.json() == {"id": str(batch.pk), "status": "queued", "progress": {"done": 0, "total": 0}}
    assert (batch.owner_id, client.get(first["Location"]).status_code) == (owner.pk, 200)


def test_a_stored_sheet_is_kept_for_a_day_and_leaves_no_parts(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    client, roster = client_of(office()), roster_of(cohort, *(learner(cohort, f"N{n:02}") for n in range(21)))
    pdf = printed(client, roster)
    assert [len(lines) for lines in names_on(pdf, *(f"N{n:02}" for n in range(21)))] == [10, 10, 1]
    (file,) = StoredFile.objects.all()
    assert (file.owner_id, file.bytes, file.expires_at < now() + timedelta(days=1, minutes=1)) == (None, len(pdf), True)
    StoredFile.objects.update(expires_at=now())
    assert printed(client, roster) == pdf


def test_a_killed_worker_goes_on_where_it_stopped(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch, per_page=2)
    names = [f"N{n:02}" for n in range(7)]
    client, roster = client_of(office()), roster_of(cohort, *(learner(cohort, name) for name in names))
    assert ask(client, roster).status_code == 202
    batch = Batch.objects.get()
    for _ in range(3):  # the digest, and two pages
        batches.run(batch_id=batch.pk, stretch=0)
        Batch.objects.update(due_at=now())
    batch.refresh_from_db()
    assert batch.done == 4
    work()
    Batch.objects.update(due_at=now())
    batches.run(batch_id=batch.pk)
    answer = ask(client, roster)
    assert [name for page in names_on(b"".join(answer.streaming_content), *names) for name in page] == names


def test_given_up_it_leaves_nothing_behind_and_begins_anew(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch, per_page=2)
    owner = office()
    client, roster = client_of(owner), roster_of(cohort, *(learner(cohort, f"N{n}") for n in range(3)))
    ask(client, roster)
    batch = Batch.objects.get()
    batches.run(batch_id=batch.pk, stretch=0)
    batches.cancel(actor=owner, batch_id=batch.pk)
    assert StoredFile.objects.count() == 0
    printed(client, roster)


@pytest.mark.parametrize("ending", ["stopped", "went on", "left behind"])
def test_a_part_that_has_gone_costs_one_drawing(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """Parts are kept for a day. Without one of them nothing is given out, and the next ask draws it all."""
    small(monkeypatch, per_page=2)
    owner, names = office(), [f"N{n:02}" for n in range(5)]
    client, roster = client_of(owner), roster_of(cohort, *(learner(cohort, name) for name in names))
    ask(client, roster)
    batch = Batch.objects.get()
    for _ in range(2):
        batches.run(batch_id=batch.pk, stretch=0)
        Batch.objects.update(due_at=now())
    StoredFile.objects.get().delete()
    if ending == "stopped":
        batches.cancel(actor=owner, batch_id=batch.pk)
    elif ending == "went on":
        batches.run(batch_id=batch.pk)
    else:
        batch.delete()
    assert Sheet.objects.get().file is None
    assert [name for page in names_on(printed(client, roster), *names) for name in page] == names


@pytest.mark.parametrize("what", [CARDS, CONSENTS])
def test_only_who_manages_the_cohort(client_of: Any, cohort: Cohort, what: str) -> None:
    open_state()
    member = learner(cohort, birth_date=None)
    roster = roster_of(cohort, member)
    for stranger in (member.person, coordinator("JO"), coordinator_of(school(cohort, "Other"))):
        assert ask(client_of(stranger), roster, what).status_code == 404
    assert ask(client_of(), roster, what).status_code == 401
    assert (Batch.objects.count(), Sheet.objects.count()) == (0, 0)
    for manager in (office(), coordinator(), coordinator_of(cohort.organisation)):
        assert ask(client_of(manager), roster, what).status_code == 202


def test_who_was_given_a_sheet_is_on_record(client_of: Any, cohort: Cohort) -> None:
    giver, roster = office(), roster_of(cohort, learner(cohort))
    printed(client_of(giver), roster)
    (row,) = Record.objects.filter(action="roster.claim_cards_given")
    assert (row.actor_id, row.subject_id) == (giver.pk, roster.pk)


@pytest.mark.parametrize(("what", "count"), [(CARDS, 34), (CONSENTS, 51)])
def test_a_sheet_takes_as_many_queries_for_three_as_for_one(
    client_of: Any, cohort: Cohort, what: str, count: int
) -> None:
    open_state()
    for number in (1, 3):
        roster = roster_of(cohort, *(learner(cohort, f"L{number}{n}", birth_date=None) for n in range(number)))
        assert ask(client_of(office()), roster, what).status_code == 202
        batch = Batch.objects.latest("id")
        with CaptureQueriesContext(connection) as queries:
            work()
        batch.refresh_from_db()
        assert (batch.done, len(queries)) == (number, count)
