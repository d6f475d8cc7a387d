"""End a proposal without a decision."""

from __future__ import annotations

from django.utils import timezone

from antigone.policy.board import bo_07_reasons
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import insist
from antigone.web.journal.services import record


def close(*, user: User, proposal: Proposal, state: Proposal.State, act: str, reasons: str) -> None:
    """Set the end, keep the reasons, write the journal; the caller holds lock and transaction."""
    insist([bo_07_reasons(reasons)])
    proposal.state = state
    proposal.closed_by = user
    proposal.closed_at = timezone.now()
    proposal.closed_because = reasons.strip()
    proposal.full_clean()
    proposal.save()
    record(
        actor=user.username,
        act=act,
        incident=proposal.incident.slug,
        subject=str(proposal),
        details={
            "proposal": proposal.pk,
            "reasons_fingerprint": fingerprint_of_words(proposal.closed_because, proposal.salt),
        },
    )
