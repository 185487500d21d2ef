"""Lists are undone in turn, the last one first; and what a list wrote on its way is taken back to the minute."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.consents.models import Consent, Guardian
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Membership
from foundation.rosters.models import Roster
from tests.factories.programmes import CohortFactory
from tests.foundation.rosters.working import BASE, apply, at_work, got, rows, undo, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)
HEADER = "Name;Learner number;Class\n"
FIRST = f"{HEADER}Amina Diop;1;A\n"
SECOND = f"{HEADER}Amina Diop;1;B\nOmar Fall;2;B\n"


def test_an_earlier_list_is_undone_after_the_later_one(client: APIClient, cohort: Cohort) -> None:
    first = apply(client, upload(client, cohort, FIRST))
    second = apply(client, upload(client, cohort, SECOND))
    before = list(Membership.objects.order_by("pk").values())
    refused = client.post(f"{BASE}/rosters/{first['id']}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "later_roster_applied")
    assert list(Membership.objects.order_by("pk").values()) == before
    assert got(client, first)["status"] == "applied"
    assert undo(client, second)["status"] == "undone"
    assert list(Membership.objects.values_list("person__name", "group")) == [("Amina Diop", "A")]
    assert undo(client, first)["status"] == "undone"
    assert not User.objects.filter(claimed_at=None, erased_at=None).exists()


def test_a_later_list_that_changed_nothing_is_in_nobodys_way(client: APIClient, cohort: Cohort) -> None:
    first = apply(client, upload(client, cohort, FIRST))
    apply(client, upload(client, cohort, FIRST))
    assert undo(client, first)["status"] == "undone"
    assert not Membership.objects.exists()


@pytest.mark.parametrize(("begun", "left"), [(-1, "former"), (1, "here")])
def test_who_began_after_her_row_was_done_stays(client: APIClient, cohort: Cohort, begun: int, left: str) -> None:
    """Even before the last row was: many rows take their time."""
    former = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    apply(client, upload(client, former, FIRST))
    roster = apply(client, upload(client, cohort, FIRST))
    Membership.objects.update(started_at=now() + timedelta(minutes=begun))
    Roster.objects.filter(pk=roster["id"]).update(applied_at=now() + timedelta(minutes=5))
    undo(client, roster)
    assert Membership.objects.get().cohort == {"former": former, "here": cohort}[left]
    told = [said["code"] for said in rows(client, roster)[0]["messages"]]
    assert ("has_started" in told) == (left == "here")


GUARDED = "Name;Learner number;Date of birth;Guardian;Guardian phone;Guardian email;Consent date\n"


def guardian() -> tuple[str, str, str]:
    found = Guardian.objects.get()
    return found.name, found.phone, found.email


def granted() -> list[tuple[str, str]]:
    live = Consent.objects.filter(superseded_at=None, granted=True).select_related("answer").order_by("purpose")
    return [(consent.purpose, consent.answer.evidence) for consent in live]


def test_what_a_list_said_of_guardians_is_seen_before_and_taken_back(client: APIClient, cohort: Cohort) -> None:
    apply(client, upload(client, cohort, f"{GUARDED}Amina Diop;1;2012-05-03;Khadija;;mum@example.org;2026-10-01\n"))
    before, agreed = guardian(), granted()
    wrong = upload(
        client, cohort, f"{GUARDED}Amina Diop;1;2012-05-03;A Stranger;0612345678;wrong@example.org;2026-11-01\n"
    )
    told = [(said["code"], said["field"], said["expected"]) for said in rows(client, wrong)[0]["messages"]]
    assert [said for said in told if said[0] == "will_change"] == [
        ("will_change", "guardian_name", "Khadija"),
        ("will_change", "guardian_email", "mum@example.org"),
    ]
    apply(client, wrong)
    assert guardian() == ("A Stranger", "+212612345678", "wrong@example.org")
    assert granted() != agreed
    undo(client, wrong)
    assert (guardian(), granted()) == (before, agreed)


def test_a_guardian_who_was_not_known_before_is_forgotten(client: APIClient, cohort: Cohort) -> None:
    apply(client, upload(client, cohort, FIRST))
    wrong = apply(
        client, upload(client, cohort, f"{GUARDED}Amina Diop;1;2012-05-03;A Stranger;;wrong@example.org;2026-11-01\n")
    )
    assert (guardian()[2], len(granted())) == ("wrong@example.org", 5)
    undo(client, wrong)
    assert (Guardian.objects.count(), granted()) == (0, [])


def test_a_guardian_corrected_since_stays(client: APIClient, cohort: Cohort) -> None:
    apply(client, upload(client, cohort, f"{GUARDED}Amina Diop;1;2012-05-03;Khadija;;mum@example.org;\n"))
    wrong = apply(client, upload(client, cohort, f"{GUARDED}Amina Diop;1;2012-05-03;A Stranger;;wrong@example.org;\n"))
    Guardian.objects.update(email="right@example.org")
    undo(client, wrong)
    assert guardian()[2] == "right@example.org"
