"""The minimum frequency of alleles that a file's frequency tables do not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from antigone.formats.cursor import Cursor, fault_of_name
from antigone.genetics.markers import Marker, MarkerError
from antigone.genetics.unseen_alleles import (
    minimum_frequency_of_database,
    unseen_alleles,
    with_unseen_alleles,
)
from antigone.words import said, told

SETTINGS = ("minimum_frequency", "database_size")
"""Members of a file, or of one marker, that say how frequent an unseen allele is taken to be."""


@dataclass(frozen=True)
class Minimum:
    """A minimum frequency, where it was stated, and what a notice adds on its origin."""

    frequency: float
    origin: str
    cursor: Cursor


def read_minimum(place: Cursor) -> Minimum | None:
    """The minimum frequency that a file, or one marker, states; None where it states none."""
    direct, size = (place.optional(name) for name in SETTINGS)
    if direct is not None and size is not None:
        raise size.refused(said("minimum_frequency says it already; one of the two may stand"))
    if direct is not None:
        value = direct.number(0.0, 1.0)
        if value in (0.0, 1.0):
            raise direct.refused(
                said("found {value}; allowed is a number above 0 and below 1", value=f"{value:g}")
            )
        return Minimum(value, "", direct)
    if size is None:
        return None
    persons = size.number(0.0)
    try:
        frequency = minimum_frequency_of_database(persons)
    except MarkerError as error:
        raise size.refused(told(error)) from error
    return Minimum(frequency, said("5/2n for n = {persons}", persons=f"{persons:g}"), size)


def with_minimum_frequency(
    marker: Marker, minimum: Minimum | None, labels: Iterable[str]
) -> tuple[Marker, tuple[str, ...]]:
    """The marker with the alleles that only the profiles have, and a notice of each.

    Args:
        marker: as read.
        minimum: where None, the marker stays as it is.
        labels: the alleles that the profiles name at this marker.

    Raises:
        Refused: a marker that cannot take a new allele.
    """
    if minimum is None:
        return marker, ()
    named = [label for label in labels if not fault_of_name(label)]
    try:
        extended = with_unseen_alleles(marker, named, minimum.frequency)
    except MarkerError as error:
        raise minimum.cursor.refused(told(error)) from error
    frequency: str = f"{minimum.frequency:.4g}"
    if minimum.origin:
        frequency = said("{frequency} ({origin})", frequency=frequency, origin=minimum.origin)
    return extended, tuple(
        said(
            "Allele {allele} of {marker} is not in the frequency table: it was given the "
            "minimum frequency {frequency}, and the other frequencies of the marker were "
            "scaled down to make room.",
            allele=allele,
            marker=marker.name,
            frequency=frequency,
        )
        for allele in unseen_alleles(marker, named)
    )


def labels_at(marker: str, profiles: Iterable[object]) -> Iterator[str]:
    """The allele labels that profiles, as they stand in the file, name at a marker.

    What is not well-formed is passed over here: reading the profile reports it.
    """
    for profile in profiles:
        pair = profile.get(marker) if isinstance(profile, dict) else None
        yield from labels_of(pair)


def labels_of(pair: object) -> Iterator[str]:
    """The labels of one genotype as it stands in the file."""
    if isinstance(pair, list):
        yield from (label for label in pair if isinstance(label, str))
