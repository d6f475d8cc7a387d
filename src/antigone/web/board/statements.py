"""What each signer signs with their own key, and what the installation signs of a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings

from antigone.formats.signatures import Detached, public_key_of, sign_detached
from antigone.formats.signed_decision import STATEMENT, seal_text
from antigone.policy.findings import Finding
from antigone.policy.signing import si_01_opened_by_the_signer, si_02_compared
from antigone.provenance import canonical_json
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words, iso
from antigone.web.board.models import Signature
from antigone.web.board.refusal import RuleRefused, insist
from antigone.web.journal.keys import installation_key
from antigone.web.journal.services import head
from antigone.web.signing.keys import OpenedKey, live_key, own_key
from antigone.web.signing.models import SigningKey
from antigone.web.signing.refusal import SigningRefused


def key_finding(user: User) -> Finding:
    """SI-02: whether this person's key has to be compared before it signs; told before they try."""
    key = live_key(user)
    return si_02_compared(key is not None and key.must_be_compared)


def opened_key(user: User, password: str) -> OpenedKey:
    """The signer's own key, opened with the password that was just proved.

    Raises:
        RuleRefused: SI-01 or SI-02 is not met.
    """
    try:
        return own_key(user, password)
    except SigningRefused as refusal:
        raise RuleRefused(refusal.findings) from None


def sign_statement(signature: Signature, key: OpenedKey) -> None:
    """Write the statement of a signature that is complete but for it, and sign it; nothing is saved.

    Raises:
        RuleRefused: SI-01, the key was retired since it was opened.
    """
    # Locked: a key is retired before this signature, which then fails, or after it. And locked before the
    # journal's turn is taken, as whoever retires or compares a key does: else each waits for the other.
    row = SigningKey.objects.select_for_update(no_key=True).get(key_id=key.key_id)
    insist([si_01_opened_by_the_signer(row.is_live), si_02_compared(row.must_be_compared)])
    signature.key_id = key.key_id
    signature.statement_text = statement_text(signature, head())
    signature.statement_signature = key.sign(signature.statement_text).signature


def statement_text(signature: Signature, journal_head: tuple[int, str]) -> str:
    """What a signer signs: who says what of which pair, on which evidence, and when.

    Only whoever has read the evidence signs at all (BO-05), so that every statement declares it.
    """
    proposal = signature.proposal
    reasons = fingerprint_of_words(signature.reasons, signature.salt) if signature.reasons else None
    return canonical_json(
        {
            "agency": signature.agency,
            "declared": ["I have read the evidence myself and looked for what speaks against."],
            "evidence_sha256": signature.evidence_sha256,
            "format": STATEMENT,
            "full_name": signature.full_name,
            "incident": proposal.incident.slug,
            "journal_head": {"entry_hash": journal_head[1], "sequence": journal_head[0]},
            "key_id": signature.key_id,
            "missing_person": proposal.missing_person.number,
            "position": signature.position,
            "proposal": proposal.pk,
            "reasons_fingerprint": reasons,
            "remains": proposal.remains.number,
            "role": signature.role,
            "says": "identification",
            "signed_at": iso(signature.signed_at),
            "username": signature.signer.username,
        }
    ).decode()


def seal_document(document_sha256: str) -> Detached:
    """The installation's signature of a decision document.

    Raises:
        KeyRefused: the installation's key cannot be used; then nothing is decided.
    """
    return sign_detached(seal_text(document_sha256), installation_key(settings.DATA_FOLDER))


def installation_public_key() -> str:
    """The public half of the installation's key; raises as `seal_document` does."""
    return public_key_of(installation_key(settings.DATA_FOLDER))


def public_keys_of(signatures: Iterable[Signature]) -> Mapping[str, str]:
    """The public keys with which these were signed, by key id."""
    ids = [signature.key_id for signature in signatures]
    return dict(SigningKey.objects.filter(key_id__in=ids).values_list("key_id", "public_key"))
