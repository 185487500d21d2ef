from foundation.kernel.classification import PLAIN, Classification

OWNER = Classification("personal", "life of the row", "clear")
IDS_ONLY = Classification("none", "life of the row; ids and plain values only", "keep")
ROW = Classification("personal", "90 days after the batch is over", "delete")

FIELDS: dict[str, Classification] = {
    "Batch.kind": PLAIN,
    "Batch.owner": OWNER,
    "Batch.subject_id": IDS_ONLY,
    "Batch.params": IDS_ONLY,
    "Batch.status": PLAIN,
    "Batch.done": PLAIN,
    "Batch.total": PLAIN,
    "Batch.counts": PLAIN,
    "Batch.problem": PLAIN,
    "Batch.error": Classification("none", "the failure's type and place, never a value", "keep"),
    "Batch.failures": PLAIN,
    "Batch.starts": PLAIN,
    "Batch.runner": PLAIN,
    "Batch.due_at": PLAIN,
    "Batch.started_at": PLAIN,
    "Batch.finished_at": PLAIN,
    "BatchRow.pk": PLAIN,
    "BatchRow.batch": PLAIN,
    "BatchRow.number": PLAIN,
    "BatchRow.subject_id": ROW,
    "BatchRow.outcome": ROW,
    "BatchRow.messages": ROW,
}
