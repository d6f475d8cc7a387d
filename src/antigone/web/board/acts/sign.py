"""Sign a proposal; the last signature that is needed makes the identification."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from antigone.policy import board as rules
from antigone.policy.findings import Finding
from antigone.policy.identification import Basis, findings
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import Answer, Factor, require_fresh_proof
from antigone.web.board.bodies import is_part
from antigone.web.board.custody import breaks_of_pair, each_rule_once, unexplained
from antigone.web.board.documents import decision_text, fingerprint_of_words, sha256
from antigone.web.board.evidence import evidence_today
from antigone.web.board.models import Identification, Proposal, Signature
from antigone.web.board.refusal import insist
from antigone.web.board.standing import asked_of, lock_pair
from antigone.web.board.statements import (
    installation_public_key,
    key_finding,
    opened_key,
    public_keys_of,
    seal_document,
    sign_statement,
)
from antigone.web.custody.breaks import CustodyBreak
from antigone.web.incidents.access import require, role_of
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import head, record
from antigone.web.records.destruction import (
    destroy_what_photographs_gave,
    families_that_seek,
)
from antigone.web.signing.keys import OpenedKey


def sign(
    *,
    user: User,
    proposal: Proposal,
    password: str,
    second_factor: Answer,
    has_read: bool,
    reasons: str = "",
) -> Signature:
    """Sign with fresh proof of who signs: password and second factor.

    Args:
        reasons: of the signer; needed where three decide on all evidence together (BO-15).

    Raises:
        PermissionDenied: the person may not sign in this incident.
        ProofRefused: BO-06, wrong password or second factor, or too many tries.
        RuleRefused: a rule ID-…, one of BO-01 to BO-06 or BO-11 to BO-15, SI-01 or SI-02 is not met.
    """
    require(user, proposal.incident, Permission.SIGN)
    # Looked at before the proof too: what is refused anyway uses no code up.
    custody = breaks_of_pair(proposal.remains, proposal.missing_person)
    signing = signing_of(user, proposal, has_read=has_read, reasons=reasons, custody=custody)
    insist(rules.findings(signing))
    insist(findings(evidence_today(proposal)))
    insist([rules.bo_06_fresh_proof(bool(password), second_factor.is_given), key_finding(user)])
    factor = require_fresh_proof(user, password, second_factor)
    return _sign(user, proposal, has_read, factor, opened_key(user, password), reasons)


def signing_of(
    user: User,
    proposal: Proposal,
    *,
    has_read: bool,
    reasons: str = "",
    custody: Iterable[CustodyBreak] = (),
) -> rules.Signing:
    """What the rules ask about this person's signature on this proposal.

    Args:
        custody: the breaks of the pair, where BO-14 is to be asked.
    """
    role = role_of(user, proposal.incident)
    agency = user.agency.name if user.agency else ""
    return rules.Signing(
        proposer=proposal.proposed_by.username,
        signer=rules.Signer(user.username, agency, "" if role is None else role.value),
        signed=tuple(
            rules.Signer(s.signer.username, s.agency, s.role) for s in proposal.signatures.all()
        ),
        is_open=proposal.is_open,
        has_read=has_read,
        two_agencies=proposal.incident.two_agencies,
        basis=proposal.rests_on,
        asked=asked_of(proposal),
        unexplained=unexplained(custody),
        reasons=reasons,
    )


@transaction.atomic
def _sign(
    user: User,
    proposal: Proposal,
    has_read: bool,
    factor: Factor,
    key: OpenedKey,
    reasons: str = "",
) -> Signature:
    require(user, proposal.incident, Permission.SIGN)
    lock_pair(proposal.incident, proposal.remains, proposal.missing_person)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    custody = breaks_of_pair(proposal.remains, proposal.missing_person)
    signing = signing_of(user, proposal, has_read=has_read, reasons=reasons, custody=custody)
    found = (
        *insist(rules.findings(signing)),
        *insist(findings(evidence_today(proposal))),
        *each_rule_once(custody),
        rules.bo_06_fresh_proof(True, True),
    )
    signature = Signature(
        proposal=proposal,
        signer=user,
        full_name=user.full_name,
        agency=user.agency.name if user.agency else "",
        role=signing.signer.role,
        position=proposal.signatures.count() + 1,
        signed_at=timezone.now(),
        evidence_sha256=proposal.evidence_sha256,
        reasons=reasons.strip() if proposal.rests_on is Basis.COMBINED else "",
    )
    sign_statement(signature, key)
    signature.full_clean()
    signature.save()
    record(
        actor=user.username,
        act="identification.signed",
        incident=proposal.incident.slug,
        subject=str(proposal),
        details={
            "agency": signature.agency,
            "evidence_sha256": signature.evidence_sha256,
            "key_id": signature.key_id,
            "position": signature.position,
            "proposal": proposal.pk,
            "reasons_fingerprint": fingerprint_of_words(signature.reasons, signature.salt)
            if signature.reasons
            else None,
            "role": signature.role,
            "second_factor": str(factor),
        },
    )
    if signing.is_last:
        _identify(user, proposal, found)
    return signature


def _identify(user: User, proposal: Proposal, found: tuple[Finding, ...]) -> Identification:
    now = timezone.now()
    signatures = list(proposal.signatures.select_related("signer"))
    text = decision_text(
        proposal=proposal,
        signatures=signatures,
        findings=found,
        decided_at=now,
        journal_head=head(),
        installation_public_key=installation_public_key(),
        public_keys=public_keys_of(signatures),
    )
    seal = seal_document(sha256(text))
    identification = Identification(
        incident=proposal.incident,
        proposal=proposal,
        remains=proposal.remains,
        missing_person=proposal.missing_person,
        is_part=is_part(proposal.remains),
        decided_at=now,
        document_text=text,
        document_sha256=sha256(text),
        document_signature=seal.signature,
        key_id=seal.key_id,
    )
    identification.full_clean()
    identification.save()
    proposal.state = Proposal.State.SIGNED
    proposal.closed_at = now
    proposal.closed_by = user
    proposal.full_clean()
    proposal.save()
    destroy_what_photographs_gave(proposal.incident, families_that_seek(proposal.missing_person))
    record(
        actor=user.username,
        act="identification.decided",
        incident=proposal.incident.slug,
        subject=str(proposal),
        details={
            "document_sha256": identification.document_sha256,
            "identification": identification.pk,
            "key_id": identification.key_id,
            "proposal": proposal.pk,
        },
    )
    return identification
