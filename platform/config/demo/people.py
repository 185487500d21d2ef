"""Who is in the demo: staff with their roles, learners invited to their cohorts, and those who have claimed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db.models import F

from config.demo import ACCOUNTS, PASSWORD
from config.demo.stages import STAGES, VETTED
from config.demo.tables import Learner, Staff, Tables
from foundation.accounts.models import User
from foundation.accounts.services import create_person
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.programmes.services import add_member, create_office, grant_role, withdraw_member
from mentoring.mentors.enums import VettingMove
from mentoring.mentors.services import change_profile, decide_vetting, request_vetting


@dataclass(frozen=True, slots=True)
class Added:
    """A learner of the tables, and who she is now."""

    row: Learner
    person: User
    membership: Membership


def make_staff(tables: Tables, now: datetime) -> dict[str, User]:
    """By username. Hashing a password is slow by design, so it is done once for all accounts of the demo."""
    first, *others = tables.staff
    office = create_office(username=first.username, name=first.name, password=PASSWORD, language=first.language)
    staff = {first.username: office}
    for row in others:
        person = create_person(
            name=row.name,
            name_latin=row.latin,
            language=row.language,
            country=row.state,
            email=row.email,
            phone=row.phone,
        )
        staff[row.username] = _let_in(person, row.username, office.password, now)
        person.save(update_fields=["username", "password", "claimed_at"])
        grant_role(actor=office, person=person, role=Role(row.role), state=row.state)
        _make_profile(row, person)
    return staff


def _make_profile(row: Staff, person: User) -> None:
    if row.speaks:
        change_profile(actor=person, changes={"languages": list(row.speaks), **row.profile})


def vet_mentors(tables: Tables, staff: dict[str, User], coordinators: dict[str, User], now: datetime) -> None:
    """Each for the states that the tables name, on papers that its coordinator has seen."""
    for row in tables.staff:
        for code in row.vetted:
            vetting = request_vetting(actor=staff[row.username], state=code)
            decide_vetting(
                actor=coordinators[code],
                vetting_id=vetting.id,
                move=VettingMove.APPROVE,
                seen=vetting.wanted,
                now=now - VETTED,
            )


def invite(rows: Iterable[Learner], cohort: Cohort, coordinator: User, today: date) -> list[Added]:
    added = []
    for row in rows:
        person = {"name_latin": row.latin, "gender": row.gender, "email": row.email}
        birth_date = row.birth_date(today)
        member = add_member(
            actor=coordinator,
            cohort_id=cohort.id,
            name=row.name,
            language=row.language,
            birth_date=birth_date,
            **person,
        )
        added.append(Added(row, member.membership.person, member.membership))
    return added


def claim(everybody: Iterable[Added], password: str, now: datetime) -> None:
    """All at once what `programmes.services.claim` does for one; `password` is a hash."""
    claimed = [learner for learner in everybody if STAGES[learner.row.stage].claimed and learner.row.username]
    people = [_let_in(learner.person, learner.row.username, password, now) for learner in claimed]
    User.objects.bulk_update(people, ["username", "password", "claimed_at"])
    Invitation.objects.filter(person__in=people).update(claimed_at=now)
    members = Membership.objects.filter(person__in=people, status=MembershipStatus.INVITED)
    members.update(status=MembershipStatus.ACTIVE, revision=F("revision") + 1)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=learner.person, email=learner.row.email, verified=True, primary=True)
        for learner in claimed
        if learner.row.email
    )


def withdraw(everybody: Iterable[Added], coordinators: dict[str, User]) -> None:
    for learner in everybody:
        if STAGES[learner.row.stage].withdrawn:
            cohort = learner.membership.cohort
            actor = coordinators[learner.person.country]
            withdraw_member(actor=actor, cohort_id=cohort.id, membership_id=learner.membership.id)


def _let_in(person: User, username: str, password: str, now: datetime) -> User:
    """The named accounts can be signed in to; the others are only there to be seen."""
    person.username, person.claimed_at = username, now
    if username in ACCOUNTS:
        person.password = password
    return person
