from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy as _

from foundation.batches import services
from foundation.batches.models import Batch, BatchRow
from foundation.kernel.ids import new_id
from tests.factories.accounts import PersonFactory
from tests.factories.batches import HEAVY, carrying, outcomes_of
from tests.factories.programmes import coordinator, office

pytestmark = pytest.mark.django_db
Jobs = Callable[..., None]


def path(batch: Batch, rest: str = "") -> str:
    return f"/api/v1/batches/{batch.pk}{rest}"


def test_a_batch_as_its_owner_sees_it(job: Jobs, client_of: Any) -> None:
    owner = PersonFactory()
    batch = carrying(12, owner_id=owner.pk, params={"heavy": [3]})
    client = client_of(owner)
    assert client.get(path(batch)).json()["progress"] == {"done": 0, "total": 12}
    services.run(batch_id=batch.pk)
    answer = client.get(path(batch))
    said = answer.json()
    assert (answer.status_code, said.pop("created_at") < said.pop("finished_at")) == (200, True)
    assert said == {
        "id": str(batch.pk),
        "kind": "tests.carry",
        "status": "done",
        "progress": {"done": 12, "total": 12},
        "counts": {"carried": 11, "failed": 1},
        "problem": "",
    }
    assert client.get(path(batch), HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("office", 200), ("stranger", 404), ("coordinator", 404)])
@pytest.mark.parametrize(("method", "rest"), [("get", ""), ("get", "/rows"), ("delete", ""), ("post", "/retry")])
def test_who_may(job: Jobs, client_of: Any, who: str, status: int, method: str, rest: str) -> None:
    job(retriable=True)
    people = {"owner": PersonFactory(), "office": office(), "stranger": PersonFactory(), "coordinator": coordinator()}
    batch = carrying(2, owner_id=people["owner"].pk, params={"heavy": [1]})
    if rest == "/retry":
        services.run(batch_id=batch.pk)
    before = Batch.objects.values().get(pk=batch.pk)
    answer = getattr(client_of(people[who]), method)(path(batch, rest))
    assert answer.status_code == (202 if rest == "/retry" and status == 200 else status)
    if status == 404:
        assert Batch.objects.values().get(pk=batch.pk) == before
    assert getattr(client_of(), method)(path(batch, rest)).status_code == 401


def test_a_job_may_say_itself_who_sees_it(job: Jobs, client_of: Any) -> None:
    owner, colleague = PersonFactory(), PersonFactory()
    job(sees=lambda actor, batch: batch.total == 2 and actor == colleague)
    batch = carrying(2, owner_id=owner.pk)
    for method, rest in (("get", ""), ("get", "/rows"), ("delete", "")):
        statuses = [getattr(client_of(who), method)(path(batch, rest)).status_code for who in (owner, colleague)]
        assert (method, rest, statuses) == (method, rest, [404, 200])


def test_a_batch_that_does_not_exist(client_of: Any) -> None:
    assert client_of(office()).get(f"/api/v1/batches/{new_id()}").status_code == 404


def test_it_is_cancelled(job: Jobs, client_of: Any) -> None:
    owner = PersonFactory()
    batch = carrying(2, owner_id=owner.pk)
    client = client_of(owner)
    answers = [client.delete(path(batch)) for _ in range(2)]
    assert [(answer.status_code, answer.json()["status"]) for answer in answers] == [(200, "cancelled")] * 2


def test_what_is_over_is_not_cancelled(job: Jobs, client_of: Any) -> None:
    owner = PersonFactory()
    batch = carrying(2, owner_id=owner.pk)
    services.run(batch_id=batch.pk)
    answer = client_of(owner, language="fr").delete(path(batch))
    assert (answer.status_code, answer.json()["code"]) == (409, "batch_over")
    assert answer.json()["title"] == "Ce traitement est terminé"


def test_what_failed_is_tried_again(job: Jobs, client_of: Any) -> None:
    job(retriable=True)
    owner = PersonFactory()
    batch = carrying(2, owner_id=owner.pk, params={"heavy": [1]})
    services.run(batch_id=batch.pk)
    client = client_of(owner)
    answer = client.post(path(batch, "/retry"))
    assert (answer.status_code, answer["Location"], answer.json()["status"]) == (202, path(batch), "queued")
    assert outcomes_of(batch) == {"carried": 1, "": 1}
    refused = client.post(path(batch, "/retry"))
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_retry")


def test_rows_say_what_became_of_them(job: Jobs, client_of: Any) -> None:
    job(words={"heavy": _("Last name")})
    owner = PersonFactory()
    batch = carrying(3, owner_id=owner.pk, params={"heavy": [2]})
    services.run(batch_id=batch.pk)
    rows = client_of(owner, language="fr").get(path(batch, "/rows")).json()["results"]
    assert [(row["number"], row["outcome"]) for row in rows] == [(1, "carried"), (2, "failed"), (3, "carried")]
    assert rows[1]["messages"] == [HEAVY | {"detail": str(_("Last name"))}]


def test_a_message_is_told_with_what_was_read(job: Jobs, client_of: Any) -> None:
    job(words={"heavy": "%(read)s is more than %(expected)s"})
    owner = PersonFactory()
    batch = carrying(1, owner_id=owner.pk, params={"heavy": [1]})
    services.run(batch_id=batch.pk)
    client = client_of(owner)

    def details() -> list[str]:
        rows = client.get(path(batch, "/rows")).json()["results"]
        return [message["detail"] for row in rows for message in row["messages"]]

    assert details() == ["9 t is more than 8 t"]
    BatchRow.objects.update(messages=[{"code": "unheard_of"}, {"code": "heavy"}])
    assert details() == ["", " is more than "]


def test_rows_by_outcome_and_page(job: Jobs, client_of: Any) -> None:
    owner = PersonFactory()
    batch, other = (carrying(5, owner_id=owner.pk, params={"heavy": [2, 4, 5]}) for _ in range(2))
    client = client_of(owner)
    assert len(client.get(path(batch, "/rows?outcome=")).json()["results"]) == 5
    services.run(batch_id=batch.pk)
    first = client.get(path(batch, "/rows?outcome=failed&limit=2")).json()
    second = client.get(first["next"]).json()
    assert [[row["number"] for row in page["results"]] for page in (first, second)] == [[2, 4], [5]]
    assert client.get(path(batch, "/rows?outcome=")).json()["results"] == []
    assert len(client.get(path(other, "/rows?outcome=")).json()["results"]) == 5
    assert client.get(path(batch, "/rows?status=failed")).status_code == 400


def test_rows_that_live_elsewhere(job: Jobs, client_of: Any) -> None:
    owner = PersonFactory()
    batch, elsewhere = carrying(0, owner_id=owner.pk), carrying(2)
    job(rows=lambda asked, _actor: BatchRow.objects.filter(batch=elsewhere if asked.pk == batch.pk else None))
    assert [row["number"] for row in client_of(owner).get(path(batch, "/rows")).json()["results"]] == [1, 2]


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(job: Jobs, client_of: Any, size: int) -> None:
    owner = PersonFactory()
    batch = carrying(size, owner_id=owner.pk)
    services.run(batch_id=batch.pk)
    client = client_of(owner)
    counts = []
    for rest in ("", "/rows"):
        with CaptureQueriesContext(connection) as made:
            client.get(path(batch, rest))
        counts.append(len(made))
    assert counts == [2, 2]  # the grants, once, and the batch; the batch and the page
