"""Texts that the installation signs: canonical JSON, its fingerprint, and a signature beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from django.conf import settings

from antigone.formats.signatures import (
    key_id_of,
    public_key_of,
    sign_detached,
    verify_detached,
)
from antigone.provenance import JsonValue, canonical_json
from antigone.web.board.documents import sha256
from antigone.web.journal.keys import installation_key
from antigone.web.journal.models import Entry
from antigone.web.meetings.models import SignedText

ENTERED_AS = ("meeting.closed", "minutes.amended")
"""The acts that write fingerprint and key of a text into the journal."""


class Fields(TypedDict):
    """The fields of a `SignedText`."""

    text: str
    sha256: str
    signature: str
    key_id: str
    public_key: str


def signed_fields(content: Mapping[str, JsonValue]) -> Fields:
    """Canonical JSON of this content, with the installation's signature over it.

    Raises:
        KeyRefused: the installation's key cannot be used.
    """
    text = canonical_json(content).decode()
    key = installation_key(settings.DATA_FOLDER)
    detached = sign_detached(text.encode(), key)
    return {
        "text": text,
        "sha256": sha256(text),
        "signature": detached.signature,
        "key_id": detached.key_id,
        "public_key": public_key_of(key),
    }


def is_whole(signed: SignedText) -> bool:
    """Whether the text is the one that was signed, with the key of which the journal says so.

    The row alone vouches for nothing: whoever can change the text can sign it anew with a key of their own.
    """
    return (
        signed.sha256 == sha256(signed.text)
        and verify_detached(signed.text.encode(), signed.signature, signed.public_key)
        and signed.key_id == key_id_of(signed.public_key)
        and _stands_in_the_journal(signed)
    )


def _stands_in_the_journal(signed: SignedText) -> bool:
    rows = Entry.objects.filter(act__in=ENTERED_AS, details_text__contains=signed.sha256)
    written = {"key_id": signed.key_id, "meeting": signed.of_meeting}
    return any(written.items() <= entry.details.items() for entry in rows)


def signature_beside(signed: SignedText) -> bytes:
    """The signature as a file of its own, for whoever checks the text with other means."""
    return canonical_json(
        {
            "format": "antigone signature 1",
            "key_id": signed.key_id,
            "public_key": signed.public_key,
            "sha256": signed.sha256,
            "signature": signed.signature,
        }
    )
