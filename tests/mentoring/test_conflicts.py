"""Whose work a mentor does not see because she said so herself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.mentors.models import Conflict, Mentor
from mentoring.mentors.services import declare_conflict, end_conflict
from mentoring.projects.models import Mentorship, Submission
from mentoring.reviews.models import Review
from tests.factories.mentoring import TEAMS, ProjectFactory, deliver_all, granted, leased, mentor, reviewed, waiting
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, StateFactory
from tests.plans import read_whole, tend

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
API = "/api/v1"
MINE = f"{API}/mentors/me/conflicts"


def owned(**person: Any) -> Submission:
    """Waiting work of somebody who goes to a school in another organisation's cohort."""
    member = MembershipFactory(organisation=OrganisationFactory(), **{f"person__{k}": v for k, v in person.items()})
    return waiting(ProjectFactory(owner=member.person))


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
    client_of: Clients, declared: str, name: str, latin: str, hidden: bool
) -> None:
    by, submission, other = mentor(), owned(name=name, name_latin=latin), owned(name="Zed")
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
    client_of: Clients, where: str, withdrawn: bool, declared: dict[str, Any], hidden: bool
) -> None:
    by, submission, client = mentor(), owned(), None
    place = places(submission)[where]
    if withdrawn:
        Membership.objects.update(status="withdrawn", withdrawn_at=clock.now())
    client = client_of(by)
    assert client.post(MINE, {**declared, "organisation": place.slug}).status_code == 201
    assert queued(client) == ([] if hidden else [str(submission.id)])


def test_what_is_hidden_is_neither_leased_nor_read_taken_up_before_or_not(client_of: Clients) -> None:
    by, fresh, begun, given = mentor(), owned(name="A Fassi"), owned(name="B Fassi"), owned(name="C Fassi")
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


def test_what_she_holds_goes_back_to_the_queue_as_far_as_the_conflict_goes() -> None:
    by, hers, others = mentor(), owned(name="A Fassi"), owned(name="B Zed")
    held, kept = leased(by, hers), leased(by, others)
    declare_conflict(actor=by, kind="family_name", family_name="Fassi")
    deliver_all()
    statuses = [Review.objects.get(pk=review.pk).status for review in (held, kept)]
    assert (statuses, Submission.objects.get(pk=hers.pk).status) == (["expired", "draft"], "submitted")


def test_what_is_declared_is_the_mentors_own_and_says_nothing_of_others(client_of: Clients) -> None:
    by, other = mentor(), mentor()
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
    client_of: Clients, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    answer = client_of(mentor()).post(MINE, body)
    assert (answer.status_code, answer.json()["code"]) == expected
    assert Conflict.objects.count() == 0


def test_names_can_not_be_guessed_by_declaring_one_after_the_other(client_of: Clients) -> None:
    by = mentor()
    client = client_of(by)
    for n in range(20):
        conflict = declare_conflict(actor=by, kind="family_name", family_name=f"Name{n}")
        end_conflict(actor=by, conflict_id=conflict.id, now=clock.now())
    refused = client.post(MINE, {"kind": "family_name", "family_name": "Fassi"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_conflicts")
    assert Conflict.objects.filter(ended_at=None).count() == 0


def crowd() -> None:
    """Ten thousand learners of a school with a project each, of which one in a hundred waits."""
    cohort = CohortFactory(starts_on=date(2026, 9, 1))
    project = ProjectFactory()
    place = [cohort.id, cohort.programme_id, cohort.organisation.state_id, cohort.organisation_id]
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO accounts_user (id, created_at, revision, password, username, name, name_latin, email, phone, gender,
                                       birth_date, language, time_zone, country, is_active, is_staff, is_superuser)
            SELECT gen_random_uuid(), now(), 1, '!', 'crowd' || n, 'Person Number' || n, '', '', '', '', '2000-01-01', 'ar',
                   'UTC', 'MA', true, false, false FROM generate_series(1, 10000) n
        """)
        cursor.execute(
            """
            INSERT INTO programmes_membership (id, created_at, revision, person_id, cohort_id, programme_id, state_id,
                                               organisation_id, "group", learner_number, status)
            SELECT gen_random_uuid(), now(), 1, id, %s, %s, %s, %s, '', '', 'active'
              FROM accounts_user WHERE username LIKE 'crowd%%'
            """,
            place,
        )
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO projects_project (id, created_at, revision, call_id, owner_id, title, problem, idea, language,
                                              sdgs, stage, status, sole)
                SELECT gen_random_uuid(), now(), 1, %s, id, 'Water', '', '', 'ar', '{}', 'idea',
                       CASE WHEN username LIKE '%%33' THEN 'submitted' ELSE 'declined' END, false
                  FROM accounts_user WHERE username LIKE 'crowd%%' RETURNING id, status)
            INSERT INTO projects_submission (id, created_at, revision, project_id, stage, number, status, answers,
                                             submitted_at, ticket, states, readers, pools, seats, wanting)
            SELECT gen_random_uuid(), now(), 1, id, 'idea', 1, status, '{}', now(), gen_random_uuid(), '{MA}', '{}',
                   '{ar,MA-ar}', 1, (status = 'submitted')::int
              FROM made
            """,
            [project.call_id],
        )
        cursor.execute(TEAMS)
    tend("accounts_user", "programmes_membership", "projects_project", "projects_submission", "projects_teammember")


def test_the_queue_reads_no_table_whole_whatever_was_declared(client_of: Clients) -> None:
    crowd()
    by = mentor()
    client = client_of(by)
    page_by_indexes(client)
    for n in range(3):
        declare_conflict(actor=by, kind="family_name", family_name=f"Number{n}1")
    page_by_indexes(client)
    for _ in range(2):
        declare_conflict(actor=by, kind="organisation", organisation=OrganisationFactory().slug)
    page_by_indexes(client)
    let_go_by(by, 40)
    page_by_indexes(client)


def let_go_by(by: User, most: int) -> None:
    """So many teams whose work waits asked for another mentor than `by`."""
    first = Submission.objects.filter(status="submitted").order_by("ticket").values_list("project", flat=True)
    ended: dict[str, Any] = {"mentor": by, "ended_at": clock.now(), "ending": "team"}
    Mentorship.objects.bulk_create(Mentorship(project_id=project_id, **ended) for project_id in first[:most])


def page_by_indexes(client: APIClient) -> None:
    """A page of the queue, and no large table for it."""
    with CaptureQueriesContext(connection) as made:
        assert len(queued(client)) == 20
    assert read_whole(query["sql"] for query in made.captured_queries) == set()


def test_a_coordinator_of_many_reads_no_table_whole(client_of: Clients) -> None:
    crowd()
    submission = Submission.objects.get(status="submitted", project__owner__username="crowd33")
    here = Membership.objects.get(person=submission.project.owner).state
    Membership.objects.exclude(person__username__startswith="crowd3").update(state=StateFactory(code="JO"))
    tend("programmes_membership")
    client = client_of(granted(Role.COORDINATOR, state=here))
    with CaptureQueriesContext(connection) as made:
        for path in ("projects", f"projects/{submission.project_id}", f"submissions/{submission.id}"):
            assert client.get(f"{API}/{path}").status_code == 200
    assert read_whole(query["sql"] for query in made.captured_queries) == set()


def test_a_mentor_without_conflicts_pays_nothing_for_them(client_of: Clients) -> None:
    by: User = mentor()
    waiting()
    with CaptureQueriesContext(connection) as made:
        client_of(by).get(f"{API}/review-queue")
    assert "name_key" not in made.captured_queries[-1]["sql"]
    assert Mentor.objects.count() == 1
