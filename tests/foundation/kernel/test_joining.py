from typing import Any

import pytest

from foundation.kernel.joining import Joined
from foundation.programmes.models import MemberState
from tests.factories.programmes import StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined() -> Joined[MemberState]:
    """The middle one is seen for both reasons."""
    for code in ("DZ", "EG", "JO"):
        StateFactory(code=code)
    return Joined(MemberState.objects.filter(code__lte="EG"), MemberState.objects.filter(code__gte="EG"))


def test_each_row_comes_once_in_order_by_one_statement(
    joined: Joined[MemberState], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert [state.code for state in joined.order_by("-code")[:5]] == ["JO", "EG", "DZ"]
    assert [state.code for state in joined.order_by("code")[:2]] == ["DZ", "EG"]


def test_what_is_asked_is_asked_for_each_reason(joined: Joined[MemberState]) -> None:
    assert [state.code for state in joined.order_by("code").filter(code__gt="DZ")[:5]] == ["EG", "JO"]
    assert [getattr(joined.filter(code=code).first(), "code", None) for code in ("EG", "JO", "MA")] == [
        "EG",
        "JO",
        None,
    ]


def test_one_reason_is_enough_and_none_shows_nothing(joined: Joined[MemberState]) -> None:
    alone, never = Joined(MemberState.objects.filter(code="EG")), MemberState.objects.filter(pk__in=())
    assert [state.code for state in alone.order_by("code")[:5]] == ["EG"]
    assert [state.code for state in Joined(never, *alone._parts).order_by("code")[:5]] == ["EG"]
    assert list(Joined(never, never).order_by("code")[:5]) == []
