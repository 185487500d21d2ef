"""What reading takes and gives: options, rows, messages, and what was found out about the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

# What a column can be. The parts of a name are joined into `name` and `name_latin`.
FIELDS: tuple[str, ...] = (
    "name",
    "name_latin",
    "learner_number",
    "birth_date",
    "email",
    "phone",
    "gender",
    "language",
    "school",
    "group",
    "guardian_name",
    "guardian_email",
    "guardian_phone",
    "relationship",
    "consent_on",
)
NAME_PARTS: tuple[str, ...] = ("given_name", "family_name", "given_name_latin", "family_name_latin")

# The longest that each text may be.
LIMITS = dict.fromkeys(("name", "name_latin", "school", "guardian_name"), 200) | {
    "learner_number": 40,
    "group": 80,
    "relationship": 40,
}

# Codes of messages on a row: an error keeps the row out, a notice doesn't.
ERRORS = frozenset(
    {
        "name_missing",
        "name_unreadable",
        "date_unreadable",
        "date_impossible",
        "date_ambiguous",
        "date_implausible",
        "date_calendar",
        "email_invalid",
        "phone_invalid",
        "digits_lost",
        "gender_unknown",
        "language_unknown",
        "too_long",
        "row_shifted",
    }
)
NOTICES = frozenset({"birth_date_missing", "language_default", "school_unknown", "phone_doubtful"})
# Codes of messages on the table as a whole.
NOTES = frozenset(
    {
        "column_unknown",
        "column_twice",
        "column_not_kept",
        "line_skipped",
        "header_repeated",
        "sheet_unread",
        "sheet_without_table",
        "people_skipped",
        "date_order_needed",
    }
)
# Why a file can't be read at all.
PROBLEMS = frozenset(
    {
        "empty_file",
        "no_rows",
        "wrong_type",
        "name_mismatch",
        "encrypted",
        "has_macros",
        "broken_file",
        "archive_too_large",
        "archive_unsafe",
        "too_many_rows",
        "too_many_columns",
        "too_many_cells",
        "line_too_long",
        "quote_open",
        "not_text",
        "encoding_unknown",
        "encoding_wrong",
        "encoding_mixed",
        "delimiter_wrong",
        "date_order_wrong",
        "sheet_unknown",
        "name_column_missing",
        "column_wrong",
        "oneroster_without_users",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`schools` maps `fold_name(name)` and slugs to organisations. `languages` are the state's, the first preferred. `columns`
    maps headers, or what they are remembered by, to fields."""

    today: date
    country: str
    languages: tuple[str, ...]
    default_language: str
    schools: Mapping[str, UUID] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    date_order: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    max_rows: int = 200_000
    max_columns: int = 200


@dataclass(frozen=True, slots=True)
class Message:
    code: str
    field: str
    read: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One learner as the file has her. `place` is where people find the row: "7", or "Sheet2!7"."""

    number: int
    place: str
    cells: dict[str, str]
    name: str = ""
    name_latin: str = ""
    learner_number: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    gender: str = ""
    language: str = ""
    school: str = ""
    organisation_id: UUID | None = None
    group: str = ""
    guardian_name: str = ""
    guardian_email: str = ""
    guardian_phone: str = ""
    relationship: str = ""
    consent_on: date | None = None
    messages: tuple[Message, ...] = ()

    @property
    def is_error(self) -> bool:
        return any(message.code in ERRORS for message in self.messages)


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is one of FIELDS or NAME_PARTS, or "" for a column that is only kept."""

    header: str
    field: str
    sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    encoding: str
    sample: str


@dataclass(frozen=True, slots=True)
class Detected:
    """How the file was understood. `candidates` are the other encodings that fit, each with the line `sample` in it; `orders`
    and `hijri` say of the fields that are dates what a corrected row must be read by, too."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    header_line: int = 0
    columns: tuple[Column, ...] = ()
    unknown: tuple[str, ...] = ()
    sample: str = ""
    candidates: tuple[Candidate, ...] = ()
    date_order: str = ""
    orders: Mapping[str, str] = field(default_factory=dict)
    hijri: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


class Unreadable(Exception):
    """Nothing can be read from the file, for the one reason `code`."""

    def __init__(self, code: str, read: str = "", expected: str = "") -> None:
        super().__init__(code)
        self.code, self.read, self.expected = code, read[:300], expected[:300]
