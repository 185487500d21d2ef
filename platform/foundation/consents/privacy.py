from foundation.kernel.classification import PLAIN, Classification

GUARDIAN = Classification("personal", "life of the learner's account, or until the roster names another", "delete")
ASKED = Classification("personal", "life of the learner's account; what it asks holds until the next request", "delete")
ANSWER = Classification("personal", "life of the learner's account: the proof that her guardian agreed", "delete")

FIELDS: dict[str, Classification] = {
    **dict.fromkeys(("StateRule.state", "StateRule.consent_age", "StateRule.guardian_purposes"), PLAIN),
    **dict.fromkeys(("StateRule.source", "StateRule.decided_on", "StateRule.renew_months"), PLAIN),
    **dict.fromkeys((f"StateReadiness.{name}" for name in ("code", "name", "languages", "weekend", "active")), PLAIN),
    "Guardian.person": GUARDIAN,
    "Guardian.name": GUARDIAN,
    "Guardian.relationship": GUARDIAN,
    "Guardian.email": GUARDIAN,
    "Guardian.phone": GUARDIAN,
    "ConsentRequest.person": ASKED,
    "ConsentRequest.guardian": ASKED,
    "ConsentRequest.counter": PLAIN,
    "ConsentRequest.code_hash": Classification("sensitive", "until the next issue; a keyed hash", "delete"),
    "ConsentRequest.expires_at": PLAIN,
    "ConsentRequest.asked_at": ASKED,
    "ConsentRequest.asked_about": ASKED,
    "ConsentRequest.failed_at": ASKED,
    "Answer.person": ANSWER,
    "Answer.decided_at": ANSWER,
    "Answer.guardian_name": ANSWER,
    "Answer.relationship": ANSWER,
    "Answer.method": ANSWER,
    "Answer.evidence": ANSWER,
    "Answer.actor": Classification("personal", "life of the answer", "clear"),
    "Consent.person": ANSWER,
    "Consent.purpose": ANSWER,
    "Consent.version": PLAIN,
    "Consent.granted": ANSWER,
    "Consent.answer": ANSWER,
    "Consent.valid_until": ANSWER,
    "Consent.superseded_at": PLAIN,
}
