"""A team asks for another mentor: what becomes of the lease and of what waits, who is told what, and how it is undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.errors import NotFound
from foundation.notifications.models import Notification
from foundation.programmes.enums import Role
from mentoring.mentors.models import Mentor
from mentoring.mentors.services import add_pause, suspend
from mentoring.projects.models import Asking, Mentorship, Submission
from mentoring.projects.rules import IN_TURN, RESERVED
from mentoring.reviews.errors import LeaseExpired
from mentoring.reviews.models import Report, Review
from mentoring.reviews.selectors import review_queue
from mentoring.reviews.services import expire_leases, submit_review
from tests.factories.mentoring import deliver_all, granted, joined, leased, mentor, reviewed, typed, waiting
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
Kept = tuple[User, Submission]
WISH = {"reason": "uncomfortable", "words": "We are afraid to ask."}


def set_up() -> Kept:
    """A mentor, and what a project that they asked to revise hands in for them."""
    first = mentor()
    return first, waiting(reviewed(first, decision="revise").submission.project)


_written, kept = scene(set_up)


def address(submission: Submission) -> str:
    return f"/api/v1/projects/{submission.project_id}/other-mentor"


def queued(by: User) -> list[Any]:
    return [entry.id for entry in review_queue(User.objects.get(pk=by.pk))[:100]]


def standing(submission: Submission) -> tuple[str, int, Any]:
    submission.refresh_from_db()
    return submission.status, submission.turn, submission.reserved_for


def endings() -> list[str]:
    return list(Mentorship.objects.order_by("created_at").values_list("ending", flat=True))


def said() -> list[Any]:
    """Who, why, in which words, and whether it was undone."""
    rows = Asking.objects.order_by("created_at").values_list("person", "reason", "words", "undone_at")
    return [(person, reason, words, undone_at is not None) for person, reason, words, undone_at in rows]


def told(person: User) -> list[Any]:
    deliver_all()
    kept = Notification.objects.filter(person=person, kind__in=("mentor_changes", "mentor_returns")).order_by("id")
    return list(kept.values_list("kind", "params__decision"))


def test_it_ends_the_lease_keeps_what_was_typed_and_closes_the_project_to_the_mentor(
    client_of: Clients, kept: Kept
) -> None:
    (first, work), other, later = kept, mentor(), waiting()
    review = typed(first, leased(first, work), feedback="Half a word")
    member = joined(work.project)
    assert client_of(member).post(address(work), WISH).status_code == 204
    assert (standing(work), queued(other)) == (("submitted", IN_TURN, None), [work.id, later.id])
    assert queued(first) == [later.id]
    assert (endings(), said()) == (["team"], [(member.pk, *WISH.values(), False)])
    assert Review.objects.values_list("status", "feedback").get(pk=review.id) == ("expired", "Half a word")
    desk = client_of(first)
    seen = [f"submissions/{work.id}", f"projects/{work.project_id}", f"submissions/{work.id}/history"]
    assert [desk.get(f"/api/v1/{path}").status_code for path in seen] == [404, 404, 404]
    with pytest.raises(LeaseExpired):
        submit_review(actor=first, review_id=review.id, now=clock.now())
    with pytest.raises(NotFound):
        leased(first, work)


def test_what_the_mentor_types_stays_theirs_to_read_and_to_save(client_of: Clients, kept: Kept) -> None:
    first, work = kept
    review = leased(first, work)
    client, path = client_of(first), f"/api/v1/reviews/{review.id}"
    tag = client.get(path)["ETag"]
    client_of(work.project.owner).post(address(work), WISH)
    saved = client.patch(path, {"feedback": "An hour of words."}, headers={"If-Match": tag})
    assert (saved.status_code, client.get(path).json()["feedback"]) == (200, "An hour of words.")
    assert client.post(f"{path}/submit").json()["code"] == "lease_expired"
    suspended(work, first)
    assert client_of(User.objects.get(pk=first.pk)).get(path).status_code == 404


def test_the_mentor_and_the_others_are_told_each_time_without_who_or_why(client_of: Clients, kept: Kept) -> None:
    first, work = kept
    lead, she = work.project.owner, joined(work.project)
    before = {person: told(person) for person in (first, lead, she)}
    team = client_of(she)
    for deed in (team.post, team.delete, team.post):
        assert deed(address(work), WISH if deed == team.post else None).status_code == 204
        deliver_all()
    news = {person: told(person)[len(known) :] for person, known in before.items()}
    gone, back = ("mentor_changes", "goes_on"), ("mentor_returns", "mentor")
    others = [("mentor_changes", None), ("mentor_returns", None), ("mentor_changes", None)]
    assert news == {first: [gone, back, gone], lead: others, she: []}
    assert WISH["words"] not in str(list(Notification.objects.values_list("params", flat=True)))


def test_twice_in_a_project(client_of: Clients, kept: Kept) -> None:
    _, work = kept
    team = client_of(work.project.owner)
    assert team.post(address(work), WISH).status_code == 204
    assert team.post(address(work), WISH).json()["code"] == "no_mentor"
    for expected in (204, 409):
        work = waiting(reviewed(mentor(), work, "revise").submission.project)
        answer = team.post(address(work), WISH)
        assert answer.status_code == expected
    assert (answer.json()["code"], endings()) == ("asked_twice", ["team", "team", ""])
    assert standing(work)[1] == RESERVED


def test_asking_and_thinking_better_of_it_has_an_end(client_of: Clients, kept: Kept) -> None:
    first, work = kept
    team = client_of(work.project.owner)
    for expected in (204, 204, 409):
        review = leased(first, work)
        assert team.post(address(work), WISH).status_code == expected
        team.delete(address(work))
    assert team.post(address(work), WISH).json()["code"] == "asked_twice"
    assert (Review.objects.get(pk=review.pk).status, [one[-1] for one in said()]) == ("draft", [True, True])


def test_within_seven_days_whoever_asked_asks_the_mentor_back(client_of: Clients, kept: Kept) -> None:
    (first, work), other = kept, mentor()
    she = joined(work.project)
    team, lead = client_of(she), client_of(work.project.owner)
    team.post(address(work), WISH)
    assert lead.delete(address(work)).json()["code"] == "not_undone"
    assert (endings(), said()) == (["team"], [(she.pk, *WISH.values(), False)])
    assert team.delete(address(work)).status_code == 204
    assert (endings(), standing(work)) == ([""], ("submitted", RESERVED, first.id))
    assert (queued(first), queued(other)) == ([work.id], [])
    assert said() == [(she.pk, *WISH.values(), True)]
    assert team.delete(address(work)).json()["code"] == "not_undone"


def too_late(_work: Submission, _by: User) -> None:
    Mentorship.objects.update(ended_at=clock.now() - timedelta(days=7, minutes=1))


def read_by_another(work: Submission, _by: User) -> None:
    leased(mentor(), work)


def left_by_another(work: Submission, _by: User) -> None:
    review = leased(mentor(), work)
    Review.objects.filter(pk=review.pk).update(lease_until=clock.now() - timedelta(minutes=1))
    expire_leases(now=clock.now())


def resting(_work: Submission, by: User) -> None:
    add_pause(actor=by, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=60))


def mentored_by_another(work: Submission, _by: User) -> None:
    reviewed(mentor(), work, "revise")


def suspended(_work: Submission, by: User) -> None:
    profile = Mentor.objects.get(person=by)
    suspend(actor=granted(Role.PROGRAMME_OFFICE), mentor_id=profile.id, reason="report", now=clock.now())


@pytest.mark.parametrize(
    "happens", [too_late, read_by_another, left_by_another, mentored_by_another, suspended, resting]
)
def test_it_is_not_undone_when_the_project_has_gone_on(happens: Any, client_of: Clients, kept: Kept) -> None:
    first, work = kept
    team = client_of(work.project.owner)
    team.post(address(work), WISH)
    happens(work, first)
    before = standing(work), endings(), said()
    assert team.delete(address(work)).json()["code"] == "not_undone"
    assert (standing(work), endings(), said()) == before


def test_nobody_but_the_team_may(client_of: Clients, kept: Kept) -> None:
    first, work = kept
    for person in (first, granted(Role.PROGRAMME_OFFICE)):
        client = client_of(person)
        assert [client.post(address(work), WISH).status_code, client.delete(address(work)).status_code] == [404, 404]
    assert (endings(), standing(work)[1]) == ([""], RESERVED)


def test_who_does_not_feel_comfortable_is_heard_by_whoever_looks_into_it(client_of: Clients, kept: Kept) -> None:
    officer, office = granted(Role.SAFEGUARDING_OFFICER), granted(Role.PROGRAMME_OFFICE)
    first, work = kept
    client_of(work.project.owner).post(address(work), WISH)
    case = client_of(officer).get("/api/v1/cases").json()["results"][0]
    report = Report.objects.get()
    assert (case["is_safety"], case["mentor"]["name"], case["reports"][0]["words"]) == (True, first.name, WISH["words"])
    assert (report.reporter, report.reason) == (work.project.owner, "uncomfortable")
    deliver_all()
    heard = Notification.objects.filter(kind="report_made").values_list("person_id", flat=True)
    assert (list(heard), client_of(office).get("/api/v1/cases").json()["results"]) == ([officer.pk], [])


@pytest.mark.parametrize("reason", ["no_answers", "language", "subject", "other"])
def test_another_reason_is_no_case(client_of: Clients, reason: str, kept: Kept) -> None:
    _, work = kept
    assert client_of(work.project.owner).post(address(work), {**WISH, "reason": reason}).status_code == 204
    assert (Report.objects.count(), [one[1] for one in said()]) == (0, [reason])


def test_what_she_reported_before_and_says_again_is_all_in_one_report(client_of: Clients, kept: Kept) -> None:
    _, work = kept
    team = client_of(work.project.owner)
    about = {"type": "review", "id": str(Review.objects.get(status="submitted").id)}
    team.post("/api/v1/reports", {"subject": about, "reason": "unfair", "words": "He was short."})
    for deed in (team.post, team.delete, team.post):
        assert deed(address(work), WISH if deed == team.post else None).status_code == 204
    report = Report.objects.select_related("case").get()
    words = "\n".join(["He was short.", WISH["words"], WISH["words"]])
    assert (report.reason, report.words, report.case.is_safety) == ("uncomfortable", words, True)
