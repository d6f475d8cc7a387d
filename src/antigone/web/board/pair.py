"""What the board has to say on the page of a pair: rules, what stands, what may be done next."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.policy.board import bo_08_one_open_proposal, bo_14_breaks_explained
from antigone.policy.findings import Finding, hindrances_first
from antigone.policy.identification import (
    Basis,
    Evidence,
    findings,
    id_01_primary_identifier,
)
from antigone.web.board.custody import breaks_of_pair, unexplained
from antigone.web.board.evidence import evidence_of_run
from antigone.web.board.forms import WordsForm
from antigone.web.board.models import Exclusion, Identification, Proposal
from antigone.web.board.standing import decisions_about, open_proposals_of
from antigone.web.incidents.access import Visitor, permissions_of
from antigone.web.incidents.roles import Permission
from antigone.web.matching.models import Run
from antigone.web.records.models import MissingPerson, Remains


@dataclass(frozen=True)
class PairActions:
    """All that the partial `board/_pair_actions.html` shows."""

    findings: tuple[Finding, ...]
    proposals: list[Proposal]
    identification: Identification | None
    exclusion: Exclusion | None
    may_propose: bool
    may_exclude: bool
    decided: tuple[str, ...]
    may_be_combined: bool
    form: WordsForm

    @property
    def unmet(self) -> tuple[Finding, ...]:
        """What stands against a proposal."""
        return tuple(finding for finding in self.findings if not finding.met)


def pair_actions(
    user: Visitor,
    run: Run,
    remains: Remains,
    missing_person: MissingPerson,
    basis: Basis = Basis.DNA,
) -> PairActions:
    """The state of a pair before the board, for this person.

    Args:
        basis: on what an identification is to rest; a link to the other one is offered where DNA alone
            does not reach the threshold and all evidence together does.
    """
    permissions = permissions_of(user, run.incident)
    pair = {"remains": remains, "missing_person": missing_person}
    evidence = evidence_of_run(run, remains, missing_person, basis)
    rules = (
        *findings(evidence),
        bo_08_one_open_proposal(open_proposals_of(remains, missing_person)),
        bo_14_breaks_explained(unexplained(breaks_of_pair(remains, missing_person))),
    )
    return PairActions(
        findings=hindrances_first(rules),
        proposals=list(Proposal.objects.filter(**pair).select_related(*pair, "proposed_by")),
        identification=Identification.objects.filter(**pair, stands=True).first(),
        exclusion=Exclusion.objects.filter(**pair, stands=True).first(),
        may_propose=Permission.PROPOSE in permissions,
        may_exclude=Permission.EXCLUDE in permissions,
        decided=decisions_about(remains, missing_person),
        may_be_combined=_may_be_combined(evidence),
        form=WordsForm(auto_id="id_propose_%s"),
    )


def _may_be_combined(evidence: Evidence) -> bool:
    """Whether DNA alone does not reach the threshold, and all evidence together may (ID-12)."""
    of_all = (evidence.combined_posterior, evidence.combined_at_lower_odds)
    reached = all(value is not None and value >= evidence.threshold for value in of_all)
    return reached and not id_01_primary_identifier(evidence).met
