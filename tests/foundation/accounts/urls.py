"""The house's addresses and one view that says who is asking."""

from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as house
from foundation.kernel.http import Output, SignedIn, View, actor, operation

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class Who(Output):
    username = serializers.CharField()


class WhoView(View):
    permission_classes = [SignedIn]

    @operation(summary="Who is asking", result=Who)
    def get(self, request: Request) -> Any:
        return actor(request)

    @operation(summary="Who is asking, unsafely", result=Who)
    def post(self, request: Request) -> Any:
        return actor(request)


urlpatterns = [path("who", WhoView.as_view()), *house]
