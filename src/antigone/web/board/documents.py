"""The texts that are signed and kept: the evidence of a proposal, and the decision document.

Both are canonical JSON with ids, results and salted fingerprints: no genotypes, no contact data, no
name of a family. Reasons are free text and may hold anything, so a salted fingerprint stands for them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from antigone.formats.signed_decision import DECISION
from antigone.policy.findings import Finding
from antigone.policy.identification import Evidence
from antigone.provenance import JsonValue, canonical_json, fingerprint, program
from antigone.web.board.models import Proposal, Signature
from antigone.web.matching.assumptions import given_of, parts_of_run
from antigone.web.matching.models import Run


def evidence_text(
    *,
    run: Run,
    evidence: Evidence,
    findings: Iterable[Finding],
    proposed_by: str,
    proposed_at: datetime,
    reasons_fingerprint: str,
) -> str:
    """What the signers sign: the evidence of a pair at the moment of its proposal."""
    return canonical_json(
        {
            "ambiguities": list(evidence.ambiguities),
            "basis": evidence.basis.value,
            "combined_at_lower_odds": evidence.combined_at_lower_odds,
            "combined_error": evidence.combined_error,
            "combined_posterior": evidence.combined_posterior,
            "error": evidence.error,
            "family_consistent": evidence.family_consistent,
            "format": "antigone evidence 3",
            "given": [list(pair) for pair in sorted(given_of(run).items())],
            "incident": run.incident.slug,
            "inputs_fingerprint": run.inputs_fingerprint,
            "log10_lr": number_or_word(evidence.log10_lr),
            "other_log10_lr": evidence.other_log10_lr,
            "missing_person": evidence.missing_person,
            "parts": [list(pair) for pair in sorted(parts_of_run(run).items())],
            "posterior": evidence.posterior,
            "prior": evidence.prior,
            "program": run.program,
            "proposed_at": iso(proposed_at),
            "proposed_by": proposed_by,
            "reasons_fingerprint": reasons_fingerprint,
            "remains": evidence.remains,
            "rules": codes(findings),
            "run": run.pk,
            "teeth_log10_lr": number_or_word(evidence.teeth_log10_lr),
            "threshold": evidence.threshold,
        }
    ).decode()


def decision_text(
    *,
    proposal: Proposal,
    signatures: Iterable[Signature],
    findings: Iterable[Finding],
    decided_at: datetime,
    journal_head: tuple[int, str],
    installation_public_key: str,
    public_keys: Mapping[str, str],
) -> str:
    """The document of an identification.

    Args:
        installation_public_key: of the key that signs it.
        public_keys: the signers' public keys, by key id.
    """
    return canonical_json(
        {
            "decided_at": iso(decided_at),
            "decision": "identification",
            "evidence": proposal.evidence,
            "evidence_sha256": proposal.evidence_sha256,
            "format": DECISION,
            "incident": proposal.incident.slug,
            "installation_public_key": installation_public_key,
            "journal_head": {"entry_hash": journal_head[1], "sequence": journal_head[0]},
            "missing_person": proposal.missing_person.number,
            "program": program(),
            "proposal": proposal.pk,
            "remains": proposal.remains.number,
            "rules": codes(findings),
            "signatures": [signed(one, public_keys[one.key_id]) for one in signatures],
        }
    ).decode()


def signed(signature: Signature, public_key: str) -> Mapping[str, JsonValue]:
    """A signature as it stands in a document; the statement itself stands beside it in the file."""
    return {
        "agency": signature.agency,
        "evidence_sha256": signature.evidence_sha256,
        "full_name": signature.full_name,
        "key_id": signature.key_id,
        "position": signature.position,
        "public_key": public_key,
        "role": signature.role,
        "signed_at": iso(signature.signed_at),
        "statement_sha256": sha256(signature.statement_text),
        "statement_signature": signature.statement_signature,
        "username": signature.signer.username,
    }


def codes(findings: Iterable[Finding]) -> list[JsonValue]:
    """Rules by code, met or not; their messages may name a family and stay out."""
    plain = sorted((finding.code, finding.met) for finding in findings)
    return [{"code": code, "met": met} for code, met in plain]


def sha256(text: str) -> str:
    """Fingerprint of a document, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of_words(words: str, salt: str) -> str:
    """Salted fingerprint of free text: proves it to whoever holds it, tells nobody else anything."""
    return fingerprint(words.encode(), bytes.fromhex(salt))


def number_or_word(value: float | None) -> JsonValue:
    """A log10 LR for JSON, which has neither infinities nor nan."""
    if value is None or math.isfinite(value):
        return value
    return str(value)


def number_from_word(value: JsonValue) -> float | None:
    """The inverse of `number_or_word`."""
    return None if value is None else float(str(value))


def iso(moment: datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
