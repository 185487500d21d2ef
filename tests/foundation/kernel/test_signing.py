"""What we sign can be checked with the public key alone."""

from base64 import urlsafe_b64decode
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from foundation.kernel.signing import key_id, public_keys, sign


def public(jwk: dict[str, str]) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(jwk["x"] + "="))


def test_a_signature_is_checked_with_the_public_key() -> None:
    (jwk,) = public_keys("test")
    signature = sign("test", b"content")
    public(jwk).verify(signature, b"content")
    assert (len(signature), jwk["kid"], jwk["crv"]) == (64, key_id("test"), "Ed25519")
    with pytest.raises(InvalidSignature):
        public(jwk).verify(signature, b"another content")


def test_each_purpose_has_a_key_of_its_own() -> None:
    with pytest.raises(InvalidSignature):
        public(public_keys("other")[0]).verify(sign("test", b"content"), b"content")


def test_a_replaced_secret_is_still_known_by_its_key(settings: Any) -> None:
    before, signature = key_id("test"), sign("test", b"content")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret"
    keys = public_keys("test")
    assert [jwk["kid"] for jwk in keys] == [key_id("test"), before]
    public(keys[1]).verify(signature, b"content")
