from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from foundation.kernel.clock import today
from foundation.kernel.errors import NotFound
from foundation.kernel.http import AllowAny, Answer, SignedIn, View, actor, operation
from foundation.programmes import policies, selectors, services
from foundation.programmes.api.serializers import places as shapes
from foundation.programmes.errors import SeatsBelowTaken, SlugTaken
from foundation.programmes.models import Cohort, DayNotice, Organisation, Programme

AN_HOUR = "public, max-age=3600"


class MemberStatesView(View):
    permission_classes = [AllowAny]

    @operation(summary="The member states", result=shapes.MemberStateOut, page="code")
    def get(self, request: Request) -> Answer:
        return Answer(policies.member_states_open(), headers={"Cache-Control": AN_HOUR})


class CalendarView(View):
    permission_classes = [AllowAny]

    @operation(
        summary="A member state's working days: its weekend, its free days, its notices",
        query=shapes.CalendarQuery,
        result=shapes.CalendarOut,
    )
    def get(self, request: Request, code: str, *, query: dict[str, Any]) -> selectors.CalendarPage:
        return selectors.calendar_page(code, query.get("since") or today(), query.get("until"))


class CalendarDayView(View):
    permission_classes = [SignedIn]

    @operation(summary="Say that a day is free, or worked after all", body=shapes.NoticeIn, result=shapes.NoticeOut)
    def put(self, request: Request, code: str, day: str, *, body: dict[str, Any]) -> DayNotice:
        note = body.get("note", "")
        return services.give_notice(
            actor=actor(request), code=code, day=_date(day), is_working=body["working"], note=note
        )

    @operation(summary="Take a notice back")
    def delete(self, request: Request, code: str, day: str) -> None:
        services.take_back_notice(actor=actor(request), code=code, day=_date(day))


def _date(written: str) -> date:
    """As an address names it."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotFound from None


class OrganisationsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Organisations in my scope", query=shapes.OrganisationsQuery, result=shapes.OrganisationOut, page="slug"
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Organisation]:
        return selectors.list_organisations(actor(request), **query)

    @operation(
        summary="Add an organisation",
        body=shapes.OrganisationIn,
        result=shapes.OrganisationOut,
        status=201,
        problems=(SlugTaken,),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        row = services.create_organisation(actor=actor(request), **body)
        return Answer(row, location=f"/api/v1/organisations/{row.id}")


class OrganisationView(View):
    permission_classes = [SignedIn]

    @operation(summary="One organisation, by id or slug", result=shapes.OrganisationOut)
    def get(self, request: Request, reference: str) -> Organisation:
        return policies.get_organisation_for(actor(request), reference)

    @operation(
        summary="Change an organisation", body=shapes.OrganisationPatch, result=shapes.OrganisationOut, revised=True
    )
    def patch(self, request: Request, reference: str, *, body: dict[str, Any], revision: int | None) -> Organisation:
        return services.change_organisation(actor=actor(request), reference=reference, revision=revision, changes=body)


class ProgrammesView(View):
    permission_classes = [SignedIn]

    @operation(summary="Programmes, the newest first", result=shapes.ProgrammeOut, page="-id")
    def get(self, request: Request) -> QuerySet[Programme]:
        return policies.programmes_visible_to(actor(request))

    @operation(
        summary="Add a programme",
        body=shapes.ProgrammeIn,
        result=shapes.ProgrammeOut,
        status=201,
        problems=(SlugTaken,),
    )
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        row = services.create_programme(actor=actor(request), **body)
        return Answer(row, location=f"/api/v1/programmes/{row.id}")


class ProgrammeView(View):
    permission_classes = [SignedIn]

    @operation(summary="One programme, by id or slug", result=shapes.ProgrammeOut)
    def get(self, request: Request, reference: str) -> Programme:
        return policies.get_programme_for(actor(request), reference)

    @operation(summary="Change a programme", body=shapes.ProgrammePatch, result=shapes.ProgrammeOut, revised=True)
    def patch(self, request: Request, reference: str, *, body: dict[str, Any], revision: int | None) -> Programme:
        return services.change_programme(actor=actor(request), reference=reference, revision=revision, changes=body)


class CohortsView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="My cohorts, or those in my scope, the oldest first",
        query=shapes.CohortsQuery,
        result=shapes.CohortOut,
        page="id",
    )
    def get(self, request: Request, *, query: dict[str, Any]) -> QuerySet[Cohort]:
        return selectors.list_cohorts(actor(request), on=today(), **query)

    @operation(summary="Add a cohort", body=shapes.CohortIn, result=shapes.CohortOut, status=201)
    def post(self, request: Request, *, body: dict[str, Any]) -> Answer:
        row = services.create_cohort(actor=actor(request), **body)
        return Answer(row, location=f"/api/v1/cohorts/{row.id}")


class CohortView(View):
    permission_classes = [SignedIn]

    @operation(summary="One cohort", result=shapes.CohortOut)
    def get(self, request: Request, cohort_id: UUID) -> Cohort:
        return policies.get_cohort_for(actor(request), cohort_id)

    @operation(
        summary="Change a cohort",
        body=shapes.CohortPatch,
        result=shapes.CohortOut,
        revised=True,
        problems=(SeatsBelowTaken,),
    )
    def patch(self, request: Request, cohort_id: UUID, *, body: dict[str, Any], revision: int | None) -> Cohort:
        return services.change_cohort(actor=actor(request), cohort_id=cohort_id, revision=revision, changes=body)
