from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, get_connection, send_mail
from django.db import connection
from django.utils.translation import override

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.kernel.ids import new_id
from foundation.notifications import notices, rules, services
from foundation.notifications.enums import Kind, MailStatus
from foundation.notifications.models import Mail, Notification
from foundation.notifications.rules import Envelope, Letter, Notice

LETTER = Letter(subject="Hello", text="Some words.\n\nhttps://jisr.example/x\n")
SPOOL = "foundation.notifications.services.SpoolBackend"
People = Callable[..., User]


def notice() -> Notice:
    return Notice(Kind.ENROLLED, "enrolment", new_id(), new_id(), {"course": {"en": "Tomorrow"}, "slug": "tomorrow"})


def spool(*, to: str = "amina@example.org", letter: Letter = LETTER, key: str | None = None) -> None:
    services.spool(envelopes=[Envelope(to=to, language="ar", letter=letter, dedup_key=key)])


def test_a_notice_told_twice_is_there_once(person: People) -> None:
    people, told = [person().pk, person().pk], notice()
    services.notify(notice=told, people=people)
    services.notify(notice=told, people=[*people, person().pk])
    assert Notification.objects.count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_told_by_one_statement(
    person: People, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    people = [person().pk for _ in range(count)]
    with django_assert_num_queries(1):
        services.notify(notice=notice(), people=people)


def test_reading_some_up_to_one_or_all(person: People) -> None:
    amina, other = person(), person()
    for _ in range(4):
        services.notify(notice=notice(), people=[amina.pk, other.pk])
    mine = list(Notification.objects.filter(person=amina).order_by("id").values_list("pk", flat=True))
    theirs = list(Notification.objects.filter(person=other).values_list("pk", flat=True))
    assert services.mark_read(actor=amina, now=clock.now(), ids=[mine[3], *theirs]) == 3
    assert services.mark_read(actor=amina, now=clock.now(), up_to=mine[1]) == 1
    assert services.mark_read(actor=amina, now=clock.now()) == 1
    assert services.mark_read(actor=amina, now=clock.now(), everything=True) == 0
    assert Notification.objects.filter(person=other, read_at=None).count() == 4


def test_reading_again_keeps_the_first_time(person: People) -> None:
    amina, now = person(), clock.now()
    services.notify(notice=notice(), people=[amina.pk])
    services.mark_read(actor=amina, now=now, everything=True)
    services.mark_read(actor=amina, now=now + timedelta(hours=1), everything=True)
    assert Notification.objects.get().read_at == now


@pytest.mark.django_db
def test_a_mail_waits_in_both_forms_with_an_id_of_its_own() -> None:
    spool()
    mail = Mail.objects.get()
    assert (mail.status, mail.attempts, mail.to) == (MailStatus.QUEUED, 0, "amina@example.org")
    assert mail.message_id == f"<{mail.pk}@jisr.example>"
    assert mail.text == LETTER.text
    assert '<html lang="ar" dir="rtl">' in mail.html
    assert '<a href="https://jisr.example/x"' in mail.html


@pytest.mark.django_db
def test_the_words_of_a_mail_are_escaped() -> None:
    spool(letter=Letter(subject="<b>", text="<script>alert(1)</script>"))
    html = Mail.objects.get().html
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.django_db
def test_a_mail_with_a_known_key_is_left_out() -> None:
    for _ in range(2):
        spool(key="enrolled:1:2")
        spool()
    assert Mail.objects.filter(dedup_key="enrolled:1:2").count() == 1
    assert Mail.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["a@example.org\nBcc: b@example.org", "a@example.org\r\n"])
def test_an_address_cannot_smuggle_a_header(to: str) -> None:
    with pytest.raises(BadHeaderError):
        spool(to=to)
    assert Mail.objects.count() == 0


@pytest.mark.django_db
def test_a_subject_cannot_smuggle_a_header() -> None:
    with pytest.raises(BadHeaderError):
        spool(letter=Letter(subject="Hello\nBcc: b@example.org", text=""))
    assert Mail.objects.count() == 0


@pytest.mark.django_db
def test_a_subject_with_a_very_long_title_is_cut() -> None:
    title = "a" * 500  # as long as the title of a call may be
    spool(letter=notices.letter("credential_ready", {"achievement": {"en": title}, "credential": "1"}, "en"))
    subject = Mail.objects.get().subject
    assert (len(subject), subject[:36], subject[-2:]) == (300, "Your certificate is ready: “aaaaaaaa", "a…")


@pytest.mark.django_db
def test_mail_of_django_takes_the_same_road() -> None:
    with override("fr"):
        sent = send_mail(
            "Bonjour", "Des mots", None, ["a@example.org", "b@example.org"], connection=get_connection(SPOOL)
        )
    assert sent == 1
    rows = Mail.objects.order_by("to").values_list("to", "language", "subject", "text")
    assert list(rows) == [(to, "fr", "Bonjour", "Des mots") for to in ("a@example.org", "b@example.org")]
    assert all('lang="fr" dir="ltr"' in mail.html for mail in Mail.objects.all())


@pytest.mark.django_db
def test_mail_of_django_may_say_its_language() -> None:
    headers = {"Content-Language": "ar"}
    EmailMessage("Hi", "Words", to=["a@example.org"], headers=headers, connection=get_connection(SPOOL)).send()
    assert Mail.objects.get().language == "ar"


@pytest.mark.django_db
def test_mail_of_django_keeps_its_own_html() -> None:
    message = EmailMultiAlternatives("Hi", "Words", to=["a@example.org"], connection=get_connection(SPOOL))
    message.attach_alternative("<p>Own</p>", "text/html")
    message.send()
    assert Mail.objects.get().html == "<p>Own</p>"


