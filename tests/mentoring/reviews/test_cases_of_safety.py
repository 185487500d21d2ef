"""What was reported as something else turns out to be about safety, and changes hands."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from foundation.notifications.models import Notification
from foundation.programmes.models import RoleGrant
from mentoring.reviews.models import Case, Review
from tests.factories.mentoring import deliver_all
from tests.mentoring.reviews.reporting import (
    ANY,
    REPORTS,
    SAFETY,
    People,
    body,
    problem,
    set_up,
    the_case,
    told,
)
from tests.scenes import part, scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, around = scene(set_up)
review, people = part("around", 0), part("around", 1)


def test_who_stands_in_is_told_anew_when_it_turns_out_to_be_about_safety(
    client_of: Clients, people: People, review: Review
) -> None:
    RoleGrant.objects.filter(person__in=[people["officer"], people["officer of all"]]).delete()
    for reason in ("unfair", "unsafe"):
        client_of(people["lead"]).post(REPORTS, body(review, reason))
        deliver_all()
    notices = Notification.objects.filter(person=people["office"], kind="report_made").order_by("id")
    assert list(notices.values_list("params", flat=True)) == [{}, {"decision": "safety"}]


def test_a_new_report_reopens_the_eyes_of_who_handles_it(client_of: Clients, people: People, review: Review) -> None:
    """The version that the officer read is not the newest any more; and what turns out to be about safety changes hands."""
    client_of(people["lead"]).post(REPORTS, body(review, "unfair"))
    office = client_of(people["office"])
    etag = office.get(the_case()).headers["ETag"]
    client_of(people["team mate"]).post(REPORTS, body(review, "contact"))
    assert office.patch(the_case(), {"status": "in_hand"}, headers={"If-Match": etag}).status_code == 404
    assert client_of(people["officer"]).get(the_case()).json()["is_safety"] is True


def test_who_reported_it_otherwise_can_still_say_that_it_is_about_safety(
    client_of: Clients, people: People, review: Review
) -> None:
    client = client_of(people["lead"])
    first = client.post(REPORTS, body(review, "unfair", "Too strict.")).json()
    assert told("report_made") == {people["office"].pk}
    again = client.post(REPORTS, body(review, "unsafe", "And it frightens me."))
    kept = {**first, "reason": "unsafe", "words": "Too strict.\nAnd it frightens me."}
    assert (again.status_code, again.json()) == (201, kept)
    assert client.get(REPORTS).json()["results"] == [kept]
    assert client_of(people["officer"]).get(the_case()).json()["is_safety"] is True
    assert told("report_made") == {people[name].pk for name in ("office", *SAFETY)}
    for reason in ("unsafe", "contact", "unfair"):
        assert problem(client.post(REPORTS, body(review, reason))) == (409, "already_reported")
    assert client.get(REPORTS).json()["results"] == [kept]


def test_the_office_hands_what_is_about_safety_to_the_officers(
    client_of: Clients, people: People, review: Review
) -> None:
    client_of(people["lead"]).post(REPORTS, body(review, "other"))
    told("report_made")
    handed = client_of(people["office"]).patch(the_case(), {"is_safety": True}, headers=ANY)
    assert (handed.status_code, client_of(people["office"]).get(the_case()).status_code) == (200, 404)
    assert told("report_made") == {people[name].pk for name in ("office", *SAFETY)}


@pytest.mark.parametrize(("taken_by", "kept"), [("office", False), ("officer", True)])
@pytest.mark.parametrize("said_by", ["team mate", "office"])
def test_what_turns_out_to_be_about_safety_is_in_the_hand_of_an_officer_or_in_nobodys(
    client_of: Clients, people: People, review: Review, taken_by: str, kept: bool, said_by: str
) -> None:
    client_of(people["lead"]).post(REPORTS, body(review, "unfair"))
    client_of(people[taken_by]).patch(the_case(), {"status": "in_hand"}, headers=ANY)
    if said_by == "office":
        client_of(people["office"]).patch(the_case(), {"is_safety": True}, headers=ANY)
    else:
        client_of(people["team mate"]).post(REPORTS, body(review, "contact"))
    case = Case.objects.get()
    left = ("in_hand", people[taken_by].pk) if kept else ("open", None)
    assert (case.status, case.handled_by_id) == left
    mine = client_of(people["officer of all"]).patch(the_case(), {"status": "in_hand"}, headers=ANY)
    assert mine.json()["status"] == "in_hand"
