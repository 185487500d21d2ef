from datetime import UTC, date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def midnight(moment: datetime) -> datetime:
    """When its day began, in UTC: what strangers may know of when somebody was at work."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def today() -> date:
    """The present date in UTC."""
    return timezone.now().date()
