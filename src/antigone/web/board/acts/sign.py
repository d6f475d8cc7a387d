"""Sign a proposal; the second valid signature makes the identification."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.policy import board as rules
from antigone.policy.findings import Finding
from antigone.policy.identification import findings
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import Answer, Factor, require_fresh_proof
from antigone.web.board.custody import custody_findings
from antigone.web.board.documents import decision_text, sha256
from antigone.web.board.evidence import evidence_today
from antigone.web.board.models import Identification, Proposal, Signature
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import head, record


def sign(
    *, user: User, proposal: Proposal, password: str, second_factor: Answer, has_read: bool
) -> Signature:
    """Sign with fresh proof of who signs: password and second factor.

    Raises:
        PermissionDenied: the person may not sign in this incident.
        ProofRefused: BO-06, wrong password or second factor, or too many tries.
        RuleRefused: a rule ID-… or one of BO-01 to BO-06 is not met.
    """
    require(user, proposal.incident, Permission.SIGN)
    # Looked at before the proof too: what is refused anyway uses no code up.
    insist(rules.findings(signing_of(user, proposal, has_read=has_read)))
    insist([rules.bo_06_fresh_proof(bool(password), second_factor.is_given)])
    factor = require_fresh_proof(user, password, second_factor)
    return _sign(user, proposal, has_read, factor)


def signing_of(user: User, proposal: Proposal, *, has_read: bool) -> rules.Signing:
    """What the rules ask about this person's signature on this proposal."""
    return rules.Signing(
        proposer=proposal.proposed_by.username,
        signer=rules.Signer(user.username, user.agency.name if user.agency else ""),
        signed=tuple(rules.Signer(s.signer.username, s.agency) for s in proposal.signatures.all()),
        is_open=proposal.is_open,
        has_read=has_read,
        two_agencies=proposal.incident.two_agencies,
    )


@transaction.atomic
def _sign(user: User, proposal: Proposal, has_read: bool, factor: Factor) -> Signature:
    require(user, proposal.incident, Permission.SIGN)
    lock_pair(proposal.incident, proposal.remains, proposal.missing_person)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    found = (
        *insist(rules.findings(signing_of(user, proposal, has_read=has_read))),
        *insist(findings(evidence_today(proposal))),
        *custody_findings(proposal.remains, proposal.missing_person),
        rules.bo_06_fresh_proof(True, True),
    )
    signature = Signature(
        proposal=proposal,
        signer=user,
        full_name=user.full_name,
        agency=user.agency.name if user.agency else "",
        position=proposal.signatures.count() + 1,
        signed_at=timezone.now(),
        evidence_sha256=proposal.evidence_sha256,
    )
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
            "position": signature.position,
            "proposal": proposal.pk,
            "second_factor": str(factor),
        },
    )
    if signature.position == rules.SIGNATURES_NEEDED:
        _identify(user, proposal, found)
    return signature


def _identify(user: User, proposal: Proposal, found: tuple[Finding, ...]) -> Identification:
    now = timezone.now()
    text = decision_text(
        proposal=proposal,
        signatures=proposal.signatures.select_related("signer"),
        findings=found,
        decided_at=now,
        journal_head=head(),
    )
    identification = Identification(
        incident=proposal.incident,
        proposal=proposal,
        remains=proposal.remains,
        missing_person=proposal.missing_person,
        decided_at=now,
        document_text=text,
        document_sha256=sha256(text),
    )
    identification.full_clean()
    identification.save()
    proposal.state = Proposal.State.SIGNED
    proposal.closed_at = now
    proposal.closed_by = user
    proposal.full_clean()
    proposal.save()
    record(
        actor=user.username,
        act="identification.decided",
        incident=proposal.incident.slug,
        subject=str(proposal),
        details={
            "document_sha256": identification.document_sha256,
            "identification": identification.pk,
            "proposal": proposal.pk,
        },
    )
    return identification
