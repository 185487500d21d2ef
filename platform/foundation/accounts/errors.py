from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, Forbidden, Invalid, TooMany, Unauthenticated, Unprocessable


class TokenInvalid(Unauthenticated):
    code = "token_invalid"
    detail = _("This access token is not valid, or its session was signed out. Please sign in again.")


class TokenExpired(Unauthenticated):
    code = "token_expired"
    detail = _("This access token has expired. Fetch a new one with the refresh token.")


class DoneSignInNext(Unauthenticated):
    """allauth says 401 here, too: it is done, and nobody is signed in."""

    code = "done_sign_in_next"
    title = _("Done")
    detail = _("This is done. You can sign in now.")


class CsrfFailed(Forbidden):
    code = "csrf_failed"
    detail = _("The page is out of date. Load it again and retry.")


class SecondFactorRequired(Forbidden):
    code = "second_factor_required"
    title = _("A second factor is needed")
    detail = _("Your role asks for a second factor. Set it up, or sign in with it, before you go on.")


class UnderAge(Unprocessable):
    code = "under_age"
    title = _("Signing up by oneself is for adults")
    detail = _("You are under 18: please ask your school or your programme's coordinator to add you.")


class UsernameTaken(Conflict):
    code = "username_taken"
    title = _("This username is taken")
    detail = _("Someone else has this username. Please choose another one.")


class EmailTaken(Conflict):
    code = "email_taken"
    title = _("This e-mail address is in use")
    detail = _("Someone else already signs in with this e-mail address.")


class AlreadyClaimed(Conflict):
    code = "already_claimed"
    title = _("This account exists already")
    detail = _("This invitation has become an account already. Please sign in.")


class WeakPassword(Invalid):
    code = "weak_password"
    title = _("This password is too easy to guess")
    detail = _("Please choose another password. What is wrong is listed.")


class TooManyGuesses(TooMany):
    code = "too_many_attempts"
    detail = _("There were too many failed attempts to sign in. Please wait a little before you try again.")


class AccountClosed(Forbidden):
    code = "account_closed"
    title = _("This account is closed")
    detail = _("This account was closed. Ask your coordinator or the programme office if you think it should not be.")
