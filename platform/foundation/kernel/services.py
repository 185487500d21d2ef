from foundation.kernel.clock import now
from foundation.kernel.http import idempotency
from foundation.kernel.models import ThrottleCount


def forget_expired() -> int:
    """Delete kept answers and throttle counters that have had their day. Returns how many."""
    counters = ThrottleCount.objects.filter(expires_at__lt=now()).delete()[0]
    return counters + idempotency.forget_old()
