"""The team says whether a review helped: the office reads it, the mentor learns a mean by which nobody can be known."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.kernel import clock
from foundation.programmes.enums import Role
from mentoring.mentors.models import Mentor
from mentoring.reviews.models import Rating, Review
from mentoring.reviews.rules import told_mean
from mentoring.reviews.services import rate
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    ProjectFactory,
    granted,
    joined,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    typed,
    waiting,
)
from tests.scenes import part, scene

Clients = Callable[..., APIClient]
People = dict[str, Any]
RATINGS, MEAN = "/api/v1/ratings", "/api/v1/mentors/me/rating"
SAID = {"helpful": 4, "words": "Now we know whom to ask."}


def set_up() -> tuple[Review, People]:
    morocco = member_state("MA")
    project = ProjectFactory(owner=member_of("MA"))
    mate, former = joined(project), joined(project, left_at=clock.now())
    review = reviewed(mentor(), waiting(project), "revise")
    return review, {
        "lead": project.owner,
        "team mate": mate,
        "former member": former,
        "mentor": review.mentor.person,
        "other mentor": mentor(),
        "coordinator": granted(Role.COORDINATOR, state=morocco),
        "officer": granted(Role.SAFEGUARDING_OFFICER, state=morocco),
        "office": granted(Role.PROGRAMME_OFFICE),
        "stranger": PersonFactory(),
        "nobody": None,
    }


_written, around = scene(set_up)
review, people = part("around", 0), part("around", 1)


def path(review: Review) -> str:
    return f"/api/v1/reviews/{review.id}/rating"


def test_each_of_the_team_rates_and_nobody_else(client_of: Clients, people: People, review: Review) -> None:
    answers = {name: client_of(person).put(path(review), SAID).status_code for name, person in people.items()}
    assert answers == {**dict.fromkeys(people, 404), "lead": 200, "team mate": 200, "nobody": 401}
    seen = {name: client_of(person).get(path(review)).status_code for name, person in people.items()}
    assert seen == answers
    assert set(Rating.objects.values_list("person", flat=True)) == {people["lead"].pk, people["team mate"].pk}


def test_nothing_is_rated_before_the_decision(client_of: Clients) -> None:
    submission = waiting()
    review = typed(reader := mentor(), leased(reader, submission))
    assert client_of(submission.project.owner).put(path(review), SAID).status_code == 404
    assert not Rating.objects.exists()


def test_a_rating_can_be_changed_for_thirty_days(client_of: Clients, people: People, review: Review) -> None:
    client = client_of(people["lead"])
    first = client.put(path(review), SAID).json()
    assert first == {**SAID, "rated_at": first["rated_at"], "changeable_until": first["changeable_until"]}
    assert client.put(path(review), {**first, "helpful": 2}).json() == {**first, "helpful": 2}
    Rating.objects.update(created_at=clock.now() - timedelta(days=30, seconds=1))
    kept = client.put(path(review), {"helpful": 5})
    assert (kept.status_code, kept.json()["code"]) == (409, "rating_kept")
    assert list(Rating.objects.values_list("helpful", "words")) == [(2, SAID["words"])]


@pytest.mark.parametrize("sent", [{"helpful": 0}, {"helpful": 6}, {}, {**SAID, "words": "x" * 501}])
def test_what_makes_no_sense_is_not_kept(
    client_of: Clients, people: People, review: Review, sent: dict[str, Any]
) -> None:
    assert client_of(people["lead"]).put(path(review), sent).status_code == 400
    assert not Rating.objects.exists()


def test_the_office_reads_them_all_without_names(client_of: Clients, people: People, review: Review) -> None:
    client_of(people["lead"]).put(path(review), SAID)
    answers = {name: client_of(person).get(RATINGS).status_code for name, person in people.items()}
    assert answers == {**dict.fromkeys(people, 404), "office": 200, "nobody": 401}
    (shown,) = client_of(people["office"]).get(f"{RATINGS}?mentor={review.mentor_id}").json()["results"]
    assert shown == {
        "id": shown["id"],
        "review": str(review.id),
        "mentor": {"id": str(review.mentor_id), "name": review.mentor.person.name},
        "project": str(review.submission.project_id),
        **SAID,
        "rated_at": shown["rated_at"],
    }
    elsewhere = f"{RATINGS}?call={Mentor.objects.get(person=people['other mentor']).id}"
    assert client_of(people["office"]).get(elsewhere).json()["results"] == []


def test_a_mentor_learns_a_mean_and_no_words(client_of: Clients, people: People, review: Review) -> None:
    client = client_of(review.mentor.person)
    for n, helpful in enumerate((5, 4, 4, 2, 5)):
        assert client.get(MEAN).json() == {"mean": None}, n
        rated = reviewed(review.mentor.person, waiting(ProjectFactory(owner=PersonFactory())))
        rate(actor=rated.submission.project.owner, review_id=rated.id, helpful=helpful, now=clock.now(), words="Secret")
    assert client.get(MEAN).json() == {"mean": 4.0}
    answers = {name: client_of(person).get(MEAN).status_code for name, person in people.items()}
    assert answers == {**dict.fromkeys(people, 403), "mentor": 200, "other mentor": 200, "nobody": 401}


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([], None),
        ([(5, "a"), (5, "b"), (5, "c"), (5, "d")], None),
        ([(5, "a"), (5, "b"), (5, "a"), (5, "b"), (5, "a")], None),
        ([(5, "a"), (4, "b"), (3, "c"), (4, "a"), (4, "b")], 4.0),
        ([(5, "a"), (4, "b"), (3, "c"), (4, "a"), (4, "b"), (1, "d")], 4.0),
        ([(5, "a"), (5, "b"), (5, "a"), (5, "b"), (5, "a"), (5, "c")], None),
    ],
    ids=["none", "four", "of two people", "five of three", "the sixth waits", "the third person waits"],
)
def test_the_mean_moves_by_fives_and_has_three_people(ratings: list[tuple[int, str]], expected: float | None) -> None:
    assert told_mean(ratings) == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_the_office_s_list_takes_two_statements(
    client_of: Clients, people: People, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        rated = reviewed(mentor(), waiting())
        rate(actor=rated.submission.project.owner, review_id=rated.id, helpful=3, now=clock.now())
    client = client_of(people["office"])
    with django_assert_num_queries(2):
        assert len(client.get(RATINGS).json()["results"]) == rows
