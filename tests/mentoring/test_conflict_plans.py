"""What is hidden from a mentor costs no reading of whole tables, however many learners there are."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.mentors.services import declare_conflict
from mentoring.projects.models import Mentorship, Submission
from tests.factories.mentoring import TEAMS, ProjectFactory, granted, mentor
from tests.factories.programmes import CohortFactory, OrganisationFactory, StateFactory
from tests.plans import read_whole, tend
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
API = "/api/v1"


def crowd() -> None:
    """Ten thousand learners of a school with a project each, of which one in a hundred waits."""
    cohort = CohortFactory(starts_on=date(2026, 9, 1))
    project = ProjectFactory()
    place = [cohort.id, cohort.programme_id, cohort.organisation.state_id, cohort.organisation_id]
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO accounts_user (id, created_at, revision, password, username, name, name_latin, email, phone, gender,
                                       birth_date, language, time_zone, country, is_active, is_staff, is_superuser)
            SELECT gen_random_uuid(), now(), 1, '!', 'crowd' || n, 'Person Number' || n, '', '', '', '', '2000-01-01', 'ar',
                   'UTC', 'MA', true, false, false FROM generate_series(1, 10000) n
        """)
        cursor.execute(
            """
            INSERT INTO programmes_membership (id, created_at, revision, person_id, cohort_id, programme_id, state_id,
                                               organisation_id, "group", learner_number, status)
            SELECT gen_random_uuid(), now(), 1, id, %s, %s, %s, %s, '', '', 'active'
              FROM accounts_user WHERE username LIKE 'crowd%%'
            """,
            place,
        )
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO projects_project (id, created_at, revision, call_id, owner_id, title, problem, idea, language,
                                              sdgs, stage, status, sole)
                SELECT gen_random_uuid(), now(), 1, %s, id, 'Water', '', '', 'ar', '{}', 'idea',
                       CASE WHEN username LIKE '%%33' THEN 'submitted' ELSE 'declined' END, false
                  FROM accounts_user WHERE username LIKE 'crowd%%' RETURNING id, status)
            INSERT INTO projects_submission (id, created_at, revision, project_id, stage, number, status, answers,
                                             submitted_at, ticket, states, readers, pools, seats, wanting)
            SELECT gen_random_uuid(), now(), 1, id, 'idea', 1, status, '{}', now(), gen_random_uuid(), '{MA}', '{}',
                   '{ar,MA-ar}', 1, (status = 'submitted')::int
              FROM made
            """,
            [project.call_id],
        )
        cursor.execute(TEAMS)
    tend("accounts_user", "programmes_membership", "projects_project", "projects_submission", "projects_teammember")


_written, _ = scene(crowd)


def test_the_queue_reads_no_table_whole_whatever_was_declared(client_of: Clients) -> None:
    by = mentor()
    client = client_of(by)
    page_by_indexes(client)
    for n in range(3):
        declare_conflict(actor=by, kind="family_name", family_name=f"Number{n}1")
    page_by_indexes(client)
    for _ in range(2):
        declare_conflict(actor=by, kind="organisation", organisation=OrganisationFactory().slug)
    page_by_indexes(client)
    let_go_by(by, 40)
    page_by_indexes(client)


def let_go_by(by: User, most: int) -> None:
    """So many teams whose work waits asked for another mentor than `by`."""
    first = Submission.objects.filter(status="submitted").order_by("ticket").values_list("project", flat=True)
    ended: dict[str, Any] = {"mentor": by, "ended_at": clock.now(), "ending": "team"}
    Mentorship.objects.bulk_create(Mentorship(project_id=project_id, **ended) for project_id in first[:most])


def page_by_indexes(client: APIClient) -> None:
    """A page of the queue, and no large table for it."""
    with CaptureQueriesContext(connection) as made:
        assert len(client.get(f"{API}/review-queue").json()["results"]) == 20
    assert read_whole(query["sql"] for query in made.captured_queries) == set()


def test_a_coordinator_of_many_reads_no_table_whole(client_of: Clients) -> None:
    submission = Submission.objects.get(status="submitted", project__owner__username="crowd33")
    here = Membership.objects.get(person=submission.project.owner).state
    Membership.objects.exclude(person__username__startswith="crowd3").update(state=StateFactory(code="JO"))
    tend("programmes_membership")
    client = client_of(granted(Role.COORDINATOR, state=here))
    with CaptureQueriesContext(connection) as made:
        for path in ("projects", f"projects/{submission.project_id}", f"submissions/{submission.id}"):
            assert client.get(f"{API}/{path}").status_code == 200
    assert read_whole(query["sql"] for query in made.captured_queries) == set()
