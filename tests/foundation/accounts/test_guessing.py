from dataclasses import replace
from typing import Any

import pytest

from foundation.accounts.api import guessing
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.foundation.accounts.clients import Phone

pytestmark = pytest.mark.django_db


def outcomes(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_forty_children_behind_one_address_sign_in_within_a_minute() -> None:
    children = PersonFactory.create_batch(40)
    first = [Phone(address="198.51.100.4").sign_in(child.username, "mistyped") for child in children]
    then = [Phone(address="198.51.100.4").sign_in(child.username, PASSWORD) for child in children]
    assert set(outcomes(first)) == {400}
    assert set(outcomes(then)) == {200}


def test_guessing_one_account_is_slowed_and_says_for_how_long() -> None:
    person = PersonFactory()
    answers = [Phone("fr").sign_in(person.username, f"guess {n}") for n in range(9)]
    assert outcomes(answers) == [400] * 8 + [429]
    refused = Phone("fr").sign_in(person.username, PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert 1 <= int(refused["Retry-After"]) <= 300
    assert refused.json()["retry_after"] == int(refused["Retry-After"])
    assert refused.json()["detail"].startswith("Trop de tentatives")


def test_another_address_of_the_same_ipv6_network_does_not_help() -> None:
    person = PersonFactory()
    answers = [Phone(address=f"2001:db8:1:2::{n:x}").sign_in(person.username, f"guess {n}") for n in range(1, 10)]
    assert outcomes(answers) == [400] * 8 + [429]
    assert Phone(address="2001:db8:1:3::1").sign_in(person.username, PASSWORD).status_code == 200


def test_a_stranger_elsewhere_does_not_lock_anyone_out() -> None:
    person = PersonFactory()
    for n in range(20):
        Phone(address="203.0.113.66").sign_in(person.username, f"guess {n}")
    assert Phone(address="198.51.100.4").sign_in(person.username, PASSWORD).status_code == 200


def test_guessing_one_account_from_many_addresses_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "ACCOUNT", replace(guessing.ACCOUNT, times=10))
    person = PersonFactory()
    answers = [Phone(address=f"203.0.113.{n}").sign_in(person.username, "guess") for n in range(11)]
    assert outcomes(answers) == [400] * 10 + [429]


def test_guessing_many_accounts_from_one_address_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "ADDRESS", replace(guessing.ADDRESS, times=10))
    answers = [Phone(address="203.0.113.66").sign_in(f"nobody{n}", "guess") for n in range(11)]
    assert outcomes(answers) == [400] * 10 + [429]


def test_signing_in_rightly_costs_nothing() -> None:
    person = PersonFactory()
    assert {Phone().sign_in(person.username, PASSWORD).status_code for _ in range(12)} == {200}


def test_the_same_account_in_other_letters_is_the_same_account() -> None:
    person = PersonFactory(username="amina2008")
    for spelling in ("amina2008", "AMINA2008", "amina٢٠٠٨", " amina2008") * 2:
        Phone().sign_in(spelling, "guess")
    assert Phone().sign_in(person.username, PASSWORD).status_code == 429
