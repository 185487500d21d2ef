"""One live credential per person and achievement, whoever asks and however often."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from courses.catalogue.selectors import course_titles, version_summary
from foundation.accounts.models import User
from foundation.kernel.clock import midnight, now
from foundation.kernel.drawing import drawable
from foundation.kernel.ids import new_id
from foundation.outbox import ask, publish
from foundation.outbox.events.outcomes import CredentialIssued
from foundation.programmes.selectors import state_codes_of
from mentoring.projects.selectors import project_facts
from outcomes.credentials.enums import AchievementKind
from outcomes.credentials.models import Achievement, Credential
from outcomes.credentials.rules import FIRST_WAIT, LIVE, new_code, printed_name
from outcomes.credentials.selectors import Place, place_of


@transaction.atomic
def issue_for_course(*, person_id: UUID, course_id: UUID, version_id: UUID) -> Credential:
    """For completing that version of the course; the live one that she has already, if she has. Her paper has the words of
    her version, what can be earned those of the newest."""
    course = version_summary(version_id)
    achievement = _achievement(AchievementKind.COURSE, course_id, course_titles(course.slug), slug=course.slug)
    place = place_of(person_id, course_slug=course.slug)
    return _issue(person_id, achievement, place, titles=course.title, hours=course.hours)


@transaction.atomic
def issue_for_project(*, project_id: UUID) -> list[Credential]:
    """To each person of the team."""
    project = project_facts(project_id)
    achievement = _achievement(AchievementKind.PROJECT, project_id, project.titles)
    words = {"titles": project.titles, "project_title": project.project_title}
    return [_issue(person_id, achievement, place_of(person_id), **words) for person_id in sorted(project.person_ids)]


def _achievement(kind: AchievementKind, subject_id: UUID, titles: dict[str, str], *, slug: str = "") -> Achievement:
    known = {"titles": titles, "slug": slug}
    achievement, _ = Achievement.objects.get_or_create(kind=kind, subject_id=subject_id, defaults=known)
    if achievement.titles != titles:
        achievement.titles = titles
        achievement.save(update_fields=["titles"])
    return achievement


def _issue(person_id: UUID, achievement: Achievement, place: Place | None, **words: Any) -> Credential:
    """Insert unless there is a live one: the partial unique index decides between those who come at once. A project's tells
    whoever has its address, or the paper, the day alone: it follows a reviewer's decision at once."""
    if live := _live(person_id, achievement):
        return live
    moment = now()
    told = midnight(moment) if achievement.kind == AchievementKind.PROJECT else moment
    made = Credential(
        id=new_id(told),
        achievement=achievement,
        person_id=person_id,
        snapshot=_snapshot(User.objects.get(pk=person_id), place, moment, **words),
        issued_at=told,
        code=new_code(secrets.choice),
        view_key=secrets.token_urlsafe(16),
        render_due_at=moment + timedelta(seconds=FIRST_WAIT),
    )
    Credential.objects.bulk_create([made], ignore_conflicts=True)
    live = _live(person_id, achievement)
    if live is None:  # the code was taken: the delivery is tried again with another
        raise RuntimeError("The credential was not written.")
    if live.id == made.id:
        publish(CredentialIssued(credential_id=live.id, person_id=person_id))
        ask("credentials.render", credential_id=live.id)
    return live


def _live(person_id: UUID, achievement: Achievement) -> Credential | None:
    return Credential.objects.filter(person_id=person_id, achievement=achievement, status__in=LIVE).first()


def _snapshot(
    person: User,
    place: Place | None,
    moment: datetime,
    *,
    titles: dict[str, str],
    hours: int | None = None,
    project_title: str = "",
) -> dict[str, Any]:
    """Everything that is printed. The date is the day where she lives; the country says how its months are called."""
    return {
        "name": _name(person),
        "titles": titles,
        "project_title": printed_name(project_title),
        "hours": hours,
        "issuer": settings.ISSUER_NAME,
        "programme": place.programme if place else {},
        "organisation": place.organisation if place else {},
        "language": person.language,
        "country": person.country or next(iter(sorted(state_codes_of(person.id))), ""),
        "issued_on": moment.astimezone(ZoneInfo(person.time_zone)).date().isoformat(),
    }


def _name(person: User) -> str:
    """As she writes it; in Latin letters where our fonts have none for it and she gave them."""
    names = [printed_name(name) for name in (person.name, person.name_latin) if printed_name(name)]
    return next(filter(drawable, names), names[0] if names else person.username)
