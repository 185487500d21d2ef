"""As many statements for a long list as for a short one, and each of them by an index."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.kernel.statements import copy_in
from foundation.programmes.models import Cohort, Membership
from foundation.rosters.enums import Outcome
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.services.reading import COLUMNS
from foundation.rosters.services.rows import due_rows
from tests.factories.programmes import CohortFactory, OrganisationFactory, coordinator
from tests.factories.rosters import RosterFactory
from tests.foundation.rosters.working import BASE, apply, got, settle, upload

pytestmark = pytest.mark.django_db
HEADER = "Name;Number;Date of birth;School;Class;Guardian;Guardian email;Consent date\n"


def line(number: int, group: str = "1B") -> str:
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return f"Amina {letters};{number};2012-03-01;atlas;{group};Khadija;parent{number}@example.org;2026-10-01\n"


def listed(*numbers: int, group: str = "1B") -> str:
    return HEADER + "".join(line(number, group) for number in numbers)


def asked(client: APIClient, path: str) -> list[str]:
    """The statements about rows that an answer took."""
    with CaptureQueriesContext(connection) as made:
        answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return [query["sql"] for query in made.captured_queries if 'FROM "rosters_rosterrow"' in query["sql"]]


def worked(batch_id: str) -> int:
    """How many statements it took to do a job, from its first to its last chunk."""
    with CaptureQueriesContext(connection) as made:
        batches.run(batch_id=UUID(batch_id), stretch=600)  # in one go, however slow the machine is
    return len(made)


@pytest.fixture
def owner(cohort: Cohort) -> User:
    OrganisationFactory(slug="atlas", state=cohort.organisation.state)
    Cohort.objects.update(seats=1000)
    return coordinator(cohort.organisation.state.code)


@pytest.mark.parametrize("size", [10, 1000])
def test_asking_costs_the_same_whatever_the_size(client: APIClient, owner: User, cohort: Cohort, size: int) -> None:
    """The upload, the preview anew, applying and undoing: all else is the jobs' work."""
    file = SimpleUploadedFile("list.csv", listed(*range(size)).encode())
    with CaptureQueriesContext(connection) as made:
        roster = client.post(f"{BASE}/cohorts/{cohort.pk}/rosters", {"file": file}, format="multipart").json()
    counts = {"upload": len(made)}
    for step in ("preview", "apply", "undo"):
        settle()
        roster = got(client, roster)
        with CaptureQueriesContext(connection) as made:
            answer = client.post(f"{BASE}/rosters/{roster['id']}/{step}", {"digest": roster["digest"]})
        assert answer.status_code == 202, answer.content
        counts[step] = len(made)
    assert counts == {"upload": 13, "preview": 10, "apply": 15, "undo": 14}


@pytest.mark.parametrize("size", [1, 3])
def test_reading_costs_the_same(client_of: Callable[..., APIClient], owner: User, cohort: Cohort, size: int) -> None:
    roster = upload(client_of(owner), cohort, listed(*range(size)))
    path, job, counts = f"rosters/{roster['id']}", f"batches/{roster['batch']}", []
    for place in (
        path,
        f"{path}/rows",
        f"{path}/rows?outcome=add",
        f"{path}/rows/1",
        f"{path}/rows.csv",
        job,
        f"{job}/rows",
    ):
        client = client_of(User.objects.get(pk=owner.pk))  # whose grants are not known yet
        with CaptureQueriesContext(connection) as made:
            answer = client.get(f"{BASE}/{place}")
            assert (answer.status_code, b"".join(answer) != b"") == (200, True)
        counts.append(len(made))
    assert counts == [2, 3, 3, 3, 4, 3, 4]


def test_jobs_take_as_many_statements_for_a_hundred_rows_as_for_ten(
    client_of: Callable[..., APIClient], owner: User, cohort: Cohort
) -> None:
    """A full list in which some come, some stay and change, some move here and some are missing, each with a guardian who has
    agreed: previewed, previewed again, applied and undone."""
    counts = [jobs_for(size, at, client_of(owner), cohort) for at, size in enumerate((8, 80, 400))]
    assert counts == [{"read": 47, "preview": 43, "apply": 108, "undo": 128}] * 3


