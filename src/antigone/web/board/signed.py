"""The signed decision as it leaves the system: a file with all signatures, and the text of its QR code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from antigone.formats.seal_qr import Seal, write_seal
from antigone.formats.signatures import Detached
from antigone.formats.signed_decision import (
    Signed,
    SignedDecision,
    SignedStatement,
    decision_of,
    write_signed_decision,
)
from antigone.web.board.models import Identification


def is_sealed(identification: Identification) -> bool:
    """Whether keys signed it; a decision of format 1 was made before there were any."""
    return bool(identification.document_signature)


def bundle_of(identification: Identification) -> bytes:
    """The file that `antigone decision verify` checks; of format 1 the document, as it was signed.

    Everything in it stands in the document and the signatures: the same bytes each time.
    """
    if not is_sealed(identification):
        return identification.document_text.encode()
    return write_signed_decision(
        SignedDecision(
            document=identification.document_text,
            seal=Signed(_seal(identification), _installation(identification)),
            statements=tuple(_statements(identification)),
        )
    )


def qr_of(identification: Identification) -> str:
    """Fingerprint of the document, seal and key id for a QR code; "" where keys signed nothing."""
    if not is_sealed(identification):
        return ""
    return write_seal(Seal(identification.document_sha256, _seal(identification)))


def _seal(identification: Identification) -> Detached:
    return Detached(identification.key_id, identification.document_signature)


def _installation(identification: Identification) -> str:
    """The installation's public key, as the document names it: the key of today may be another."""
    return str(decision_of(identification.document_text)["installation_public_key"])


def _statements(identification: Identification) -> Iterator[SignedStatement]:
    named = decision_of(identification.document_text)["signatures"]
    rows = cast("list[Mapping[str, str]]", named)
    public_keys = {row["key_id"]: row["public_key"] for row in rows}
    for one in identification.proposal.signatures.order_by("position"):
        detached = Detached(one.key_id, one.statement_signature)
        yield SignedStatement(one.statement_text, Signed(detached, public_keys[one.key_id]))
