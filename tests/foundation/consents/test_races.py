"""Guardians, coordinators and the hourly sweep at the same moment, with real threads and a real PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.models import Answer, Consent, ConsentRequest
from foundation.consents.services import answer, ask_by_mail, ask_guardians, attest, sweep
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Membership
from tests.factories.consents import ALL, GuardianFactory, link_of, minor, open_state
from tests.factories.programmes import coordinator
from tests.racing import codes, race

pytestmark = pytest.mark.django_db(transaction=True)
PURPOSES = len(ALL)


@pytest.fixture
def learner() -> User:
    open_state()
    return minor()


def says(token: str, yes: bool) -> Callable[[], object]:
    decisions = dict.fromkeys(Purpose, yes)
    return partial(answer, token=token, decisions=decisions, guardian_name="Khadija Benali")


def test_of_two_answers_at_once_one_comes_second(learner: User) -> None:
    token = link_of(learner)
    results = race(*[says(token, number % 2 == 0) for number in range(6)])
    assert codes(results) == {"done": 6}
    latest = Consent.objects.filter(person=learner, superseded_at=None)
    assert Counter(latest.values_list("purpose", flat=True)) == Counter(ALL)
    assert len(set(latest.values_list("answer", "granted"))) == 1  # all of one answer
    assert (Answer.objects.count(), Consent.objects.count()) == (6, 6 * PURPOSES)
    assert EventRecord.objects.filter(name="consents.consents_answered.v1").count() == 6


def test_a_guardian_and_her_coordinator_at_once(learner: User) -> None:
    """Whoever comes first, what the guardian refuses by her link stays refused."""
    place = Membership.objects.get(person=learner)
    clerk = coordinator()
    attesting = partial(
        attest, actor=clerk, cohort_id=place.cohort_id, membership_ids=[place.id], evidence="Form 7, cupboard 2"
    )
    assert codes(race(says(link_of(learner), False), attesting, attesting)) == {"done": 3}
    latest = Consent.objects.filter(person=learner, superseded_at=None)
    assert set(latest.values_list("granted", flat=True)) == {False}
    assert latest.count() == PURPOSES


def test_one_mail_for_an_occasion(learner: User) -> None:
    guardian = GuardianFactory(person=learner)
    asking = partial(ask_by_mail, person_ids=[learner.id])
    results = race(asking, asking, sweep, sweep)
    assert sorted(map(int, results)) == [0, 0, 0, 1]  # type: ignore[call-overload]
    request = ConsentRequest.objects.get()
    [event] = EventRecord.objects.filter(name="consents.consents_asked.v1")
    assert (request.guardian, event.payload["request_ids"]) == (guardian, [str(request.id)])


def test_one_link_for_a_sheet_printed_twice_at_once(learner: User) -> None:
    printing = partial(ask_guardians, person_ids=[learner.id])
    results = race(*[printing] * 4)
    assert len({str(asks) for asks in results}) == 1
    assert ConsentRequest.objects.count() == 1
