from typing import Any

import pytest
from django.test import Client

from foundation.audit.models import Record
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Membership, Organisation, RoleGrant
from foundation.programmes.policies import has_role
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    GrantFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    StateFactory,
    coordinator,
    office,
)

pytestmark = pytest.mark.django_db
MODELS = ("memberstate", "organisation", "programme", "cohort", "membership", "rolegrant", "daynotice")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(office())
    return client


def test_every_list_and_form_opens(desk: Client) -> None:
    MembershipFactory()
    for model in MODELS:
        assert desk.get(f"/admin/programmes/{model}/").status_code == 200
    assert desk.get("/admin/programmes/daynotice/add/").status_code == 200
    for model in MODELS[:4]:
        row = {"memberstate": StateFactory, "organisation": OrganisationFactory, "programme": ProgrammeFactory}.get(
            model, CohortFactory
        )()
        assert desk.get(f"/admin/programmes/{model}/{row.pk}/change/").status_code == 200
        assert desk.get(f"/admin/programmes/{model}/add/").status_code == 200
    assert desk.get("/admin/programmes/rolegrant/add/").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_it_is_the_offices_alone(model: str, client: Client) -> None:
    client.force_login(coordinator())
    assert client.get(f"/admin/programmes/{model}/").status_code == 403


def test_the_office_edits_the_list_of_states(desk: Client) -> None:
    state = StateFactory()
    body = {"code": "MA", "name": '{"en": "Kingdom of Morocco"}', "languages": "ar,fr"}
    assert desk.post(f"/admin/programmes/memberstate/{state.pk}/change/", body).status_code == 302
    state.refresh_from_db()
    assert (state.name, state.active) == ({"en": "Kingdom of Morocco"}, False)


def test_what_is_written_goes_through_the_services(desk: Client) -> None:
    state = StateFactory()
    body = {"name": '{"en": "A school"}', "slug": "a-school", "state": str(state.pk), "kind": "school"}
    assert desk.post("/admin/programmes/organisation/add/", body).status_code == 302
    school = Organisation.objects.get()
    path = f"/admin/programmes/organisation/{school.pk}/change/"
    assert desk.post(path, {"name": '{"en": "The school"}', "kind": "school"}).status_code == 302
    school.refresh_from_db()
    assert (school.slug, school.name, school.revision) == ("a-school", {"en": "The school"}, 2)
    assert list(Record.objects.order_by("id").values_list("action", flat=True)) == [
        "organisation.created",
        "organisation.changed",
    ]


def cohort_form(cohort: Cohort, **changes: Any) -> dict[str, Any]:
    known = {
        "name": cohort.name,
        "starts_on": cohort.starts_on,
        "ends_on": cohort.ends_on,
        "seats": cohort.seats,
        "languages": ",".join(cohort.languages),
        "courses": ",".join(cohort.courses),
    }
    return {**known, **changes}


def test_seats_are_not_fewer_than_members(desk: Client) -> None:
    cohort = CohortFactory(seats=5)
    for _ in range(2):
        MembershipFactory(cohort=cohort)
    path = f"/admin/programmes/cohort/{cohort.pk}/change/"
    refused = desk.post(path, cohort_form(cohort, seats=1))
    accepted = desk.post(path, cohort_form(cohort, seats=2))
    cohort.refresh_from_db()
    assert (refused.status_code, accepted.status_code, cohort.seats) == (200, 302, 2)
    assert b"fewer seats than members" in refused.content


def test_deadlines_have_to_fit_what_is_changed(desk: Client) -> None:
    deadlines = [{"course": slug, "date": "2026-12-20", "closes": True} for slug in ("a", "b")]
    cohort = CohortFactory(courses=["a", "b"], deadlines=deadlines)
    path = f"/admin/programmes/cohort/{cohort.pk}/change/"
    refused = desk.post(path, cohort_form(cohort, ends_on="2026-12-01"))
    accepted = desk.post(path, cohort_form(cohort, courses="b"))
    cohort.refresh_from_db()
    assert (refused.status_code, accepted.status_code, cohort.deadlines) == (200, 302, deadlines[1:])
    assert b"between the start and the end" in refused.content


def test_members_are_withdrawn_by_the_service(desk: Client) -> None:
    membership = MembershipFactory()
    body = {"action": "withdraw", "_selected_action": [str(membership.pk)]}
    assert desk.post("/admin/programmes/membership/", body).status_code == 302
    membership.refresh_from_db()
    assert (membership.status, Cohort.objects.get().seats_taken) == ("withdrawn", 0)
    assert desk.get("/admin/programmes/membership/add/").status_code == 403
    assert desk.post(f"/admin/programmes/membership/{membership.pk}/delete/").status_code == 403
    assert Membership.objects.count() == 1


def test_a_role_is_given_and_taken_back(desk: Client) -> None:
    person, school = PersonFactory(), OrganisationFactory()
    body = {"person": str(person.pk), "role": "coordinator", "state": "", "organisation": str(school.pk)}
    assert desk.post("/admin/programmes/rolegrant/add/", body).status_code == 302
    grant = RoleGrant.objects.get(person=person)
    person.refresh_from_db()
    assert (grant.state, grant.organisation, person.is_staff) == (school.state, school, True)
    desk.post("/admin/programmes/rolegrant/", {"action": "revoke", "_selected_action": [str(grant.pk)]})
    person.refresh_from_db()
    assert (has_role(person, Role.COORDINATOR), person.is_staff) == (False, False)


@pytest.mark.parametrize("fault", ["twice", "nowhere"])
def test_a_role_that_can_not_be_given_is_explained(fault: str, desk: Client) -> None:
    grant = GrantFactory(role=Role.AUTHOR)
    role = {"twice": "author", "nowhere": "coordinator"}[fault]
    body = {"person": str(grant.person.pk), "role": role, "state": "", "organisation": ""}
    assert desk.post("/admin/programmes/rolegrant/add/", body).status_code == 200
    assert RoleGrant.objects.filter(person=grant.person).count() == 1
