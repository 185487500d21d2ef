"""The office's desk: each state's rule, what each state lacks, and answers to look at."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.consents.models import Answer, Consent, StateRule
from foundation.consents.selectors import capabilities_of
from foundation.kernel.clock import now
from foundation.programmes.models import RoleGrant
from tests.factories.consents import ALL, RuleFactory, granted, minor, officer, open_state
from tests.factories.programmes import StateFactory, coordinator, office

pytestmark = pytest.mark.django_db
RULES, READINESS = "/admin/consents/staterule/", "/admin/consents/statereadiness/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(office())
    return client


def form(**changes: Any) -> dict[str, Any]:
    known = {"consent_age": 16, "guardian_purposes": ["media", "learning"], "source": "Law 09-08", "renew_months": 6}
    return {"state": StateFactory().pk, "decided_on": "2026-09-01", **known, **changes}


def test_a_rule_is_made_at_the_desk_and_holds_at_once(desk: Client) -> None:
    officer()
    person = minor()
    assert desk.get(f"{RULES}add/").status_code == 200
    assert desk.post(f"{RULES}add/", form()).status_code == 302
    rule = StateRule.objects.get()
    assert (rule.consent_age, rule.guardian_purposes, rule.renew_months, rule.source) == (
        16, ["learning", "media"], 6, "Law 09-08",
    )  # fmt: skip
    waiting = {purpose.value for purpose, may in capabilities_of(person).items() if may.waiting_for}
    assert waiting == {"learning", "media"}
    record = Record.objects.get(action="consent_rule.set")
    assert (record.subject_id, record.details) == (
        rule.id,
        {"state": "MA", "consent_age": 16, "guardian_purposes": ["learning", "media"], "renew_months": 6},
    )


def test_a_rule_is_changed_and_stays_its_states(desk: Client) -> None:
    rule = RuleFactory()
    change = form(state=StateFactory(code="JO").pk, guardian_purposes=[])
    assert desk.post(f"{RULES}{rule.pk}/change/", change).status_code == 302
    rule.refresh_from_db()
    assert (rule.state.code, rule.guardian_purposes, rule.consent_age) == ("MA", [], 16)
    assert desk.post(f"{RULES}{rule.pk}/delete/", {"post": "yes"}).status_code == 403
    assert StateRule.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"consent_age": 11}, {"consent_age": 22}, {"renew_months": 0}, {"guardian_purposes": ["x"]}, {"source": ""}],
)
def test_what_is_no_rule(change: dict[str, Any], desk: Client) -> None:
    assert desk.post(f"{RULES}add/", form(**change)).status_code == 200
    assert not StateRule.objects.exists()


@pytest.mark.parametrize(
    ("language", "lacking"),
    [
        ("en", ("A rule about consent", "A safeguarding officer")),
        ("fr", ("Une règle sur le consentement", "Un référent protection des mineurs")),
        ("ar", ("قاعدة بشأن الموافقة", "مسؤول حماية القاصرين")),
    ],
)
def test_the_desk_lists_what_each_state_lacks(language: str, lacking: tuple[str, str], desk: Client) -> None:
    rule, person = lacking
    open_state("EG")
    RuleFactory(state=StateFactory(code="MA"))
    officer("JO")
    StateFactory(code="TN")
    answer = desk.get(READINESS, HTTP_ACCEPT_LANGUAGE=language)
    admin = answer.context["cl"].model_admin
    with override(language):
        rows = [(row.code, admin.open_to_minors(row), admin.lacks(row)) for row in answer.context["cl"].result_list]
    assert rows == [
        ("EG", True, ""),
        ("JO", False, rule),
        ("MA", False, person),
        ("TN", False, f"{rule}, {person}"),
    ]
    assert f"{rule}, {person}" in answer.content.decode()


def test_an_officer_who_can_not_be_called_opens_nothing(desk: Client) -> None:
    open_state()
    User.objects.filter(name="Nadia Alami").update(is_active=False)
    answer = desk.get(READINESS)
    assert [answer.context["cl"].model_admin.open_to_minors(row) for row in answer.context["cl"].result_list] == [False]
    User.objects.update(is_active=True)
    User.objects.filter(name="Nadia Alami").update(phone="", email="")
    answer = desk.get(READINESS)
    assert [answer.context["cl"].model_admin.open_to_minors(row) for row in answer.context["cl"].result_list] == [False]
    User.objects.filter(name="Nadia Alami").update(phone="0522000000")
    RoleGrant.objects.filter(role="safeguarding_officer").update(revoked_at=now())
    answer = desk.get(READINESS)
    assert [answer.context["cl"].model_admin.open_to_minors(row) for row in answer.context["cl"].result_list] == [False]


def test_answers_are_looked_at_and_not_touched(desk: Client) -> None:
    open_state()
    granted(minor())
    answer, consent = Answer.objects.get(), Consent.objects.first()
    assert consent is not None
    for path in (f"answer/{answer.pk}", f"consent/{consent.pk}"):
        name = path.split("/")[0]
        assert desk.get(f"/admin/consents/{name}/").status_code == 200
        assert desk.get(f"/admin/consents/{name}/add/").status_code == 403
        assert desk.post(f"/admin/consents/{path}/change/", {"granted": ""}).status_code == 403
        assert desk.post(f"/admin/consents/{path}/delete/", {"post": "yes"}).status_code == 403
    assert (Answer.objects.count(), Consent.objects.filter(granted=True).count()) == (1, len(ALL))


def test_it_is_the_offices_alone(client: Client) -> None:
    client.force_login(coordinator())
    for name in ("staterule", "statereadiness", "answer", "consent"):
        assert client.get(f"/admin/consents/{name}/").status_code == 403


def test_queries_of_the_list_of_states(desk: Client, django_assert_num_queries: Any) -> None:
    for codes in (("MA",), ("JO", "TN")):
        for code in codes:
            open_state(code)
        with django_assert_num_queries(5):
            desk.get(READINESS)


def test_queries_of_answers(desk: Client, django_assert_num_queries: Any) -> None:
    open_state()
    for count in (1, 2):  # 1 row, then 3
        for _ in range(count):
            granted(minor(), on=now().date())
        with django_assert_num_queries(4):
            desk.get("/admin/consents/answer/")
