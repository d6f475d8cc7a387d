"""Where remains were recovered: places in a view, one by one or, where they are many, in squares."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Floor

from antigone.web.board.models import Identification
from antigone.web.figures.place_map import METRES_A_DEGREE, Window, around, window_around
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import remains_in_sight, sees_whole_incident
from antigone.web.records.models import RecoveryEvent

MOST_SINGLE = 250
"""More places in a view are drawn in squares."""

SQUARES_ACROSS = 24

Places = QuerySet[Any]
"""Rows with a place, of two kinds: `places_in_sight`."""


@dataclass(frozen=True)
class Found:
    """Remains found at one place or in one square.

    Args:
        latitude, longitude: of the place, or the mean of the square, in degrees.
        count: how many.
        named: how many of them have a name; None where that may not be told.
        number: of the remains, where it is one place.
        within_m: how far off it may lie, where it is one place.
    """

    latitude: float
    longitude: float
    count: int
    named: int | None
    number: str = ""
    within_m: float = 0.0


@dataclass(frozen=True)
class View:
    """What a plan shows, and what is left out of it."""

    window: Window
    found: tuple[Found, ...]
    in_squares: bool
    elsewhere: int
    without_place: int


def places_in_sight(user: Visitor, incident: Incident) -> list[Places]:
    """Places of remains that a person may know of: those entered here, then those that files brought.

    Each row has `north` and `east` in degrees, `near` in metres, `of` and `of_number` of the remains.
    A place that a file brought counts only where nobody entered one.
    """
    remains = remains_in_sight(user, incident).order_by()
    events = RecoveryEvent.objects.order_by().filter(
        replaced_by__isnull=True, latitude__isnull=False, longitude__isnull=False
    )
    entered = events.filter(remains__in=remains).annotate(
        north=F("latitude"),
        east=F("longitude"),
        near=F("within_m"),
        of=F("remains"),
        of_number=F("remains__number"),
    )
    place = "record__recovery__place"
    brought = (
        remains.filter(record__recovery__has_key="place")
        .filter(~Exists(events.filter(remains=OuterRef("pk"))))
        .annotate(
            north=Cast(KT(f"{place}__latitude"), FloatField()),
            east=Cast(KT(f"{place}__longitude"), FloatField()),
            near=Cast(KT(f"{place}__within_km"), FloatField()) * Value(1000.0),
            of=F("pk"),
            of_number=F("number"),
        )
    )
    return [entered, brought]


def view_of(user: Visitor, incident: Incident, window: Window | None) -> View | None:
    """The places in a window, or in the one that holds all; None where nothing has coordinates."""
    sources = places_in_sight(user, incident)
    whole = _whole(sources)
    if whole is None:
        return None
    total, all_in = whole
    shown = window or all_in
    inside = [_inside(rows, shown) for rows in sources]
    count = total if window is None else sum(rows.count() for rows in inside)
    named = [_named(rows) for rows in inside] if sees_whole_incident(user, incident) else None
    in_squares = count > MOST_SINGLE
    found = _in_squares(inside, named, shown) if in_squares else _single(inside, named)
    without = remains_in_sight(user, incident).count() - total
    return View(shown, tuple(found), in_squares, total - count, without)


def _whole(sources: Sequence[Places]) -> tuple[int, Window] | None:
    """How many have a place, and the window around all; the corners suffice unless they span 180 degrees."""
    edges = [
        rows.aggregate(Count("pk"), Min("north"), Max("north"), Min("east"), Max("east"))
        for rows in sources
    ]
    edges = [edge for edge in edges if edge["pk__count"]]
    if not edges:
        return None
    latitudes = [edge[f"north__{end}"] for edge in edges for end in ("min", "max")]
    longitudes = [edge[f"east__{end}"] for edge in edges for end in ("min", "max")]
    if max(longitudes) - min(longitudes) > 180.0:
        hundredths = Floor(F("east") * Value(100.0))
        found = (rows.annotate(strip=hundredths).values_list("strip") for rows in sources)
        longitudes = [float(strip) / 100 + 0.005 for rows in found for (strip,) in rows.distinct()]
    corners = [(latitude, longitudes[0]) for latitude in latitudes]
    total = sum(edge["pk__count"] for edge in edges)
    return total, window_around([*corners, *((latitudes[0], one) for one in longitudes)])


def _inside(rows: Places, window: Window) -> Places:
    rows = rows.filter(north__gte=window.south, north__lte=window.north)
    half = window.half_width
    if half >= 180.0:
        return rows
    west, east = window.longitude - half, window.longitude + half
    across = Q(east__gte=west, east__lte=east)
    if west < -180.0:
        across |= Q(east__gte=west + 360.0)
    if east > 180.0:
        across |= Q(east__lte=east - 360.0)
    return rows.filter(across)


def _named(rows: Places) -> Places:
    return rows.filter(Exists(Identification.objects.filter(remains=OuterRef("of"), stands=True)))


def _single(sources: Sequence[Places], named: Sequence[Places] | None) -> list[Found]:
    done = (
        None
        if named is None
        else {pk for rows in named for pk in rows.values_list("of", flat=True)}
    )
    found = [
        Found(north, east, 1, None if done is None else int(of in done), number, near or 0.0)
        for rows in sources
        for north, east, near, of, number in rows.values_list(
            "north", "east", "near", "of", "of_number"
        )
    ]
    return sorted(found, key=lambda one: (one.number, one.latitude, one.longitude))


def _in_squares(
    sources: Sequence[Places], named: Sequence[Places] | None, window: Window
) -> list[Found]:
    squares = _squares(sources, window)
    done = {} if named is None else _squares(named, window)
    return [
        Found(
            north / count,
            around(window.longitude + east / count),
            count,
            None if named is None else done.get(square, (0, 0.0, 0.0))[0],
        )
        for square, (count, north, east) in sorted(squares.items())
    ]


def _squares(
    sources: Sequence[Places], window: Window
) -> dict[tuple[int, int], tuple[int, float, float]]:
    """By square the number, and the sums of latitudes and of degrees east of the window's middle."""
    side = window.span_m / SQUARES_ACROSS / METRES_A_DEGREE
    east = F("east") - Value(window.longitude)
    # The shorter way around the Earth, in a form that both databases know.
    turned = east - Value(360.0) * Floor((east + Value(180.0)) / Value(360.0))
    found: dict[tuple[int, int], tuple[int, float, float]] = {}
    for rows in sources:
        counted = (
            rows.annotate(away=ExpressionWrapper(turned, output_field=FloatField()))
            .annotate(
                row=Floor((F("north") - Value(window.latitude)) / Value(side)),
                column=Floor(F("away") / Value(side / window.shrink)),
            )
            .values_list("row", "column")
            .annotate(Count("pk"), Sum("north"), Sum("away"))
        )
        for row, column, *sums in counted:
            before = found.get((int(row), int(column)), (0, 0.0, 0.0))
            number, north, away = (old + new for old, new in zip(before, sums, strict=True))
            found[int(row), int(column)] = int(number), north, away
    return found


def rounded(found: Found, metres: float) -> Found:
    """A place no more exact than so many metres: for what leaves the office."""
    if not metres:
        return found
    side = metres / METRES_A_DEGREE
    latitude = round(found.latitude / side) * side
    shrink = max(math.cos(math.radians(latitude)), 0.01)
    longitude = round(found.longitude * shrink / side) * side / shrink
    return Found(latitude, around(longitude), found.count, found.named, found.number, metres)
