"""Ask for more before a proposal is decided."""

from __future__ import annotations

from django.db import transaction

from antigone.policy.board import bo_07_reasons
from antigone.policy.board_talk import bo_17_asked_of_what_was_seen
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Enquiry, Identification, Proposal
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission, Role
from antigone.web.journal.services import record


@transaction.atomic
def ask_for_more(
    *, user: User, proposal: Proposal, what: str, of_role: Role, seen: str | None = None
) -> Enquiry:
    """Say what is missing, and who by role can give it; until then nobody signs and nobody releases.

    Args:
        seen: the state of the proposal that the asker saw; as given with `proposal` if None.

    Raises:
        PermissionDenied: the person may not comment in this incident.
        RuleRefused: BO-07 or BO-17 is not met.
    """
    require(user, proposal.incident, Permission.COMMENT)
    seen = proposal.state if seen is None else seen
    lock_pair(proposal.incident, proposal.remains, proposal.missing_person)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    stands = Identification.objects.filter(proposal=proposal, stands=True).exists()
    insist([bo_07_reasons(what), bo_17_asked_of_what_was_seen(seen, proposal.state, stands)])
    enquiry = Enquiry(proposal=proposal, asked_by=user, what=what.strip(), of_role=of_role)
    enquiry.full_clean()
    enquiry.save()
    record(
        actor=user.username,
        act="identification.more_asked",
        incident=proposal.incident.slug,
        subject=str(proposal),
        details={
            "enquiry": enquiry.pk,
            "of_role": enquiry.of_role,
            "proposal": proposal.pk,
            "words_fingerprint": fingerprint_of_words(enquiry.what, enquiry.salt),
        },
    )
    return enquiry
