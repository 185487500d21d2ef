"""The bases of every table: what an entity is, how a lost update is noticed, how a text in three languages is kept."""

from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.kernel.clock import now
from foundation.kernel.errors import Stale
from foundation.kernel.ids import new_id
from foundation.kernel.language import LANGUAGES


class Entity(models.Model):
    """A row with an id that a client may have made (UUIDv7)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(_("created at"), default=now, editable=False)

    class Meta:
        abstract = True


class Revised(models.Model):
    """A row that people edit; `revision` rises with each change and is what `If-Match` compares."""

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def advance(self, fields: Collection[str]) -> Self:
        """Save `fields` and raise the revision. The caller holds the row locked."""
        self.revision += 1
        self.save(update_fields=[*fields, "revision"])
        return self


def check_revision(row: Revised, revision: int | None) -> None:
    """Raise `Stale` unless the locked `row` is still at `revision` (None: any, `If-Match: *`)."""
    if revision is not None and row.revision != revision:
        raise Stale


def check_texts(value: Any) -> None:
    well_formed = isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values())
    if not well_formed or not set(value) <= set(LANGUAGES):
        raise ValidationError(_("Give the text as an object with any of ar, en and fr."), code="texts")


class TextsField(models.JSONField):
    """A text in the working languages: `{"ar": str, "en": str, "fr": str}`, missing ones left out."""

    default_validators = [check_texts]


class KeptAnswer(models.Model):
    """The first answer to a POST that carried an `Idempotency-Key`; see `kernel.http.idempotency`."""

    scope = models.CharField(max_length=64, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.BinaryField()
    created_at = models.DateTimeField(default=now, db_index=True)


class ThrottleCount(models.Model):
    """How often `key` did a thing in the window that began at `window` (seconds since 1970)."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="kernel_throttle_key_window")]
