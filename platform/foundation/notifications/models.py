from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.accounts.models import User
from foundation.kernel.language import Language
from foundation.kernel.models import Entity
from foundation.notifications.enums import Kind, MailStatus
from foundation.notifications.rules import LONGEST_SUBJECT


class Notification(Entity):
    """A notice in the app. Its words are made when it is read; `params` holds public titles and slugs only."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40, choices=Kind)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    params = models.JSONField(default=dict)
    dedup_key = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["dedup_key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person", "-id"], name="notice_unread", condition=Q(read_at=None)),
        ]


class Mail(Entity):
    """A mail on its way or gone. `due_at` is when it may next be taken: while it is being sent, when the lease ends."""

    to = models.CharField(_("to"), max_length=320)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    dedup_key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(pgettext_lazy("mail", "due at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.CheckConstraint(
                name="mail_sent_has_its_time",
                condition=Q(status=MailStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MailStatus.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="mail_due", condition=Q(status__in=[MailStatus.QUEUED, MailStatus.SENDING])
            ),
        ]
