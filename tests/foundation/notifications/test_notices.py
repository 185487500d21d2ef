import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from foundation.notifications import notices
from foundation.notifications.enums import Kind
from foundation.programmes.enums import Role

TITLES = {"ar": "مهارات الغد", "en": "Tomorrow's skills", "fr": "Compétences de demain"}
PARAMS = {
    Kind.ENROLLED: {"course": TITLES, "slug": "tomorrow"},
    Kind.SUBMISSION_REVIEWED: {"project": "019b2c00-0000-7000-8000-000000000001", "decision": "accepted"},
    Kind.COURSE_REOPENED: {"course": TITLES, "slug": "tomorrow", "until": {"ar": "غد", "en": "then", "fr": "demain"}},
    Kind.QUIZ_REOPENED: {"course": TITLES, "slug": "tomorrow"},
    Kind.CONSENT_ANSWERED: {"decision": "granted"},
    Kind.CREDENTIAL_READY: {"achievement": TITLES, "credential": "019b2c00-0000-7000-8000-000000000002"},
    Kind.EVIDENCE_REFUSED: {},
    Kind.VETTING_DECIDED: {"decision": "valid", "state": {"ar": "المغرب", "en": "Morocco", "fr": "Maroc"}},
    Kind.VETTING_EXPIRES: {"decision": "30", "state": {}},
    Kind.MENTOR_STANDING: {"decision": "rests"},
    Kind.WORK_WAITS: {"decision": "4"},
    Kind.REVISION_WAITS: {"project": "019b2c00-0000-7000-8000-000000000001", "decision": "6"},
    Kind.MENTOR_RETURNS: {"project": "019b2c00-0000-7000-8000-000000000001", "decision": "mentor"},
    Kind.MENTOR_CHANGES: {"project": "019b2c00-0000-7000-8000-000000000001", "decision": "waiting"},
    Kind.WAIT_OVERDUE: {"decision": "anybody", "count": 12},
}


