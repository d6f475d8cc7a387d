"""What speaks for a pair and what against, who competes, and why it is undecided: in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from antigone.evidence.likelihood_ratio import Line
from antigone.genetics.mutation import NO_MUTATION
from antigone.reconcile.ambiguity import ambiguities
from antigone.reconcile.explain_group import (
    GroupAssignment,
    GroupExplanation,
    explanation_of_group,
    explanations_of_groups,
)
from antigone.reconcile.explain_words import (
    NOBODY,
    lacking_log10_lr,
    lr_in_words,
    posterior_in_words,
)
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.other_evidence import IncidentEvidence
from antigone.reconcile.pairwise import markers_of_pair, sexes_agree
from antigone.reconcile.results import JointPosterior, Marginals, Reconciliation, Standing
from antigone.units import verbal_support
from antigone.words import counted, in_a_row, said, sentences

__all__ = [
    "GroupAssignment",
    "GroupExplanation",
    "PairExplanation",
    "explanation_of_group",
    "explanation_of_pair",
    "explanations_of_groups",
]

LEAST_LOG10_LR = 0.1
"""Lines of evidence that say less are not told: an LR below 1.26."""

MOST_MARKERS = 3
"""Markers of one kind that are named."""

LEAST_POSTERIOR = 0.001
"""Less probable competitors are not told."""


_LINES = {
    Line.SEX: said("Sex"),
    Line.AGE: said("Age"),
    Line.STATURE: said("Stature"),
    Line.EYES: said("Eyes"),
    Line.HAIR: said("Hair"),
    Line.HANDEDNESS: said("Handedness"),
    Line.TEETH: said("Teeth"),
    Line.MARKS: said("Marks"),
    Line.IMPLANTS: said("Implants"),
    Line.MEDICAL: said("Medical"),
    Line.EFFECTS: said("Effects"),
    Line.DOCUMENTS: said("Documents"),
    Line.NAMES: said("Names"),
}


@dataclass(frozen=True, slots=True)
class PairExplanation:
    """What the evidence says of "these remains are this person", in plain sentences, strongest first.

    Args:
        speaks_for, speaks_against: lines of evidence, DNA among them; place and time last.
        competing: whom else the remains may be, which other remains the person may be, what is signed.
        undecided_because: why the pair does not reach the board's threshold; None where it does.
    """

    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    competing: tuple[str, ...]
    undecided_because: str | None


def explanation_of_pair(
    incident: DviIncident,
    result: Reconciliation,
    remains: str,
    missing: str,
    *,
    threshold: float,
    evidence: IncidentEvidence | None = None,
    signed: Mapping[str, str] | None = None,
    least_log10_lr: float = LEAST_LOG10_LR,
) -> PairExplanation:
    """What speaks for a pair, what against, who competes.

    The DNA is compared anew, marker by marker; of the result only the joint posteriors are read, and
    which families are inconsistent.

    Args:
        incident: what was compared.
        result: what was found.
        remains, missing: the pair.
        threshold: least posterior with which the board identifies.
        evidence: of the incident, where the caller has it already.
        signed: identifications that stand, remains to person.
        least_log10_lr: lines of evidence that say less are left out.

    Raises:
        KeyError: there are no such remains, or no such person.
    """
    known = {r.id: r for r in incident.remains}[remains]
    family = {m: f for f in incident.families for m in f.missing}[missing]
    every = [*_dna(incident, known, family, missing)]
    every += _other(evidence or IncidentEvidence(incident), remains, missing)
    told = [one for one in every if one.strength >= least_log10_lr]
    told.sort(key=lambda one: (one.is_prior, -one.strength))
    silent = [one.words for one in every if one.is_dna and one.strength < least_log10_lr]
    reason = _undecided(result, family, remains, missing, threshold)
    return PairExplanation(
        tuple(one.words for one in told if one.speaks_for),
        tuple(one.words for one in told if not one.speaks_for),
        tuple(_competing(result, remains, missing, signed or {})),
        None if reason is None else sentences((*silent, reason)),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence with its strength, log10; DNA that says too little is told with what is undecided."""

    words: str
    speaks_for: bool
    strength: float
    is_dna: bool = False
    is_prior: bool = False


