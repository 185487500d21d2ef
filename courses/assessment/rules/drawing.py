"""Which questions an attempt has, and in which order: decided by the definition and the attempt's seed, for ever.

Everything is sorted by a digest of the seed and its own key, so that it depends neither on how Python shuffles nor on the
order in which authors wrote.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from courses.assessment.rules.definition import Question, Quiz
from courses.assessment.rules.kinds import Part


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question, with its options and what they are matched with as this attempt shows them."""

    question: Question
    parts: tuple[Part, ...]
    targets: tuple[Part, ...]


def draw(quiz: Quiz, seed: int) -> tuple[Drawn, ...]:
    questions = drawn_questions(quiz, seed)
    if not quiz.shuffle:
        return tuple(Drawn(question, question.body.parts, question.body.targets) for question in questions)
    return tuple(_shuffled(question, seed) for question in sorted(questions, key=lambda q: _rank(seed, "", q.key)))


def drawn_questions(quiz: Quiz, seed: int) -> tuple[Question, ...]:
    """In the order of the definition: those without a pool, and of each pool as many as it gives."""
    if not quiz.pools:
        return quiz.questions
    chosen = {key for pool, count in quiz.pools.items() for key in _chosen(quiz, pool, count, seed)}
    return tuple(question for question in quiz.questions if question.pool is None or question.key in chosen)


def _chosen(quiz: Quiz, pool: str, count: int, seed: int) -> list[str]:
    keys = (question.key for question in quiz.questions if question.pool == pool)
    return sorted(keys, key=lambda key: _rank(seed, "pool", key))[:count]


def _shuffled(question: Question, seed: int) -> Drawn:
    def mixed(parts: Iterable[Part], scope: str) -> tuple[Part, ...]:
        return tuple(sorted(parts, key=lambda part: _rank(seed, f"{scope}/{question.key}", part.key)))

    return Drawn(question, mixed(question.body.parts, "parts"), mixed(question.body.targets, "targets"))


def _rank(seed: int, scope: str, key: str) -> bytes:
    return blake2b(f"{seed}/{scope}/{key}".encode(), digest_size=8).digest()
