"""Courses to take along, and the keys by which a phone checks them."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from courses.enrolment.services import bundle_for, bundle_keys
from foundation.files.enums import MediaType
from foundation.kernel.http import AllowAny, Output, View, attached, operation
from foundation.kernel.http.conditions import VARY
from foundation.kernel.language import current


class BundleKeyOut(Output):
    """A JSON Web Key (RFC 8037)."""

    kty = serializers.CharField()
    crv = serializers.CharField()
    use = serializers.CharField()
    kid = serializers.CharField()
    x = serializers.CharField(help_text="The public key, in base64url.")


class BundleKeysOut(Output):
    keys = BundleKeyOut(many=True, help_text="The one that signs now comes first.")


class OfflineBundleView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="A course to take along: your enrolment's version, else the newest, signed", media=MediaType.ZIP.value
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        bundle = bundle_for(request.user, slug, current())
        name = f"{bundle.course}-{bundle.version}-{bundle.language}.zip"
        headers = {**attached(name), "Cache-Control": "private, no-cache", "Vary": VARY}
        return HttpResponse(bundle.content, content_type=MediaType.ZIP, headers=headers)


class BundleKeysView(View):
    permission_classes = [AllowAny]

    @operation(summary="The keys by which bundles are checked", result=BundleKeysOut)
    def get(self, request: Request) -> dict[str, Any]:
        return {"keys": bundle_keys()}
