"""OneRoster 1.2 as one table: the learners of users.csv, beside whom stand their class, school, birth and guardian."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import Any, BinaryIO, cast
from zipfile import ZipInfo

from foundation.rosters.rules.archives import entries, inflate, verify
from foundation.rosters.rules.encodings import Encoding, Open
from foundation.rosters.rules.grids import DELIMITERS, Grid, Text, text_of
from foundation.rosters.rules.headers import LONGEST_HEADER
from foundation.rosters.rules.layouts import Layout
from foundation.rosters.rules.shapes import Options, Unreadable

LEARNERS = frozenset({"student", "learner"})
GONE = "tobedeleted"
ADDED = ("class", "school", "birthDate", "sex", "guardianName", "guardianEmail", "guardianPhone", "relationship")
LEFT_OUT = frozenset({"password"})
MEANT = {
    "class": "group",
    "school": "school",
    "birthDate": "birth_date",
    "sex": "gender",
    "guardianName": "guardian_name",
    "guardianEmail": "guardian_email",
    "guardianPhone": "guardian_phone",
    "relationship": "relationship",
    "givenName": "given_name",
    "familyName": "family_name",
    "email": "email",
    "learnerNumber": "learner_number",
    "phoneNumber": "phone",
}
Record = Mapping[str, str]


class OneRoster:
    def __init__(self, path: Path, options: Options) -> None:
        listed = entries(path)
        verify(path, listed.values())
        self.path, self.options = path, options
        self.files = {name.rsplit("/", 1)[-1].lower(): info for name, info in listed.items()}
        if not self.files["users.csv"].file_size:
            raise Unreadable("oneroster_without_users")
        self.texts: dict[str, Text] = {}

    @property
    def encoding(self) -> Encoding:
        return self._text("users.csv").encoding

    def grid(self) -> Grid:
        return Grid("users.csv", self._rows)

    def layout(self, header: list[str]) -> Layout:
        taken = set(self.options.columns.values())
        meant = {name: field for name, field in MEANT.items() if field not in taken} | dict(self.options.columns)
        return Layout(1, tuple(header), tuple(meant.get(name, "") for name in header))

    def _text(self, name: str) -> Text:
        """Parted by commas, or by what a spreadsheet made of them when the file was mended."""
        if name not in self.texts:
            text = text_of(_opener(self.path, self.files[name]), self.options)
            first = next(iter(text.head().splitlines()), "")
            self.texts[name] = replace(text, delimiter=max(DELIMITERS, key=first.count))
        return self.texts[name]

    @cached_property
    def _related(self) -> "_Related":
        return _Related(self._records)

    def _records(self, name: str) -> Iterator[Record]:
        if name not in self.files or not self.files[name].file_size:
            return
        rows = self._text(name).rows()
        header = [cell.strip() for cell in next(rows, [])]
        for row in rows:
            record = dict(zip(header, row, strict=False))
            if record.get("status", "").lower() != GONE:
                yield record

    def _rows(self) -> Iterator[list[str]]:
        """A first row of headers, then a row for each line of users.csv: empty for those who aren't learners."""
        rows = self._text("users.csv").rows()
        header = [cell.strip()[:LONGEST_HEADER] for cell in next(rows, [])]
        own = [name for name in header if name not in LEFT_OUT and name not in ADDED]
        yield [*own, "learnerNumber", "phoneNumber", *ADDED]
        for row in rows:
            record = dict(zip(header, row, strict=False))
            yield self._related.line(record, own) if self._related.is_learner(record) else []


class _Related:
    """What the other files say of people, by their identifiers; no more of it than is used, since there are many."""

    def __init__(self, records: Callable[[str], Iterator[Record]]) -> None:
        self.schools = {each["sourcedId"]: each.get("name", "") for each in records("orgs.csv") if "sourcedId" in each}
        self.classes = {
            each["sourcedId"]: (each.get("title") or each.get("classCode") or "", each.get("schoolSourcedId", ""))
            for each in records("classes.csv")
            if "sourcedId" in each
        }
        self.born = {
            each.get("userSourcedId") or each.get("sourcedId", ""): (
                each.get("birthDate", ""),
                intern(each.get("sex", "")),
            )
            for each in records("demographics.csv")
        }
        self.learns: dict[str, bool] = {}
        self.place: dict[str, tuple[str, str]] = {}
        for each in records("roles.csv"):
            self._note_role(each)
        for each in records("enrollments.csv"):
            self._note_role(each)
            where = intern(each.get("classSourcedId", "")), intern(each.get("schoolSourcedId", ""))
            self.place.setdefault(each.get("userSourcedId", ""), where)
        agents = {agent for each in records("users.csv") for agent in _ids(each.get("agentSourcedIds", ""))}
        self.guardians = {
            each["sourcedId"]: _guardian(each) for each in records("users.csv") if each.get("sourcedId", "") in agents
        }

    def _note_role(self, record: Record) -> None:
        """Somebody learns who has the role of a learner anywhere, and not who has only others."""
        if role := record.get("role", "").lower():
            person = record.get("userSourcedId", "")
            self.learns[person] = self.learns.get(person, False) or role in LEARNERS

    def is_learner(self, user: Record) -> bool:
        person, own = user.get("sourcedId", ""), user.get("role", "").lower()
        learns = self.learns.get(person, own in LEARNERS if own else person not in self.guardians)
        return (learns or own in LEARNERS) and user.get("status", "").lower() != GONE

    def line(self, user: Record, own: list[str]) -> list[str]:
        person = user.get("sourcedId", "")
        number = user.get("identifier") or person
        phone = user.get("sms") or user.get("phone") or ""
        return [*(user.get(name, "") for name in own), number, phone, *self._beside(user, person)]

    def _beside(self, user: Record, person: str) -> list[str]:
        class_id, school_id = self.place.get(person, ("", ""))
        title, taught_at = self.classes.get(class_id, ("", ""))
        listed = (user.get("primaryOrgSourcedId") or user.get("orgSourcedIds") or "").split(",")[0].strip()
        school = school_id or taught_at or listed
        agents = (self.guardians[each] for each in _ids(user.get("agentSourcedIds", "")) if each in self.guardians)
        return [
            title or class_id,
            self.schools.get(school) or school,
            *self.born.get(person, ("", "")),
            *next(agents, ("", "", "")),
            "",
        ]


def _ids(listed: str) -> list[str]:
    return [each.strip() for each in listed.split(",") if each.strip()]


def _guardian(agent: Record) -> tuple[str, str, str]:
    name = " ".join(part for part in (agent.get("givenName", ""), agent.get("familyName", "")) if part)
    return name, agent.get("email", ""), agent.get("sms") or agent.get("phone") or ""


def _opener(path: Path, info: ZipInfo) -> Open:
    def opened() -> BinaryIO:
        return io.BufferedReader(cast("io.RawIOBase", _Inflating(inflate(path, info))))

    return opened


class _Inflating(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.left = piece
        taken = self.left[: len(buffer)]
        buffer[: len(taken)] = taken
        self.left = self.left[len(taken) :]
        return len(taken)
