"""Where everybody stands in a pedigree drawing, and along which lines they hang together.

Coordinates are user units of the drawing, y downwards. Lines of different unions never share a
stretch: marriage lines run level at the symbols, everything else runs in the channel between two
rows, each union on a track of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from antigone.genetics.pedigree import Pedigree, Sex
from antigone.web.figures.pedigree_rows import (
    Couples,
    Fall,
    Scheme,
    Seat,
    order,
    person_seat,
    scheme,
)

RADIUS = 21.0
"""Half the height of a square or circle; a diamond reaches 3 further."""
BESIDE = 108.0
LABEL = 40.0
_LINE_BESIDE_PERSON = 72.0
_LINE_BESIDE_LINE = 30.0
_STUBS = ((8.0, 46.0), (14.0, 49.0), (-8.0, 51.5), (-14.0, 43.5))
"""Where the first, second … stub leaves the side of a symbol, and its lane beside the name."""
_TRACK = 9.0
_AIR = 14.0
_MARGIN_X = 66.0
_MARGIN_TOP = 34.0
_NEAR = 5.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One stroke that belongs to one union; `marriage` joins the partners, the rest descends."""

    union: int
    marriage: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class PedigreeLayout:
    """Positions of all persons and all strokes, within `width` and `height`.

    `related` are the unions whose partners share an ancestor: drawn with a double line.
    """

    width: float
    height: float
    at: Mapping[str, Point]
    row_heights: tuple[float, ...]
    lines: tuple[Line, ...]
    related: frozenset[int]


def lay_out(pedigree: Pedigree, couples: Couples = (), label: float = LABEL) -> PedigreeLayout:
    """Place a pedigree of any shape; `label` is kept free below each symbol."""
    plan = scheme(pedigree, couples)
    rows = order(plan)
    x = _columns(plan, rows)
    channels = {row: _Channel(plan, pedigree, rows, x, row, label) for row in rows}
    heights = _row_heights(channels, label)
    lines = [line for channel in channels.values() for line in channel.lines(heights)]
    at = {p: (x[person_seat(p)], heights[plan.row_of[p]]) for p in pedigree.ids}
    bottom = heights[-1] + RADIUS + label + _AIR if heights else 0.0
    lowest = max((y for line in lines for _, y in line.points), default=0.0)
    return PedigreeLayout(
        width=max(x.values(), default=0.0) + _MARGIN_X,
        height=max(bottom, lowest + _AIR),
        at=at,
        row_heights=heights,
        lines=tuple(lines),
        related=frozenset(
            i for i, union in enumerate(plan.unions) if _share_ancestor(pedigree, union.partners)
        ),
    )


def _share_ancestor(pedigree: Pedigree, partners: Sequence[str]) -> bool:
    if len(partners) < 2:
        return False
    one, other = (_with_ancestors(pedigree, p) for p in partners)
    return bool(one & other)


def _with_ancestors(pedigree: Pedigree, person: str) -> set[str]:
    found = [person]
    for each in found:
        parents = (pedigree.by_id[each].father, pedigree.by_id[each].mother)
        found.extend(p for p in parents if p is not None and p not in found)
    return set(found)


def _gap(left: Seat, right: Seat) -> float:
    falls = (left[0] == "fall") + (right[0] == "fall")
    return (BESIDE, _LINE_BESIDE_PERSON, _LINE_BESIDE_LINE)[falls]


