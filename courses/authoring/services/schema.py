"""The published JSON Schemas of a package's YAML files, and their refusals in our words."""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from courses.authoring.errors import TEXTS, Fault
from courses.authoring.rules.texts import Document, decode, markup_faults, read_yaml

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
COURSE_SCHEMA = "course-package-1.schema.json"
QUIZ_SCHEMA = "quiz-1.schema.json"
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
    "minProperties": "too_short",
    "minimum": "too_small",
    "maximum": "too_large",
    "uniqueItems": "repeated",
}


Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]


def _fits_pattern(validator: Any, pattern: str, told: Any, schema: Any) -> Iterator[ValidationError]:
    """As the schema's own dialect means it: there `$` is the end of the text, never a line break before it."""
    if validator.is_type(told, "string") and not re.search(re.sub(r"\$$", r"\\Z", pattern), told):
        yield ValidationError("pattern")


def _unless_too_long(keyword: Keyword) -> Keyword:
    """A list beyond its limit is one fault, and there may be a hundred thousand in it: it is not gone into."""

    def within(validator: Any, wanted: Any, told: Any, schema: Any) -> Iterator[ValidationError]:
        if not validator.is_type(told, "array") or len(told) <= schema.get("maxItems", len(told)):
            yield from keyword(validator, wanted, told, schema)

    return within


def _are_unique(validator: Any, wanted: bool, told: Any, schema: Any) -> Iterator[ValidationError]:
    """Without comparing each with each."""
    if validator.is_type(told, "array") and len({json.dumps(part, sort_keys=True, default=str) for part in told}) < len(
        told
    ):
        yield ValidationError("uniqueItems")


def _is_integer(checker: Any, told: Any) -> bool:
    """Not 3.0 either, with which nobody can count."""
    return isinstance(told, int) and not isinstance(told, bool)


Checker = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "pattern": _fits_pattern,
        "items": _unless_too_long(Draft202012Validator.VALIDATORS["items"]),
        "uniqueItems": _unless_too_long(_are_unique),
    },
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)


@lru_cache(maxsize=2)
def _validator(schema: str) -> Any:
    return Checker(json.loads((SCHEMAS / schema).read_text()), format_checker=Draft202012Validator.FORMAT_CHECKER)


def read_document(file: str, data: bytes, schema: str) -> Document:
    """A YAML file and what is wrong with it, as far as the schema tells."""
    text, faults = decode(data, file)
    if faults:
        return Document(faults=faults)
    document = read_yaml(text, file)
    if not document.faults:
        document.faults += schema_faults(document, file, schema)
        document.faults += markup_faults(document, file)
    return document


def schema_faults(document: Document, file: str, schema: str) -> list[Fault]:
    found: dict[tuple[int, str, str], Fault] = {}
    for error in _validator(schema).iter_errors(document.value):
        for fault in _faults_of(error, document, file):
            found.setdefault((fault.line, fault.code, str(fault.values)), fault)
    return list(found.values())


def _faults_of(error: ValidationError, document: Document, file: str) -> Iterator[Fault]:
    path = tuple(error.absolute_path)
    told: Any = error.instance
    if error.validator == "required":
        members = [name for name in cast("list[str]", error.validator_value) if name not in told]
        yield from (_missing(file, document.line_of(path), name) for name in members)
    elif error.validator == "additionalProperties":
        known = cast("dict[str, Any]", error.schema)["properties"]
        members = [name for name in told if name not in known]
        yield from (Fault(file, document.line_of((*path, name)), "unknown", {"member": name[:60]}) for name in members)
    else:
        code = CODES.get(str(error.validator), "invalid")
        wanted = "quoted" if _lacks_quotes(error) else _wanted(error.validator_value)
        values = {"wanted": wanted, "value": str(told)[:60]}
        yield Fault(file, document.line_of(path), code, values)


def _missing(file: str, line: int, name: str) -> Fault:
    if name in TEXTS:
        return Fault(file, line, "text_missing", {"member": name, "wanted": name})
    return Fault(file, line, "missing", {"member": name})


def _lacks_quotes(error: ValidationError) -> bool:
    """What YAML takes for a number or a truth is a text once it stands in quotes."""
    return (error.validator, error.validator_value) == ("type", "string") and isinstance(error.instance, int | float)


def _wanted(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
