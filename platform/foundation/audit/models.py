from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.kernel.models import Entity


class Record(Entity):
    """One deed. A trigger refuses every UPDATE and DELETE, so that not even we can mend it."""

    actor_id = models.UUIDField(_("who"), null=True, help_text=_("Empty: the system itself."))
    action = models.CharField(_("what"), max_length=80)
    subject_type = models.CharField(_("kind of subject"), max_length=40)
    subject_id = models.UUIDField(_("subject"))
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(action="") & ~models.Q(subject_type=""), name="audit_record_says_what"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "id"], name="audit_record_subject"),
            models.Index(fields=["actor_id", "id"], name="audit_record_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id}"
