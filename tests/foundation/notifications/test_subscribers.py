from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils.translation import override

from foundation.accounts.models import User
from foundation.consents.models import ConsentRequest
from foundation.consents.services import GuardianNote, ask_by_mail, note_guardians
from foundation.kernel import clock
from foundation.kernel.ids import new_id
from foundation.notifications import subscribers
from foundation.notifications.models import Mail, Notification
from foundation.notifications.notices import render
from foundation.outbox.events.courses import Enrolled
from foundation.outbox.events.foundation import AccountCodeMade, ConsentsAnswered, ConsentsAsked, GrantInvited
from foundation.outbox.events.mentoring import (
    EvidenceRefused,
    MentorReinstated,
    MentorSuspended,
    ProjectFileRefused,
    SubmissionReviewed,
    VettingDecided,
    VettingExpiring,
)
from foundation.outbox.events.outcomes import CredentialReady
from foundation.programmes.enums import Role
from foundation.programmes.models import Invitation, Membership, RoleGrant
from foundation.programmes.selectors import invitation_of
from foundation.programmes.services import claim_link, create_office, invite_role
from tests.factories.accounts import PASSWORD
from tests.factories.consents import GuardianFactory, granted, minor, open_state
from tests.factories.programmes import StateFactory

TITLES = {"ar": "مهارات الغد", "en": "Tomorrow's skills", "fr": "Compétences de demain"}
People = Callable[..., User]


def enrolled(*people: User) -> Enrolled:
    return Enrolled(
        course_id=new_id(),
        course_slug="tomorrow",
        course_titles=TITLES,
        enrolment_ids=[new_id() for _ in people],
        person_ids=[person.pk for person in people],
    )


def credential_ready(person: User) -> CredentialReady:
    return CredentialReady(credential_id=new_id(), person_id=person.pk, titles=TITLES)


def reviewed(*people: User) -> SubmissionReviewed:
    return SubmissionReviewed(
        review_id=new_id(),
        submission_id=new_id(),
        project_id=new_id(),
        decision="revise",
        person_ids=[person.pk for person in people],
    )


def file_refused(person: User) -> ProjectFileRefused:
    return ProjectFileRefused(file_id=new_id(), project_id=new_id(), handed_in=True, person_ids=[person.pk])


def evidence_refused(person: User) -> EvidenceRefused:
    return EvidenceRefused(evidence_id=new_id(), vetting_id=new_id(), person_id=person.pk)


def code_made(person: User) -> AccountCodeMade:
    return AccountCodeMade(issue_id=new_id(), membership_id=new_id(), person_id=person.pk)


def answered(
    *people: User, granted: tuple[str, ...] = ("learning",), refused: tuple[str, ...] = ()
) -> ConsentsAnswered:
    return ConsentsAnswered(
        answer_ids=[new_id() for _ in people],
        person_ids=[person.pk for person in people],
        granted=list(granted),
        refused=list(refused),
    )


def vetting_decided(person: User) -> VettingDecided:
    ids = {"notice_id": new_id(), "vetting_id": new_id(), "person_id": person.pk}
    return VettingDecided(**ids, decision="valid", state_names=TITLES)


def vetting_expiring(person: User) -> VettingExpiring:
    ids = {"notice_id": new_id(), "vetting_id": new_id(), "person_id": person.pk}
    return VettingExpiring(**ids, days=30, state_names={})


def mentor_suspended(person: User) -> MentorSuspended:
    return MentorSuspended(suspension_id=new_id(), mentor_id=new_id(), person_id=person.pk)


def mentor_reinstated(person: User) -> MentorReinstated:
    return MentorReinstated(suspension_id=new_id(), person_id=person.pk)


