"""What happened elsewhere and who is told: always in the app, and by mail where there is a verified address."""

from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID, uuid5

from foundation.consents.selectors import letters_to_send
from foundation.consents.services import ask_of, not_written
from foundation.notifications import notices, selectors, services
from foundation.notifications.enums import Kind
from foundation.notifications.rules import Envelope, Notice, letter_key
from foundation.notifications.selectors import Recipient
from foundation.outbox import subscribe
from foundation.outbox.events.courses import Enrolled, EnrolmentReopened, QuizReopened
from foundation.outbox.events.foundation import AccountCodeMade, ConsentsAnswered, ConsentsAsked, GrantInvited
from foundation.outbox.events.mentoring import (
    CaseClosed,
    ConsentAwaited,
    EvidenceRefused,
    MentorAskedBack,
    MentorReinstated,
    MentorshipEnded,
    MentorSuspended,
    OtherMentorAsked,
    ProjectFileRefused,
    ReportMade,
    SubmissionReviewed,
    TeamChanged,
    VettingDecided,
    VettingExpiring,
    WaitNudged,
    WaitOverdue,
)
from foundation.outbox.events.outcomes import CredentialReady
from foundation.programmes.selectors import held_roles, invitation_of
from foundation.programmes.services import claim_link

WAITS = {"decision": "waits"}  # somebody else's, before she may learn


@subscribe(Enrolled, queue="default")
def tell_enrolled(event: Enrolled) -> None:
    params = {"course": event.course_titles, "slug": event.course_slug}
    waiting = selectors.waiting_to_learn(event.person_ids)
    _tell_each(
        {
            person: Notice(
                Kind.ENROLLED, "enrolment", enrolment, enrolment, params | (WAITS if person in waiting else {})
            )
            for person, enrolment in zip(event.person_ids, event.enrolment_ids, strict=True)
        }
    )


@subscribe(EnrolmentReopened, queue="default")
def tell_course_reopened(event: EnrolmentReopened) -> None:
    """What holds now, unless it is what she was told last: in whatever order such news comes, her newest notice is true."""
    params = services.what_holds(Kind.COURSE_REOPENED, event.enrolment_id)
    if params and params != selectors.last_told(event.person_id, Kind.COURSE_REOPENED, event.enrolment_id):
        notice = Notice(Kind.COURSE_REOPENED, "enrolment", event.enrolment_id, event.reopening_id, params)
        _tell(notice, [event.person_id])


@subscribe(QuizReopened, queue="default")
def tell_quiz_reopened(event: QuizReopened) -> None:
    params = {"course": event.course_titles, "slug": event.course_slug}
    notice = Notice(Kind.QUIZ_REOPENED, "enrolment", event.enrolment_id, event.reopening_id, params)
    _tell(notice, [event.person_id])


@subscribe(SubmissionReviewed, queue="default")
def tell_reviewed(event: SubmissionReviewed) -> None:
    decision = "advanced" if event.next_titles else event.decision
    stages = {"stage": event.stage_titles, "next": event.next_titles} if event.next_titles else {}
    params = {"project": str(event.project_id), "decision": decision, **stages}
    notice = Notice(Kind.SUBMISSION_REVIEWED, "submission", event.submission_id, event.review_id, params)
    _tell(notice, event.person_ids)


@subscribe(ProjectFileRefused, queue="default")
def tell_file_refused(event: ProjectFileRefused) -> None:
    decision = "given_back" if event.given_back else "handed_in" if event.handed_in else ""
    params = {"project": str(event.project_id), "decision": decision, "question": event.question_titles}
    _tell(Notice(Kind.FILE_REFUSED, "project", event.project_id, event.file_id, params), event.person_ids)


@subscribe(CredentialReady, queue="default")
def tell_credential_ready(event: CredentialReady) -> None:
    params = {"achievement": event.titles, "credential": str(event.credential_id)}
    notice = Notice(Kind.CREDENTIAL_READY, "credential", event.credential_id, event.credential_id, params)
    _tell(notice, [event.person_id])


@subscribe(AccountCodeMade, queue="default")
def tell_account_code_made(event: AccountCodeMade) -> None:
    _tell(Notice(Kind.ACCOUNT_CODE_MADE, "membership", event.membership_id, event.issue_id), [event.person_id])


