"""Mitochondrial haplotypes: differences to the reference sequence within the range that was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from antigone.genetics.y_haplotype import HaplotypeRefused

GENOME = 16_569
"""Length of the revised Cambridge reference sequence (Andrews et al., Nat Genet 1999;23:147,
doi:10.1038/13779)."""

LENGTH_POSITIONS = (309, 455, 463, 573, 16_193)
"""Ends of tracts of one base whose length varies within a person; length variants there are not
counted (Parson et al., FSI Genet 2014;13:134-142, doi:10.1016/j.fsigen.2014.07.010)."""

Position = tuple[int, int]
"""A position of the reference, and 0, or the number of an inserted base behind it."""

_MIXTURES = {
    "R": "AG",
    "Y": "CT",
    "S": "CG",
    "W": "AT",
    "K": "GT",
    "M": "AC",
    "B": "CGT",
    "D": "AGT",
    "H": "ACT",
    "V": "ACG",
    "N": "ACGT",
}
_DELETED = "-"
_WRITTEN = re.compile(r"([ACGT]?)(\d{1,5})(?:\.(\d{1,2}))?([ACGTRYSWKMBDHVN]|-|del|DEL|d)")


@dataclass(frozen=True)
class MtHaplotype:
    """What was read of a mitochondrial sequence.

    Args:
        ranges: first and last position that was read, both included; a range may run over the origin
            (16024 to 576).
        differences: to the reference, e.g. `263G`, `T152C`, `16189Y` (two bases at once), `309.1C`
            (a base inserted behind 309), `523-` or `523del`.

    Raises:
        HaplotypeRefused: a range or a difference that is none, one outside the ranges, or two
            statements on one position.
    """

    ranges: tuple[tuple[int, int], ...]
    differences: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for first, last in self.ranges:
            if not (1 <= first <= GENOME and 1 <= last <= GENOME):
                raise HaplotypeRefused(
                    f"the range {first}-{last} is not within the reference; allowed is 1-{GENOME}"
                )
        outside = [p for p, _ in self.states if p not in self.positions]
        if outside:
            raise HaplotypeRefused(
                f"a difference at {outside[0]} is outside the ranges that were read"
            )

    @cached_property
    def positions(self) -> frozenset[int]:
        """All positions that were read."""
        return frozenset(
            position
            for first, last in self.ranges
            for part in ([(first, last)] if first <= last else [(first, GENOME), (1, last)])
            for position in range(part[0], part[1] + 1)
        )

    @cached_property
    def states(self) -> Mapping[Position, _State]:
        """What stands at each position that differs."""
        found: dict[Position, _State] = {}
        for text in self.differences:
            place, state = _read(text)
            if place in found:
                raise HaplotypeRefused(f"two differences are stated at one position: {text!r}")
            found[place] = state
        return found


@dataclass(frozen=True, slots=True)
class _State:
    """The bases at a position, and the reference's where the text names it."""

    bases: frozenset[str]
    reference: str


@dataclass(frozen=True)
class MtComparison:
    """Two mitochondrial haplotypes over the range that both were read in.

    Args:
        positions: how many positions were compared.
        different: the differences, each as one event.
        heteroplasmic: positions at which a mixture of one agrees with the other.
        presumed: mixtures taken to contain the reference's base, which the text does not name.
    """

    positions: int
    different: tuple[str, ...]
    heteroplasmic: tuple[str, ...]
    presumed: tuple[str, ...]

    @property
    def excluded(self) -> bool:
        """Two differences or more exclude a common maternal line."""
        return len(self.different) >= 2

    @property
    def inconclusive(self) -> bool:
        """One difference may be one mutation: neither excluded nor supported."""
        return len(self.different) == 1


def compare_mt_haplotypes(first: MtHaplotype, second: MtHaplotype) -> MtComparison:
    """The differences of two haplotypes over the range that both have.

    A mixture agrees with whatever shares a base with it. Length variants at `LENGTH_POSITIONS` are
    left out; neighbouring deletions, and bases inserted at one place, are one difference. That two
    differences exclude and one is inconclusive follows the interpretation guidelines of SWGDAM for
    mitochondrial DNA.

    Raises:
        HaplotypeRefused: no position was read in both.

    >>> one = MtHaplotype(((16024, 576),), ("263G", "309.1C", "16189Y"))
    >>> two = MtHaplotype(((1, 400), (16100, 16569)), ("263G", "16189C"))
    >>> compare_mt_haplotypes(one, two).different, compare_mt_haplotypes(one, two).positions
    ((), 870)
    """
    shared = first.positions & second.positions
    if not shared:
        raise HaplotypeRefused("no position was read in both sequences")
    different: list[Position] = []
    heteroplasmic: list[str] = []
    presumed: list[str] = []
    for place in sorted({*first.states, *second.states}):
        position, inserted = place
        lengths_vary = position in LENGTH_POSITIONS and _is_length(place, first, second)
        if position not in shared or lengths_vary:
            continue
        one, two = (h.states.get(place) for h in (first, second))
        if one == two:
            continue
        fits, unsure = _agree(one, two, inserted)
        if not fits:
            different.append(place)
        else:
            heteroplasmic.append(_name(place))
            presumed += [_name(place)] if unsure else []
    events = tuple(_events(different, first, second))
    return MtComparison(len(shared), events, tuple(heteroplasmic), tuple(presumed))


def _read(text: str) -> tuple[Position, _State]:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise HaplotypeRefused(
            f"{text!r} is no difference to the reference; allowed are e.g. 263G, 16189Y, 309.1C, 523-"
        )
    reference, position, inserted, base = match.groups()
    if not 1 <= int(position) <= GENOME:
        raise HaplotypeRefused(f"{text!r} is not within the reference; allowed is 1-{GENOME}")
    if base == reference:
        raise HaplotypeRefused(f"{text!r} is the reference itself, no difference to it")
    deleted = base in ("-", "del", "DEL", "d")
    bases = _DELETED if deleted else _MIXTURES.get(base, base)
    return (int(position), int(inserted or 0)), _State(frozenset(bases), reference)


def _agree(one: _State | None, two: _State | None, inserted: int) -> tuple[bool, bool]:
    """Whether two states share a base, and whether that rests on the reference's unknown base."""
    if one is not None and two is not None:
        return bool(one.bases & two.bases), False
    state = one or two
    if state is None or inserted or len(state.bases) == 1:
        return False, False
    if state.reference:
        return state.reference in state.bases, False
    return True, True


def _is_length(place: Position, first: MtHaplotype, second: MtHaplotype) -> bool:
    states = [h.states[place] for h in (first, second) if place in h.states]
    return place[1] > 0 or any(_DELETED in state.bases for state in states)


def _events(
    different: Iterable[Position], first: MtHaplotype, second: MtHaplotype
) -> Iterable[str]:
    """The differences, neighbouring deletions and insertions at one place told once."""
    before: Position | None = None
    for place in different:
        joined = before is not None and (
            (place[1] > 0 and place[0] == before[0] and before[1] > 0)
            or (
                place[0] == before[0] + 1
                and all(_is_deleted(p, first) or _is_deleted(p, second) for p in (before, place))
                and _is_deleted(before, first) == _is_deleted(place, first)
            )
        )
        if not joined:
            yield _name(place)
        before = place


def _is_deleted(place: Position, haplotype: MtHaplotype) -> bool:
    state = haplotype.states.get(place)
    return state is not None and _DELETED in state.bases


def _name(place: Position) -> str:
    return f"{place[0]}.{place[1]}" if place[1] else str(place[0])
