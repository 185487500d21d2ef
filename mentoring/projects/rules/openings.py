"""When a call takes work."""

from mentoring.projects.enums import CallMove, CallStatus

S, M = CallStatus, CallMove

CALL_TRANSITIONS: dict[tuple[CallStatus, CallMove], CallStatus] = {
    (S.OPEN, M.CLOSE): S.CLOSED,
    (S.CLOSED, M.REOPEN): S.OPEN,
}
