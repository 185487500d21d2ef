"""The same completion, told to twenty at once."""

from typing import Any

import pytest

from foundation.outbox.models import EventRecord
from outcomes.credentials.models import Achievement, Credential
from outcomes.credentials.services import issue_for_course, issue_for_project, render_credential
from tests.factories.accounts import PersonFactory
from tests.factories.courses import published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import ProjectFactory
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def told(name: str) -> int:
    return EventRecord.objects.filter(name=f"outcomes.{name}.v1").count()


def test_twenty_issue_the_same_and_one_credential_is_made() -> None:
    person, version = PersonFactory(), published()
    issued = at_once(
        *[lambda: issue_for_course(person_id=person.id, course_id=version.course_id, version_id=version.id)] * 20
    )
    credential = Credential.objects.get()
    assert {made.id for made in issued} == {credential.id}
    assert (Achievement.objects.count(), told("credential_issued")) == (1, 1)


def test_a_project_accepted_twice_at_once_is_certified_once() -> None:
    project = ProjectFactory()
    at_once(*[lambda: issue_for_project(project_id=project.id)] * 8)
    assert Credential.objects.count() == 1
    assert told("credential_issued") == 1


def test_eight_draw_the_same_and_one_paper_is_announced() -> None:
    credential = credential_of(PersonFactory())
    kept = at_once(*[lambda: render_credential(credential_id=credential.id)] * 8)
    assert sorted(kept) == [False] * 7 + [True]
    credential.refresh_from_db()
    assert len(credential.pdf.storage.listdir(f"credentials/{credential.id}")[1]) == 1
    assert told("credential_ready") == 1
