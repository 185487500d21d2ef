"""Somebody changes the cohort by hand while a list is being applied: whom that concerns is named, and all others are done."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Membership
from foundation.rosters.services import applying
from foundation.rosters.services import rows as chunks
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, coordinator_of
from tests.foundation.rosters.working import Scenery, apply, at_work, outcomes, rows, signed_in, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
HEAD = "Name;Learner number;E-mail;Language;Class\n"
THERE = HEAD + "".join(f"Learner {letter};{at};{letter}@mail.org;fr;1A\n" for at, letter in enumerate("abcd", 1))
UNNUMBERED = HEAD + "Learner a;;a@mail.org;fr;1A\nLearner b;;b@mail.org;fr;1A\n"
DONE = ("add", [])


def set_up() -> Scenery:
    """Four learners of a list are there."""
    there = at_work()
    client = signed_in(there.owner)
    apply(client, upload(client, there.cohort, THERE))
    there.cohort.refresh_from_db()
    return there


_written, scenery = scene(set_up)


@pytest.fixture
def empty(cohort: Cohort) -> Cohort:
    """Of another programme."""
    return CohortFactory(organisation=cohort.organisation)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Call what is given once the first of several chunks is done."""

    def arrange(deed: Callable[[], object]) -> None:
        done, left = applying._do, [deed]

        def work(*args: Any) -> Any:
            counts = done(*args)
            if left:
                left.pop()()
            return counts

        monkeypatch.setattr(chunks, "CHUNK", 1)
        monkeypatch.setattr(applying, "_do", work)

    return arrange


Meanwhile = Callable[[Callable[[], object]], None]


def member(number: str) -> Membership:
    return Membership.objects.select_related("person").get(learner_number=number)


def test_a_number_that_somebody_was_given(client: APIClient, empty: Cohort, meanwhile: Meanwhile) -> None:
    roster = upload(client, empty, THERE)
    meanwhile(lambda: MembershipFactory(cohort=empty, learner_number="3"))
    applied = apply(client, roster)
    assert (applied["status"], applied["problem"]) == ("applied", None)
    assert outcomes(client, roster) == [DONE, DONE, ("add", ["number_taken"]), DONE]
    empty.refresh_from_db()
    assert empty.seats_taken == empty.memberships.count() == 4


def test_a_number_that_the_list_brings_to_a_member(client: APIClient, empty: Cohort, meanwhile: Meanwhile) -> None:
    apply(client, upload(client, empty, UNNUMBERED))
    roster = upload(client, empty, THERE)
    meanwhile(lambda: MembershipFactory(cohort=empty, learner_number="2"))
    assert apply(client, roster)["status"] == "applied"
    changed = "will_change"
    assert outcomes(client, roster) == [
        ("keep", [changed]), ("keep", [changed, "number_taken"]), DONE, DONE
    ]  # fmt: skip
    assert Membership.objects.get(cohort=empty, learner_number="").person.name == "Learner b"


def test_a_number_of_whom_would_come_back(client: APIClient, cohort: Cohort, meanwhile: Meanwhile) -> None:
    apply(client, upload(client, cohort, HEAD + "Learner z;9;;fr;1A\n", full="true"))
    roster = upload(client, cohort, THERE)
    meanwhile(lambda: MembershipFactory(cohort=cohort, learner_number="4"))
    assert apply(client, roster)["status"] == "applied"
    back = ("add", ["comes_back"])
    assert outcomes(client, roster) == [back, back, back, ("add", ["comes_back", "number_taken"])]
    cohort.refresh_from_db()
    assert cohort.seats_taken == Membership.objects.exclude(status="withdrawn").count() == 5


@pytest.mark.parametrize("how", ["withdrawn", "moved", "deleted"])
def test_a_member_who_is_not_there_any_more(client: APIClient, cohort: Cohort, meanwhile: Meanwhile, how: str) -> None:
    """Nothing is written of her."""
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    person = member("3").person

    def leave() -> None:
        hers = Membership.objects.filter(learner_number="3")
        if how == "withdrawn":
            hers.update(status="withdrawn", withdrawn_at=now())
        elif how == "moved":
            hers.update(cohort=other)
        else:
            hers.delete()

    roster = upload(client, cohort, THERE.replace("Learner", "Pupil"))
    meanwhile(leave)
    assert apply(client, roster)["status"] == "applied"
    kept, told = ("keep", ["will_change"]), ["will_change", "changed_meanwhile"]
    left = ("keep", [] if how == "deleted" else told)  # what is erased is shown to nobody
    assert outcomes(client, roster) == [kept, kept, left, kept]
    person.refresh_from_db()
    assert (person.name, member("4").person.name) == ("Learner c", "Pupil d")


def test_one_who_moves_is_gone_from_where_she_was(client: APIClient, cohort: Cohort, meanwhile: Meanwhile) -> None:
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    roster = upload(client, other, THERE)
    meanwhile(lambda: Membership.objects.filter(learner_number="3").update(status="withdrawn", withdrawn_at=now()))
    apply(client, roster)
    moved, left = ("move", []), ("move", ["changed_meanwhile"])
    assert outcomes(client, roster) == [moved, moved, left, moved]
    other.refresh_from_db()
    assert other.seats_taken == Membership.objects.filter(cohort=other, status="invited").count() == 3


def test_whom_another_coordinator_took_is_not_moved(
    client_of: Callable[..., APIClient], cohort: Cohort, meanwhile: Meanwhile
) -> None:
    """Between two chunks she goes to a cohort that whoever applies does not manage."""
    mine = client_of(coordinator_of(cohort.organisation))
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    theirs = CohortFactory(
        programme=cohort.programme, organisation=OrganisationFactory(state=cohort.organisation.state)
    )
    roster = upload(mine, other, THERE)
    meanwhile(lambda: Membership.objects.filter(learner_number="3").update(cohort=theirs))
    apply(mine, roster)
    assert [row["outcome"] for row in rows(mine, roster)] == ["move"] * 4
    assert list(Membership.objects.order_by("learner_number").values_list("cohort", flat=True)) == [
        other.pk, other.pk, theirs.pk, other.pk,
    ]  # fmt: skip
    other.refresh_from_db()
    assert other.seats_taken == 3
