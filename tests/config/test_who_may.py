"""Nobody where they don't belong: every route of the schema, asked by those who should not get far.

Everything in the world belongs to Morocco: Amina's cohort, enrolment, project, review and credential. It is asked for by
nobody, by a learner who is not Amina, and by Jordan's coordinator. The table says what each of them gets. Coordinators see
programmes and published courses of all states: they choose from them what their cohorts get.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from rest_framework.test import APIClient

from courses.assessment.models import Attempt
from courses.authoring.models import Package, PackageImport
from courses.catalogue.models import CourseVersion
from courses.catalogue.services import create_path
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from foundation.accounts.models import User
from foundation.batches.services import start
from foundation.kernel.clock import today
from foundation.programmes.models import Cohort, Membership, RoleGrant
from foundation.programmes.services import draft_invitation
from mentoring.mentors.models import Evidence, Pause, Vetting
from mentoring.mentors.services import declare_conflict, request_vetting
from mentoring.projects.models import Project
from mentoring.reviews.models import Review
from mentoring.reviews.services import report
from outcomes.credentials.services import issue_for_course
from tests import described
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lessons_of, published
from tests.factories.files import stored
from tests.factories.mentoring import ProjectFactory, leased, mentor, rubric, stage, suspended, texts, waiting
from tests.factories.programmes import CohortFactory, MembershipFactory, coordinator, office
from tests.factories.rosters import RosterRowFactory
from tests.services import in_full

Route = tuple[str, str]
NEW_ID = "01900000-0000-7000-8000-000000000000"


@dataclass
class World:
    amina: User
    values: dict[str, str] = field(default_factory=dict)


class Row(NamedTuple):
    """Statuses for nobody, another learner, the other state's coordinator; and what is well formed to send."""

    nobody: int
    learner: int
    coordinator: int
    body: Any = None
    if_match: bool = False
    query: str = ""


class Form(NamedTuple):
    """A file that is sent as a form."""

    name: str
    content: bytes
    fields: tuple[tuple[str, str], ...] = ()


COHORT = {
    "name": "New", "programme": "{programme}", "organisation": "{organisation}", "starts_on": "2026-10-01",
    "ends_on": "2027-05-31", "seats": 5, "languages": ["ar"], "courses": [],
}  # fmt: skip
CALL = {"title": texts("Call"), "stages": [stage("idea")], "rubric": rubric(), "sdgs": [], "several_projects": True}
PROJECT = {"call": "{call}", "title": "Water", "problem": "Little.", "idea": "A sensor.", "language": "ar"}
SCHOOL = {"name": texts("School"), "slug": "mine", "state": "MA", "kind": "school"}
PATH = {"slug": "mine", "title": texts("P"), "summary": texts("S"), "courses": ["{slug}"]}
DECLARATION = {"own_work": True, "licence": "MIT"}
ATTESTED = {"members": ["{membership_id}"], "evidence": "signed sheets"}
ANSWER = {"decisions": {"learning": True}, "guardian_name": "Nobody"}
ROSTER = Form("list.csv", b"Name\nSalma\n")
EVIDENCE = Form("identity.pdf", b"%PDF-1.7", (("kind", "identity"),))
PROOF = Form("prototype.pdf", b"%PDF-1.7", (("question", "demo"),))
PLACED = Form("prototype.pdf", b"%PDF-1.7")
PACKAGE = Form("course.zip", b"PK\x03\x04")
COMPLETED = {
    "id": NEW_ID, "kind": "lesson_completed", "enrolment": "{enrolment_id}", "lesson": "{lesson_id}",
    "occurred_at": "2026-11-01T10:00:00Z",
}  # fmt: skip
REPORT = {"subject": {"type": "review", "id": "{review_id}"}, "reason": "unsafe"}
PUBLISH = {"digest": "0" * 64, "learners": "move"}
MEMBER = {"name": "Salma", "birth_date": "2000-01-01", "language": "ar"}

