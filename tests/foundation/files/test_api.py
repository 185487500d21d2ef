from datetime import timedelta
from typing import Any

import pytest

from foundation.files.models import StoredFile
from foundation.files.services import mark_scanned
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from tests.factories.accounts import PersonFactory
from tests.factories.files import CSV, stored
from tests.factories.programmes import office

pytestmark = pytest.mark.django_db


def path(file: StoredFile, rest: str = "") -> str:
    return f"/api/v1/files/{file.pk}{rest}"


def test_a_file_as_its_owner_sees_it(client_of: Any, settings: Any, django_assert_num_queries: Any) -> None:
    owner = PersonFactory()
    file = stored(owner)
    with django_assert_num_queries(1):
        answer = client_of(owner).get(path(file))
    said = answer.json()
    assert (answer.status_code, said.pop("created_at") < said.pop("expires_at")) == (200, True)
    assert said == {
        "id": str(file.pk),
        "name": "list.csv",
        "media_type": "text/csv",
        "bytes": len(CSV),
        "status": "clean",
        "url": f"{settings.BASE_URL}{path(file, '/content')}",
    }


@pytest.mark.parametrize("accept", ["*/*", "text/csv", "application/json"])
def test_what_is_in_it(client_of: Any, accept: str) -> None:
    owner = PersonFactory()
    answer = client_of(owner).get(path(stored(owner, name="قائمة.csv"), "/content"), HTTP_ACCEPT=accept)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, CSV)
    told = {
        name: answer[name] for name in ("Content-Type", "Content-Length", "X-Content-Type-Options", "Cache-Control")
    }
    assert told == {
        "Content-Type": "text/csv",
        "Content-Length": str(len(CSV)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%D9%82%D8%A7%D8%A6%D9%85%D8%A9.csv"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")


@pytest.mark.parametrize("rest", ["", "/content"])
def test_it_is_its_owners_alone(client_of: Any, rest: str) -> None:
    file = stored(PersonFactory())
    answers = [client_of(person).get(path(file, rest)) for person in (PersonFactory(), office())]
    missing = client_of(office()).get(f"/api/v1/files/{new_id()}{rest}")
    assert [answer.status_code for answer in (*answers, missing)] == [404] * 3
    assert client_of().get(path(file, rest)).status_code == 401


@pytest.mark.parametrize("rest", ["", "/content"])
def test_when_its_days_are_over_it_is_gone(client_of: Any, rest: str) -> None:
    owner = PersonFactory()
    file = stored(owner)
    StoredFile.objects.update(expires_at=now() - timedelta(seconds=1))
    assert client_of(owner).get(path(file, rest)).status_code == 404


@pytest.mark.parametrize("status", ["held", "refused"])
def test_what_is_held_back_is_shown_and_not_given(client_of: Any, settings: Any, status: str) -> None:
    owner = PersonFactory()
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's
    file = stored(owner, for_others=True)
    if status == "refused":
        mark_scanned(file=file, finding="Eicar")
    said = client_of(owner).get(path(file)).json()
    assert (said["status"], said["url"]) == (status, None)
    assert client_of(owner).get(path(file, "/content")).status_code == 404