@pytest.mark.parametrize(
    ("kind", "language", "title"),
    [
        (Kind.ENROLLED, "en", "You are enrolled in “Tomorrow's skills”"),
        (Kind.ENROLLED, "fr", "Votre inscription à « Compétences de demain » est confirmée"),
        (Kind.ENROLLED, "ar", "تم تسجيلك في «مهارات الغد»"),
        (Kind.SUBMISSION_REVIEWED, "en", "Your project was reviewed"),
        (Kind.SUBMISSION_REVIEWED, "fr", "Votre projet a été évalué"),
        (Kind.SUBMISSION_REVIEWED, "ar", "تمت مراجعة مشروعك"),
        (Kind.COURSE_REOPENED, "en", "You have more time for “Tomorrow's skills”"),
        (Kind.COURSE_REOPENED, "fr", "Vous avez plus de temps pour «\xa0Compétences de demain\xa0»"),
        (Kind.COURSE_REOPENED, "ar", "لديك مهلة إضافية لدورة «مهارات الغد»"),
        (Kind.QUIZ_REOPENED, "en", "You may try a quiz of “Tomorrow's skills” once more"),
        (Kind.QUIZ_REOPENED, "fr", "Vous pouvez essayer encore une fois un quiz de «\xa0Compétences de demain\xa0»"),
        (Kind.QUIZ_REOPENED, "ar", "يمكنك المحاولة مرة أخرى في اختبار من دورة «مهارات الغد»"),
        (Kind.CONSENT_ANSWERED, "en", "Your parent or guardian has decided"),
        (Kind.CONSENT_ANSWERED, "fr", "Votre parent ou tuteur a décidé"),
        (Kind.CONSENT_ANSWERED, "ar", "اتخذ وليّ أمرك قراره"),
        (Kind.CREDENTIAL_READY, "en", "Your certificate is ready: “Tomorrow's skills”"),
        (Kind.CREDENTIAL_READY, "fr", "Votre certificat est prêt : « Compétences de demain »"),
        (Kind.CREDENTIAL_READY, "ar", "شهادتك جاهزة: «مهارات الغد»"),
        (Kind.VETTING_DECIDED, "en", "Your vetting as a mentor was decided"),
        (Kind.VETTING_DECIDED, "fr", "Une décision a été prise sur votre habilitation de mentor"),
        (Kind.VETTING_DECIDED, "ar", "صدر قرار في اعتمادك مرشدًا"),
        (Kind.VETTING_EXPIRES, "en", "Your vetting as a mentor ends soon"),
        (Kind.VETTING_EXPIRES, "fr", "Votre habilitation de mentor prend bientôt fin"),
        (Kind.VETTING_EXPIRES, "ar", "ينتهي اعتمادك مرشدًا قريبًا"),
        (Kind.MENTOR_STANDING, "en", "Your work as a mentor"),
        (Kind.MENTOR_STANDING, "fr", "Votre activité de mentor"),
        (Kind.MENTOR_STANDING, "ar", "عملك مرشدًا"),
        (Kind.WORK_WAITS, "en", "A project waits for your review"),
        (Kind.WORK_WAITS, "fr", "Un projet attend votre évaluation"),
        (Kind.WORK_WAITS, "ar", "مشروع ينتظر مراجعتك"),
        (Kind.REVISION_WAITS, "en", "Your project waits for you"),
        (Kind.REVISION_WAITS, "fr", "Votre projet vous attend"),
        (Kind.REVISION_WAITS, "ar", "مشروعك في انتظارك"),
        (Kind.MENTOR_RETURNS, "en", "A project goes on with its mentor"),
        (Kind.MENTOR_RETURNS, "fr", "Un projet continue avec son mentor"),
        (Kind.MENTOR_RETURNS, "ar", "مشروع يتابع مع مرشده"),
        (Kind.MENTOR_CHANGES, "en", "Another mentor for a project"),
        (Kind.MENTOR_CHANGES, "fr", "Un autre mentor pour un projet"),
        (Kind.MENTOR_CHANGES, "ar", "مرشد آخر لمشروع"),
        (Kind.WAIT_OVERDUE, "en", "Projects have waited for six working days"),
        (Kind.WAIT_OVERDUE, "fr", "Des projets attendent depuis six jours ouvrés"),
        (Kind.WAIT_OVERDUE, "ar", "مشاريع تنتظر منذ ستة أيام عمل"),
    ],
)
def test_each_kind_has_its_words_in_three_languages(kind: Kind, language: str, title: str) -> None:
    with override(language):
        rendered = notices.render(kind, PARAMS[kind])
    assert (rendered.title, rendered.language) == (title, language)


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_every_decision_says_something_else(language: str) -> None:
    with override(language):
        bodies = {
            notices.render(Kind.SUBMISSION_REVIEWED, {"project": "x", "decision": decision}).body
            for decision in ("accepted", "revise", "declined", "one that we don't know")
        }
    assert len(bodies) == 4


@pytest.mark.parametrize(
    ("kind", "language", "place"),
    [
        (Kind.VETTING_DECIDED, "ar", "(المغرب)"),
        (Kind.VETTING_DECIDED, "en", "(Morocco)"),
        (Kind.VETTING_DECIDED, "fr", "(Maroc)"),
        (Kind.VETTING_EXPIRES, "ar", "(كل الدول الأعضاء)"),
        (Kind.VETTING_EXPIRES, "en", "(all member states)"),
        (Kind.VETTING_EXPIRES, "fr", "(tous les États membres)"),
    ],
)
def test_a_mentor_reads_which_state_it_is_about_and_each_news_in_other_words(
    kind: Kind, language: str, place: str
) -> None:
    news = {Kind.VETTING_DECIDED: ("valid", "refused", "revoked", "?"), Kind.VETTING_EXPIRES: ("30", "7", "?")}[kind]
    with override(language):
        bodies = {notices.render(kind, {**PARAMS[kind], "decision": each}).body for each in news}
    assert (len(bodies), all(place in body for body in bodies)) == (len(news), True)


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_yes_and_a_no_of_the_guardian_are_said_apart(language: str) -> None:
    with override(language):
        words = ("granted", "partly", "refused", "?")
        said = {notices.render(Kind.CONSENT_ANSWERED, {"decision": word}).body for word in words}
    assert len(said) == 4


