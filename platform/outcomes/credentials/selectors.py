from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.accounts.selectors import public_name
from foundation.kernel.drawing import first_strong
from foundation.kernel.language import Texts, pick
from foundation.programmes.selectors import active_memberships
from outcomes.credentials.enums import AchievementKind
from outcomes.credentials.models import Achievement, Credential
from outcomes.credentials.policies import credentials_visible_to
from outcomes.credentials.rules import LIVE, shown_code, typed_code

Text = dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone learns, as a certificate says it."""

    programme: Text
    organisation: Text


def list_credentials(actor: User) -> QuerySet[Credential]:
    return credentials_visible_to(actor)


def list_achievements() -> QuerySet[Achievement]:
    """What anyone can earn. A project that was accepted is its team's own."""
    return Achievement.objects.filter(kind=AchievementKind.COURSE)


def credential_by_code(typed: str) -> Credential | None:
    code = typed_code(typed)
    return Credential.objects.select_related("achievement").filter(code=code).first() if code else None


def place_of(person_id: UUID, *, course_slug: str | None = None) -> Place | None:
    """The newest live membership, that of a cohort with this course if one is named."""
    memberships = active_memberships(person_id).select_related("programme", "organisation").order_by("-id")
    if course_slug:
        memberships = memberships.filter(cohort__courses__contains=[course_slug])
    found = memberships.first()
    return Place(found.programme.title, found.organisation.name) if found else None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the public page says of a credential in the reader's language: with `whole` everything that is printed, else the
    achievement, the date and the status, and initials for the name."""

    credential: Credential
    whole: bool

    @property
    def is_live(self) -> bool:
        return self.credential.status in LIVE

    @property
    def name(self) -> str:
        name: str = self.credential.snapshot["name"]
        return name if self.whole else public_name(name)

    @property
    def name_direction(self) -> str:
        return first_strong(self.name)

    @property
    def kind(self) -> str:
        return str(AchievementKind(self.credential.achievement.kind).label)

    @property
    def title(self) -> str:
        return self._say("titles")

    @property
    def project_title(self) -> str:
        return str(self.credential.snapshot["project_title"]) if self.whole else ""

    @property
    def printed_title(self) -> str:
        """As the paper says it, where that is in another language."""
        printed = pick(self.credential.snapshot["titles"], self.credential.snapshot["language"])
        return printed if self.whole and printed != self.title else ""

    @property
    def hours(self) -> int:
        return int(self.credential.snapshot["hours"] or 0)

    @property
    def issuer(self) -> str:
        return self._say("issuer")

    @property
    def programme(self) -> str:
        return " · ".join(filter(None, (self._say("programme"), self._say("organisation")))) if self.whole else ""

    @property
    def issued_on(self) -> date:
        return date.fromisoformat(self.credential.snapshot["issued_on"])

    @property
    def code(self) -> str:
        return shown_code(self.credential.code) if self.whole else ""

    def _say(self, name: str) -> str:
        texts: Texts = self.credential.snapshot[name] or {}
        return pick(texts)
