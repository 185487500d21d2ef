from foundation.kernel.classification import PLAIN, Classification

UNTIL_LEAVING = "while the person mentors, then one year"

OWN = Classification("personal", UNTIL_LEAVING, "delete")
VETTED = Classification(
    "personal", "while the person mentors, then five years: the proof that a state trusted her", "delete"
)
SHOWN = Classification("sensitive", "180 days, or 30 days after the decision; which kind it was stays", "delete")
STOPPED = Classification("sensitive", "while the person mentors, then five years", "delete")
STAFF = Classification("personal", "life of the row", "clear")

FIELDS: dict[str, Classification] = {
    **dict.fromkeys(("Mentor.person", "Mentor.languages", "Mentor.states", "Mentor.competences"), OWN),
    **dict.fromkeys(("Mentor.time_zone", "Mentor.weekly_hours", "Mentor.max_projects", "Mentor.availability"), OWN),
    "Mentor.active": OWN,
    **dict.fromkeys(("Pause.mentor", "Pause.starts_on", "Pause.ends_on"), OWN),
    **dict.fromkeys(("Conflict.mentor", "Conflict.kind", "Conflict.organisation", "Conflict.ended_at"), OWN),
    **dict.fromkeys(("Conflict.family_name", "Conflict.family_key", "Conflict.from_year", "Conflict.until_year"), OWN),
    "Conflict.note": OWN,
    **dict.fromkeys(("VettingRule.state", "VettingRule.months", "VettingRule.evidence"), PLAIN),
    **dict.fromkeys(("Vetting.mentor", "Vetting.state", "Vetting.status", "Vetting.wanted", "Vetting.seen"), VETTED),
    **dict.fromkeys(("Vetting.note", "Vetting.reason", "Vetting.decided_at", "Vetting.expires_on"), VETTED),
    "Vetting.decided_by": STAFF,
    "Vetting.warned": PLAIN,
    "Evidence.vetting": VETTED,
    "Evidence.kind": VETTED,
    "Evidence.file": SHOWN,
    **dict.fromkeys(("Suspension.mentor", "Suspension.reason", "Suspension.note", "Suspension.lifted_at"), STOPPED),
    "Suspension.suspended_by": STAFF,
    "Suspension.lifted_by": STAFF,
}