TABLE: dict[Route, Row] = {
    ("get", "/api/v1/achievements"): Row(200, 200, 200),
    ("get", "/api/v1/attempts/{attempt_id}"): Row(401, 404, 404),
    ("patch", "/api/v1/attempts/{attempt_id}"): Row(401, 404, 404, {"answers": {"q": True}}),
    ("post", "/api/v1/attempts/{attempt_id}/submit"): Row(401, 404, 404),
    ("get", "/api/v1/batches/{batch_id}"): Row(401, 404, 404),
    ("delete", "/api/v1/batches/{batch_id}"): Row(401, 404, 404),
    ("post", "/api/v1/batches/{batch_id}/retry"): Row(401, 404, 404),
    ("get", "/api/v1/batches/{batch_id}/rows"): Row(401, 404, 404),
    ("get", "/api/v1/bundle-keys"): Row(200, 200, 200),
    ("get", "/api/v1/calls"): Row(401, 200, 200),
    ("post", "/api/v1/calls"): Row(401, 403, 403, CALL),
    ("get", "/api/v1/calls/{call_id}"): Row(401, 200, 200),
    ("patch", "/api/v1/calls/{call_id}"): Row(401, 403, 403, {"title": texts("Mine")}, True),
    ("get", "/api/v1/calls/{call_id}/reviewers"): Row(401, 404, 404),
    ("get", "/api/v1/calls/{call_id}/scores"): Row(401, 404, 404),
    ("get", "/api/v1/cases"): Row(401, 403, 403),
    ("get", "/api/v1/cases/{case_id}"): Row(401, 403, 403),
    ("get", "/api/v1/cases/{case_id}/files/{file_id}"): Row(401, 403, 403),
    ("patch", "/api/v1/cases/{case_id}"): Row(401, 403, 403, {"note": "Mine"}, True),
    ("post", "/api/v1/claims"): Row(404, 404, 404, {"code": "ABCD-EFGH-JKMN"}),
    ("get", "/api/v1/cohorts"): Row(401, 200, 200),
    ("post", "/api/v1/cohorts"): Row(401, 404, 404, COHORT),
    ("get", "/api/v1/cohorts/{cohort_id}"): Row(401, 404, 404),
    ("patch", "/api/v1/cohorts/{cohort_id}"): Row(401, 404, 404, {"name": "Mine"}, True),
    ("get", "/api/v1/cohorts/{cohort_id}/consents"): Row(401, 404, 404),
    ("post", "/api/v1/cohorts/{cohort_id}/consents"): Row(401, 404, 404, ATTESTED),
    ("get", "/api/v1/cohorts/{cohort_id}/members"): Row(401, 404, 404),
    ("post", "/api/v1/cohorts/{cohort_id}/members"): Row(401, 404, 404, MEMBER),
    ("get", "/api/v1/cohorts/{cohort_id}/members/{membership_id}"): Row(401, 404, 404),
    ("patch", "/api/v1/cohorts/{cohort_id}/members/{membership_id}"): Row(401, 404, 404, {"status": "withdrawn"}, True),
    ("post", "/api/v1/cohorts/{cohort_id}/members/{membership_id}/claim-code"): Row(401, 404, 404),
    ("post", "/api/v1/cohorts/{cohort_id}/members/{membership_id}/guardian-link"): Row(401, 404, 404),
    ("get", "/api/v1/cohorts/{cohort_id}/progress"): Row(401, 404, 404),
    ("get", "/api/v1/cohorts/{cohort_id}/progress.csv"): Row(401, 404, 404),
    ("get", "/api/v1/cohorts/{cohort_id}/progress.pdf"): Row(401, 404, 404),
    ("get", "/api/v1/cohorts/{cohort_id}/progress/totals"): Row(401, 404, 404),
    ("get", "/api/v1/cohorts/{cohort_id}/rosters"): Row(401, 404, 404),
    ("post", "/api/v1/cohorts/{cohort_id}/rosters"): Row(401, 404, 404, ROSTER),
    ("post", "/api/v1/course-packages"): Row(401, 403, 403, PACKAGE),
    ("get", "/api/v1/course-packages/{import_id}"): Row(401, 404, 404),
    ("get", "/api/v1/courses"): Row(200, 200, 200),
    ("get", "/api/v1/courses/facets"): Row(200, 200, 200),
    ("get", "/api/v1/courses/{slug}"): Row(404, 404, 200),
    ("patch", "/api/v1/courses/{slug}"): Row(401, 404, 403, {"open_to_all": True}, True),
    ("get", "/api/v1/courses/{slug}/lessons"): Row(404, 404, 200, query="?q=lesson"),
    ("get", "/api/v1/courses/{slug}/offline.zip"): Row(404, 404, 200),
    ("get", "/api/v1/courses/{slug}/outline"): Row(404, 404, 200),
    ("get", "/api/v1/courses/{slug}/package"): Row(401, 404, 404),
    ("get", "/api/v1/courses/{slug}/versions"): Row(401, 404, 404),
    ("get", "/api/v1/courses/{slug}/versions/{number}/lessons/{lesson_id}"): Row(401, 404, 404),
    ("get", "/api/v1/courses/{slug}/versions/{number}/outline"): Row(401, 404, 404),
    ("post", "/api/v1/courses/{slug}/recomputation"): Row(401, 404, 404),
    ("get", "/api/v1/courses/{slug}/versions/{number}/publish"): Row(401, 404, 404),
    ("post", "/api/v1/courses/{slug}/versions/{number}/publish"): Row(401, 404, 404, PUBLISH),
    ("get", "/api/v1/courses/{slug}/versions/{number}/lessons/{lesson_id}/questions"): Row(401, 404, 404),
    ("get", "/api/v1/courses/{slug}/versions/{number}/lessons/{lesson_id}/quiz"): Row(401, 404, 404),
    ("get", "/api/v1/credentials"): Row(401, 200, 200),
    ("post", "/api/v1/credentials/{credential_id}/reinstate"): Row(401, 404, 404, {"reason": "mistake"}),
    ("post", "/api/v1/credentials/{credential_id}/revoke"): Row(401, 404, 404, {"reason": "mistake"}),
    ("get", "/api/v1/enrolments"): Row(401, 200, 200),
    ("post", "/api/v1/enrolments"): Row(401, 422, 201, {"course": "{slug}"}),
    ("get", "/api/v1/enrolments/{enrolment_id}"): Row(401, 404, 404),
    ("delete", "/api/v1/enrolments/{enrolment_id}"): Row(401, 404, 404),
    ("get", "/api/v1/enrolments/{enrolment_id}/lessons/{lesson_id}/attempts"): Row(401, 404, 404),
    ("post", "/api/v1/enrolments/{enrolment_id}/lessons/{lesson_id}/attempts"): Row(401, 404, 404),
    ("put", "/api/v1/enrolments/{enrolment_id}/lessons/{lesson_id}/completion"): Row(401, 404, 404, {}),
    ("get", "/api/v1/enrolments/{enrolment_id}/lessons/{lesson_id}/quiz"): Row(401, 404, 404),
    ("post", "/api/v1/enrolments/{enrolment_id}/lessons/{lesson_id}/reopening"): Row(401, 404, 404),
    ("delete", "/api/v1/enrolments/{enrolment_id}/lessons/{lesson_id}/reopening"): Row(401, 404, 404),
    ("post", "/api/v1/enrolments/{enrolment_id}/reopening"): Row(401, 404, 404, {"until": "2090-12-31"}),
    ("delete", "/api/v1/enrolments/{enrolment_id}/reopening"): Row(401, 404, 404),
    ("get", "/api/v1/files/{file_id}"): Row(401, 404, 404),
    ("get", "/api/v1/files/{file_id}/content"): Row(401, 404, 404),
    ("get", "/api/v1/grants"): Row(401, 200, 200),
    ("post", "/api/v1/grants"): Row(401, 404, 404, {"role": "programme_office", "email": "a@example.org"}),
    ("delete", "/api/v1/grants/{grant_id}"): Row(401, 404, 404),
    ("get", "/api/v1/guardian-consents/{token}"): Row(404, 404, 404),
    ("post", "/api/v1/guardian-consents/{token}"): Row(404, 403, 403, ANSWER),
    ("get", "/api/v1/lessons/{lesson_id}"): Row(401, 404, 200),
    ("get", "/api/v1/me"): Row(401, 200, 200),
    ("patch", "/api/v1/me"): Row(401, 200, 200, {"language": "fr"}, True),
    ("get", "/api/v1/me/consents"): Row(401, 200, 200),
    ("get", "/api/v1/me/next"): Row(401, 200, 200),
    ("get", "/api/v1/member-states"): Row(200, 200, 200),
    ("get", "/api/v1/member-states/{code}/calendar"): Row(200, 200, 200),
    ("put", "/api/v1/member-states/{code}/calendar/{day}"): Row(401, 404, 404, {"working": True}),
    ("delete", "/api/v1/member-states/{code}/calendar/{day}"): Row(401, 404, 404),
    ("get", "/api/v1/mentors"): Row(401, 403, 200),
    ("get", "/api/v1/mentors/me"): Row(401, 404, 404),
    ("patch", "/api/v1/mentors/me"): Row(401, 404, 404, {"languages": ["ar"]}, True),
    ("get", "/api/v1/mentors/me/conflicts"): Row(401, 404, 404),
    ("post", "/api/v1/mentors/me/conflicts"): Row(401, 404, 404, {"kind": "family_name", "family_name": "Fassi"}),
    ("delete", "/api/v1/mentors/me/conflicts/{conflict_id}"): Row(401, 404, 404),
    ("get", "/api/v1/mentors/me/desk"): Row(401, 404, 404),
    ("get", "/api/v1/mentors/me/pauses"): Row(401, 404, 404),
    ("post", "/api/v1/mentors/me/pauses"): Row(401, 404, 404, {"starts_on": "2026-12-01"}),
    ("delete", "/api/v1/mentors/me/pauses/{pause_id}"): Row(401, 404, 404),
    ("get", "/api/v1/mentors/me/rating"): Row(401, 403, 403),
    ("get", "/api/v1/mentors/{mentor_id}/suspension"): Row(401, 404, 404),
    ("post", "/api/v1/mentors/{mentor_id}/suspension"): Row(401, 404, 404, {"reason": "report"}),
    ("delete", "/api/v1/mentors/{mentor_id}/suspension"): Row(401, 404, 404),
    ("get", "/api/v1/notifications"): Row(401, 200, 200),
    ("post", "/api/v1/notifications/read"): Row(401, 200, 200, {"all": True}),
    ("get", "/api/v1/organisations"): Row(401, 200, 200),
    ("post", "/api/v1/organisations"): Row(401, 404, 400, SCHOOL),
    ("get", "/api/v1/organisations/{reference}"): Row(401, 404, 404),
    ("patch", "/api/v1/organisations/{reference}"): Row(401, 404, 404, {"name": texts("Mine")}, True),
    ("get", "/api/v1/paths"): Row(200, 200, 200),
    ("post", "/api/v1/paths"): Row(401, 403, 403, PATH),
    ("get", "/api/v1/paths/{slug}"): Row(404, 404, 200),
    ("patch", "/api/v1/paths/{slug}"): Row(401, 404, 403, {"title": texts("Mine")}, True),
    ("post", "/api/v1/paths/{slug}/enrolment"): Row(401, 404, 201),
    ("get", "/api/v1/programmes"): Row(401, 200, 200),
    ("post", "/api/v1/programmes"): Row(
        401, 404, 404, {"title": texts("P"), "slug": "p", "starts_on": "2026-09-01", "ends_on": "2027-06-30"}
    ),
    ("get", "/api/v1/programmes/{reference}"): Row(401, 404, 200),
    ("patch", "/api/v1/programmes/{reference}"): Row(401, 404, 404, {"title": texts("Mine")}, True),
    ("post", "/api/v1/progress-events"): Row(401, 200, 200, {"events": [COMPLETED]}),
    ("get", "/api/v1/projects"): Row(401, 200, 200),
    ("post", "/api/v1/projects"): Row(401, 201, 201, PROJECT),
    ("get", "/api/v1/projects/{project_id}"): Row(401, 404, 404),
    ("patch", "/api/v1/projects/{project_id}"): Row(401, 404, 404, {"title": "Mine"}, True),
    ("get", "/api/v1/projects/{project_id}/declaration"): Row(401, 404, 404),
    ("put", "/api/v1/projects/{project_id}/declaration"): Row(401, 404, 404, DECLARATION, True),
    ("get", "/api/v1/projects/{project_id}/showing"): Row(401, 404, 404),
    ("put", "/api/v1/projects/{project_id}/showing"): Row(401, 404, 404, {"show": True}, True),
    ("post", "/api/v1/projects/{project_id}/join-code"): Row(401, 404, 404),
    ("delete", "/api/v1/projects/{project_id}/join-code"): Row(401, 404, 404),
    ("get", "/api/v1/projects/{project_id}/members"): Row(401, 404, 404),
    ("post", "/api/v1/projects/{project_id}/members"): Row(401, 404, 404, {"code": "ABCD-EFGH-JKMN"}),
    ("patch", "/api/v1/projects/{project_id}/members/{member_id}"): Row(401, 404, 404, {"role": "Mine"}),
    ("delete", "/api/v1/projects/{project_id}/members/{member_id}"): Row(401, 404, 404),
    ("post", "/api/v1/projects/{project_id}/members/{member_id}/letting-go"): Row(401, 404, 404, {"reason": "other"}),
    ("post", "/api/v1/projects/{project_id}/other-mentor"): Row(401, 404, 404, {"reason": "other"}),
    ("delete", "/api/v1/projects/{project_id}/other-mentor"): Row(401, 404, 404),
    ("get", "/api/v1/projects/{project_id}/submissions"): Row(401, 404, 404),
    ("post", "/api/v1/projects/{project_id}/submissions"): Row(401, 404, 404, {"answers": {}}),
    ("get", "/api/v1/projects/{project_id}/takedown"): Row(401, 404, 404),
    ("post", "/api/v1/projects/{project_id}/takedown"): Row(401, 404, 404, {"reason": "other"}),
    ("delete", "/api/v1/projects/{project_id}/takedown"): Row(401, 404, 404),
    ("get", "/api/v1/ratings"): Row(401, 404, 404),
    ("get", "/api/v1/remarks"): Row(401, 200, 200),
    ("get", "/api/v1/reports"): Row(401, 200, 200),
    ("post", "/api/v1/reports"): Row(401, 422, 422, REPORT),
    ("get", "/api/v1/review-queue"): Row(401, 403, 403),
    ("get", "/api/v1/review-queue/forecasts"): Row(401, 404, 404),
    ("post", "/api/v1/review-queue/{submission_id}/lease"): Row(401, 404, 404),
    ("post", "/api/v1/review-queue/{submission_id}/snooze"): Row(401, 404, 404, {"days": 1}),
    ("delete", "/api/v1/review-queue/{submission_id}/snooze"): Row(401, 404, 404),
    ("get", "/api/v1/reviews"): Row(401, 403, 403),
    ("get", "/api/v1/reviews/{review_id}"): Row(401, 404, 404),
    ("patch", "/api/v1/reviews/{review_id}"): Row(401, 404, 404, {"feedback": "Mine"}, True),
    ("get", "/api/v1/reviews/{review_id}/rating"): Row(401, 404, 404),
    ("get", "/api/v1/reviews/{review_id}/unsaved"): Row(401, 404, 404),
    ("put", "/api/v1/reviews/{review_id}/rating"): Row(401, 404, 404, {"helpful": 5}),
    ("post", "/api/v1/reviews/{review_id}/release"): Row(401, 404, 404),
    ("post", "/api/v1/reviews/{review_id}/renew"): Row(401, 404, 404),
    ("post", "/api/v1/reviews/{review_id}/submit"): Row(401, 404, 404),
    ("get", "/api/v1/rosters/{roster_id}"): Row(401, 404, 404),
    ("post", "/api/v1/rosters/{roster_id}/apply"): Row(401, 404, 404, {"digest": "0" * 64}),
    ("get", "/api/v1/rosters/{roster_id}/claim-cards.pdf"): Row(401, 404, 404),
    ("get", "/api/v1/rosters/{roster_id}/consent-sheets.pdf"): Row(401, 404, 404),
    ("post", "/api/v1/rosters/{roster_id}/preview"): Row(401, 404, 404),
    ("get", "/api/v1/rosters/{roster_id}/rows"): Row(401, 404, 404),
    ("get", "/api/v1/rosters/{roster_id}/rows.csv"): Row(401, 404, 404),
    ("get", "/api/v1/rosters/{roster_id}/rows/{number}"): Row(401, 404, 404),
    ("patch", "/api/v1/rosters/{roster_id}/rows/{number}"): Row(401, 404, 404, {"values": {"name": "Mine"}}, True),
    ("post", "/api/v1/rosters/{roster_id}/undo"): Row(401, 404, 404),
    ("get", "/api/v1/showcase"): Row(200, 200, 200),
    ("get", "/api/v1/showcase/facets"): Row(200, 200, 200),
    ("get", "/api/v1/showcase/{project_id}"): Row(404, 404, 404),
    ("get", "/api/v1/submissions/{submission_id}"): Row(401, 404, 404),
    ("patch", "/api/v1/submissions/{submission_id}"): Row(401, 404, 404, {"answers": {}}, True),
    ("delete", "/api/v1/submissions/{submission_id}"): Row(401, 404, 404, None, True),
    ("get", "/api/v1/submissions/{submission_id}/comparison"): Row(401, 404, 404),
    ("get", "/api/v1/submissions/{submission_id}/files"): Row(401, 404, 404),
    ("post", "/api/v1/submissions/{submission_id}/files"): Row(401, 404, 404, PROOF),
    ("get", "/api/v1/submissions/{submission_id}/files/{file_id}"): Row(401, 404, 404),
    ("put", "/api/v1/submissions/{submission_id}/files/{file_id}"): Row(401, 404, 404, PLACED),
    ("delete", "/api/v1/submissions/{submission_id}/files/{file_id}"): Row(401, 404, 404),
    ("get", "/api/v1/submissions/{submission_id}/history"): Row(401, 404, 404),
    ("get", "/api/v1/submissions/{submission_id}/reviews"): Row(401, 404, 404),
    ("post", "/api/v1/submissions/{submission_id}/submit"): Row(401, 404, 404),
    ("post", "/api/v1/teams"): Row(401, 404, 404, {"code": "ABCD-EFGH-JKMN"}),
    ("get", "/api/v1/submissions/{submission_id}/waiting"): Row(401, 404, 404),
    ("post", "/api/v1/submissions/{submission_id}/withdrawal"): Row(401, 404, 404),
    ("get", "/api/v1/vettings"): Row(401, 200, 200),
    ("post", "/api/v1/vettings"): Row(401, 404, 404, {"state": "MA"}),
    ("get", "/api/v1/vettings/{vetting_id}"): Row(401, 404, 404),
    ("delete", "/api/v1/vettings/{vetting_id}"): Row(401, 404, 404),
    ("post", "/api/v1/vettings/{vetting_id}/decide"): Row(401, 404, 404, {"decision": "valid"}),
    ("post", "/api/v1/vettings/{vetting_id}/evidence"): Row(401, 404, 404, EVIDENCE),
    ("get", "/api/v1/vettings/{vetting_id}/evidence/{evidence_id}"): Row(401, 404, 404),
    ("post", "/api/v1/vettings/{vetting_id}/revoke"): Row(401, 404, 404, {"reason": "mistake"}),
}
CALLERS = ("nobody", "learner", "coordinator")