def spread(wishes: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """The places nearest to the wishes (least squares) that keep the order and the gaps.

    Isotonic regression by pooling neighbours that would stand too close.

    >>> spread([0.0, 0.0], [1.0, 1.0], [10.0])
    [-5.0, 5.0]
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, float, int]] = []
    for wish, weight, offset in zip(wishes, weights, offsets, strict=True):
        value, mass, count = wish - offset, weight, 1
        while pools and pools[-1][0] > value:
            before, before_mass, before_count = pools.pop()
            value = (before * before_mass + value * mass) / (before_mass + mass)
            mass, count = mass + before_mass, count + before_count
        pools.append((value, mass, count))
    levels = [value for value, _, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def _columns(plan: Scheme, rows: Mapping[int, tuple[Seat, ...]]) -> dict[Seat, float]:
    """The x of each seat: children below their parents, parents above their children."""
    x: dict[Seat, float] = {}
    for seats in rows.values():
        place = 0.0
        for i, seat in enumerate(seats):
            place += _gap(seats[i - 1], seat) if i else 0.0
            x[seat] = place
    for _ in range(24):
        for row in sorted(rows):
            _settle(rows[row], _wishes_from_above(plan, row, x), plan, x)
        for row in sorted(rows, reverse=True):
            _settle(rows[row], _wishes_from_below(plan, row, x), plan, x)
    left = min(x.values(), default=0.0)
    return {seat: place - left + _MARGIN_X for seat, place in x.items()}


def _settle(
    seats: tuple[Seat, ...], wishes: Mapping[Seat, list[float]], plan: Scheme, x: dict[Seat, float]
) -> None:
    wish = {s: sum(w) / len(w) for s, w in wishes.items()}
    weight = {s: float(len(w)) for s, w in wishes.items()}
    for pair in plan.partner_seats:
        for one, other in (pair, pair[::-1]) if len(pair) == 2 else ():
            if other in wishes and one in seats and one not in wishes:
                side = 1.0 if seats.index(one) > seats.index(other) else -1.0
                wish[one], weight[one] = wish[other] + side * BESIDE, 0.3
    places = spread(
        [wish.get(s, x[s]) for s in seats],
        [weight.get(s, 0.1) for s in seats],
        [_gap(a, b) for a, b in pairwise(seats)],
    )
    x.update(zip(seats, places, strict=True))


def _source_x(plan: Scheme, fall: Fall, x: Mapping[Seat, float]) -> float:
    if fall.source is not None:
        return x[fall.source]
    partners = plan.partner_seats[fall.union]
    return sum(x[s] for s in partners) / len(partners)


def _wishes_from_above(plan: Scheme, row: int, x: Mapping[Seat, float]) -> dict[Seat, list[float]]:
    wishes: dict[Seat, list[float]] = {}
    for fall in plan.falls:
        if fall.row + 1 == row:
            for target in fall.targets:
                wishes.setdefault(target, []).append(_source_x(plan, fall, x))
    return wishes


def _wishes_from_below(plan: Scheme, row: int, x: Mapping[Seat, float]) -> dict[Seat, list[float]]:
    wishes: dict[Seat, list[float]] = {}
    for fall in plan.falls:
        if fall.row != row:
            continue
        middle = sum(x[t] for t in fall.targets) / len(fall.targets)
        upper = plan.partner_seats[fall.union] if fall.source is None else (fall.source,)
        for i, seat in enumerate(sorted(upper, key=lambda s: x[s])):
            wishes.setdefault(seat, []).append(middle + (i - (len(upper) - 1) / 2) * BESIDE)
    return wishes


@dataclass
class _Wire:
    """One level stretch in a channel, with what comes from above and what goes on below."""

    union: int
    marriage: bool
    starts: list[list[Point]]
    ends: list[float]
    targets: tuple[Seat, ...] = ()
    after: _Wire | None = None
    track: int | None = None

    @property
    def tops(self) -> list[float]:
        return [start[-1][0] for start in self.starts]

    @property
    def straight(self) -> bool:
        return len({round(v, 1) for v in (*self.tops, *self.ends)}) == 1

    @property
    def reach(self) -> tuple[float, float]:
        return min(*self.tops, *self.ends), max(*self.tops, *self.ends)


@dataclass
class _Channel:
    """The space below one row: stubs out of the symbols, marriage brackets, lines of descent.

    Points carry y as an offset from the row's own height.
    """

    plan: Scheme
    pedigree: Pedigree
    rows: Mapping[int, tuple[Seat, ...]]
    x: Mapping[Seat, float]
    row: int
    label: float
    wires: list[_Wire] = field(default_factory=list)
    level: list[Line] = field(default_factory=list)
    _lanes: dict[tuple[Seat, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        drops = {i: self._marry(i) for i in range(len(self.plan.unions)) if self._is_here(i)}
        for fall in self.plan.falls:
            if fall.row == self.row:
                self._descend(fall, drops)
        self._free_drops()
        self._assign_tracks()

    def _is_here(self, union: int) -> bool:
        return self.plan.row_of_union(union) == self.row

    @cached_property
    def tracks(self) -> int:
        """How many level stretches lie above each other."""
        return max((w.track + 1 for w in self.wires if w.track is not None), default=0)

    def _edge(self, seat: Seat, dy: float) -> float:
        """Distance from the middle of a symbol to its side at height dy."""
        if seat[0] != "person":
            return 0.0
        sex = self.pedigree.sex_of(seat[1])
        if sex is Sex.MALE:
            return RADIUS
        if sex is Sex.FEMALE:
            return math.sqrt(RADIUS**2 - dy**2)
        return RADIUS + 3 - abs(dy)

    def _stub(self, seat: Seat, towards: float) -> list[Point]:
        """From the side of a symbol into the free lane beside its name."""
        if seat[0] != "person":
            return [(self.x[seat], 0.0)]
        side = 1 if towards >= self.x[seat] else -1
        used = self._lanes.get((seat, side), 0)
        self._lanes[seat, side] = used + 1
        dy, lane_dx = _STUBS[used % len(_STUBS)]
        lane = self.x[seat] + side * lane_dx
        return [(self.x[seat] + side * self._edge(seat, dy), dy), (lane, dy)]

    def _marry(self, union: int) -> _Wire | float | None:
        """Draw the marriage; the wire or the x from which the children hang (None: one parent)."""
        seats = sorted(self.plan.partner_seats[union], key=lambda s: self.x[s])
        if len(seats) == 1:
            return None
        left, right = seats
        row = self.rows[self.row]
        if row.index(right) - row.index(left) == 1:
            ends = (self.x[left] + self._edge(left, 0.0), self.x[right] - self._edge(right, 0.0))
            self.level.append(Line(union, True, ((ends[0], 0.0), (ends[1], 0.0))))
            return (self.x[left] + self.x[right]) / 2
        starts = [self._stub(left, self.x[right]), self._stub(right, self.x[left])]
        wire = _Wire(union, True, starts, [(starts[0][-1][0] + starts[1][-1][0]) / 2])
        self.wires.append(wire)
        return wire

    def _descend(self, fall: Fall, drops: Mapping[int, _Wire | float | None]) -> None:
        ends = [self.x[t] for t in fall.targets]
        middle = sum(ends) / len(ends)
        drop = drops.get(fall.union) if fall.source is None else None
        if isinstance(drop, _Wire):
            start, after = [(drop.ends[0], 0.0)], drop
        elif isinstance(drop, float):
            start, after = [(drop, 0.0)], None
        else:
            seat = fall.source or self.plan.partner_seats[fall.union][0]
            start, after = self._stub(seat, middle), None
        marriage = all(t[0] == "partner" for t in fall.targets)
        self.wires.append(_Wire(fall.union, marriage, [start], ends, fall.targets, after))

    def _free_drops(self) -> None:
        """Move the line below a marriage bracket out of the way of other lines."""
        for wire in self.wires:
            if wire.after is None:
                continue
            others = [w for w in self.wires if w not in (wire, wire.after)]
            taken = [x for w in others for x in (*w.tops, *w.ends)]
            drop = wire.after.ends[0]
            while any(abs(drop - x) < _NEAR for x in taken):
                drop += _NEAR
            wire.after.ends[0] = drop
            wire.starts[0][0] = (drop, 0.0)

    def _above(self, wire: _Wire) -> list[_Wire]:
        """The wires that have to lie above this one, so that no upright stretch is shared."""
        return [
            other
            for other in self.wires
            if other is not wire
            and (
                other is wire.after
                or (
                    wire is not other.after
                    and any(abs(t - e) < _NEAR for t in other.tops for e in wire.ends)
                )
            )
        ]

    def _assign_tracks(self) -> None:
        waiting = [w for w in self.wires if not w.straight or w.after is not None]
        waiting.sort(key=lambda w: (not w.marriage, w.reach[1] - w.reach[0]))
        while waiting:
            free = [w for w in waiting if not any(o in waiting for o in self._above(w))]
            wire = free[0] if free else waiting[0]
            waiting.remove(wire)
            wire.track = self._first_track(wire)

    def _first_track(self, wire: _Wire) -> int:
        above = [o.track for o in self._above(wire) if o.track is not None]
        track = max(above, default=-1) + 1
        while any(o.track == track and _overlap(o.reach, wire.reach) for o in self.wires):
            track += 1
        return track

    def lines(self, heights: Sequence[float]) -> list[Line]:
        """The strokes of this channel at their final heights."""
        y = heights[self.row]
        below = heights[self.row + 1] if self.row + 1 < len(heights) else y
        drawn = [
            Line(line.union, line.marriage, tuple((px, y) for px, _ in line.points))
            for line in self.level
        ]
        for wire in self.wires:
            drawn.extend(self._strokes(wire, y, below))
        return drawn

    def _track_y(self, wire: _Wire, y: float) -> float:
        return y + RADIUS + self.label + _AIR + (wire.track or 0) * _TRACK

    def _strokes(self, wire: _Wire, y: float, below: float) -> list[Line]:
        level = self._track_y(wire, y)
        strokes: list[Line] = []
        for start in wire.starts:
            points = [(px, y + dy) for px, dy in start]
            if wire.after is not None:
                points = [(px, self._track_y(wire.after, y)) for px, _ in points]
            strokes.append(Line(wire.union, wire.marriage, (*points, (points[-1][0], level))))
        left, right = wire.reach
        if right - left > 0.1:
            strokes.append(Line(wire.union, wire.marriage, ((left, level), (right, level))))
        for target in wire.targets:
            end = below - (RADIUS if target[0] == "person" else 0.0)
            if target[0] == "person" and self.pedigree.sex_of(target[1]) is Sex.UNKNOWN:
                end -= 3.0
            points = [(self.x[target], level), (self.x[target], end)]
            strokes.append(Line(wire.union, wire.marriage, tuple(points)))
        return strokes


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] - _NEAR < other[1] and other[0] - _NEAR < one[1]


def _row_heights(channels: Mapping[int, _Channel], label: float) -> tuple[float, ...]:
    heights: list[float] = []
    y = _MARGIN_TOP
    for row in sorted(channels):
        heights.append(y)
        tracks = max(channels[row].tracks, 1)
        y += 2 * RADIUS + label + _AIR + (tracks - 1) * _TRACK + _AIR + 6.0
    return tuple(heights)
