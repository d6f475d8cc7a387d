"""Write a note on a proposal."""

from __future__ import annotations

from django.db import transaction

from antigone.policy.board import bo_07_reasons
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Comment, Proposal
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record


@transaction.atomic
def comment(*, user: User, proposal: Proposal, words: str) -> Comment:
    """Note what was seen, is doubted, or is to be considered; it stays for good, whatever is decided.

    Raises:
        PermissionDenied: the person may not comment in this incident.
        RuleRefused: BO-07 is not met.
    """
    require(user, proposal.incident, Permission.COMMENT)
    lock_pair(proposal.incident, proposal.remains, proposal.missing_person)
    insist([bo_07_reasons(words)])
    note = Comment(proposal=proposal, written_by=user, words=words.strip())
    note.full_clean()
    note.save()
    record(
        actor=user.username,
        act="identification.commented",
        incident=proposal.incident.slug,
        subject=str(proposal),
        details={
            "comment": note.pk,
            "proposal": proposal.pk,
            "words_fingerprint": fingerprint_of_words(note.words, note.salt),
        },
    )
    return note