def jobs_for(size: int, at: int, client: APIClient, former: Cohort) -> dict[str, int]:
    quarter = size // 4
    here, there = (
        CohortFactory(organisation=former.organisation, programme=former.programme, seats=size) for _ in "ab"
    )
    numbers = range(at * 1000, at * 1000 + size)
    gone, stay, come, move = (numbers[place * quarter : (place + 1) * quarter] for place in range(4))
    apply(client, upload(client, here, listed(*gone, *stay)))
    apply(client, upload(client, there, listed(*move)))
    file = SimpleUploadedFile("list.csv", listed(*stay, *come, *move, group="2C").encode())
    form = {"file": file, "full": "true"}
    roster = client.post(f"{BASE}/cohorts/{here.pk}/rosters", form, format="multipart").json()
    counts = {"read": worked(roster["batch"])}
    for step in ("preview", "apply", "undo"):
        body = {"digest": got(client, roster)["digest"]} if step == "apply" else {}
        answer = client.post(f"{BASE}/rosters/{roster['id']}/{step}", body)
        assert answer.status_code == 202, answer.content
        counts[step] = worked(answer.json()["batch"])
        roster = got(client, roster)
    assert roster["status"] == "undone"
    assert {name: count for name, count in roster["counts"].items() if count} == dict.fromkeys(
        ("add", "keep", "move", "withdraw"), quarter
    )
    assert Membership.objects.filter(cohort=here).exclude(status="withdrawn").count() == 2 * quarter
    return counts


@pytest.mark.parametrize("size", [3, 30])
def test_correcting_all_alike_takes_as_many_for_thirty(
    client_of: Callable[..., APIClient], owner: User, cohort: Cohort, size: int
) -> None:
    client = client_of(owner)
    wrong = listed(*range(size)).replace("2012-03-01", "2012-02-31")
    roster = upload(client, cohort, wrong)
    with CaptureQueriesContext(connection) as made:
        answer = client.patch(
            f"{BASE}/rosters/{roster['id']}/rows/1",
            {"values": {"birth_date": "2012-02-28"}, "alike": True},
            HTTP_IF_MATCH="*",
        )
    assert answer.status_code == 200, answer.content
    assert (len(made), worked(got(client, roster)["batch"])) == (15, 43)
    assert got(client, roster)["counts"]["add"] == size


@pytest.fixture
def many(cohort: Cohort) -> Roster:
    """One of several rosters that lie in the same table, each of two thousand rows."""
    rosters = [RosterFactory(cohort=cohort) for _ in range(5)]
    for roster in rosters:
        copy_in(RosterRow, COLUMNS, (stored(roster, number) for number in range(1, 2001)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE rosters_rosterrow")
    return rosters[2]


def stored(roster: Roster, number: int) -> tuple[Any, ...]:
    outcome = Outcome.ERROR if number % 100 == 0 else Outcome.ADD
    blank = {"cells": {}, "faults": [], "findings": [], "birth_date": None, "consent_on": None, "organisation_id": None}
    given = {"roster_id": roster.pk, "number": number, "revision": 1, "outcome": outcome.value, "applied": False}
    row = blank | given | {"due": number > 1500 and outcome == Outcome.ADD, "name": f"Learner {number}"}
    return tuple(row.get(name, "") for name in COLUMNS)


def ways(statement: str) -> list[str]:
    """The indexes by which its plan goes through the table of rows; how else it does, if it does."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        plan = cursor.fetchone()[0]
    nodes, found = [(json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]], []
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node.get("Relation Name", "rosters_rosterrow") == "rosters_rosterrow" and "Scan" in node["Node Type"]:
            found.append(node.get("Index Name", node["Node Type"]))
    return [way for way in found if way != "Bitmap Heap Scan"]


@pytest.mark.parametrize(
    ("rest", "index"),
    [
        ("", "rosters_rosterrow_pkey"),
        ("?outcome=error", "rosters_row_rare"),
        ("?outcome=error&limit=5", "rosters_row_rare"),
        ("?outcome=conflict", "rosters_row_rare"),
        ("/1500", "rosters_rosterrow_pkey"),
    ],
)
def test_rows_are_found_by_an_index(
    client_of: Callable[..., APIClient], owner: User, many: Roster, rest: str, index: str
) -> None:
    statements = asked(client_of(owner), f"{BASE}/rosters/{many.pk}/rows{rest}")
    assert [ways(sql) for sql in statements] == [[index]]


def test_the_next_page_is_found_by_the_index_too(
    client_of: Callable[..., APIClient], owner: User, many: Roster
) -> None:
    client = client_of(owner)
    first = client.get(f"{BASE}/rosters/{many.pk}/rows", {"outcome": "error", "limit": "5"}).json()
    assert [ways(sql) for sql in asked(client, first["next"])] == [["rosters_row_rare"]]


def test_chunks_of_due_rows_are_found_by_an_index_of_these_alone(many: Roster) -> None:
    with CaptureQueriesContext(connection) as made:
        chunks = list(due_rows(RosterRow.objects.filter(roster=many).exclude(outcome=Outcome.WITHDRAW)))
    assert [len(chunk) for chunk in chunks] == [495]
    assert [ways(query["sql"]) for query in made.captured_queries] == [["rosters_row_due"]] * 2
