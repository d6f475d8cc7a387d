"""Detached signatures over bytes: Ed25519 (RFC 8032), keys and signatures in hexadecimal.

The bytes are signed as they stand, so that any other program can check them with the public key
alone, e.g. `openssl pkeyutl -verify -rawin`. Sign only bytes that say themselves what they are, such
as canonical JSON with its own `format`: then no signature can be passed off as one over something else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_ID_DIGITS = 32
PUBLIC_KEY_DIGITS = 64
SIGNATURE_DIGITS = 128


@dataclass(frozen=True, slots=True)
class Detached:
    """A signature beside what it signs.

    Args:
        key_id: see `key_id_of`; 32 digits.
        signature: 128 digits.
    """

    key_id: str
    signature: str


def key_id_of(public_key: str) -> str:
    """Short name of a key: the first 16 bytes of the SHA-256 of its 32 bytes, in hexadecimal.

    >>> key_id_of("00" * 32)
    '66687aadf862bd776c8fc18b8e9f8e20'

    Raises:
        ValueError: this is no public key, 64 digits of small hexadecimal.
    """
    if not is_hex(public_key, PUBLIC_KEY_DIGITS):
        raise ValueError("a public key is 64 digits of small hexadecimal")
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:KEY_ID_DIGITS]


def public_key_of(key: Ed25519PrivateKey) -> str:
    """The public half of a key, in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def sign_detached(data: bytes, key: Ed25519PrivateKey) -> Detached:
    """Sign bytes.

    >>> key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    >>> detached = sign_detached(b"{}", key)
    >>> verify_detached(b"{}", detached.signature, public_key_of(key))
    True
    >>> verify_detached(b"[]", detached.signature, public_key_of(key))
    False
    """
    return Detached(key_id_of(public_key_of(key)), key.sign(data).hex())


def verify_detached(data: bytes, signature: str, public_key: str) -> bool:
    """Whether this key signed these bytes.

    What is not written as this module writes it (capitals, another length) is not valid, so that a
    signature has one form alone.
    """
    if not is_hex(signature, SIGNATURE_DIGITS) or not is_hex(public_key, PUBLIC_KEY_DIGITS):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), data
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def is_hex(text: object, digits: int) -> bool:
    """Whether this is text of so many digits of small hexadecimal."""
    return isinstance(text, str) and len(text) == digits and set(text) <= set("0123456789abcdef")
