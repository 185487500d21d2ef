import pytest

from foundation.kernel.pointers import step


@pytest.mark.parametrize(("key", "written"), [("who", "/who"), ("a/b", "/a~1b"), ("~1", "/~01"), ("", "/")])
def test_a_key_stands_in_a_pointer_by_itself(key: str, written: str) -> None:
    assert step(key) == written
