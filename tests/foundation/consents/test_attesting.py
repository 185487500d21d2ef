"""What coordinators see of their members' consents, and enter for guardians who signed on paper."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import Answer, Consent, ConsentRequest, Guardian, StateRule
from foundation.consents.selectors import capabilities_of
from foundation.consents.services import GuardianNote, answer, ask_by_mail, note_guardians
from foundation.kernel.clock import now, today
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Membership
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.consents import ALL, GuardianFactory, granted, link_of, minor, officer, open_state
from tests.factories.programmes import (
    CohortFactory,
    GrantFactory,
    MembershipFactory,
    OrganisationFactory,
    StateFactory,
    coordinator,
    coordinator_of,
    office,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]


def set_up() -> Cohort:
    open_state()
    open_state("JO")
    return CohortFactory()


_written, cohort = scene(set_up)


def members(cohort: Cohort, count: int = 2) -> list[Membership]:
    return [MembershipFactory(cohort=cohort, person=MinorFactory()) for _ in range(count)]


def url(cohort: Cohort) -> str:
    return f"/api/v1/cohorts/{cohort.id}/consents"


def body(places: list[Membership], **more: Any) -> dict[str, Any]:
    return {"members": [str(place.id) for place in places], "evidence": "Form 7, cupboard 2", **more}


def may(person: User) -> set[str]:
    return {purpose.value for purpose, capability in capabilities_of(person).items() if capability.granted}


def test_selected_rows_at_once(cohort: Cohort, client_of: ClientOf) -> None:
    chosen, other = members(cohort), members(cohort, 1)[0]
    clerk = coordinator()
    told = client_of(clerk).post(url(cohort), body(chosen, guardian_name="Khadija", relationship="mother"))
    assert (told.status_code, told.json()) == (200, {"recorded": 2, "unchanged": 0})
    assert [may(place.person) for place in (*chosen, other)] == [set(ALL), set(ALL), set()]
    said = Answer.objects.order_by("id").values_list("method", "evidence", "actor", "guardian_name", "relationship")
    assert list(said) == [(Method.ATTESTED, "Form 7, cupboard 2", clerk.id, "Khadija", "mother")] * 2
    again = client_of(clerk).post(url(cohort), body(chosen))
    assert (again.json(), Answer.objects.count()) == ({"recorded": 0, "unchanged": 2}, 2)


def test_some_purposes_of_a_day_before(cohort: Cohort, client_of: ClientOf) -> None:
    [place] = members(cohort, 1)
    day = today() - timedelta(days=100)
    client_of(coordinator()).post(url(cohort), body([place], purposes=["learning"], decided_on=str(day)))
    assert may(place.person) == {"learning"}
    held = Consent.objects.get()
    assert (held.answer.decided_at.date(), held.valid_until) == (day, day.replace(year=day.year + 1))


def test_audit_says_who_and_nothing_personal(cohort: Cohort, client_of: ClientOf) -> None:
    places, clerk = members(cohort), coordinator()
    client_of(clerk).post(url(cohort), body(places, guardian_name="Khadija Secret", relationship="mother"))
    rows = Record.objects.filter(action="consent.entered").order_by("id")
    assert {(row.actor_id, row.subject_type, row.subject_id) for row in rows} == {
        (clerk.id, "person", place.person_id) for place in places
    }
    assert [row.details for row in rows] == [{"method": "attested"}] * 2
    [event] = EventRecord.objects.filter(name="consents.consents_answered.v1")
    assert set(event.payload) == {"answer_ids", "person_ids", "granted", "refused"}
    assert "Secret" not in str(event.payload)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"members": []}, "/members", None),
        ({"members": [str(uuid4())]}, "/members", "unknown"),
        ({"evidence": " "}, "/evidence", None),
        ({"purposes": ["dancing"]}, "/purposes/0", None),
        ({"decided_on": str(today() + timedelta(days=2))}, "/decided_on", "in_future"),
    ],
)
def test_what_can_not_be_attested(
    change: dict[str, Any], pointer: str, code: str | None, cohort: Cohort, client_of: ClientOf
) -> None:
    answered = client_of(coordinator()).post(url(cohort), body(members(cohort)) | change)
    [error] = answered.json()["errors"]
    assert (answered.status_code, error["pointer"]) == (400, pointer)
    assert code in (None, error["code"])
    assert not Answer.objects.exists()


def test_members_of_another_cohort_are_nobody_here(cohort: Cohort, client_of: ClientOf) -> None:
    """Nor does a list with one of them do anything for the others."""
    elsewhere = [MembershipFactory(person=MinorFactory(), cohort__state=code) for code in ("MA", "JO")]
    for place in elsewhere:
        refused = client_of(coordinator()).post(url(cohort), body([*members(cohort), place]))
        assert [error["code"] for error in refused.json()["errors"]] == ["unknown"]
    assert not Answer.objects.exists()


def stranger_to_the_state() -> User:
    return coordinator("JO")


def coordinator_of_another_school() -> User:
    return coordinator_of(OrganisationFactory(state=StateFactory()))


def somebody() -> User:
    return PersonFactory()


def a_mentor() -> User:
    return GrantFactory(role=Role.MENTOR, state=StateFactory()).person


def a_learner_of_hers() -> User:
    return minor()


STRANGERS = (stranger_to_the_state, coordinator_of_another_school, somebody, a_mentor, a_learner_of_hers)


@pytest.mark.parametrize("who", STRANGERS, ids=lambda who: who.__name__)
def test_not_for_strangers(who: Callable[[], User], cohort: Cohort, client_of: ClientOf) -> None:
    places, client = members(cohort), client_of(who())
    before = (EventRecord.objects.count(), Record.objects.count())
    assert client.get(url(cohort)).status_code == 404
    assert client.post(url(cohort), body(places)).status_code == 404
    assert [may(place.person) for place in places] == [set(), set()]
    assert not Answer.objects.exists()
    assert (EventRecord.objects.count(), Record.objects.count()) == before


def test_an_officer_looks_and_attests_nothing(cohort: Cohort, client_of: ClientOf) -> None:
    places, client = members(cohort), client_of(officer())
    assert len(client.get(url(cohort)).json()["results"]) == 2
    assert client.post(url(cohort), body(places)).status_code == 404
    assert not Answer.objects.exists()


def test_nobody_signed_out(cohort: Cohort, client_of: ClientOf) -> None:
    assert client_of().get(url(cohort)).status_code == 401
    assert client_of().post(url(cohort), body(members(cohort))).status_code == 401
    assert not Answer.objects.exists()


def test_nobody_attests_for_herself(cohort: Cohort, client_of: ClientOf) -> None:
    clerk = coordinator()
    User.objects.filter(pk=clerk.pk).update(birth_date=MinorFactory.build().birth_date)
    own = MembershipFactory(cohort=cohort, person=clerk)
    refused = client_of(clerk).post(url(cohort), body([own]))
    assert [error["code"] for error in refused.json()["errors"]] == ["unknown"]
    assert client_of(clerk).get(url(cohort)).json()["results"] == []
    assert not Answer.objects.exists()


def test_what_stays_as_it_is(cohort: Cohort, client_of: ClientOf) -> None:
    """The grown, those whose guardians refused by their own link, what is newer, and what would have ended by now."""
    grown = MembershipFactory(cohort=cohort)
    refused, newer, old = members(cohort, 3)
    answer(token=link_of(refused.person), decisions=dict.fromkeys(Purpose, False), guardian_name="Ali")
    granted(newer.person)
    day = today() - timedelta(days=367)
    client = client_of(coordinator())
    before = Answer.objects.count()
    assert client.post(url(cohort), body([grown, refused])).json() == {"recorded": 0, "unchanged": 2}
    assert client.post(url(cohort), body([newer, old], decided_on=str(day))).json() == {"recorded": 0, "unchanged": 2}
    assert (Answer.objects.count(), may(refused.person), may(old.person)) == (before, set(), set())


def test_a_retry_attests_once(cohort: Cohort, client_of: ClientOf) -> None:
    client, sent = client_of(coordinator()), body(members(cohort))
    first = client.post(url(cohort), sent, headers={"Idempotency-Key": "a"})
    again = client.post(url(cohort), sent, headers={"Idempotency-Key": "a"})
    assert (first.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    assert Answer.objects.count() == 2


def test_the_list_says_whose_consent_is_waited_for(cohort: Cohort, client_of: ClientOf) -> None:
    young, decided = members(cohort)
    granted(decided.person, Purpose.LEARNING, Purpose.MENTOR_CONTACT)
    grown = MembershipFactory(cohort=cohort)
    MembershipFactory(cohort=cohort, person=MinorFactory(), status="withdrawn")
    for reader in (coordinator(), office(), coordinator_of(cohort.organisation)):
        rows = client_of(reader).get(url(cohort)).json()["results"]
        assert [(row["id"], set(row["waiting_for"])) for row in rows] == [
            (str(young.id), set(ALL)),
            (str(decided.id), {"public_showing", "media", "research"}),
            (str(grown.id), set()),
        ]
        assert set(rows[0]) == {"id", "person", "name", "status", "waiting_for", "refused"}
        assert set(rows[0]["waiting_for"].values()) == {"guardian"}
    listed = client_of(coordinator()).get(f"{url(cohort)}?withheld=mentor_contact").json()["results"]
    assert [row["id"] for row in listed] == [str(young.id)]
    assert client_of(coordinator()).get(f"{url(cohort)}?withheld=dancing").status_code == 400


def test_queries_of_the_list(cohort: Cohort, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    clerk = coordinator()
    for count in (1, 2):  # 1 row, then 3
        members(cohort, count)
        for query in ("", "?withheld=media"):
            client = client_of(User.objects.get(pk=clerk.pk))
            with django_assert_num_queries(5):
                client.get(url(cohort) + query)


def test_a_no_on_paper_is_entered_and_seen(cohort: Cohort, client_of: ClientOf) -> None:
    """It takes back what was granted on the same day; a yes of that day does not undo it."""
    [place] = members(cohort, 1)
    client = client_of(coordinator())
    assert client.post(url(cohort), body([place])).json() == {"recorded": 1, "unchanged": 0}
    refusal = body([place], granted=False, purposes=["media", "mentor_contact"])
    assert client.post(url(cohort), refusal).json() == {"recorded": 1, "unchanged": 0}
    assert may(place.person) == set(ALL) - {"media", "mentor_contact"}
    assert EventRecord.objects.filter(name="consents.consents_answered.v1").latest("id").payload["refused"] == [
        "mentor_contact", "media",
    ]  # fmt: skip
    [row] = client.get(url(cohort)).json()["results"]
    assert (row["waiting_for"], row["refused"]) == (
        {"mentor_contact": "guardian", "media": "guardian"},
        ["mentor_contact", "media"],
    )
    assert client.post(url(cohort), body([place], purposes=["media"])).json() == {"recorded": 0, "unchanged": 1}
    later = body([place], purposes=["media"], decided_on=str(today()))
    Answer.objects.update(decided_at=now() - timedelta(days=1))
    assert client.post(url(cohort), later).json() == {"recorded": 1, "unchanged": 0}
    assert may(place.person) == set(ALL) - {"mentor_contact"}


def test_queries_of_attesting(cohort: Cohort, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    clerk = coordinator()
    for count in (1, 3):
        places, client = members(cohort, count), client_of(User.objects.get(pk=clerk.pk))
        with django_assert_num_queries(14):
            assert client.post(url(cohort), body(places)).json()["recorded"] == count


def test_a_coordinator_attests_what_her_own_state_asks_and_no_more(client_of: ClientOf) -> None:
    StateRule.objects.filter(state__code="JO").update(guardian_purposes=["learning"])
    person = minor("JO", person=minor())
    place = Membership.objects.get(person=person, state__code="JO")
    answer = client_of(coordinator("JO")).post(
        f"/api/v1/cohorts/{place.cohort_id}/consents", {"members": [str(place.id)], "evidence": "Form 7"}
    )
    assert answer.json() == {"recorded": 1, "unchanged": 0}
    assert list(Consent.objects.values_list("purpose", "granted")) == [("learning", True)]


def test_no_list_of_another_state_replaces_a_guardian() -> None:
    person = minor("JO", person=minor())
    here, there = StateFactory(code="JO"), StateFactory()
    GuardianFactory(person=person, name="Khadija", email="mother@example.org")
    ask_by_mail(person_ids=[person.id])
    note = GuardianNote(person.id, "Me", "mother", "me@example.org")
    for state in (here, there):
        assert note_guardians(state_id=state.id, guardians=[note]) == 0
    assert list(Guardian.objects.values_list("name", "email")) == [("Khadija", "mother@example.org")]
    assert ConsentRequest.objects.count() == 1
    Membership.objects.filter(state=there).update(status="withdrawn", withdrawn_at=now())
    assert note_guardians(state_id=here.id, guardians=[note]) == 1
    assert (Guardian.objects.get().email, ConsentRequest.objects.count()) == ("me@example.org", 0)
