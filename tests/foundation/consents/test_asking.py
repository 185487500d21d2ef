"""Whom we write to, when, and about what; and what becomes of those who were added by mistake."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.models import Answer, Consent, ConsentRequest, Guardian, StateRule
from foundation.consents.selectors import capabilities_of
from foundation.consents.services import (
    GuardianNote,
    answer,
    ask_by_mail,
    ask_guardians,
    ask_of,
    forget,
    note_guardians,
    pass_on,
    set_rule,
    sweep,
)
from foundation.consents.subscribers import ask_guardians_of_new_members, forget_removed_members
from foundation.consents.tasks import ask_guardians as ask_guardians_each_hour
from foundation.kernel.clock import now, today
from foundation.notifications.models import Mail
from foundation.outbox.events.foundation import MembersAdded, MembersRemoved
from foundation.programmes.models import Membership
from foundation.programmes.services import add_member, claim
from tests.factories.accounts import InvitedFactory, MinorFactory, PersonFactory
from tests.factories.consents import ALL, GuardianFactory, deliver_all, granted, link_of, minor, officer, open_state
from tests.factories.programmes import CohortFactory, StateFactory, office
from tests.foundation.consents.working import at, guarded, mails

pytestmark = pytest.mark.django_db


def test_a_new_learners_guardian_gets_one_mail(client: Client) -> None:
    open_state()
    person = guarded(person=MinorFactory(name="سلمى", language="ar"))
    place = Membership.objects.get()
    added = MembersAdded(
        cohort_id=place.cohort_id, programme_id=place.programme_id, membership_ids=[place.id], person_ids=[person.id]
    )
    for _ in range(2):
        ask_guardians_of_new_members(added)
    assert sweep() == 0
    [mail] = mails()
    link = ask_of(ConsentRequest.objects.get()).url
    assert (mail.to, mail.language) == ("mother@example.org", "ar")
    assert all(words in mail.text for words in (link, "سلمى", place.programme.title["ar"]))
    assert client.get(link.split("testserver")[-1]).status_code == 200
    assert len(mails()) == 1  # an event that comes twice


@pytest.mark.parametrize("whose", ["person", "address", "other case"])
def test_never_at_an_address_of_the_learners_own(whose: str) -> None:
    open_state()
    own = {"other case": "Mother@Example.org"}.get(whose, "mother@example.org")
    person = guarded(person=MinorFactory(email="" if whose == "address" else own))
    if whose == "address":
        EmailAddress.objects.create(user=person, email=own, verified=False)
    assert (ask_by_mail(person_ids=[person.id]), sweep()) == (0, 0)
    assert (ConsentRequest.objects.count(), mails()) == (0, [])


def test_nobody_is_asked_where_nothing_is_to_be_decided() -> None:
    open_state()
    grown = guarded(person=PersonFactory())
    left = guarded(status="withdrawn")
    decided = granted(guarded())
    nameless = guarded(email="")
    open_state("JO", guardian_purposes=[])
    free = guarded("JO")
    people = [person.id for person in (grown, left, decided, nameless, free)]
    assert (ask_by_mail(person_ids=people), sweep(), ConsentRequest.objects.count()) == (0, 0, 0)


def test_a_state_that_opens_later_has_its_guardians_asked_then() -> None:
    guarded()
    StateRule.objects.create(state=StateFactory(), guardian_purposes=ALL, source="Law 1", decided_on=today())
    assert (sweep(), mails()) == (0, [])
    officer()
    assert [sweep(), sweep(), len(mails())] == [1, 0, 1]


def test_a_guardian_noted_later_is_asked_then() -> None:
    open_state()
    person = minor()
    assert ask_by_mail(person_ids=[person.id]) == 0
    GuardianFactory(person=person)
    ask_guardians_each_hour(in_time="for nothing")
    assert (ConsentRequest.objects.count(), sweep()) == (1, 0)


def test_what_the_state_asks_besides_is_a_new_occasion() -> None:
    rule = open_state(guardian_purposes=["mentor_contact"])
    silent, decided = guarded(), guarded(email="father@example.org")
    assert sweep() == 2
    answer(token=link_of(decided), decisions={Purpose.MENTOR_CONTACT: True}, guardian_name="Ali")
    assert sweep() == 0
    rule.guardian_purposes = ["mentor_contact", "media"]
    set_rule(actor=office(), rule=rule)
    assert [sweep(), sweep()] == [2, 0]
    assert {tuple(row.asked_about) for row in ConsentRequest.objects.filter(guardian__isnull=False)} == {
        ("media", "mentor_contact")
    }
    assert sorted(mail.to for mail in mails()) == ["father@example.org", "mother@example.org"]
    assert silent.pk != decided.pk


def test_a_place_in_another_state_that_asks_more() -> None:
    open_state(guardian_purposes=["learning"])
    open_state("JO", guardian_purposes=["media"])
    person = guarded()
    assert sweep() == 1
    minor("JO", person=person)
    assert [ask_by_mail(person_ids=[person.id]), sweep()] == [1, 0]


def test_she_is_asked_anew_a_month_before_her_consent_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, date(2026, 12, 1))
    open_state()
    person = guarded()
    assert (sweep(), len(mails())) == (1, 1)
    link = ask_of(ConsentRequest.objects.get()).code
    answer(token=link, decisions=dict.fromkeys(Purpose, True), guardian_name="Khadija")
    end = Consent.objects.filter(person=person).values_list("valid_until", flat=True).distinct().get()
    assert end == date(2027, 12, 1)
    asked = []
    for day in (end - timedelta(days=31), end - timedelta(days=30), end - timedelta(days=29), end, end + timedelta(1)):
        at(monkeypatch, day)
        asked.append(sweep())
    assert asked == [0, 1, 0, 0, 0]
    assert ask_of(ConsentRequest.objects.get()).code == link  # the letter that she kept still opens
    assert [mail.to for mail in mails()] == ["mother@example.org"] * 2


def test_what_was_refused_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    open_state()
    person = guarded()
    sweep()
    answer(token=link_of(person), decisions=dict.fromkeys(Purpose, False), guardian_name="Khadija")
    at(monkeypatch, today() + timedelta(days=360))
    assert sweep() == 0


def test_after_her_birthday_nobody_is_asked_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, date(2026, 12, 1))
    open_state()
    person = guarded(person=MinorFactory(birth_date=date(2009, 12, 24)))
    granted(person, on=date(2026, 12, 1) - timedelta(days=3))
    at(monkeypatch, date(2027, 11, 5))
    assert sweep() == 1
    ConsentRequest.objects.all().delete()
    at(monkeypatch, date(2027, 12, 24))
    assert sweep() == 0


def test_another_address_voids_the_link_that_went_to_the_former_one(client: Client) -> None:
    open_state()
    person = guarded()
    sweep()
    former = ask_of(ConsentRequest.objects.get()).code
    paper = link_of(person)
    state_id, father = StateFactory().id, GuardianNote(person.id, "Ali", "father", "father@example.org")
    assert note_guardians(state_id=state_id, guardians=[father]) == 1
    assert client.get(f"/consent/{former}").status_code == 404
    assert client.get(f"/consent/{paper}").status_code == 200
    assert sweep() == 1
    assert mails()[-1].to == "father@example.org"
    assert note_guardians(state_id=state_id, guardians=[father]) == 0
    assert ConsentRequest.objects.filter(guardian__isnull=False).count() == 1


def test_a_sheet_prints_again_unchanged_until_its_link_expires() -> None:
    open_state()
    person, grown = minor(), minor(person=PersonFactory())
    [first] = ask_guardians(person_ids=[person.id, grown.id])
    assert ask_guardians(person_ids=[person.id]) == [first]
    ConsentRequest.objects.update(expires_at=now() + timedelta(days=10))
    [prolonged] = ask_guardians(person_ids=[person.id])
    assert (prolonged.code, prolonged.expires_at > first.expires_at) == (first.code, True)
    ConsentRequest.objects.update(expires_at=now())
    [replaced] = ask_guardians(person_ids=[person.id])
    assert replaced.code != first.code


def test_whoever_was_added_by_mistake_leaves_nothing(client: Client) -> None:
    open_state()
    gone, claimed, elsewhere = InvitedFactory(birth_date=date(2012, 3, 1)), MinorFactory(), InvitedFactory()
    for person in (gone, claimed, elsewhere):
        person.birth_date = date(2012, 3, 1)
        person.save()
        granted(minor(person=person))
        GuardianFactory(person=person)
    token = link_of(gone)
    Membership.objects.exclude(person=elsewhere).delete()
    removed = MembersRemoved(cohort_id=gone.id, membership_ids=[], person_ids=[gone.id, claimed.id, elsewhere.id])
    for _ in range(2):
        forget_removed_members(removed)
    kept = {claimed.id, elsewhere.id}
    for table in (Guardian, Answer, Consent):
        assert set(table._default_manager.values_list("person", flat=True)) == kept
    assert client.get(f"/consent/{token}").status_code == 404
    forget(person_ids=[])


def test_a_place_that_passed_to_another_takes_no_consent_along() -> None:
    open_state()
    added = add_member(actor=office(), cohort_id=CohortFactory().id, name="Salma", birth_date=date(2012, 3, 1))
    granted(added.membership.person)
    taker = MinorFactory()
    claim(code=added.claim_code, signed_in=taker)
    deliver_all()
    assert not any(capability.granted for capability in capabilities_of(taker).values())
    assert (Consent.objects.count(), Answer.objects.count()) == (0, 0)


def passed(taker: User) -> User:
    """The place of an invited learner whose guardian was noted goes to `taker`; gives the learner."""
    added = add_member(actor=office(), cohort_id=CohortFactory().id, name="Salma", birth_date=date(2012, 3, 1))
    GuardianFactory(person=granted(added.membership.person), name="Fatou Diop", email="fatou@example.org")
    ask_by_mail(person_ids=[added.membership.person_id])
    claim(code=added.claim_code, signed_in=taker)
    return added.membership.person


def test_a_guardian_follows_the_place_and_is_asked_then() -> None:
    open_state()
    taker = MinorFactory(name="Selma")
    giver = passed(taker)
    assert User.objects.filter(pk=giver.pk).exists()  # until the guardian has followed
    deliver_all()
    assert not User.objects.filter(pk=giver.pk).exists()
    assert list(Guardian.objects.values_list("person", "name", "email")) == [
        (taker.pk, "Fatou Diop", "fatou@example.org")
    ]
    [request] = ConsentRequest.objects.all()
    assert (request.person_id, request.counter, request.asked_at is None) == (taker.pk, 1, False)
    [mail] = Mail.objects.filter(to="fatou@example.org")
    assert (ask_of(request).url in mail.text, "Selma" in mail.text) == (True, True)
    assert (Consent.objects.count(), Answer.objects.count(), sweep()) == (0, 0, 0)


def test_who_has_a_guardian_keeps_her_own() -> None:
    open_state()
    taker = guarded()
    granted(taker)
    giver = passed(taker)
    deliver_all()
    assert list(Guardian.objects.values_list("person", "email")) == [(taker.pk, "mother@example.org")]
    assert not User.objects.filter(pk=giver.pk).exists()
    assert (ConsentRequest.objects.count(), Mail.objects.filter(to="fatou@example.org").count()) == (0, 0)


def test_of_a_place_that_passed_nothing_happens_twice_nor_to_who_is_still_there() -> None:
    open_state()
    taker, here = MinorFactory(), guarded()
    giver = passed(taker)
    deliver_all()
    before = (list(Guardian.objects.order_by("id").values()), list(ConsentRequest.objects.values()))
    for person in (giver, here):
        pass_on(from_person_id=person.pk, to_person_id=taker.pk)
    assert (list(Guardian.objects.order_by("id").values()), list(ConsentRequest.objects.values())) == before


def test_queries_of_asking(django_assert_num_queries: Any) -> None:
    open_state()
    for people in ([guarded()], [guarded() for _ in range(3)]):
        with django_assert_num_queries(16):
            assert ask_by_mail(person_ids=[person.id for person in people]) == len(people)
    alone = [minor().id, minor().id]
    with django_assert_num_queries(3):  # with the two of its transaction
        ask_by_mail(person_ids=alone)
