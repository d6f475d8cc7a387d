"""The likelihood of genotypes under a pedigree, and the comparison of pedigrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.genetics.case import KinshipCase, TypedMarker
from antigone.genetics.elimination import EliminationTooLarge, eliminate
from antigone.genetics.locus import locus_of
from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.transmission import family_network
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


def compare(case: KinshipCase) -> KinshipResult:
    """Compare the pedigrees of a case, marker by marker.

    Markers are independent given the pedigree, so totals are sums of log10 likelihoods.

    Raises:
        KinshipRefused: theta, silent alleles, X-linked or linked markers; a typed person who is
            missing from a pedigree; an elimination above the memory limit.
    """
    _refuse_unsupported(case)
    markers = tuple(_compare_marker(case, typed) for typed in case.markers)
    sums = {h: sum((m.log10_likelihood[h] for m in markers), 0.0) for h in case.hypotheses}
    return KinshipResult(
        case.id, tuple(case.hypotheses), markers, _first_against_last("total", sums)
    )


def log10_likelihood(
    pedigree: Pedigree,
    marker: Marker,
    genotypes: Mapping[str, Genotype],
    founder_inbreeding: Mapping[str, float] | None = None,
) -> float:
    """log10 P(genotypes | pedigree) at one autosomal marker, exactly; -inf when impossible.

    Args:
        pedigree: any shape; persons absent from `genotypes` are untyped and summed over.
        marker: alleles, frequencies and mutation models of mothers and fathers.
        genotypes: by person; `(a, None)` is summed over the allele that was not seen.
        founder_inbreeding: inbreeding coefficient of founders, by person.

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
    seen = {allele for genotype in genotypes.values() for allele in genotype if allele is not None}
    locus = locus_of(marker, seen)
    network = family_network(pedigree, locus, genotypes, founder_inbreeding)
    return float(eliminate(network.factors).log10())


def _compare_marker(case: KinshipCase, typed: TypedMarker) -> MarkerLikelihood:
    name = typed.marker.name
    found: dict[str, float] = {}
    for hypothesis, pedigree in case.hypotheses.items():
        try:
            found[hypothesis] = log10_likelihood(
                pedigree, typed.marker, typed.genotypes, case.founder_inbreeding
            )
        except EliminationTooLarge as error:
            raise KinshipRefused(f"marker {name}, hypothesis {hypothesis}: {error}") from error
    return _first_against_last(name, found)


def _first_against_last(name: str, log10_likelihoods: Mapping[str, float]) -> MarkerLikelihood:
    values = list(log10_likelihoods.values())
    return MarkerLikelihood(name, log10_likelihoods, log10_ratio(values[0], values[-1]))


def _refuse_unsupported(case: KinshipCase) -> None:
    if case.theta != 0.0:
        raise KinshipRefused(f"theta {case.theta:g}: related founders are not supported yet")
    if case.linked is not None:
        pair = " and ".join(case.linked.markers)
        raise KinshipRefused(f"markers {pair} are linked: linkage is not supported yet")
    for typed in case.markers:
        marker = typed.marker
        if marker.chromosome != "A":
            raise KinshipRefused(
                f"marker {marker.name} lies on chromosome {marker.chromosome}: only autosomal "
                "markers are supported yet"
            )
        if marker.silent_frequency != 0.0:
            raise KinshipRefused(f"marker {marker.name}: silent alleles are not supported yet")
        for hypothesis, pedigree in case.hypotheses.items():
            strangers = [p for p in typed.genotypes if p not in pedigree.by_id]
            if strangers:
                raise KinshipRefused(
                    f"marker {marker.name}: {strangers[0]!r} is typed but not in the pedigree of "
                    f"{hypothesis}; every typed person must be in every pedigree"
                )
