from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Competence(TextChoices):
    """What a mentor can help with."""

    SOFTWARE = "software", _("Software and apps")
    ELECTRONICS = "electronics", _("Electronics and robots")
    DATA = "data", _("Data and artificial intelligence")
    DESIGN = "design", _("Design")
    BUSINESS = "business", _("Business models")
    FUNDING = "funding", _("Funding")
    RESEARCH = "research", _("Research")
    HEALTH = "health", _("Health")
    FARMING = "farming", _("Agriculture and water")
    ENERGY = "energy", _("Energy")
    EDUCATION = "education", _("Education")
    STORY = "story", _("Storytelling and presentation")


class EvidenceKind(TextChoices):
    """What a vetting can rest on."""

    IDENTITY = "identity", _("Proof of identity")
    CRIMINAL_RECORD = "criminal_record", _("Extract from the criminal record")
    REFERENCE = "reference", _("Letter of reference")
    TRAINING = "training", _("Training in the protection of children")
    INTERVIEW = "interview", _("Record of an interview")


class VettingStatus(TextChoices):
    """Expired is never stored: what is valid becomes it by the day."""

    REQUESTED = "requested", _("Requested")
    VALID = "valid", pgettext_lazy("vetting", "Valid")
    EXPIRED = "expired", pgettext_lazy("vetting", "Expired")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", pgettext_lazy("vetting", "Revoked")
    REPLACED = "replaced", pgettext_lazy("vetting", "Replaced by a newer one")


class VettingMove(TextChoices):
    APPROVE = "approve", _("The state finds it valid")
    REFUSE = "refuse", _("The state refuses it")
    REVOKE = "revoke", _("The state takes it back")
    REPLACE = "replace", _("The state finds a newer one valid")


class VettingReason(TextChoices):
    """Told to the mentor too: a suspicion is a suspension's matter."""

    INCOMPLETE = "incomplete", _("Evidence is missing or can't be read")
    OUTDATED = "outdated", _("Evidence is too old")
    NOT_MET = "not_met", _("The state's conditions are not met")
    NOT_NEEDED = "not_needed", _("The mentor does not work for this state")
    MISTAKE = "mistake", _("It was decided by mistake")


class ConflictKind(TextChoices):
    """Whose work a mentor should not judge."""

    ORGANISATION = "organisation", _("An organisation or school of one's own")
    FAMILY_NAME = "family_name", _("A family name")
    PUPILS = "pupils", _("Former pupils")


class SuspensionReason(TextChoices):
    """Never told to the mentor."""

    REPORT = "report", _("A report is being looked into")
    CONDUCT = "conduct", _("Conduct towards a young person")
    CONTACT = "contact", _("Contact outside the platform")
    VETTING = "vetting", _("Doubts about the vetting")
    OTHER = "other", _("Another reason")