@subscribe(GrantInvited, queue="default")
def send_invitation(event: GrantInvited) -> None:
    """By mail alone: whoever is invited can't look into the app yet."""
    roles = [held.role.label for held in held_roles(event.person_id)]
    invitation, url = invitation_of(event.person_id), claim_link(event.invitation_id)
    contact = selectors.contact_of(event.person_id)
    if not (roles and invitation and url and contact):
        return  # revoked, claimed or gone in the meantime
    letter = notices.invitation(roles, url, invitation.expires_at, contact.language)
    key = f"grant_invited:{event.grant_id}:{event.person_id}"
    services.spool(envelopes=[Envelope(contact.address, contact.language, letter, key)])


@subscribe(ConsentsAsked, queue="mail")
def write_to_guardians(event: ConsentsAsked) -> None:
    """In the learner's language: that of her household, as far as we know."""
    letters = letters_to_send(event.request_ids)
    not_written(request_ids=set(event.request_ids) - {letter.request.id for letter in letters})
    envelopes = [
        Envelope(
            to=letter.address,
            language=letter.language,
            letter=notices.guardian(letter.learner, letter.programme, ask_of(letter.request).url, letter.language),
            dedup_key=letter_key(letter.request.id, letter.request.counter, letter.asked_at),
        )
        for letter in letters
    ]
    if envelopes:
        services.spool(envelopes=envelopes)


@subscribe(ConsentsAnswered, queue="default")
def tell_consents_answered(event: ConsentsAnswered) -> None:
    params = {"decision": _decision(event)}
    answers = zip(event.person_ids, event.answer_ids, strict=True)
    _tell_each(
        {person: Notice(Kind.CONSENT_ANSWERED, "consent_answer", answer, answer, params) for person, answer in answers}
    )


@subscribe(EvidenceRefused, queue="default")
def tell_evidence_refused(event: EvidenceRefused) -> None:
    _tell(Notice(Kind.EVIDENCE_REFUSED, "vetting", event.vetting_id, event.evidence_id), [event.person_id])


@subscribe(VettingDecided, queue="default")
def tell_vetting_decided(event: VettingDecided) -> None:
    params = {"decision": event.decision, "state": event.state_names}
    _tell(Notice(Kind.VETTING_DECIDED, "vetting", event.vetting_id, event.notice_id, params), [event.person_id])


@subscribe(VettingExpiring, queue="default")
def tell_vetting_expires(event: VettingExpiring) -> None:
    params = {"decision": str(event.days), "state": event.state_names}
    _tell(Notice(Kind.VETTING_EXPIRES, "vetting", event.vetting_id, event.notice_id, params), [event.person_id])


@subscribe(WaitNudged, queue="default")
def tell_nudged(event: WaitNudged) -> None:
    kind = Kind.REVISION_WAITS if event.awaited == "team" else Kind.WORK_WAITS
    params = {"project": str(event.project_id), "decision": str(event.step)}
    _tell(Notice(kind, "submission", event.submission_id, event.nudge_id, params), event.person_ids)


@subscribe(ConsentAwaited, queue="default")
def tell_consent_awaited(event: ConsentAwaited) -> None:
    """To all of the team in the same words: nobody is told of whom."""
    params = {"project": str(event.project_id)}
    _tell(Notice(Kind.CONSENT_AWAITED, "submission", event.submission_id, event.nudge_id, params), event.person_ids)


@subscribe(WaitOverdue, queue="default")
def tell_overdue(event: WaitOverdue) -> None:
    params = {"decision": event.awaited, "count": event.count}
    _tell(Notice(Kind.WAIT_OVERDUE, "person", event.person_id, event.notice_id, params), [event.person_id])


@subscribe(MentorshipEnded, queue="default")
def tell_mentor_changes(event: MentorshipEnded) -> None:
    """The team unless the project is over, the mentor only where the clock ended it. Never why. What the team wished has news
    of its own."""
    if event.ending in ("decided", "team"):
        return
    silent = event.ending == "silent"
    notice = partial(_of_mentor, Kind.MENTOR_CHANGES, event.project_id, event.mentorship_id)
    _tell(notice("waiting" if silent else ""), event.person_ids)
    if silent:
        _tell(notice("mentor"), [event.mentor_id])


