from foundation.kernel.classification import PLAIN, Classification

FILE = Classification("personal", "30 days, unless what it is for says otherwise", "delete")
CONTENT = Classification("sensitive", "30 days, unless what it is for says otherwise", "delete")

FIELDS: dict[str, Classification] = {
    "StoredFile.owner": FILE,
    "StoredFile.purpose": PLAIN,
    "StoredFile.name": FILE,
    "StoredFile.media_type": PLAIN,
    "StoredFile.bytes": PLAIN,
    "StoredFile.sha256": FILE,
    "StoredFile.content": CONTENT,
    "StoredFile.status": PLAIN,
    "StoredFile.scan_due_at": PLAIN,
    "StoredFile.scans": PLAIN,
    "StoredFile.finding": PLAIN,
    "StoredFile.expires_at": PLAIN,
}
