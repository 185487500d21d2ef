"""A safeguarding officer keeps a mentor away from young people, at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.kernel.errors import NotFound
from foundation.outbox.events.mentoring import MentorSuspended
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Mentor, Suspension
from mentoring.mentors.policies import desk_of
from mentoring.mentors.services import lift_suspension, suspend
from mentoring.projects.models import Submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import free_what_closed, lease_submission, submit_review
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.mentoring import (
    deliver_all,
    granted,
    leased,
    member_state,
    mentor,
    reviewed,
    suspended,
    typed,
    waiting,
)
from tests.factories.programmes import OrganisationFactory, coordinator_of
from tests.foundation.accounts.clients import Phone

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
API = "/api/v1"
ANY = {"If-Match": "*"}
BODY = {"reason": "report", "note": "Called by the school."}


def profile(person: User) -> Mentor:
    return Mentor.objects.get(person=person)


def path(person: User) -> str:
    return f"{API}/mentors/{profile(person).id}/suspension"


def officer(state: str | None = None) -> User:
    return granted(Role.SAFEGUARDING_OFFICER, state=member_state(state) if state else None)


def test_who_suspends_whom(client_of: Clients) -> None:
    morocco = member_state("MA")
    people: dict[str, User | None] = {
        "office": granted(Role.PROGRAMME_OFFICE),
        "officer of all": officer(),
        "officer of MA": officer("MA"),
        "officer of JO": officer("JO"),
        "coordinator": granted(Role.COORDINATOR, state=morocco),
        "school's coordinator": coordinator_of(OrganisationFactory(state=morocco)),
        "mentor": mentor(),
        "learner": PersonFactory(),
        "nobody": None,
    }
    of_morocco, of_all = mentor(state=morocco), mentor()
    refused = {**dict.fromkeys(people, 404), "nobody": 401}
    officers = {"office": 201, "officer of all": 201, "officer of MA": 201}
    for whom, allowed in ((of_morocco, officers), (of_all, {**officers, "officer of JO": 201})):
        answers = {}
        for name, person in people.items():
            client = client_of(person)
            made = client.post(path(whom), BODY)
            answers[name] = made.status_code
            seen, lifted = client.get(path(whom)).status_code, client.delete(path(whom)).status_code
            assert (seen, lifted) == ((200, 204) if made.status_code == 201 else (made.status_code,) * 2), name
        assert answers == {**refused, **allowed}
    assert Suspension.objects.count() == 7
    assert not Suspension.objects.filter(lifted_at=None).exists()


def test_nobody_is_judge_in_her_own_case(client_of: Clients) -> None:
    both = mentor()
    granted_too = officer()
    Mentor.objects.filter(person=both).update(person=granted_too)
    RoleGrant.objects.create(person=granted_too, role=Role.MENTOR)
    suspended(granted_too)
    client = client_of(granted_too)
    assert [client.post(path(granted_too), BODY).status_code, client.delete(path(granted_too)).status_code] == [404] * 2
    assert Suspension.objects.filter(lifted_at=None).count() == 1


def test_a_suspension_is_made_once_and_written_down(client_of: Clients) -> None:
    by, whom = officer(), mentor()
    client = client_of(by)
    made = client.post(path(whom), BODY)
    suspension = made.json()
    assert (made.status_code, {key: suspension[key] for key in (*BODY, "mentor")}) == (
        201,
        {**BODY, "mentor": str(profile(whom).id)},
    )
    assert client.get(path(whom)).json() == suspension
    again = client.post(path(whom), {"reason": "other"})
    assert (again.status_code, again.json()["code"]) == (409, "already_suspended")
    assert client.post(path(whom), {"reason": "gossip"}).status_code == 400
    assert client.delete(path(whom)).status_code == 204
    assert [client.delete(path(whom)).status_code, client.get(path(whom)).status_code] == [404, 404]
    row = Suspension.objects.get()
    assert (row.suspended_by, row.lifted_by, row.lifted_at is None) == (by, by, False)
    deeds = Record.objects.filter(subject_id=profile(whom).id).order_by("id")
    assert list(deeds.values_list("action", "actor_id", "details")) == [
        ("mentor.suspended", by.id, {"reason": "report"}),
        ("mentor.reinstated", by.id, {}),
    ]
    names = EventRecord.objects.order_by("id").values_list("name", flat=True)
    assert list(names) == ["mentoring.mentor_suspended.v1", "mentoring.mentor_reinstated.v1"]


def test_her_sessions_end_and_she_reads_that_her_work_rests_and_not_why(client_of: Clients) -> None:
    whom = mentor()
    phone = Phone()
    phone.sign_in(whom.username, PASSWORD)
    assert phone.call("GET", f"{API}/review-queue").status_code == 200
    client_of(officer()).post(path(whom), BODY)
    ended = phone.call("GET", f"{API}/review-queue")
    assert (ended.status_code, ended.json()["code"]) == (401, "token_invalid")
    assert phone.renew().status_code == 400
    deliver_all()
    assert phone.sign_in(whom.username, PASSWORD).status_code == 200
    assert phone.call("GET", f"{API}/review-queue").json()["results"] == []
    own = phone.call("GET", f"{API}/mentors/me").json()
    assert own["suspended"] is True
    [notice] = phone.call("GET", f"{API}/notifications").json()["results"]
    assert (notice["kind"], notice["title"]) == ("mentor_standing", "Your work as a mentor")
    assert not any(word in str([own, notice]) for word in ("report", "Called", "school"))


def test_everything_of_young_people_is_gone_and_what_she_typed_stays(client_of: Clients) -> None:
    whom, fresh = mentor(), waiting()
    given, review = reviewed(whom), typed(whom, leased(whom))
    client = client_of(whom)
    reads = [
        f"{API}/{kind}/{one}"
        for about in (given, review)
        for kind, one in (
            ("submissions", about.submission_id),
            ("projects", about.submission.project_id),
            ("reviews", about.id),
            ("submissions", f"{about.submission_id}/reviews"),
            ("projects", f"{about.submission.project_id}/submissions"),
        )
    ]
    assert {client.get(one).status_code for one in [*reads, f"{API}/submissions/{fresh.id}"]} == {200}
    suspend(actor=officer(), mentor_id=profile(whom).id, reason="report", now=clock.now())
    assert {one: client.get(one).status_code for one in reads} == dict.fromkeys(reads, 404)
    assert client.get(f"{API}/submissions/{fresh.id}").status_code == 404
    for name in ("review-queue", "reviews", "projects"):
        assert client.get(f"{API}/{name}").json()["results"] == [], name
    mine = f"{API}/reviews/{review.id}"
    deeds = [client.patch(mine, {"feedback": "Gone?"}, headers=ANY)]
    deeds += [client.post(f"{mine}/{deed}") for deed in ("submit", "renew", "release")]
    deeds.append(client.post(f"{API}/review-queue/{fresh.id}/lease"))
    assert [answer.status_code for answer in deeds] == [404] * 5
    review.refresh_from_db()
    assert (review.status, review.feedback) == ("draft", "Well observed.")
    assert not EventRecord.objects.filter(
        name="mentoring.submission_reviewed.v1", payload__review_id=str(review.id)
    ).exists()


def test_her_leases_come_free_by_the_event_and_nobody_elses() -> None:
    whom, other = mentor(), mentor()
    held, others = [leased(whom) for _ in range(3)], leased(other)
    tickets = {review.submission_id: Submission.objects.get(pk=review.submission_id).ticket for review in held}
    suspend(actor=officer(), mentor_id=profile(whom).id, reason="report", now=clock.now())
    assert Review.objects.filter(status="draft").count() == 4
    deliver_all()
    assert list(Review.objects.filter(status="draft")) == [others]
    back = Submission.objects.filter(pk__in=tickets)
    assert dict(back.values_list("id", "ticket")) == tickets
    assert set(back.values_list("status", flat=True)) == {"submitted"}
    assert lease_submission(actor=other, submission_id=held[0].submission_id, now=clock.now()).status == "draft"


def test_lifted_the_desk_comes_back_and_nothing_else(client_of: Clients) -> None:
    whom, by = mentor(), officer()
    review = typed(whom, leased(whom))
    suspend(actor=by, mentor_id=profile(whom).id, reason="report", now=clock.now())
    deliver_all()
    lift_suspension(actor=by, mentor_id=profile(whom).id, now=clock.now())
    review.refresh_from_db()
    assert (review.status, Submission.objects.get().status) == ("expired", "submitted")
    assert desk_of(whom) is not None
    again = lease_submission(actor=whom, submission_id=review.submission_id, now=clock.now())
    assert (again.id == review.id, again.feedback, again.scores) == (False, "Well observed.", review.scores)
    deliver_all()
    submit_review(actor=whom, review_id=again.id, now=clock.now())
    kinds = client_of(whom).get(f"{API}/notifications").json()["results"]
    assert [notice["kind"] for notice in kinds] == ["mentor_standing"] * 2
    assert len({notice["body"] for notice in kinds}) == 2


def test_news_of_a_suspension_that_comes_after_its_end_frees_nothing() -> None:
    whom, by = mentor(), officer()
    suspend(actor=by, mentor_id=profile(whom).id, reason="report", now=clock.now())
    lift_suspension(actor=by, mentor_id=profile(whom).id, now=clock.now())
    review = leased(whom, waiting())
    deliver_all()
    review.refresh_from_db()
    assert (review.status, free_what_closed(person_id=whom.id, now=clock.now())) == ("draft", 0)
    assert EventRecord.objects.filter(name=MentorSuspended.name).count() == 1


def test_a_mentor_whose_role_was_taken_is_not_there_to_suspend() -> None:
    whom = mentor()
    RoleGrant.objects.filter(person=whom).update(revoked_at=clock.now() - timedelta(days=1))
    with pytest.raises(NotFound):
        suspend(actor=officer(), mentor_id=profile(whom).id, reason="report", now=clock.now())
    assert Suspension.objects.count() == 0
