"""What a proposal still needs before it is decided, in sentences."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.policy.board import COMPETENT, SIGNATURES_NEEDED
from antigone.policy.identification import Basis
from antigone.web.board.models import Proposal, Signature


def missing_signatures(proposal: Proposal, signatures: Collection[Signature]) -> int:
    """How many signatures are still needed; 0 where it has ended."""
    return SIGNATURES_NEEDED[proposal.rests_on] - len(signatures) if proposal.is_open else 0


def still_needed(proposal: Proposal, signatures: Collection[Signature]) -> list[str]:
    """How many sign still, and who they have to be; nothing where it has ended."""
    left = missing_signatures(proposal, signatures)
    if left <= 0:
        return []
    count = ngettext("One more signature is needed.", "%(n)d more signatures are needed.", left) % {
        "n": left
    }
    found = [count]
    found += _of_the_last(proposal, signatures) if left == 1 else _of_several(proposal)
    if proposal.rests_on is Basis.COMBINED:
        found.append(_("Each signer says why in words of their own."))
    return found


def _of_the_last(proposal: Proposal, signatures: Collection[Signature]) -> list[str]:
    found = []
    roles = {one.role for one in signatures}
    if not roles & COMPETENT[proposal.rests_on]:
        found.append(_the_competent(proposal.rests_on))
    elif len(roles) == 1:
        role = next(iter(signatures)).role_in_words
        found.append(_("It has to be of somebody in another role than this: %s.") % role)
    agencies = {one.agency for one in signatures}
    if proposal.incident.two_agencies and len(agencies) == 1:
        found.append(_("It has to be of another agency than this: %s.") % agencies.pop())
    return found


def _the_competent(basis: Basis) -> str:
    if basis is Basis.DNA:
        return _("It has to be a geneticist’s, because the identification rests on DNA.")
    return _("It has to be a geneticist’s or an odontologist’s.")


def _of_several(proposal: Proposal) -> list[str]:
    found = [
        _("The signers act in two roles at least, and one of them is a geneticist.")
        if proposal.rests_on is Basis.DNA
        else _("The signers act in two roles at least; one is a geneticist or an odontologist.")
    ]
    if proposal.incident.two_agencies:
        found.append(_("They are of two agencies at least."))
    return found
