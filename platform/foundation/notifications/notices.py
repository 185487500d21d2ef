"""What we say. A notice is put into words when it is read, in the reader's language; a mail when it is written, in the
language of whom it is for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from foundation.kernel import language
from foundation.kernel.urls import client_url
from foundation.notifications.enums import Kind
from foundation.notifications.rules import Letter, one_line

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Messages with `%(name)s` places for the notice's params, and the page that the notice leads to.

    `by_decision` replaces the body for notices whose params carry that decision. A `state` without names is every one."""

    title: Promise | str
    body: Promise | str
    action: Promise | str
    url: Callable[[Params], str]
    by_decision: Mapping[str, Promise | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    title: str
    body: str
    action: str
    url: str
    language: str


def _still_open(params: Params) -> str:
    """The project's page; home for whom it is closed now: its former mentor, or somebody who was let go from its team."""
    closed = params.get("decision") in ("goes_on", "let_go")
    return client_url("home") if closed else client_url("project", id=params["project"])


WORDS: Mapping[str, Words] = {
    Kind.ENROLLED: Words(
        title=_("You are enrolled in “%(course)s”"),
        body=_("You can begin now and go at your own pace: we remember where you were."),
        by_decision={
            "waits": _(
                "You can begin as soon as learning is open to you: somebody still has to decide that. Your account shows who "
                "it is. If you have questions, ask your coordinator."
            )
        },
        action=_("Open the course"),
        url=lambda params: client_url("course", slug=params["slug"]),
    ),
    Kind.COURSE_REOPENED: Words(
        title=_("You have more time for “%(course)s”"),
        body=_("Your coordinator has given you more time: what you do until the end of %(until)s counts."),
        action=_("Open the course"),
        url=lambda params: client_url("course", slug=params["slug"]),
    ),
    Kind.QUIZ_REOPENED: Words(
        title=_("You may try a quiz of “%(course)s” once more"),
        body=_("Your coordinator has given you one more attempt. Look at the lessons again before you begin."),
        action=_("Open the course"),
        url=lambda params: client_url("course", slug=params["slug"]),
    ),
    Kind.SUBMISSION_REVIEWED: Words(
        title=_("Your project was reviewed"),
        body=_("Your project was read. See what was said."),
        by_decision={
            "accepted": _("Your project was read and accepted. Well done!"),
            "advanced": _(
                "Your work for “%(stage)s” was read and accepted. Well done! “%(next)s” comes next: begin when you are ready."
            ),
            "revise": _("Your project was read, and you are asked to work on it once more. See what was said."),
            "declined": _("Your project was read and not accepted this time. See what was said."),
        },
        action=_("Read the review"),
        url=lambda params: client_url("project", id=params["project"]),
    ),
    Kind.FILE_REFUSED: Words(
        title=_("A file of your project could not be taken"),
        body=_(
            "We look for viruses in every file, and found one. Nobody was given the file, and it is no longer in your draft. "
            "Check the device that it came from, and upload the file anew."
        ),
        by_decision={
            "handed_in": _(
                "We look for viruses in every file, and found one in a file that you have handed in. Nobody was given the "
                "file; reviewers see that it is missing. Until there is a decision you can put another in its place. Check "
                "the device that it came from."
            ),
            "given_back": _(
                "We look for viruses in every file, and found one in what you handed in for “%(question)s”. Nobody was given "
                "the file, and your project is a draft again. Upload another file and hand it in anew, even if the time for "
                "it is over. Check the device that the file came from."
            ),
        },
        action=_("Open the project"),
        url=lambda params: client_url("project", id=params["project"]),
    ),
    Kind.ACCOUNT_CODE_MADE: Words(
        title=_("A code for a new password was made for you"),
        body=_(
            "Whoever has this code can choose a new password for your account. If you did not ask for it, tell your "
            "coordinator or the programme office at once."
        ),
        action=_("Use the code"),
        url=lambda _params: client_url("claim"),
    ),
    Kind.CONSENT_ANSWERED: Words(
        title=_("Your parent or guardian has decided"),
        body=_("Your parent or guardian has decided what you may do here."),
        by_decision={
            "granted": _("Your parent or guardian has agreed. You can go on."),
            "partly": _(
                "Your parent or guardian has agreed to a part of what you could do here: that part is open to you now, the "
                "rest is not. Your account shows which is which. If it surprises you, talk with each other, or with your "
                "coordinator."
            ),
            "refused": _(
                "Your parent or guardian does not agree to some of what you could do here. Your account shows what that "
                "is. If it surprises you, talk with each other, or with your coordinator."
            ),
        },
        action=_("Open Jisr"),
        url=lambda _params: client_url("home"),
    ),
    Kind.CREDENTIAL_READY: Words(
        title=_("Your certificate is ready: “%(achievement)s”"),
        body=_("You can open it, print it and show it. Anyone can check that it is real."),
        action=_("Open the certificate"),
        url=lambda params: client_url("credential", id=params["credential"]),
    ),
    Kind.EVIDENCE_REFUSED: Words(
        title=_("A file for your vetting could not be taken"),
        body=_(
            "We look for viruses in every file, and found one in what you sent for your vetting. Nobody can open the file, "
            "and it does not count. Check the device that it came from, and send another file."
        ),
        action=_("Open Jisr"),
        url=lambda _params: client_url("mentor"),
    ),
    Kind.VETTING_DECIDED: Words(
        title=_("Your vetting as a mentor was decided"),
        body=_("Your vetting was decided (%(state)s). Your profile says how."),
        by_decision={
            "valid": _("Your vetting is valid (%(state)s). You can take up the work of young people there."),
            "refused": _("Your vetting was not granted (%(state)s). Your request says why; you can ask again."),
            "revoked": _(
                "Your vetting does not hold any longer (%(state)s). If you have questions, ask the coordinator."
            ),
        },
        action=_("Open Jisr"),
        url=lambda _params: client_url("mentor"),
    ),
    Kind.VETTING_EXPIRES: Words(
        title=_("Your vetting as a mentor ends soon"),
        body=_("Your vetting ends soon (%(state)s). Ask for a new one now, so that your work can go on."),
        by_decision={
            "30": _(
                "Your vetting ends within 30 days (%(state)s). Ask for a new one now, so that your work can go on."
            ),
            "7": _(
                "Your vetting ends within 7 days (%(state)s). Without a new one you can take up no work after that."
            ),
        },
        action=_("Open Jisr"),
        url=lambda _params: client_url("mentor"),
    ),
    Kind.WORK_WAITS: Words(
        title=_("A project waits for your review"),
        body=_("A project that you mentor waits for your review."),
        by_decision={
            "2": _(
                "A project that you mentor has waited for your review for two working days. If it doesn't suit you now, put "
                "it off for some days or hand it back with a word: what you typed is kept."
            ),
            "4": _(
                "A project that you mentor has waited for your review for four working days. After six it goes to another "
                "mentor, so that the team gets its answer; what you typed is kept."
            ),
        },
        action=_("Open Jisr"),
        url=lambda _params: client_url("desk"),
    ),
    Kind.REVISION_WAITS: Words(
        title=_("Your project waits for you"),
        body=_("A mentor has answered: read the review and go on with your project when you are ready."),
        by_decision={
            "4": _(
                "A mentor answered four working days ago. If something holds you up, one small step is enough to go on; your "
                "coordinator can help, too."
            ),
            "6": _(
                "A mentor answered six working days ago. This is the last reminder: your project stays open, and your "
                "coordinator knows that you may need help."
            ),
        },
        action=_("Read the review"),
        url=lambda params: client_url("project", id=params["project"]),
    ),
    Kind.MENTOR_CHANGES: Words(
        title=_("Another mentor for a project"),
        body=_(
            "Your project gets another mentor. Nothing is lost: whoever takes it on sees what you handed in and what was said "
            "about it."
        ),
        by_decision={
            "waiting": _(
                "Your mentor could not answer in time, so your project goes to another one, and it is the next in the queue. "
                "Nothing is lost: whoever takes it on sees what you handed in and what was said about it."
            ),
            "mentor": _(
                "A project that you mentored has waited for six working days and goes to another mentor now. What you typed "
                "is kept. Thank you for what you gave; you can take up other work whenever you have time."
            ),
            "goes_on": _(
                "A project that you mentored goes on with another mentor from now on. Thank you for the time and the care "
                "that you gave it; you can take up other work whenever you have time."
            ),
        },
        action=_("Open Jisr"),
        url=_still_open,
    ),
    Kind.MENTOR_RETURNS: Words(
        title=_("A project goes on with its mentor"),
        body=_(
            "Your team asked its mentor to go on after all. What your project hands in is that mentor’s to read again."
        ),
        by_decision={
            "mentor": _(
                "A team that had asked for another mentor wants to go on with you after all. What it hands in waits for you "
                "again, with the usual days. If you would rather not, hand it back."
            ),
        },
        action=_("Open the project"),
        url=lambda params: client_url("project", id=params["project"]),
    ),
    Kind.TEAM_CHANGES: Words(
        title=_("A team of yours has changed"),
        body=_("Your project says who is in its team now."),
        by_decision={
            "joined": _("Somebody has joined your team by its code. Your project says who is in it now."),
            "left": _(
                "Somebody is not in your team any more. Your project says who is in it now; what you made together stays "
                "with it."
            ),
            "leads": _(
                "The person who led your team is not in it any more, and you lead it from now on: you can let others join "
                "by a code, or make somebody else the lead. What you made together stays with the project."
            ),
            "let_go": _(
                "You are not in the team of one of your projects any more: its lead or your coordinator has decided that. "
                "What you made there stays with the project. If you have questions, or it seems wrong to you, talk with "
                "your coordinator."
            ),
        },
        action=_("Open Jisr"),
        url=_still_open,
    ),
    Kind.CONSENT_AWAITED: Words(
        title=_("Your project waits for a consent"),
        body=_(
            "No mentor may read your project for now: somebody in your team lacks a parent’s or guardian’s consent. Your "
            "account says whether it is you. The project keeps its place. If you would rather not wait, you can take it back, "
            "or somebody can leave the team; your coordinator can help."
        ),
        action=_("Open the project"),
        url=lambda params: client_url("project", id=params["project"]),
    ),
    Kind.WAIT_OVERDUE: Words(
        title=_("Projects have waited for six working days"),
        body=_("Projects have waited for six working days. How many: %(count)s."),
        by_decision={
            "anybody": _(
                "No mentor has taken up what was handed in within six working days. How many: %(count)s. They are at the "
                "front of the queue now; perhaps more mentors are needed for their language and state."
            ),
            "nobody": _(
                "No mentor is left who could take up what was handed in six working days ago: those of its language and state "
                "have had it in hand, may not read it, or take no work now. How many projects: %(count)s. They wait until "
                "another mentor can be found for them."
            ),
            "mentor": _(
                "A mentor has not answered within six working days. How many projects: %(count)s. They are at the front of "
                "the queue for others now, and their teams were told."
            ),
            "consent": _(
                "What was handed in has waited for six working days, and no mentor may read it: somebody in the team lacks a "
                "guardian’s consent. How many projects: %(count)s. Ask the guardians again, or talk with the teams."
            ),
            "team": _(
                "A team has not gone on for six working days after a review. How many teams: %(count)s. They were reminded; "
                "perhaps they need your help."
            ),
        },
        action=_("Open Jisr"),
        url=lambda _params: client_url("projects", {"overdue": "true"}),
    ),
    Kind.MENTOR_STANDING: Words(
        title=_("Your work as a mentor"),
        body=_("Something has changed in your work as a mentor. Your profile says what."),
        by_decision={
            "rests": _(
                "Your work as a mentor rests for now, and you were signed out. You need do nothing; a safeguarding officer "
                "or the programme office will get in touch with you."
            ),
            "resumed": _("You can take up work as a mentor again. Thank you for your patience."),
        },
        action=_("Open Jisr"),
        url=lambda _params: client_url("mentor"),
    ),
    Kind.REPORT_MADE: Words(
        title=_("Somebody has reported something"),
        body=_("Somebody has reported something and waits for you to look into it."),
        by_decision={
            "safety": _("Somebody has reported something about a young person’s safety. Please look into it now.")
        },
        action=_("Open Jisr"),
        url=lambda _params: client_url("reports"),
    ),
    Kind.REPORT_CLOSED: Words(
        title=_("What you reported was looked into"),
        body=_(
            "Thank you for telling us. Somebody has looked into what you reported and closed it. If something is still "
            "wrong, or happens again, tell us again."
        ),
        action=_("Open Jisr"),
        url=lambda _params: client_url("home"),
    ),
}


def render(kind: str, params: Params) -> Rendered:
    """The notice in the current language; a param in three languages gives the one that fits."""
    words = WORDS[kind]
    values = {name: language.pick(value) if isinstance(value, dict) else value for name, value in params.items()}
    values["state"] = values.get("state") or gettext("all member states")
    body = words.by_decision.get(values.get("decision", ""), words.body)
    return Rendered(
        title=one_line(str(words.title) % values),
        body=str(body) % values,
        action=str(words.action),
        url=words.url(params),
        language=language.current(),
    )


def letter(kind: str, params: Params, code: str) -> Letter:
    with override(code):
        notice = render(kind, params)
        return _letter(notice.title, notice.body, notice.action, notice.url)


def invitation(roles: Sequence[Promise | str], url: str, expires_at: datetime, code: str) -> Letter:
    """To someone who gets roles and has no account yet."""
    with override(code):
        body = gettext(
            "You are invited to Jisr as: %(roles)s.\n\n"
            "Choose your own username and password to begin. The invitation holds until %(day)s; if you did not expect "
            "it, leave it alone and nothing will happen."
        )
        values = {"roles": _list(roles), "day": date_format(expires_at, "DATE_FORMAT")}
        return _letter(gettext("You are invited to Jisr"), body % values, gettext("Accept the invitation"), url)


def guardian(learner: str, programme: Params, url: str, code: str) -> Letter:
    """To a learner's parent or guardian, with a link of her own."""
    with override(code):
        body = gettext(
            "%(learner)s takes part in “%(programme)s” on Jisr, where young people learn digital skills and build a project "
            "of their own. Because of the learner's age, a parent or guardian decides about some of it.\n\n"
            "The link opens a page that says what it is about, and whom to call with questions. You need no account. With "
            "the same link you can change your mind at any time: please keep it, and keep it to yourself.\n\n"
            "If you are not this learner's parent or guardian, please delete this message."
        )
        values = {"learner": learner, "programme": language.pick(dict(programme))}
        return _letter(gettext("Your consent as a parent or guardian"), body % values, gettext("Read and decide"), url)


def _list(things: Sequence[Promise | str]) -> str:
    return pgettext("between the items of a list", ", ").join(map(str, things))


def _letter(subject: str, body: str, action: str, url: str) -> Letter:
    return Letter(subject=subject, text=f"{body}\n\n{action}\n{url}\n", body=body, action=action, url=url)
