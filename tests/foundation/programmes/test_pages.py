import logging

import pytest
from django.test import Client

from foundation.accounts.models import User
from foundation.kernel.logs import JSONFormatter
from foundation.programmes import services
from foundation.programmes.models import Invitation
from foundation.programmes.services import AddedMember
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.programmes import CohortFactory, coordinator, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def added() -> AddedMember:
    return services.add_member(actor=office(), cohort_id=CohortFactory().id, name="Amina Benali")


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def claim(client: Client, added: AddedMember, **changes: str) -> object:
    body = {"code": added.claim_code, "username": "amina.b", "password": PASSWORD, "email": ""}
    return client.post("/claim", {**body, **changes})


def test_the_link_fills_the_code_in(client: Client, added: AddedMember) -> None:
    answer = client.get(added.url.partition("localhost:8000")[2] or added.url)
    assert answer.status_code == 200
    assert f'value="{added.claim_code}"' in text(answer)
    assert "<script" not in text(answer)
    assert len(answer.content) < 50_000
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("ar", "rtl", "إنشاء حسابك"), ("fr", "ltr", "Créez votre compte"), ("en", "ltr", "Make your account")],
)
def test_the_page_speaks_three_languages(language: str, direction: str, words: str, client: Client) -> None:
    page = text(client.get(f"/claim?lang={language}"))
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert words in page


def test_a_claim_without_script_or_cookie(added: AddedMember) -> None:
    answer = claim(Client(enforce_csrf_checks=True), added)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert "amina.b" in text(answer)
    assert PASSWORD not in text(answer)
    assert "sessionid" not in answer.cookies  # type: ignore[attr-defined]
    assert User.objects.get(pk=added.membership.person_id).username == "amina.b"


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"code": "ABCD-EFGH-JKMN"}, 404, "No invitation has this code"),
        ({"username": "taken"}, 409, "Someone else has this username"),
        ({"username": "a"}, 400, "3 to 64 characters"),
        ({"password": "12345678"}, 400, "too common"),
        ({"email": "nobody"}, 400, "This is not an e-mail address."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    change: dict[str, str], status: int, words: str, client: Client, added: AddedMember
) -> None:
    PersonFactory(username="taken")
    answer = claim(client, added, **change)
    page = text(answer)
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert page.count(words) == 1
    assert f'value="{change.get("username", "amina.b")}"' in page
    assert "12345678" not in page
    assert Invitation.objects.get().claimed_at is None


def test_taken_usernames_come_with_free_ones(client: Client, added: AddedMember) -> None:
    PersonFactory(username="amina")
    assert "<strong>amina2</strong>" in text(claim(client, added, username="amina"))


def test_a_code_used_before_says_so(client: Client, added: AddedMember) -> None:
    claim(client, added)
    answer = claim(client, added, username="other")
    assert (answer.status_code, "has become an account already" in text(answer)) == (410, True)  # type: ignore[attr-defined]


def test_a_forgotten_username_is_told_with_the_new_password(client: Client, added: AddedMember) -> None:
    claim(client, added)
    membership = added.membership
    again = services.new_claim_code(actor=coordinator(), cohort_id=membership.cohort_id, membership_id=membership.id)
    answer = client.post("/claim", {"code": again.code, "password": "a-new-2-password"})
    assert "amina.b" in text(answer)
    assert User.objects.get(pk=membership.person_id).check_password("a-new-2-password")


def test_markup_in_the_address_is_text(client: Client) -> None:
    assert "<script>" not in text(client.get('/claim?code="><script>alert(1)</script>'))


def test_too_many_guesses_wait(client: Client) -> None:
    body = {"code": "ABCD-EFGH-JKMN", "username": "a", "password": "b"}
    answers = [client.post("/claim", body) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 600


def test_no_code_is_written_into_our_logs(client: Client, added: AddedMember, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the address of the page nor what is sent from it, whether it goes well or not."""
    with caplog.at_level(logging.INFO):
        client.get("/claim", {"code": added.claim_code})
        client.get("/claim", {"code": added.claim_code, "lang": "fr"}, headers={"If-None-Match": '"x"'})
        client.put(f"/claim?code={added.claim_code}")
        client.post(f"/claim?code={added.claim_code}", {"code": added.claim_code, "password": "x"})
        client.post("/claim", {"code": added.claim_code, "username": "amina", "password": PASSWORD})
    written = [JSONFormatter().format(record) for record in caplog.records]
    assert len(written) == 5
    assert not any(added.claim_code in line or "code=" in line for line in written)
