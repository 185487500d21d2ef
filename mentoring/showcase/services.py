from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.errors import FieldError, Invalid
from foundation.kernel.models import check_revision
from foundation.programmes.policies import one
from mentoring.projects.enums import ProjectStatus
from mentoring.projects.errors import NotAcceptedYet
from mentoring.projects.models import Project
from mentoring.showcase.errors import NO_PICTURE, AlreadyTakenDown
from mentoring.showcase.models import Showing, Takedown
from mentoring.showcase.policies import lock_overseen_project, lock_team_member, pictures_of, taken_down
from mentoring.showcase.selectors import Part, own_part


@transaction.atomic
def say_showing(
    *, actor: User, project_id: UUID, revision: int | None, show: bool, name: str, picture: UUID | None = None
) -> Part:
    """A no can always be said, whatever picture it names; a yes by whoever may be shown in public now."""
    member = lock_team_member(actor, project_id)
    if member.project.status != ProjectStatus.ACCEPTED:
        raise NotAcceptedYet
    picture = picture if show else None
    if show:
        require(actor, Purpose.PUBLIC_SHOWING)
    if picture:
        _check_picture(actor, project_id, picture)
    said = Showing.objects.filter(project=project_id, person=actor).first() or _nothing_said(project_id, actor)
    check_revision(said, revision)
    said.show, said.name, said.picture_id, said.revision = show, name, picture, said.revision + 1
    said.save()
    _record(actor, project_id, "project.showing_said", show=show, name=name, picture=str(picture or ""))
    return own_part(actor, project_id)


def _check_picture(actor: User, project_id: UUID, picture: UUID) -> None:
    require(actor, Purpose.MEDIA)
    if not pictures_of(project_id).filter(pk=picture).exists():
        raise Invalid(errors=[FieldError("/picture", "unknown_picture", NO_PICTURE)])


def _nothing_said(project_id: UUID, actor: User) -> Showing:
    return Showing(project_id=project_id, person=actor, revision=0)


@transaction.atomic
def take_down(*, actor: User, project_id: UUID, reason: str) -> Takedown:
    project = lock_overseen_project(actor, project_id)
    takedown = Takedown(project=project, reason=reason, taken_down_by=actor)
    try:
        with transaction.atomic():
            takedown.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyTakenDown from error
    _record(actor, project.id, "project.taken_down", reason=reason)
    return takedown


@transaction.atomic
def lift_takedown(*, actor: User, project_id: UUID, now: datetime) -> None:
    """The project is shown again if its team still wants it."""
    project: Project = lock_overseen_project(actor, project_id)
    takedown = one(taken_down(project))
    takedown.lifted_at, takedown.lifted_by = now, actor
    takedown.save(update_fields=["lifted_at", "lifted_by"])
    _record(actor, project.id, "project.put_up_again")


def _record(actor: User, project_id: UUID, action: str, **details: object) -> None:
    record(actor_id=actor.id, action=action, subject_type="project", subject_id=project_id, details=details)
