from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from foundation.accounts import errors, selectors, services
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel.errors import Invalid, Problem, Stale
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PASSWORD, InvitedFactory, MinorFactory, PersonFactory

pytestmark = pytest.mark.django_db


def pointers(refusal: Problem) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in refusal.errors]


def test_an_invited_person_cannot_sign_in_and_shares_the_family_address() -> None:
    sister, brother = (
        services.create_person(name=name, language="ar", email="Family@example.org") for name in ("سارة", "عمر")
    )
    assert sister.username != brother.username
    assert {sister.email, brother.email} == {"family@example.org"}
    assert (sister.claimed_at, sister.has_usable_password()) == (None, False)
    assert selectors.is_minor(sister) is True


def test_claiming_gives_a_username_a_password_and_an_address_to_verify() -> None:
    person = InvitedFactory(email="family@example.org")
    claimed = services.claim_account(person=person, username="سارة٢٠١٠", password=PASSWORD)
    claimed.refresh_from_db()
    assert (claimed.username, claimed.check_password(PASSWORD)) == ("سارة2010", True)
    assert claimed.claimed_at is not None
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("family@example.org", False)]
    assert list(Record.objects.values_list("action", "subject_id")) == [("person.claimed", person.id)]


def test_the_address_given_when_claiming_takes_the_place_of_the_list_s() -> None:
    claimed = services.claim_account(
        person=InvitedFactory(email="family@example.org"), username="sara", password=PASSWORD, email="Sara@example.org"
    )
    assert claimed.email == "sara@example.org"
    assert selectors.email_is_verified(claimed) is False


@pytest.mark.parametrize(
    ("username", "password", "refusal", "faults"),
    [
        ("taken", PASSWORD, errors.UsernameTaken, [("/username", "username_taken")]),
        ("TAKEN", PASSWORD, errors.UsernameTaken, [("/username", "username_taken")]),
        ("a b", PASSWORD, Invalid, [("/username", "username_characters")]),
        (
            "sara",
            "12345678",
            errors.WeakPassword,
            [("/password", "password_too_common"), ("/password", "password_entirely_numeric")],
        ),
        ("sara.benali", "sara-benali", errors.WeakPassword, [("/password", "password_too_similar")]),
    ],
)
def test_a_refused_claim_changes_nothing(
    username: str, password: str, refusal: type[Problem], faults: list[tuple[str, str]]
) -> None:
    PersonFactory(username="Taken")
    person = InvitedFactory(email="sara@example.org")
    with pytest.raises(refusal) as caught:
        services.claim_account(person=person, username=username, password=password)
    assert pointers(caught.value) == faults
    assert User.objects.get(pk=person.pk).claimed_at is None
    assert (EmailAddress.objects.count(), Record.objects.count()) == (0, 0)


def test_an_account_is_claimed_once() -> None:
    person = InvitedFactory()
    services.claim_account(person=person, username="sara", password=PASSWORD)
    with pytest.raises(errors.AlreadyClaimed):
        services.claim_account(person=person, username="other", password=PASSWORD)
    assert User.objects.get(pk=person.pk).username == "sara"


def test_a_minor_does_not_sign_up_by_any_road() -> None:
    for born in (None, date(2015, 1, 1)):
        with pytest.raises(errors.UnderAge):
            services.sign_up(
                username="sara", password=PASSWORD, name="Sara", birth_date=born, country="MA", language="ar"
            )
    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_one_username_for_the_fastest_of_many() -> None:
    people = InvitedFactory.create_batch(8)

    def claim(person: User) -> str:
        try:
            services.claim_account(person=person, username="sara", password=PASSWORD)
        except errors.UsernameTaken as refusal:
            return refusal.code
        finally:
            connection.close()
        return "claimed"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(claim, people))
    assert outcomes == ["claimed"] + ["username_taken"] * 7
    assert User.objects.filter(claimed_at__isnull=False).count() == 1


