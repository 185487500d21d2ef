"""The letters about an account itself, in the person's language: allauth decides when, this says what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.kernel.errors import Words
from foundation.kernel.language import direction

ACT_AT_ONCE = _("If this was not you, change your password at once and tell your coordinator.")


@dataclass(frozen=True, slots=True)
class Letter:
    """`link` names the fact that holds the address of the button."""

    subject: Words
    body: Words
    action: Words = ""
    link: str = ""
    caution: Words = ACT_AT_ONCE


CONFIRM = Letter(
    subject=_("Confirm your e-mail address"),
    body=_(
        "This address was given for the Jisr account {username}. Once you confirm it, you can sign in with it and get a new "
        "password when you have forgotten yours."
    ),
    action=_("Confirm this address"),
    link="activate_url",
    caution=_("If this was not you, you need not do anything."),
)
CHANGED = Letter(
    subject=_("Your password was changed"), body=_("The password of the Jisr account {username} has just been changed.")
)
LETTERS: dict[str, Letter] = {
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
    "account/email/password_reset_key": Letter(
        subject=_("Choose a new password"),
        body=_(
            "Someone asked for a new password for the Jisr account {username}. The link works once, within 24 hours."
        ),
        action=_("Choose a new password"),
        link="password_reset_url",
        caution=_("If this was not you, you need not do anything."),
    ),
    "account/email/password_reset": CHANGED,
    "account/email/password_changed": CHANGED,
    "account/email/password_set": CHANGED,
    "account/email/email_changed": Letter(
        subject=_("Your e-mail address was changed"),
        body=_("The Jisr account {username} now has another main e-mail address."),
    ),
    "account/email/email_deleted": Letter(
        subject=_("An e-mail address was removed"),
        body=_("An e-mail address was removed from the Jisr account {username}."),
    ),
    "mfa/email/totp_activated": Letter(
        subject=_("A second factor was set up"),
        body=_("Signing in to the Jisr account {username} now also asks for a code from an app."),
    ),
    "mfa/email/totp_deactivated": Letter(
        subject=_("The second factor was removed"),
        body=_("Signing in to the Jisr account {username} no longer asks for a code from an app."),
    ),
    "mfa/email/recovery_codes_generated": Letter(
        subject=_("New recovery codes were made"),
        body=_("The old recovery codes of the Jisr account {username} no longer work."),
    ),
}


def compose(kind: str, *, to: str, person: User, facts: Mapping[str, Any]) -> EmailMultiAlternatives:
    """`kind` is allauth's name of the letter."""
    letter = LETTERS[kind]
    with translation.override(person.language):
        context = {
            "language": person.language,
            "direction": direction(person.language),
            "subject": str(letter.subject),
            "body": str(letter.body).format(username=person.username),
            "action": letter.action,
            "link": facts.get(letter.link, ""),
            "caution": letter.caution,
        }
        text = render_to_string("account/email/letter.txt", context)
        html = render_to_string("account/email/letter.html", context)
    headers = {"Content-Language": person.language, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(subject=context["subject"], body=text, to=[to], headers=headers)
    message.attach_alternative(html, "text/html")
    return message
