"""What the desk shows of each kind of row."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from mentoring.mentors.models import Conflict, Mentor, Pause, Suspension, Vetting
from mentoring.mentors.services import declare_conflict
from mentoring.projects.models import Asking, Call, Mentorship, Nudge, Project, Submission, TeamMember
from mentoring.reviews.models import Forecast, Review, Snooze
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import mentor, reviewed, suspended
from tests.scenes import scene

OF_MENTORS = (Mentor, Vetting, Suspension, Conflict, Pause)
OF_WORK = (Call, Project, TeamMember, Submission, Mentorship, Asking, Nudge, Review, Forecast, Snooze)


@pytest.fixture
def office(db: None, client: Client) -> Client:
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    return client


def set_up() -> User:
    """A mentor, with a row of each kind."""
    by = mentor()
    about = {"submission": reviewed(by, decision="revise").submission}
    Asking.objects.create(mentorship=Mentorship.objects.get(), person=about["submission"].project.owner, reason="other")
    Nudge.objects.create(awaited="team", waits_on="2030-01-01", step=2, **about)
    Forecast.objects.create(is_first=True, position=1, **about)
    Snooze.objects.create(mentor=Mentor.objects.get(person=by), number=1, until_on="2030-01-01", **about)
    declare_conflict(actor=by, kind="family_name", family_name="Nobody")
    Pause.objects.create(mentor=suspended(by).mentor, starts_on="2030-01-01")
    return by


_written, by = scene(set_up)


@pytest.mark.parametrize("model", [*OF_MENTORS, *OF_WORK])
def test_the_office_looks_and_changes_nothing(office: Client, model: type) -> None:
    page = f"admin:{model._meta.label_lower.replace('.', '_')}"
    row = model.objects.get()
    assert office.get(reverse(f"{page}_changelist")).status_code == 200
    assert office.get(reverse(f"{page}_change", args=[row.pk])).status_code == 200
    assert office.get(reverse(f"{page}_add")).status_code == 403
    assert office.get(reverse(f"{page}_delete", args=[row.pk])).status_code == 403
    assert office.post(reverse(f"{page}_change", args=[row.pk]), {}).status_code == 403


@pytest.mark.parametrize("model", [Review, Snooze, Nudge, Forecast])
def test_the_desk_says_of_which_project_and_by_whom(office: Client, by: User, model: type) -> None:
    shown = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
    page = office.get(shown, headers={"Accept-Language": "fr"}).content.decode()
    expected = (True, False, model in (Review, Snooze))
    work = Submission.objects.get()
    assert (work.project.title in page, "ubmission project" in page, by.name in page) == expected


def test_the_desk_tells_nobody_what_is_said_of_herself(office: Client, by: User) -> None:
    shown = reverse("admin:projects_asking_changelist")
    rows = [len(office.get(shown).context["cl"].result_list)]
    User.objects.filter(pk=by.pk).update(is_staff=True, is_superuser=True)
    office.force_login(User.objects.get(pk=by.pk))
    rows.append(len(office.get(shown).context["cl"].result_list))
    row = Asking.objects.get()
    assert office.get(reverse("admin:projects_asking_change", args=[row.pk])).status_code == 302
    assert rows == [1, 0]
