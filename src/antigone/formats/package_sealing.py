"""Encrypting a package to its recipient, and opening it there: age (age-encryption.org/v1), X25519.

Whoever made a package cannot open it again. That it is whole, age says; who made it, its signature says.
"""

from __future__ import annotations

import hashlib

import pyrage  # type: ignore[import-untyped]

from antigone.formats.limits import refuse_size
from antigone.formats.problems import refusal
from antigone.words import said


class NoAgeKey(ValueError):
    """What was given is no public key of age, or no private one."""


def fingerprint_of_recipient(key: str) -> str:
    """What two persons compare by voice: 32 digits of the SHA-256 of an age key, in groups of four.

    >>> fingerprint_of_recipient("age1")[:9]
    '53b7 58d2'
    """
    digits = hashlib.sha256(key.encode()).hexdigest()[:32]
    return " ".join(digits[k : k + 4] for k in range(0, 32, 4))


def checked_recipient(key: str) -> str:
    """The key without spaces around it.

    Raises:
        NoAgeKey: it is no X25519 public key, `age1…`.
    """
    key = key.strip()
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise NoAgeKey(said("this is no public key of age; it begins with age1")) from error
    return key


def encrypt(package: bytes, key: str) -> bytes:
    """Encrypt to a recipient's public key.

    Raises:
        NoAgeKey: as `checked_recipient` does.
    """
    recipient = pyrage.x25519.Recipient.from_str(checked_recipient(key))
    return bytes(pyrage.encrypt(package, [recipient]))


def decrypt(data: bytes, identity: str, file: str) -> bytes:
    """Decrypt with the private key of the recipient.

    Args:
        identity: `AGE-SECRET-KEY-1…`, or a file of `age-keygen` with its comments.

    Raises:
        NoAgeKey: there is no private key in it.
        FormatError: it is encrypted to somebody else, or a byte of it was changed.
    """
    refuse_size(len(data), file)
    lines = [line.strip() for line in identity.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        identities = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError as error:
        raise NoAgeKey(said("this is no private key of age, AGE-SECRET-KEY-1…")) from error
    if not identities:
        raise NoAgeKey(said("this is no private key of age, AGE-SECRET-KEY-1…"))
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError as error:
        words = said("cannot be opened: it is for somebody else, or it was changed")
        raise refusal(file, "", words) from error
