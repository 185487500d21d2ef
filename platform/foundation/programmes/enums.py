from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    PROGRAMME_OFFICE = "programme_office", _("Programme office")
    COORDINATOR = "coordinator", _("Coordinator")
    AUTHOR = "author", _("Course author")
    MENTOR = "mentor", _("Mentor")
    SAFEGUARDING_OFFICER = "safeguarding_officer", _("Safeguarding officer")


class Scope(TextChoices):
    """How far a role reaches."""

    EVERYWHERE = "everywhere", _("Everywhere")
    STATE = "state", _("A member state")
    ORGANISATION = "organisation", _("An organisation")


class OrganisationKind(TextChoices):
    MINISTRY = "ministry", _("Ministry")
    SCHOOL = "school", _("School")
    UNIVERSITY = "university", _("University")
    CENTRE = "centre", _("Training centre")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Other")


class DeadlineFault(TextChoices):
    """What is wrong with a deadline of a cohort, and the words for it."""

    NOT_OFFERED = "not_offered", _("The cohort doesn't have this course.")
    REPEATED = "repeated", _("This course has a deadline already.")
    OUTSIDE = "outside", _("Choose a day between the start and the end of the cohort.")
    OVER = "over", _("This day is over, and the course would close at once. Choose today or a later day.")


class MembershipStatus(TextChoices):
    """An invited member counts in every way but one: she hasn't claimed her account yet."""

    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    WITHDRAWN = "withdrawn", _("Withdrawn")
