from datetime import UTC, date, datetime
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel.errors import Invalid, NotFound, Stale
from foundation.outbox.models import EventRecord
from foundation.programmes import services
from foundation.programmes.errors import SeatsBelowTaken, SlugTaken
from foundation.programmes.models import Cohort, Organisation, Programme
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    StateFactory,
    coordinator,
    coordinator_of,
    office,
)

pytestmark = pytest.mark.django_db
NAME = {"ar": "وزارة", "en": "Ministry"}
DUE = date(2026, 12, 20)
BEFORE = datetime(2026, 12, 1, tzinfo=UTC)
DATES = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 6, 30)}


def cohort_of(actor: User, organisation: Organisation, **changes: Any) -> Cohort:
    known = {"name": "Spring", "programme": ProgrammeFactory().slug, "organisation": organisation.slug, "seats": 30}
    return services.create_cohort(actor=actor, **{**known, **DATES, "languages": ["ar"], **changes})


def test_a_coordinator_adds_organisations_to_her_state() -> None:
    StateFactory(code="JO")
    actor = coordinator("MA")
    row = services.create_organisation(actor=actor, name=NAME, slug="ministry", state="MA", kind="ministry")
    with pytest.raises(Invalid) as refusal:
        services.create_organisation(actor=actor, name=NAME, slug="elsewhere", state="JO")
    assert (row.state.code, row.kind, refusal.value.errors[0].pointer) == ("MA", "ministry", "/state")
    assert list(Record.objects.values_list("action", "subject_id")) == [("organisation.created", row.id)]


def test_a_slug_names_one_thing() -> None:
    actor = office()
    OrganisationFactory(slug="same")
    ProgrammeFactory(slug="same")
    with pytest.raises(SlugTaken):
        services.create_organisation(actor=actor, name=NAME, slug="same", state="MA")
    with pytest.raises(SlugTaken):
        services.create_programme(actor=actor, title=NAME, slug="same", **DATES)
    assert (Organisation.objects.count(), Programme.objects.count()) == (1, 1)


def test_next_years_programme_follows_this_years() -> None:
    actor = office()
    first = services.create_programme(actor=actor, title=NAME, slug="edition-1", **DATES)
    second = services.create_programme(actor=actor, title=NAME, slug="edition-2", follows="edition-1", **DATES)
    assert second.follows == first


@pytest.mark.parametrize("who", ["coordinator", "school's coordinator", "stranger"])
def test_who_may_not_make_what(who: str) -> None:
    school = OrganisationFactory()
    actor = {
        "coordinator": lambda: coordinator("JO"),
        "school's coordinator": lambda: coordinator_of(school),
        "stranger": PersonFactory,
    }[who]()
    other = OrganisationFactory()
    with pytest.raises(NotFound):
        services.create_programme(actor=actor, title=NAME, slug="mine", **DATES)
    with pytest.raises((NotFound, Invalid)):
        services.create_organisation(actor=actor, name=NAME, slug="mine", state="MA")
    with pytest.raises((NotFound, Invalid)):
        cohort_of(actor, other)
    assert (Programme.objects.filter(slug="mine").count(), Cohort.objects.count()) == (0, 0)
    assert not Organisation.objects.filter(slug="mine").exists()


def test_a_schools_coordinator_makes_cohorts_of_the_school() -> None:
    school = OrganisationFactory()
    cohort = cohort_of(coordinator_of(school), school, courses=["a-course"])
    assert (cohort.organisation, cohort.courses, cohort.seats_taken) == (school, ["a-course"], 0)


