"""A signed decision as one file: the document, what each signer signed, signatures and public keys.

The file is canonical JSON. Each signer signs a *statement* with a key of their own; the document
repeats the statements' fingerprints and signatures; the installation signs a *seal*, which names the
fingerprint of the document. So the seal can be checked alone, as a QR code carries it, and the file
as a whole with `antigone.formats.signed_decision_verify`. `docs/signatures.md` says how to check it
without this program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from antigone.formats.signatures import Detached
from antigone.provenance import JsonValue, canonical_json

BUNDLE = "antigone signed decision 1"
DECISION = "antigone decision 2"
SEAL = "antigone seal 1"
STATEMENT = "antigone statement 1"
MAX_BYTES = 4 * 1024 * 1024
"""A decision has some kilobytes; more is not read."""

STATEMENT_KEYS = frozenset(
    {"agency", "declared", "evidence_sha256", "format", "full_name", "incident", "journal_head"}
    | {"key_id", "missing_person", "position", "proposal", "reasons_fingerprint", "remains"}
    | {"role", "says", "signed_at", "username"}
)
DECISION_KEYS = frozenset(
    {"decided_at", "decision", "evidence", "evidence_sha256", "format", "incident"}
    | {"installation_public_key", "journal_head", "missing_person", "program", "proposal"}
    | {"remains", "rules", "signatures"}
)
SIGNATURE_KEYS = frozenset(
    {"agency", "evidence_sha256", "full_name", "key_id", "position", "public_key", "role"}
    | {"signed_at", "statement_sha256", "statement_signature", "username"}
)
HEAD_KEYS = frozenset({"entry_hash", "sequence"})
_BUNDLE_KEYS = frozenset({"document", "format", "seal", "statements"})
_SIGNED_KEYS = frozenset({"key_id", "public_key", "signature"})


class NotASignedDecision(ValueError):
    """The file is not one, or not written as this program writes it; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature with the key that it names.

    Args:
        detached: key id and signature.
        public_key: 64 digits.
    """

    detached: Detached
    public_key: str


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """What a signer signed, byte for byte, and the signature."""

    text: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class SignedDecision:
    """A decision with all that is needed to check it, but for trust in the keys.

    Args:
        document: the decision document, byte for byte.
        seal: the installation's signature over `seal_text` of the document's fingerprint.
        statements: one for each signer, in the order of signing.
    """

    document: str
    seal: Signed
    statements: tuple[SignedStatement, ...]

    @property
    def sha256(self) -> str:
        """Fingerprint of the document."""
        return sha256_of(self.document)


def sha256_of(text: str) -> str:
    """Fingerprint of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal_text(document_sha256: str) -> bytes:
    """What the installation signs of a decision.

    >>> seal_text("ab")
    b'{"document_sha256":"ab","format":"antigone seal 1"}'
    """
    return canonical_json({"document_sha256": document_sha256, "format": SEAL})


def write_signed_decision(decision: SignedDecision) -> bytes:
    """The file, in the one form that is read."""
    return canonical_json(
        {
            "document": decision.document,
            "format": BUNDLE,
            "seal": _as_json(decision.seal),
            "statements": [
                {"signed": _as_json(one.signed), "statement": one.text}
                for one in decision.statements
            ],
        }
    )


def read_signed_decision(data: bytes) -> SignedDecision:
    """Read a file, strictly: one byte that is not as this program writes it, and it is refused.

    Raises:
        NotASignedDecision: saying what is wrong. Whether the signatures hold is another question.
    """
    value = strict_object(data, "the file")
    if value.get("format") == DECISION or str(value.get("format", "")).startswith("antigone dec"):
        raise NotASignedDecision(
            "this is the decision document alone, without the signatures: ask for the signed decision"
        )
    need(value.get("format") == BUNDLE, f"the format is not {BUNDLE!r}")
    exactly(value, _BUNDLE_KEYS, "the file")
    document, statements = value["document"], value["statements"]
    if not isinstance(document, str) or not isinstance(statements, list):
        raise NotASignedDecision("document and statements are not a text and a list")
    return SignedDecision(
        document=document,
        seal=_signed(value["seal"], "the seal"),
        statements=tuple(
            _statement(one, f"statement {place}") for place, one in enumerate(statements, start=1)
        ),
    )


