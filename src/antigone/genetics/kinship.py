"""The likelihood of genotypes under a pedigree, and the comparison of pedigrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.genetics.case import KinshipCase, LinkedPair, TypedMarker
from antigone.genetics.elimination import EliminationTooLarge, eliminate
from antigone.genetics.linkage import log10_likelihood_of_pair
from antigone.genetics.locus import locus_of
from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.observation import Degraded, alleles_to_keep
from antigone.genetics.pedigree import Pedigree, Sex
from antigone.genetics.transmission import Family
from antigone.units import log10_ratio


class KinshipRefused(ValueError):
    """A case asks for something that cannot be computed exactly; the message says what."""


@dataclass(frozen=True)
class MarkerLikelihood:
    """log10 likelihood of one marker under each hypothesis, and first against last."""

    name: str
    log10_likelihood: Mapping[str, float]
    log10_lr: float


@dataclass(frozen=True)
class KinshipResult:
    """The comparison of the hypotheses of a case: per marker, and in all."""

    id: str
    hypotheses: tuple[str, ...]
    markers: tuple[MarkerLikelihood, ...]
    total: MarkerLikelihood
    notices: tuple[str, ...] = ()


def compare(case: KinshipCase) -> KinshipResult:
    """Compare the pedigrees of a case, marker by marker.

    Markers are independent given the pedigree, so totals are sums of log10 likelihoods; a linked
    pair enters the total with its joint likelihood, while each marker is also shown by itself.

    Raises:
        KinshipRefused: what cannot be computed exactly, or an elimination above the memory limit.
    """
    _refuse_what_is_not_exact(case)
    markers = tuple(_compare_marker(case, typed) for typed in case.markers)
    linked = case.linked.markers if case.linked is not None else ()
    totals = {
        hypothesis: sum(
            (m.log10_likelihood[hypothesis] for m in markers if m.name not in linked), 0.0
        )
        + _linked(case, hypothesis)
        for hypothesis in case.hypotheses
    }
    return KinshipResult(
        case.id,
        tuple(case.hypotheses),
        markers,
        _first_against_last("total", totals),
        case.notices,
    )


def log10_likelihood(
    pedigree: Pedigree,
    marker: Marker,
    genotypes: Mapping[str, Genotype],
    founder_inbreeding: Mapping[str, float] | None = None,
    theta: float = 0.0,
    degraded: Mapping[str, Degraded] | None = None,
) -> float:
    """log10 P(genotypes | pedigree) at one marker, exactly; -inf when impossible.

    Args:
        pedigree: any shape; persons absent from `genotypes` are untyped and summed over.
        marker: alleles, frequencies and mutation models of mothers and fathers.
        genotypes: by person; `(a, None)` is summed over the allele that was not seen.
        founder_inbreeding: inbreeding coefficient of founders, by person; without theta only.
        theta: coancestry of the founders (Balding & Nichols).
        degraded: persons whose samples may show less or more than is there (drop-out, drop-in).

    Raises:
        MarkerError: an allele that the frequency table does not have.
        EliminationTooLarge: no order was found that stays under the memory limit.

    A father and his child share an allele a with frequency p; the other two are b and c:

    >>> from antigone.genetics.pedigree import pedigree_of
    >>> duo = pedigree_of([("F", None, None, "M"), ("C", "F", None, "U")])
    >>> marker = Marker("L", ("a", "b", "c"), (0.2, 0.3, 0.5))
    >>> together = log10_likelihood(duo, marker, {"F": ("a", "b"), "C": ("a", "c")})
    >>> round(10**together, 12)  # 2·p_a·p_b · p_c/2
    0.03
    """
    for genotype in genotypes.values():
        marker.check(genotype)
    typed = TypedMarker(marker, genotypes, degraded or {})
    locus = locus_of(marker, alleles_to_keep(marker, typed.observations))
    family = Family(
        pedigree, locus, genotypes, founder_inbreeding or {}, theta, degraded=typed.degraded
    )
    return float(eliminate(family.factors).log10())


def _compare_marker(case: KinshipCase, typed: TypedMarker) -> MarkerLikelihood:
    name = typed.marker.name
    found: dict[str, float] = {}
    for hypothesis, pedigree in case.hypotheses.items():
        try:
            found[hypothesis] = log10_likelihood(
                pedigree,
                typed.marker,
                typed.genotypes,
                case.founder_inbreeding,
                case.theta,
                typed.degraded,
            )
        except EliminationTooLarge as error:
            raise KinshipRefused(f"marker {name}, hypothesis {hypothesis}: {error}") from error
    return _first_against_last(name, found)


def _linked(case: KinshipCase, hypothesis: str) -> float:
    """The joint log10 likelihood of the linked pair; 0 where there is none."""
    if case.linked is None:
        return 0.0
    by_name = {typed.marker.name: typed for typed in case.markers}
    first, second = (by_name[name] for name in case.linked.markers)
    pedigree = case.hypotheses[hypothesis]
    try:
        return log10_likelihood_of_pair(
            pedigree, (first, second), case.linked.recombination, case.theta
        )
    except EliminationTooLarge as error:
        pair = " and ".join(case.linked.markers)
        raise KinshipRefused(f"linked markers {pair}, hypothesis {hypothesis}: {error}") from error


def _first_against_last(name: str, log10_likelihoods: Mapping[str, float]) -> MarkerLikelihood:
    values = list(log10_likelihoods.values())
    return MarkerLikelihood(name, log10_likelihoods, log10_ratio(values[0], values[-1]))


def _refuse_what_is_not_exact(case: KinshipCase) -> None:
    inbred = [person for person, f in case.founder_inbreeding.items() if f > 0.0]
    if inbred and case.theta > 0.0:
        raise KinshipRefused(
            f"theta {case.theta:g} together with the given inbreeding of founder {inbred[0]!r}: "
            "both describe how founders are related, and their combination is not defined"
        )
    if inbred and case.linked is not None:
        raise KinshipRefused(
            f"linked markers together with the given inbreeding of founder {inbred[0]!r}: "
            "identity by descent over two loci is not given by one coefficient"
        )
    for typed in case.markers:
        _refuse_marker(case, typed)
    if case.linked is not None:
        _refuse_linked(case, case.linked)


def _refuse_marker(case: KinshipCase, typed: TypedMarker) -> None:
    name = typed.marker.name
    for hypothesis, pedigree in case.hypotheses.items():
        strangers = [p for p in typed.genotypes if p not in pedigree.by_id]
        if strangers:
            raise KinshipRefused(
                f"marker {name}: {strangers[0]!r} is typed but not in the pedigree of "
                f"{hypothesis}; every typed person must be in every pedigree"
            )
        if typed.marker.chromosome == "X":
            _refuse_x_linked(case, typed, hypothesis, pedigree)


def _refuse_x_linked(
    case: KinshipCase, typed: TypedMarker, hypothesis: str, pedigree: Pedigree
) -> None:
    name = typed.marker.name
    unknown = [p.id for p in pedigree.persons if pedigree.sex_of(p.id) is Sex.UNKNOWN]
    if unknown:
        raise KinshipRefused(
            f"marker {name} is X-linked and the sex of {unknown[0]!r} in {hypothesis} is not given"
        )
    if any(case.founder_inbreeding.values()):
        raise KinshipRefused(
            f"marker {name} is X-linked: inbreeding of founders is given for autosomes only"
        )
    for person, (first, second) in typed.genotypes.items():
        if pedigree.sex_of(person) is Sex.MALE and second not in (None, first):
            raise KinshipRefused(
                f"marker {name} is X-linked and {person!r} is male but has two alleles, {first} and "
                f"{second}; a man's allele is written twice"
            )


def _refuse_linked(case: KinshipCase, linked: LinkedPair) -> None:
    chromosomes = {t.marker.name: t.marker.chromosome for t in case.markers}
    absent = [name for name in linked.markers if name not in chromosomes]
    if absent:
        raise KinshipRefused(f"linked marker {absent[0]!r} is not among the markers")
    first, second = linked.markers
    if chromosomes[first] != chromosomes[second]:
        raise KinshipRefused(
            f"markers {first} and {second} are on different chromosomes and cannot be linked"
        )
