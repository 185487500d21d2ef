from mentoring.projects.enums import Decision, SubmissionMove, SubmissionStatus

S, M = SubmissionStatus, SubmissionMove
TRANSITIONS: dict[tuple[SubmissionStatus, SubmissionMove], SubmissionStatus] = {
    (S.DRAFT, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.WITHDRAW): S.DRAFT,
    (S.SUBMITTED, M.LEASE): S.IN_REVIEW,
    (S.IN_REVIEW, M.FREE): S.SUBMITTED,
    (S.IN_REVIEW, M.JOIN): S.IN_REVIEW,
    (S.IN_REVIEW, M.LEAVE): S.IN_REVIEW,
    (S.IN_REVIEW, M.WIDEN): S.IN_REVIEW,
    (S.IN_REVIEW, M.ACCEPT): S.ACCEPTED,
    (S.IN_REVIEW, M.RETURN): S.RETURNED,
    (S.IN_REVIEW, M.DECLINE): S.DECLINED,
}
MOVES = {Decision.ACCEPTED: M.ACCEPT, Decision.REVISE: M.RETURN, Decision.DECLINED: M.DECLINE}


def next_status(status: str, move: SubmissionMove) -> SubmissionStatus | None:
    """Where `move` leads from `status`; None where the table allows no such move."""
    return TRANSITIONS.get((S(status), move))


def origin_of(move: SubmissionMove) -> SubmissionStatus:
    """The status from which `move` starts: each starts from one only, so that a conditional UPDATE can name it."""
    return next(status for status, known in TRANSITIONS if known == move)


def may_submit(*, call_open: bool, reviewed_before: bool) -> bool:
    """A closed call takes no first submission, but whoever was asked for more may still give it."""
    return call_open or reviewed_before
