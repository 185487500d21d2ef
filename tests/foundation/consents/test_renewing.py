"""A guardian's link that was lost, or lies in wrong hands: voided, and made anew where it belongs."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.consents.models import Answer, Consent, ConsentRequest, Guardian
from foundation.consents.selectors import capabilities_of
from foundation.consents.services import answer, ask_by_mail, ask_guardians, ask_of, renew_links, sweep
from foundation.kernel.clock import now
from foundation.notifications.models import Mail
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership, RoleGrant
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.consents import ALL, GuardianFactory, deliver_all, link_of, minor, officer, open_state
from tests.factories.programmes import MembershipFactory, OrganisationFactory, coordinator, coordinator_of, office
from tests.racing import codes, race

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]
YES = {"decisions": dict.fromkeys(ALL, True), "guardian_name": "Khadija Benali"}


@pytest.fixture
def place() -> Membership:
    """Of a learner whose guardian has a link on paper and another by mail."""
    open_state()
    person = minor()
    GuardianFactory(person=person, email="mother@example.org")
    ask_by_mail(person_ids=[person.id])
    ask_guardians(person_ids=[person.id])
    deliver_all()
    return Membership.objects.get()


def url(place: Membership) -> str:
    return f"/api/v1/cohorts/{place.cohort_id}/members/{place.id}/guardian-link"


def links(person: User) -> list[str]:
    """The mailed one and the one on paper."""
    rows = ConsentRequest.objects.filter(person=person).order_by("guardian")
    return [ask_of(row).code for row in rows]


def statuses(client: APIClient, tokens: list[str]) -> list[int]:
    return [client.get(f"/api/v1/guardian-consents/{token}").status_code for token in tokens]


def test_the_links_before_are_void_at_once_and_the_new_ones_open(place: Membership, client_of: ClientOf) -> None:
    former, clerk = links(place.person), coordinator()
    assert statuses(client_of(), former) == [200, 200]
    told = client_of(clerk).post(url(place))
    assert (told.status_code, told.content) == (204, b"")
    assert statuses(client_of(), former) == [404, 404]
    assert statuses(client_of(), links(place.person)) == [200, 200]
    assert client_of().post(f"/api/v1/guardian-consents/{former[1]}", YES).status_code == 404
    assert not Answer.objects.exists()
    [row] = Record.objects.filter(action="guardian_link.renewed")
    assert (row.actor_id, row.subject_type, row.subject_id, row.details) == (clerk.id, "membership", place.id, {})


def test_the_new_link_is_mailed_and_stands_on_the_next_sheet(place: Membership, client_of: ClientOf) -> None:
    client_of(coordinator()).post(url(place))
    mailed, paper = links(place.person)
    deliver_all()
    mails = list(Mail.objects.order_by("id"))
    assert [(mail.to, mailed in mail.text) for mail in mails] == [
        ("mother@example.org", False),
        ("mother@example.org", True),
    ]
    assert not any(paper in mail.text for mail in mails)
    assert [ask.code for ask in ask_guardians(person_ids=[place.person_id])] == [paper]
    assert sweep() == 0


def test_what_was_decided_by_the_former_link_stays(place: Membership, client_of: ClientOf) -> None:
    client_of().post(f"/api/v1/guardian-consents/{links(place.person)[1]}", YES)
    ConsentRequest.objects.update(expires_at=now() + timedelta(days=900))  # its decision holds for long
    before = list(Consent.objects.order_by("id").values())
    assert client_of(coordinator()).post(url(place)).status_code == 204
    assert list(Consent.objects.order_by("id").values()) == before
    assert all(capability.granted for capability in capabilities_of(place.person).values())
    assert all(row.expires_at > now() + timedelta(days=899) for row in ConsentRequest.objects.all())
    body = YES | {"decisions": {"media": False}}
    assert client_of().post(f"/api/v1/guardian-consents/{links(place.person)[1]}", body).status_code == 200
    assert [purpose for purpose, held in capabilities_of(place.person).items() if not held.granted] == ["media"]


def test_others_keep_their_links(place: Membership, client_of: ClientOf) -> None:
    sister = MembershipFactory(cohort=place.cohort, person=MinorFactory()).person
    link_of(sister)
    kept = links(sister)
    client_of(coordinator()).post(url(place))
    assert links(sister) == kept


@pytest.mark.parametrize("why", ["no address", "her own address", "of age", "closed"])
def test_nobody_is_written_to(why: str, place: Membership, client_of: ClientOf) -> None:
    former = links(place.person)
    {
        "no address": lambda: Guardian.objects.update(email=""),
        "her own address": lambda: EmailAddress.objects.create(user=place.person, email="Mother@example.org"),
        "of age": lambda: User.objects.filter(pk=place.person_id).update(birth_date="1999-01-01"),
        "closed": officer_gone,
    }[why]()
    assert client_of(coordinator()).post(url(place)).status_code == 204
    deliver_all()
    assert set(links(place.person)) & set(former) == set()
    assert (Mail.objects.count(), EventRecord.objects.filter(name="consents.consents_asked.v1").count()) == (1, 1)


def officer_gone() -> None:
    RoleGrant.objects.filter(role=Role.SAFEGUARDING_OFFICER).update(revoked_at=now())


def test_who_manages_the_cohort_may_and_nobody_else(place: Membership, client_of: ClientOf) -> None:
    former = links(place.person)
    school = OrganisationFactory(state=place.state)
    Membership.objects.filter(pk=place.pk).update(organisation=school)
    strangers = [place.person, minor(), PersonFactory(), coordinator("JO"), coordinator_of(school), officer()]
    assert [client_of(who).post(url(place)).status_code for who in strangers] == [404] * 6
    assert client_of().post(url(place)).status_code == 401
    assert (links(place.person), Record.objects.filter(action="guardian_link.renewed").count()) == (former, 0)
    managers = [office(), coordinator(), coordinator_of(place.cohort.organisation)]
    assert [client_of(who).post(url(place)).status_code for who in managers] == [204] * 3


def test_not_for_oneself_nor_for_who_has_left_nor_by_another_cohort(place: Membership, client_of: ClientOf) -> None:
    clerk, other = coordinator(), MembershipFactory()
    own = MembershipFactory(cohort=place.cohort, person=clerk)
    left = MembershipFactory(cohort=place.cohort, person=MinorFactory(), status="withdrawn")
    elsewhere = url(place).replace(str(place.cohort_id), str(other.cohort_id))
    assert [client_of(clerk).post(path).status_code for path in (url(own), url(left), elsewhere)] == [404] * 3
    assert not Record.objects.filter(action="guardian_link.renewed").exists()


def test_queries(place: Membership, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    actor = coordinator()
    with django_assert_num_queries(17):
        renew_links(actor=actor, cohort_id=place.cohort_id, membership_id=place.id)


@pytest.mark.django_db(transaction=True)
def test_an_answer_by_the_former_link_at_the_same_moment_comes_first_or_not_at_all(place: Membership) -> None:
    token, clerk = links(place.person)[1], coordinator()
    answering = partial(
        answer, token=token, decisions=dict.fromkeys(capabilities_of(place.person), True), guardian_name="K"
    )

    def renewing() -> str:
        renew_links(actor=clerk, cohort_id=place.cohort_id, membership_id=place.id)
        return "renewed"

    told = codes(race(answering, renewing, answering, renewing))
    assert told["done"] == 2 + Answer.objects.count()
    assert told.get("link_unknown", 0) == 2 - Answer.objects.count()
    assert set(ConsentRequest.objects.values_list("counter", flat=True)) == {3}


@pytest.mark.parametrize("verified", [True, False])
def test_a_link_that_went_to_the_learners_own_address_is_void(
    verified: bool, place: Membership, client_of: ClientOf
) -> None:
    """As soon as it is proved to be hers; what lies on paper stays good."""
    EmailAddress.objects.create(user=place.person, email="Mother@example.org", verified=verified)
    tokens = links(place.person)
    assert statuses(client_of(), tokens) == [404 if verified else 200, 200]
    assert client_of().post(f"/api/v1/guardian-consents/{tokens[0]}", YES).status_code == (404 if verified else 200)
    assert Answer.objects.exists() is not verified
