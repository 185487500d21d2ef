import pytest

from foundation.kernel.http.downloads import STREAMS, Stream, part_of


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=10-", (10, 100)),
        ("bytes=90-500", (90, 100)),
        ("bytes=-30", (70, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes=100-", (100, 100)),
        ("bytes=500-600", (500, 100)),
        ("bytes=-0", (100, 100)),
        ("", None),
        ("bytes=-", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=one-two", None),
        ("bytes=٣-٤", None),
        (f"bytes={'9' * 100}-", None),
    ],
)
def test_the_part_that_is_asked_for(header: str, part: tuple[int, int] | None) -> None:
    assert part_of(header, 100) == part


def test_whoever_breaks_off_leaves_room_for_one_other() -> None:
    def taken() -> list[bool]:
        return [STREAMS.acquire(blocking=False) for _ in range(3)]

    assert taken() == [True, True, False]
    for _ in range(2):
        stream = Stream(3, lambda start, stop: b"x" * (stop - start))
        assert b"".join(stream) == b"xxx"
        stream.close()
        stream.close()
    assert taken() == [True, True, False]
    STREAMS.release(2)
