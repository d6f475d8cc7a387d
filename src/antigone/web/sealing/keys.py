"""Making keys, sealing with them, opening, and destroying them.

AES-256-GCM throughout (NIST SP 800-38D), a random nonce of 96 bits before each sealed content. What
is sealed is bound to the key's name and to `about`, so that no sealed content can stand in another
one's place.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils import timezone

from antigone.provenance import JsonValue, canonical_json
from antigone.web.sealing.masters import KEY_BYTES, masters
from antigone.web.sealing.models import Key

_NONCE_BYTES = 12


class KeyDestroyed(ValueError):
    """What this key sealed was withdrawn, and nobody can read it any more."""


class SealBroken(ValueError):
    """The sealed content, or the wrapped key, is not what was written."""


def new_key(purpose: Key.Purpose) -> Key:
    """A new key, saved."""
    key = drafted_key(purpose)
    key.save()
    return key


def drafted_key(purpose: Key.Purpose) -> Key:
    """A new key that is not saved yet, for many at once: `Key.objects.bulk_create`."""
    key = Key(purpose=purpose)
    wrap(key, secrets.token_bytes(KEY_BYTES))
    return key


def wrap(key: Key, plain: bytes) -> None:
    """Wrap a key's bytes with the current master key; the row is not saved."""
    name, master = next(iter(masters().items()))
    nonce = secrets.token_bytes(_NONCE_BYTES)
    key.master = name
    key.wrapped = nonce + AESGCM(master).encrypt(nonce, plain, _wrapped_as(key))


def unwrap(key: Key) -> bytes:
    """The bytes of a key.

    Raises:
        KeyDestroyed: it was destroyed.
        SealBroken: its master key is not there, or the row was altered.
    """
    if key.wrapped is None:
        raise KeyDestroyed(f"{key} is destroyed")
    master = masters().get(key.master)
    if master is None:
        raise SealBroken(f"master key {key.master} is not among the master keys")
    return _open(master, bytes(key.wrapped), _wrapped_as(key))


def seal(key: Key, content: bytes, about: str) -> bytes:
    """Seal bytes.

    Args:
        about: what it is, e.g. "record"; the same word opens it.

    Raises:
        KeyDestroyed: the key was destroyed.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(unwrap(key)).encrypt(nonce, content, _bound_to(key, about))


def sealer(key: Key) -> Callable[[bytes, str], bytes]:
    """`seal` with one key for several contents: it is unwrapped once.

    Raises:
        KeyDestroyed: the key was destroyed.
    """
    cipher = AESGCM(unwrap(key))

    def sealed(content: bytes, about: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + cipher.encrypt(nonce, content, _bound_to(key, about))

    return sealed


def unseal(key: Key, sealed: bytes | memoryview, about: str) -> bytes:
    """What `seal` sealed.

    Raises:
        KeyDestroyed: the key was destroyed: the content is gone for good.
        SealBroken: something else was sealed, or it was altered.
    """
    return _open(unwrap(key), bytes(sealed), _bound_to(key, about))


def seal_json(key: Key, value: JsonValue, about: str) -> bytes:
    """Seal a JSON value."""
    return seal(key, canonical_json(value), about)


def unseal_json(key: Key, sealed: bytes | memoryview, about: str) -> JsonValue:
    """The JSON value that `seal_json` sealed; raises as `unseal` does."""
    value: JsonValue = json.loads(unseal(key, sealed, about))
    return value


def destroy(key: Key) -> None:
    """Destroy a key: what it sealed is gone. Once destroyed, nothing happens.

    Call `sealing.erasure.overwrite_soon` in the same transaction, so that no file keeps the bytes.
    """
    if key.wrapped is None:
        return
    key.wrapped, key.master, key.destroyed_at = None, "", timezone.now()
    key.save()


def _wrapped_as(key: Key) -> bytes:
    return f"{key.purpose}:{key.name}".encode()


def _bound_to(key: Key, about: str) -> bytes:
    return f"{key.name}:{about}".encode()


def _open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
    except InvalidTag:
        raise SealBroken("sealed content was altered, or is another's") from None
