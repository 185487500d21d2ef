from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ShownName(TextChoices):
    NONE = "none", _("No name")
    GIVEN = "given", _("The given name")
    FULL = "full", _("The whole name")


class Lack(TextChoices):
    """What a project that isn't shown waits for, as one of its team is told: of herself exactly, of others only that."""

    ACCEPTANCE = "acceptance", _("The project's acceptance")
    CHOICE = "choice", _("Her own yes")
    CONSENT = "consent", _("Her consent to be shown in public")
    DECLARATION = "declaration", _("Her declaration")
    TEAM = "team", _("Somebody else in the team")
    OFFICE = "office", _("The programme office, which took it down")


class TakedownReason(TextChoices):
    PERSONAL = "personal", _("It tells something personal")
    RIGHTS = "rights", _("It shows work of others")
    UNSUITABLE = "unsuitable", _("It is not suitable for everybody")
    OTHER = "other", _("Something else")


class Goal(IntegerChoices):
    """The Sustainable Development Goals, by the short titles that the United Nations give them."""

    POVERTY = 1, _("No poverty")
    HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    EQUALITY = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITIES = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    SEA = 14, _("Life below water")
    LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")
