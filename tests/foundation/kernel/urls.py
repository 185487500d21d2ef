"""A small API of the tests' own, made with the kernel's tools alone."""

from typing import Any
from uuid import UUID

from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401
from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.errors import Conflict, NotFound
from foundation.kernel.http import (
    AllowAny,
    Answer,
    Input,
    MultiPartParser,
    Output,
    SignedIn,
    Text,
    TextsIn,
    TextsOut,
    View,
    attachment,
    operation,
)
from foundation.kernel.ids import new_id
from foundation.kernel.models import check_revision
from foundation.kernel.throttling import Limit
from foundation.outbox.models import EventRecord

THINGS = Limit("tests.things", 3, 60)


class Kept(Conflict):
    keeps = True


class ThingIn(Input):
    ignored = ("id",)
    name = Text(max_length=20)
    title = TextsIn(required=False)
    count = serializers.IntegerField(required=False, min_value=0)


class ThingQuery(Input):
    name = Text(required=False)


class ThingOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()


class TitleOut(Output):
    title = TextsOut()


class PersonOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()


class Things(View):
    permission_classes = [AllowAny]

    @operation(summary="Things", query=ThingQuery, result=ThingOut, page="-id")
    def get(self, request: Request, *, query: dict[str, Any]) -> Any:
        things = EventRecord.objects.all()
        return things.filter(name=query["name"]) if "name" in query else things

    @operation(summary="Add a thing", body=ThingIn, result=ThingOut, status=201)
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        thing = EventRecord.objects.create(name=body["name"], payload={})
        if body["name"] == "refused":
            raise Conflict
        if body["name"] == "kept":
            raise Kept
        if body["name"] == "counted":
            THINGS.count("somebody")
            raise Conflict
        return Answer(thing, location=f"/things/{thing.id}")


class Thing(View):
    permission_classes = [AllowAny]

    @operation(summary="A title", result=TitleOut)
    def get(self, request: Request) -> Any:
        return {"title": {"en": "Bridge", "ar": "جسر"}}


class Person(View):
    permission_classes = [SignedIn]

    @operation(summary="A person", result=PersonOut)
    def get(self, request: Request, person_id: UUID) -> User:
        return find(person_id)

    @operation(summary="Rename", body=ThingIn, result=PersonOut, revised=True)
    def patch(self, request: Request, person_id: UUID, *, body: dict[str, Any], revision: int | None) -> User:
        person = find(person_id)
        check_revision(person, revision)
        person.name = body["name"]
        return person.advance(["name"])


class Broken(View):
    permission_classes = [AllowAny]

    @operation(summary="Broken", result=ThingOut)
    def get(self, request: Request) -> Any:
        raise ZeroDivisionError("secret value")


class UploadIn(Input):
    file = serializers.FileField()
    encoding = Text(required=False)
    sheet = Text(required=False, default="")
    columns = serializers.JSONField(required=False, default=dict)
    full = serializers.BooleanField(required=False, default=False)


class UploadOut(Output):
    name = serializers.CharField()
    bytes = serializers.IntegerField()
    sheet = serializers.CharField()
    columns = serializers.JSONField()
    full = serializers.BooleanField()


class Uploads(View):
    permission_classes = [AllowAny]
    parser_classes = [MultiPartParser]
    read = 0

    def seen(self, file: Any) -> None:
        """For a test to listen."""

    @operation(summary="Send a file", body=UploadIn, result=UploadOut, status=202)
    def post(self, request: Request, *, body: dict[str, Any]) -> dict[str, Any]:
        EventRecord.objects.create(name="sent", payload={})
        file = body.pop("file")
        self.seen(file)
        Uploads.read = len(file.read())
        return {"name": file.name, "bytes": file.size, **body}


class Cards(View):
    permission_classes = [AllowAny]

    @operation(summary="Cards", media="application/pdf")
    def get(self, request: Request) -> Any:
        return attachment(b"%PDF", name="cards.pdf", media_type="application/pdf")


class Undeclared(View):
    @operation(summary="For nobody", result=ThingOut)
    def get(self, request: Request) -> Any:
        return {"id": new_id(), "name": str(now())}


def find(person_id: UUID) -> User:
    person = User.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound
    return person


urlpatterns = [
    path("api/v1/things", Things.as_view()),
    path("api/v1/title", Thing.as_view()),
    path("api/v1/people/<uuid:person_id>", Person.as_view()),
    path("api/v1/uploads", Uploads.as_view()),
    path("api/v1/cards", Cards.as_view()),
    path("api/v1/broken", Broken.as_view()),
    path("api/v1/undeclared", Undeclared.as_view()),
    *urlpatterns,
]
