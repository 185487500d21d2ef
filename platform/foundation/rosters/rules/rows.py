"""One line of the table as one learner: her values, and what is to be said about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from foundation.rosters.rules.layouts import Layout
from foundation.rosters.rules.shapes import FIELDS, NAME_PARTS, Message, ReadRow
from foundation.rosters.rules.values import BLANK, Readers
from foundation.rosters.rules.writing import as_meant

QUIETED = ("'", "=")
PARTS = {"name": ("given_name", "family_name"), "name_latin": ("given_name_latin", "family_name_latin")}


class RowReader:
    def __init__(self, layout: Layout, readers: Readers) -> None:
        self.readers = readers
        self.default = Message("language_default", "language", "", readers.options.default_language)
        self.width = len(layout.headers)
        self.kept = [(at, header) for at, header in enumerate(layout.headers) if at not in layout.hidden]
        self.read = [(at, field) for at, field in enumerate(layout.fields) if field]
        self.plain = "name" in layout.fields and not {*NAME_PARTS, "name_latin"} & set(layout.fields)

    def row(self, number: int, place: str, raw: Sequence[str]) -> ReadRow:
        raw = [as_meant(cell) if cell[:1] in QUIETED else cell for cell in raw]
        width = len(raw)
        found = {field: raw[at] for at, field in self.read if at < width and raw[at]}
        cells = {header: raw[at] if at < width else "" for at, header in self.kept}
        beyond = next((cell for cell in raw[self.width :] if cell.strip()), "") if width > self.width else ""
        first = [Message("row_shifted", "", beyond[:100], str(self.width))] if beyond else []
        return self._built(number, place, cells, found, first)

    def corrected(self, cells: Mapping[str, str]) -> ReadRow:
        found = {field: cell for field, cell in cells.items() if cell and (field in FIELDS or field in NAME_PARTS)}
        return self._built(0, "", dict(cells), found, [])

    def _built(
        self, number: int, place: str, cells: dict[str, str], found: dict[str, str], messages: list[Message]
    ) -> ReadRow:
        values: dict[str, Any] = {}
        for field, cell in (found if self.plain else _joined(found)).items():
            read = self.readers.of[field](cell)
            if read is not BLANK:
                values[field], message = read
                if message:
                    messages.append(message)
        self._complete(values, messages)
        return ReadRow(number, place, cells, messages=tuple(messages), **values)

    def _complete(self, values: dict[str, Any], messages: list[Message]) -> None:
        """What the row leaves open, said where it matters."""
        if not values.get("name") and not any(message.field == "name" for message in messages):
            messages.append(Message("name_missing", "name"))
        if "birth_date" not in values:
            messages.append(Message("birth_date_missing", "birth_date"))
        if "language" not in values:
            values["language"] = self.default.expected
            messages.append(self.default)
        if school := values.get("school"):
            values["organisation_id"] = self.readers.organisation(school)
            if values["organisation_id"] is None:
                messages.append(Message("school_unknown", "school", school[:100]))


def _joined(found: dict[str, str]) -> dict[str, str]:
    """A name in parts is one name; a row without a name in Arabic letters has the other one."""
    for whole, parts in PARTS.items():
        told = [found.pop(part) for part in parts if part in found]
        if told and not found.get(whole, "").strip():
            found[whole] = " ".join(told)
    if "name_latin" in found and not found.get("name", "").strip():
        found["name"] = found["name_latin"]
    return found
