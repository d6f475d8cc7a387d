"""One profile from several readings of one person: what they agree on, and where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from antigone.genetics.markers import Genotype, Profile


@dataclass(frozen=True)
class Consensus:
    """What readings agree on.

    Args:
        profile: genotypes by marker, conflicts left out.
        conflicts: markers at which the readings cannot be of one person, or do not settle an allele.
    """

    profile: Profile
    conflicts: tuple[str, ...]


def consensus(readings: Sequence[Profile]) -> Consensus:
    """The profile on which readings agree.

    A complete genotype settles partial ones that show one of its alleles. Two different complete
    genotypes, a partial one with another allele, or partial ones that show two alleles without a
    complete one beside them, are a conflict: two drop-outs are no heterozygote until a reading shows
    both alleles at once.

    >>> found = consensus([{"A": ("9", None), "B": ("7", "8")}, {"A": ("9", "11"), "B": ("7", "7")}])
    >>> dict(found.profile), found.conflicts
    ({'A': ('9', '11')}, ('B',))
    """
    profile: dict[str, Genotype] = {}
    conflicts = []
    for marker in dict.fromkeys(marker for reading in readings for marker in reading):
        agreed = _agreed([reading[marker] for reading in readings if marker in reading])
        if agreed is None:
            conflicts.append(marker)
        else:
            profile[marker] = agreed
    return Consensus(profile, tuple(conflicts))


def differences(first: Profile, second: Profile) -> tuple[str, ...]:
    """Markers at which two typings of one reading differ, in the order of the first.

    >>> differences({"A": ("9", "11"), "B": ("7", "7")}, {"A": ("11", "9"), "C": ("7", "8")})
    ('B', 'C')
    """
    markers = dict.fromkeys((*first, *second))
    return tuple(m for m in markers if not _alike(first.get(m), second.get(m)))


def without_unseen(
    profile: Profile, alleles: Mapping[str, Iterable[str]]
) -> tuple[Profile, dict[str, tuple[str, ...]]]:
    """The profile without markers that show an allele which the frequency table does not have.

    Returns:
        The rest, and by marker the alleles that are not in the table.

    >>> without_unseen({"A": ("9", "30"), "B": ("7", None)}, {"A": ["9"], "B": ["7"]})
    ({'B': ('7', None)}, {'A': ('30',)})
    """
    unseen = {}
    for marker, genotype in profile.items():
        known = set(alleles.get(marker, ()))
        missing = tuple(dict.fromkeys(a for a in genotype if a is not None and a not in known))
        if missing:
            unseen[marker] = missing
    return {m: g for m, g in profile.items() if m not in unseen}, unseen


def _agreed(genotypes: Sequence[Genotype]) -> Genotype | None:
    complete = [g for g in genotypes if None not in g]
    first = (complete or genotypes)[0]
    if any(not _alike(first, other) for other in complete):
        return None
    seen = {a for a in first if a is not None}
    if any({a for a in g if a is not None} - seen for g in genotypes):
        return None
    return first


def _alike(one: Genotype | None, other: Genotype | None) -> bool:
    if one is None or other is None:
        return one is other
    return sorted(one, key=str) == sorted(other, key=str)
