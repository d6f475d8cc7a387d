"""Refuse to sign: the proposal goes back with a reason."""

from __future__ import annotations

from django.db import transaction

from antigone.policy.board import bo_01_proposer_does_not_sign, bo_04_open
from antigone.web.accounts.models import User
from antigone.web.board.acts.close import close
from antigone.web.board.acts.sign import signing_of
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission


@transaction.atomic
def refuse(*, user: User, proposal: Proposal, reasons: str) -> Proposal:
    """A person who may sign declines, for all.

    Raises:
        PermissionDenied: the person may not sign in this incident.
        RuleRefused: BO-01 (the proposer withdraws instead), BO-04 or BO-07 is not met.
    """
    require(user, proposal.incident, Permission.SIGN)
    lock_pair(proposal.incident, proposal.remains, proposal.missing_person)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    signing = signing_of(user, proposal, has_read=False)
    insist([bo_01_proposer_does_not_sign(signing), bo_04_open(signing)])
    state = Proposal.State.REFUSED
    close(user=user, proposal=proposal, state=state, act="identification.refused", reasons=reasons)
    return proposal
