"""Who else came into question, what was excluded, and what other assumptions would have given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from antigone.web.board.models import Exclusion, Identification
from antigone.web.matching.assumptions import prior_of, set_aside_of
from antigone.web.matching.models import Run
from antigone.web.matching.pair_posterior import Both, PairPosterior, pair_posterior
from antigone.web.matching.results import RunResults
from antigone.web.matching.shown import shown_results

MOST_OTHER_RUNS = 5


@dataclass(frozen=True)
class OtherRun:
    """The same pair in another run.

    Args:
        probability: of the pair; both None where it has no joint posterior.
        leaves_signed_out: whether it set signed identifications aside, to see what would be without.
    """

    run: Run
    prior: str
    leaves_signed_out: bool
    probability: Both


@dataclass(frozen=True)
class Alternatives:
    """What speaks for somebody else.

    Args:
        posterior: rivals and sensitivity in the run of the decision; None where it is not there.
        excluded: standing exclusions of these remains, or of this person.
        runs: the newest other runs that compared the pair.
    """

    posterior: PairPosterior | None
    excluded: Sequence[Exclusion]
    runs: tuple[OtherRun, ...]


def alternatives_of(decision: Identification, results: RunResults | None) -> Alternatives:
    """All of this.

    Args:
        results: of the run of the decision, as far as they may be shown with the pair; None: not.
    """
    pair = decision.remains.number, decision.missing_person.number
    posterior = None if results is None else pair_posterior(results, results.candidate(*pair))
    rows = Exclusion.objects.filter(
        Q(remains=decision.remains) | Q(missing_person=decision.missing_person),
        incident=decision.incident,
        stands=True,
    )
    found = rows.select_related("remains", "missing_person", "excluded_by")
    return Alternatives(posterior, list(found), tuple(_other_runs(decision)))


def _other_runs(decision: Identification) -> list[OtherRun]:
    """At most so many: the results of a run are large."""
    rows = Run.objects.filter(incident=decision.incident, status=Run.Status.DONE)
    rows = rows.exclude(pk=decision.proposal.run_id).select_related("incident")
    pair = decision.remains.number, decision.missing_person.number
    found = []
    for run in rows.order_by("-pk")[:MOST_OTHER_RUNS]:
        results = shown_results(run)
        try:
            candidate = results.candidate(*pair)
        except KeyError:
            continue
        combined = results.combined
        of_all = combined.marginals.get(pair[0], {}).get(pair[1]) if combined else None
        found.append(
            OtherRun(
                run, prior_of(run).words, bool(set_aside_of(run)), Both(candidate.posterior, of_all)
            )
        )
    return found


def nobody_else(posterior: PairPosterior) -> str:
    """A sentence where nobody else comes into question; "" where somebody does."""
    if len(posterior.persons) > 1 or len(posterior.remains) > 1:
        return ""
    return _("No other person sought, and no other remains, come above 0.000001.")
