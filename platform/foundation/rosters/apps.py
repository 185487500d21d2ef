from typing import Any

from django.apps import AppConfig
from django.db.models import F, Func, JSONField, QuerySet
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


def rows_of(batch: Any) -> QuerySet[Any, Any]:
    """The rows of a batch are the roster's."""
    from foundation.rosters.models import RosterRow

    messages = Func(
        F("faults"), F("findings"), template="(%(expressions)s)", arg_joiner=" || ", output_field=JSONField()
    )
    return RosterRow.objects.filter(roster=batch.subject_id).annotate(messages=messages)
