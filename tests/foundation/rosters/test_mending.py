"""What becomes of a list that was read: corrected and looked at anew."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches.enums import BatchStatus
from foundation.batches.errors import Hopeless
from foundation.batches.models import Batch
from foundation.programmes.models import Cohort, Membership
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.services import reading
from tests.factories.programmes import MembershipFactory, OrganisationFactory
from tests.foundation.rosters.working import (
    BASE,
    Scenery,
    apply,
    at_work,
    contents,
    got,
    mend,
    outcomes,
    rows,
    settle,
    signed_in,
    upload,
)
from tests.scenes import scene

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


@dataclass
class Read(Scenery):
    """A list that was read, with a fault in each row."""

    roster: dict[str, Any]


def set_up() -> Read:
    there = at_work()
    client = signed_in(there.owner)
    roster = upload(client, there.cohort, LIST)
    assert outcomes(client, roster) == ROWS
    return Read(there.owner, there.cohort, roster)


_written, scenery = scene(set_up)


@pytest.fixture
def roster(scenery: Read) -> dict[str, Any]:
    return scenery.roster


def everything() -> list[list[dict[str, Any]]]:
    return contents(User, Membership, Batch, Roster, RosterRow)


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
