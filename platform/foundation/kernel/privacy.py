from foundation.kernel.classification import PLAIN, Classification

FIELDS: dict[str, Classification] = {
    "KeptAnswer.scope": Classification("none", "24 hours", "keep"),
    "KeptAnswer.fingerprint": Classification("none", "24 hours", "keep"),
    "KeptAnswer.status": Classification("none", "24 hours", "keep"),
    "KeptAnswer.answer": Classification("personal", "24 hours, encrypted under the caller's own key", "delete"),
    "ThrottleCount.id": PLAIN,
    "ThrottleCount.key": Classification("none", "the window, keyed hash", "keep"),
    "ThrottleCount.window": PLAIN,
    "ThrottleCount.count": PLAIN,
    "ThrottleCount.expires_at": PLAIN,
}
