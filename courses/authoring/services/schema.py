"""The published JSON Schema of course.yaml, and its refusals in our words."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from courses.authoring.errors import Fault
from courses.authoring.rules.files import COURSE_FILE
from courses.authoring.rules.texts import Document

SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "course-package-1.schema.json"
CODES = {
    "type": "type",
    "enum": "choice",
    "const": "choice",
    "pattern": "form",
    "format": "form",
    "maxLength": "too_long",
    "minLength": "too_short",
    "maxItems": "too_long",
    "minItems": "too_short",
    "minimum": "too_small",
    "maximum": "too_large",
    "uniqueItems": "repeated",
}


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text()), format_checker=Draft202012Validator.FORMAT_CHECKER)


def schema_faults(course: Document) -> list[Fault]:
    found: list[Fault] = []
    for error in _validator().iter_errors(course.value):
        found += [fault for fault in _faults_of(error, course) if fault not in found]
    return found


def _faults_of(error: ValidationError, course: Document) -> Iterator[Fault]:
    path = tuple(error.absolute_path)
    told: Any = error.instance
    if error.validator == "required":
        members = [name for name in cast("list[str]", error.validator_value) if name not in told]
        yield from (Fault(COURSE_FILE, course.line_of(path), "missing", {"member": name}) for name in members)
    elif error.validator == "additionalProperties":
        known = cast("dict[str, Any]", error.schema)["properties"]
        members = [name for name in told if name not in known]
        yield from (Fault(COURSE_FILE, course.line_of((*path, name)), "unknown", {"member": name}) for name in members)
    else:
        code = CODES.get(str(error.validator), "invalid")
        values = {"wanted": _wanted(error.validator_value), "value": str(told)[:60]}
        yield Fault(COURSE_FILE, course.line_of(path), code, values)


def _wanted(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
