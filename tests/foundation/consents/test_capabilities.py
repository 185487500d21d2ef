"""What a person may do: capabilities of one, and the same in lists."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.consents.enums import Lack, Purpose, Waiting
from foundation.consents.models import Consent, StateRule
from foundation.consents.selectors import (
    capabilities_of,
    capabilities_of_all,
    consents_of,
    contacts_of,
    letter_about,
    readiness,
    withheld,
)
from foundation.consents.services import require
from foundation.kernel.clock import now, today
from foundation.kernel.errors import ConsentRequired
from foundation.programmes.models import Membership, RoleGrant
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.consents import RuleFactory, granted, minor, officer, open_state
from tests.factories.programmes import MembershipFactory, StateFactory
from tests.foundation.consents.working import at

pytestmark = pytest.mark.django_db

G, S = Waiting.GUARDIAN, Waiting.MEMBER_STATE
PART = [Purpose.MENTOR_CONTACT.value, Purpose.PUBLIC_SHOWING.value]


def waits(person: User, on: date | None = None) -> dict[Purpose, Waiting | None]:
    return {purpose: capability.waiting_for for purpose, capability in capabilities_of(person, on).items()}


def every(whom: Waiting | None) -> dict[Purpose, Waiting | None]:
    return dict.fromkeys(Purpose, whom)


def aged(years: int, **more: Any) -> User:
    day = today()
    return MinorFactory(birth_date=day.replace(year=day.year - years, day=min(day.day, 28)), **more)


def no_rule_no_officer() -> None:
    StateFactory()


def ruled_without_officer() -> None:
    RuleFactory()


def officer_without_rule() -> None:
    officer()


def opened() -> None:
    open_state()


def opened_by_an_officer_of_all_states() -> None:
    RuleFactory()
    officer(None)


def opened_in_part() -> None:
    open_state(guardian_purposes=PART)


def opened_from_16() -> None:
    open_state(consent_age=16)


def opened_from_21() -> None:
    open_state(consent_age=21)


STATES = (
    no_rule_no_officer, ruled_without_officer, officer_without_rule, opened, opened_by_an_officer_of_all_states,
    opened_in_part, opened_from_16, opened_from_21,
)  # fmt: skip
IN_PART = {**every(None), Purpose.MENTOR_CONTACT: G, Purpose.PUBLIC_SHOWING: G}
# For 14, 16, 17, 18, 20, 21 and an unknown age.
TABLE: dict[Callable[[], None], tuple[dict[Purpose, Waiting | None], ...]] = {
    no_rule_no_officer: (every(S), every(S), every(S), every(None), every(None), every(None), every(S)),
    ruled_without_officer: (every(S), every(S), every(S), every(None), every(None), every(None), every(S)),
    officer_without_rule: (every(S), every(S), every(S), every(None), every(None), every(None), every(S)),
    opened: (every(G), every(G), every(G), every(None), every(None), every(None), every(G)),
    opened_by_an_officer_of_all_states: (
        every(G), every(G), every(G), every(None), every(None), every(None), every(G),
    ),
    opened_in_part: (IN_PART, IN_PART, IN_PART, every(None), every(None), every(None), IN_PART),
    opened_from_16: (every(G), every(None), every(None), every(None), every(None), every(None), every(G)),
    opened_from_21: (every(G), every(G), every(G), every(G), every(G), every(None), every(G)),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_state_and_age_decide(state: Callable[[], None]) -> None:
    state()
    people = [minor(person=aged(years)) for years in (14, 16, 17, 18, 20, 21)]
    people.append(minor(person=MinorFactory(birth_date=None)))
    assert tuple(waits(person) for person in people) == TABLE[state]
    assert_lists_agree(people)


def assert_lists_agree(people: list[User]) -> None:
    """A filter says of each what the capabilities say."""
    one_by_one = {person.pk: capabilities_of(person) for person in people}
    assert capabilities_of_all(people) == one_by_one
    for purpose in Purpose:
        listed = set(User.objects.filter(withheld(purpose, "pk")).values_list("pk", flat=True))
        assert listed & set(one_by_one) == {pk for pk, may in one_by_one.items() if not may[purpose].granted}


def test_whoever_belongs_to_no_state_waits_for_one_until_18() -> None:
    open_state()
    people = [aged(17), aged(18), aged(25), MinorFactory(birth_date=None), minor(status="withdrawn")]
    assert [waits(person) for person in people] == [every(S), every(None), every(None), every(S), every(S)]
    assert_lists_agree(people)


def test_whoever_leaves_a_state_is_not_of_age_sooner() -> None:
    open_state(consent_age=21)
    open_state("JO", consent_age=16)
    people = [minor(person=aged(years), status="withdrawn") for years in (17, 20, 21)]
    people += [minor("JO", person=aged(years), status="withdrawn") for years in (17, 18)]
    people.append(minor("JO", person=people[1]))
    assert [waits(person) for person in people[:-1]] == [every(S), every(None), every(None), every(S), every(None)]
    assert_lists_agree(people)
    Membership.objects.exclude(status="withdrawn").delete()
    assert [waits(person) for person in people[:-1]] == [every(S), every(S), every(None), every(S), every(None)]
    assert_lists_agree(people)


def test_of_several_states_the_strictest_decides() -> None:
    open_state("MA", guardian_purposes=["learning"], consent_age=16)
    open_state("JO", guardian_purposes=["media"])
    both, older = aged(14), aged(17)
    for person in (both, older):
        minor("MA", person=person)
        minor("JO", person=person)
    assert waits(both) == {**every(None), Purpose.LEARNING: G, Purpose.MEDIA: G}
    assert waits(older) == {**every(None), Purpose.MEDIA: G}
    closed = minor("TN", person=minor("MA"))
    assert waits(closed) == every(S)
    assert_lists_agree([both, older, closed])


def test_each_purpose_comes_with_its_consent_and_no_other() -> None:
    open_state()
    people = [granted(minor(), purpose) for purpose in Purpose] + [granted(minor()), granted(minor(), *PART)]  # type: ignore[arg-type]
    expected = [{**every(G), purpose: None} for purpose in Purpose]
    assert [waits(person) for person in people] == [
        *expected,
        every(None),
        {**every(G), Purpose.MENTOR_CONTACT: None, Purpose.PUBLIC_SHOWING: None},
    ]
    assert_lists_agree(people)


def test_a_consent_ends_after_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, date(2026, 3, 1))
    open_state()
    person = granted(minor(), on=date(2026, 3, 1))
    end = Consent.objects.filter(person=person).values_list("valid_until", flat=True).distinct().get()
    assert end == date(2027, 3, 1)
    assert [waits(person, end + timedelta(days=n)) for n in (0, 1)] == [every(None), every(G)]


def test_the_state_says_how_soon_a_consent_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, date(2026, 8, 31))
    open_state(renew_months=6)
    person = granted(minor(), on=date(2026, 8, 31))
    assert waits(person, date(2027, 2, 28)) == every(None)
    assert waits(person, date(2027, 3, 1)) == every(G)


def test_where_she_moves_a_consent_holds_no_longer_than_there() -> None:
    """And where a rule is made tighter; `withheld`, the letter and her own page say the same."""
    open_state(renew_months=60)
    tighter = open_state("JO", renew_months=12)
    day = today()
    fresh, old = (granted(minor(), on=day.replace(year=day.year - years, day=1)) for years in (1, 2))
    older = granted(minor(), on=day.replace(year=day.year - 2, day=1))
    assert [waits(person) for person in (fresh, old, older)] == [every(None)] * 3
    Membership.objects.exclude(person=older).update(state=tighter.state)
    tighter.renew_months = 13
    tighter.save()
    assert [waits(person) for person in (fresh, old, older)] == [every(None), every(G), every(None)]
    assert_lists_agree([fresh, old, older])
    assert {purpose.decision for purpose in letter_about(old).purposes} == {None}
    assert {purpose.decision for purpose in consents_of(old)} == {None}
    StateRule.objects.update(renew_months=12)
    assert [waits(person) for person in (fresh, old, older)] == [every(G)] * 3
    assert_lists_agree([fresh, old, older])


def test_a_state_that_asks_nothing_ends_nothing() -> None:
    open_state("JO", renew_months=1, guardian_purposes=["media"])
    open_state(renew_months=60, guardian_purposes=["learning", "media"])
    person = granted(minor(), on=today() - timedelta(days=100))
    minor("JO", person=person)
    assert waits(person) == {**every(None), Purpose.MEDIA: G}
    assert_lists_agree([person])


def test_on_her_birthday_she_decides_alone() -> None:
    open_state()
    person = minor(person=MinorFactory(birth_date=date(2008, 2, 29)))
    assert [waits(person, date(2026, 2, 28)), waits(person, date(2026, 3, 1))] == [every(G), every(None)]
    assert not User.objects.filter(withheld(Purpose.LEARNING, "pk", date(2026, 3, 1)), pk=person.pk).exists()
    assert User.objects.filter(withheld(Purpose.LEARNING, "pk", date(2026, 2, 28)), pk=person.pk).exists()


def test_a_state_closes_with_its_last_officer() -> None:
    open_state()
    person = granted(minor())
    assert waits(person) == every(None)
    User.objects.filter(name="Nadia Alami").update(phone="")  # whom nobody can call
    assert waits(person) == every(S)
    assert_lists_agree([person])
    User.objects.filter(name="Nadia Alami").update(phone="0522000000")
    RoleGrant.objects.filter(role="safeguarding_officer").update(revoked_at=now())
    assert waits(person) == every(S)
    assert_lists_agree([person])


def test_an_officer_who_was_only_invited_opens_no_state() -> None:
    open_state()
    person = granted(minor())
    User.objects.filter(name="Nadia Alami").update(claimed_at=None)
    assert (waits(person), contacts_of({person.pk})) == (every(S), [])
    assert_lists_agree([person])
    assert readiness([StateFactory().id]) == {StateFactory().id: (Lack.OFFICER,)}


def test_whoever_may_not_is_told_what_is_missing() -> None:
    open_state(guardian_purposes=["media"])
    person = minor()
    require(person, Purpose.LEARNING)
    with pytest.raises(ConsentRequired) as refused:
        require(person, Purpose.MEDIA)
    assert refused.value.extra == {"purpose": "media"}


def test_queries(django_assert_num_queries: Any) -> None:
    open_state()
    with django_assert_num_queries(0):
        capabilities_of(PersonFactory.build())
    person, several = minor(), [minor() for _ in range(3)]
    for people in ([person], several):
        with django_assert_num_queries(1):
            capabilities_of_all(people)


def test_what_each_state_lacks() -> None:
    states = [StateFactory(code=code) for code in ("MA", "JO", "TN", "EG")]
    RuleFactory(state=states[0])
    officer("JO")
    open_state("EG")
    assert [readiness([state.id for state in states])[state.id] for state in states] == [
        (Lack.OFFICER,),
        (Lack.RULE,),
        (Lack.RULE, Lack.OFFICER),
        (),
    ]
    MembershipFactory()


def test_lists_look_at_nobody_else() -> None:
    """Asked of each row: what is worked out for all at once would be worked out for everybody in the house."""
    for on in (Purpose.LEARNING, Purpose.MENTOR_CONTACT):
        assert "hashed" not in User.objects.annotate(waits=withheld(on, "pk")).explain()
