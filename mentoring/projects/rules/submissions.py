from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

from foundation.kernel.pointers import step
from mentoring.projects.enums import QuestionKind
from mentoring.projects.rules.calls import Fault, Question
from mentoring.projects.rules.files import Answer

LONGEST_TEXT = 10_000
LONGEST_LINK = 2_000


def merge(kept: Mapping[str, Answer], changes: Mapping[str, Answer | None]) -> dict[str, Answer]:
    """The kept answers with `changes` laid over them; null and an empty list take an answer away, what is not named stays."""
    return {key: value for key, value in {**kept, **changes}.items() if value not in (None, [])}


def answer_faults(
    answers: Mapping[str, Answer | None], questions: Sequence[Question], uploaded: Mapping[str, Collection[str]]
) -> list[Fault]:
    """What keeps these answers from being saved, be they unfinished. `uploaded`: by question, the ids of its files."""
    kinds = {question["key"]: question["kind"] for question in questions}
    faults = (
        (key, _fault(value, kinds.get(key), uploaded.get(key, ())))
        for key, value in answers.items()
        if value is not None
    )
    return [(f"/answers{step(key)}", code) for key, code in faults if code]


def _fault(value: Answer, kind: str | None, uploaded: Collection[str]) -> str | None:
    if kind is None:
        return "unknown_question"
    if isinstance(value, list):
        return _files_fault(value, uploaded) if kind == QuestionKind.FILE else "not_a_text"
    return "not_files" if kind == QuestionKind.FILE else _text_fault(value, kind)


def _files_fault(file_ids: list[str], uploaded: Collection[str]) -> str | None:
    if len(set(file_ids)) < len(file_ids):
        return "repeated_file"
    return None if set(file_ids) <= set(uploaded) else "unknown_file"


def _text_fault(value: str, kind: str) -> str | None:
    if len(value) > (LONGEST_LINK if kind == QuestionKind.LINK else LONGEST_TEXT):
        return "too_long"
    return "not_a_link" if kind == QuestionKind.LINK and value.strip() and not is_link(value) else None


def missing_answers(answers: Mapping[str, Answer], questions: Sequence[Question]) -> list[Fault]:
    asked = (question["key"] for question in questions if question["required"])
    return [(f"/answers{step(key)}", "required") for key in asked if not _is_given(answers.get(key))]


def _is_given(answer: Answer | None) -> bool:
    return bool(answer.strip() if isinstance(answer, str) else answer)


def is_link(value: str) -> bool:
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, value.strip()))
