"""What becomes of a list that was read: corrected, looked at anew, forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.core.serializers import serialize
from django.db import connection
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches.enums import BatchStatus
from foundation.batches.errors import Hopeless
from foundation.batches.models import Batch
from foundation.files import services as files
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Membership
from foundation.rosters import services
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.services import reading
from tests.factories.programmes import MembershipFactory, OrganisationFactory
from tests.foundation.rosters.working import BASE, apply, got, mend, outcomes, rows, settle, upload

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


@pytest.fixture
def roster(client: APIClient, cohort: Cohort) -> dict[str, Any]:
    roster = upload(client, cohort, LIST)
    assert outcomes(client, roster) == ROWS
    return roster


def everything() -> list[str]:
    tables = (User, Membership, Batch, Roster, RosterRow)
    return [serialize("json", table._default_manager.order_by("pk")) for table in tables]


def tag_of(client: APIClient, roster: dict[str, Any], number: int) -> str:
    return str(client.get(f"{BASE}/rosters/{roster['id']}/rows/{number}")["ETag"])


def test_one_row(client: APIClient, roster: dict[str, Any]) -> None:
    """It is read again with the rest of what stands in it; the others are as they were."""
    tag = tag_of(client, roster, 1)
    answer = mend(client, roster, 1, tag, values={"birth_date": "28/02/2010"})
    assert (answer.status_code, answer.json()["outcome"], got(client, roster)["status"]) == (200, "", "reading")
    assert answer["ETag"] != tag
    settle()
    assert outcomes(client, roster) == [("add", ["school_unknown"]), *ROWS[1:]]
    [row, *_] = rows(client, roster)
    assert (row["values"]["birth_date"], row["cells"]["Date of birth"]) == ("2010-02-28", "28/02/2010")
    again = got(client, roster)
    assert (again["status"], again["digest"] == roster["digest"]) == ("previewed", False)


def test_all_rows_with_one_fault(client: APIClient, roster: dict[str, Any]) -> None:
    """The same was said of the same text: another impossible date is another fault."""
    assert mend(client, roster, 1, values={"birth_date": "28/02/2010"}, alike=True).status_code == 200
    settle()
    assert outcomes(client, roster) == [("add", ["school_unknown"])] * 2 + ROWS[2:]
    assert [row["values"]["birth_date"] for row in rows(client, roster)] == [
        "2010-02-28",
        "2010-02-28",
        None,
        "2010-05-03",
    ]


def test_a_school_is_mapped_once_however_it_is_written(
    client: APIClient, cohort: Cohort, roster: dict[str, Any]
) -> None:
    OrganisationFactory(slug="port", state=cohort.organisation.state)
    assert mend(client, roster, 2, values={"school": "port"}, alike=True).status_code == 200
    settle()
    assert [(row["values"]["organisation"], row["values"]["school"]) for row in rows(client, roster)] == [
        ("port", "port"),
        ("port", "port"),
        ("port", "port"),
        (None, ""),
    ]


@pytest.mark.parametrize(
    ("number", "tag", "body", "status", "code"),
    [
        (1, None, {"values": {"name": "A"}}, 428, "if_match_required"),
        (1, '"7"', {"values": {"name": "A"}}, 400, "invalid"),
        (1, "*", {"values": {"shoe": "41"}}, 400, "invalid"),
        (1, "*", {"values": {"organisation": "port"}, "alike": "often"}, 400, "invalid"),
        (5, "*", {"values": {"name": "A"}}, 404, "not_found"),
        (99, "*", {"values": {"name": "A"}}, 404, "not_found"),
    ],
    ids=["no-tag", "foreign-tag", "no-such-field", "no-boolean", "of-whom-leaves", "no-such-row"],
)
def test_what_is_refused(
    client: APIClient, cohort: Cohort, number: int, tag: str | None, body: dict[str, Any], status: int, code: str
) -> None:
    MembershipFactory(cohort=cohort)
    roster = upload(client, cohort, LIST, full="true")
    assert [row["outcome"] for row in rows(client, roster)] == ["error"] * 4 + ["withdraw"]
    before = everything()
    answer = mend(client, roster, number, tag, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert everything() == before


@pytest.mark.parametrize("body", [{}, {"values": {}}, {"values": {"organisation": "port"}}])
def test_nothing_said_is_nothing_done(client: APIClient, roster: dict[str, Any], body: dict[str, Any]) -> None:
    before = everything()
    assert mend(client, roster, 1, **body).status_code == 200
    assert everything() == before


def test_a_row_sent_back_as_it_was_given_keeps_its_faults(client: APIClient, roster: dict[str, Any]) -> None:
    [row, *_] = rows(client, roster)
    assert row["values"]["birth_date"] is None
    assert mend(client, roster, 1, values=row["values"]).status_code == 200
    settle()
    assert outcomes(client, roster) == ROWS


def test_whoever_has_seen_an_older_row_changes_nothing(client: APIClient, roster: dict[str, Any]) -> None:
    tag = tag_of(client, roster, 1)
    mend(client, roster, 1, tag, values={"birth_date": "28/02/2010"})
    settle()
    before = everything()
    answer = mend(client, roster, 1, tag, values={"name": "A"})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert everything() == before
    assert mend(client, roster, 1, tag_of(client, roster, 1), values={"name": "A"}).status_code == 200


def test_a_preview_made_anew(client: APIClient, cohort: Cohort) -> None:
    """The same as long as nothing has changed; and then what has."""
    roster = upload(client, cohort, LIST.replace("31/02", "28/02"))
    path = f"{BASE}/rosters/{roster['id']}/preview"
    assert client.post(path).status_code == 202
    settle()
    assert got(client, roster)["digest"] == roster["digest"]
    MembershipFactory(cohort=cohort, learner_number="2", person__name="Omar Fall")
    assert client.post(path).status_code == 202
    settle()
    assert [row["outcome"] for row in rows(client, roster)] == ["add", "keep", "error", "error"]
    assert got(client, roster)["digest"] != roster["digest"]


@pytest.mark.parametrize("problem", ["stopped", "failures"])
def test_what_was_corrected_outlives_a_preview_that_never_came(
    client: APIClient, roster: dict[str, Any], monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    """Stopped or failed, it can't be applied; the next one has the corrections in it."""
    mend(client, roster, 1, values={"birth_date": "28/02/2010"})
    batch = Batch.objects.get(status=BatchStatus.QUEUED)
    if problem == "stopped":
        assert client.delete(f"{BASE}/batches/{batch.pk}").status_code == 200
    else:
        with monkeypatch.context() as patch:
            patch.setattr(reading, "preview", broken_off(problem))
            settle()
    left = got(client, roster)
    assert (left["status"], left["problem"]["code"], left["digest"]) == ("previewed", problem, "")
    refused = client.post(f"{BASE}/rosters/{roster['id']}/apply", {"digest": roster["digest"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "digest_differs")
    assert client.post(f"{BASE}/rosters/{roster['id']}/preview").status_code == 202
    settle()
    again = got(client, roster)
    assert (again["status"], again["problem"], len(again["digest"])) == ("previewed", None, 64)
    assert outcomes(client, roster) == [("add", ["school_unknown"]), *ROWS[1:]]


def broken_off(problem: str) -> Callable[..., None]:
    def preview(*_: Any, **__: Any) -> None:
        raise Hopeless(problem)

    return preview


def test_once_applied_nothing_is_mended(client: APIClient, cohort: Cohort, roster: dict[str, Any]) -> None:
    apply(client, roster)
    before = everything()
    answers = [
        mend(client, roster, 1, values={"name": "A"}),
        client.post(f"{BASE}/rosters/{roster['id']}/preview"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "not_previewed")] * 2
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_after_30_days_and_the_roster_stays(client: APIClient, cohort: Cohort) -> None:
    roster = upload(client, cohort, LIST)
    file = StoredFile.objects.get()
    assert file.expires_at - timedelta(days=30) - file.created_at < timedelta(seconds=1)
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
    people = serialize("json", User.objects.order_by("pk"))
    Roster.objects.update(created_at=now() - timedelta(days=90) + timedelta(hours=1))
    assert services.erase_values() == 0
    Roster.objects.update(created_at=now() - timedelta(days=90, seconds=1))
    assert (services.erase_values(), services.erase_values()) == (1, 0)
    left = got(client, roster)
    assert (left["status"], left["counts"], left["detected"]) == (roster["status"], roster["counts"], None)
    shown = client.get(f"{BASE}/rosters/{roster['id']}/rows")
    assert [row["outcome"] for row in shown.json()["results"]] == ["add", "add", "error", "error"]
    kept = serialize("json", [*Roster.objects.all(), *RosterRow.objects.all()])
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
    assert serialize("json", User.objects.order_by("pk")) == people


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
