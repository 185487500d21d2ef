from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.files.models import StoredFile
from foundation.kernel.models import Entity, Revised
from foundation.kernel.names import name_key_field
from foundation.programmes.models import Cohort, MemberState, Organisation, Programme
from foundation.rosters.enums import BUSY, Outcome, RosterStatus, SheetKind

# Rows with one of the others are in most lists by the thousand, and soon found without an index.
RARE = Q(outcome__in=[Outcome.MOVE, Outcome.WITHDRAW, Outcome.CONFLICT, Outcome.ERROR, ""])


class Roster(Entity):
    """A file that says what a cohort should be. `programme` and `state` repeat the cohort's, for the constraint: within them
    one roster at a time is applied or undone, since a person may be in any cohort of theirs.

    `digest` stands for the preview (its rows and their outcomes), `baseline` for the cohort that it was made for. `options`
    and `detected` hold how to read the file and how it was read; `problem` a code, why it could not be.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+", db_index=False, verbose_name=_("cohort"))
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    state = models.ForeignKey(MemberState, models.CASCADE, related_name="+", db_index=False)
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by"))
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+", verbose_name=_("file"))
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    options = models.JSONField(default=dict)
    full = models.BooleanField(_("full list"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=RosterStatus.choices, default=RosterStatus.READING)
    detected = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True, default="")
    baseline = models.CharField(max_length=64, blank=True, default="")
    problem = models.CharField(max_length=40, blank=True, default="")
    problem_read = models.CharField(max_length=300, blank=True, default="")
    problem_expected = models.CharField(max_length=300, blank=True, default="")
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "state"], condition=Q(status__in=BUSY), name="rosters_one_at_work"
            )
        ]
        indexes = [
            models.Index(fields=["cohort", "id"], name="rosters_of_cohort"),
            models.Index(fields=["created_at"], condition=Q(erased_at=None), name="rosters_to_erase"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RosterRow(Revised):
    """A row as it was read (`cells`, by header) and understood (the columns named as a person's and a membership's fields).

    `faults` come from reading, `findings` from comparing with who is there; both are `[{code, field, read, expected}]`.
    `person_id` and `membership_id` are whom the row means: someone who is there, or, once applied, someone new. `due` says
    that applying (or undoing) still has something to do with it, `applied` that it was done; `before` is what it changed.
    A correction empties `outcome` until the row is read again.
    """

    pk = models.CompositePrimaryKey("roster", "number")
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("row"))
    place = models.CharField(max_length=80, blank=True, default="")
    cells = models.JSONField(default=dict)
    name = models.CharField(max_length=200, blank=True, default="")
    name_key = name_key_field("name")
    name_latin = models.CharField(max_length=200, blank=True, default="")
    learner_number = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    gender = models.CharField(max_length=10, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True, default="")
    school = models.CharField(max_length=200, blank=True, default="")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+", db_index=False)
    group = models.CharField(max_length=80, blank=True, default="")
    guardian_name = models.CharField(max_length=200, blank=True, default="")
    guardian_email = models.CharField(max_length=254, blank=True, default="")
    guardian_phone = models.CharField(max_length=20, blank=True, default="")
    relationship = models.CharField(max_length=40, blank=True, default="")
    consent_on = models.DateField(null=True, blank=True)
    faults = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    person_id = models.UUIDField(null=True, blank=True)
    membership_id = models.UUIDField(null=True, blank=True)
    invitation_id = models.UUIDField(null=True, blank=True)
    before = models.JSONField(null=True)
    due = models.BooleanField(default=False)
    applied = models.BooleanField(default=False)

    @property
    def tells(self) -> bool:
        """Whether its reader sees whom it means, by what `policies.shown_to` has found; where nobody asked she doesn't."""
        return self.membership_id == self.__dict__.get("seen_membership")

    @property
    def told(self) -> list[dict[str, str]]:
        """The messages that its reader may have."""
        return [*self.faults, *(self.findings if self.tells else ())]

    class Meta:
        verbose_name = _("roster row")
        verbose_name_plural = _("roster rows")
        indexes = [
            models.Index(fields=["roster", "outcome", "number"], condition=RARE, name="rosters_row_rare"),
            models.Index(fields=["roster", "number"], condition=Q(due=True), name="rosters_row_due"),
        ]


class RememberedColumn(Entity):
    """What a coordinator once said a column of hers means (`field` is "" for one to leave aside)."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    header_key = models.CharField(max_length=200)
    field = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")
        constraints = [models.UniqueConstraint(fields=["person", "header_key"], name="rosters_column_once")]


class Sheet(Entity):
    """What is handed out after a roster, one for each selection of its learners, "" and null standing for all. `digest` says
    what was drawn: the `file` is given out as long as that is so. `parts` are the files that will be joined."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=SheetKind.choices)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+", db_index=False)
    group = models.CharField(max_length=80, blank=True, default="")
    claimed = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True, default="")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    parts = ArrayField(models.UUIDField(), default=list)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "kind", "organisation", "group", "claimed"],
                nulls_distinct=False,
                name="rosters_sheet_once",
            )
        ]
