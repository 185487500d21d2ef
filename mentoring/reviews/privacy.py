from foundation.kernel.classification import PLAIN, Classification

WORK = "as long as the submission it is about"

FACT = Classification("personal", WORK, "pseudonymise")
WORDS = Classification("personal", WORK, "keep")
TOLD = Classification("sensitive", "until it is closed, then five years", "pseudonymise")
STAFF = Classification("personal", "life of the row", "clear")

FIELDS: dict[str, Classification] = {
    "Review.submission": FACT,
    "Review.mentor": FACT,
    "Review.status": FACT,
    "Review.seat": PLAIN,
    "Review.slot": PLAIN,
    "Review.lease_until": FACT,
    "Review.scores": WORDS,
    "Review.feedback": WORDS,
    "Review.remarks": WORDS,
    "Review.decision": WORDS,
    "Review.word": WORDS,
    "Review.handed": WORDS,
    "Review.submitted_at": FACT,
    "Forecast.submission": FACT,
    "Forecast.is_first": PLAIN,
    "Forecast.position": PLAIN,
    "Forecast.median_hours": PLAIN,
    "Forecast.p90_hours": PLAIN,
    "Forecast.answer_by": PLAIN,
    "Snooze.submission": FACT,
    "Snooze.mentor": FACT,
    "Snooze.number": PLAIN,
    "Snooze.until_on": FACT,
    "Snooze.waits_on": FACT,
    "Unsaved.review": FACT,
    "Unsaved.typed": WORDS,
    **dict.fromkeys(("Case.subject_type", "Case.subject_id", "Case.mentor", "Case.states", "Case.is_safety"), TOLD),
    **dict.fromkeys(("Case.status", "Case.outcome", "Case.note", "Case.closed_at"), TOLD),
    **dict.fromkeys(("Rating.review", "Rating.person", "Rating.helpful"), FACT),
    "Rating.words": Classification("personal", WORK, "clear"),
    "Case.handled_by": STAFF,
    **dict.fromkeys(("Report.case", "Report.reporter", "Report.reason", "Report.words"), TOLD),
}