@pytest.mark.parametrize("make", [cohort_of])
def test_nothing_ends_before_it_starts(make: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        make(office(), OrganisationFactory(), ends_on=date(2026, 8, 31))
    assert [error.pointer for error in refusal.value.errors] == ["/ends_on"]


def test_a_change_is_refused_to_whoever_read_an_older_state() -> None:
    cohort, actor = CohortFactory(name="Old"), coordinator()
    services.change_cohort(actor=actor, cohort_id=cohort.id, revision=1, changes={"name": "New"})
    with pytest.raises(Stale):
        services.change_cohort(actor=actor, cohort_id=cohort.id, revision=1, changes={"name": "Newer"})
    cohort.refresh_from_db()
    assert (cohort.name, cohort.revision) == ("New", 2)


def test_what_does_not_differ_is_no_change() -> None:
    cohort = CohortFactory()
    services.change_cohort(actor=office(), cohort_id=cohort.id, revision=1, changes={"name": cohort.name})
    cohort.refresh_from_db()
    assert (cohort.revision, Record.objects.count()) == (1, 0)


def test_seats_are_not_fewer_than_members() -> None:
    membership, actor = MembershipFactory(cohort=CohortFactory(seats=5)), office()
    with pytest.raises(SeatsBelowTaken):
        services.change_cohort(actor=actor, cohort_id=membership.cohort_id, revision=None, changes={"seats": 0})
    changed = services.change_cohort(actor=actor, cohort_id=membership.cohort_id, revision=None, changes={"seats": 1})
    assert (changed.seats, changed.seats_taken) == (1, 1)


def test_other_courses_are_announced() -> None:
    cohort, actor = CohortFactory(courses=["a"]), office()
    services.change_cohort(actor=actor, cohort_id=cohort.id, revision=None, changes={"courses": ["a"], "name": "N"})
    assert EventRecord.objects.count() == 0
    services.change_cohort(actor=actor, cohort_id=cohort.id, revision=None, changes={"courses": ["a", "b"]})
    told = {"cohort_id": str(cohort.id)}
    assert list(EventRecord.objects.order_by("id").values_list("name", "payload")) == [
        ("programmes.cohort_courses_changed.v1", told),
        ("programmes.cohort_deadlines_changed.v1", told),
    ]


def due(course: str, on: date = DUE, *, closes: bool = False) -> dict[str, Any]:
    return {"course": course, "date": on, "closes": closes}


def kept(course: str, on: date = DUE, *, closes: bool = False) -> dict[str, Any]:
    return {"course": course, "date": on.isoformat(), "closes": closes}


def test_deadlines_are_kept_and_announced_once() -> None:
    cohort, actor = CohortFactory(courses=["a", "b"]), office()
    changes = {"deadlines": [due("b", closes=True), {"course": "a", "date": DUE}]}
    for revision in (1, 2):
        services.change_cohort(actor=actor, cohort_id=cohort.id, revision=revision, changes=changes, now=BEFORE)
    cohort.refresh_from_db()
    assert (cohort.deadlines, cohort.revision) == ([kept("b", closes=True), kept("a")], 2)
    event = EventRecord.objects.get()
    assert (event.name, event.payload) == ("programmes.cohort_deadlines_changed.v1", {"cohort_id": str(cohort.id)})
    assert Record.objects.get().details == {"fields": ["deadlines"]}


def test_a_cohort_may_have_deadlines_from_the_start() -> None:
    school = OrganisationFactory()
    cohort = cohort_of(coordinator_of(school), school, courses=["a"], deadlines=[due("a")])
    cohort.refresh_from_db()
    assert cohort.deadlines == [kept("a")]
    with pytest.raises(Invalid):
        cohort_of(coordinator_of(school), school, courses=["a"], deadlines=[due("b")])
    assert Cohort.objects.get() == cohort


@pytest.mark.parametrize(
    ("moment", "zone", "known", "closes", "faults"),
    [
        (datetime(2026, 12, 20, 22, tzinfo=UTC), "Africa/Casablanca", [], True, []),
        (datetime(2026, 12, 20, 23, tzinfo=UTC), "Africa/Casablanca", [], True, [("/deadlines/0/date", "over")]),
        (datetime(2026, 12, 20, 23, tzinfo=UTC), "Africa/Abidjan", [], True, []),
        (datetime(2026, 12, 25, tzinfo=UTC), "UTC", [], False, []),
        (datetime(2026, 12, 25, tzinfo=UTC), "UTC", [kept("a", closes=True)], True, []),
        (datetime(2026, 12, 25, tzinfo=UTC), "UTC", [kept("a")], True, [("/deadlines/0/date", "over")]),
    ],
)
def test_no_course_closes_at_once(
    moment: datetime, zone: str, known: list[dict[str, Any]], closes: bool, faults: list[tuple[str, str]]
) -> None:
    """Where the coordinator is; what closed some day may stand beside what is changed."""
    cohort = CohortFactory(courses=["a"], deadlines=known)
    actor = coordinator_of(cohort.organisation, time_zone=zone)
    changes = {"deadlines": [due("a", closes=closes)], "name": "New"}
    known_as = {"actor": actor, "cohort_id": cohort.id, "revision": 1, "changes": changes, "now": moment}
    if faults:
        with pytest.raises(Invalid) as refusal:
            services.change_cohort(**known_as)
        assert [(error.pointer, error.code) for error in refusal.value.errors] == faults
    else:
        services.change_cohort(**known_as)
    cohort.refresh_from_db()
    assert (cohort.name == "New", Record.objects.count()) == (not faults, int(not faults))


def test_none_begins_with_a_closed_course() -> None:
    school = OrganisationFactory()
    known: dict[str, Any] = {"courses": ["a"], "deadlines": [due("a", closes=True)]}
    with pytest.raises(Invalid):
        cohort_of(coordinator_of(school), school, **known, now=datetime(2026, 12, 22, tzinfo=UTC))
    cohort_of(coordinator_of(school), school, **known, now=BEFORE)
    assert Cohort.objects.count() == 1


def test_a_course_is_named_once() -> None:
    cohort = CohortFactory(courses=["a"])
    with pytest.raises(Invalid) as refusal:
        services.change_cohort(
            actor=office(), cohort_id=cohort.id, revision=1, changes={"courses": ["a", "b", "a", "b"]}
        )
    found = [(error.pointer, error.code) for error in refusal.value.errors]
    assert found == [("/courses/2", "repeated"), ("/courses/3", "repeated")]
    with pytest.raises(Invalid):
        cohort_of(office(), cohort.organisation, courses=["a", "a"])
    cohort.refresh_from_db()
    assert (cohort.courses, Cohort.objects.count(), EventRecord.objects.count()) == (["a"], 1, 0)


def test_a_course_that_goes_takes_its_deadline_along() -> None:
    cohort = CohortFactory(courses=["a", "b"], deadlines=[kept("a"), kept("b")])
    services.change_cohort(actor=office(), cohort_id=cohort.id, revision=1, changes={"courses": ["b", "c"]})
    cohort.refresh_from_db()
    assert (cohort.courses, cohort.deadlines) == (["b", "c"], [kept("b")])


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"deadlines": [due("a"), due("c"), due("a", date(2099, 6, 1))]},
            [
                ("/deadlines/1/course", "not_offered"),
                ("/deadlines/2/course", "repeated"),
                ("/deadlines/2/date", "outside"),
            ],
        ),
        ({"courses": ["a"], "deadlines": [due("b")]}, [("/deadlines/0/course", "not_offered")]),
        ({"ends_on": date(2026, 12, 1)}, [("/deadlines/0/date", "outside")]),
    ],
)
def test_a_deadline_fits_its_cohort(changes: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    cohort = CohortFactory(courses=["a", "b"], deadlines=[kept("b")])
    with pytest.raises(Invalid) as refusal:
        services.change_cohort(actor=office(), cohort_id=cohort.id, revision=1, changes=changes)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == faults
    cohort.refresh_from_db()
    assert (cohort.deadlines, cohort.revision, EventRecord.objects.count()) == ([kept("b")], 1, 0)


def test_organisations_and_programmes_change_under_their_slugs() -> None:
    school, programme, actor = OrganisationFactory(), ProgrammeFactory(), office()
    services.change_organisation(actor=actor, reference=school.slug, revision=1, changes={"name": NAME, "slug": "x"})
    services.change_programme(actor=actor, reference=str(programme.id), revision=1, changes={"title": NAME})
    school.refresh_from_db()
    programme.refresh_from_db()
    assert (school.name, school.slug != "x", programme.title) == (NAME, True, NAME)


@pytest.mark.parametrize("who", ["foreign coordinator", "learner"])
def test_who_may_not_change_a_cohort(who: str) -> None:
    membership = MembershipFactory()
    actor = {"foreign coordinator": lambda: coordinator("JO"), "learner": lambda: membership.person}[who]()
    with pytest.raises(NotFound):
        services.change_cohort(actor=actor, cohort_id=membership.cohort_id, revision=None, changes={"name": "X"})
