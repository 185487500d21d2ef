from itertools import cycle

import pytest

from outcomes.credentials import rules
from outcomes.credentials.enums import CredentialStatus


def test_a_code_is_made_of_letters_that_nobody_confuses() -> None:
    letters = cycle("ACD23")
    assert rules.new_code(lambda _: next(letters)) == "ACD23ACD23"
    assert not set("01ILOUBSZ") & set(rules.ALPHABET)
    assert rules.shown_code("ACD23ACD23") == "ACD23-ACD23"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ACD23-ACD23", "ACD23ACD23"),
        ("  acd 23 – acd23 ", "ACD23ACD23"),
        ("ACD٢٣ACD۲۳", "ACD23ACD23"),
        ("ＡＣＤ２３ACD23", "ACD23ACD23"),
        ("ACDZEACDSB", "ACD2EACD58"),
        ("\u200fACD23\u202cACD23", "ACD23ACD23"),
        ("ACD23-ACD2", None),
        ("ACD23-ACD234", None),
        ("ACD23-ACDO1", None),
        ("", None),
        ("جسر", None),
    ],
)
def test_a_typed_code_is_understood(typed: str, meant: str | None) -> None:
    assert rules.typed_code(typed) == meant


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("  Amina   Benali ", "Amina Benali"),
        ("Amina\u202eilaneB", "Amina ilaneB"),
        ("Amina\nBenali\0", "Amina Benali"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Ai\u0308cha", "Aïcha"),
        ("\u2066\u2069", ""),
    ],
)
def test_a_printed_name_has_nothing_hidden(name: str, printed: str) -> None:
    assert rules.printed_name(name) == printed


def test_what_may_follow_on_a_status() -> None:
    statuses = CredentialStatus.values
    assert [status for status in statuses if rules.may_revoke(status)] == ["valid", "suspended"]
    assert [status for status in statuses if rules.may_reinstate(status)] == ["revoked"]


def test_tries_come_further_apart_and_never_end() -> None:
    assert [rules.wait_after(attempts) for attempts in (0, 1, 2, 9, 500)] == [10, 20, 40, 3600, 3600]
