"""Consents and guardians as a roster names them, through the API."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import Answer, Consent, ConsentRequest, Guardian
from foundation.consents.selectors import capabilities_of
from foundation.consents.services import answer
from foundation.kernel.clock import today
from foundation.notifications.models import Notification
from foundation.programmes.models import Cohort
from tests.factories.consents import deliver_all, link_of, open_state
from tests.factories.programmes import CohortFactory, coordinator
from tests.foundation.rosters.working import apply, undo, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
HEADER = "Learner number;Name;Birth date;E-mail;Guardian;Guardian e-mail;Consent date\n"
SAID = today() - timedelta(days=10)
ROWS = (
    f"1;Salma Idrissi;2012-03-01;;Khadija;khadija@example.org;{SAID}\n"
    "2;Adam Naciri;2012-04-02;;Ali;ali@example.org;\n"
    "3;Yara Haddad;2012-05-03;shared@example.org;Hind;shared@example.org;\n"
    f"4;Omar Fassi;2001-01-01;;;;{SAID}\n"
)


def set_up() -> Cohort:
    open_state()
    return CohortFactory()


_written, cohort = scene(set_up)


@pytest.fixture
def client(cohort: Cohort, client_of: Callable[..., APIClient]) -> APIClient:
    return client_of(coordinator())


def named(name: str) -> User:
    return User.objects.get(name=name)


def may(name: str) -> set[str]:
    held = capabilities_of(named(name))
    return {purpose.value for purpose, capability in held.items() if capability.granted}


def test_a_date_in_the_list_is_a_guardians_consent(client: APIClient, cohort: Cohort) -> None:
    roster = apply(client, upload(client, cohort, HEADER + ROWS))
    assert (roster["status"], roster["counts"]["add"]) == ("applied", 4)
    every = set(Purpose.values)
    names = ("Salma Idrissi", "Adam Naciri", "Yara Haddad", "Omar Fassi")
    assert [may(name) for name in names] == [every, set(), set(), every]
    [said] = Answer.objects.all()
    assert (said.person.name, said.method, said.guardian_name) == ("Salma Idrissi", Method.ROSTER, "Khadija")
    assert (said.decided_at.date(), roster["id"] in said.evidence) == (SAID, True)
    deliver_all()
    assert not Notification.objects.filter(kind="consent_answered").exists()


def test_the_same_list_again_enters_nothing(client: APIClient, cohort: Cohort) -> None:
    apply(client, upload(client, cohort, HEADER + ROWS))
    before = list(Consent.objects.order_by("id").values())
    apply(client, upload(client, cohort, HEADER + ROWS))
    assert list(Consent.objects.order_by("id").values()) == before
    assert (Answer.objects.count(), Guardian.objects.count()) == (1, 3)


def test_guardians_are_written_to_where_they_have_not_decided(client: APIClient, cohort: Cohort) -> None:
    """And never at an address that the list names as the learner's own, too."""
    apply(client, upload(client, cohort, HEADER + ROWS))
    deliver_all()
    assert [request.person.name for request in ConsentRequest.objects.all()] == ["Adam Naciri"]


def test_a_list_that_leaves_the_guardian_out_leaves_her_as_she_is(client: APIClient, cohort: Cohort) -> None:
    """Neither her link nor what was noted of her: an empty cell replaces nothing."""
    apply(client, upload(client, cohort, HEADER + ROWS))
    deliver_all()
    guardian, link = Guardian.objects.get(email="ali@example.org"), ConsentRequest.objects.get().pk
    for cells in (";;", "Ali Naciri;;", ";ali@example.org;"):
        roster = apply(client, upload(client, cohort, f"{HEADER}2;Adam Naciri;2012-04-02;;{cells}\n"))
        deliver_all()
        assert ConsentRequest.objects.get().pk == link
    assert roster["counts"]["keep"] == 1
    assert list(Guardian.objects.filter(pk=guardian.pk).values_list("name", "email", "created_at")) == [
        ("Ali Naciri", "ali@example.org", guardian.created_at)
    ]


def test_what_a_guardian_took_back_no_list_brings_again(client: APIClient, cohort: Cohort) -> None:
    apply(client, upload(client, cohort, HEADER + ROWS))
    person = named("Salma Idrissi")
    answer(token=link_of(person), decisions=dict.fromkeys(Purpose, False), guardian_name="Khadija")
    newer = ROWS.replace(str(SAID), str(today()))
    apply(client, upload(client, cohort, HEADER + newer))
    assert may("Salma Idrissi") == set()


def test_undone_nothing_of_a_guardian_is_left(client: APIClient, cohort: Cohort) -> None:
    roster = apply(client, upload(client, cohort, HEADER + ROWS))
    assert undo(client, roster)["status"] == "undone"
    deliver_all()
    assert [table._default_manager.count() for table in (Guardian, Answer, Consent, ConsentRequest)] == [0, 0, 0, 0]
