"""What beat asks for, and how often. Every job here may be lost or doubled without harm: it looks for work in the database."""

from datetime import timedelta
from typing import Any

Entry = dict[str, Any]


def every(seconds: float, task: str, queue: str = "default") -> Entry:
    """An entry that is dropped when it could not start within its own period: the next one does its work."""
    return {
        "task": task,
        "schedule": timedelta(seconds=seconds),
        "options": {"queue": queue, "expires": max(seconds, 1)},
    }


SCHEDULE: dict[str, Entry] = {
    "outbox-sweep": every(1, "outbox.sweep"),
    "outbox-forget": every(86_400, "outbox.forget_delivered", "bulk"),
    "kernel-expire": every(3600, "kernel.expire"),
    "accounts-forget-sessions": every(86_400, "accounts.forget_sessions"),
    "accounts-forget-shells": every(86_400, "accounts.forget_shells", "bulk"),
    "consents-ask-guardians": every(3600, "consents.ask_guardians", "bulk"),
    "enrolment-forget-logs": every(86_400, "enrolment.forget_logs", "bulk"),
    "notifications-sweep": every(2, "notifications.sweep_mail", "mail"),
    "notifications-forget": every(86_400, "notifications.forget_mails", "bulk"),
    "credentials-sweep": every(2, "credentials.sweep", "credentials"),
    "batches-sweep": every(1, "batches.sweep"),
    "batches-forget": every(86_400, "batches.forget_rows", "bulk"),
    "files-forget": every(86_400, "files.forget_expired", "bulk"),
    "rosters-forget": every(86_400, "rosters.forget_values", "bulk"),
    "assessment-sweep": every(15, "assessment.sweep"),
    "mentors-warn": every(3600, "mentors.warn_of_expiry", "bulk"),
    "files-scan": every(15, "files.sweep_scans"),
    "projects-clocks": every(3600, "projects.sweep_clocks", "bulk"),
    "reviews-expire-leases": every(15, "reviews.expire_leases"),
    "reviews-forget": every(86_400, "reviews.forget_forecasts", "bulk"),
}
