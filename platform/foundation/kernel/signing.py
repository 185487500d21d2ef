"""What we sign so that whoever holds it can check it without us: Ed25519 (RFC 8032), with a key for each purpose that is made
from the server's secret. A secret that was replaced is still told by its public key while it is in `SECRET_KEY_FALLBACKS`."""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def sign(purpose: str, content: bytes) -> bytes:
    """64 bytes."""
    return _key(settings.SECRET_KEY, purpose).sign(content)


def key_id(purpose: str) -> str:
    """Of the key that `sign` uses now."""
    return _id_of(_public(settings.SECRET_KEY, purpose))


def public_keys(purpose: str) -> list[dict[str, str]]:
    """As JSON Web Keys (RFC 8037), the present one first."""
    secrets: list[str] = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return [_jwk(_public(secret, purpose)) for secret in secrets]


def _jwk(public: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": _id_of(public), "x": _text(public)}


def _id_of(public: bytes) -> str:
    return _text(sha256(public).digest())[:16]


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _public(secret: str, purpose: str) -> bytes:
    return _key(secret, purpose).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@lru_cache(maxsize=16)
def _key(secret: str, purpose: str) -> Ed25519PrivateKey:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"jisr signing: {purpose}".encode())
    return Ed25519PrivateKey.from_private_bytes(derived.derive(secret.encode()))
