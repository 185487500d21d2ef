from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class Argon2(Argon2PasswordHasher):
    """Argon2id in 19 MiB (OWASP's second choice): a class that signs in at once must fit into a small server's memory."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class LongEnough(MinimumLengthValidator):
    """Django's, whose words lack an Arabic translation."""

    def get_error_message(self) -> str:
        return _("This password is too short: give it at least %d characters.") % self.min_length

    def get_help_text(self) -> str:
        return self.get_error_message()
