"""One joint posterior over who may be whom, from DNA alone and from all evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from antigone.evidence.tables import Tables
from antigone.genetics.elimination import EliminationTooLarge
from antigone.reconcile.configurations import JointRefused
from antigone.reconcile.family_choices import (
    LEAST_LOG10_WEIGHT,
    FamilyChoices,
    choices_of_families,
    refuse_impossible_remains,
)
from antigone.reconcile.graph import GraphPosterior, Part, posterior_of_graph
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.other_evidence import other_evidence
from antigone.reconcile.packing import Choice, PackingTooLarge
from antigone.reconcile.pairwise import (
    families_at_markers,
    inconsistent_families,
    pairwise_log10_lr,
)
from antigone.reconcile.priors import ListKind, Prior, flat
from antigone.reconcile.results import (
    Assignment,
    JointBlock,
    JointPosterior,
    Marginals,
    OtherEvidence,
    PairwiseLr,
    Reconciliation,
    Standing,
)
from antigone.words import in_a_row, said, told

SENSITIVITY = (0.1, 10.0)
"""Factors on the prior odds of every pair with which the joint posterior is repeated."""

BELOW_ROUNDING = 1e-15
"""A bound of the error below this cannot be seen in a double: the block counts as exact."""

MOST_DENSE = 100_000
"""Pairs up to which marginals hold every person; above, only those of positive probability."""

Progress = Callable[[str, int, int], None]

_LN10 = math.log(10.0)


def reconcile(
    incident: DviIncident,
    *,
    best: int = 10,
    pairwise_only: bool = False,
    progress: Progress | None = None,
    prior: Prior | None = None,
    fixed: Mapping[str, str] | None = None,
    tables: Tables | None = None,
    pairwise: PairwiseLr | None = None,
    least_log10_weight: float = LEAST_LOG10_WEIGHT,
) -> Reconciliation:
    """Compare all remains with all missing persons, in pairs and jointly.

    Families are independent given the assignment, so assignments are never enumerated across
    families: each family has its configurations, and the sum goes over packings of these.

    Args:
        incident: remains, families and markers, and records where there are any.
        best: how many of the best assignments to report.
        pairwise_only: leave the joint posterior out.
        progress: called with the stage in words, what is done and what there is to do.
        prior: over assignments; flat where None.
        fixed: identifications that are signed, remains to person: they stand, and their DNA speaks for
            the rest of the family.
        tables: error rates and frequencies of the evidence besides DNA; the packaged ones where None.
        pairwise: log10 LR of all pairs, where the caller has them already.
        least_log10_weight: configurations of a family whose DNA is less probable are left out, by a
            bound; minus infinity keeps all.

    Returns:
        Pairwise log10 LR; the joint posterior, or in words why there is none.
    """
    tell = progress or _silent
    families = families_at_markers(incident)
    inconsistent = inconsistent_families(incident, families)
    if pairwise is None:
        pairwise = pairwise_log10_lr(
            incident, families, lambda done, all_: tell("pairs", done, all_)
        )
    other = other_evidence(incident, tables, lambda done, all_: tell("other evidence", done, all_))
    joint, combined, refusal = None, None, None
    if not pairwise_only:
        try:
            refuse_impossible_remains(incident, families, inconsistent)
            chosen = prior or flat()
            found = choices_of_families(
                incident,
                families,
                pairwise,
                inconsistent,
                fixed or {},
                tell,
                least_log10_weight=least_weight(incident, chosen, least_log10_weight),
                gain=_Extra(other).gain,
            )
            joint = joint_posterior(incident, found, chosen, best=best, progress=tell)
            if other is not None:
                combined = joint_posterior(
                    incident, found, chosen, other=other, best=best, progress=tell
                )
        except (JointRefused, PackingTooLarge, EliminationTooLarge) as error:
            joint, refusal = None, told(error)
    return Reconciliation(pairwise, joint, refusal, inconsistent, incident.notices, other, combined)


def least_weight(incident: DviIncident, prior: Prior, asked: float) -> float:
    """Nothing is left out where remains must be somebody: "nobody" is then no alternative."""
    free = all(may_be_nobody(incident, r.id) for r in incident.remains)
    return asked if free and prior.kind is not ListKind.CLOSED else -math.inf


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def joint_posterior(
    incident: DviIncident,
    families: Sequence[FamilyChoices],
    prior: Prior,
    *,
    other: OtherEvidence | None = None,
    best: int = 10,
    progress: Progress | None = None,
    sensitivity: Sequence[float] = SENSITIVITY,
) -> JointPosterior:
    """The posterior over whole assignments of families whose configurations are weighed.

    Args:
        incident: remains and pairings.
        families: their configurations with DNA weights, see `choices_of_families`.
        prior: over assignments.
        other: evidence besides DNA, added pair by pair; place and time with it.
        best: how many of the best assignments to report.
        progress: called with the stage, what is done and what there is to do.
        sensitivity: factors on the prior odds of every pair for which marginals are given beside.

    Raises:
        JointRefused: no assignment is possible that prior and pairings allow.
        PackingTooLarge: remains that must be somebody compete in too large a group.
    """
    extra = _Extra(other)
    tell = progress or _silent
    graph = _graph(incident, families, prior, extra, best, tell)
    marginals = _marginals(incident, families, graph)
    varied = {} if prior.kind is ListKind.CLOSED else {f: prior.times(f) for f in sensitivity}
    return JointPosterior(
        tuple(_assignments(incident, families, graph, prior, extra)),
        marginals,
        prior.words,
        tuple(_block(incident, families, part, prior) for part in graph.parts if part.items),
        {
            factor: _marginals(
                incident,
                families,
                _graph(incident, families, other_prior, extra, 1, tell),
                most_dense=0,
            )
            for factor, other_prior in varied.items()
        },
    )


class _Extra:
    """log10 of the other evidence and of place and time, by pair."""

    def __init__(self, other: OtherEvidence | None) -> None:
        """Nothing is added where there is no other evidence."""
        self._values = None if other is None else other.log10_lr + other.log10_prior
        self._rows = {} if other is None else {r: i for i, r in enumerate(other.remains)}
        self._columns = {} if other is None else {m: j for j, m in enumerate(other.missing)}

    def gain(self, person: str, remains: str) -> float:
        """What a pair may gain, at least 0."""
        if self._values is None:
            return 0.0
        return max(0.0, float(self._values[self._rows[remains], self._columns[person]]))

    def of_all(self, remains: Mapping[str, str]) -> float:
        """Sum over the pairs of a configuration (person to remains)."""
        if self._values is None:
            return 0.0
        return math.fsum(
            self._values[self._rows[r], self._columns[person]] for person, r in remains.items()
        )


def _graph(
    incident: DviIncident,
    families: Sequence[FamilyChoices],
    prior: Prior,
    extra: _Extra,
    best: int,
    tell: Progress,
) -> GraphPosterior:
    graph = posterior_of_graph(
        packing_blocks(incident, families, prior, extra.of_all),
        len(incident.remains),
        required=required_remains(incident, families, prior),
        best=best,
        rng=np.random.default_rng(0),
        progress=lambda done, total: tell("joint posterior", done, total),
    )
    if graph.log_sum == -math.inf:
        raise JointRefused(said("no assignment is possible that the pairings allow"))
    return graph


def packing_blocks(
    incident: DviIncident,
    families: Sequence[FamilyChoices],
    prior: Prior,
    log10_extra: Callable[[Mapping[str, str]], float],
) -> list[tuple[Choice, ...]]:
    """What each family may choose, as packings take it: remains by their place, natural log weights.

    Args:
        incident: the remains.
        families: their configurations, in the order of the result.
        prior: odds of every pair.
        log10_extra: of a configuration, what other evidence adds.
    """
    place = {r.id: i for i, r in enumerate(incident.remains)}
    return [
        tuple(
            Choice(
                tuple(place[r] for r in c.remains.values()),
                (c.log10_weight + prior.log10_odds * len(c.remains) + log10_extra(c.remains))
                * _LN10,
            )
            for c in family.free
        )
        for family in families
    ]


def required_remains(
    incident: DviIncident, families: Sequence[FamilyChoices], prior: Prior
) -> frozenset[int]:
    """Places of the remains that must be somebody, by the prior or by the file's pairings."""
    taken = {r for family in families for r in family.fixed.values()}
    return frozenset(
        place
        for place, r in enumerate(incident.remains)
        if r.id not in taken
        and (prior.kind is ListKind.CLOSED or not may_be_nobody(incident, r.id))
    )


