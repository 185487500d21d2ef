"""A house with as much waiting for mentors as wanted, written by SQL. Runs with Django set up."""

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import UUID

from django.db import connection, transaction

from foundation.accounts.models import User
from mentoring.projects.models import Submission
from tests.benchmarks.asking import request, signed_in
from tests.factories.mentoring import CallFactory, mentor
from tests.factories.programmes import CohortFactory, OrganisationFactory, StateFactory

STATES = ("DZ", "EG", "ID", "JO", "LB", "MA", "NG", "SA", "TN", "TR")
READERS, KEPT, ANSWERED = 8, 5, 2000
RARE = ANSWERED + READERS * KEPT + 1  # the first of them
# Nineteen in twenty are in Arabic, the others, none of them from Jordan, in French; at any size the same few are in English.
# One in a hundred was left lying.
PEOPLE = """
    INSERT INTO accounts_user (id, created_at, revision, password, username, name, name_latin, email, phone, gender,
           birth_date, language, time_zone, country, is_active, is_staff, is_superuser)
    SELECT gen_random_uuid(), now(), 1, '!', 'waiting-' || n, 'Person ' || n, '', '', '', '', '2000-01-01', 'ar', 'UTC', 'MA',
           true, false, false FROM generate_series(%(first)s::int, %(last)s::int) n
"""
MEMBERSHIPS = """
    INSERT INTO programmes_membership (id, created_at, revision, person_id, cohort_id, programme_id, state_id, organisation_id,
           "group", learner_number, status)
    SELECT gen_random_uuid(), now(), 1, u.id, c.id, c.programme_id, o.state_id, o.id, '', '', 'active'
      FROM generate_series(%(first)s::int, %(last)s::int) n
      JOIN accounts_user u ON u.username = 'waiting-' || n
      JOIN programmes_cohort c ON c.id = (%(cohorts)s::uuid[])[n %% cardinality(%(cohorts)s::uuid[]) + 1]
      JOIN programmes_organisation o ON o.id = c.organisation_id
"""
WORK = """
    WITH told AS (
        SELECT n, u.id AS person, gen_random_uuid() AS project,
               (%(states)s::text[])[n %% cardinality(%(states)s::text[]) + 1] AS state,
               CASE WHEN n BETWEEN %(rare)s::int AND %(rare)s::int + 30 THEN 'en'
                    WHEN n %% 20 = 0 THEN 'fr' ELSE 'ar' END AS language
          FROM generate_series(%(first)s::int, %(last)s::int) n JOIN accounts_user u ON u.username = 'waiting-' || n
    ), begun AS (
        INSERT INTO projects_project (id, created_at, revision, call_id, owner_id, title, problem, idea, language, sdgs, stage,
               status, sole)
        SELECT project, now(), 1, %(call)s::uuid, person, 'Water', '', '', language, '{}', 'idea', 'submitted', false FROM told
    ), joined AS (
        INSERT INTO projects_teammember (id, created_at, project_id, call_id, person_id, seat, sole, role, joined_at)
        SELECT gen_random_uuid(), now(), project, %(call)s::uuid, person, 1, false, '', now() FROM told
    )
    INSERT INTO projects_submission (id, created_at, revision, project_id, stage, number, status, answers, submitted_at,
           ticket, states, readers, turn, pools, waits_on, decided_at, seats, wanting)
    SELECT gen_random_uuid(), now(), 1, project, 'idea', 1, %(status)s::text, '{}', now() - interval '1 hour' * (n %% 99 + 1),
           gen_random_uuid(), ARRAY[state], '{}', CASE WHEN n %% 100 = 3 THEN 0 ELSE 1 END,
           ARRAY[language, state || '-' || language], current_date,
           CASE WHEN %(status)s::text = 'returned' THEN now() - interval '1 hour' * (n %% 400) END,
           1, CASE WHEN %(status)s::text = 'returned' THEN 0 ELSE 1 END
      FROM told
"""


@dataclass
class Waiting:
    """`asking` is how many teams ask for their place."""

    asking: int = 600
    people: int = 0
    cohorts: list[UUID] = field(default_factory=list)
    readers: dict[str, list[User]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        states = [StateFactory(code=code) for code in STATES]
        self.cohorts = [CohortFactory(organisation=OrganisationFactory(state=state)).pk for state in states]
        self.call = CallFactory().pk
        profiles: dict[str, dict[str, list[str]]] = {
            "usual": {}, "rare": {"languages": ["en"]}, "narrow": {"languages": ["fr"], "states": ["JO"]},
        }  # fmt: skip
        self.readers = {name: [mentor(**own) for _ in range(READERS)] for name, own in profiles.items()}
        self._write(ANSWERED, "returned")
        self._write(READERS * KEPT, "submitted")
        for reader in self.readers["usual"]:
            kept = Submission.objects.filter(status="submitted", reserved_for=None).values("pk")[:KEPT]
            Submission.objects.filter(pk__in=[row["pk"] for row in kept]).update(reserved_for=reader.pk, turn=-1)

    def grow(self, waiting: int) -> None:
        """Until so much waits for anybody."""
        self._write(waiting - Submission.objects.filter(status="submitted", reserved_for=None).count(), "submitted")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def requests(self, port: int) -> dict[str, list[bytes]]:
        tokens = {name: [signed_in(reader) for reader in readers] for name, readers in self.readers.items()}
        deep = self._deep()
        asked = {
            "queue": [("/api/v1/review-queue", token) for token in tokens["usual"]],
            "deep": [
                (f"/api/v1/review-queue?cursor={cursor}", tokens["usual"][n % READERS]) for n, cursor in enumerate(deep)
            ],
            "rare": [("/api/v1/review-queue", token) for token in tokens["rare"]],
            "narrow": [("/api/v1/review-queue", token) for token in tokens["narrow"]],
            "desk": [("/api/v1/mentors/me/desk", token) for token in tokens["usual"]],
            "waiting": [(f"/api/v1/submissions/{pk}/waiting", signed_in(owner)) for pk, owner in self._asking()],
        }
        return {
            kind: [request("GET", path, port, token, n) for n, (path, token) in enumerate(ways)]
            for kind, ways in asked.items()
        }

    def _deep(self) -> list[str]:
        """Cursors of places from the middle on."""
        rows = Submission.objects.filter(status="submitted", reserved_for=None).order_by("turn", "ticket")
        middle = rows.count() // 2
        places = rows.values_list("turn", "ticket")[middle : middle + 400 : 20]
        return [quote(b64encode(f"p={turn}%2C{ticket}".encode()).decode()) for turn, ticket in places]

    def _asking(self) -> list[tuple[UUID, User]]:
        """Those at the end, who ask for the first time: pool by pool, the largest first, so that two of one are asked for."""
        rows = Submission.objects.filter(status="submitted", reserved_for=None).select_related("project__owner")
        last = list(rows.order_by("-turn", "-ticket")[: self.asking])
        pools = Counter(row.pool for row in last)
        return [(row.pk, row.project.owner) for row in sorted(last, key=lambda row: (-pools[row.pool], row.pool))]

    def _write(self, number: int, status: str) -> None:
        first, self.people = self.people + 1, self.people + number
        span = {"first": first, "last": self.people, "cohorts": self.cohorts, "states": list(STATES), "rare": RARE}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # neither foreign keys nor triggers are asked
            for statement in (PEOPLE, MEMBERSHIPS, WORK):
                cursor.execute(statement, {**span, "call": self.call, "status": status})
            cursor.execute("SET LOCAL session_replication_role = origin")
