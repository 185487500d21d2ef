from foundation.kernel.classification import PLAIN, Classification

ID_ALONE = Classification("personal", "life of the record; says nothing once the person is erased", "keep")

FIELDS: dict[str, Classification] = {
    "Record.actor_id": ID_ALONE,
    "Record.action": PLAIN,
    "Record.subject_type": PLAIN,
    "Record.subject_id": ID_ALONE,
    "Record.details": Classification("none", "life of the record; ids and plain values only", "keep"),
}