def may_be_nobody(incident: DviIncident, remains: str) -> bool:
    """Whether the file's pairings let these remains be none of the persons sought."""
    return incident.pairings is None or None in incident.pairings.get(remains, (None,))


def _marginals(
    incident: DviIncident,
    families: Sequence[FamilyChoices],
    graph: GraphPosterior,
    *,
    most_dense: int = MOST_DENSE,
) -> Marginals:
    """By remains the probability of persons; of every person where the pairs are not too many."""
    people = [m for family in families for m in family.missing]
    dense = len(incident.remains) * len(people) <= most_dense
    order = set(people)
    every: dict[str | None, float] = {}
    if dense:
        every = {m: 0.0 for m in incident.missing if m in order}
    marginals: dict[str, dict[str | None, float]] = {
        r.id: {**every, None: float(unused)}
        for r, unused in zip(incident.remains, graph.unused, strict=True)
    }
    for family, masses in zip(families, graph.choices, strict=True):
        for configuration, mass in zip(family.free, masses.tolist(), strict=True):
            for person, remains in configuration.remains.items():
                row = marginals[remains]
                row[person] = row.get(person, 0.0) + mass
        for person, remains in family.fixed.items():
            marginals[remains][person] = 1.0
            marginals[remains][None] = 0.0
    return marginals