@pytest.mark.parametrize(
    ("make", "tell", "kind", "subject"),
    [
        (vetting_decided, subscribers.tell_vetting_decided, "vetting_decided", ("vetting", "vetting_id")),
        (vetting_expiring, subscribers.tell_vetting_expires, "vetting_expires", ("vetting", "vetting_id")),
        (mentor_suspended, subscribers.tell_suspended, "mentor_standing", ("person", "person_id")),
        (mentor_reinstated, subscribers.tell_reinstated, "mentor_standing", ("person", "person_id")),
        (code_made, subscribers.tell_account_code_made, "account_code_made", ("membership", "membership_id")),
        (enrolled, subscribers.tell_enrolled, "enrolled", ("enrolment", "enrolment_ids")),
        (credential_ready, subscribers.tell_credential_ready, "credential_ready", ("credential", "credential_id")),
        (reviewed, subscribers.tell_reviewed, "submission_reviewed", ("submission", "submission_id")),
        (file_refused, subscribers.tell_file_refused, "file_refused", ("project", "project_id")),
        (evidence_refused, subscribers.tell_evidence_refused, "evidence_refused", ("vetting", "vetting_id")),
        (answered, subscribers.tell_consents_answered, "consent_answered", ("consent_answer", "answer_ids")),
    ],
)
def test_what_happened_is_told_once_in_the_app_and_by_mail(
    person: People, make: Any, tell: Any, kind: str, subject: tuple[str, str]
) -> None:
    amina = person(address="amina@example.org")
    event = make(amina)
    for _ in range(2):
        tell(event)
    notice = Notification.objects.get()
    assert (notice.person_id, notice.kind) == (amina.pk, kind)
    about = getattr(event, subject[1])
    assert (notice.subject_type, notice.subject_id) == (subject[0], about[0] if isinstance(about, list) else about)
    mail = Mail.objects.get()
    assert (mail.to, mail.dedup_key) == ("amina@example.org", notice.dedup_key)


def test_whoever_may_not_learn_yet_is_not_told_that_she_can_begin(person: People) -> None:
    open_state()
    waiting, allowed, grown = minor(), granted(minor()), person(birth_date=date(2000, 5, 17))
    EmailAddress.objects.create(user=waiting, email="waiting@example.org", verified=True, primary=True)

    subscribers.tell_enrolled(enrolled(waiting, allowed, grown))

    told = dict(Notification.objects.values_list("person_id", "params__decision"))
    assert told == {waiting.pk: "waits", allowed.pk: None, grown.pk: None}
    with override("en"):
        body = render("enrolled", Notification.objects.get(person=waiting).params).body
    assert body.startswith("You can begin as soon as learning is open to you")
    assert body in Mail.objects.get().text


def test_a_guardians_no_is_told_as_such(person: People) -> None:
    subscribers.tell_consents_answered(answered(person()))
    subscribers.tell_consents_answered(answered(person(), refused=("media",)))
    subscribers.tell_consents_answered(answered(person(), granted=(), refused=("media",)))
    assert [notice.params for notice in Notification.objects.order_by("id")] == [
        {"decision": "granted"}, {"decision": "partly"}, {"decision": "refused"},
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_guardian_is_written_to_once_and_only_while_she_is_asked() -> None:
    open_state()
    asked, changed, left = (GuardianFactory(person=minor(), email=f"{name}@example.org") for name in "acl")
    ask_by_mail(person_ids=[guardian.person_id for guardian in (asked, changed, left)])
    event = ConsentsAsked(request_ids=list(ConsentRequest.objects.values_list("pk", flat=True)))
    note_guardians(state_id=StateFactory().id, guardians=[GuardianNote(changed.person_id, email="other@example.org")])
    Membership.objects.filter(person=left.person).update(status="withdrawn", withdrawn_at=clock.now())
    for _ in range(2):
        subscribers.write_to_guardians(event)
    [mail] = Mail.objects.all()
    assert (mail.to, mail.subject) == ("a@example.org", "Your consent as a parent or guardian")
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_queries_of_writing_to_guardians(django_assert_num_queries: Any) -> None:
    open_state()
    for count in (1, 3):
        people = [GuardianFactory(person=minor()).person_id for _ in range(count)]
        ask_by_mail(person_ids=people)
        rows = ConsentRequest.objects.filter(person__in=people).values_list("pk", flat=True)
        event = ConsentsAsked(request_ids=list(rows))
        with django_assert_num_queries(8):  # three of them to see who may still be written to
            subscribers.write_to_guardians(event)


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("ar", "شهادتك جاهزة: «مهارات الغد»"),
        ("en", "Your certificate is ready: “Tomorrow's skills”"),
        ("fr", "Votre certificat est prêt : « Compétences de demain »"),
    ],
)
def test_mail_speaks_the_persons_language(person: People, language: str, subject: str) -> None:
    event = credential_ready(person(language=language, address="amina@example.org"))
    subscribers.tell_credential_ready(event)
    mail = Mail.objects.get()
    assert (mail.language, mail.subject) == (language, subject)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in mail.html
    assert f"/credentials/{event.credential_id}" in mail.text
    assert f"/credentials/{event.credential_id}" in mail.html


