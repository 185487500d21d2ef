"""A list that was applied in part: stopped, or broken off. What was done is known, and can be undone or done to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.batches.errors import Hopeless
from foundation.batches.models import Batch
from foundation.programmes.models import Cohort, Membership
from foundation.rosters.models import RosterRow
from foundation.rosters.services import applying, undoing
from foundation.rosters.services import rows as chunks
from tests.factories.programmes import CohortFactory
from tests.foundation.rosters.working import BASE, Scenery, apply, at_work, got, settle, signed_in, undo, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
HEAD = "Name;Learner number;Language;Class\n"


def listed(numbers: Sequence[int], group: str = "1A") -> str:
    return HEAD + "".join(f"Learner {chr(97 + number)};{number};fr;{group}\n" for number in numbers)


MIXED = listed(range(4, 20), "2B")  # four leave, eight change, four move here, four come


@dataclass
class Former(Scenery):
    """Twelve are there, and four in another cohort; the list that changes all of it is looked at."""

    roster: dict[str, Any]


def set_up() -> Former:
    there = at_work()
    cohort, client = there.cohort, signed_in(there.owner)
    apply(client, upload(client, cohort, listed(range(12))))
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    apply(client, upload(client, other, listed(range(12, 16))))
    return Former(there.owner, cohort, upload(client, cohort, MIXED, full="true"))


_written, scenery = scene(set_up)


@pytest.fixture
def roster(scenery: Former) -> dict[str, Any]:
    return scenery.roster


def breaks_off(monkeypatch: pytest.MonkeyPatch, module: Any, after: int) -> None:
    """The job's chunks are small, and the worker gives up after some of them."""
    done, left = module._do, iter(range(after))

    def work(*args: Any) -> Any:
        if next(left, None) is None:
            raise Hopeless("interrupted")
        return done(*args)

    monkeypatch.setattr(chunks, "CHUNK", 3)
    monkeypatch.setattr(module, "_do", work)


def places() -> list[Any]:
    return list(
        Membership.objects.order_by("learner_number").values_list(
            "learner_number", "cohort", "group", "status", "person__name"
        )
    )


@pytest.mark.parametrize("after", range(1, 8))
def test_what_was_applied_in_part_is_undone(
    client: APIClient, roster: dict[str, Any], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    before = places()
    with monkeypatch.context() as patch:
        breaks_off(patch, applying, after)
        roster = apply(client, roster)
    done = RosterRow.objects.filter(roster=roster["id"], applied=True).count()
    assert (roster["status"], roster["problem"]["code"]) == ("applied", "interrupted")
    assert (roster["progress"]["done"], roster["progress"]["total"]) == (done, 20)
    undone = undo(client, roster)
    assert (undone["status"], undone["problem"]) == ("undone", None)
    assert undone["progress"] == {"done": done, "total": done}
    assert places() == before
    assert Batch.objects.get(pk=undone["batch"]).counts == {"undone": done}


@pytest.mark.parametrize("after", range(1, 8))
def test_what_was_undone_in_part_is_undone_to_its_end(
    client: APIClient, roster: dict[str, Any], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    before = places()
    roster = apply(client, roster)
    with monkeypatch.context() as patch:
        breaks_off(patch, undoing, after)
        roster = undo(client, roster)
    assert (roster["status"], roster["problem"]["code"]) == ("applied", "interrupted")
    assert undo(client, roster)["status"] == "undone"
    assert places() == before


def test_uploaded_again_it_is_applied_to_its_end(
    client: APIClient, cohort: Cohort, roster: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        breaks_off(patch, applying, 3)
        apply(client, roster)
    apply(client, upload(client, cohort, MIXED, full="true"))
    there = Membership.objects.filter(cohort=cohort).exclude(status="withdrawn")
    assert sorted(map(int, there.values_list("learner_number", flat=True))) == list(range(4, 20))
    assert set(there.values_list("group", flat=True)) == {"2B"}
    cohort.refresh_from_db()
    assert cohort.seats_taken == 16


def test_stopped_before_its_first_row_it_can_be_applied_still(client: APIClient, roster: dict[str, Any]) -> None:
    before = places()
    path = f"{BASE}/rosters/{roster['id']}/apply"
    begun = client.post(path, {"digest": roster["digest"]}).json()
    assert client.delete(f"{BASE}/batches/{begun['batch']}").status_code == 200
    settle()
    stopped = got(client, roster)
    assert (stopped["status"], stopped["problem"]["code"], stopped["applied_at"]) == ("previewed", "stopped", None)
    assert places() == before
    applied = apply(client, stopped)
    assert (applied["status"], applied["progress"], applied["problem"]) == (
        "applied", {"done": 20, "total": 20}, None
    )  # fmt: skip


def test_undoing_can_not_be_stopped(client: APIClient, roster: dict[str, Any]) -> None:
    before = places()
    roster = apply(client, roster)
    begun = client.post(f"{BASE}/rosters/{roster['id']}/undo").json()
    refused = client.delete(f"{BASE}/batches/{begun['batch']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "batch_not_cancellable")
    settle()
    assert places() == before
