"""What a file is, and what it is read as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from foundation.kernel.names import fold_name
from foundation.rosters.rules import Options, ReadRow, Table, open_table

SCHOOL = UUID("019a0000-0000-7000-8000-000000000001")
SENEGAL = Options(
    today=date(2026, 11, 24),
    country="SN",
    languages=("fr", "ar"),
    default_language="fr",
    schools={fold_name("Lycée de Thiès"): SCHOOL, fold_name("مدرسة النور"): SCHOOL},
)
MOROCCO = replace(SENEGAL, country="MA", languages=("ar", "fr"), default_language="ar")
SHOWN = ("name", "name_latin", "learner_number", "birth_date", "email", "phone", "gender", "school", "group")
SHOWN += ("guardian_name", "guardian_email", "guardian_phone", "relationship", "consent_on")


@dataclass(frozen=True, kw_only=True)
class Case:
    """`rows` state each row's filled fields; `codes` the messages of rows by number, beside the usual notices."""

    id: str
    file: str
    data: bytes
    rows: Sequence[Mapping[str, Any]]
    options: Options = SENEGAL
    declared: Mapping[str, Any] = field(default_factory=dict)
    detected: Mapping[str, Any] = field(default_factory=dict)
    codes: Mapping[int, Sequence[str]] = field(default_factory=dict)
    notes: Sequence[str] = ()


def opened(tmp_path: Path, file: str, data: bytes, options: Options = SENEGAL, **declared: Any) -> Table:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return open_table(path, file, replace(options, **declared))


def shown(row: ReadRow) -> dict[str, Any]:
    return {name: value for name in SHOWN if (value := getattr(row, name))}


def told(row: ReadRow) -> list[str]:
    usual = {"birth_date_missing", "language_default", "school_unknown"}
    return [message.code for message in row.messages if message.code not in usual]
