"""Who reports what, and who looks into it: the safeguarding officers of a state whatever is reported of its work, the office
what isn't about safety, and what no officer is there for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, UUIDField, Value

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.kernel.errors import Forbidden
from foundation.programmes.enums import Role, Scope
from foundation.programmes.models import MemberState, RoleGrant
from foundation.programmes.policies import grants_of, is_office, one, roles_of
from mentoring.mentors.policies import overseen_states
from mentoring.projects.models import ProjectFile
from mentoring.projects.policies import files_of
from mentoring.reviews.enums import SubjectType
from mentoring.reviews.errors import CaseFilesClosed
from mentoring.reviews.models import Case, Report, Review
from mentoring.reviews.policies.reviews import reviews_visible_to
from mentoring.reviews.rules import files_closed

HANDLERS = {Role.PROGRAMME_OFFICE, Role.SAFEGUARDING_OFFICER}
NOTHING = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Subject:
    mentor_id: UUID
    states: list[str]


def subject_for(actor: User, subject_type: str, subject_id: UUID) -> Subject | None:
    """What the actor may report, because they see it."""
    seen = SEEN[SubjectType(subject_type)](actor).filter(pk=subject_id)
    found = seen.values_list("mentor_id", "submission__states").first()
    return Subject(*found) if found else None


SEEN: dict[SubjectType, Callable[[User], QuerySet[Any]]] = {SubjectType.REVIEW: reviews_visible_to}


def reports_of(actor: User) -> QuerySet[Report]:
    """One's own."""
    return Report.objects.filter(reporter=actor).select_related("case")


def cases_visible_to(actor: User) -> QuerySet[Case]:
    """Nobody looks into what is said of herself."""
    if not roles_of(actor) & HANDLERS:
        raise Forbidden
    seen = _of_officer(actor)
    if is_office(actor):
        seen |= Q(is_safety=False) | _unattended()
    rows = Case.objects.filter(seen).exclude(mentor__person=actor)
    reports = Prefetch("reports", Report.objects.order_by("id").select_related("reporter"))
    return rows.select_related("mentor__person", "handled_by").prefetch_related(reports)


def get_case_for(actor: User, case_id: UUID) -> Case:
    return one(cases_visible_to(actor).filter(pk=case_id))


def lock_case(actor: User, case_id: UUID) -> Case:
    return one(cases_visible_to(actor).filter(pk=case_id).select_for_update(of=("self",), no_key=True))


def files_of_case(case: Case) -> QuerySet[ProjectFile]:
    """Those of the reported work, nameless, each with the `case` by which it is read, and by nothing else."""
    review = Review.objects.select_related("submission").get(pk=case.subject_id)
    files = files_of(review.submission, named=False).annotate(case=Value(case.pk, output_field=UUIDField()))
    return files.none() if files_closed(case.status, is_safety=case.is_safety) else files


def get_file_of_case(case: Case, file_id: UUID) -> ProjectFile:
    """One that was found clean. Raises `CaseFilesClosed` with the reason where none is opened."""
    if why := files_closed(case.status, is_safety=case.is_safety):
        raise CaseFilesClosed(why.label)
    return one(files_of_case(case).filter(pk=file_id, file__status=FileStatus.CLEAN))


def handlers_of(case: Case) -> list[UUID]:
    """Who is told of it: as people."""
    held = _officers().filter(Q(state=None) | Q(state__code__in=case.states))
    told = _people(held, case) if case.is_safety else []
    return told or _people(_live(Role.PROGRAMME_OFFICE), case)


def _of_officer(actor: User) -> Q:
    held = [grant for grant in grants_of(actor) if grant.role == Role.SAFEGUARDING_OFFICER]
    if any(grant.scope == Scope.EVERYWHERE for grant in held):
        return Q()
    codes = MemberState.objects.filter(pk__in=overseen_states(actor)).values_list("code", flat=True)
    return Q(states__overlap=list(codes)) if held else NOTHING


def _unattended() -> Q:
    """What is about safety where there is no officer but whom it is about: nothing that a young person reports is read by
    nobody."""
    states = ExpressionWrapper(OuterRef("states"), ArrayField(models.CharField(max_length=2)))
    there = _officers().alias(states=states).filter(Q(state=None) | Q(states__contains=[F("state__code")]))
    return ~Q(Exists(there.exclude(person=OuterRef("mentor__person"))))


def _officers() -> QuerySet[RoleGrant]:
    return _live(Role.SAFEGUARDING_OFFICER)


def _live(role: Role) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(role=role, revoked_at=None, person__is_active=True)


def _people(grants: QuerySet[RoleGrant], case: Case) -> list[UUID]:
    others = grants.exclude(person=case.mentor.person_id).order_by("person_id")
    return list(others.values_list("person_id", flat=True).distinct())
