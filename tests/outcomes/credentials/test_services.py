from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from courses.catalogue.models import CourseVersion
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound
from foundation.outbox.events.courses import CourseCompleted
from foundation.outbox.events.mentoring import ProjectAccepted
from foundation.outbox.models import EventRecord
from outcomes.credentials import subscribers, tasks
from outcomes.credentials.enums import CredentialStatus
from outcomes.credentials.errors import NotReinstatable, NotRevocable
from outcomes.credentials.models import Achievement, Credential
from outcomes.credentials.rules import ALPHABET
from outcomes.credentials.services import (
    certificate_pdf,
    issue_for_course,
    issue_for_project,
    reinstate_credential,
    render_credential,
    revoke_credential,
    sweep_unrendered,
)
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import CallFactory, ProjectFactory, joined, texts
from tests.factories.programmes import CohortFactory, MembershipFactory, coordinator, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def told(name: str) -> int:
    return EventRecord.objects.filter(name=f"outcomes.{name}.v1").count()


def completed(person: User, version: CourseVersion) -> CourseCompleted:
    return CourseCompleted(
        enrolment_id=UUID(int=1),
        person_id=person.id,
        course_id=version.course_id,
        course_slug=version.course.slug,
        version_id=version.id,
        completed_at=now(),
    )


# issuing


def test_a_completed_course_is_certified_with_what_is_true_on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outcomes.credentials.services.issuing.now", lambda: datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    membership = MembershipFactory(
        cohort=CohortFactory(courses=["tomorrow"]), person=PersonFactory(name=" فاطمة\u202e  الزهراء ", language="ar")
    )
    person = membership.person
    person.time_zone = "Africa/Casablanca"
    person.save()
    version = published(course_draft("tomorrow", hours=12))
    credential = issue_for_course(person_id=person.id, course_id=version.course_id, version_id=version.id)
    assert credential.snapshot == {
        "name": "فاطمة الزهراء",
        "titles": version.title,
        "project_title": "",
        "hours": 12,
        "issuer": {"ar": "جسر", "en": "Jisr", "fr": "Jisr"},
        "programme": membership.programme.title,
        "organisation": membership.organisation.name,
        "language": "ar",
        "country": "MA",
        "issued_on": "2026-11-25",
    }
    achievement = Achievement.objects.get()
    assert (achievement.kind, achievement.subject_id, achievement.slug) == ("course", version.course_id, "tomorrow")
    assert set(credential.code) <= set(ALPHABET)
    assert (len(credential.code), len(credential.view_key), credential.status) == (10, 22, "valid")
    assert (told("credential_issued"), told("credential_ready")) == (1, 0)


def test_someone_outside_any_cohort_has_no_programme_on_her_certificate() -> None:
    credential = credential_of(PersonFactory())
    assert (credential.snapshot["programme"], credential.snapshot["organisation"]) == ({}, {})


def test_a_certificate_never_changes_with_its_owner() -> None:
    person = PersonFactory(name="Amina")
    credential = credential_of(person)
    person.name = "Someone else"
    person.save()
    credential.refresh_from_db()
    assert credential.snapshot["name"] == "Amina"


def test_a_name_that_no_font_can_write_is_printed_in_latin_letters() -> None:
    assert credential_of(PersonFactory(name="李明", name_latin="Li Ming")).snapshot["name"] == "Li Ming"
    assert credential_of(PersonFactory(name="李明")).snapshot["name"] == "李明"


def test_the_same_completion_told_twice_makes_one_credential() -> None:
    person, version = PersonFactory(), published()
    for _ in range(2):
        subscribers.issue_course_credential(completed(person, version))
    assert Credential.objects.filter(person=person).count() == 1
    assert told("credential_issued") == 1


def test_a_new_version_of_a_course_is_the_same_achievement_under_its_new_title() -> None:
    person = PersonFactory()
    first = credential_of(person, published(course_draft("reading")))
    version = published(course_draft("reading", said="more", title=texts("Better reading")))
    assert credential_of(person, version).id == first.id
    assert Achievement.objects.get().titles == texts("Better reading")
    first.refresh_from_db()
    assert first.snapshot["titles"] == texts("reading")


def test_an_accepted_project_is_certified_to_its_team() -> None:
    project = ProjectFactory(title="Water", call=CallFactory(title=texts("Ideas")))
    event = ProjectAccepted(
        project_id=project.id, submission_id=UUID(int=1), call_id=project.call_id, accepted_at=now()
    )
    subscribers.issue_project_credentials(event)
    (credential,) = issue_for_project(project_id=project.id)
    assert Credential.objects.get() == credential
    assert credential.person == project.owner
    assert (credential.snapshot["titles"], credential.snapshot["project_title"]) == (texts("Ideas"), "Water")
    assert credential.snapshot["hours"] is None
    assert (credential.achievement.kind, credential.achievement.slug) == ("project", "")


