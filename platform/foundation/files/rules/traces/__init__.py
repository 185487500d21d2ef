"""What a file tells beside what it shows or lets hear: where and when it was made, by which device, in whose name. What is
needed to see and to hear it is known and kept, all else goes, and no pixel and no sound is computed anew."""

from collections.abc import Callable, Iterator
from itertools import islice
from mmap import mmap

from foundation.files.enums import MediaType
from foundation.files.rules.traces import films, mp3, ogg, webm
from foundation.files.rules.traces.blanks import CUT, Blank, few
from foundation.files.rules.traces.pictures import PICTURES, without_traces

__all__ = ["CUT", "PICTURES", "RECORDINGS", "Blank", "blanks", "without_traces"]

RECORDINGS: dict[str, Callable[[bytes | mmap], Iterator[Blank]]] = {
    MediaType.MP4: films.blanks,
    MediaType.M4A: films.blanks,
    MediaType.WEBM: webm.blanks,
    MediaType.MP3: mp3.blanks,
    MediaType.OGG: ogg.blanks,
}
MOST = 200_000  # in films that somebody has filmed there are far fewer


def blanks(data: bytes | mmap, kind: str) -> list[Blank] | None:
    """What to write over a recording, so that nothing in it moves; None where it is damaged."""
    try:
        found = list(islice((blank for blank in few(RECORDINGS[kind](data)) if blank.size), MOST + 1))
    except (LookupError, ValueError):
        return None
    return found if len(found) <= MOST else None
