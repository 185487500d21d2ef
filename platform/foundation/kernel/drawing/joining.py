"""One PDF out of many that Typst drew (`render_part`). It copies objects as they are, one part in memory at a time: a library
that takes each page to pieces needs seconds and a hundred megabytes for a thousand of them."""

import re
from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import IO

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ENTRY = re.compile(rb"(\d{10}) \d{5} n")
REFERENCE = re.compile(rb"\((?:\\.|[^\\)])*\)|\b(\d+) 0 R\b", re.DOTALL)  # a string that looks like one is passed over
COUNT = re.compile(rb"/Count (\d+)")
TREE = 1  # the number of the object that holds the parts' trees of pages


def join(parts: Iterable[bytes], out: IO[bytes]) -> None:
    """Write the pages of all parts, in their order; title and language are the first part's."""
    joint = _Joint(out)
    for part in parts:
        joint.add(part)
    joint.close()


class _Joint:
    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.at = out.write(HEADER)
        self.places = [0, 0]  # of each object, by its number; there is none with the number 0
        self.trees: list[int] = []
        self.pages = 0
        self.root = self.info = 0

    def add(self, part: bytes) -> None:
        base = len(self.places) - 1
        objects, trailer = _objects(part)
        root, info = _number(rb"/Root", trailer), _number(rb"/Info", trailer)
        tree = _number(rb"/Pages", objects[root - 1])
        for number, body in enumerate(objects, 1):
            head, stream, rest = body.partition(b"\nstream\n")
            head = REFERENCE.sub(partial(_moved, base), head)
            if number == tree:
                head = head.replace(b"/Type/Pages", b"/Type/Pages/Parent %d 0 R" % TREE, 1)
                self.pages += int(COUNT.search(head)[1])  # type: ignore[index]
            if number == root:
                head = head.replace(b"/Pages %d 0 R" % (tree + base), b"/Pages %d 0 R" % TREE, 1)
            self._write(head + stream + rest)
        self.trees.append(tree + base)
        if not self.root:
            self.root, self.info = root + base, info + base

    def close(self) -> None:
        kids = b" ".join(b"%d 0 R" % tree for tree in self.trees)
        self.places[TREE] = self.at
        self._put(b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (TREE, self.pages, kids))
        start, size = self.at, len(self.places)
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        self._put(b"".join(b"%010d 00000 n \n" % place for place in self.places[1:]))
        ends = (size, self.root, self.info, start)
        self._put(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % ends)

    def _write(self, body: bytes) -> None:
        self.places.append(self.at)
        self._put(b"%d 0 obj\n%s" % (len(self.places) - 1, body))

    def _put(self, content: bytes) -> None:
        self.at += self.out.write(content)


def _objects(part: bytes) -> tuple[list[bytes], bytes]:
    """What stands behind `1 0 obj`, `2 0 obj` and so on, and the trailer."""
    table = int(part[part.rindex(b"startxref") + 9 :].split()[0])
    end = part.index(b"trailer", table)
    places = [int(place) for place in ENTRY.findall(part, table, end)]
    ends = dict(pairwise([*sorted(places), table]))
    return [part[part.index(b"\n", place) + 1 : ends[place]] for place in places], part[end:]


def _moved(base: int, found: re.Match[bytes]) -> bytes:
    return b"%d 0 R" % (int(found[1]) + base) if found[1] else found[0]


def _number(name: bytes, text: bytes) -> int:
    found = re.search(name + rb" (\d+) 0 R", text)
    if found is None:
        raise ValueError("not a PDF of ours")
    return int(found[1])