def test_what_strangers_have_of_a_projects_certificate_tells_no_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its address nor its paper; the day that is printed is the one where she lives."""
    monkeypatch.setattr(
        "outcomes.credentials.services.issuing.now", lambda: datetime(2026, 11, 24, 23, 30, 7, tzinfo=UTC)
    )
    project = ProjectFactory(owner=PersonFactory(time_zone="Africa/Casablanca"))
    mate = joined(project)
    first, second = issue_for_project(project_id=project.id)
    day = datetime(2026, 11, 24, tzinfo=UTC)
    assert {first.person, second.person} == {project.owner, mate}
    assert [datetime.fromtimestamp((each.id.int >> 80) / 1000, UTC) for each in (first, second)] == [day, day]
    assert (first.issued_at, second.issued_at, first.id == second.id) == (day, day, False)
    assert b"D:20261124000000" in certificate_pdf(first)
    assert {each.person: each.snapshot["issued_on"] for each in (first, second)}[project.owner] == "2026-11-25"


def test_two_projects_of_one_call_are_two_achievements() -> None:
    first = ProjectFactory()
    second = ProjectFactory(owner=first.owner, call=first.call)
    for project in (first, second):
        issue_for_project(project_id=project.id)
    assert Credential.objects.filter(person=first.owner).count() == 2


@pytest.mark.parametrize("status", ["valid", "suspended"])
def test_the_database_refuses_a_second_live_one(status: str) -> None:
    first = credential_of(PersonFactory())
    values = {"achievement": first.achievement, "person": first.person, "snapshot": {}, "issued_at": now()}
    with pytest.raises(IntegrityError, match="credentials_one_live"), transaction.atomic():
        Credential.objects.create(**values, status=status, code="2222222222", view_key="k")
    Credential.objects.create(**values, status="revoked", code="2222222222", view_key="k")


def test_after_a_revocation_it_can_be_earned_again() -> None:
    person, version = PersonFactory(), published()
    first = credential_of(person, version)
    revoke_credential(actor=office(), credential_id=first.id, reason="mistake")
    assert credential_of(person, version).id != first.id


# drawing


def test_the_paper_is_drawn_stored_and_announced_once() -> None:
    credential = credential_of(PersonFactory())
    for _ in range(2):
        tasks.render(credential_id=str(credential.id), something_new=1)
    credential.refresh_from_db()
    assert credential.rendered_at is not None
    with default_storage.open(credential.pdf.name) as file:
        assert certificate_pdf(credential) == file.read()
    event = EventRecord.objects.get(name="outcomes.credential_ready.v1")
    assert event.payload == {
        "credential_id": str(credential.id),
        "person_id": str(credential.person_id),
        "titles": credential.achievement.titles,
    }


def test_one_who_comes_before_the_paper_is_stored_gets_the_same_bytes() -> None:
    credential = credential_of(PersonFactory())
    before = certificate_pdf(credential)
    render_credential(credential_id=credential.id)
    credential.refresh_from_db()
    assert certificate_pdf(credential) == before


def test_of_two_drawings_at_once_one_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    credential = credential_of(PersonFactory())

    def meanwhile(_: Credential) -> bytes:
        monkeypatch.undo()
        render_credential(credential_id=credential.id)
        return b"late"

    monkeypatch.setattr("outcomes.credentials.services.rendering.draw_pdf", meanwhile)
    assert render_credential(credential_id=credential.id) is False
    credential.refresh_from_db()
    assert default_storage.listdir(f"credentials/{credential.id}")[1] == [credential.pdf.name.rpartition("/")[2]]
    assert told("credential_ready") == 1


@pytest.mark.usefixtures("stopped_clock")
def test_the_sweep_asks_for_what_was_not_drawn_in_time_and_waits_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("outcomes.credentials.services.rendering.ask", lambda task, **ids: asked.append(task))
    credential = credential_of(PersonFactory())
    assert sweep_unrendered() == 0
    Credential.objects.update(render_due_at=now())
    assert (sweep_unrendered(), sweep_unrendered()) == (1, 0)
    assert asked == ["credentials.render"]

    def broken(_: Credential) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr("outcomes.credentials.services.rendering.draw_pdf", broken)
    for _ in range(4):
        with pytest.raises(OSError, match="disk full"):
            render_credential(credential_id=credential.id)
    credential.refresh_from_db()
    assert credential.render_attempts == 4
    assert credential.render_due_at == now() + timedelta(seconds=80)


def test_what_is_drawn_is_not_swept() -> None:
    credential = credential_of(PersonFactory())
    render_credential(credential_id=credential.id)
    Credential.objects.update(render_due_at=now())
    assert sweep_unrendered() == 0


def test_nobody_is_told_of_a_paper_that_was_revoked_before_it_was_drawn() -> None:
    credential = credential_of(PersonFactory())
    revoke_credential(actor=office(), credential_id=credential.id, reason="mistake")
    render_credential(credential_id=credential.id)
    assert told("credential_ready") == 0


# standing


def test_the_office_revokes_and_reinstates() -> None:
    credential, actor = credential_of(PersonFactory()), office()
    revoked = revoke_credential(actor=actor, credential_id=credential.id, reason="Another's work")
    assert (revoked.status, revoked.status_reason) == ("revoked", "Another's work")
    assert told("credential_revoked") == 1
    with pytest.raises(NotRevocable):
        revoke_credential(actor=actor, credential_id=credential.id, reason="again")
    assert reinstate_credential(actor=actor, credential_id=credential.id, reason="Her own").status == "valid"
    with pytest.raises(NotReinstatable):
        reinstate_credential(actor=actor, credential_id=credential.id, reason="again")
    actions = Record.objects.filter(subject_id=credential.id).order_by("id").values_list("action", "actor_id")
    assert list(actions) == [("credential.revoked", actor.id), ("credential.reinstated", actor.id)]


def test_one_of_two_lives() -> None:
    person, version, actor = PersonFactory(), published(), office()
    first = credential_of(person, version)
    revoke_credential(actor=actor, credential_id=first.id, reason="mistake")
    credential_of(person, version)
    with pytest.raises(NotReinstatable):
        reinstate_credential(actor=actor, credential_id=first.id, reason="after all")
    first.refresh_from_db()
    assert first.status == CredentialStatus.REVOKED


def test_nobody_else_revokes() -> None:
    credential = credential_of(PersonFactory())
    for actor in (credential.person, coordinator("MA"), PersonFactory()):
        with pytest.raises(NotFound):
            revoke_credential(actor=actor, credential_id=credential.id, reason="spite")
    credential.refresh_from_db()
    assert (credential.status, told("credential_revoked")) == ("valid", 0)
