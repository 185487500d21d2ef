"""What may be uploaded as an answer."""

from collections.abc import Collection, Mapping, Sequence

from foundation.files.enums import MediaType
from mentoring.projects.enums import QuestionKind
from mentoring.projects.rules.calls import Question
from mentoring.projects.rules.kinds import ASKABLE, USUAL

Answer = str | list[str]  # a file question's are the ids of its files

USUAL_BYTES = 10_000_000
MOST_FILES = 10  # of one question
MOST_BYTES = 100_000_000  # of one submission


def kinds_of(question: Question) -> frozenset[str]:
    """An archive only where it is asked for."""
    return frozenset(ASKABLE & set(question["media_types"])) or USUAL


def limit_of(question: Question) -> int:
    return question["max_bytes"] or USUAL_BYTES


def listed_in(answers: Mapping[str, Answer]) -> list[str]:
    """The ids of all files that these answers list."""
    return [file_id for answer in answers.values() if isinstance(answer, list) for file_id in answer]


def with_file(answers: Mapping[str, Answer], key: str, file_id: str) -> dict[str, Answer]:
    listed = answers.get(key, [])
    return {**answers, key: [*listed, file_id] if isinstance(listed, list) else [file_id]}


def without_files(answers: Mapping[str, Answer], file_ids: Collection[str]) -> dict[str, Answer]:
    """A question that has no file left has no answer."""
    kept = {
        key: [file_id for file_id in answer if file_id not in file_ids] if isinstance(answer, list) else answer
        for key, answer in answers.items()
    }
    return {key: answer for key, answer in kept.items() if answer != []}


def file_question(questions: Sequence[Question], key: str) -> Question | None:
    return next((found for found in questions if (found["key"], found["kind"]) == (key, QuestionKind.FILE)), None)


def nameless(number: int, media_type: str) -> str:
    """What a file is called to those to whom its name may tell a person's."""
    ending = "txt" if media_type == MediaType.TEXT else MediaType(media_type).name.lower()
    return f"evidence-{number}.{ending}"