def decision_of(text: str) -> Mapping[str, JsonValue]:
    """The fields of a decision document.

    Raises:
        NotASignedDecision: it is none, or not written as this program writes it.
    """
    value = strict_object(text.encode(), "the document")
    need(value.get("format") == DECISION, f"the document's format is not {DECISION!r}")
    exactly(value, DECISION_KEYS, "the document")
    exactly(value["journal_head"], HEAD_KEYS, "the document's journal head")
    need(isinstance(value["evidence"], dict), "the document's evidence is no object")
    signatures = value["signatures"]
    need(isinstance(signatures, list), "the document's signatures are no list")
    for place, one in enumerate(cast("list[JsonValue]", signatures), start=1):
        exactly(one, SIGNATURE_KEYS, f"signature {place} in the document")
    return value


def statement_of(text: str) -> Mapping[str, JsonValue]:
    """The fields of a statement.

    Raises:
        NotASignedDecision: it is none, or not written as this program writes it.
    """
    value = strict_object(text.encode(), "the statement")
    need(value.get("format") == STATEMENT, f"the statement's format is not {STATEMENT!r}")
    exactly(value, STATEMENT_KEYS, "the statement")
    exactly(value["journal_head"], HEAD_KEYS, "the statement's journal head")
    return value


def strict_object(data: bytes, what: str) -> dict[str, JsonValue]:
    """The JSON object that these bytes are, if they are exactly its canonical form.

    Raises:
        NotASignedDecision: too large, no JSON object, or written in another way: spaces, another order
            of the keys, a key twice, another escape.
    """
    need(len(data) <= MAX_BYTES, f"{what} has more than {MAX_BYTES} bytes")
    try:
        value = json.loads(data)
        canonical = canonical_json(value)
    except (ValueError, RecursionError):
        raise NotASignedDecision(f"{what} is not JSON") from None
    if not isinstance(value, dict):
        raise NotASignedDecision(f"{what} is no JSON object")
    need(canonical == data, f"{what} was changed: it is not written as this program writes it")
    return value


def exactly(value: JsonValue, keys: Iterable[str], what: str) -> Mapping[str, JsonValue]:
    """The object, if it has these keys and no other.

    Raises:
        NotASignedDecision: a key is missing or unknown.
    """
    wanted = frozenset(keys)
    if not isinstance(value, Mapping):
        raise NotASignedDecision(f"{what} is no JSON object")
    if missing := sorted(wanted - value.keys()):
        raise NotASignedDecision(f"{what} lacks {missing[0]!r}")
    if unknown := sorted(value.keys() - wanted):
        raise NotASignedDecision(f"{what} has {unknown[0]!r}, which does not belong there")
    return value


def need(holds: bool, words: str) -> None:
    """Go on only if this holds.

    Raises:
        NotASignedDecision: with these words.
    """
    if not holds:
        raise NotASignedDecision(words)


def _statement(value: JsonValue, what: str) -> SignedStatement:
    parts = exactly(value, {"signed", "statement"}, what)
    text = parts["statement"]
    if not isinstance(text, str):
        raise NotASignedDecision(f"{what} is no text")
    return SignedStatement(text, _signed(parts["signed"], what))


def _signed(value: JsonValue, what: str) -> Signed:
    parts = exactly(value, _SIGNED_KEYS, what)
    texts = {name: text for name, text in parts.items() if isinstance(text, str)}
    need(len(texts) == len(parts), f"{what}: key id, public key and signature are texts")
    return Signed(Detached(texts["key_id"], texts["signature"]), texts["public_key"])


def _as_json(signed: Signed) -> dict[str, JsonValue]:
    return {
        "key_id": signed.detached.key_id,
        "public_key": signed.public_key,
        "signature": signed.detached.signature,
    }
