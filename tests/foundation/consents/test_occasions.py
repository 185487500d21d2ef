"""Each occasion on which a guardian is written to anew, and those on which nobody is."""

from datetime import date, timedelta

import pytest

from foundation.consents.enums import Purpose
from foundation.consents.models import Consent, ConsentRequest
from foundation.consents.services import answer, ask_by_mail, ask_of, renew_links, sweep
from foundation.kernel.clock import now, today
from foundation.notifications.enums import MailStatus
from foundation.notifications.services import claim_mails, mark_unsent, try_again
from foundation.programmes.models import Membership
from tests.factories.consents import granted, minor, open_state
from tests.factories.programmes import office
from tests.foundation.consents.working import at, guarded, mails

pytestmark = pytest.mark.django_db
ALL_NO = dict.fromkeys(Purpose, False)


def test_nobody_is_asked_about_what_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    open_state()
    person = guarded(cohort__ends_on=date(2027, 5, 31))
    at(monkeypatch, date(2027, 6, 1))  # the day after
    assert (ask_by_mail(person_ids=[person.id]), sweep(), ConsentRequest.objects.count()) == (0, 0, 0)
    minor(person=person, cohort__ends_on=date(2027, 6, 1))
    assert [ask_by_mail(person_ids=[person.id]), sweep()] == [1, 0]


def test_a_link_that_expired_unanswered_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    open_state()
    guarded()
    assert (sweep(), len(mails())) == (1, 1)
    for days, asked in ((399, 0), (2, 1), (1, 0)):
        at(monkeypatch, today() + timedelta(days=days))
        assert sweep() == asked
    assert len(mails()) == 2


def test_another_cohort_is_an_occasion_where_something_still_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    open_state()
    silent, decided = guarded(), guarded()
    assert sweep() == 2
    answer(token=ask_of(ConsentRequest.objects.get(person=decided)).code, decisions=ALL_NO, guardian_name="Khadija")
    at(monkeypatch, today() + timedelta(days=30))
    for person in (silent, decided):
        minor(person=person)
    assert [ask_by_mail(person_ids=[decided.id]), sweep(), sweep()] == [0, 1, 0]


def test_what_ended_is_asked_again_with_another_cohort(monkeypatch: pytest.MonkeyPatch) -> None:
    open_state()
    person = granted(guarded())
    end = Consent.objects.filter(person=person).values_list("valid_until", flat=True).distinct().get()
    at(monkeypatch, end)
    assert sweep() == 1
    at(monkeypatch, end + timedelta(days=60))
    assert sweep() == 0
    minor(person=person)
    assert [sweep(), sweep()] == [1, 0]


def test_a_letter_that_came_back_is_written_again_after_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    open_state()
    guarded()
    assert (sweep(), len(mails())) == (1, 1)
    [mail] = claim_mails(now=now(), limit=9)
    mark_unsent(mail=mail, error="refused", now=now(), final=True)
    day = today()
    for days, asked in ((0, 0), (6, 0), (7, 1), (8, 0)):
        at(monkeypatch, day + timedelta(days=days))
        assert sweep() == asked
    assert [mail.status for mail in mails()] == [MailStatus.FAILED, MailStatus.QUEUED]


def test_a_letter_that_may_still_come_is_not_written_twice() -> None:
    open_state()
    guarded()
    assert (sweep(), len(mails())) == (1, 1)
    [mail] = claim_mails(now=now(), limit=9)
    mark_unsent(mail=mail, error="unreachable", now=now())
    assert ConsentRequest.objects.get().failed_at is None


@pytest.mark.parametrize("how", ["withdrawn", "of age", "closed"])
def test_who_may_no_longer_be_written_to_counts_as_not_asked(how: str) -> None:
    """Between the moment of asking and that of writing."""
    rule = open_state()
    person = guarded()
    born = person.birth_date
    assert sweep() == 1
    match how:
        case "withdrawn":
            Membership.objects.update(status="withdrawn", withdrawn_at=now())
        case "of age":
            type(person).objects.update(birth_date=date(2000, 1, 1))
        case "closed":
            rule.delete()
    assert mails() == []
    Membership.objects.update(status="active", withdrawn_at=None)
    type(person).objects.filter(pk=person.pk).update(birth_date=born)
    rule.save(force_insert=how == "closed")
    assert [sweep(), len(mails())] == [1, 1]


@pytest.mark.parametrize("failed", [False, True])
def test_no_link_that_is_void_is_sent(failed: bool) -> None:
    """Neither one that waits in the queue, nor one that the desk tries again."""
    open_state()
    guarded()
    place, boss = Membership.objects.get(), office()
    assert sweep() == 1
    [dead] = mails()
    if failed:
        [mail] = claim_mails(now=now(), limit=9)
        mark_unsent(mail=mail, error="refused", now=now(), final=True)
    renew_links(actor=boss, cohort_id=place.cohort_id, membership_id=place.id)
    assert try_again(actor=boss, mail_ids=[dead.pk], now=now()) == failed
    [_, new] = mails()
    assert [mail.pk for mail in claim_mails(now=now(), limit=9)] == [new.pk]
    dead.refresh_from_db()
    assert (dead.status, dead.error) == (MailStatus.FAILED, "link_void")
    assert ConsentRequest.objects.get().failed_at is None
