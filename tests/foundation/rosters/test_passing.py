"""A place on a roster passes to somebody who had an account already: everything follows, and nothing stays behind."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.consents.models import Consent, ConsentRequest, Guardian
from foundation.consents.selectors import capabilities_of
from foundation.notifications.models import Notification
from foundation.programmes import services
from foundation.programmes.models import Cohort, Invitation, Membership
from tests.factories.accounts import PersonFactory
from tests.factories.consents import deliver_all
from tests.factories.courses import published_course
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.foundation.rosters.working import apply, at_work, outcomes, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)
LIST = (
    "Name;Learner number;Date of birth;E-mail;Guardian;Guardian email;Consent date\n"
    "Amina Diop;1;2013-05-03;amina@school.sn;Fatou Diop;fatou@school.sn;2026-10-01\n"
)


@pytest.fixture
def applied(client: APIClient, cohort: Cohort) -> Membership:
    """A learner under age, enrolled, with her guardian, consents and notices."""
    published_course("reading", open_to_all=False)
    Cohort.objects.filter(pk=cohort.pk).update(courses=["reading"])
    apply(client, upload(client, cohort, LIST))
    deliver_all()
    membership = Membership.objects.get()
    assert [table._default_manager.filter(person=membership.person).count() > 0 for table in TABLES] == [True] * 4
    return membership


TABLES: tuple[Any, ...] = (Enrolment, Consent, Guardian, Notification)


def code_of(membership: Membership) -> str:
    return services.code_of(Invitation.objects.get(person=membership.person)).code


def guardians() -> list[Any]:
    return list(Guardian.objects.values_list("person", "name", "email"))


def named(person_id: Any) -> list[str]:
    """The tables that still have a row about her."""
    keys = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is User
    ]
    return [str(key) for key in keys if key.model._base_manager.filter(**{key.attname: person_id}).exists()]


def test_all_follows_and_nothing_stays(applied: Membership) -> None:
    giver, taker = applied.person, PersonFactory()

    services.claim(code=code_of(applied), signed_in=taker)
    deliver_all()

    assert list(Membership.objects.values_list("pk", "person", "status")) == [(applied.pk, taker.pk, "active")]
    assert list(Enrolment.objects.values_list("person", "course__slug", "status")) == [(taker.pk, "reading", "active")]
    assert not User.objects.filter(pk=giver.pk).exists()
    assert named(giver.pk) == []
    assert Consent.objects.count() == 0
    assert list(ConsentRequest.objects.values_list("person", "guardian__email")) == [(taker.pk, "fatou@school.sn")]
    assert guardians() == [(taker.pk, "Fatou Diop", "fatou@school.sn")]


def test_a_place_that_was_withdrawn_goes_with_her(applied: Membership) -> None:
    """Else it would keep her consents for good."""
    giver, taker, code = applied.person, PersonFactory(), code_of(applied)
    former = MembershipFactory(person=giver, cohort=CohortFactory(), status="withdrawn")

    services.claim(code=code, signed_in=taker)
    deliver_all()

    assert list(Membership.objects.order_by("pk").values_list("pk", "person", "status")) == [
        (applied.pk, taker.pk, "active"),
        (former.pk, taker.pk, "withdrawn"),
    ]
    assert named(giver.pk) == []
    assert not User.objects.filter(pk=giver.pk).exists()
    assert guardians() == [(taker.pk, "Fatou Diop", "fatou@school.sn")]


def test_what_was_on_its_way_to_her_when_she_went_makes_nobody_of_her(client: APIClient, cohort: Cohort) -> None:
    """The news of her place comes after it has passed on."""
    published_course("reading", open_to_all=False)
    Cohort.objects.filter(pk=cohort.pk).update(courses=["reading"])
    apply(client, upload(client, cohort, LIST))
    place, taker = Membership.objects.get(), PersonFactory()
    giver = place.person

    services.claim(code=code_of(place), signed_in=taker)
    deliver_all()

    assert named(giver.pk) == []
    assert list(Enrolment.objects.values_list("person", "status")) == [(taker.pk, "active")]
    assert not User.objects.filter(pk=giver.pk).exists()
    assert guardians() == [(taker.pk, "Fatou Diop", "fatou@school.sn")]


def test_nobody_grows_up_by_claiming_a_card_whose_list_says_no_age(client: APIClient, cohort: Cohort) -> None:
    """Nor by the next list, which does."""
    apply(client, upload(client, cohort, "Name;Learner number\nAmina Diop;1\n"))
    place, taker = Membership.objects.get(), PersonFactory(birth_date=date(1990, 1, 1))

    services.claim(code=code_of(place), signed_in=taker)
    deliver_all()
    unknown = User.objects.get(pk=taker.pk)
    apply(client, upload(client, cohort, "Name;Learner number;Date of birth\nAmina Diop;1;2012-01-01\n"))
    known = User.objects.get(pk=taker.pk)

    assert (unknown.birth_date, known.birth_date) == (None, date(2012, 1, 1))
    for person in (unknown, known):
        assert {right.granted for right in capabilities_of(person).values()} == {False}
    roster = upload(client, cohort, "Name;Learner number;Date of birth\nAmina Diop;1;1990-01-01\n")
    assert "stays" in outcomes(client, roster)[0][1]
    apply(client, roster)
    assert User.objects.get(pk=taker.pk).birth_date == date(2012, 1, 1)
