"""What a meeting looks at when it talks about a case, and what changes while it does."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.policy import board as board_rules
from antigone.policy import meetings as rules
from antigone.policy.findings import Finding, hindrances_first
from antigone.policy.identification import Evidence, findings
from antigone.web.accounts.models import User
from antigone.web.board.acts.sign import signing_of
from antigone.web.board.custody import breaks_of_pair, unexplained
from antigone.web.board.evidence import evidence_today
from antigone.web.board.models import Comment, Enquiry, Identification, Proposal, Signature
from antigone.web.board.needed import still_needed
from antigone.web.board.rivals import Rivals, rivals_of
from antigone.web.matching.shown import shown_results
from antigone.web.meetings.models import Attendance
from antigone.web.meetings.outcomes import Listed
from antigone.web.meetings.sitting import signer_of


@dataclass(frozen=True)
class CaseAtHand:
    """What was found out about a pair, as the record stands today.

    Args:
        proposal: which case.
        evidence: its totals.
        rules: what has to hold before anybody signs, unmet first; none where it has ended.
        rivals: who else comes into question.
    """

    proposal: Proposal
    evidence: Evidence
    rules: tuple[Finding, ...]
    rivals: Rivals

    @property
    def hindrances(self) -> list[Finding]:
        """What stands against it."""
        return [rule for rule in self.rules if not rule.met]


def case_at_hand(proposal: Proposal, user: User) -> CaseAtHand:
    """The case, for the session's page."""
    evidence = evidence_today(proposal)
    return CaseAtHand(
        proposal=proposal,
        evidence=evidence,
        rules=_rules(proposal, evidence, user) if proposal.is_open else (),
        rivals=rivals_of(
            shown_results(proposal.run), proposal.remains.number, proposal.missing_person.number
        ),
    )


def _rules(proposal: Proposal, evidence: Evidence, user: User) -> tuple[Finding, ...]:
    custody = breaks_of_pair(proposal.remains, proposal.missing_person)
    asked = board_rules.bo_13_nothing_asked(signing_of(user, proposal, has_read=True))
    explained = board_rules.bo_14_breaks_explained(unexplained(custody))
    return hindrances_first((*findings(evidence), asked, explained))


@dataclass(frozen=True)
class Live:
    """What may change while the meeting talks about an item: a page asks for it every few seconds.

    Args:
        listed: the item, with what has come of it.
        needed: what is still needed before a decision, in words.
        can_sign: those present against whose signature no rule on signers stands.
        is_enough: those present could decide it.
    """

    listed: Listed
    signatures: tuple[Signature, ...] = ()
    comments: tuple[Comment, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    needed: tuple[str, ...] = ()
    can_sign: tuple[Attendance, ...] = ()
    is_enough: bool = False
    identification: Identification | None = None


def live(listed: Listed, user: User, present: list[Attendance]) -> Live:
    """The state of an item now."""
    proposal = listed.item.proposal
    if proposal is None:
        return Live(listed)
    signatures = tuple(proposal.signatures.all())
    signing = signing_of(user, proposal, has_read=True)
    members = [row for row in present if row.may_sign]
    able = set(rules.could_sign(signing, map(signer_of, members)))
    return Live(
        listed,
        signatures=signatures,
        comments=tuple(proposal.comments.select_related("written_by")),
        enquiries=tuple(proposal.enquiries.select_related("asked_by", "ended_by")),
        needed=tuple(still_needed(proposal, signatures)),
        can_sign=tuple(row for row in members if signer_of(row) in able),
        is_enough=rules.could_complete(signing, map(signer_of, members)),
        identification=getattr(proposal, "identification", None),
    )
