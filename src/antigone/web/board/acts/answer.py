"""Answer what the board asked for, or take the request back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy.board import bo_07_reasons
from antigone.policy.board_talk import bo_18_still_open
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Enquiry
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record


@transaction.atomic
def answer(*, user: User, enquiry: Enquiry, words: str) -> Enquiry:
    """Give what was asked for, or say where it stands now; with the last answer the board goes on.

    Raises:
        PermissionDenied: the person may not answer in this incident.
        RuleRefused: BO-07 or BO-18 is not met.
    """
    require(user, enquiry.proposal.incident, Permission.ANSWER)
    return _end(user, enquiry, Enquiry.State.ANSWERED, "identification.answered", words)


@transaction.atomic
def take_back(*, user: User, enquiry: Enquiry, words: str) -> Enquiry:
    """Whoever asked no longer needs it, and says why.

    Raises:
        PermissionDenied: somebody else asked, or the person may no longer comment.
        RuleRefused: BO-07 or BO-18 is not met.
    """
    require(user, enquiry.proposal.incident, Permission.COMMENT)
    if user.pk != enquiry.asked_by_id:
        raise PermissionDenied(_("Only the person who asked can take it back."))
    return _end(user, enquiry, Enquiry.State.TAKEN_BACK, "identification.more_taken_back", words)


def _end(user: User, enquiry: Enquiry, state: Enquiry.State, act: str, words: str) -> Enquiry:
    proposal = enquiry.proposal
    lock_pair(proposal.incident, proposal.remains, proposal.missing_person)
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry.pk)
    insist([bo_07_reasons(words), bo_18_still_open(enquiry.is_open)])
    enquiry.state, enquiry.answer = state, words.strip()
    enquiry.ended_by, enquiry.ended_at = user, timezone.now()
    enquiry.full_clean()
    enquiry.save()
    record(
        actor=user.username,
        act=act,
        incident=proposal.incident.slug,
        subject=str(proposal),
        details={
            "enquiry": enquiry.pk,
            "proposal": proposal.pk,
            "words_fingerprint": fingerprint_of_words(enquiry.answer, enquiry.salt),
        },
    )
    return enquiry
