from allauth.account.auth_backends import AuthenticationBackend

from foundation.accounts.models import User
from foundation.accounts.selectors import person_by_sign_in_address, person_by_username


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend, but only verified addresses sign in and usernames are found by their index."""

    def _authenticate_by_username(self, username: str, password: str) -> User | None:
        return self._checked(person_by_username(username), password)

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        return self._checked(person_by_sign_in_address(email), password) if "@" in email else None

    def _checked(self, person: User | None, password: str) -> User | None:
        found: User | None = self._check_password(person, password)
        return found
