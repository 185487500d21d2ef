from typing import TYPE_CHECKING

from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticatedOrReadOnly
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView

__all__ = ["AllowAny", "IsAuthenticatedOrReadOnly", "Nobody", "SignedIn"]


class Nobody(BasePermission):
    """The default: a view that does not say who may use it is for nobody."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class SignedIn(BasePermission):
    def has_permission(self, request: Request, view: "APIView") -> bool:
        return bool(request.user and request.user.is_authenticated)
