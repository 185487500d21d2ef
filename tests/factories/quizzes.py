"""Quizzes for tests: one question of every kind, and courses that end with a quiz."""

from collections.abc import Iterable
from typing import Any

from courses.assessment.services import write_quizzes
from courses.catalogue.models import CourseVersion, Lesson
from courses.catalogue.services import LessonDraft, ModuleDraft, draft_version, offer_to_all, publish_version
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from foundation.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.courses import LANGUAGES, course_draft, lesson_draft, texts

Told = dict[str, Any]


def question(key: str, kind: str, points: int = 2, **changes: Any) -> Told:
    return {"key": key, "kind": kind, "points": points, "text": texts(key), **changes}


def option(key: str, *, correct: bool = False, **changes: Any) -> Told:
    return {"key": key, "text": texts(f"option {key}"), "correct": correct, **changes}


def single(key: str = "single", correct: str = "b", options: str = "abc", **changes: Any) -> Told:
    parts = [option(name, correct=name == correct) for name in options]
    return question(key, "single", options=parts, **changes)


def multiple(key: str = "multiple", correct: str = "ac", options: str = "abcd", **changes: Any) -> Told:
    parts = [option(name, correct=name in correct) for name in options]
    return question(key, "multiple", options=parts, **changes)


def true_false(key: str = "true-false", answer: bool = True, **changes: Any) -> Told:
    return question(key, "true_false", answer=answer, **changes)


def text(key: str = "text", accepted: Told | None = None, **changes: Any) -> Told:
    known = accepted or {"ar": ["الإنترنت"], "en": ["the Internet", "Web 2"], "any": ["WWW"]}
    return question(key, "text", accepted=known, **changes)


def number(key: str = "number", answer: str = "12.5", tolerance: str = "0.5", **changes: Any) -> Told:
    return question(key, "number", answer=answer, tolerance=tolerance, **changes)


def order(key: str = "order", items: Iterable[str] = "pqrs", **changes: Any) -> Told:
    return question(key, "order", items=[{"key": name, "text": texts(f"step {name}")} for name in items], **changes)


def match(key: str = "match", pairs: Iterable[str] = "xyz", **changes: Any) -> Told:
    told = [{"key": name, "left": texts(f"left {name}"), "right": texts(f"right {name}")} for name in pairs]
    return question(key, "match", pairs=told, **changes)


def every_kind(**changes: Any) -> list[Told]:
    return [make(**changes) for make in (single, multiple, true_false, text, number, order, match)]


def quiz(*questions: Told, **changes: Any) -> Told:
    return {"questions": list(questions) or every_kind(), **changes}


QUIZ = quiz()


def quiz_lesson(key: str = "quiz", *, required: bool = True) -> LessonDraft:
    html = {language: f"<p>{key} {language}</p>" for language in LANGUAGES}
    return LessonDraft(key=key, title=texts(key), minutes=5, texts=html, required=required, kind="quiz")


def quiz_course(
    definition: Told | None = None, *, slug: str | None = None, readings: int = 1, share: int = 100
) -> CourseVersion:
    """Published: some readings, and then the quiz."""
    parts = [*(lesson_draft(f"lesson-{number}") for number in range(1, readings + 1)), quiz_lesson()]
    modules = (ModuleDraft("start", texts("start"), tuple(parts)),)
    draft = course_draft(slug, modules=modules, said=f"{readings} readings", share=share)
    version = draft_version(actor=None, draft=draft)
    write_quizzes(version_id=version.id, quizzes={"quiz": definition or QUIZ})
    publish_version(actor=None, version_id=version.id)
    offer_to_all(actor=None, slug=version.course.slug)
    version.refresh_from_db()
    return version


def quiz_of(version: CourseVersion) -> Lesson:
    return Lesson.objects.get(version=version, kind="quiz")


def learner_of(version: CourseVersion, person: User | None = None) -> Enrolment:
    facts, _ = enrol(actor=person or PersonFactory(), course_slug=version.course.slug)
    return Enrolment.objects.select_related("person").get(id=facts.id)
