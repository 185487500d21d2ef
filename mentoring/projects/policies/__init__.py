"""Who sees and may do what. What mentors may read of the work is in `submissions`."""

from mentoring.projects.policies.calls import (
    CALL_READERS,
    CALL_WRITERS,
    calls_visible_to,
    get_call_for,
    require_call_writer,
)
from mentoring.projects.policies.files import files_for, files_of, get_content_for
from mentoring.projects.policies.projects import (
    get_project_for,
    lock_led_project,
    lock_own_project,
    projects_visible_to,
)
from mentoring.projects.policies.submissions import (
    for_anybody,
    get_submission_for,
    is_blind,
    kept_for,
    lock_own_submission,
    may_be_met,
    open_to,
    submissions_known_to,
    submissions_visible_to,
    suits,
)
from mentoring.projects.policies.teams import (
    get_member_for,
    has_member,
    is_member,
    lock_by_code,
    no_member,
    require_contact,
    team_of,
    teams_of,
    was_member,
)

__all__ = [
    "CALL_READERS",
    "CALL_WRITERS",
    "calls_visible_to",
    "files_for",
    "files_of",
    "for_anybody",
    "get_call_for",
    "get_content_for",
    "get_member_for",
    "get_project_for",
    "get_submission_for",
    "has_member",
    "is_blind",
    "is_member",
    "kept_for",
    "lock_by_code",
    "lock_led_project",
    "lock_own_project",
    "lock_own_submission",
    "may_be_met",
    "no_member",
    "open_to",
    "projects_visible_to",
    "require_call_writer",
    "require_contact",
    "submissions_known_to",
    "submissions_visible_to",
    "suits",
    "team_of",
    "teams_of",
    "was_member",
]
