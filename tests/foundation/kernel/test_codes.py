from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.kernel import codes

KEY, ROW = b"a key of the server's", UUID("019b0000-0000-7000-8000-000000000001")


def test_a_code_follows_from_row_counter_and_key() -> None:
    code = codes.derived_code(KEY, ROW, 1)
    assert code == codes.derived_code(KEY, ROW, 1)
    others = {
        codes.derived_code(KEY, ROW, 2),
        codes.derived_code(b"another", ROW, 1),
        codes.derived_code(KEY, UUID(int=7), 1),
    }
    assert code not in others
    assert len(others) == 3


@given(st.uuids(), st.integers(min_value=1, max_value=10**6))
def test_every_code_is_read_again_as_it_is_shown(row_id: UUID, counter: int) -> None:
    code = codes.derived_code(KEY, row_id, counter)
    assert set(code) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert codes.normal_code(codes.shown_code(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD-2345-JKMN",
        "abcd2345jkmn",
        " abcd 2345 jkmn\n",
        "ABCD–٢٣٤٥—JKMN",
        "abcd ۲۳۴۵ jkmn",
        "\u200fABCD-2345-JKMN\u200e",
        "ABCD\u00a02345\u00a0JKMN",
        "ＡＢＣＤ－２３４５－ＪＫＭＮ",
        "A.B.C.D_2345.JKMN",
    ],
)
def test_a_code_typed_on_any_keyboard(typed: str) -> None:
    assert codes.normal_code(typed) == "ABCD2345JKMN"


@pytest.mark.parametrize(
    "typed", ["", "ABCD-2345-JKM", "ABCD-2345-JKMN-2", "ABCD-2345-JK0O", "ABCD/2345/JKMN", "ش" * 12]
)
def test_what_is_no_code(typed: str) -> None:
    assert codes.normal_code(typed) is None


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert codes.shown_code("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"


def test_the_stored_hash_needs_the_key() -> None:
    kept = codes.code_hash(KEY, "ABCD2345JKMN")
    assert len(kept) == 64
    assert kept != codes.code_hash(b"another", "ABCD2345JKMN")


def test_each_use_has_a_key_of_its_own() -> None:
    keys = {codes.key_for(use) for use in ("jisr.claims", "jisr.consents")}
    assert len(keys) == 2
    assert keys == {codes.key_for(use) for use in ("jisr.claims", "jisr.consents")}
