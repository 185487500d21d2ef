"""What the first page tells: one learner's way, from what the demo's database holds now, beside the requests that make it."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from config.demo import COURSE, HEROINE
from courses.catalogue.selectors import OutlinedLesson
from courses.enrolment.selectors import enrolments_of, outline_for, read_lesson
from foundation.accounts.models import User
from foundation.accounts.selectors import person_by_username
from foundation.kernel.language import direction, pick
from foundation.kernel.names import readable_name
from foundation.kernel.urls import public_url
from foundation.programmes.models import Membership
from foundation.programmes.selectors import active_memberships
from mentoring.projects.models import Project
from mentoring.projects.selectors import list_projects, list_submissions
from mentoring.reviews.enums import Remark
from mentoring.reviews.models import Review
from mentoring.reviews.selectors import reviews_of_submission
from outcomes.credentials.enums import AchievementKind
from outcomes.credentials.models import Credential
from outcomes.credentials.selectors import Confirmation, list_credentials
from outcomes.credentials.services import certificate_png

PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
LONGEST = 110


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and its answer, in short."""

    method: str
    path: str
    status: int
    told: dict[str, Any]
    sent: dict[str, Any] | None = None
    language: str = ""

    @property
    def sent_json(self) -> str:
        return _json(self.sent) if self.sent else ""

    @property
    def told_json(self) -> str:
        return _json(self.told)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning of a lesson, as a phone shows it."""

    id: UUID
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a learner or mentor in the language they were written in."""

    title: str
    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Two addresses: the paper's, with the key, and the number's alone. `shown` is what the second tells a stranger."""

    listing: Asked
    with_key: str
    bare: str
    shown: Confirmation


@dataclass(frozen=True, slots=True)
class Story:
    name: str
    cohort: str
    adding: Asked
    lesson: Excerpt
    reading: Asked
    done: int
    total: int
    completing: Asked
    project: Said
    beginning: Asked
    feedback: Said
    remarks: list[str]
    reviewing: Asked
    certificate: Certificate | None


def tell() -> Story | None:
    """None where the demo is not, or where somebody took parts of it away."""
    heroine = person_by_username(HEROINE)
    return _told(heroine) if heroine else None


def _told(heroine: User) -> Story | None:
    membership = active_memberships(heroine.id).select_related("cohort").first()
    enrolment = enrolments_of(heroine).filter(course__slug=COURSE).first()
    project = list_projects(heroine, status="accepted").order_by("id").first()
    review = _review_of(heroine, project)
    if not (membership and enrolment and project and review):
        return None
    outline, _ = outline_for(heroine, COURSE)
    first, *_, last = (lesson for module in outline.modules for lesson in module.lessons if lesson.required)
    lesson = _excerpt(heroine, first)
    return Story(
        name=readable_name(heroine.name, heroine.name_latin),
        cohort=membership.cohort.name,
        adding=_adding(heroine, membership),
        lesson=lesson,
        reading=_reading(lesson, first),
        done=enrolment["done"],
        total=enrolment["total"],
        completing=_completing(enrolment, last),
        project=Said(project.title, project.problem, project.language),
        beginning=_beginning(project),
        feedback=Said("", review.feedback, project.language),
        remarks=[str(Remark(code).label) for code in review.remarks],
        reviewing=_reviewing(review),
        certificate=_certificate(heroine),
    )


def picture() -> bytes | None:
    heroine = person_by_username(HEROINE)
    credential = _credential_of(heroine) if heroine else None
    return certificate_png(credential) if credential else None


def _credential_of(heroine: User) -> Credential | None:
    """For her project. None until a worker has issued it."""
    projects = list_credentials(heroine).filter(achievement__kind=AchievementKind.PROJECT)
    return projects.order_by("id").first()


def _certificate(heroine: User) -> Certificate | None:
    credential = _credential_of(heroine)
    if credential is None:
        return None
    bare = f"/credentials/{credential.id}"
    told = {
        "id": credential.id,
        "title": pick(credential.snapshot["titles"]),
        "project_title": credential.snapshot["project_title"],
        "status": credential.status,
        "issued_at": credential.issued_at,
        "url": public_url(bare),
    }
    return Certificate(
        listing=Asked("GET", "/api/v1/credentials", 200, {"results": [told]}),
        with_key=f"{bare}?key={credential.view_key}",
        bare=bare,
        shown=Confirmation(credential, whole=False),
    )


def _review_of(heroine: User, project: Project | None) -> Review | None:
    submission = list_submissions(heroine, project.id).order_by("-id").first() if project else None
    return reviews_of_submission(heroine, submission.id).order_by("-id").first() if submission else None


def _excerpt(heroine: User, lesson: OutlinedLesson) -> Excerpt:
    """In Arabic, whatever the reader's language: so a lesson looks to her."""
    read = read_lesson(heroine, lesson.id, "ar")
    beginning = "".join(PARAGRAPH.findall(read.html)[:2])
    return Excerpt(read.id, read.title["ar"], mark_safe(beginning))


def _adding(heroine: User, membership: Membership) -> Asked:
    sent = {"name": heroine.name, "birth_date": str(heroine.birth_date), "language": heroine.language}
    told = {"id": membership.id, "name": heroine.name, "status": "invited", "claim": {"code": "••••-••••-••••"}}
    return Asked("POST", f"/api/v1/cohorts/{membership.cohort_id}/members", 201, told, sent)


def _reading(lesson: Excerpt, outlined: OutlinedLesson) -> Asked:
    told = {"id": lesson.id, "key": outlined.key, "title": lesson.title, "language": "ar", "html": lesson.html}
    return Asked("GET", f"/api/v1/lessons/{lesson.id}", 200, told, language="ar")


def _completing(enrolment: dict[str, Any], lesson: OutlinedLesson) -> Asked:
    told = {
        "course": enrolment["slug"],
        "status": enrolment["status"],
        "progress": {name: enrolment[name] for name in ("done", "total", "needed")},
        "completed_at": enrolment["completed_at"],
    }
    return Asked("PUT", f"/api/v1/enrolments/{enrolment['id']}/lessons/{lesson.id}/completion", 200, told, {})


def _beginning(project: Project) -> Asked:
    words = {"title": project.title, "problem": project.problem, "idea": project.idea, "language": project.language}
    told = {"id": project.id, "title": project.title, "stage": project.stage, "status": "active"}
    return Asked("POST", "/api/v1/projects", 201, told, {"call": project.call_id, **words})


def _reviewing(review: Review) -> Asked:
    told = {
        "id": review.id,
        "status": review.status,
        "decision": review.decision,
        "scores": {key: score["points"] for key, score in review.scores.items()},
        "remarks": review.remarks,
        "feedback": review.feedback,
    }
    return Asked("POST", f"/api/v1/reviews/{review.id}/submit", 200, told)


def _json(value: Any) -> str:
    return json.dumps(_short(value), ensure_ascii=False, indent=2, default=str)


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _short(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_short(item) for item in value]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST].rstrip() + " …"
    return value
