"""Whose work a mentor does not see because she said so herself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.programmes.models import Membership
from mentoring.mentors.models import Conflict, Mentor
from mentoring.mentors.services import declare_conflict, end_conflict
from mentoring.projects.models import Submission
from mentoring.reviews.models import Review
from tests.factories.mentoring import ProjectFactory, deliver_all, leased, mentor, reviewed, waiting
from tests.factories.programmes import MembershipFactory, OrganisationFactory
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
Desk = tuple[User, Submission]
API = "/api/v1"
MINE = f"{API}/mentors/me/conflicts"


def owned(**person: Any) -> Submission:
    """Waiting work of somebody who goes to a school in another organisation's cohort."""
    member = MembershipFactory(organisation=OrganisationFactory(), **{f"person__{k}": v for k, v in person.items()})
    return waiting(ProjectFactory(owner=member.person))


def set_up() -> Desk:
    """A mentor, and what waits."""
    return mentor(), owned(name="Imane Zed")


_written, desk = scene(set_up)


def rename(person: User, name: str, latin: str = "") -> None:
    person.name, person.name_latin = name, latin
    person.save()


def queued(client: APIClient) -> list[str]:
    return [entry["submission"] for entry in client.get(f"{API}/review-queue").json()["results"]]


@pytest.mark.parametrize(
    ("declared", "name", "latin", "hidden"),
    [
        ("El Fassi", "Imane El Fassi", "", True),
        ("FASSI", "Imane El Fassi", "", True),
        ("fassi", "Imane Elfassi", "", False),
        ("الفاسي", "إيمان الفاسي", "Imane El Fassi", True),
        ("Fassi", "إيمان الفاسي", "Imane El Fassi", True),
        ("الإدريسي", "عبد الله الادريسي", "", True),
        ("عبد الله", "عبد الله الإدريسي", "", True),
        ("Haddad", "Lina Amziane-Haddad", "", True),
        ("Amziane-Haddad", "Lina Amziane Haddad", "", True),
        ("N'Diaye", "Awa N’Diaye", "", True),
        ("F_ssi", "Imane El Fassi", "", False),
        ("%%", "Imane El Fassi", "", False),
        ("Imane", "Imane El Fassi", "", True),
    ],
)
def test_a_family_name_hides_who_bears_it(
    client_of: Clients, desk: Desk, declared: str, name: str, latin: str, hidden: bool
) -> None:
    (by, submission), other = desk, owned(name="Zed")
    rename(submission.project.owner, name, latin)
    client = client_of(by)
    assert client.post(MINE, {"kind": "family_name", "family_name": declared}).status_code == 201
    assert queued(client) == ([str(other.id)] if hidden else [str(submission.id), str(other.id)])


def places(submission: Submission) -> dict[str, Any]:
    member = Membership.objects.get(person=submission.project.owner)
    return {"school": member.organisation, "centre": member.cohort.organisation, "elsewhere": OrganisationFactory()}


@pytest.mark.parametrize(
    ("where", "withdrawn", "declared", "hidden"),
    [
        ("school", False, {"kind": "organisation"}, True),
        ("centre", False, {"kind": "organisation"}, True),
        ("elsewhere", False, {"kind": "organisation"}, False),
        ("school", True, {"kind": "organisation"}, False),
        ("school", False, {"kind": "pupils", "from_year": 2019, "until_year": 2020}, True),
        ("school", True, {"kind": "pupils", "from_year": 2019, "until_year": 2020}, False),
        ("school", True, {"kind": "pupils", "from_year": 2019, "until_year": 2026}, True),
        ("centre", True, {"kind": "pupils", "from_year": 2027, "until_year": 2030}, True),
    ],
)
def test_an_organisation_hides_its_learners(
    client_of: Clients, desk: Desk, where: str, withdrawn: bool, declared: dict[str, Any], hidden: bool
) -> None:
    by, submission = desk
    place = places(submission)[where]
    if withdrawn:
        Membership.objects.update(status="withdrawn", withdrawn_at=clock.now())
    client = client_of(by)
    assert client.post(MINE, {**declared, "organisation": place.slug}).status_code == 201
    assert queued(client) == ([] if hidden else [str(submission.id)])


