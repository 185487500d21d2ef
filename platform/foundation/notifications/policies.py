from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.notifications.models import Notification


def notifications_visible_to(actor: User) -> QuerySet[Notification]:
    return Notification.objects.filter(person=actor)
