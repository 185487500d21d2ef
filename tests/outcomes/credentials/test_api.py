"""Credentials as nobody, their owner, a stranger and the office meet them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.outbox.models import EventRecord
from outcomes.credentials.models import Credential
from outcomes.credentials.services import issue_for_project, render_credential
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import CallFactory, ProjectFactory, texts
from tests.factories.programmes import coordinator, office

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
MINE, ACHIEVEMENTS = "/api/v1/credentials", "/api/v1/achievements"


def test_mine_have_the_members_that_clients_count_on(client_of: Clients, settings: Any) -> None:
    settings.BASE_URL = "https://jisr.example"
    person = PersonFactory()
    credential = credential_of(person, published(course_draft("reading")))
    credential_of(PersonFactory())
    answer = client_of(person, language="fr").get(MINE)
    issued_at = credential.issued_at.isoformat().replace("+00:00", "Z")
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": str(credential.id),
                "achievement": "reading",
                "kind": "course",
                "title": "reading en français",
                "language": "fr",
                "project_title": "",
                "status": "valid",
                "issued_at": issued_at,
                "ready_at": None,
                "url": f"https://jisr.example/credentials/{credential.id}",
                "share_url": f"https://jisr.example/credentials/{credential.id}?key={credential.view_key}",
            }
        ],
    }


def test_a_course_that_is_renamed_keeps_its_old_name_on_what_was_earned(client_of: Clients) -> None:
    """And whoever completes the old version later does not bring the old name back."""
    old = published(course_draft("reading"))
    person, late = PersonFactory(), PersonFactory()
    credential_of(person, old)
    credential_of(PersonFactory(), published(course_draft("reading", said="2", title=texts("Writing"))))
    credential_of(late, old)
    told = [client_of(who).get(MINE).json()["results"][0]["title"] for who in (person, late)]
    assert told == ["reading in English"] * 2
    assert [entry["title"] for entry in client_of().get(ACHIEVEMENTS).json()["results"]] == [texts("Writing")["en"]]


def test_mine_come_newest_first_with_projects_by_their_id(client_of: Clients) -> None:
    person = PersonFactory()
    earlier = credential_of(person, published(course_draft("reading")))
    Credential.objects.filter(pk=earlier.pk).update(id=new_id(now() - timedelta(days=1)))
    (project,) = issue_for_project(
        project_id=ProjectFactory(owner=person, title="Water", call=CallFactory(title=texts("Ideas"))).id
    )
    results = client_of(person).get(MINE).json()["results"]
    assert [(row["achievement"], row["title"], row["project_title"]) for row in results] == [
        (str(project.achievement_id), "Ideas in English", "Water"),
        ("reading", "reading in English", ""),
    ]


def test_achievements_are_public_and_name_no_project(client_of: Clients) -> None:
    credential = credential_of(PersonFactory(), published(course_draft("reading")))
    issue_for_project(project_id=ProjectFactory().id)
    assert client_of(language="ar").get(ACHIEVEMENTS).json()["results"] == [
        {
            "id": str(credential.achievement_id),
            "slug": "reading",
            "kind": "course",
            "title": "reading بالعربية",
            "language": "ar",
        }
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_one_query_whatever_their_length(
    client_of: Clients, rows: int, django_assert_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    person = PersonFactory()
    for _ in range(rows):
        credential_of(person)
    for path in (MINE, ACHIEVEMENTS):
        with django_assert_num_queries(1):
            assert len(client_of(person).get(path).json()["results"]) == rows


def test_nobody_has_credentials(client_of: Clients) -> None:
    answer = client_of().get(MINE)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


@pytest.fixture
def credential() -> Credential:
    return credential_of(PersonFactory())


def test_the_office_revokes_and_reinstates(client_of: Clients, credential: Credential) -> None:
    client = client_of(office())
    revoked = client.post(f"{MINE}/{credential.id}/revoke", {"reason": "Another's work"})
    assert (revoked.status_code, revoked.json()["status"]) == (200, "revoked")
    assert "share_url" not in revoked.json()
    again = client.post(f"{MINE}/{credential.id}/revoke", {"reason": "Again"})
    assert (again.status_code, again.json()["code"]) == (409, "not_revocable")
    back = client.post(f"{MINE}/{credential.id}/reinstate", {"reason": "Her own"})
    assert (back.status_code, back.json()["status"]) == (200, "valid")
    again = client.post(f"{MINE}/{credential.id}/reinstate", {"reason": "Again"})
    assert (again.status_code, again.json()["code"]) == (409, "not_reinstatable")


@pytest.mark.parametrize("deed", ["revoke", "reinstate"])
@pytest.mark.parametrize(
    ("whose", "status"),
    [
        (lambda c: None, 401),
        (lambda c: c.person, 404),
        (lambda c: PersonFactory(), 404),
        (lambda c: coordinator("MA"), 404),
    ],
    ids=["nobody", "owner", "stranger", "coordinator"],
)
def test_others_change_nothing(
    client_of: Clients, credential: Credential, deed: str, whose: Callable[[Credential], User | None], status: int
) -> None:
    answer = client_of(whose(credential)).post(f"{MINE}/{credential.id}/{deed}", {"reason": "spite"})
    assert answer.status_code == status
    credential.refresh_from_db()
    assert credential.status == "valid"
    assert not EventRecord.objects.filter(name="outcomes.credential_revoked.v1").exists()


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 7}, {"reason": "x" * 501}, {"reason": "a", "b": 1}])
def test_a_revocation_says_why(client_of: Clients, credential: Credential, body: dict[str, Any]) -> None:
    assert client_of(office()).post(f"{MINE}/{credential.id}/revoke", body).status_code == 400
    credential.refresh_from_db()
    assert credential.status == "valid"


def test_an_unknown_credential_is_not_found(client_of: Clients) -> None:
    assert client_of(office()).post(f"{MINE}/{uuid4()}/revoke", {"reason": "a"}).status_code == 404


def test_ready_is_said(client_of: Clients, credential: Credential, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    render_credential(credential_id=credential.id)
    assert client_of(credential.person).get(MINE).json()["results"][0]["ready_at"] is not None
