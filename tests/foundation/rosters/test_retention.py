"""How long a list is kept: its file for 30 days, what stood in it for 90, and what was done for good."""

from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.db import connection
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.files import services as files
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Membership
from foundation.rosters import services
from foundation.rosters.models import Roster, RosterRow
from tests.foundation.rosters.working import BASE, apply, contents, got, mend, outcomes, rows, settle, upload

pytestmark = pytest.mark.django_db
LIST = (
    "Name;Learner number;Date of birth;E-mail;School\n"
    "Amina Diop;1;31/02/2010;;Ecole du Port\nOmar Fall;2;31/02/2010;;Ecole du Port\n"
    "Sara Naji;3;30/02/2010;;ecole du port\nLina Fassi;4;2010-05-03;lina@;\n"
)
ROWS = [
    ("error", ["date_impossible", "school_unknown"]),
    ("error", ["date_impossible", "school_unknown"]),
    ("error", ["date_impossible", "school_unknown"]),
    ("error", ["email_invalid"]),
]


def everything() -> list[list[dict[str, Any]]]:
    return contents(User, Membership, Batch, Roster, RosterRow)


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_after_30_days_and_the_roster_stays(client: APIClient, cohort: Cohort) -> None:
    roster = upload(client, cohort, LIST)
    file = StoredFile.objects.get()
    assert abs(file.expires_at - file.created_at - timedelta(days=30)) < timedelta(minutes=1)
    place = str(file.content.name)
    assert files.forget_expired() == 0
    StoredFile.objects.update(expires_at=now())
    assert files.forget_expired() == 1
    assert (StoredFile.objects.count(), default_storage.exists(place)) == (0, False)
    before = rows(client, roster)
    assert [row["outcome"] for row in before] == ["error"] * 4
    assert mend(client, roster, 1, values={"birth_date": "2010-02-28"}).status_code == 200
    settle()
    assert outcomes(client, roster) == [("add", ["school_unknown"]), *ROWS[1:]]
    assert apply(client, got(client, roster))["status"] == "applied"


@pytest.mark.parametrize("applied", [False, True])
def test_values_are_erased_after_90_days(client: APIClient, cohort: Cohort, applied: bool) -> None:
    roster = upload(client, cohort, LIST.replace("31/02", "28/02"))
    if applied:
        roster = apply(client, roster)
    people = contents(User)
    Roster.objects.update(created_at=now() - timedelta(days=90) + timedelta(hours=1))
    assert services.erase_values() == 0
    Roster.objects.update(created_at=now() - timedelta(days=90, seconds=1))
    assert (services.erase_values(), services.erase_values()) == (1, 0)
    left = got(client, roster)
    assert (left["status"], left["counts"], left["detected"]) == (roster["status"], roster["counts"], None)
    shown = client.get(f"{BASE}/rosters/{roster['id']}/rows")
    assert [row["outcome"] for row in shown.json()["results"]] == ["add", "add", "error", "error"]
    kept = str(contents(Roster, RosterRow))
    everywhere = shown.content.decode() + kept
    assert [word for word in ("Amina", "Omar", "2010", "lina@", "Port", "port") if word in everywhere] == []
    before = everything()
    answers = {
        "PATCH": mend(client, roster, 1, values={"name": "A"}),
        "preview": client.post(f"{BASE}/rosters/{roster['id']}/preview"),
        "apply": client.post(f"{BASE}/rosters/{roster['id']}/apply", {"digest": roster["digest"]}),
        "undo": client.post(f"{BASE}/rosters/{roster['id']}/undo"),
        "rows.csv": client.get(f"{BASE}/rosters/{roster['id']}/rows.csv"),
    }
    codes = {name: (answer.status_code, answer.json().get("code")) for name, answer in answers.items()}
    gone = (410, "values_erased")
    assert codes == {
        "PATCH": gone,
        "preview": gone,
        "apply": (202, None) if applied else gone,
        "undo": gone if applied else (409, "not_applied"),
        "rows.csv": gone,
    }
    assert everything() == before
    assert contents(User) == people


def test_what_was_erased_before_an_interruption_stays_so(client: APIClient, cohort: Cohort) -> None:
    for name in ("Diop", "Sow", "Fall"):
        upload(client, cohort, f"Name\nAmina {name}\n")
    Roster.objects.update(created_at=now() - timedelta(days=91))
    emptied: list[str] = []

    def stops(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "rosters_rosterrow"'):
            emptied.append(sql)
        if len(emptied) == 3:
            raise SoftTimeLimitExceeded
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stops), pytest.raises(SoftTimeLimitExceeded):
        services.erase_values()
    assert (Roster.objects.filter(erased_at=None).count(), RosterRow.objects.exclude(name="").count()) == (1, 1)
    assert (services.erase_values(), Roster.objects.filter(erased_at=None).count()) == (1, 0)


@pytest.mark.parametrize("step", ["apply", "preview", "undo"])
def test_a_roster_at_work_is_erased_afterwards(client: APIClient, cohort: Cohort, step: str) -> None:
    roster = upload(client, cohort, "Name\nAmina Diop\n")
    if step == "undo":
        apply(client, roster)
    body = {"digest": roster["digest"]} if step == "apply" else {}
    assert client.post(f"{BASE}/rosters/{roster['id']}/{step}", body).status_code == 202
    Roster.objects.update(created_at=now() - timedelta(days=91))
    assert services.erase_values() == 0
    settle()
    assert rows(client, roster)[0]["values"]["name"] == "Amina Diop"
    assert services.erase_values() == 1
    assert rows(client, roster)[0]["values"]["name"] == ""
