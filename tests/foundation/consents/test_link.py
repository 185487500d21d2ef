"""The guardian's link: through the API and on its page."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.consents.enums import TEXTS, Method, Purpose
from foundation.consents.models import Answer, Consent, ConsentRequest
from foundation.consents.selectors import capabilities_of
from foundation.kernel.clock import now, today
from foundation.kernel.logs import JSONFormatter
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory
from tests.factories.consents import ALL, RuleFactory, granted, link_of, minor, officer, open_state
from tests.factories.programmes import StateFactory, coordinator
from tests.scenes import scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]
YES = dict.fromkeys(ALL, True)
BODY = {"decisions": YES, "guardian_name": "Khadija Benali", "relationship": "mother"}


def set_up() -> User:
    open_state()
    return minor()


_written, learner = scene(set_up)


def url(person: User) -> str:
    return f"/api/v1/guardian-consents/{link_of(person)}"


def may(person: User) -> set[str]:
    return {purpose.value for purpose, capability in capabilities_of(person).items() if capability.granted}


def test_a_guardian_reads_what_she_is_asked(learner: User, client_of: ClientOf) -> None:
    answer = client_of().get(url(learner)).json()
    assert (answer["learner_name"], answer["programme"][:9]) == (learner.name, "Programme")
    assert [purpose["key"] for purpose in answer["purposes"]] == ALL
    assert {purpose["decision"] for purpose in answer["purposes"]} == {None}
    assert answer["safeguarding_contact"] == {"name": "Nadia Alami", "email": "", "phone": "0522000000"}


def test_only_what_the_state_asks_is_asked(client_of: ClientOf) -> None:
    open_state("JO", guardian_purposes=["media"])
    person = minor("JO")
    link = url(person)
    assert [purpose["key"] for purpose in client_of().get(link).json()["purposes"]] == ["media"]
    refused = client_of().post(link, BODY | {"decisions": {"learning": True}})
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [("/decisions/learning", "not_asked")]


def test_the_states_own_officer_comes_before_those_of_all(client_of: ClientOf) -> None:
    officer(None, name="Everywhere")
    open_state("JO")
    assert client_of().get(url(minor("JO"))).json()["safeguarding_contact"]["name"] == "Nadia Alami"


@pytest.mark.parametrize(
    ("language", "latin", "read"),
    [
        ("ar", "Nadia Alami", "نادية العلمي"),
        ("fr", "Nadia Alami", "Nadia Alami"),
        ("en", "Nadia Alami", "Nadia Alami"),
        ("fr", "", "نادية العلمي"),
    ],
)
def test_a_name_in_letters_that_its_reader_reads(
    language: str, latin: str, read: str, client_of: ClientOf, client: Client
) -> None:
    officer("JO", name="نادية العلمي", name_latin=latin)
    RuleFactory(state=StateFactory(code="JO"))
    person = minor("JO")
    told = client_of().get(url(person), headers={"Accept-Language": language}).json()
    assert told["safeguarding_contact"]["name"] == read
    assert f"<bdi>{read}</bdi>" in text(client.get(f"/consent/{link_of(person)}?lang={language}"))


def test_a_guardian_decides_and_it_holds_at_once(learner: User, client_of: ClientOf) -> None:
    decisions = {"learning": True, "mentor_contact": True, "media": False}
    answer = client_of().post(url(learner), BODY | {"decisions": decisions})
    assert answer.status_code == 200
    told = {purpose["key"]: purpose["decision"] for purpose in answer.json()["purposes"]}
    assert told == {**dict.fromkeys(ALL), **decisions}
    assert may(learner) == {"learning", "mentor_contact"}
    written = Answer.objects.get()
    assert (written.guardian_name, written.relationship, written.method, written.actor) == (
        "Khadija Benali", "mother", Method.LINK, None,
    )  # fmt: skip
    noted = Record.objects.get(action="consent.answered")
    assert (noted.actor_id, noted.subject_id, noted.details) == (
        None, learner.id, {"method": "link", "answer": str(written.id)},
    )  # fmt: skip
    event = EventRecord.objects.get(name="consents.consents_answered.v1").payload
    assert (event["granted"], event["refused"]) == (["learning", "mentor_contact"], ["media"])


def test_the_same_link_takes_back_at_once(learner: User, client_of: ClientOf) -> None:
    link = url(learner)
    client_of().post(link, BODY)
    assert may(learner) == set(ALL)
    client_of().post(link, BODY | {"decisions": {"mentor_contact": False}})
    assert may(learner) == set(ALL) - {"mentor_contact"}
    kept = Consent.objects.filter(person=learner, purpose="mentor_contact").order_by("id")
    assert [(row.granted, row.superseded_at is None) for row in kept] == [(True, False), (False, True)]
    client_of().post(link, BODY)
    assert may(learner) == set(ALL)


@pytest.mark.parametrize("method", ["api", "page"])
def test_nobody_with_a_session_consents(method: str, learner: User, client_of: ClientOf, client: Client) -> None:
    """Neither the learner herself, nor her sister, nor her coordinator: not even with the link in hand."""
    link, token = url(learner), link_of(learner)
    for person in (learner, minor(), PersonFactory(), coordinator()):
        if method == "api":
            answer: Any = client_of(person).post(link, BODY)
            assert answer.json()["code"] == "guardian_only"
        else:
            client.force_login(person)
            assert "Someone is signed in" in client.get(f"/consent/{token}").content.decode()
            answer = client.post(f"/consent/{token}", {**dict.fromkeys(ALL, "yes"), "guardian_name": "Me"})
        assert answer.status_code == 403
    assert (Answer.objects.count(), may(learner)) == (0, set())


def test_no_answer_of_the_api_gives_a_learner_her_link(learner: User, client_of: ClientOf) -> None:
    token = link_of(learner)
    for path in ("me", "me/consents", "notifications"):
        words = client_of(learner).get(f"/api/v1/{path}").content.decode()
        assert token not in words
        assert token.replace("-", "") not in words


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"decisions": {}}, "/decisions"),
        ({"decisions": {"dancing": True}}, "/decisions/dancing"),
        ({"decisions": {"learning": "perhaps"}}, "/decisions/learning"),
        ({"guardian_name": " "}, "/guardian_name"),
        ({"guardian_name": "\u200b\u202e"}, "/guardian_name"),
        ({"guardian_name": "7 -."}, "/guardian_name"),
    ],
)
def test_what_is_no_answer(change: dict[str, Any], pointer: str, learner: User, client_of: ClientOf) -> None:
    answer = client_of().post(url(learner), BODY | change)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (400, [pointer])
    assert not Answer.objects.exists()


def test_links_that_lead_nowhere(learner: User, client_of: ClientOf) -> None:
    known = url(learner)
    assert client_of().get("/api/v1/guardian-consents/ABCD-EFGH-JKMN").json()["code"] == "link_unknown"
    ConsentRequest.objects.update(expires_at=now())
    assert client_of().get(known).json()["code"] == "link_expired"
    assert client_of().post(known, BODY).status_code == 410
    grown = minor(person=PersonFactory())
    assert client_of().get(url(grown)).json()["code"] == "nothing_to_ask"
    left = minor(status="withdrawn")
    assert client_of().post(url(left), BODY).status_code == 410
    assert not Answer.objects.exists()


def test_as_long_as_a_decision_holds_it_can_be_taken_back(learner: User, client_of: ClientOf) -> None:
    link = url(learner)
    ConsentRequest.objects.update(expires_at=now() + timedelta(minutes=1))
    client_of().post(link, BODY)
    held = Consent.objects.filter(person=learner).first()
    assert held is not None
    assert ConsentRequest.objects.get().expires_at.date() > held.valid_until


def test_too_many_tries_wait(client_of: ClientOf) -> None:
    path = "/api/v1/guardian-consents/ABCD-EFGH-JKMN"
    statuses = [client_of().get(path).status_code for _ in range(61)]
    assert (set(statuses[:-1]), statuses[-1]) == ({404}, 429)


def test_what_a_guardian_refused_nobody_else_grants(learner: User, client_of: ClientOf) -> None:
    link = url(learner)
    client_of().post(link, BODY | {"decisions": dict.fromkeys(ALL, False)})
    for method in (Method.ROSTER, Method.ATTESTED):
        granted(learner, method=method, on=today())
    assert may(learner) == set()


# The page


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("ar", "rtl", "موافقة وليّ الأمر"),
        ("fr", "ltr", "Consentement d’un parent ou tuteur"),
        ("en", "ltr", "Consent of a parent or guardian"),
    ],
)
def test_the_page_speaks_three_languages(
    language: str, direction: str, words: str, learner: User, client: Client
) -> None:
    answer = client.get(f"/consent/{link_of(learner)}?lang={language}")
    page = text(answer)
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert words in page
    assert "0522000000" in page
    assert "<script" not in page
    assert len(answer.content) < 50_000
    assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex")


def test_a_decision_without_script_or_cookie(learner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    form = {**dict.fromkeys(ALL, "yes"), "media": "no", "guardian_name": "Khadija", "relationship": "mother"}
    answer = client.post(f"/consent/{link_of(learner)}?lang=en", form)
    assert "Your decision was recorded" in text(answer)
    assert "You have not answered yet" not in text(answer)
    assert "sessionid" not in answer.cookies
    assert may(learner) == set(ALL) - {"media"}


def test_what_was_left_open_is_named(learner: User, client: Client) -> None:
    path = f"/consent/{link_of(learner)}?lang=en"
    assert "You have not answered yet" not in text(client.get(path))
    answer = text(client.post(path, {"learning": "yes", "media": "no", "guardian_name": "Khadija"}))
    said = answer[answer.index('role="status"') : answer.index("</section>")]
    assert [part.split("</ul>")[0].count("<li>") for part in said.split("<ul>")[1:]] == [1, 1, 3]
    still_open = said.partition("You have not answered yet:")[2]
    titles = ("Learning", "Contact with a mentor", "Showing in public", "Pictures, sound and film", "Research")
    assert [title in still_open for title in titles] == [False, True, True, False, True]
    answer = text(client.post(path, {"media": "yes", "guardian_name": "Khadija"}))
    assert "You have not answered yet:" in answer


def test_the_button_that_takes_all_back_stands_apart(learner: User, client: Client) -> None:
    path = f"/consent/{link_of(learner)}?lang=en"
    assert "withdraw" not in text(client.get(path))
    granted(learner)
    _form, end, after = text(client.get(path)).partition("</form>")
    folded = after[after.index("<details") : after.index("</details>")]
    assert (end, 'form="decide" name="withdraw"' in folded) == ("</form>", True)


def test_one_button_takes_all_of_it_back(learner: User, client: Client) -> None:
    granted(learner)
    path = f"/consent/{link_of(learner)}?lang=en"
    assert 'name="withdraw"' in text(client.get(path))
    answer = client.post(path, {"withdraw": "all", "guardian_name": "Khadija", "learning": "yes"})
    assert "You did not agree to" in text(answer)
    assert may(learner) == set()


def test_what_is_missing_is_said_and_what_was_ticked_stays(learner: User, client: Client) -> None:
    path = f"/consent/{link_of(learner)}?lang=en"
    answer = client.post(path, {"media": "no", "guardian_name": ""})
    assert (answer.status_code, "Please write your name" in text(answer)) == (400, True)
    assert 'name="media" value="no" checked' in text(answer)
    answer = client.post(path, {"guardian_name": '"><script>'})
    assert ("Decide about at least one" in text(answer), "<script" in text(answer)) == (True, False)


def test_a_page_for_no_link(client: Client) -> None:
    answer = client.get("/consent/ABCD-EFGH-JKMN?lang=en")
    assert (answer.status_code, "This link is not known" in text(answer)) == (404, True)


def test_no_link_is_written_into_our_logs(
    learner: User, client: Client, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    token = link_of(learner)
    with caplog.at_level(logging.INFO):
        client.get(f"/consent/{token}")
        client.put(f"/consent/{token}")
        client.post(f"/consent/{token}", {})
        client_of().post(f"/api/v1/guardian-consents/{token}", {})
        ConsentRequest.objects.update(expires_at=now())
        client.get(f"/consent/{token}")
    written = [JSONFormatter().format(record) for record in caplog.records]
    assert len(written) >= 5
    assert not any(token in line for line in written)


def test_purposes_have_texts() -> None:
    assert set(TEXTS) == set(Purpose)