def _dna(incident: DviIncident, remains: Remains, family: Family, missing: str) -> Iterator[_Said]:
    if not sexes_agree(remains, family, missing):
        yield _Said(said("The recorded sexes differ."), False, math.inf)
        return
    pair = replace(
        incident, remains=(remains,), families=(family,), pairings=None, order_of_missing=()
    )
    by_marker = {m.marker: m.log10_lr for m in markers_of_pair(pair, remains.id, missing)}
    if any(math.isnan(log10_lr) for log10_lr in by_marker.values()):
        words = said(
            "Family {family} is impossible on its own DNA: check its samples and pedigree.",
            family=family.name,
        )
        yield _Said(words, False, math.inf)
        return
    compared = {m: x for m, x in by_marker.items() if _typed_on_both_sides(m, remains, family)}
    excluding = [m for m, log10_lr in compared.items() if log10_lr == -math.inf]
    if excluding:
        words = said(
            "DNA excludes the pair at {excluding}; {markers} compared.",
            excluding=in_a_row(excluding),
            markers=_markers(compared),
        )
        yield _Said(words, False, math.inf)
    elif not compared:
        yield _Said(said("No DNA marker is typed on both sides."), False, 0.0, is_dna=True)
    else:
        total = math.fsum(compared.values())
        words = said(
            "DNA: {log10_lr}, {support}; {markers} compared.",
            log10_lr=lr_in_words(total),
            support=said(verbal_support(total)),
            markers=_markers(compared),
        )
        yield _Said(words, total > 0.0, abs(total), is_dna=True)
        ways = _fit_only_by(pair, missing, compared)
        for way in dict.fromkeys(ways.values()):
            here = {m: compared[m] for m in ways if ways[m] == way}
            words = said(
                "DNA at {markers} fits only {way}; counted in the DNA.",
                markers=_weakest(here),
                way=way,
            )
            yield _Said(words, False, abs(min(here.values())))


def _typed_on_both_sides(marker: str, remains: Remains, family: Family) -> bool:
    return marker in remains.profile and any(marker in p for p in family.profiles.values())


def _markers(compared: Collection[str]) -> str:
    return counted("{number} marker", "{number} markers", len(compared))


def _weakest(log10_lr: Mapping[str, float]) -> str:
    """Markers with their log10 LR, the least first; of many, how many more there are."""
    order = sorted(log10_lr, key=lambda marker: log10_lr[marker])
    named = in_a_row([f"{m} ({lr_in_words(log10_lr[m])})" for m in order[:MOST_MARKERS]])
    more = len(order) - MOST_MARKERS
    if more <= 0:
        return named
    return counted(
        "{named} and {number} more markers",
        "{named} and {number} more markers",
        more,
        named=named,
    )


def _fit_only_by(pair: DviIncident, missing: str, compared: Collection[str]) -> Mapping[str, str]:
    """The markers that would exclude the pair if nothing mutated and every allele showed, and why not."""
    neither = _excluding(_without_mutation(_without_loss(pair)), missing) & set(compared)
    if not neither:
        return {}
    no_mutation = _excluding(_without_mutation(pair), missing)
    no_loss = _excluding(_without_loss(pair), missing)
    ways = {
        (True, False): said("by a mutation"),
        (False, True): said("if the sample of the remains lost or gained an allele"),
        (True, True): said(
            "by a mutation, and if the sample of the remains lost or gained an allele"
        ),
        (False, False): said(
            "by a mutation, or if the sample of the remains lost or gained an allele"
        ),
    }
    return {m: ways[m in no_mutation, m in no_loss] for m in compared if m in neither}


def _excluding(pair: DviIncident, missing: str) -> set[str]:
    found = markers_of_pair(pair, pair.remains[0].id, missing)
    return {m.marker for m in found if m.log10_lr == -math.inf}


def _without_mutation(pair: DviIncident) -> DviIncident:
    markers = tuple(
        replace(m, mutation_female=NO_MUTATION, mutation_male=NO_MUTATION) for m in pair.markers
    )
    return replace(pair, markers=markers)


def _without_loss(pair: DviIncident) -> DviIncident:
    return replace(pair, remains=tuple(replace(r, degraded={}) for r in pair.remains))


