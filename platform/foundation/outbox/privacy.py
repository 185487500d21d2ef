from foundation.kernel.classification import PLAIN, Classification

IDS_ONLY = Classification("none", "90 days after delivery; ids and plain values only", "keep")

FIELDS: dict[str, Classification] = {
    "EventRecord.name": PLAIN,
    "EventRecord.payload": IDS_ONLY,
    "Delivery.event": PLAIN,
    "Delivery.subscriber": PLAIN,
    "Delivery.queue": PLAIN,
    "Delivery.due_at": PLAIN,
    "Delivery.attempts": PLAIN,
    "Delivery.starts": PLAIN,
    "Delivery.done_at": PLAIN,
    "Delivery.stuck_at": PLAIN,
    "Delivery.error": Classification("none", "the failure's type and place, never a value", "keep"),
}