def routes() -> set[Route]:
    described_at = described.paths().items()
    return {(method, path) for path, item in described_at for method in item if method != "parameters"}


def test_the_table_has_every_route_and_no_other() -> None:
    assert set(TABLE) == routes()


@pytest.fixture
def world(db: None) -> World:
    version = published(course_draft("only-for-morocco"), open_to_all=False)
    create_path(
        actor=office(),
        slug="only-for-morocco",
        title=texts("P"),
        summary=texts("S"),
        courses=["only-for-morocco"],
        is_published=True,
    )
    cohort = CohortFactory(courses=["only-for-morocco"])
    membership: Membership = MembershipFactory(cohort=cohort)
    amina = membership.person
    enrol(actor=amina, course_slug="only-for-morocco")
    submission = waiting(ProjectFactory(owner=amina))
    review = leased(mentor(), submission)
    asked = request_vetting(actor=review.mentor.person, state="MA")
    shown = Evidence.objects.create(vetting=asked, kind="identity", file=stored(review.mentor.person))
    pause = Pause.objects.create(mentor=review.mentor, starts_on="2030-01-01")
    declared = declare_conflict(actor=review.mentor.person, kind="family_name", family_name="Nobody")
    reported = report(actor=review.mentor.person, subject_type="review", subject_id=review.id, reason="other")
    grant = RoleGrant.objects.filter(person=review.mentor.person).get()
    draft_invitation(person_id=amina.id)
    values = {
        "call": submission.project.call_id, "call_id": submission.project.call_id, "cohort_id": cohort.id,
        "membership_id": membership.id, "slug": "only-for-morocco", "enrolment_id": Enrolment.objects.get(person=amina).id,
        "lesson_id": lessons_of(version)[0].id, "grant_id": grant.id, "project_id": submission.project_id,
        "submission_id": submission.id, "review_id": review.id, "programme": cohort.programme.slug,
        "organisation": cohort.organisation.slug, "credential_id": _credential(amina, version),
        "batch_id": start(kind="tests.none", owner_id=amina.id).id, "file_id": stored(amina).id,
        "import_id": _package(version),
        "attempt_id": _attempt(version).id, "roster_id": _roster(cohort), "number": 1, "token": "ABCD-EFGH-JKMN",
        "code": "MA", "day": "2026-12-01", "mentor_id": review.mentor_id, "vetting_id": asked.id,
        "evidence_id": shown.id, "member_id": submission.project.members.get().id, "pause_id": pause.id,
        "conflict_id": declared.id,
        "case_id": reported.case_id,
    }  # fmt: skip
    return World(amina, {name: str(value) for name, value in values.items()})


