"""Writes of this app, in four parts: calls, the team, its work, and what reviews make of it."""

from mentoring.projects.services.calls import change_call, create_call
from mentoring.projects.services.clocks import sweep_clocks, wait_from
from mentoring.projects.services.consents import look_at_consents
from mentoring.projects.services.declaring import declare
from mentoring.projects.services.files import add_file, remove_file
from mentoring.projects.services.mentorships import (
    begin_mentorship,
    end_closed_mentorships,
    end_mentorship,
    end_mentorships,
)
from mentoring.projects.services.other_mentors import ask_mentor_back, let_mentor_go, mentor_of_own
from mentoring.projects.services.projects import begin_project, change_project
from mentoring.projects.services.replacing import replace_file
from mentoring.projects.services.scanned import drop_refused
from mentoring.projects.services.submissions import begin_submission, discard_draft, save_answers, submit_submission
from mentoring.projects.services.teams import (
    change_member,
    drop_join_code,
    join_team,
    leave_team,
    let_member_go,
    make_join_code,
)
from mentoring.projects.services.verdicts import (
    ask_another,
    decide,
    lock_in_review,
    lock_submissions,
    put_back,
    take_up,
)
from mentoring.projects.services.withdrawing import withdraw_submission

__all__ = [
    "add_file",
    "ask_another",
    "ask_mentor_back",
    "begin_mentorship",
    "begin_project",
    "begin_submission",
    "change_call",
    "change_member",
    "change_project",
    "create_call",
    "decide",
    "declare",
    "discard_draft",
    "drop_join_code",
    "drop_refused",
    "end_closed_mentorships",
    "end_mentorship",
    "end_mentorships",
    "join_team",
    "leave_team",
    "let_member_go",
    "let_mentor_go",
    "lock_in_review",
    "lock_submissions",
    "look_at_consents",
    "make_join_code",
    "mentor_of_own",
    "put_back",
    "remove_file",
    "replace_file",
    "save_answers",
    "submit_submission",
    "sweep_clocks",
    "take_up",
    "wait_from",
    "withdraw_submission",
]
