from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel import clock
from mentoring.mentors.models import Mentor, Vetting, VettingRule
from mentoring.mentors.services import request_vetting
from mentoring.projects.models import Project, Submission
from mentoring.projects.services import submit_submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import release_review
from tests.factories import programmes
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    leased,
    member_state,
    mentor,
    reviewed,
    rubric,
    stage,
    typed,
)


@pytest.fixture
def office(db: None, client: Client) -> Client:
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    return client


def test_who_types_a_review_reads_no_other_of_the_work_at_the_desk(db: None, client: Client) -> None:
    first, by = mentor(), mentor()
    handed = typed(first, leased(first), feedback="Well done.")
    release_review(actor=first, review_id=handed.id, now=clock.now())
    reviewed(first)
    shown = reverse("admin:reviews_review_changelist")
    User.objects.filter(pk=by.pk).update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(pk=by.pk))
    assert len(client.get(shown).context["cl"].result_list) == 2
    own = leased(by, handed.submission)
    rows = client.get(shown).context["cl"].result_list
    assert (len(rows), own in rows, handed in rows) == (2, True, False)


def test_a_call_is_shown_as_it_is_read(office: Client) -> None:
    gate = {**stage("idea"), "review": {"mode": "blind", "reviewers": 3, "threshold": 0.25}, "due_on": "2026-11-29"}
    call = CallFactory(title={"ar": "ظلّ <b>"}, stages=[gate])
    call.rubric["criteria"][0]["reason_required"] = True
    call.save()
    page = office.get(reverse("admin:projects_call_change", args=[call.pk])).content.decode()
    for words in ("ظلّ &lt;b&gt;", "Several reviewers who don&#x27;t know of each other (3)", '<li dir="auto">5 · '):
        assert words in page
    for words in (" · one more where two differ by more than 0.25 · last day Nov. 29, 2026<", " · with a reason<"):
        assert words in page
    assert "u0638" not in page


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ({}, "everybody"),
        ({"states": [], "min_age": None, "max_age": None}, "everybody"),
        ({"states": ["MA", "JO"], "min_age": 13}, "MA in English, JO in English · 13 years old or older"),
        ({"states": ["MA"], "max_age": 24}, "MA in English · 24 years old or younger"),
        ({"min_age": 13, "max_age": 24}, "13 to 24 years old"),
    ],
)
def test_whom_a_call_is_for_is_said_in_words(office: Client, audience: dict[str, Any], words: str) -> None:
    for code in ("MA", "JO"):
        member_state(code)
    page = reverse("admin:projects_call_change", args=[CallFactory(audience=audience).pk])
    assert f">{words}<" in office.get(page, headers={"Accept-Language": "en"}).content.decode().replace("\n", "")


def shown(office: Client, row: Project | Submission | Review, language: str) -> str:
    page = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    return office.get(page, headers={"Accept-Language": language}).content.decode()


def test_what_was_handed_in_and_said_of_it_is_read_in_words(office: Client) -> None:
    by = mentor()
    asked = {**stage("idea"), "title": {"ar": "الفكرة"}}
    asked["questions"][0]["title"] = {"ar": "من سألتم؟"}
    judged = rubric()
    judged["criteria"][0]["title"] = {"ar": "المشكلة"}
    project = ProjectFactory(call=CallFactory(stages=[asked], rubric=judged))
    work = draft(project, {"who": "تلاميذ <الحي>"})
    submit_submission(actor=project.owner, submission_id=work.id, now=clock.now())
    scores = {
        one["key"]: {"points": one["levels"][-1]["points"], "reason": "سألتم تسع أسر."} for one in judged["criteria"]
    }
    review = reviewed(by, work, scores=scores, remarks=["users_ask"])
    page = shown(office, work, "ar")
    assert [words in page for words in ("من سألتم؟", "تلاميذ &lt;الحي&gt;", "الفكرة 1", "u062a", "مقبول")] == [
        *(True, True, True),
        *(False, True),
    ]
    page = shown(office, review, "ar")
    asked_for = "يُرجى التحدّث إلى بعض من تصنع لهم هذا المشروع وإخبارنا بما قالوه."
    assert [words in page for words in ("المشكلة", "سألتم تسع أسر.", asked_for, by.name, "مُرسَلة")] == [True] * 5
    assert [words in page for words in ("users_ask", "Seat", "Slot", str(review.mentor_id))] == [False] * 4


def test_of_an_acceptance_the_desk_shows_the_day_alone(office: Client) -> None:
    project = reviewed(mentor()).submission.project
    project.refresh_from_db()
    page = shown(office, project, "ar")
    assert (date_format_of(project) in page, "منتصف الليل" in page, "00:00" in page) == (True, False, False)


def date_format_of(project: Project) -> str:
    with translation.override("ar"):
        return date_format(project.accepted_at)


def test_the_office_says_what_a_state_asks_of_mentors(db: None, client: Client) -> None:
    client.force_login(programmes.office())
    morocco = member_state("MA")
    body = {"state": str(morocco.pk), "months": 6, "evidence": ["interview", "identity"]}
    assert client.post(reverse("admin:mentors_vettingrule_add"), body).status_code == 302
    rule = VettingRule.objects.get()
    assert (rule.state, rule.months, rule.evidence) == (morocco, 6, ["identity", "interview"])
    page = reverse("admin:mentors_vettingrule_change", args=[rule.pk])
    assert client.post(page, {"months": 61, "evidence": []}).status_code == 200
    assert client.post(page, {"months": 12, "evidence": []}).status_code == 302
    rule.refresh_from_db()
    assert (rule.months, rule.evidence) == (12, [])
    assert client.post(reverse("admin:mentors_vettingrule_delete", args=[rule.pk])).status_code == 403
    assert list(Record.objects.filter(action="vetting_rule.set").values_list("subject_id", flat=True)) == [rule.pk] * 2


def act(client: Client, row: Vetting | Mentor, deed: str) -> list[str]:
    """What the desk says of it."""
    page = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_changelist")
    answer = client.post(page, {"action": deed, "_selected_action": [str(row.pk)]}, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def test_the_office_decides_on_vettings_at_the_desk_once(db: None, client: Client) -> None:
    boss = programmes.office()
    client.force_login(boss)
    vetting = request_vetting(actor=mentor(is_vetted=False), state=None)
    assert act(client, vetting, "approve") == []
    vetting.refresh_from_db()
    assert (vetting.status, vetting.seen, vetting.decided_by) == ("valid", ["criminal_record", "identity"], boss)
    assert act(client, vetting, "refuse") == [f"{vetting}: This vetting was decided already."]
    assert act(client, vetting, "revoke") == []
    vetting.refresh_from_db()
    assert (vetting.status, vetting.reason) == ("revoked", "not_met")


def test_the_office_stops_a_mentor_at_the_desk_and_lets_her_go_on(db: None, client: Client) -> None:
    client.force_login(programmes.office())
    profile = Mentor.objects.get(person=mentor())
    said = [act(client, profile, deed) for deed in ("suspend", "suspend", "lift", "lift")]
    nothing = "There is nothing here, or it is not for you to see."
    assert said == [[], [f"{profile}: This mentor is suspended already."], [], [f"{profile}: {nothing}"]]
    row = profile.suspensions.get()
    assert (row.reason, row.lifted_at is None) == ("other", False)
