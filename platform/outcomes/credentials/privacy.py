from foundation.kernel.classification import PLAIN, Classification

EARNED = Classification("personal", "as long as the credential can be checked", "keep")
PRINTED = Classification("personal", "as long as the credential can be checked", "pseudonymise")
SECRET = Classification("personal", "as long as the credential can be checked", "delete")

FIELDS: dict[str, Classification] = {
    "Achievement.kind": PLAIN,
    "Achievement.subject_id": PLAIN,
    "Achievement.slug": PLAIN,
    "Achievement.titles": PLAIN,
    "Credential.achievement": EARNED,
    "Credential.person": PRINTED,
    "Credential.snapshot": PRINTED,
    "Credential.status": EARNED,
    "Credential.status_reason": Classification("personal", "two years after the change", "clear"),
    "Credential.status_changed_at": EARNED,
    "Credential.issued_at": EARNED,
    "Credential.code": EARNED,
    "Credential.view_key": SECRET,
    "Credential.pdf": SECRET,
    "Credential.rendered_at": PLAIN,
    "Credential.render_due_at": PLAIN,
    "Credential.render_attempts": PLAIN,
}
