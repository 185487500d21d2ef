"""Who signs in, and how: django-allauth without pages of its own, for apps (tokens) and browsers (cookies)."""

from typing import Any

from config import env

DAY = 24 * 3600

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["foundation.accounts.api.backends.PasswordBackend"]
PASSWORD_HASHERS = [
    "foundation.accounts.services.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATORS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": VALIDATORS + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "name_latin", "email")},
    },
    {"NAME": "foundation.accounts.services.passwords.LongEnough"},
    {"NAME": VALIDATORS + "CommonPasswordValidator"},
    {"NAME": VALIDATORS + "NumericPasswordValidator"},
]
LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = DAY

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * DAY
CSRF_TRUSTED_ORIGINS = env.words("JISR_CLIENT_ORIGINS")

# Staff without a second factor may do nothing but set one up. Production asks for it; the trial only offers it.
REQUIRE_SECOND_FACTOR = env.flag("JISR_REQUIRE_SECOND_FACTOR", False)
OPEN_SIGN_UP = env.flag("JISR_OPEN_SIGN_UP", True)

ACCOUNT_ADAPTER = "foundation.accounts.api.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "foundation.accounts.api.signup.SignUpForm"
# `User.email` is a contact address that a family may share: allauth must know only its own verified ones.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 7
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A stolen token alone must not become an address to which a new password can be sent.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
# An address in use is no obstacle and no answer tells it: whoever verifies it first may sign in with it.
ACCOUNT_PREVENT_ENUMERATION = "strict"
# Per address these leave room for a school behind one; guessing passwords is slowed by `api.guessing` besides.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "10/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,3/5m/key",
    "reset_password_from_key": "60/m/ip",
    "confirm_email": "3/10m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app", "browser")
HEADLESS_ADAPTER = "foundation.accounts.api.adapters.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "foundation.accounts.api.tokens.TokenStrategy"  # noqa: S105
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 15 * 60
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 60 * DAY
# An answer lost on the way must not sign a phone out: the same refresh token works until it expires.
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = False
HEADLESS_SERVE_SPECIFICATION = True
HEADLESS_SPECIFICATION_TEMPLATE_NAME = None

MFA_ADAPTER = "foundation.accounts.api.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jisr"
MFA_TOTP_TOLERANCE = 1
# Unverified addresses can neither sign in nor squat here, so they need not stand in the way of a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
