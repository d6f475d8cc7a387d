"""Withdraw one's own proposal."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from antigone.policy.board import bo_04_open
from antigone.web.accounts.models import User
from antigone.web.board.acts.close import close
from antigone.web.board.acts.sign import signing_of
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission


@transaction.atomic
def withdraw(*, user: User, proposal: Proposal, reasons: str) -> Proposal:
    """The proposer takes the proposal back; anybody else who doubts it refuses to sign.

    Raises:
        PermissionDenied: the person did not propose it, or may no longer propose.
        RuleRefused: BO-04 or BO-07 is not met.
    """
    require(user, proposal.incident, Permission.PROPOSE)
    if user.pk != proposal.proposed_by_id:
        raise PermissionDenied(_("Only the person who proposed it can withdraw it."))
    lock_pair(proposal.incident, proposal.remains, proposal.missing_person)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    insist([bo_04_open(signing_of(user, proposal, has_read=False))])
    state = Proposal.State.WITHDRAWN
    close(
        user=user, proposal=proposal, state=state, act="identification.withdrawn", reasons=reasons
    )
    return proposal