@subscribe(OtherMentorAsked, queue="default")
def tell_other_mentor_asked(event: OtherMentorAsked) -> None:
    """Neither who asked nor why."""
    notice = partial(_of_mentor, Kind.MENTOR_CHANGES, event.project_id, event.asking_id)
    _tell(notice(""), event.person_ids)
    _tell(notice("goes_on"), [event.mentor_id])


@subscribe(MentorAskedBack, queue="default")
def tell_mentor_returns(event: MentorAskedBack) -> None:
    notice = partial(_of_mentor, Kind.MENTOR_RETURNS, event.project_id, event.asking_id)
    _tell(notice(""), event.person_ids)
    _tell(notice("mentor"), [event.mentor_id])


@subscribe(TeamChanged, queue="default")
def tell_team_changes(event: TeamChanged) -> None:
    """Nobody is named: who is in a team is told where it is looked up, as far as each may know. Whoever went by herself knows
    it; the two notices of one member are two occasions."""
    change = "joined" if event.change == "joined" else "left"
    told = dict.fromkeys(event.person_ids, change)
    if event.change == "let_go":
        told[event.person_id] = "let_go"
    if event.new_lead:
        told[event.lead_id] = "leads"
    occasion, project = uuid5(event.member_id, change), str(event.project_id)
    words = {decision: {"project": project, "decision": decision} for decision in set(told.values())}
    _tell_each(
        {
            person: Notice(Kind.TEAM_CHANGES, "project", event.project_id, occasion, words[decision])
            for person, decision in told.items()
        }
    )


@subscribe(MentorSuspended, queue="default")
def tell_suspended(event: MentorSuspended) -> None:
    _tell_standing(event.suspension_id, event.person_id, "rests")


@subscribe(MentorReinstated, queue="default")
def tell_reinstated(event: MentorReinstated) -> None:
    _tell_standing(event.suspension_id, event.person_id, "resumed")


@subscribe(ReportMade, queue="default")
def tell_report_made(event: ReportMade) -> None:
    """Anew, if what was told already turns out to be about safety."""
    params = {"decision": "safety"} if event.is_safety else {}
    occasion = uuid5(event.report_id, "safety") if event.is_safety else event.report_id
    _tell(Notice(Kind.REPORT_MADE, "case", event.case_id, occasion, params), event.person_ids)


@subscribe(CaseClosed, queue="default")
def tell_report_closed(event: CaseClosed) -> None:
    reports = zip(event.person_ids, event.report_ids, strict=True)
    _tell_each({person: Notice(Kind.REPORT_CLOSED, "report", report, report) for person, report in reports})


def _of_mentor(kind: Kind, project_id: UUID, occasion: UUID, decision: str) -> Notice:
    params = {"project": str(project_id)} | ({"decision": decision} if decision else {})
    return Notice(kind, "project", project_id, occasion, params)


def _tell_standing(suspension_id: UUID, person_id: UUID, decision: str) -> None:
    """Neither who nor why; the two notices of one suspension are two occasions."""
    occasion = uuid5(suspension_id, decision)
    notice = Notice(Kind.MENTOR_STANDING, "person", person_id, occasion, {"decision": decision})
    _tell(notice, [person_id])


def _decision(event: ConsentsAnswered) -> str:
    if event.granted and event.refused:
        return "partly"
    return "refused" if event.refused else "granted"


def _tell(notice: Notice, people: Collection[UUID]) -> None:
    _tell_each(dict.fromkeys(people, notice))


def _tell_each(each: Mapping[UUID, Notice]) -> None:
    recipients = selectors.recipients(each)
    services.notify_each(told=[(recipient.person_id, each[recipient.person_id]) for recipient in recipients])
    mailed = [(recipient, each[recipient.person_id]) for recipient in recipients if recipient.address]
    if mailed:
        services.spool(envelopes=[_envelope(recipient, notice) for recipient, notice in mailed])


def _envelope(recipient: Recipient, notice: Notice) -> Envelope:
    return Envelope(
        to=recipient.address,
        language=recipient.language,
        letter=notices.letter(notice.kind, notice.params, recipient.language),
        dedup_key=notice.key(recipient.person_id),
    )
