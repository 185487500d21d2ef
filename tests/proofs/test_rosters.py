"""Ten thousand rows: applied by a worker that is killed twenty times, and undone."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.accounts.services import sign_in
from foundation.batches.enums import LIVE
from foundation.batches.models import Batch
from foundation.kernel.clock import now
from foundation.notifications.models import Notification
from foundation.outbox.models import Delivery
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.rosters.models import RosterRow
from tests.benchmarks.coordinating import Coordinator
from tests.benchmarks.lists import BAD_EVERY, HEADER, good_rows, list_of
from tests.factories.consents import deliver_all, open_state
from tests.factories.courses import course_draft as draft
from tests.factories.courses import published
from tests.factories.programmes import CohortFactory, coordinator
from tests.foundation.rosters import working
from tests.house import House, house, until
from tests.services import redis_server, scale

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
SEED = 20261128
LARGE = 10_000
KILLS = 20


@pytest.fixture
def cohort(db: None) -> Cohort:
    cohort = CohortFactory(seats=2 * LARGE, courses=[published(draft(lessons=1), open_to_all=False).course.slug])
    open_state(cohort.organisation.state.code)
    return cohort


@pytest.fixture
def running() -> Iterator[House]:
    with redis_server() as redis, house(redis) as made:
        yield made


@dataclass
class Assassin:
    """Kills the worker a moment after each new beginning of the batch, and at random while what follows from it is done."""

    house: House
    batch_id: str
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    killed: UUID | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def watch(self) -> None:
        runner, status = Batch.objects.values_list("runner", "status").get(pk=self.batch_id)
        if status in LIVE and runner in (None, self.killed):
            return
        time.sleep(self.chance.uniform(0, 0.7) if status in LIVE else self.chance.uniform(1, 3))
        self.house.kill("bulk")
        self.killed = runner
        self.counts[status] += 1


def test_a_list_is_applied_once_while_its_worker_is_killed(running: House, cohort: Cohort) -> None:
    rows, kills = scale(LARGE), scale(KILLS)
    token = sign_in(person=coordinator(cohort.organisation.state.code))["meta"]["access_token"]
    desk = Coordinator(int(running.base.rpartition(":")[2]), token)
    roster = desk.once(desk.upload(str(cohort.pk), list_of(rows, 1)), "previewed")
    roster = desk.apply(roster)
    assassin, seen = Assassin(running, roster["batch"]), [0]

    def settled() -> bool:
        roster = desk.read(seen_id)
        seen.append(roster["progress"]["done"])
        if assassin.counts.total() < kills:
            assassin.watch()
            return False
        return roster["status"] == "applied" and not Delivery.objects.filter(done_at=None).exists()

    seen_id = roster["id"]
    with closing(desk.link):
        until(settled, 900, running.logs)
    assert seen == sorted(seen)
    assert seen[-1] == good_rows(rows)
    assert assassin.counts["running"] > 0
    _everybody_is_in_once(cohort, rows)
    bad = RosterRow.objects.filter(roster=seen_id, outcome="error").order_by("number")
    assert [row.number % BAD_EVERY for row in bad] == [0] * (rows // BAD_EVERY)
    assert {row.faults[0]["code"] for row in bad} == {"date_impossible"}
    connection.close()


def _everybody_is_in_once(cohort: Cohort, rows: int) -> None:
    numbers = [f"N{1_000_000 + at:09d}" for at in range(rows) if at % BAD_EVERY != BAD_EVERY - 1]
    members = Membership.objects.filter(cohort=cohort).order_by("learner_number")
    assert list(members.values_list("learner_number", flat=True)) == numbers
    people = dict.fromkeys(members.values_list("person", flat=True), 1)
    assert Counter(User.objects.filter(claimed_at=None).values_list("pk", flat=True)) == people
    for table in (Invitation, Enrolment, Notification):
        assert Counter(table._default_manager.values_list("person", flat=True)) == people
    cohort.refresh_from_db()
    assert cohort.seats_taken == len(numbers)


def test_undoing_ten_thousand_rows_restores_the_cohort(client_of: Callable[..., APIClient], cohort: Cohort) -> None:
    """A tenth each: added, moved here, changed, withdrawn."""
    client, rows = client_of(coordinator(cohort.organisation.state.code)), scale(LARGE)
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation, seats=rows, courses=[])
    lines = list_of(rows, 1).decode("utf-8-sig").splitlines()
    tenth = rows // 10
    working.apply(client, working.upload(client, other, _file(lines[1 : tenth + 1])))
    working.apply(client, working.upload(client, cohort, _file(lines[tenth + 1 : 9 * tenth + 1])))
    deliver_all()
    before, seats = everybody(), _seats(cohort, other)

    moved, kept, added = lines[1 : tenth + 1], lines[2 * tenth + 1 : 9 * tenth + 1], lines[9 * tenth + 1 :]
    changed = [line.replace(" B", " C") for line in kept[:tenth]]
    roster = working.upload(client, cohort, _file([*moved, *changed, *kept[tenth:], *added]), full="true")
    good = good_rows(tenth)
    assert roster["counts"] == {
        "add": good, "move": good, "keep": 7 * good, "withdraw": good, "conflict": 0, "error": 9 * (tenth - good),
    }  # fmt: skip
    applied = working.apply(client, roster)
    assert applied["status"] == "applied"
    deliver_all()
    assert [len(rows) for rows in everybody().values()] == [10 * good, 10 * good, 10 * good, 9 * good]
    assert everybody() != before
    undone = working.undo(client, applied)
    assert undone["status"] == "undone"
    deliver_all()
    assert everybody() == before
    assert _seats(cohort, other) == seats


def test_whoever_has_begun_stays_and_is_named(client_of: Callable[..., APIClient], cohort: Cohort) -> None:
    client, rows = client_of(coordinator(cohort.organisation.state.code)), scale(1_000)
    applied = working.apply(client, working.upload(client, cohort, list_of(rows, 1)))
    begun = list(Membership.objects.order_by("learner_number").values_list("pk", flat=True)[:5])
    Membership.objects.filter(pk__in=begun).update(started_at=now() + timedelta(seconds=1))
    working.undo(client, applied)
    assert set(Membership.objects.values_list("pk", flat=True)) == set(begun)
    named = [
        (row["values"]["name"], row["messages"][-1]["code"])
        for row in working.rows(client, applied, outcome="add")
        if row["applied"]
    ]
    names = Membership.objects.order_by("learner_number").values_list("person__name", flat=True)
    assert named == [(name, "has_started") for name in names]
    cohort.refresh_from_db()
    assert cohort.seats_taken == 5


def _file(lines: list[str]) -> bytes:
    return "\n".join([",".join(HEADER), *lines]).encode()


def _seats(*cohorts: Cohort) -> list[int]:
    return list(
        Cohort.objects.filter(pk__in=[c.pk for c in cohorts]).order_by("pk").values_list("seats_taken", flat=True)
    )


def everybody() -> dict[str, list[dict[str, Any]]]:
    """Who is where, and all that is known of her; but for counters of changes."""
    people = User.objects.filter(claimed_at=None).order_by("pk").values()
    members = Membership.objects.order_by("pk").values()
    invited = Invitation.objects.order_by("pk").values()
    live = Enrolment.objects.exclude(status="withdrawn").order_by("pk").values()
    rows = {"people": people, "members": members, "invited": invited, "enrolled": live}
    return {name: [_without(row, "revision") for row in found] for name, found in rows.items()}


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}
