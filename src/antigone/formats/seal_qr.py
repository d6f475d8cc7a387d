"""What the QR code of a decision holds: fingerprint of the document, the seal's signature, key id.

Nothing else: no name, no number, no address, so that a photograph of the code tells nobody anything.
The 112 bytes stand in base32 (RFC 4648), which a QR code keeps in its dense alphanumeric mode and a
person can type; upper and lower case, spaces and line breaks do not matter when it is read.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from antigone.formats.signatures import (
    KEY_ID_DIGITS,
    PUBLIC_KEY_DIGITS,
    SIGNATURE_DIGITS,
    Detached,
    is_hex,
    key_id_of,
    verify_detached,
)
from antigone.formats.signed_decision import seal_text

PREFIX = "ANTIGONE1:"
_SHA256_DIGITS = 64
_BYTES = (_SHA256_DIGITS + SIGNATURE_DIGITS + KEY_ID_DIGITS) // 2


class NotASeal(ValueError):
    """The text is not what such a code holds; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Fingerprint of a decision document, and the installation's signature of it."""

    document_sha256: str
    detached: Detached


def write_seal(seal: Seal) -> str:
    """The text for the code.

    Raises:
        ValueError: a part is not hexadecimal of its length.
    """
    parts = (
        (seal.document_sha256, _SHA256_DIGITS),
        (seal.detached.signature, SIGNATURE_DIGITS),
        (seal.detached.key_id, KEY_ID_DIGITS),
    )
    for text, digits in parts:
        if not is_hex(text, digits):
            raise ValueError(f"not {digits} digits of small hexadecimal: {text!r}")
    return PREFIX + base64.b32encode(
        bytes.fromhex("".join(text for text, _ in parts))
    ).decode().rstrip("=")


def read_seal(text: str) -> Seal:
    """What a code holds.

    Raises:
        NotASeal: it is of another kind, cut, or mistyped.
    """
    plain = "".join(text.split()).upper()
    if not plain.startswith(PREFIX):
        raise NotASeal(f"the text does not begin with {PREFIX}")
    body = plain.removeprefix(PREFIX)
    padded = body + "=" * (-len(body) % 8)
    try:
        data = base64.b32decode(padded)
    except (binascii.Error, ValueError):
        raise NotASeal("the text holds signs that such a code never has, or was cut") from None
    if len(data) != _BYTES or base64.b32encode(data).decode() != padded:
        raise NotASeal("the text was cut or changed: it has not the length of such a code")
    sha256, signature, key_id = data[:32].hex(), data[32:96].hex(), data[96:].hex()
    return Seal(sha256, Detached(key_id, signature))


def seal_holds(seal: Seal, public_key: str) -> bool:
    """Whether this key is the one that the seal names, and signed it."""
    if not is_hex(public_key, PUBLIC_KEY_DIGITS) or key_id_of(public_key) != seal.detached.key_id:
        return False
    return verify_detached(seal_text(seal.document_sha256), seal.detached.signature, public_key)