@pytest.mark.parametrize(
    ("language", "subject", "programme"),
    [
        ("en", "Your consent as a parent or guardian", "“Digital skills”"),
        ("fr", "Votre accord de parent ou tuteur", "«\xa0Numérique\xa0»"),
        ("ar", "موافقتك بصفتك وليّ الأمر", "«المهارات الرقمية»"),
    ],
)
def test_a_guardian_reads_whom_and_what_it_is_about(language: str, subject: str, programme: str) -> None:
    titles = {"en": "Digital skills", "fr": "Numérique", "ar": "المهارات الرقمية"}
    letter = notices.guardian("100 % Salma", titles, "https://jisr.example/consent/ABCD", language)
    assert letter.subject == subject
    assert ("100 % Salma" in letter.body, programme in letter.body) == (True, True)
    assert letter.text.endswith("\nhttps://jisr.example/consent/ABCD\n")


@pytest.mark.parametrize(
    ("kind", "decision", "page"),
    [
        (Kind.MENTOR_CHANGES, "waiting", "/p/7"),
        (Kind.MENTOR_CHANGES, "mentor", "/p/7"),
        (Kind.MENTOR_CHANGES, "goes_on", "/h"),
        (Kind.WORK_WAITS, "4", "/desk"),
        (Kind.VETTING_EXPIRES, "30", "/me"),
        (Kind.MENTOR_STANDING, "rests", "/me"),
        (Kind.WAIT_OVERDUE, "anybody", "/all?overdue=true"),
        (Kind.REPORT_MADE, "safety", "/h"),
    ],
)
def test_a_notice_leads_to_the_clients_page_and_nobody_to_what_is_closed_to_them(
    settings: Any, kind: Kind, decision: str, page: str
) -> None:
    pages = {
        "project": "/p/{id}",
        "projects": "/all",
        "home": "/h",
        "desk": "/desk",
        "mentor": "/me",
        "reports": "",
    }
    settings.CLIENT_URLS = json.dumps(pages)
    assert notices.render(kind, {"project": "7", "decision": decision, "count": 2}).url == page


def test_every_kind_can_be_said() -> None:
    assert set(notices.WORDS) == set(Kind)


def test_a_title_can_neither_break_the_subject_nor_the_sentence() -> None:
    titles = {"en": "100 %(slug)s\r\nBcc: all@example.org"}
    rendered = notices.render(Kind.ENROLLED, {"course": titles, "slug": "tomorrow"})
    assert rendered.title == "You are enrolled in “100 %(slug)s Bcc: all@example.org”"


def test_a_title_that_lacks_the_language_falls_back() -> None:
    with override("ar"):
        assert notices.render(Kind.ENROLLED, {"course": {"fr": "Demain"}, "slug": "d"}).title == "تم تسجيلك في «Demain»"


def test_a_letter_holds_the_link_in_its_text() -> None:
    letter = notices.letter(Kind.CREDENTIAL_READY, PARAMS[Kind.CREDENTIAL_READY], "fr")
    assert letter.url.endswith(f"/credentials/{PARAMS[Kind.CREDENTIAL_READY]['credential']}")
    assert letter.text == f"{letter.body}\n\nOuvrir le certificat\n{letter.url}\n"


@pytest.mark.parametrize(
    ("language", "subject", "between", "day"),
    [
        ("en", "You are invited to Jisr", ", ", "Dec. 24, 2026"),
        ("fr", "Votre invitation à Jisr", ", ", "24 décembre 2026"),
        ("ar", "دعوة إلى «جسر»", "، ", "24 ديسمبر 2026"),
    ],
)
def test_an_invitation_says_the_role_and_until_when(language: str, subject: str, between: str, day: str) -> None:
    expires_at = datetime(2026, 12, 24, tzinfo=UTC)
    letter = notices.invitation(
        [Role.MENTOR.label, Role.AUTHOR.label], "https://jisr.example/claim?code=ABCD", expires_at, language
    )
    assert letter.subject == subject
    with override(language):
        assert f"{Role.MENTOR.label}{between}{Role.AUTHOR.label}." in letter.body
    assert day in letter.body
    assert "https://jisr.example/claim?code=ABCD" in letter.text