def test_a_person_changes_her_own_profile() -> None:
    person = PersonFactory()
    changed = services.change_profile(
        actor=person,
        revision=1,
        changes={
            "name": " أمينة ",
            "phone": "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
            "time_zone": "Africa/Casablanca",
            "language": "ar",
            "gender": "female",
        },
    )
    changed.refresh_from_db()
    assert (changed.name, changed.phone, changed.time_zone) == ("أمينة", "0612345678", "Africa/Casablanca")
    assert (changed.language, changed.gender, changed.revision) == ("ar", "female", 2)
    assert Record.objects.get().details == {"fields": ["gender", "language", "name", "phone", "time_zone"]}


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "UTC"])
def test_another_time_zone_is_told(zone: str) -> None:
    person, office = PersonFactory(time_zone="UTC"), PersonFactory()
    services.change_profile(actor=person, revision=1, changes={"time_zone": zone, "name": "Sara"})
    services.correct_person(actor=office, person_id=person.id, changes={"time_zone": "Asia/Amman"})
    told = EventRecord.objects.filter(name="accounts.time_zone_changed.v1").values_list("payload", flat=True)
    assert list(told) == [{"person_id": str(person.id)}] * (1 if zone == "UTC" else 2)


def test_a_change_to_the_same_is_none() -> None:
    person = PersonFactory()
    assert services.change_profile(actor=person, revision=None, changes={"name": person.name}).revision == 1
    assert Record.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"birth_date": "1990-01-01"}, ("/birth_date", "read_only")),
        ({"country": "FR"}, ("/country", "read_only")),
        ({"is_staff": True}, ("/is_staff", "read_only")),
        ({"name": "  "}, ("/name", "invalid")),
        ({"phone": "none"}, ("/phone", "invalid")),
        ({"gender": "x"}, ("/gender", "invalid")),
        ({"language": "de"}, ("/language", "invalid")),
        ({"time_zone": "../etc/passwd"}, ("/time_zone", "invalid")),
    ],
)
def test_what_nobody_changes_of_herself(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    person = PersonFactory()
    with pytest.raises(Invalid) as caught:
        services.change_profile(actor=person, revision=1, changes={"name_latin": "Amina", **changes})
    assert pointers(caught.value) == [fault]
    assert User.objects.get(pk=person.pk).name_latin == ""


def test_a_stale_change_is_refused() -> None:
    person = PersonFactory()
    with pytest.raises(Stale):
        services.change_profile(actor=person, revision=7, changes={"name": "Sara"})


def test_roles_tell_who_is_staff() -> None:
    person = PersonFactory()
    for is_staff in (True, True, False):
        services.grant_staff(person_id=person.id, is_staff=is_staff)
        assert User.objects.get(pk=person.pk).is_staff is is_staff


def test_closing_an_account_is_recorded_once() -> None:
    person, office = PersonFactory(), PersonFactory()
    for _ in range(2):
        services.set_active(actor=office, person_id=person.id, is_active=False)
    assert list(Record.objects.values_list("actor_id", "action")) == [(office.id, "person.closed")]


def test_the_office_mends_a_birth_date() -> None:
    person, office = PersonFactory(birth_date=None), PersonFactory()
    services.correct_person(actor=office, person_id=person.id, changes={"birth_date": date(2012, 3, 1)})
    assert (selectors.is_minor(User.objects.get(pk=person.pk)), Record.objects.get().actor_id) == (True, office.id)


def test_a_letter_asks_to_verify_after_a_claim(mailoutbox: list[Any]) -> None:
    person = services.claim_account(
        person=InvitedFactory(language="ar"), username="sara", password=PASSWORD, email="sara@example.org"
    )
    services.ask_to_verify(person_id=person.id)
    services.ask_to_verify(person_id=PersonFactory().id)
    assert [(letter.to, letter.subject) for letter in mailoutbox] == [
        (["sara@example.org"], "تأكيد عنوان بريدك الإلكتروني")
    ]
    assert "sara" in mailoutbox[0].body


@pytest.mark.parametrize(("make", "minor"), [(PersonFactory, False), (MinorFactory, True)])
def test_who_is_a_minor(make: Callable[[], User], minor: bool) -> None:
    assert selectors.is_minor(make()) is minor


def test_usernames_are_found_by_their_index() -> None:
    PersonFactory.create_batch(3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = User.objects.alias(folded=selectors.Lower("username")).filter(folded="sara").explain()
    assert "accounts_username_unique" in plan


def test_no_session_of_an_unknown_person(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert selectors.person_for_session(person_id=uuid4(), session_key="x") is None
