"""What no move leads to, the database refuses, whoever writes it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.writer import MigrationWriter

from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.moves import MovesOnly
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.models import Submission
from mentoring.projects.rules import TRANSITIONS
from tests.factories.mentoring import ProjectFactory

GUARD = "projects_submission_moves"


def refusal(submission: Submission, status: str) -> str | None:
    """The constraint that keeps it from becoming that."""
    try:
        with transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(status=status)
            transaction.set_rollback(True)
    except IntegrityError as error:
        cause: Any = error.__cause__
        return str(cause.diag.constraint_name)
    return None


@pytest.mark.django_db
@pytest.mark.parametrize("status", SubmissionStatus)
def test_only_the_moves_of_the_table_can_be_written(status: SubmissionStatus) -> None:
    handed_in: dict[str, Any] = {"ticket": new_id(), "submitted_at": now(), "seats": 1}
    handed_in = (
        {} if status == SubmissionStatus.DRAFT else handed_in | {"wanting": int(status == SubmissionStatus.SUBMITTED)}
    )
    submission = Submission.objects.create(project=ProjectFactory(), stage="idea", number=1, status=status, **handed_in)
    stopped = {target for target in SubmissionStatus if refusal(submission, target) == GUARD}
    led_to = {target for (origin, _), target in TRANSITIONS.items() if origin == status}
    assert stopped == set(SubmissionStatus) - led_to - {status}
    submission.refresh_from_db()
    assert submission.status == status


@pytest.mark.django_db
def test_a_guard_comes_and_goes_with_a_migration() -> None:
    guard = next(one for one in Submission._meta.constraints if one.name == GUARD)
    with connection.schema_editor(atomic=False) as editor:
        editor.remove_constraint(Submission, guard)
        assert triggers() == 0
        editor.add_constraint(Submission, guard)
    assert triggers() == 1


def triggers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = %s", [GUARD])
        return int(cursor.fetchone()[0])


def test_two_guards_are_the_same_when_they_allow_the_same() -> None:
    one, same, other = (
        MovesOnly(edges=edges, name="moves")
        for edges in ([("a", "b"), ("b", "c")], [("b", "c"), ("a", "b")], [("a", "b")])
    )
    assert (one == same, one == other, hash(one) == hash(same)) == (True, False, True)
    assert MigrationWriter.serialize(one) == (
        "foundation.kernel.moves.MovesOnly(edges=[('a', 'b'), ('b', 'c')], name='moves')",
        {"import foundation.kernel.moves"},
    )
