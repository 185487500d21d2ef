from typing import Any

from django.apps import AppConfig
from django.db.models import Case, F, Func, JSONField, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "foundation.rosters"
    label = "rosters"
    verbose_name = _("Rosters")

    def ready(self) -> None:
        from foundation.batches.services import Job, register
        from foundation.rosters.notices import WORDS, named
        from foundation.rosters.policies import sees_job
        from foundation.rosters.services import applying, reading, sheets, undoing

        for module, cancellable in ((reading, True), (applying, True), (undoing, False)):
            register(
                Job(
                    kind=module.KIND,
                    work=module.work,
                    finish=module.finish,
                    give_up=module.give_up,
                    rows=rows_of,
                    sees=sees_job,
                    words=WORDS,
                    named=named,
                    cancellable=cancellable,
                )
            )
        sheets.register_jobs()


def rows_of(batch: Any, actor: Any) -> QuerySet[Any, Any]:
    """The rows of a batch are the roster's."""
    from foundation.rosters.models import RosterRow
    from foundation.rosters.policies import shown_to

    both = Func(F("faults"), F("findings"), template="(%(expressions)s)", arg_joiner=" || ", output_field=JSONField())
    hidden = Q(membership_id__isnull=False, seen_membership=None)
    rows = shown_to(actor, RosterRow.objects.filter(roster=batch.subject_id))
    return rows.annotate(messages=Case(When(hidden, then=F("faults")), default=both))
