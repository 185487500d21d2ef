from collections.abc import Collection, Iterable, Sequence

from mentoring.projects.enums import ReviewMode
from mentoring.projects.rules.calls import Stage, review_of

RESERVED, AT_FRONT, IN_TURN = -1, 0, 1  # turns: a mentor's own; what was left lying; what comes when its time has come


def pools_of(language: str, states: Iterable[str]) -> list[str]:
    """Where a submission waits: with all of its language, and with those of it from each of its states."""
    return [language, *(f"{state}-{language}" for state in sorted(states))]


def pools_sought(languages: Collection[str], states: Collection[str] | None) -> list[str]:
    """Where a mentor looks who reads these languages and takes work from these states; None is all."""
    if states is None:
        return sorted(languages)
    return [f"{state}-{language}" for state in sorted(states) for language in sorted(languages)]


def is_mentored(stages: Sequence[Stage], key: str) -> bool:
    """Whether one mentor, the same through the project, reads what is handed in at this stage."""
    return review_of(stages, key)["mode"] == ReviewMode.MENTOR
