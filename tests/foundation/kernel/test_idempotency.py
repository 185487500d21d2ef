import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from foundation.kernel.models import KeptAnswer, ThrottleCount
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.foundation.kernel.urls")]
THINGS = "/api/v1/things"


def post(client: Any, name: str, key: str = "key-1") -> Any:
    return client.post(THINGS, {"name": name}, content_type="application/json", headers={"Idempotency-Key": key})


def test_the_first_answer_is_given_again(client: Client) -> None:
    first, again = post(client, "a"), post(client, "a")
    assert (first.status_code, again.status_code, EventRecord.objects.count()) == (201, 201, 1)
    assert (again.content, again["Location"], again["ETag"]) == (first.content, first["Location"], first["ETag"])
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")


def test_a_refusal_is_kept_and_what_it_wrote_is_not(client: Client) -> None:
    first, again = post(client, "refused"), post(client, "refused")
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (409, 409, "true")
    assert first.json() == again.json()
    assert EventRecord.objects.count() == 0


def test_a_refusal_may_keep_what_was_written_before_it(client: Client) -> None:
    first, again = post(client, "kept"), post(client, "kept")
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (409, 409, "true")
    assert (first.content, EventRecord.objects.count()) == (again.content, 1)


def test_what_was_counted_stays_counted_when_the_refusal_is_rolled_back(client: Client) -> None:
    answers = [post(client, "counted", key=f"key-{n}").status_code for n in range(5)]
    assert answers == [409, 409, 409, 429, 429]
    assert ThrottleCount.objects.get().count == 5
    assert KeptAnswer.objects.count() == 3


def test_a_key_serves_one_request(client: Client) -> None:
    post(client, "a")
    answer = post(client, "b")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert [thing.name for thing in EventRecord.objects.all()] == ["a"]


def test_keys_are_each_callers_own(client_of: Any) -> None:
    for person in (PersonFactory(), PersonFactory()):
        answer = client_of(person).post(THINGS, {"name": "a"}, HTTP_IDEMPOTENCY_KEY="key-1")
        assert (answer.status_code, answer.get("Idempotency-Replayed")) == (201, None)
    assert EventRecord.objects.count() == 2


@pytest.mark.parametrize("key", ["k" * 256, "a\tb"])
def test_a_key_that_is_none_is_refused(client: Client, key: str) -> None:
    answer = post(client, "a", key=key)
    assert (answer.status_code, EventRecord.objects.count()) == (400, 0)


def test_the_table_alone_does_not_tell_the_answer(client: Client) -> None:
    post(client, "a-secret-name", key="a-secret-key")
    row = KeptAnswer.objects.get()
    stored = f"{row.scope} {row.fingerprint}".encode() + bytes(row.answer)
    assert b"a-secret-name" not in stored
    assert b"a-secret-key" not in stored


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_it_happens_once() -> None:
    answers: list[int] = []
    ready = threading.Barrier(8)

    def send() -> None:
        ready.wait()
        answers.append(post(Client(), "a").status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert EventRecord.objects.count() == 1
    assert set(answers) <= {201, 409}
    assert 201 in answers
