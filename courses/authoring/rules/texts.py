"""Reading YAML and front matter so that every value knows its line, and nothing clever gets in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from courses.authoring.errors import Fault

MAX_DEPTH = 12
MAX_PLAIN = 40  # characters of a number, a date or a boolean: some that are longer take minutes to read
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
MARKUP = re.compile(r"<[A-Za-z/!?]")
FENCE = "---"
MAX_FRONT = 2_000  # characters of a title and some minutes
STR = "tag:yaml.org,2002:str"
TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")}

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """A YAML value and the line of each of its members."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class Refused(Exception):
    def __init__(self, code: str, line: int, **values: object) -> None:
        super().__init__(code)
        self.code, self.line, self.values = code, line, values


class PlainLoader(yaml.SafeLoader):
    """Without anchors and aliases, which can make a small file a huge value."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused("yaml_alias", line)
        if self.depth >= MAX_DEPTH:
            raise Refused("yaml_depth", line)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def decode(data: bytes, file: str) -> tuple[str, list[Fault]]:
    """The text and its faults: unreadable bytes, control characters, characters that turn the reading direction."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        return "", [Fault(file, data[: fault.start].count(b"\n") + 1, "not_utf8")]
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if CONTROL.search(line)]
    return text, [Fault(file, line, "control_character") for line in lines]


def read_yaml(text: str, file: str, *, first_line: int = 1) -> Document:
    document = Document()
    above = first_line - 1
    try:
        loader = PlainLoader(text)
        node = loader.get_single_node()
        document.value = _build(loader, node, (), document) if node else None
    except Refused as refused:
        document.faults.append(Fault(file, refused.line + above, refused.code, refused.values))
    except (yaml.YAMLError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        document.faults.append(Fault(file, (mark.line + 1 if mark else 1) + above, "yaml"))
    document.lines = {path: line + above for path, line in document.lines.items()}
    return document


def _build(loader: PlainLoader, node: Any, path: Path, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if node.tag not in TAGS:
        raise Refused("yaml_tag", node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, child, (*path, place), document) for place, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(loader, node, path, document)
    _check_scalar(node)
    return loader.construct_object(node, deep=True)


def _check_scalar(node: Any) -> None:
    """Quotes can spell out (“\\u202e”) what the text itself may not hold."""
    line = node.start_mark.line + 1
    if CONTROL.search(node.value):
        raise Refused("control_character", line)
    if node.tag != STR and len(node.value) > MAX_PLAIN:
        raise Refused("invalid", line)


def _build_mapping(loader: PlainLoader, node: Any, path: Path, document: Document) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, child in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag != STR:
            raise Refused("yaml_key", line)
        _check_scalar(key)
        if key.value in built:
            raise Refused("yaml_duplicate", line, member=key.value[:60])
        document.lines[*path, key.value] = line
        built[key.value] = _build(loader, child, (*path, key.value), document)
    return built


def markup_faults(document: Document, file: str) -> Iterator[Fault]:
    """Where a plain text would be a tag to whoever forgets to escape it."""
    for path, text in _strings(document.value, ()):
        if MARKUP.search(text):
            yield Fault(file, document.line_of(path), "markup")


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(part, (*path, key))


def split_front_matter(text: str) -> tuple[str, str, int] | None:
    """(front matter, body, the body's first line), or None where there is no front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)
    return None if end is None else ("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2)
