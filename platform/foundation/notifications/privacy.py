from foundation.kernel.classification import PLAIN, Classification

NOTICE = Classification("personal", "life of the account", "delete")
MAIL = Classification("personal", "30 days", "delete")
WORDS = Classification("sensitive", "until sent; 30 days when it could not be", "delete")

FIELDS = {
    "Notification.person": NOTICE,
    "Notification.kind": NOTICE,
    "Notification.subject_type": NOTICE,
    "Notification.subject_id": NOTICE,
    "Notification.params": NOTICE,
    "Notification.dedup_key": NOTICE,
    "Notification.read_at": NOTICE,
    "Mail.to": MAIL,
    "Mail.language": MAIL,
    "Mail.subject": MAIL,
    "Mail.text": WORDS,
    "Mail.html": WORDS,
    "Mail.dedup_key": MAIL,
    "Mail.message_id": PLAIN,
    "Mail.status": PLAIN,
    "Mail.attempts": PLAIN,
    "Mail.due_at": PLAIN,
    "Mail.sent_at": PLAIN,
    "Mail.error": PLAIN,
}
