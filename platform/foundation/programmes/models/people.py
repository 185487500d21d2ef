from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.kernel.models import Entity, Revised
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.models.places import Cohort, MemberState, Organisation, Programme

LIVE = ~Q(status=MembershipStatus.WITHDRAWN)
UNREVOKED = Q(revoked_at__isnull=True)


class Membership(Entity, Revised):
    """A person's place in a cohort. `programme` and `state` repeat the cohort's, for the constraints; `organisation` is the
    learner's own school, `group` her class there."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="memberships", db_index=False, verbose_name=_("cohort")
    )  # an index of two columns begins with it
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name=_("programme"))
    state = models.ForeignKey(MemberState, models.PROTECT, related_name="+", verbose_name=_("member state"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("school"))
    group = models.CharField(_("class"), max_length=80, blank=True, default="")
    learner_number = models.CharField(_("learner number"), max_length=40, blank=True, default="")
    status = models.CharField(
        _("status"), max_length=10, choices=MembershipStatus.choices, default=MembershipStatus.INVITED
    )
    started_at = models.DateTimeField(_("started learning at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["person", "programme"], condition=LIVE, name="programmes_membership_live"),
            models.UniqueConstraint(
                fields=["programme", "state", "learner_number"],
                condition=LIVE & ~Q(learner_number=""),
                name="programmes_membership_number",
            ),
            models.CheckConstraint(
                condition=Q(status=MembershipStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | (LIVE & Q(withdrawn_at__isnull=True)),
                name="programmes_membership_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "id"], name="programmes_membership_cohort")]

    def __str__(self) -> str:
        return str(self.id)


class Invitation(Entity):
    """How a person comes to her account. The code of an issue follows from `id`, `counter` and the server's key, so it can be
    printed again; only its hash is stored."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    counter = models.PositiveIntegerField(_("issue"), default=1)
    code_hash = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], name="programmes_invitation_code"),
            models.CheckConstraint(condition=Q(counter__gt=0), name="programmes_invitation_counter"),
            models.CheckConstraint(condition=Q(code_hash__regex="^[0-9a-f]{64}$"), name="programmes_invitation_hash"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RoleGrant(Entity):
    """A role and where it holds: everywhere, in a state, or in an organisation. Revoked, it stays as a record."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    state = models.ForeignKey(
        MemberState, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member state")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "state", "organisation"],
                condition=UNREVOKED,
                nulls_distinct=False,
                name="programmes_grant_live",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PROGRAMME_OFFICE) | Q(state__isnull=True, organisation__isnull=True),
                name="programmes_grant_office_everywhere",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.COORDINATOR) | Q(state__isnull=False),
                name="programmes_grant_coordinator_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(state__isnull=False, role=Role.COORDINATOR),
                name="programmes_grant_organisation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
