from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.errors import Invalid
from foundation.kernel.models import check_revision
from mentoring.projects.enums import ProjectStatus
from mentoring.projects.errors import NotAcceptedYet, field_errors
from mentoring.projects.models import Declaration
from mentoring.projects.policies import lock_own_project
from mentoring.projects.selectors import Declared, declared_by


@transaction.atomic
def declare(
    *, actor: User, project_id: UUID, revision: int | None, own_work: bool, others_work: str, licence: str
) -> Declared:
    """What one of its team says of an accepted project, for herself. She may say it anew, and can't unsay it."""
    project = lock_own_project(actor, project_id)
    if project.status != ProjectStatus.ACCEPTED:
        raise NotAcceptedYet
    if not own_work:
        raise Invalid(errors=field_errors([("/own_work", "not_own_work")]))
    said = project.declarations.filter(person=actor).first() or Declaration(project=project, person=actor, revision=0)
    check_revision(said, revision)
    said.others_work, said.licence, said.revision = others_work, licence, said.revision + 1
    said.save()
    details = {"licence": licence, "others": bool(others_work)}
    record(actor_id=actor.id, action="project.declared", subject_type="project", subject_id=project.id, details=details)
    return declared_by(actor, project.id)