def _other(evidence: IncidentEvidence, remains: str, missing: str) -> Iterator[_Said]:
    """Lines of evidence that count; place and time say nothing as evidence, and stand last."""
    fused, place_time = evidence.of_pair(remains, missing)
    for line in fused.lines:
        if line.stronger is None:
            log10_lr = line.lr.log10_lr
            words = said(
                "{line}: {log10_lr}; {compared}.",
                line=_LINES[line.lr.line],
                log10_lr=lr_in_words(log10_lr),
                compared=line.lr.compared,
            )
            yield _Said(words, log10_lr > 0.0, abs(log10_lr))
    factor = place_time.log10_factor
    yield _Said(place_time.words, factor > 0.0, abs(factor), is_prior=True)


def _competing(
    result: Reconciliation, remains: str, missing: str, signed: Mapping[str, str]
) -> Iterator[str]:
    for r, person in signed.items():
        if (r == remains) != (person == missing):
            yield said("{r} is signed as {person}.", r=r, person=person)
    if result.joint is None:
        return
    dna = result.joint.marginals
    every = result.combined.marginals if result.combined else None
    rivals: list[tuple[float, str]] = []
    for person in dict.fromkeys((*dna[remains], *(every[remains] if every else ()))):
        who = person or NOBODY
        if person != missing:
            rivals.append(
                _rival(
                    said("{remains} may also be {who}", remains=remains, who=who),
                    remains,
                    person,
                    dna,
                    every,
                )
            )
    for other in dna:
        if other != remains:
            rivals.append(
                _rival(
                    said("{missing} may also be {other}", missing=missing, other=other),
                    other,
                    missing,
                    dna,
                    every,
                )
            )
    # Of the same posterior in the order in which they are reported.
    rivals.sort(key=lambda rival: -rival[0])
    yield from (words for most, words in rivals if most >= LEAST_POSTERIOR)


def _rival(
    claim: str,
    remains: str,
    person: str | None,
    dna: Marginals,
    every: Marginals | None,
) -> tuple[float, str]:
    """The larger of the posteriors from DNA alone and from all evidence, and the rival in words."""
    alone = dna[remains].get(person, 0.0)
    if every is None:
        words = said(
            "{claim}: posterior {alone} from DNA alone.",
            claim=claim,
            alone=posterior_in_words(alone),
        )
        return alone, words
    together = every[remains].get(person, 0.0)
    words = said(
        "{claim}: posterior {alone} from DNA alone, {together} from all evidence.",
        claim=claim,
        alone=posterior_in_words(alone),
        together=posterior_in_words(together),
    )
    return max(alone, together), words


def _undecided(
    result: Reconciliation, family: Family, remains: str, missing: str, threshold: float
) -> str | None:
    joint = result.joint
    if joint is None:
        return said(
            "There is no joint posterior: {reason}.",
            reason=result.joint_refusal or said("it was not asked for"),
        )
    if family.name in result.inconsistent_families:
        return said(
            "Family {family} contradicts its own DNA and takes no part in the joint posterior.",
            family=family.name,
        )
    posterior = joint.marginals[remains].get(missing, 0.0)
    block = next((b for b in joint.blocks if remains in b.remains), None)
    if block is not None and block.standing is Standing.ESTIMATE:
        return "The posterior of these remains could only be sampled, and an estimate identifies nobody."
    error = 0.0 if block is None else block.error
    if posterior - error >= threshold:
        return _contradicted(result, remains, missing, threshold)
    return _short_of(joint, remains, missing, max(0.0, posterior - error), threshold)


def _contradicted(
    result: Reconciliation, remains: str, missing: str, threshold: float
) -> str | None:
    if result.combined is None:
        return None
    together = result.combined.marginals[remains].get(missing, 0.0)
    if together >= threshold:
        return None
    return said(
        "DNA alone reaches {threshold}, but all evidence together gives a posterior of "
        "{together}: a sample or a record may be another person's.",
        threshold=f"{threshold:.12g}",
        together=posterior_in_words(together),
    )


def _short_of(
    joint: JointPosterior, remains: str, missing: str, least: float, threshold: float
) -> str:
    for group in ambiguities(joint):
        if remains in group.remains and missing in group.missing:
            return said("{group}: the DNA cannot tell which is which.", group=group)
    if least == 0.0:
        return "This pair has no share in the joint posterior."
    return said(
        "The posterior from DNA alone is {least}: log10 LR {lacking_log10_lr} more is "
        "needed to reach {threshold}.",
        least=posterior_in_words(least),
        lacking_log10_lr=f"{lacking_log10_lr(least, threshold):.1f}",
        threshold=f"{threshold:.12g}",
    )