def _attempt(version: CourseVersion) -> Attempt:
    enrolment = Enrolment.objects.get(version=version)
    return Attempt.objects.create(enrolment=enrolment, lesson=lessons_of(version)[0], number=1, seed=1)


def _package(version: CourseVersion) -> Any:
    Package.objects.create(version=version, archive=b"")
    return PackageImport.objects.create(version=version).id


def _roster(cohort: Cohort) -> Any:
    return RosterRowFactory(roster__cohort=cohort, number=1).roster_id


def _credential(person: User, version: CourseVersion) -> Any:
    return issue_for_course(person_id=person.id, course_id=version.course_id, version_id=version.id).id


def caller(name: str, client_of: Any) -> APIClient:
    people = {"nobody": lambda: None, "learner": PersonFactory, "coordinator": lambda: coordinator("JO")}
    client: APIClient = client_of(people[name]())
    return client


def filled(template: Any, values: dict[str, str]) -> Any:
    if isinstance(template, str):
        return template.format(**values) if template.startswith("{") else template
    if isinstance(template, list):
        return [filled(value, values) for value in template]
    if isinstance(template, dict):
        return {name: filled(value, values) for name, value in template.items()}
    return template


@pytest.mark.parametrize("name", CALLERS)
def test_each_gets_what_the_table_says(world: World, client_of: Any, name: str) -> None:
    client = caller(name, client_of)
    answers = {route: ask(client, *route, world.values).status_code for route in TABLE}
    assert answers == {route: getattr(row, name) for route, row in TABLE.items()}


