from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes import services
from foundation.programmes.models import Membership
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    coordinator,
    office,
)

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]


class TestClaims:
    """With real tokens: what a claim answers signs its person in."""

    def added(self) -> services.AddedMember:
        return services.add_member(actor=office(), cohort_id=CohortFactory().id, name="Amina Benali")

    def claim(self, client: APIClient, code: str, **body: str) -> Any:
        return client.post("/api/v1/claims", {"code": code, **body})

    def test_it_answers_as_sign_in_does(self, client_of: ClientOf) -> None:
        added = self.added()
        answer = self.claim(client_of(), added.claim_code, username="amina.b", password=PASSWORD)
        assert answer.status_code == 200
        assert set(answer.json()["meta"]) == {"is_authenticated", "session_token", "access_token", "refresh_token"}
        bearer = {"Authorization": f"Bearer {answer.json()['meta']['access_token']}"}
        me = client_of().get("/api/v1/me", headers=bearer).json()
        assert (me["id"], me["username"]) == (str(added.membership.person_id), "amina.b")

    def test_signed_in_the_code_alone_passes_the_places_on(self, client_of: ClientOf) -> None:
        added, taker = self.added(), PersonFactory()
        answer = self.claim(client_of(taker), added.claim_code)
        assert (answer.status_code, answer.json()["data"]["user"]["username"]) == (200, taker.username)
        assert Membership.objects.get().person == taker

    @pytest.mark.parametrize("what", ["unknown", "used", "taken", "weak", "alone"])
    def test_refusals(self, what: str, client_of: ClientOf) -> None:
        added = self.added()
        PersonFactory(username="taken")
        if what == "used":
            services.claim(code=added.claim_code, username="first", password=PASSWORD)
        good = {"username": "amina.b", "password": PASSWORD}
        code, body, expected = {
            "unknown": ("ABCD-EFGH-JKMN", good, (404, "code_unknown")),
            "used": (added.claim_code, good, (410, "code_used")),
            "taken": (added.claim_code, good | {"username": "taken"}, (409, "username_taken")),
            "weak": (added.claim_code, good | {"password": "1234"}, (400, "weak_password")),
            "alone": (added.claim_code, {}, (400, "invalid")),
        }[what]
        answer = self.claim(client_of(), code, **body)
        assert (answer.status_code, answer.json()["code"]) == expected
        assert "meta" not in answer.json()
        if what == "taken":
            assert len(answer.json()["suggestions"]) == 3

    def test_guesses_are_counted_though_they_fail_and_are_repeated(self, client_of: ClientOf) -> None:
        client = client_of()
        codes = []
        for number in range(21):
            key = {"Idempotency-Key": f"guess-number-{number}"}
            body = {"code": "ABCD-EFGH-JKMN", "username": "a", "password": "b"}
            codes.append(client.post("/api/v1/claims", body, headers=key).status_code)
        assert codes == [404] * 20 + [429]

    def test_a_lost_answer_is_given_again(self, client_of: ClientOf) -> None:
        added, client = self.added(), client_of()
        body = {"code": added.claim_code, "username": "amina.b", "password": PASSWORD}
        answers = [client.post("/api/v1/claims", body, headers={"Idempotency-Key": "my-claim"}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()

    def test_a_new_password_ends_every_session(self, client_of: ClientOf) -> None:
        added = self.added()
        first = self.claim(client_of(), added.claim_code, username="amina.b", password=PASSWORD).json()["meta"]
        code = services.new_claim_code(
            actor=coordinator(), cohort_id=added.membership.cohort_id, membership_id=added.membership.id
        ).code
        second = self.claim(client_of(), code, password="a-new-2-password").json()["meta"]

        def me(token: str) -> int:
            return client_of().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code

        assert (me(first["access_token"]), me(second["access_token"])) == (401, 200)

    @pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "my-claim"}])
    def test_a_code_does_not_stand_for_a_second_factor(self, headers: dict[str, str], client_of: ClientOf) -> None:
        added = self.added()
        person = services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)
        totp.TOTP.activate(person, totp.generate_totp_secret())
        code = services.new_claim_code(
            actor=coordinator(), cohort_id=added.membership.cohort_id, membership_id=added.membership.id
        ).code
        body = {"code": code, "password": "a-new-2-password"}
        answer = client_of().post("/api/v1/claims", body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "done_sign_in_next")
        assert "meta" not in answer.json()
        assert User.objects.get(pk=person.pk).check_password("a-new-2-password")
