"""Links that nobody gave, and what is sent to the page by others than browsers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.consents.models import Answer, ConsentRequest
from foundation.consents.selectors import capabilities_of
from foundation.consents.services.requests import hash_of
from foundation.kernel import codes
from foundation.programmes.models import Membership
from foundation.programmes.services import code_of
from tests.factories.accounts import InvitedFactory, MinorFactory
from tests.factories.consents import ALL, link_of, minor, open_state
from tests.factories.programmes import invited
from tests.scenes import scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]
FORM = {**dict.fromkeys(ALL, "yes"), "guardian_name": "Khadija"}


def set_up() -> User:
    open_state()
    return minor()


_written, learner = scene(set_up)


def test_a_code_is_stored_as_a_keyed_hash_alone(learner: User) -> None:
    token = link_of(learner)
    request = ConsentRequest.objects.get()
    assert request.code_hash == hash_of(codes.normal_code(token) or "")
    assert len(codes.normal_code(token) or "") == 12
    stored = str(list(ConsentRequest.objects.values()))
    assert token not in stored
    assert token.replace("-", "") not in stored


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "\u200f{}\u200e"])
def test_a_code_as_guardians_type_it(typed: str, learner: User, client: Client) -> None:
    token = link_of(learner)
    for shown in (token, token.lower(), token.replace("-", ""), token.replace("-", " ")):
        assert client.get(f"/consent/{typed.format(shown)}").status_code == 200


@pytest.mark.parametrize(
    "token", ["x", "ABCD-EFGH-JKM", "0000-0000-0000", "🙂" * 12, "a" * 5000, "%00", "..%2F..", "ÀBCD-EFGH-JKMN"]
)
def test_what_is_no_code(token: str, client: Client, client_of: ClientOf) -> None:
    assert client.get(f"/consent/{token}").status_code == 404
    assert client.post(f"/consent/{token}", FORM).status_code == 404
    assert client_of().get(f"/api/v1/guardian-consents/{token}").status_code == 404


def test_a_learners_claim_code_is_no_guardians_code(client: Client) -> None:
    """Nor does it follow from hers: each use has a key of its own."""
    person = InvitedFactory(birth_date=MinorFactory.birth_date)
    minor(person=person)
    invitation = invited(person)
    card = code_of(invitation).code
    assert client.get(f"/consent/{card}").status_code == 404
    derived = codes.derived_code(codes.key_for("jisr.claims"), ConsentRequest(person=person).id, 1)
    assert client.get(f"/consent/{derived}").status_code == 404


def test_guessing_is_slowed_for_each_network(learner: User, client_of: ClientOf) -> None:
    token, guesser = link_of(learner), client_of(REMOTE_ADDR="2001:db8::1")
    symbols = codes.ALPHABET
    for number in range(120):
        guess = "".join(symbols[(number + place) % len(symbols)] for place in range(12))
        assert guesser.get(f"/api/v1/guardian-consents/{guess}").status_code == 404
    late = guesser.get(f"/api/v1/guardian-consents/{token[:-1]}")
    assert (late.status_code, late.json()["code"]) == (429, "too_many_requests")
    assert int(late.headers["Retry-After"]) > 0
    assert client_of(REMOTE_ADDR="2001:db8::2").get("/api/v1/guardian-consents/x").status_code == 429
    page = Client(REMOTE_ADDR="2001:db8::3").post("/consent/x", FORM)
    assert (page.status_code, int(page["Retry-After"]) > 0) == (429, True)
    assert client_of(REMOTE_ADDR="2001:db8:1::1").get("/api/v1/guardian-consents/x").status_code == 404


def test_whoever_guesses_shuts_out_nobody_else_behind_the_address(learner: User, client_of: ClientOf) -> None:
    token = link_of(learner)
    for _ in range(121):
        guessed = client_of(REMOTE_ADDR="192.0.2.1").get("/api/v1/guardian-consents/nonsense")
    assert guessed.status_code == 429
    assert client_of(REMOTE_ADDR="192.0.2.1").get(f"/api/v1/guardian-consents/{token}").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.1").post(f"/consent/{token}", FORM).status_code == 200
    assert Answer.objects.count() == 1


def test_a_link_that_is_known_has_a_limit_of_its_own(learner: User, client_of: ClientOf) -> None:
    path = f"/api/v1/guardian-consents/{link_of(learner)}"
    answers = [client_of(REMOTE_ADDR=f"192.0.2.{number}").get(path).status_code for number in range(61)]
    assert answers == [200] * 60 + [429]


def test_the_link_of_someone_who_left_says_nothing_of_her(learner: User, client: Client) -> None:
    token = link_of(learner)
    Membership.objects.filter(person=learner).update(status="withdrawn", withdrawn_at=learner.claimed_at)
    page = client.get(f"/consent/{token}?lang=en")
    assert (page.status_code, learner.name in page.content.decode()) == (410, False)
    assert client.post(f"/consent/{token}", FORM).status_code == 410
    learner.delete()
    assert client.get(f"/consent/{token}").status_code == 404
    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["a\x00b", "a\nb\tc", "\x1b[31mred"])
def test_control_characters_are_left_out(name: str, learner: User, client: Client) -> None:
    page = client.post(f"/consent/{link_of(learner)}", FORM | {"guardian_name": name, "relationship": "\x00"})
    assert page.status_code == 200
    said = Answer.objects.get()
    assert (said.guardian_name, said.relationship) == ("".join(c for c in name if c >= " "), "")


def test_names_that_are_too_long_are_cut_on_the_page_and_refused_by_the_api(
    learner: User, client: Client, client_of: ClientOf
) -> None:
    token = link_of(learner)
    body = {"decisions": {"learning": True}, "guardian_name": "x" * 201}
    assert client_of().post(f"/api/v1/guardian-consents/{token}", body).status_code == 400
    assert not Answer.objects.exists()
    client.post(f"/consent/{token}", FORM | {"guardian_name": "x" * 5000})
    assert Answer.objects.get().guardian_name == "x" * 200


def test_the_page_tells_no_other_site_where_it_lies(learner: User, client: Client) -> None:
    page: Any = client.get(f"/consent/{link_of(learner)}")
    policy = page["Content-Security-Policy"]
    assert page["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert ("default-src 'none'" in policy, "frame-ancestors 'none'" in policy) == (True, True)
    assert client.get(f"/consent/{link_of(learner)}", HTTP_IF_NONE_MATCH="*").status_code == 200
    assert client.delete(f"/consent/{link_of(learner)}").status_code == 405


def test_an_answer_sent_twice_with_one_key_is_written_once(learner: User, client_of: ClientOf) -> None:
    path, body = f"/api/v1/guardian-consents/{link_of(learner)}", {"decisions": {"media": True}, "guardian_name": "Ali"}
    first, again = (client_of().post(path, body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, again.json(), Answer.objects.count()) == (200, first.json(), 1)
    assert client_of(learner).post(path, body, headers={"Idempotency-Key": "k"}).status_code == 403
    assert capabilities_of(learner)[next(p for p in capabilities_of(learner) if p.value == "media")].granted


def test_queries_of_the_link(learner: User, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    path = f"/api/v1/guardian-consents/{link_of(learner)}"
    client = client_of()
    with django_assert_num_queries(7):
        client.get(path)
    for count in (1, 2):  # decided once, then three times
        for _ in range(count):
            client.post(path, {"decisions": dict.fromkeys(ALL, True), "guardian_name": "Ali"})
        with django_assert_num_queries(7):
            client.get(path)
