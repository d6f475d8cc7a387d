"""What a run found about a pair: read from its results, or from what was frozen with a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from antigone.evidence.likelihood_ratio import Line
from antigone.policy.identification import Basis
from antigone.provenance import JsonValue
from antigone.web.board.documents import number_from_word
from antigone.web.board.models import Proposal
from antigone.web.matching.evidence import frozen_pair
from antigone.web.matching.models import Run
from antigone.web.matching.pair_lines import weighed_evidence
from antigone.web.matching.results import Block, Combined, RunResults
from antigone.web.records.assemble import NoLongerCovered
from antigone.words import said_of_json

LOWER_ODDS = 0.1
"""The factor on the prior odds of every pair under which ID-12 has to hold as well."""


@dataclass(frozen=True)
class Found:
    """What a run found about a pair; it is frozen with a proposal."""

    log10_lr: float | None
    posterior: float | None
    error: float | None
    prior: str
    family_consistent: bool
    ambiguities: tuple[str, ...]
    combined_posterior: float | None
    other_log10_lr: float | None
    basis: Basis = Basis.DNA
    combined_error: float | None = None
    combined_at_lower_odds: float | None = None
    teeth_log10_lr: float | None = None


def found_in_run(run: Run, remains: str, missing: str, basis: Basis) -> Found:
    """What the results of a run say of a pair.

    Args:
        remains, missing: their numbers.
        basis: teeth are weighed anew only where all evidence together is to decide.

    Raises:
        NoResults: the run is not done.
        KeyError: the pair was not part of the run.
    """
    results = RunResults(run)
    pair = results.candidate(remains, missing)
    combined = results.combined
    together = basis is Basis.COMBINED and combined is not None
    open_groups = combined.unsettled if together and combined else results.unsettled
    return Found(
        log10_lr=pair.log10_lr,
        posterior=pair.posterior,
        error=_error(results.block_of(remains)),
        prior=results.prior or _prior_of(run),
        family_consistent=pair.family not in results.inconsistent_families,
        ambiguities=tuple(
            group.in_words
            for group in open_groups
            if remains in group.remains and missing in group.missing
        ),
        combined_posterior=combined.least(remains, missing) if combined else None,
        other_log10_lr=results.other_log10_lr(remains, missing),
        basis=basis,
        combined_error=_error(combined.block_of(remains)) if combined else None,
        combined_at_lower_odds=_at_lower_odds(combined, remains, missing),
        teeth_log10_lr=teeth_of(run, remains, missing) if together else None,
    )


def found_then(proposal: Proposal) -> Found:
    """The same as it was frozen with a proposal, in whichever form."""
    frozen = proposal.evidence
    return Found(
        log10_lr=number_from_word(frozen["log10_lr"]),
        posterior=number_from_word(frozen["posterior"]),
        error=_frozen_error(frozen),
        prior=frozen_prior(frozen, proposal.run),
        family_consistent=bool(frozen["family_consistent"]),
        ambiguities=_texts(frozen, "ambiguities"),
        combined_posterior=number_from_word(frozen.get("combined_posterior")),
        other_log10_lr=number_from_word(frozen.get("other_log10_lr")),
        basis=proposal.rests_on,
        combined_error=number_from_word(frozen.get("combined_error")),
        combined_at_lower_odds=number_from_word(frozen.get("combined_at_lower_odds")),
        teeth_log10_lr=number_from_word(frozen.get("teeth_log10_lr")),
    )


def _at_lower_odds(combined: Combined | None, remains: str, missing: str) -> float | None:
    """The posterior from all evidence where every pair had a tenth of its prior odds, less its error."""
    if combined is None or LOWER_ODDS not in combined.sensitivity:
        return None
    error = _error(combined.block_of(remains)) or 0.0
    return max(0.0, combined.sensitivity[LOWER_ODDS].get(remains, {}).get(missing, 0.0) - error)


def teeth_of(run: Run, remains: str, missing: str) -> float | None:
    """log10 LR of the teeth of a pair, weighed anew from the frozen inputs; None: none, or not readable."""
    try:
        pair = frozen_pair(run, remains, missing)
        if pair is None:
            return None
        fused, _place = weighed_evidence(run.incident, pair).of_pair(pair.remains.id, pair.missing)
    except NoLongerCovered:
        return None
    return fused.log10_of(Line.TEETH)


def _frozen_error(frozen: Mapping[str, JsonValue]) -> float | None:
    """The error as frozen; evidence in the form of version 1 says only whether it was exact."""
    if "error" in frozen:
        return number_from_word(frozen["error"])
    return 0.0 if frozen["exact"] else None


def _prior_of(run: Run) -> str:
    return said_of_json(run.assumptions.get("prior", ""))


def frozen_prior(frozen: Mapping[str, JsonValue], run: Run) -> str:
    """As it was frozen, with its parts where the run still has them."""
    prior = _prior_of(run)
    return prior if prior == frozen["prior"] else str(frozen["prior"])


def _error(block: Block | None) -> float | None:
    """Proved bound of the error of these marginals; None: an estimate, or no joint view."""
    return None if block is None else block.error


def _texts(frozen: Mapping[str, JsonValue], name: str) -> tuple[str, ...]:
    return tuple(str(text) for text in cast("list[JsonValue]", frozen[name]))