def test_what_is_hidden_is_neither_leased_nor_read_taken_up_before_or_not(client_of: Clients, desk: Desk) -> None:
    (by, fresh), begun, given = desk, owned(name="B Fassi"), owned(name="C Fassi")
    rename(fresh.project.owner, "A Fassi")
    reviews = [leased(by, begun), reviewed(by, given)]
    client = client_of(by)
    paths = [
        *(f"{API}/submissions/{one.id}" for one in (fresh, begun, given)),
        *(f"{API}/projects/{one.project_id}" for one in (fresh, begun, given)),
        *(f"{API}/submissions/{one.id}/reviews" for one in (fresh, begun, given)),
        *(f"{API}/reviews/{one.id}" for one in reviews),
    ]
    assert {client.get(path).status_code for path in paths} == {200}
    conflict = declare_conflict(actor=by, kind="family_name", family_name="Fassi")
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    lists = ("review-queue", "reviews", "projects")
    assert [client.get(f"{API}/{path}").json()["results"] for path in lists] == [[], [], []]
    deeds = [client.post(f"{API}/review-queue/{fresh.id}/lease")]
    deeds += [client.post(f"{API}/reviews/{reviews[0].id}/{deed}") for deed in ("submit", "renew", "release")]
    deeds += [client.patch(f"{API}/reviews/{reviews[0].id}", {"feedback": "x"}, headers={"If-Match": "*"})]
    assert [answer.status_code for answer in deeds] == [404] * 5
    assert fresh.status == Submission.objects.get(pk=fresh.pk).status == "submitted"
    end_conflict(actor=by, conflict_id=conflict.id, now=clock.now())
    assert {client.get(path).status_code for path in paths} == {200}


def test_what_she_holds_goes_back_to_the_queue_as_far_as_the_conflict_goes(desk: Desk) -> None:
    (by, others), hers = desk, owned(name="A Fassi")
    held, kept = leased(by, hers), leased(by, others)
    declare_conflict(actor=by, kind="family_name", family_name="Fassi")
    deliver_all()
    statuses = [Review.objects.get(pk=review.pk).status for review in (held, kept)]
    assert (statuses, Submission.objects.get(pk=hers.pk).status) == (["expired", "draft"], "submitted")


def test_what_is_declared_is_the_mentors_own_and_says_nothing_of_others(client_of: Clients, desk: Desk) -> None:
    by, other = desk[0], mentor()
    school = OrganisationFactory(slug="cedars")
    client = client_of(by)
    owned(name="Imane Fassi")
    body = {"kind": "pupils", "organisation": "cedars", "from_year": 2019, "until_year": 2023, "note": "Maths"}
    made = client.post(MINE, body)
    conflict = made.json()
    assert (made.status_code, conflict) == (201, {**body, "id": conflict["id"], "family_name": ""})
    assert client.get(MINE).json()["results"] == [conflict]
    assert client_of(other).get(MINE).json()["results"] == []
    assert client_of(other).delete(f"{MINE}/{conflict['id']}").status_code == 404
    assert client.post(MINE, {"kind": "organisation", "organisation": str(school.id)}).status_code == 201
    assert client.delete(f"{MINE}/{conflict['id']}").status_code == 204
    assert [row["kind"] for row in client.get(MINE).json()["results"]] == ["organisation"]
    assert Conflict.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"kind": "organisation", "organisation": "nowhere"}, (422, "unknown_organisation")),
        ({"kind": "organisation"}, (400, "profile_not_right")),
        ({"kind": "family_name", "family_name": " - "}, (400, "profile_not_right")),
        ({"kind": "neighbour"}, (400, "invalid")),
        ({"kind": "pupils", "note": "x", "from_year": 1900, "until_year": 1901}, (400, "invalid")),
    ],
)
def test_a_declaration_that_is_not_right_is_refused(
    client_of: Clients, desk: Desk, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    answer = client_of(desk[0]).post(MINE, body)
    assert (answer.status_code, answer.json()["code"]) == expected
    assert Conflict.objects.count() == 0


def test_names_can_not_be_guessed_by_declaring_one_after_the_other(client_of: Clients, desk: Desk) -> None:
    by, _ = desk
    client = client_of(by)
    for n in range(20):
        conflict = declare_conflict(actor=by, kind="family_name", family_name=f"Name{n}")
        end_conflict(actor=by, conflict_id=conflict.id, now=clock.now())
    refused = client.post(MINE, {"kind": "family_name", "family_name": "Fassi"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_conflicts")
    assert Conflict.objects.filter(ended_at=None).count() == 0


def test_a_mentor_without_conflicts_pays_nothing_for_them(client_of: Clients, desk: Desk) -> None:
    with CaptureQueriesContext(connection) as made:
        client_of(desk[0]).get(f"{API}/review-queue")
    assert "name_key" not in made.captured_queries[-1]["sql"]
    assert Mentor.objects.count() == 1