def _assignments(
    incident: DviIncident,
    families: Sequence[FamilyChoices],
    graph: GraphPosterior,
    prior: Prior,
    extra: _Extra,
) -> Iterable[Assignment]:
    fixed = sum(
        f.log10_fixed + prior.log10_odds * len(f.fixed) + extra.of_all(f.fixed) for f in families
    )
    for path, log_weight in graph.best:
        persons = {
            r: person
            for family, choice in zip(families, path, strict=True)
            for person, r in {**family.free[choice].remains, **family.fixed}.items()
        }
        yield Assignment(
            {r.id: persons.get(r.id) for r in incident.remains},
            log_weight / _LN10 + fixed,
            math.exp(log_weight - graph.log_sum),
        )


def _block(
    incident: DviIncident,
    families: Sequence[FamilyChoices],
    part: Part,
    prior: Prior,
) -> JointBlock:
    here = [families[b] for b in part.blocks]
    remains = tuple(incident.remains[i].id for i in part.items)
    names = tuple(family.name for family in here)
    narrowed = [family.name for family in here if family.narrowed]
    if narrowed:
        how = said(
            "only the best candidates of {families} were weighed together",
            families=in_a_row(narrowed),
        )
        return JointBlock(remains, names, Standing.ESTIMATE, math.nan, how)
    # A configuration left out anywhere might have used remains of this block.
    left_out = math.fsum(_bound_of_dropped(family, prior) for family in families)
    if left_out < BELOW_ROUNDING:
        return JointBlock(remains, names, part.standing, part.error, _how(part))
    standing = Standing.CERTIFIED if part.standing is Standing.EXACT else part.standing
    how = said(
        "{how}; improbable configurations of single families left out, by their weight",
        how=_how(part),
    )
    return JointBlock(remains, names, standing, part.error + left_out, how)


def _bound_of_dropped(family: FamilyChoices, prior: Prior) -> float:
    """A configuration is no more probable than its weight: the sum of all that were left out."""
    return math.fsum(
        10.0 ** min(300.0, log10_total + k * prior.log10_odds)
        for k, log10_total in family.log10_dropped.items()
    )


def _how(part: Part) -> str:
    if part.standing is Standing.EXACT:
        return said("every assignment summed")
    aside = said(
        "{set_aside} of {rivals} configurations set aside",
        set_aside=f"{part.set_aside:,}",
        rivals=f"{part.rivals:,}",
    )
    if part.standing is Standing.CERTIFIED:
        return said("{aside}, by a proved bound", aside=aside)
    return said("sampled; {aside}", aside=aside) if part.set_aside else said("sampled")
