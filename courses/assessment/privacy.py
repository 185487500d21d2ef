from foundation.kernel.classification import PLAIN, Classification

LEARNING = Classification("personal", "five years after the last change, then counted only", "delete")
ATTEMPT = (
    "enrolment", "lesson", "number", "seed", "answers", "answered_at", "status", "started_at", "expires_at",
    "submitted_at", "score", "max_score", "passed", "shares",
)  # fmt: skip

FIELDS: dict[str, Classification] = {
    "Quiz.lesson": PLAIN,
    "Quiz.definition": PLAIN,
    "ExtraAttempt.enrolment": LEARNING,
    "ExtraAttempt.lesson": LEARNING,
    **{f"Attempt.{field}": LEARNING for field in ATTEMPT},
}
