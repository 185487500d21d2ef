"""What the bench of the house needs in its database, and the requests that its clients send. Runs with Django set up."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from courses.catalogue.models import Lesson
from courses.catalogue.services import (
    CourseDraft,
    LessonDraft,
    ModuleDraft,
    draft_version,
    offer_to_all,
    publish_version,
)
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from foundation.accounts.api.tokens import access_token
from foundation.accounts.models import User
from foundation.kernel.clock import now

COURSES, MODULES, LESSONS, LEARNERS = 20, 4, 10, 60
WORDS = {
    "ar": "تعلّم كيف يتغيّر العمل وما يبقى نافعًا. ",
    "en": "How work changes and what lasts. ",
    "fr": "Ce qui change. ",
}


@dataclass(frozen=True, slots=True)
class Learner:
    person: User
    token: str


def load() -> list[Learner]:
    """20 courses of 40 lessons, open to all, and learners enrolled in each."""
    for number in range(COURSES):
        version = draft_version(actor=None, draft=course(number))
        publish_version(actor=None, version_id=version.id)
        offer_to_all(actor=None, slug=version.course.slug)
    learners = [learner(number) for number in range(LEARNERS)]
    for one in learners:
        for number in range(COURSES):
            enrol(actor=one.person, course_slug=f"course-{number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return learners


def requests(learners: list[Learner], port: int) -> dict[str, list[bytes]]:
    """The requests of each kind. Half of the learners are the targets', half the floor's, so that both write new rows."""
    targets, floors = learners[::2], learners[1::2]
    lessons = list(Lesson.objects.order_by("id").values_list("id", flat=True))
    return {
        "read floor": [_request("GET", "/floor/read", port)],
        "list": [_request("GET", "/api/v1/courses", port, learner.token) for learner in learners],
        "lesson": [_read(lesson, learners[place % LEARNERS], port) for place, lesson in enumerate(lessons)],
        "write floor": [
            _request("PUT", f"/floor/write/{enrolment}/{lesson}", port) for _, enrolment, lesson in _pairs(floors)
        ],
        "completion": [
            _request("PUT", f"/api/v1/enrolments/{enrolment}/lessons/{lesson}/completion", port, token)
            for token, enrolment, lesson in _pairs(targets)
        ],
    }


def _read(lesson: UUID, learner: Learner, port: int) -> bytes:
    return _request("GET", f"/api/v1/lessons/{lesson}", port, learner.token)


def _pairs(learners: list[Learner]) -> list[tuple[str, UUID, UUID]]:
    """(token, enrolment, lesson), one learner after the other, so that no two clients meet on one enrolment."""
    lessons: dict[UUID, list[UUID]] = {}
    for version, lesson in Lesson.objects.values_list("version", "id"):
        lessons.setdefault(version, []).append(lesson)
    by_learner = []
    for learner in learners:
        rows = Enrolment.objects.filter(person=learner.person).values_list("id", "version")
        by_learner.append(
            [(learner.token, enrolment, lesson) for enrolment, version in rows for lesson in lessons[version]]
        )
    return [pair for turn in zip(*by_learner, strict=True) for pair in turn]


def _request(method: str, path: str, port: int, token: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{port}", "Accept: application/json", "Accept-Language: ar"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Length: 0"] if method == "PUT" else []
    return "\r\n".join([*lines, "", ""]).encode()


def course(number: int) -> CourseDraft:
    modules = tuple(ModuleDraft(f"module-{m}", _texts(f"Module {m}"), _lessons(m)) for m in range(MODULES))
    return CourseDraft(
        slug=f"course-{number}",
        title=_texts(f"Course {number}"),
        summary={language: words * 5 for language, words in WORDS.items()},
        level="foundation",
        hours=6,
        skills=["learning-to-learn", "career-planning", "information-and-data-literacy"],
        modules=modules,
        content_hash=str(number),
    )


def _lessons(module: int) -> tuple[LessonDraft, ...]:
    html = {language: f"<p>{words * 20}</p>\n" * 6 for language, words in WORDS.items()}
    keys = [f"lesson-{module}-{number}" for number in range(LESSONS)]
    return tuple(LessonDraft(key=key, title=_texts(key), minutes=10, texts=html) for key in keys)


def _texts(words: str) -> dict[str, str]:
    return {language: f"{words} {WORDS[language].strip()}" for language in WORDS}


def learner(number: int) -> Learner:
    person = User.objects.create(
        username=f"learner-{number}",
        name=f"Learner {number}",
        birth_date=date(2000, 1, 1),
        language="ar",
        claimed_at=now(),
        password=secrets.token_hex(),
    )
    session = SessionStore()
    session["bench"] = True
    session.set_expiry(timedelta(hours=1))
    session.create()
    return Learner(person, access_token(person, session))
