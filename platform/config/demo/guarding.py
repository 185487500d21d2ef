"""States open to minors, what they ask of mentors, and guardians: how they are reached, what they answered, by which way."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from config.demo.people import Added
from config.demo.tables import Tables
from foundation.accounts.models import User
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import StateRule
from foundation.consents.services import (
    ConsentEntry,
    GuardianNote,
    answer,
    ask_guardians,
    attest,
    note_guardians,
    record_consents,
    set_rule,
)
from foundation.programmes.models import MemberState
from mentoring.mentors.models import VettingRule
from mentoring.mentors.services import set_vetting_rule

BY_LINK = {purpose: purpose in (Purpose.LEARNING, Purpose.MENTOR_CONTACT) for purpose in Purpose}


def open_states(tables: Tables, office: User, today: date) -> None:
    for row in tables.rules:
        set_rule(actor=office, rule=_rule(dict(row), today))


def say_whom_to_trust(tables: Tables, office: User) -> None:
    for row in tables.vetting:
        state = MemberState.objects.get(code=row["state"])
        set_vetting_rule(actor=office, rule=VettingRule(**row | {"state": state}))


def _rule(row: dict[str, Any], today: date) -> StateRule:
    state = MemberState.objects.get(code=row.pop("state"))
    return StateRule(state=state, decided_on=today + timedelta(days=row.pop("decided")), **row)


def answer_for(everybody: Iterable[Added], coordinators: dict[str, User], today: date) -> None:
    """Those whose guardian has none of these answers wait for it."""
    guarded = [learner for learner in everybody if learner.row.guardian]
    for learner in guarded:
        note_guardians(state_id=learner.membership.state_id, guardians=[_note(learner)])
    for learner in guarded:
        actor = coordinators[learner.person.country]
        match learner.row.consent:
            case Method.ROSTER:
                _on_the_list(learner, actor, today)
            case Method.ATTESTED:
                _on_paper(learner, actor, today)
            case Method.LINK:
                _by_link(learner)


def _note(learner: Added) -> GuardianNote:
    guardian = learner.row.guardian
    told = (guardian.name, guardian.relationship, guardian.email, guardian.phone) if guardian else ()
    return GuardianNote(learner.person.id, *told)


def _on_the_list(learner: Added, actor: User, day: date) -> None:
    name, relationship = _who(learner)
    entry = ConsentEntry(learner.person.id, day, name, relationship)
    record_consents(
        actor_id=actor.id,
        method=Method.ROSTER,
        state_id=learner.membership.state_id,
        entries=[entry],
        evidence="the school's list",
    )


def _on_paper(learner: Added, actor: User, day: date) -> None:
    name, relationship = _who(learner)
    attest(
        actor=actor,
        cohort_id=learner.membership.cohort_id,
        membership_ids=[learner.membership.id],
        evidence="Form 3, in the school's file",
        decided_on=day,
        guardian_name=name,
        relationship=relationship,
    )


def _by_link(learner: Added) -> None:
    [ask] = ask_guardians(person_ids=[learner.person.id])
    name, relationship = _who(learner)
    answer(token=ask.code, decisions=BY_LINK, guardian_name=name, relationship=relationship)


def _who(learner: Added) -> tuple[str, str]:
    guardian = learner.row.guardian
    return (guardian.name, guardian.relationship) if guardian else ("", "")