@pytest.mark.django_db
def test_mail_of_django_cannot_smuggle_a_header_or_a_file() -> None:
    bad = EmailMessage("Hi\nBcc: b@example.org", "Words", to=["a@example.org"], connection=get_connection(SPOOL))
    with pytest.raises(BadHeaderError):
        bad.send()
    heavy = EmailMessage("Hi", "Words", to=["a@example.org"], connection=get_connection(SPOOL))
    heavy.attach("a.txt", "x", "text/plain")
    with pytest.raises(ValueError, match="no attachments"):
        heavy.send()
    assert Mail.objects.count() == 0


@pytest.mark.django_db
def test_a_claimed_mail_is_held_for_a_while_and_then_free_again() -> None:
    spool()
    now = clock.now()
    [mail] = services.claim_mails(now=now, limit=5)
    assert (mail.status, mail.attempts) == (MailStatus.SENDING, 1)
    assert services.claim_mails(now=now + timedelta(seconds=60), limit=5) == []
    [again] = services.claim_mails(now=now + services.LEASE, limit=5)
    assert (again.pk, again.attempts) == (mail.pk, 2)


@pytest.mark.django_db
def test_only_the_mail_asked_for_is_claimed() -> None:
    spool()
    spool()
    wanted = Mail.objects.latest("id").pk
    assert [mail.pk for mail in services.claim_mails(now=clock.now(), limit=1, mail_id=wanted)] == [wanted]


@pytest.mark.django_db
def test_a_mail_that_kills_its_taker_is_given_up() -> None:
    spool()
    now = clock.now()
    for _ in range(rules.MOST_ATTEMPTS):
        assert len(services.claim_mails(now=now, limit=5)) == 1
        now += services.LEASE
    assert services.claim_mails(now=now, limit=5) == []
    mail = Mail.objects.get()
    assert (mail.status, mail.error) == (MailStatus.FAILED, "interrupted")


@pytest.mark.django_db(transaction=True)
def test_two_takers_never_get_the_same_mail() -> None:
    for _ in range(10):
        spool()
    now, start = clock.now(), Barrier(8)

    def take(_: int) -> list[Any]:
        start.wait()
        try:
            return [mail.pk for mail in services.claim_mails(now=now, limit=2)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = [pk for pks in pool.map(take, range(8)) for pk in pks]
    assert len(taken) == len(set(taken))
    assert Mail.objects.filter(status=MailStatus.SENDING).count() == len(taken)


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "text"), [(False, ""), (True, LETTER.text)])
def test_a_sent_mail_keeps_its_words_in_a_demo_only(settings: Any, demo: bool, text: str) -> None:
    settings.DEMO = demo
    spool()
    [mail] = services.claim_mails(now=clock.now(), limit=1)
    services.mark_sent(mail=mail, now=clock.now())
    mail.refresh_from_db()
    assert (mail.status, mail.text, bool(mail.html)) == (MailStatus.SENT, text, demo)


@pytest.mark.django_db
def test_an_unsent_mail_waits_longer_each_time_and_then_stays_failed() -> None:
    spool()
    now = clock.now()
    for wait in rules.RETRY_AFTER:
        [mail] = services.claim_mails(now=now, limit=1)
        services.mark_unsent(mail=mail, error="smtp 450", now=now)
        assert services.claim_mails(now=now + wait - timedelta(seconds=1), limit=1) == []
        now += wait
    [mail] = services.claim_mails(now=now, limit=1)
    services.mark_unsent(mail=mail, error="smtp 450", now=now)
    mail.refresh_from_db()
    assert (mail.status, mail.error, mail.attempts) == (MailStatus.FAILED, "smtp 450", rules.MOST_ATTEMPTS)


@pytest.mark.django_db
def test_a_late_failure_does_not_undo_another_takers_work() -> None:
    spool()
    now = clock.now()
    [slow] = services.claim_mails(now=now, limit=1)
    [quick] = services.claim_mails(now=now + services.LEASE, limit=1)
    services.mark_unsent(mail=slow, error="TimeoutError", now=now)
    assert Mail.objects.get().status == MailStatus.SENDING
    services.mark_sent(mail=quick, now=now)
    services.mark_unsent(mail=slow, error="TimeoutError", now=now)
    assert Mail.objects.get().status == MailStatus.SENT


def test_a_failed_mail_gets_a_second_chance_that_is_on_record(person: People) -> None:
    office = person()
    spool()
    spool()
    now = clock.now()
    [mail] = services.claim_mails(now=now, limit=1)
    services.mark_unsent(mail=mail, error="smtp 550", now=now, final=True)
    everything = list(Mail.objects.values_list("pk", flat=True))
    assert services.try_again(actor=office, mail_ids=everything, now=now) == 1
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.error) == (MailStatus.QUEUED, 0, "")
    entry = Record.objects.get(action="mail.try_again")
    assert (entry.actor_id, entry.subject_id) == (office.pk, mail.pk)


@pytest.mark.django_db
def test_old_mails_are_forgotten() -> None:
    spool()
    now = clock.now()
    [mail] = services.claim_mails(now=now, limit=1)
    services.mark_sent(mail=mail, now=now)
    spool()
    assert services.forget_mails(now=now + timedelta(days=29)) == 0
    assert services.forget_mails(now=now + timedelta(days=31)) == 1
    assert Mail.objects.get().status == MailStatus.QUEUED
