"""What a list tells of people whom its coordinator doesn't manage: nothing, and applying it leaves them where they are."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from tests.factories.programmes import (
    CohortFactory,
    GrantFactory,
    OrganisationFactory,
    StateFactory,
    coordinator,
    coordinator_of,
)
from tests.foundation.rosters.desks import AMINA, HEADER, NAMES, Desk, set_up
from tests.foundation.rosters.working import BASE, apply, rows, settle, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, desk = scene(set_up)


def known_to(client: APIClient, roster: dict[str, Any], *words: str) -> list[str]:
    """Those of the words that stand in any answer about the roster."""
    answers = [
        b"".join(answer.streaming_content) if answer.streaming else answer.content
        for path in (f"rosters/{roster['id']}", f"rosters/{roster['id']}/rows", f"rosters/{roster['id']}/rows/1",
                     f"rosters/{roster['id']}/rows.csv", f"batches/{roster['batch']}/rows")
        for answer in [client.get(f"{BASE}/{path}")]
    ]  # fmt: skip
    whole = b"".join(answers).decode()
    return [word for word in words if word in whole]


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        ("Someone Else;77;2010-01-01;;;", "add", []),
        ("Someone Else;;2010-01-01;amina.diop@example.org;+212612345678;", "add", []),
        ("Amina Diop;;2012-05-03;;;", "conflict", ["held_elsewhere"]),
        ("Amina Diop;78;2012-05-03;;;", "add", []),
        ("Amina Diop;;;;+212612345678;", "conflict", ["birth_date_missing", "held_elsewhere"]),
        ("Someone Else;;2012-05-03;amina.diop@example.org;;", "add", []),
    ],
)
def test_another_states_list_of_the_same_people_learns_nothing_of_them(
    client_of: Callable[..., APIClient], desk: Desk, line: str, outcome: str, said: list[str]
) -> None:
    """In the same programme: that somebody may be held elsewhere is all that is said, and only to who knows her name."""
    theirs = CohortFactory(state="JO", programme=desk.cohort.programme)
    client, before = client_of(coordinator("JO")), list(Membership.objects.order_by("pk").values())
    roster = upload(client, theirs, f"{HEADER}{line}\n")
    [row] = rows(client, roster)
    codes = [message["code"] for message in row["messages"] if message["code"] != "language_default"]
    assert (row["outcome"], codes, row["person"], row["membership"]) == (outcome, said, None, None)
    hers = Membership.objects.get(learner_number="77")
    known = [word for word in ("amina.diop", "12345678", "2012-05-03", "Amina") if word not in line]
    secrets = [str(hers.pk), str(hers.person_id), str(desk.cohort.pk), desk.cohort.name, "atlas", "MA", *known]
    assert known_to(client, roster, *secrets) == []
    apply(client, roster)
    assert list(Membership.objects.filter(cohort=desk.cohort).order_by("pk").values()) == before


def test_a_shared_list_shows_nobody_whom_its_reader_does_not_manage(
    client_of: Callable[..., APIClient], desk: Desk
) -> None:
    """A state's coordinator has uploaded it, her colleague of one organisation asks of it who is in another's cohort."""
    organisation = OrganisationFactory(state=desk.cohort.organisation.state)
    theirs = CohortFactory(programme=desk.cohort.programme, organisation=organisation)
    roster = upload(desk.client, theirs, f"{HEADER}Nobody Here;5;;;;\n")
    client = client_of(coordinator_of(organisation))
    answer = client.patch(
        f"{BASE}/rosters/{roster['id']}/rows/1", {"values": {"learner_number": "77"}}, HTTP_IF_MATCH="*"
    )
    assert answer.status_code == 200, answer.content
    settle()
    [row] = rows(client, roster)
    assert (row["outcome"], row["person"], row["membership"]) == ("conflict", None, None)
    assert [word for word in NAMES if word in json.dumps(row)] == []


def test_a_grant_in_both_states_keeps_their_people_apart(client_of: Callable[..., APIClient], desk: Desk) -> None:
    """A number is its state's: with a grant in both, too, it never makes one person of two."""
    both = coordinator(desk.cohort.organisation.state.code)
    GrantFactory(person=both, role=Role.COORDINATOR, state=StateFactory(code="JO"))
    theirs = CohortFactory(state="JO", programme=desk.cohort.programme)
    client = client_of(both)
    [row] = rows(client, upload(client, theirs, f"{HEADER}Someone Else;77;2010-01-01;;;\n"))
    assert (row["outcome"], row["person"]) == ("add", None)


def test_applying_moves_only_whom_the_one_who_applies_manages(client_of: Callable[..., APIClient], desk: Desk) -> None:
    """The state's coordinator has previewed that Amina moves; for whoever coordinates one organisation there is then another
    preview to look at."""
    organisation = OrganisationFactory(state=desk.cohort.organisation.state)
    theirs = CohortFactory(programme=desk.cohort.programme, organisation=organisation)
    roster = upload(desk.client, theirs, HEADER + AMINA)
    assert [row["outcome"] for row in rows(desk.client, roster)] == ["move"]
    before = list(Membership.objects.order_by("pk").values())
    client = client_of(coordinator_of(organisation))
    after = apply(client, roster)
    assert (after["status"], after["problem"]["code"]) == ("previewed", "cohort_changed")
    assert [(row["outcome"], row["membership"]) for row in rows(client, after)] == [("conflict", None)]
    assert list(Membership.objects.order_by("pk").values()) == before


def test_a_preview_tells_each_reader_only_of_whom_she_sees(client_of: Callable[..., APIClient], desk: Desk) -> None:
    """Made by the state's coordinator it means Amina, a member of another cohort; the organisation's reads no word of her."""
    organisation = OrganisationFactory(state=desk.cohort.organisation.state)
    theirs = CohortFactory(programme=desk.cohort.programme, organisation=organisation)
    roster = upload(desk.client, theirs, f"{HEADER}Q Guess;77;2012-05-04;;0612345679;\nNobody;5;;;;\n")
    hers = Membership.objects.get(learner_number="77")
    [row, _] = rows(desk.client, roster)
    assert (row["outcome"], row["membership"], row["person"]) == ("move", str(hers.pk), str(hers.person_id))
    assert "Amina Diop" in [message["expected"] for message in row["messages"]]
    client = client_of(coordinator_of(organisation))
    assert [(row["outcome"], row["person"], row["membership"]) for row in rows(client, roster)] == [
        ("move", None, None),
        ("add", None, None),
    ]
    codes = [[message["code"] for message in row["messages"]] for row in rows(client, roster)]
    assert codes == [["language_default"], ["birth_date_missing", "language_default"]]
    assert known_to(client, roster, str(hers.pk), str(hers.person_id), "Amina", "2012-05-03", "12345678”") == []
    patched = client.patch(f"{BASE}/rosters/{roster['id']}/rows/1", {}, HTTP_IF_MATCH="*").json()
    assert (patched["person"], [message["code"] for message in patched["messages"]]) == (None, ["language_default"])
    values = {"values": {"phone": "0612345670"}}
    patched = client.patch(f"{BASE}/rosters/{roster['id']}/rows/1", values, HTTP_IF_MATCH="*").json()
    assert (patched["person"], [message["code"] for message in patched["messages"]]) == (None, ["language_default"])