def test_a_whole_team_is_told_each_at_home(person: People) -> None:
    team = [person(language="ar", address="a@example.org"), person(language="fr", address="b@example.org"), person()]
    subscribers.tell_reviewed(reviewed(*team))
    assert set(Notification.objects.values_list("person_id", flat=True)) == {member.pk for member in team}
    rows = Mail.objects.order_by("to").values_list("to", "language")
    assert list(rows) == [("a@example.org", "ar"), ("b@example.org", "fr")]


def test_an_unverified_address_and_a_contact_address_get_no_mail(person: People) -> None:
    amina = person(email="family@example.org")
    EmailAddress.objects.create(user=amina, email="amina@example.org", verified=False, primary=True)
    subscribers.tell_enrolled(enrolled(amina))
    assert Notification.objects.count() == 1
    assert Mail.objects.count() == 0


def test_of_several_addresses_the_primary_one_is_taken(person: People) -> None:
    amina = person(address="first@example.org")
    EmailAddress.objects.filter(user=amina).update(primary=False)
    EmailAddress.objects.create(user=amina, email="second@example.org", verified=True, primary=True)
    subscribers.tell_enrolled(enrolled(amina))
    assert Mail.objects.get().to == "second@example.org"


def test_somebody_who_is_gone_or_shut_out_is_not_told(person: People) -> None:
    gone = User(id=new_id())
    subscribers.tell_reviewed(reviewed(gone, person(is_active=False, address="off@example.org")))
    assert Notification.objects.count() == 0
    assert Mail.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow_with_the_team(
    person: People, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    event = reviewed(*[person(address=f"{number}@example.org") for number in range(count)])
    with django_assert_num_queries(6):  # recipients; notices; savepoint, mails, those kept, release
        subscribers.tell_reviewed(event)


@pytest.mark.parametrize("count", [1, 3])
def test_a_chunk_of_new_learners_is_told_in_three_statements(
    person: People, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Nobody of them has an address that she has verified yet."""
    people = [person() for _ in range(count)]
    event = enrolled(*people)
    with django_assert_num_queries(3):  # who waits; recipients; notices
        subscribers.tell_enrolled(event)
    assert dict(Notification.objects.values_list("person_id", "subject_id")) == dict(
        zip(event.person_ids, event.enrolment_ids, strict=True)
    )


def test_a_notice_holds_nothing_personal(person: People) -> None:
    subscribers.tell_enrolled(enrolled(person(address="amina@example.org", birth_date=date(2000, 5, 17))))
    assert Notification.objects.get().params == {"course": TITLES, "slug": "tomorrow"}


def invited(language: str = "fr") -> GrantInvited:
    """Somebody whom an office has just made a mentor."""
    office = create_office(username="the-office", name="Office", password=PASSWORD)
    grant = invite_role(actor=office, email="karim@example.org", role=Role.MENTOR, name="Karim", language=language)
    invitation = invitation_of(grant.person_id)
    assert invitation is not None
    return GrantInvited(grant_id=grant.pk, person_id=grant.person_id, invitation_id=invitation.pk)


@pytest.mark.django_db
def test_an_invitation_goes_out_once_to_the_contact_address(settings: Any) -> None:
    settings.BASE_URL = "https://jisr.example"
    event = invited()
    for _ in range(2):
        subscribers.send_invitation(event)
    mail = Mail.objects.get()
    assert (mail.to, mail.language, mail.subject) == ("karim@example.org", "fr", "Votre invitation à Jisr")
    assert f"\n{claim_link(event.invitation_id)}\n" in mail.text
    assert "https://jisr.example/claim?code=" in mail.html
    assert Notification.objects.count() == 0


@pytest.mark.django_db
def test_an_invitation_that_means_nothing_any_more_is_not_sent() -> None:
    event = invited()
    RoleGrant.objects.filter(pk=event.grant_id).update(revoked_at=clock.now())
    subscribers.send_invitation(event)
    RoleGrant.objects.filter(pk=event.grant_id).update(revoked_at=None)
    Invitation.objects.update(claimed_at=clock.now())
    subscribers.send_invitation(event)
    assert Mail.objects.count() == 0
