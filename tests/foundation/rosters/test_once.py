"""The same list again, one after the other and twenty at once: each person is there once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.programmes.models import Cohort, Membership
from tests.benchmarks.lists import good_rows, list_of
from tests.factories.programmes import coordinator
from tests.foundation.rosters.working import BASE, apply, got, upload
from tests.services import PATIENCE, in_full, scale

UPLOADS = 20 if in_full() else 5
TABLES = ("accounts_user", "programmes_membership", "programmes_invitation", "consents_guardian", "consents_consent")
GUARDED = "Name;Number;Date of birth;Guardian;Guardian email;Consent date\n" + "".join(
    f"Learner {letter};{number};2012-03-0{number};Khadija;parent{number}@example.org;2026-10-01\n"
    for number, letter in enumerate("abcde", 1)
)


def versions() -> dict[str, list[tuple[Any, ...]]]:
    """Each row with the transaction that wrote it: one that is written again, even unchanged, has another."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT id, xmin::text FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
        return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content", "people"), [(list_of(300, 1), good_rows(300)), (GUARDED.encode(), 5)], ids=["many", "guarded"]
)
def test_the_same_list_again_writes_nothing(client: APIClient, cohort: Cohort, content: bytes, people: int) -> None:
    Cohort.objects.update(seats=400)
    apply(client, upload(client, cohort, content))
    assert Membership.objects.count() == people
    before = versions()
    again = apply(client, upload(client, cohort, content))
    assert (again["status"], again["counts"]["keep"]) == ("applied", people)
    assert versions() == before


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_twenty_uploads_at_once_leave_each_person_once(client_of: Callable[..., APIClient], cohort: Cohort) -> None:
    Cohort.objects.update(seats=400)
    rows = scale(200)
    content = list_of(rows, 1)
    actor = coordinator(cohort.organisation.state.code)
    gate, freed = threading.Barrier(UPLOADS), threading.Semaphore(0)

    def insist(_number: int) -> Counter[str]:
        client, refusals = client_of(actor), Counter[str]()
        try:
            gate.wait(PATIENCE)
            roster = _previewed(client, _sent(client, cohort, content))
            while roster["status"] != "applied":
                refusals[refused := _refusal(client, roster)] += 1
                if refused == "roster_busy":
                    freed.acquire(timeout=2)  # until another list is done, rather than asking again and again
                roster = _previewed(client, got(client, roster))
            return refusals
        finally:
            freed.release()
            connection.close()

    with ThreadPoolExecutor(UPLOADS) as pool:
        refusals = sum(pool.map(insist, range(UPLOADS)), Counter[str]())
    assert set(refusals) <= {"", "roster_busy", "cohort_changed", "digest_differs"}
    assert Membership.objects.filter(cohort=cohort, status="invited").count() == good_rows(rows)
    numbers = Membership.objects.values_list("learner_number", flat=True)
    assert max(Counter(numbers).values()) == 1
    assert User.objects.filter(claimed_at=None).count() == good_rows(rows)
    cohort.refresh_from_db()
    assert cohort.seats_taken == good_rows(rows)


def _sent(client: APIClient, cohort: Cohort, content: bytes) -> dict[str, Any]:
    answer = client.post(
        f"{BASE}/cohorts/{cohort.pk}/rosters", {"file": SimpleUploadedFile("list.csv", content)}, format="multipart"
    )
    assert answer.status_code == 202, answer.content
    return dict(answer.json())


def _previewed(client: APIClient, roster: dict[str, Any]) -> dict[str, Any]:
    """Does the work of its batch, and makes a preview anew where applying found that the old one no longer held."""
    batches.run(batch_id=roster["batch"])
    roster = got(client, roster)
    if roster["problem"]:
        assert roster["problem"]["code"] == "cohort_changed"
        client.post(f"{BASE}/rosters/{roster['id']}/preview")
        return _previewed(client, got(client, roster))
    return roster


def _refusal(client: APIClient, roster: dict[str, Any]) -> str:
    """Of applying: "" for none. Whoever is refused for what the cohort has become looks again."""
    answer = client.post(f"{BASE}/rosters/{roster['id']}/apply", {"digest": roster["digest"]})
    if answer.status_code == 202:
        return ""
    assert answer.status_code == 409, answer.content
    code = str(answer.json()["code"])
    if code == "cohort_changed":
        client.post(f"{BASE}/rosters/{roster['id']}/preview")
    return code
