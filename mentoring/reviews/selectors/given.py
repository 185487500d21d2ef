"""The reviews that were given in the calls of a programme: the more there are, the surer is how severe a reviewer is."""

from typing import Any
from uuid import UUID

from foundation.accounts.models import User
from foundation.kernel.statements import run
from foundation.programmes.policies import require_office
from mentoring.projects.models import Call
from mentoring.projects.policies import get_call_for
from mentoring.reviews.rules import Given, shares

# Project by project, along indexes: nothing is read of other programmes. Of scores the points alone, since reasons are long;
# the minutes are those of all leases.
GIVEN = """
    SELECT c.id, r.submission_id::text, r.mentor_id::text, r.points, r.minutes
      FROM (SELECT id, ARRAY(SELECT one ->> 'key' FROM jsonb_array_elements(rubric -> 'criteria') one) AS keys
              FROM projects_call WHERE programme_id IS NOT DISTINCT FROM %(programme)s OFFSET 0) c
      JOIN projects_project p ON p.call_id = c.id
     CROSS JOIN LATERAL (
           SELECT r.submission_id, r.mentor_id, r.status,
                  ARRAY(SELECT coalesce((r.scores -> key ->> 'points')::int, 0) FROM unnest(c.keys) key) AS points,
                  sum(extract(epoch FROM least(r.submitted_at, r.lease_until) - r.created_at))
                      OVER (PARTITION BY r.submission_id, r.mentor_id)::float / 60 AS minutes
             FROM projects_submission s JOIN reviews_review r ON r.submission_id = s.id
            WHERE s.project_id = p.id AND r.status <> 'draft') r
     WHERE r.status = 'submitted'
"""


def judged_call(actor: User, call_id: UUID) -> Call:
    require_office(actor)
    return get_call_for(actor, call_id)


def given_beside(call: Call) -> list[tuple[UUID, Given]]:
    """In which call, and what: of all calls of the same programme, or with it of none."""
    tops = {other.id: _tops(other) for other in Call.objects.filter(programme=call.programme_id)}
    return [(where, _given(tops[where], *row)) for where, *row in run(GIVEN, {"programme": call.programme_id})]


def _given(tops: list[int], work: str, reviewer: str, points: list[int], minutes: float) -> Given:
    share, levels = shares(points, tops)
    return Given(work, reviewer, share, minutes, levels)


def _tops(call: Call) -> list[int]:
    """The points that can be had for each criterion."""
    criteria: list[dict[str, Any]] = call.rubric["criteria"]
    return [max(level["points"] for level in criterion["levels"]) for criterion in criteria]
