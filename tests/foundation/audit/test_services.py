import pytest
from django.db import IntegrityError, transaction

from foundation.audit.models import Record
from foundation.audit.selectors import records_about
from foundation.audit.services import record, record_many
from foundation.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_a_deed_is_written_with_ids_and_plain_values() -> None:
    actor, subject = new_id(), new_id()
    record(
        actor_id=actor, action="cohort.changed", subject_type="cohort", subject_id=subject, details={"fields": ["name"]}
    )
    record(actor_id=None, action="cohort.closed", subject_type="cohort", subject_id=subject)
    record(actor_id=actor, action="cohort.changed", subject_type="cohort", subject_id=new_id())

    told = [(row.actor_id, row.action, row.details) for row in records_about(subject)]

    assert told == [(None, "cohort.closed", {}), (actor, "cohort.changed", {"fields": ["name"]})]


def test_the_same_deed_on_many_is_written_for_each() -> None:
    actor, subjects = new_id(), [new_id(), new_id()]
    record_many(
        actor_id=actor,
        action="membership.moved",
        subject_type="membership",
        subject_ids=subjects,
        details={"to": "a", "said": 'a "quote" and a tab\t'},
    )
    record_many(actor_id=None, action="membership.moved", subject_type="membership", subject_ids=[])
    rows = Record.objects.values_list("actor_id", "action", "subject_type", "subject_id", "details")
    said = {"to": "a", "said": 'a "quote" and a tab\t'}
    assert sorted(rows, key=lambda row: row[3]) == [
        (actor, "membership.moved", "membership", subject, said) for subject in sorted(subjects)
    ]


@pytest.mark.parametrize("how", ["update", "delete"])
def test_what_is_written_stays_as_it_is(how: str) -> None:
    row = record(actor_id=None, action="a.b", subject_type="a", subject_id=new_id())
    changed = Record.objects.filter(pk=row.pk)
    deeds = {"update": lambda: changed.update(action="c.d"), "delete": changed.delete}

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        deeds[how]()

    assert Record.objects.get(pk=row.pk).action == "a.b"


@pytest.mark.parametrize("empty", ["action", "subject_type"])
def test_a_record_says_what_was_done_to_what(empty: str) -> None:
    words = {"action": "a.b", "subject_type": "a", empty: ""}
    with pytest.raises(IntegrityError, match="audit_record_says_what"), transaction.atomic():
        record(actor_id=None, subject_id=new_id(), **words)
