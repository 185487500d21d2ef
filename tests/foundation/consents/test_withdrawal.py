"""What a guardian takes back ends at once: for mentors who are at it, on public pages, in courses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from rest_framework.test import APIClient

from courses.enrolment.models import LessonProgress
from courses.enrolment.services import enrol
from foundation.accounts.models import User
from foundation.consents import enums, rules
from foundation.consents.enums import Purpose
from foundation.consents.models import Consent, ConsentRequest, StateRule
from foundation.consents.selectors import capabilities_of, letter_about
from foundation.kernel.clock import now, today
from foundation.notifications.models import Notification
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Membership, RoleGrant
from mentoring.reviews.models import Review
from tests.factories.accounts import MinorFactory
from tests.factories.consents import deliver_all, granted, link_of, minor, open_state
from tests.factories.courses import course_draft, lessons_of, published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import ProjectFactory, leased, mentor, typed, waiting
from tests.scenes import scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]
API = "/api/v1"


def set_up() -> User:
    open_state()
    return granted(minor(person=MinorFactory(name="Salma Idrissi")))


_written, learner = scene(set_up)


def take_back(person: User, *purposes: Purpose, yes: bool = False) -> None:
    """With the very link that consent was given by, through the API."""
    decisions = dict.fromkeys([purpose.value for purpose in purposes or Purpose], yes)
    body = {"decisions": decisions, "guardian_name": "Khadija Benali"}
    client = APIClient()
    client.default_format = "json"
    assert client.post(f"{API}/guardian-consents/{link_of(person)}", body).status_code == 200


def test_a_mentor_who_holds_her_work_reads_and_sends_nothing_more(learner: User, client_of: ClientOf) -> None:
    by = mentor()
    submission = waiting(ProjectFactory(owner=learner))
    review = typed(by, leased(by, submission))
    desk = client_of(by)
    paths = (
        f"submissions/{submission.id}",
        f"projects/{submission.project_id}",
        f"submissions/{submission.id}/reviews",
    )
    assert [desk.get(f"{API}/{path}").status_code for path in paths] == [200, 200, 200]
    before = EventRecord.objects.exclude(name__startswith="consents.").count()

    take_back(learner, Purpose.MENTOR_CONTACT)

    assert [desk.get(f"{API}/{path}").status_code for path in paths] == [404, 404, 404]
    for deed in ("submit", "renew"):
        refused = desk.post(f"{API}/reviews/{review.id}/{deed}", {})
        assert (refused.status_code, refused.json()["purpose"]) == (403, "mentor_contact")
    review = Review.objects.get(pk=review.pk)
    submission.refresh_from_db()
    assert (review.status, submission.status) == ("draft", "in_review")
    assert EventRecord.objects.exclude(name__startswith="consents.").count() == before

    take_back(learner, Purpose.MENTOR_CONTACT, yes=True)
    assert desk.post(f"{API}/reviews/{review.id}/submit", {}).status_code == 200


def test_her_certificate_shows_no_name_any_more(learner: User, client: Client) -> None:
    credential = credential_of(learner)
    path = f"/credentials/{credential.id}"
    key = f"?key={credential.view_key}"
    page = client.get(path + key, HTTP_ACCEPT="text/html")
    assert ("Salma Idrissi" in page.content.decode(), page["Cache-Control"]) == (True, "private, no-cache")
    assert client.get(f"{path}.pdf{key}").status_code == 200

    take_back(learner, Purpose.PUBLIC_SHOWING)

    assert "Salma" not in client.get(path + key, HTTP_ACCEPT="text/html").content.decode()
    assert [client.get(f"{path}.{kind}{key}").status_code for kind in ("pdf", "png")] == [404, 404]


def test_learning_stops_and_what_was_learnt_stays(learner: User, client_of: ClientOf) -> None:
    version = published(course_draft("reading"))
    first, second = lessons_of(version)
    place, _new = enrol(actor=learner, course_slug="reading")
    client = client_of(learner)
    path = f"{API}/enrolments/{place.id}/lessons/{{}}/completion"
    assert client.put(path.format(first.id), {}).status_code == 200

    take_back(learner, Purpose.LEARNING)

    refused = client.put(path.format(second.id), {})
    assert (refused.status_code, refused.json()["code"]) == (403, "consent_required")
    assert LessonProgress.objects.count() == 1
    assert client.get(f"{API}/lessons/{second.id}").status_code == 200
    assert client.get(f"{API}/enrolments/{place.id}").json()["progress"] == {"done": 1, "total": 2, "needed": 2}
    assert client.delete(f"{API}/enrolments/{place.id}", headers={"If-Match": "*"}).status_code in {200, 204}


def test_she_learns_of_it_and_no_more_than_she_must(learner: User, client_of: ClientOf) -> None:
    take_back(learner, Purpose.MEDIA)
    deliver_all()
    [notice] = Notification.objects.all()
    assert (notice.person, notice.params) == (learner, {"decision": "refused"})
    held = {row["purpose"]: row for row in client_of(learner).get(f"{API}/me/consents").json()["purposes"]}
    assert (held["media"]["granted"], held["media"]["waiting_for"], held["media"]["decision"]) == (
        False, "guardian", False,
    )  # fmt: skip
    assert held["learning"]["granted"] is True
    assert client_of(learner).get(f"{API}/me").json()["capabilities"]["media"] == {
        "granted": False, "waiting_for": "guardian",
    }  # fmt: skip
    assert "Khadija" not in str(held)


def test_a_consent_keeps_the_version_of_the_text_it_was_given_on(
    learner: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {purpose.value: rules.version_on(purpose, today()) for purpose in Purpose}
    after = {purpose: version + 1 for purpose, version in before.items()}
    reworded = {purpose: [*enums.REWORDED.get(purpose, ()), today()] for purpose in Purpose}
    monkeypatch.setattr("foundation.consents.rules.REWORDED", reworded)
    assert capabilities_of(learner)[Purpose.LEARNING].granted
    asked = client_of().get(f"{API}/guardian-consents/{link_of(learner)}").json()["purposes"]
    assert {row["key"]: row["version"] for row in asked} == after
    take_back(learner, Purpose.LEARNING, yes=True)
    versions = Consent.objects.filter(person=learner, superseded_at=None).values_list("purpose", "version")
    assert dict(versions) == {**before, "learning": after["learning"]}


@pytest.mark.parametrize(("days", "version"), [(1, 1), (0, 2)])
def test_what_was_signed_on_paper_promises_what_there_was_to_read_that_day(
    monkeypatch: pytest.MonkeyPatch, days: int, version: int
) -> None:
    """Whenever it is entered."""
    monkeypatch.setattr("foundation.consents.rules.REWORDED", {Purpose.MENTOR_CONTACT: [today() - timedelta(days=30)]})
    signed = granted(minor(), on=today() - timedelta(days=30 + days))
    versions = Consent.objects.filter(person=signed).values_list("purpose", "version")
    assert dict(versions) == {**dict.fromkeys(Purpose.values, 1), "mentor_contact": version}


def test_for_as_long_as_it_holds_it_can_be_taken_back(client: Client) -> None:
    """Also where the state lets a consent hold for years."""
    StateRule.objects.update(renew_months=60)
    person = minor()
    take_back(person, yes=True)
    held_until = Consent.objects.filter(person=person).values_list("valid_until", flat=True).distinct().get()
    request = ConsentRequest.objects.get()
    assert request.expires_at.date() >= held_until + timedelta(days=30)
    assert letter_about(person).granted[0].valid_until == held_until


def test_in_a_state_that_closed_a_guardian_still_takes_back(learner: User) -> None:
    RoleGrant.objects.filter(role="safeguarding_officer").update(revoked_at=now())
    take_back(learner, Purpose.MEDIA)
    assert not Consent.objects.get(person=learner, purpose="media", superseded_at=None).granted
    assert StateRule.objects.count() == 1


@pytest.mark.parametrize("way", ["api", "page"])
def test_while_she_is_out_a_guardian_still_takes_back(way: str, learner: User, client: Client) -> None:
    """Or all of it would count again from the day on which she comes back."""
    places = Membership.objects.filter(person=learner)
    places.update(status="withdrawn", withdrawn_at=now())
    if way == "api":
        take_back(learner)
    else:
        path = f"/consent/{link_of(learner)}?lang=en"
        shown = client.get(path).content.decode()
        assert ('name="withdraw"' in shown, 'value="yes"' in shown, "Record my decision" in shown) == (
            True,
            False,
            False,
        )
        answer = client.post(path, {"withdraw": "all", "guardian_name": "Khadija"})
        assert "Your decision was recorded" in answer.content.decode()
    places.update(status="active", withdrawn_at=None)
    assert not any(capability.granted for capability in capabilities_of(learner).values())


def test_while_she_is_out_a_guardian_grants_nothing(learner: User, client_of: ClientOf) -> None:
    Membership.objects.update(status="withdrawn", withdrawn_at=now())
    before = list(Consent.objects.order_by("id").values())
    said = {"decisions": {"learning": True}, "guardian_name": "Khadija"}
    refused = client_of().post(f"{API}/guardian-consents/{link_of(learner)}", said)
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/decisions/learning", "not_asked")
    ]
    assert list(Consent.objects.order_by("id").values()) == before


def test_all_of_it_is_taken_back_also_what_the_state_no_longer_asks(learner: User, client: Client) -> None:
    StateRule.objects.update(guardian_purposes=["media"])
    answer = client.post(f"/consent/{link_of(learner)}", {"withdraw": "all", "guardian_name": "Khadija"})
    assert answer.status_code == 200
    StateRule.objects.update(guardian_purposes=Purpose.values)
    assert not any(capability.granted for capability in capabilities_of(learner).values())
