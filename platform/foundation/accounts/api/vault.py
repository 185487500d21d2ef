"""The secrets of second factors, kept encrypted in the database."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def lock(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unlock(text: str) -> str:
    return _keys().decrypt(text.encode()).decode()


def _keys() -> MultiFernet:
    """The present secret locks, former ones still unlock."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_key(str(secret)) for secret in secrets])


def _key(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"second factor {secret}".encode()).digest()))
