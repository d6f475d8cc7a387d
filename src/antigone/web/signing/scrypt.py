"""Sealing a private key under a password: scrypt (RFC 7914) and AES-256-GCM (NIST SP 800-38D).

The numbers of the setting SIGNING_SCRYPT are those that OWASP's Password Storage Cheat Sheet gives for
scrypt with 32 MiB; they are kept beside each sealed key, so that later keys can be made harder to guess.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

SALT_BYTES = 16
_NONCE_BYTES = 12


class Shut(ValueError):
    """The password does not open what was sealed, or it was altered."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes sealed under a password, and how the sealing key was made of it."""

    content: bytes
    salt: bytes
    n: int
    r: int
    p: int


def seal_under(password: str, plain: bytes, bound_to: str) -> Sealed:
    """Seal bytes under a password.

    Args:
        bound_to: what they are, e.g. a key id; the same word opens them.
    """
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    n, r, p = settings.SIGNING_SCRYPT
    cipher = AESGCM(_derived(password, salt, n, r, p))
    return Sealed(nonce + cipher.encrypt(nonce, plain, bound_to.encode()), salt, n, r, p)


def open_with(password: str, sealed: Sealed, bound_to: str) -> bytes:
    """What `seal_under` sealed.

    Raises:
        Shut: another password, another `bound_to`, or altered bytes.
    """
    cipher = AESGCM(_derived(password, sealed.salt, sealed.n, sealed.r, sealed.p))
    nonce, content = sealed.content[:_NONCE_BYTES], sealed.content[_NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, content, bound_to.encode())
    except (InvalidTag, ValueError):
        raise Shut("this password does not open it") from None


def _derived(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(password.encode())
