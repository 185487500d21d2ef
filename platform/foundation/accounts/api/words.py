"""allauth's refusals by their code, in our words (and so in three languages)."""

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Words

WRONG = _("The username or e-mail address and the password don't belong together.")
EXPIRED = _("This link has expired or was used already. Ask for a new one.")
MESSAGES: dict[str, Words] = {
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _("This is your main address. Choose another main address first."),
    "duplicate_email": _("This address is on your account already."),
    "email_password_mismatch": WRONG,
    "username_password_mismatch": WRONG,
    "email_taken": _("Someone else already signs in with this e-mail address."),
    "enter_current_password": _("Please give your present password."),
    "incorrect_code": _("This code is not right. Codes change every 30 seconds."),
    "incorrect_password": _("This password is not right."),
    "invalid_or_expired_key": EXPIRED,
    "invalid_login": _("Give either a username or an e-mail address."),
    "invalid_password_reset": EXPIRED,
    "max_email_addresses": _("You can have up to %d addresses."),
    "too_many_login_attempts": _("There were too many failed attempts. Please wait a few minutes."),
    "unknown_email": _("This address is not on your account."),
    "unverified_primary_email": _("Confirm this address before you make it the main one."),
    "username_blacklisted": _("Please choose another username."),
    "same_as_current": _("This is what it is already."),
    "rate_limited": _("Too many attempts. Please wait a few minutes."),
    "cannot_delete_authenticator": _("The second factor can't be removed."),
    "cannot_generate_recovery_codes": _("Set up a second factor first."),
}