TRUST_LOST = {
    "never vetted": lambda: Vetting.objects.filter(status="valid").delete(),
    "expired": lambda: Vetting.objects.filter(status="valid").update(expires_on=today() - timedelta(days=1)),
    "revoked": lambda: Vetting.objects.filter(status="valid").update(status="revoked"),
    "suspended": lambda: suspended(Review.objects.get().mentor.person),
}


def finds(world: World, client_of: Any, routes: Iterable[Route]) -> list[Route]:
    """Those on which the mentor who holds Amina's work reads who she is, or what her work is called."""
    client = client_of(User.objects.get(pk=Review.objects.get().mentor.person_id))
    project = Project.objects.get()
    secrets = [text.encode() for text in (world.amina.name, world.amina.username, str(world.amina.id), project.title)]
    said = {route: ask(client, *route, world.values).getvalue() for route in routes}
    return sorted(route for route, words in said.items() if any(secret in words for secret in secrets))


@pytest.mark.proof
def test_a_mentor_in_whom_trust_is_lost_finds_nothing_of_her_on_any_route(world: World, client_of: Any) -> None:
    """In `make test` each route is asked in one of the ways, and those that told of her in all."""
    paths = ("/api/v1/mentors/me/desk", "/api/v1/projects", "/api/v1/projects/{project_id}")
    told, all_routes = [("get", path) for path in paths], list(TABLE)
    assert finds(world, client_of, all_routes) == told
    lost = {}
    for number, (how, lose) in enumerate(TRUST_LOST.items()):
        with transaction.atomic():
            lose()
            asked = all_routes if in_full() else [*told, *all_routes[number :: len(TRUST_LOST)]]
            lost[how] = finds(world, client_of, asked)
            transaction.set_rollback(True)
    assert lost == {how: [] for how in TRUST_LOST}


def ask(client: APIClient, method: str, path: str, values: dict[str, str]) -> Any:
    """The answer, with what it changed taken back."""
    row = TABLE[method, path]
    url = (
        path.format(**values, reference=values["organisation" if "organisations" in path else "programme"]) + row.query
    )
    headers = {"HTTP_IF_MATCH": "*"} if row.if_match else {}
    with transaction.atomic():
        if isinstance(row.body, Form):
            file = SimpleUploadedFile(row.body.name, row.body.content)
            form = {"file": file, **dict(row.body.fields)}
            answer = getattr(client, method)(url, form, format="multipart")
        else:
            body = "" if row.body is None else json.dumps(filled(row.body, values))
            answer = client.generic(method.upper(), url, body, "application/json", **headers)
        transaction.set_rollback(True)
    return answer
