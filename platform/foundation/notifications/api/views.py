from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel import clock
from foundation.kernel.http import SignedIn, View, actor, operation
from foundation.notifications import selectors, services
from foundation.notifications.api.serializers import NotificationOut, NotificationsQuery, ReadIn, ReadOut
from foundation.notifications.models import Notification


class NotificationsView(View):
    permission_classes = [SignedIn]

    @operation(summary="My notices, newest first", query=NotificationsQuery, result=NotificationOut, page="-id")
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Notification]:
        return selectors.notifications_of(actor(request), unread=query.get("unread"))


class ReadView(View):
    permission_classes = [SignedIn]

    @operation(summary="Mark notices as read", body=ReadIn, result=ReadOut)
    def post(self, request: Request, *, body: dict[str, Any]) -> dict[str, int]:
        unread = services.mark_read(
            actor=actor(request),
            now=clock.now(),
            ids=body.get("ids", ()),
            up_to=body.get("up_to"),
            everything=body.get("all", False),
        )
        return {"unread": unread}
