"""The exchanges that a page shows: in an `http` block, requests and their answers by turns, empty lines between them.
`{name}` stands for what the first answer with it said; `…` for anything, or for what else is there."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BLOCK = re.compile(r"^```http\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MESSAGE = re.compile(r"(?:.+\n)+")
HEADER = re.compile(r"^([\w-]+): (.*)$")
NAME = re.compile(r"\{([a-z_]+)\}")
MORE = "…"
NOTHING = ("nothing",)  # no JSON is a tuple
PLAIN_JSON = ((r'": …', '": "…"'), (r"…(\s*\})", r'"…": "…"\1'), (r"…(\s*\])", r'"…"\1'))
Known = dict[str, str]


@dataclass(frozen=True)
class Message:
    """A request or an answer, as the page shows it."""

    first: str
    headers: dict[str, str]
    body: str

    @classmethod
    def read(cls, text: str) -> "Message":
        first, *lines = text.splitlines()
        headers = [header for line in lines for header in HEADER.findall(line)]
        return cls(first, dict(headers), "\n".join(lines[len(headers) :]))

    @property
    def json(self) -> Any:
        """The body, with `…` as a string or a member of its own."""
        body = self.body
        for shown, plain in PLAIN_JSON:
            body = re.sub(shown, plain, body)
        return json.loads(body)


@dataclass(frozen=True)
class Exchange:
    line: int
    request: Message
    answer: Message


def exchanges_of(page: Path) -> Iterator[Exchange]:
    text = page.read_text()
    for block in BLOCK.finditer(text):
        messages = list(MESSAGE.finditer(text, *block.span(1)))
        for request, answer in zip(messages[::2], messages[1::2], strict=True):
            line = text.count("\n", 0, request.start()) + 1
            yield Exchange(line, Message.read(request[0]), Message.read(answer[0]))


def filled(text: str, known: Known) -> str:
    return NAME.sub(lambda name: known.get(name[1], name[0]), text)


def differences(shown: Any, got: Any, known: Known, at: str = "") -> Iterator[str]:
    """Where the answer is not what the page shows. What the page names is learned on the way."""
    if shown == MORE:
        return
    if isinstance(shown, dict) and isinstance(got, dict) and (MORE in shown or shown.keys() == got.keys()):
        for key in [key for key in shown if key != MORE]:
            yield from differences(shown[key], got.get(key, NOTHING), known, f"{at}/{key}")
    elif isinstance(shown, list) and isinstance(got, list) and (shown[-1:] == [MORE] or len(shown) == len(got)):
        for position, (one, other) in enumerate(zip(shown, [*got, NOTHING], strict=False)):
            yield from differences(one, other, known, f"{at}/{position}")
    elif not (agree(shown, got, known) if isinstance(shown, str) and isinstance(got, str) else same(shown, got)):
        yield f"{at}: the page shows {shown!r}, the app says {got!r}"


def same(shown: Any, got: Any) -> bool:
    return (type(shown), shown) == (type(got), got)  # True is not 1


def agree(shown: str, got: str, known: Known) -> bool:
    def wanted(part: str) -> str:
        if part == MORE:
            return ".*"
        if name := NAME.fullmatch(part):
            return re.escape(known[name[1]]) if name[1] in known else f"(?P<{name[1]}>.+)"
        return re.escape(part)

    pattern = "".join(wanted(part) for part in re.split(r"(…|\{[a-z_]+\})", shown))
    found = re.fullmatch(pattern, got, re.DOTALL)
    known.update(found.groupdict() if found else {})
    return found is not None
