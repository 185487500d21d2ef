"""What happens to what was reported."""

from mentoring.reviews.enums import CaseMove, CaseStatus, FilesClosed, ReportReason

SAFETY = frozenset(
    {
        ReportReason.UNKIND,
        ReportReason.UNSAFE,
        ReportReason.CONTACT,
        ReportReason.PRIVATE_QUESTIONS,
        ReportReason.UNCOMFORTABLE,
    }
)  # the rest is the office's, unless somebody says otherwise

S, M = CaseStatus, CaseMove

CASE_TRANSITIONS: dict[tuple[CaseStatus, CaseMove], CaseStatus] = {
    (S.OPEN, M.TAKE): S.IN_HAND,
    (S.OPEN, M.CLOSE): S.CLOSED,
    (S.IN_HAND, M.LEAVE): S.OPEN,
    (S.IN_HAND, M.CLOSE): S.CLOSED,
}


def leads(status: str, target: str) -> bool:
    """Whether a case may come from `status` to `target`, or is there and can still be changed."""
    ways = {(origin, end) for (origin, _move), end in CASE_TRANSITIONS.items()}
    return (S(status), S(target)) in ways or (status == target and status != S.CLOSED)


def files_closed(status: str, *, is_safety: bool) -> FilesClosed | None:
    """None while whoever looks into it may open them."""
    if not is_safety:
        return FilesClosed.NOT_SAFETY
    return FilesClosed.CASE_CLOSED if status == S.CLOSED else None


def case_faults(status: str, outcome: str) -> list[tuple[str, str]]:
    """An outcome belongs to what is closed, and to nothing else."""
    if status == S.CLOSED:
        return [] if outcome else [("/outcome", "outcome_missing")]
    return [("/outcome", "outcome_too_early")] if outcome else []
