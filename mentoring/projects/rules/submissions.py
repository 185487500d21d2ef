from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from mentoring.projects.enums import QuestionKind
from mentoring.projects.rules.calls import Fault, Question, escape

LONGEST_TEXT = 10_000
LONGEST_LINK = 2_000


def merge(kept: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    """The kept answers with `changes` laid over them; null takes an answer away, what is not named stays."""
    return {key: value for key, value in {**kept, **changes}.items() if value is not None}


def answer_faults(answers: Mapping[str, str | None], questions: Sequence[Question]) -> list[Fault]:
    """What keeps these answers from being saved, be they unfinished."""
    kinds = {question["key"]: question["kind"] for question in questions}
    faults = ((key, _fault(value, kinds.get(key))) for key, value in answers.items() if value is not None)
    return [(f"/answers/{escape(key)}", code) for key, code in faults if code]


def _fault(value: str, kind: str | None) -> str | None:
    if kind is None:
        return "unknown_question"
    if kind == QuestionKind.FILE:
        return "file_answers_not_supported"
    if len(value) > (LONGEST_LINK if kind == QuestionKind.LINK else LONGEST_TEXT):
        return "too_long"
    return "not_a_link" if kind == QuestionKind.LINK and value.strip() and not is_link(value) else None


def missing_answers(answers: Mapping[str, str], questions: Sequence[Question]) -> list[Fault]:
    asked = (question["key"] for question in questions if question["required"])
    return [(f"/answers/{escape(key)}", "required") for key in asked if not answers.get(key, "").strip()]


def is_link(value: str) -> bool:
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, value.strip()))
