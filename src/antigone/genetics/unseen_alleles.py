"""Alleles that a frequency table does not have: a minimum frequency, given openly or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from antigone.genetics.markers import SILENT, Marker, MarkerError
from antigone.genetics.mutation import MutationModelError, transition_matrix
from antigone.words import said, told


def minimum_frequency_of_database(persons: float) -> float:
    """The frequency 5/(2n) of an allele that a database of n persons has too seldom to count.

    An allele needs five copies among the 2n to be counted reliably (National Research Council, The
    Evaluation of Forensic DNA Evidence, 1996, doi:10.17226/5141, chapter 5).

    Raises:
        MarkerError: a database so small that the frequency would not be below 1.

    >>> minimum_frequency_of_database(500)
    0.005
    """
    if not persons > 2.5:
        raise MarkerError(
            said(
                "a database of {persons} persons is too small for a minimum frequency; "
                "allowed are 3 persons or more",
                persons=f"{persons:g}",
            )
        )
    return 5.0 / (2.0 * persons)


def unseen_alleles(marker: Marker, labels: Iterable[str]) -> tuple[str, ...]:
    """Those of the labels that the table does not have, or has with frequency 0; sorted."""
    frequency = dict(zip(marker.alleles, marker.frequencies, strict=True))
    return tuple(
        sorted({label for label in labels if label != SILENT and not frequency.get(label)})
    )


def with_unseen_alleles(marker: Marker, labels: Iterable[str], minimum_frequency: float) -> Marker:
    """The marker with unseen alleles at the minimum frequency, the others scaled to make room.

    With k unseen alleles every other frequency is multiplied by 1 - k·minimum, so that the sum stays
    what it was. Mutation models follow their rule over the longer list of alleles.

    Args:
        marker: as published.
        labels: alleles that were seen in the profiles, of which some may be unknown.
        minimum_frequency: above 0, below 1.

    Raises:
        MarkerError: the minimum frequency is out of range or leaves nothing for the other alleles; a
            custom mutation matrix, which has no row for a new allele; a label that the mutation
            model cannot place.

    >>> extended = with_unseen_alleles(Marker("L", ("8", "9"), (0.25, 0.75)), ["8", "11"], 0.2)
    >>> extended.alleles, extended.frequencies
    (('8', '9', '11'), (0.2, 0.6000000000000001, 0.2))
    """
    if not 0.0 < minimum_frequency < 1.0:
        raise MarkerError(
            said(
                "marker {marker}: the minimum frequency is {frequency}; allowed is a "
                "number above 0 and below 1",
                marker=marker.name,
                frequency=repr(minimum_frequency),
            )
        )
    unseen = unseen_alleles(marker, labels)
    if not unseen:
        return marker
    left = 1.0 - len(unseen) * minimum_frequency
    if left <= 0.0:
        raise MarkerError(
            said(
                "marker {marker}: {count} unseen alleles at the minimum frequency "
                "{frequency} leave nothing for the others",
                marker=marker.name,
                count=len(unseen),
                frequency=f"{minimum_frequency:g}",
            )
        )
    if "custom" in (marker.mutation_female.model, marker.mutation_male.model):
        raise MarkerError(
            said(
                "marker {marker}: its custom mutation matrix has no row for allele {allele}, "
                "which the frequency table does not have; add the allele to both",
                marker=marker.name,
                allele=repr(unseen[0]),
            )
        )
    kept = [
        (allele, frequency * left)
        for allele, frequency in zip(marker.alleles, marker.frequencies, strict=True)
        if allele not in unseen
    ]
    alleles = (*(allele for allele, _ in kept), *unseen)
    frequencies = (*(f for _, f in kept), *(minimum_frequency for _ in unseen))
    extended = replace(
        marker,
        alleles=alleles,
        frequencies=frequencies,
        silent_frequency=marker.silent_frequency * left,
    )
    _refuse_alleles_that_cannot_mutate(extended)
    return extended


def _refuse_alleles_that_cannot_mutate(marker: Marker) -> None:
    for model in (marker.mutation_female, marker.mutation_male):
        try:
            transition_matrix(model, marker.alleles, marker.frequencies)
        except MutationModelError as error:
            raise MarkerError(
                said("marker {marker}: {error}", marker=marker.name, error=told(error))
            ) from error
