"""Among thousands of accepted projects, of which few are shown, none of the large tables is read whole."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.accounts.models import User
from mentoring.projects.models import Declaration, Project, Submission, TeamMember
from mentoring.showcase.models import Showing
from tests.factories.accounts import MinorFactory
from tests.factories.consents import granted, minor, open_state
from tests.factories.showcase import shown
from tests.plans import read_whole, scans, tend
from tests.scenes import scene

pytestmark = pytest.mark.django_db
COPIED = (User, Project, TeamMember, Submission, Declaration, Showing)
EACH = 2000
CHANGED = {
    **dict.fromkeys(("id", "project_id", "owner_id", "person_id", "ticket"), "md5({}::text || n)::uuid"),
    "username": "{} || n",
    "accepted_at": "{} - interval '1 hour' * n",
    "show": "n % 50 = 0",
    "birth_date": "{} - interval '10 years' * (n % 2)",
}


def copy(model: type[Model]) -> None:
    """Each row so often, with others like it to point at."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    values = ", ".join(CHANGED.get(column, "{}").format(f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, {EACH}) n")
    tend(table)


def set_up() -> Project:
    open_state("MA")
    project = shown(granted(minor("MA", person=MinorFactory())), sdgs=[6], title="Water")
    for model in COPIED:
        copy(model)
    return project


_written, first = scene(set_up)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/v1/showcase", {}),
        ("/api/v1/showcase", {"q": "water"}),
        ("/api/v1/showcase", {"sdg": 6, "state": "MA", "language": "ar"}),
        ("/api/v1/showcase/{}", {}),
        ("/showcase", {}),
    ],
)
def test_no_large_table_is_read_whole(client: Client, first: Project, path: str, query: dict[str, Any]) -> None:
    with CaptureQueriesContext(connection) as made:
        assert client.get(path.format(first.id), query).status_code == 200
    assert read_whole(asked["sql"] for asked in made.captured_queries) == set()


def used(client: Client, **query: Any) -> set[str]:
    with CaptureQueriesContext(connection) as made:
        client.get("/api/v1/showcase", query)
    return {name for _kind, name in scans(made.captured_queries[0]["sql"])}


def test_one_begins_with_what_is_wanted_or_with_the_newest_or_with_the_words(client: Client, first: Project) -> None:
    assert "showcase_wanted" in used(client)
    Showing.objects.update(show=True)
    Project.objects.exclude(pk=first.pk).update(title="Light")
    tend("projects_project", "showcase_showing")
    assert "showcase_newest" in used(client)
    assert "showcase_words" in used(client, q="water")
