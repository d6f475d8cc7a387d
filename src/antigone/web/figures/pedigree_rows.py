"""The order of a pedigree drawing: who stands in which generation, and beside whom.

Every shape is allowed. A line that has to pass a generation without a person (a marriage between
generations, a child pushed down by its own marriage) gets a seat there, so that nobody stands on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from antigone.genetics.pedigree import Pedigree

Seat = tuple[str, ...]
"""`("person", id)`, or a place that keeps a line free: `("fall", union, row)`, `("partner", …)`."""


@dataclass(frozen=True, slots=True)
class Union:
    """Two parents, or one of whom the other is not given, and the children they share.

    A couple that is drawn for its own sake has no children.
    """

    partners: tuple[str, ...]
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fall:
    """Lines of one union from one generation down to the next.

    `source` is a seat of the upper row, or None for the middle of the marriage line.
    """

    union: int
    row: int
    source: Seat | None
    targets: tuple[Seat, ...]


Couples = Collection[tuple[str, str]]
"""Pairs of persons who are drawn as a couple, whether they have children or not."""


def unions(pedigree: Pedigree, couples: Couples = ()) -> tuple[Union, ...]:
    """The unions of a pedigree in the order in which their first children are given, then couples."""
    children: dict[tuple[str, ...], list[str]] = {}
    for person in pedigree.persons:
        partners = tuple(p for p in (person.father, person.mother) if p is not None)
        if partners:
            children.setdefault(partners, []).append(person.id)
    with_children = {frozenset(partners) for partners in children}
    childless = (pair for pair in couples if frozenset(pair) not in with_children)
    children.update((pair, []) for pair in childless)
    return tuple(Union(partners, tuple(born)) for partners, born in children.items())


def generations(pedigree: Pedigree, couples: Couples = ()) -> dict[str, int]:
    """The row of each person, 0 on top: below both parents, and level with partners where possible.

    A marriage between a person and a descendant cannot be level; it is left sloping.
    """
    level = {person: person for person in pedigree.ids}
    for union in unions(pedigree, couples):
        if len(union.partners) == 2:
            one, other = (level[p] for p in union.partners)
            merged = {p: one if group == other else group for p, group in level.items()}
            if _ranks(pedigree, merged) is not None:
                level = merged
    ranks = _ranks(pedigree, level)
    assert ranks is not None  # noqa: S101  (each merge was checked, and the pedigree has no cycle)
    _lower_founders(pedigree, level, ranks)
    top = min(ranks.values(), default=0)
    return {person: ranks[level[person]] - top for person in pedigree.ids}


def _ranks(pedigree: Pedigree, level: Mapping[str, str]) -> dict[str, int] | None:
    """Longest path from the top to each level group; None where a group would be above itself."""
    above: dict[str, set[str]] = {group: set() for group in level.values()}
    for person in pedigree.persons:
        parents = {level[p] for p in (person.father, person.mother) if p is not None}
        above[level[person.id]] |= parents
    ranks: dict[str, int] = {}
    while len(ranks) < len(above):
        ready = [g for g in above if g not in ranks and all(p in ranks for p in above[g])]
        if not ready:
            return None
        for group in ready:
            ranks[group] = max((ranks[p] + 1 for p in above[group]), default=0)
    return ranks


def _lower_founders(pedigree: Pedigree, level: Mapping[str, str], ranks: dict[str, int]) -> None:
    """Let founders stand directly above their children, not on top of the page."""
    with_parents = {level[p.id] for p in pedigree.persons if not p.is_founder}
    below: dict[str, list[int]] = {}
    for union in unions(pedigree):
        for partner in union.partners:
            below.setdefault(level[partner], []).extend(ranks[level[c]] for c in union.children)
    for group, rows in below.items():
        if group not in with_parents and rows:
            ranks[group] = min(rows) - 1


def person_seat(person: str) -> Seat:
    """The seat of a person."""
    return ("person", person)


@dataclass(frozen=True)
class Scheme:
    """Everything that stands in rows and what connects the rows, before anything has a position."""

    unions: tuple[Union, ...]
    row_of: Mapping[str, int]
    seats: Mapping[int, tuple[Seat, ...]]
    partner_seats: tuple[tuple[Seat, ...], ...]
    falls: tuple[Fall, ...]

    def row_of_union(self, index: int) -> int:
        """The row of the marriage line: that of the lower partner."""
        return max(self.row_of[p] for p in self.unions[index].partners)

    @cached_property
    def clusters(self) -> Mapping[int, tuple[tuple[Seat, ...], ...]]:
        """The seats of each row, those joined by marriage together and neighbours where possible."""
        return {
            row: tuple(_clusters(seats, self.partner_seats)) for row, seats in self.seats.items()
        }


def scheme(pedigree: Pedigree, couples: Couples = ()) -> Scheme:
    """Rows, seats and connections of a pedigree."""
    rows = generations(pedigree, couples)
    seats: dict[int, list[Seat]] = {row: [] for row in range(max(rows.values(), default=-1) + 1)}
    for person in pedigree.ids:
        seats[rows[person]].append(person_seat(person))
    all_unions = unions(pedigree, couples)
    falls: list[Fall] = []
    partner_seats: list[tuple[Seat, ...]] = []
    for index, union in enumerate(all_unions):
        bottom = max(rows[p] for p in union.partners)
        partner_seats.append(
            tuple(_come_down(index, p, rows[p], bottom, seats, falls) for p in union.partners)
        )
        _fall_to_children(index, union, rows, bottom, seats, falls)
    return Scheme(
        all_unions,
        rows,
        {r: tuple(s) for r, s in seats.items()},
        tuple(partner_seats),
        tuple(falls),
    )


def _come_down(
    index: int, partner: str, top: int, bottom: int, seats: dict[int, list[Seat]], falls: list[Fall]
) -> Seat:
    """Lead a partner of an older generation down to the row of the marriage line."""
    seat = person_seat(partner)
    for row in range(top, bottom):
        lower: Seat = ("partner", str(index), partner, str(row + 1))
        seats[row + 1].append(lower)
        falls.append(Fall(index, row, seat, (lower,)))
        seat = lower
    return seat


def _fall_to_children(
    index: int,
    union: Union,
    rows: Mapping[str, int],
    bottom: int,
    seats: dict[int, list[Seat]],
    falls: list[Fall],
) -> None:
    source: Seat | None = None
    for row in range(bottom, max((rows[c] for c in union.children), default=bottom)):
        targets = [person_seat(c) for c in union.children if rows[c] == row + 1]
        passing: Seat = ("fall", str(index), str(row + 1))
        if any(rows[c] > row + 1 for c in union.children):
            seats[row + 1].append(passing)
            targets.append(passing)
        falls.append(Fall(index, row, source, tuple(targets)))
        source = passing


def _clusters(
    seats: Sequence[Seat], partner_seats: Iterable[tuple[Seat, ...]]
) -> list[tuple[Seat, ...]]:
    beside: dict[Seat, list[Seat]] = {seat: [] for seat in seats}
    for pair in partner_seats:
        if len(pair) == 2 and pair[0] in beside:
            beside[pair[0]].append(pair[1])
            beside[pair[1]].append(pair[0])
    found: list[tuple[Seat, ...]] = []
    waiting = list(seats)
    while waiting:
        start = min(_reach(waiting[0], beside), key=lambda s: (len(beside[s]), seats.index(s)))
        cluster = _line_up(start, beside)
        found.append(cluster)
        waiting = [seat for seat in waiting if seat not in cluster]
    return found


def _reach(start: Seat, beside: Mapping[Seat, Sequence[Seat]]) -> list[Seat]:
    reached = [start]
    for seat in reached:
        reached.extend(s for s in beside[seat] if s not in reached)
    return reached


def _line_up(start: Seat, beside: Mapping[Seat, Sequence[Seat]]) -> tuple[Seat, ...]:
    """A line in which partners are neighbours where the shape allows it, from one end."""
    line = [start]
    while len(line) < len(_reach(start, beside)):
        for end, at in ((line[-1], len(line)), (line[0], 0)):
            free = [s for s in beside[end] if s not in line]
            if free:
                line.insert(at, min(free, key=lambda s: len(beside[s])))
                break
        else:
            inner = next(s for s in line if any(t not in line for t in beside[s]))
            line.append(next(t for t in beside[inner] if t not in line))
    return tuple(line)


Order = dict[int, list[tuple[Seat, ...]]]
"""The clusters of each row, from left to right."""


def order(plan: Scheme) -> dict[int, tuple[Seat, ...]]:
    """The seats of each row from left to right, with few crossings and short lines.

    Barycentres first; then clusters change places or turn round as long as that helps.
    """
    rows: Order = {row: list(clusters) for row, clusters in plan.clusters.items()}
    for downwards in (True, False, True):
        for row in sorted(rows, reverse=not downwards):
            _by_barycentre(plan, rows, row, downwards)
    cost = _cost(plan, rows)
    improved = True
    while improved:
        improved = False
        for row in rows:
            for changed in _neighbours(rows[row]):
                trial = {**rows, row: changed}
                new = _cost(plan, trial)
                if new < cost:
                    rows, cost, improved = trial, new, True
                    break
    return {row: tuple(seat for c in clusters for seat in c) for row, clusters in rows.items()}


def _neighbours(clusters: list[tuple[Seat, ...]]) -> Iterable[list[tuple[Seat, ...]]]:
    for i, cluster in enumerate(clusters):
        if len(cluster) > 1:
            yield [*clusters[:i], cluster[::-1], *clusters[i + 1 :]]
        for k in range(len(cluster) - 1):
            turned = (*cluster[:k], cluster[k + 1], cluster[k], *cluster[k + 2 :])
            yield [*clusters[:i], turned, *clusters[i + 1 :]]
    for i, k in combinations(range(len(clusters)), 2):
        swapped = list(clusters)
        swapped[i], swapped[k] = swapped[k], swapped[i]
        yield swapped
        yield [*clusters[:i], *clusters[i + 1 : k + 1], clusters[i], *clusters[k + 1 :]]


def _places(rows: Order) -> dict[Seat, float]:
    placed: dict[Seat, float] = {}
    for clusters in rows.values():
        seats = [seat for cluster in clusters for seat in cluster]
        placed.update((seat, i - (len(seats) - 1) / 2) for i, seat in enumerate(seats))
    return placed


def _links(plan: Scheme, at: Mapping[Seat, float]) -> list[tuple[int, float, float, int]]:
    """Each line between two rows: upper row, upper and lower place, union."""
    found: list[tuple[int, float, float, int]] = []
    for fall in plan.falls:
        source = (
            _middle([at[s] for s in plan.partner_seats[fall.union]])
            if fall.source is None
            else at[fall.source]
        )
        found.extend((fall.row, source, at[target], fall.union) for target in fall.targets)
    return found


def _middle(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _by_barycentre(plan: Scheme, rows: Order, row: int, downwards: bool) -> None:
    at = _places(rows)
    wish: dict[Seat, list[float]] = {}
    for fall in plan.falls:
        upper = plan.partner_seats[fall.union] if fall.source is None else (fall.source,)
        if downwards and fall.row + 1 == row:
            for target in fall.targets:
                wish.setdefault(target, []).append(_middle([at[s] for s in upper]))
        elif not downwards and fall.row == row:
            for seat in upper:
                wish.setdefault(seat, []).append(_middle([at[t] for t in fall.targets]))
    rows[row].sort(
        key=lambda c: _middle([w for s in c for w in wish.get(s, [])] or [at[s] for s in c])
    )


def _cost(plan: Scheme, rows: Order) -> float:
    at = _places(rows)
    links = _links(plan, at)
    crossings = sum(
        1
        for one, two in combinations(links, 2)
        if one[0] == two[0] and one[3] != two[3] and (one[1] - two[1]) * (one[2] - two[2]) < 0
    )
    apart = sum(abs(at[pair[0]] - at[pair[1]]) - 1 for pair in plan.partner_seats if len(pair) == 2)
    width = sum(abs(upper - lower) for _, upper, lower, _ in links)
    spread = sum(
        abs(a - b) - 1
        for fall in plan.falls
        for a, b in pairwise(sorted(at[t] for t in fall.targets))
    )
    return 6.0 * crossings + 8.0 * apart + width + 2.0 * spread
