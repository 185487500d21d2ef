from foundation.outbox.models import Delivery


def pending_count() -> int:
    return Delivery.objects.filter(done_at__isnull=True, stuck_at__isnull=True).count()


def stuck_count() -> int:
    return Delivery.objects.filter(stuck_at__isnull=False).count()
