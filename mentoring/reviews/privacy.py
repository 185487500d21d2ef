from foundation.kernel.classification import PLAIN, Classification

WORK = "as long as the submission it is about"

FACT = Classification("personal", WORK, "pseudonymise")
WORDS = Classification("personal", WORK, "keep")

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
    "Review.submitted_at": FACT,
}
