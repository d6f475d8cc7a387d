"""Propose that remains are a missing person."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.policy.board import (
    bo_07_reasons,
    bo_08_one_open_proposal,
    bo_14_breaks_explained,
)
from antigone.policy.custody import cu_07_reasons_name_the_breaks
from antigone.policy.identification import Basis, findings
from antigone.web.accounts.models import User
from antigone.web.board.custody import breaks_of_pair, each_rule_once, unexplained
from antigone.web.board.documents import evidence_text, fingerprint_of_words, sha256
from antigone.web.board.evidence import evidence_of_run
from antigone.web.board.models import Proposal, new_salt
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair, open_proposals_of
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.matching.models import Run
from antigone.web.records.models import MissingPerson, Remains


@transaction.atomic
def propose(
    *,
    user: User,
    run: Run,
    remains: Remains,
    missing_person: MissingPerson,
    reasons: str,
    basis: Basis = Basis.DNA,
) -> Proposal:
    """Bring a pair before the board, with reasons; its evidence is frozen.

    Args:
        basis: DNA alone, which two sign; or all evidence together, which three decide (ID-12, BO-15).

    Raises:
        PermissionDenied: the person may not propose in this incident.
        RuleRefused: a rule ID-…, BO-07, BO-08, BO-14 or CU-07 is not met.
    """
    require(user, run.incident, Permission.PROPOSE)
    lock_pair(run.incident, remains, missing_person)
    evidence = evidence_of_run(run, remains, missing_person, basis)
    found = insist(findings(evidence))
    broken = breaks_of_pair(remains, missing_person)
    custody = each_rule_once(broken)
    insist(
        [
            bo_07_reasons(reasons),
            bo_14_breaks_explained(unexplained(broken)),
            cu_07_reasons_name_the_breaks((finding.code for finding in custody), reasons),
            bo_08_one_open_proposal(open_proposals_of(remains, missing_person)),
        ]
    )
    proposal = Proposal(
        incident=run.incident,
        run=run,
        remains=remains,
        missing_person=missing_person,
        proposed_by=user,
        proposed_at=timezone.now(),
        basis=basis.value,
        reasons=reasons.strip(),
        salt=new_salt(),
    )
    proposal.evidence_text = evidence_text(
        run=run,
        evidence=evidence,
        findings=(*found, *custody),
        proposed_by=user.username,
        proposed_at=proposal.proposed_at,
        reasons_fingerprint=fingerprint_of_words(proposal.reasons, proposal.salt),
    )
    proposal.evidence_sha256 = sha256(proposal.evidence_text)
    proposal.full_clean()
    proposal.save()
    record(
        actor=user.username,
        act="identification.proposed",
        incident=run.incident.slug,
        subject=str(proposal),
        details={
            "basis": proposal.basis,
            "evidence_sha256": proposal.evidence_sha256,
            "posterior": evidence.posterior,
            "proposal": proposal.pk,
            "run": run.pk,
        },
    )
    return proposal
