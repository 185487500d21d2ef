"""Nobody with a session gives consent: by neither means of signing in, neither through the API nor on the page."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from foundation.accounts.models import User
from foundation.consents.models import Answer, Consent, ConsentRequest
from foundation.consents.selectors import capabilities_of
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Membership
from tests.factories.accounts import PASSWORD
from tests.factories.consents import ALL, granted, link_of, minor, open_state
from tests.foundation.accounts.clients import BROWSER, Phone
from tests.scenes import scene

pytestmark = pytest.mark.django_db
BODY = {"decisions": dict.fromkeys(ALL, True), "guardian_name": "Khadija Benali"}
FORM = {**dict.fromkeys(ALL, "yes"), "guardian_name": "Khadija Benali"}
Send = Callable[[str, Any, str], Any]


def set_up() -> User:
    open_state()
    return minor()


_written, learner = scene(set_up)


def by_access_token(person: User) -> Send:
    phone = Phone()
    assert phone.sign_in(person.username, PASSWORD).status_code == 200
    return lambda path, body, kind: phone.client.post(
        path, body, kind, headers={"Authorization": f"Bearer {phone.access}"}
    )


def by_session_token(person: User) -> Send:
    phone = Phone()
    phone.sign_in(person.username, PASSWORD)
    return lambda path, body, kind: phone.client.post(path, body, kind, headers={"X-Session-Token": phone.session})


def by_cookie(person: User) -> Send:
    browser = Client()
    browser.get(BROWSER + "config")
    login = json.dumps({"username": person.username, "password": PASSWORD})
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    assert browser.post(BROWSER + "auth/login", login, "application/json", headers=token).status_code == 200
    return lambda path, body, kind: browser.post(path, body, kind)


def by_cookie_with_csrf(person: User) -> Send:
    browser = Client(enforce_csrf_checks=True)
    browser.get(BROWSER + "config")
    login = json.dumps({"username": person.username, "password": PASSWORD})
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    assert browser.post(BROWSER + "auth/login", login, "application/json", headers=token).status_code == 200
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    return lambda path, body, kind: browser.post(path, body, kind, headers=token)


MEANS = (by_access_token, by_session_token, by_cookie, by_cookie_with_csrf)


def by_api(send: Send, token: str) -> Any:
    answer = send(f"/api/v1/guardian-consents/{token}", json.dumps(BODY), "application/json")
    assert answer.json()["code"] == "guardian_only"
    return answer


def on_the_page(send: Send, token: str) -> Any:
    form = "&".join(f"{name}={value}" for name, value in FORM.items())
    answer = send(f"/consent/{token}?lang=en", form, "application/x-www-form-urlencoded")
    page = answer.content.decode()
    assert ("Someone is signed in" in page, "Record my decision" in page) == (True, False)
    return answer


@pytest.mark.parametrize("where", [by_api, on_the_page], ids=lambda where: where.__name__)
@pytest.mark.parametrize("means", MEANS, ids=lambda means: means.__name__)
def test_a_learner_with_her_guardians_link(
    means: Callable[[User], Send], where: Callable[[Send, str], Any], learner: User
) -> None:
    token, send = link_of(learner), means(learner)
    before = EventRecord.objects.count()
    assert where(send, token).status_code == 403
    assert not any(capability.granted for capability in capabilities_of(learner).values())
    assert (Answer.objects.count(), Consent.objects.count(), EventRecord.objects.count()) == (0, 0, before)


@pytest.mark.parametrize("means", MEANS, ids=lambda means: means.__name__)
def test_nor_does_she_take_back_what_her_guardian_gave(means: Callable[[User], Send], learner: User) -> None:
    granted(learner)
    send = means(learner)
    answer = send(f"/consent/{link_of(learner)}", "withdraw=all&guardian_name=K", "application/x-www-form-urlencoded")
    assert answer.status_code == 403
    assert all(capability.granted for capability in capabilities_of(learner).values())


def test_a_dead_access_token_is_no_way_round(learner: User) -> None:
    phone = Phone()
    phone.sign_in(learner.username, PASSWORD)
    phone.call("DELETE", "auth/session", session=True)
    headers = {"Authorization": f"Bearer {phone.access}"}
    path = f"/api/v1/guardian-consents/{link_of(learner)}"
    assert phone.client.post(path, json.dumps(BODY), "application/json", headers=headers).status_code == 401
    assert not Answer.objects.exists()


def test_her_own_endpoints_take_no_consent(learner: User) -> None:
    send = by_access_token(learner)
    phone = Phone()
    phone.sign_in(learner.username, PASSWORD)
    assert send("/api/v1/me/consents", json.dumps(BODY), "application/json").status_code == 405
    given = {"capabilities": {key: {"granted": True, "waiting_for": None} for key in ALL}}
    assert phone.call("PATCH", "/api/v1/me", given).status_code == 200
    cohort = learner.pk  # no cohort has this id; her own is not hers to attest in either
    for path in (cohort, own_cohort(learner)):
        body = json.dumps({"members": [str(learner.pk)], "evidence": "my word"})
        assert send(f"/api/v1/cohorts/{path}/consents", body, "application/json").status_code == 404
    assert not any(capability.granted for capability in capabilities_of(learner).values())
    assert (Answer.objects.count(), ConsentRequest.objects.count()) == (0, 0)


def own_cohort(person: User) -> Any:
    return Membership.objects.get(person=person).cohort_id
