"""A plan of places without any map of the world: a grid of degrees, a scale, north, and the places.

It draws no border, no coast and no name of a country. The projection keeps distances along meridians
and along the parallel in the middle (equidistant cylindrical, Snyder 1987, USGS Professional Paper 1395,
p. 90); `Window.stretch` says how far other parallels are stretched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from antigone.web.figures.chart import text
from antigone.web.figures.numbers import coordinate

WIDTH = 640
HEIGHT = 440
METRES_A_DEGREE = 111_195.0
"""Of a meridian, on a sphere of the Earth's mean radius, 6,371,009 m (IUGG)."""

LEAST_SPAN = 200.0
"""Metres; a closer view says nothing about places recorded by hand."""

_STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Spot:
    """A place, or several that lie together.

    Args:
        latitude, longitude: degrees, north and east positive.
        count: how many recoveries.
        name: what a screen reader says, and what is written beside it where there is room.
        url: where it leads.
        within_m: how far off the place may lie; 0 where nobody said.
        done: whether all of them are named.
    """

    latitude: float
    longitude: float
    count: int
    name: str
    url: str = ""
    within_m: float = 0.0
    done: bool = False


@dataclass(frozen=True)
class Window:
    """The part of the Earth that a plan shows.

    Args:
        latitude, longitude: of the middle, in degrees.
        span_m: from the left edge to the right, in metres along the parallel in the middle.
    """

    latitude: float
    longitude: float
    span_m: float

    @property
    def pixels_a_metre(self) -> float:
        """The scale."""
        return WIDTH / self.span_m

    @property
    def shrink(self) -> float:
        """Length of a degree of longitude in the middle, against one of latitude."""
        return max(math.cos(math.radians(self.latitude)), 0.01)

    @property
    def height_m(self) -> float:
        """From the lower edge to the upper, in metres."""
        return self.span_m * HEIGHT / WIDTH

    @property
    def stretch(self) -> float:
        """How much too long the parallel farthest from the middle is drawn; 1 is true.

        >>> round(Window(48.0, 37.0, 10_000).stretch, 3)
        1.001
        """
        half = self.height_m / METRES_A_DEGREE / 2
        edge = min(abs(self.latitude) + half, 89.0)
        return self.shrink / math.cos(math.radians(edge))

    def x(self, longitude: float) -> float:
        """Where a meridian lies; of the two ways around the Earth the shorter is drawn."""
        away = around(longitude - self.longitude)
        return WIDTH / 2 + away * self.shrink * METRES_A_DEGREE * self.pixels_a_metre

    def y(self, latitude: float) -> float:
        """Where a parallel lies."""
        return HEIGHT / 2 - (latitude - self.latitude) * METRES_A_DEGREE * self.pixels_a_metre

    @property
    def south(self) -> float:
        """Of the lower edge."""
        return max(self.latitude - self.height_m / METRES_A_DEGREE / 2, -90.0)

    @property
    def north(self) -> float:
        """Of the upper edge."""
        return min(self.latitude + self.height_m / METRES_A_DEGREE / 2, 90.0)

    @property
    def half_width(self) -> float:
        """Degrees of longitude from the middle to an edge, at most half the Earth."""
        return min(self.span_m / METRES_A_DEGREE / self.shrink / 2, 180.0)


def around(degrees: float) -> float:
    """An angle as the shorter way around, from -180 to below 180.

    >>> around(190.0), around(-190.0), around(12.5)
    (-170.0, 170.0, 12.5)
    """
    return (degrees + 180.0) % 360.0 - 180.0


def window_around(places: Sequence[tuple[float, float]]) -> Window:
    """The narrowest view of all places, with a margin; places on both sides of 180 degrees stay together.

    >>> window_around([(10.0, 179.9), (10.0, -179.9)]).longitude
    -180.0
    """
    latitudes = [latitude for latitude, _ in places]
    west, width = _narrowest([longitude for _, longitude in places])
    latitude = (min(latitudes) + max(latitudes)) / 2
    shrink = max(math.cos(math.radians(latitude)), 0.01)
    wide = width * shrink * METRES_A_DEGREE
    high = (max(latitudes) - min(latitudes)) * METRES_A_DEGREE
    span = 1.25 * max(wide, high * WIDTH / HEIGHT, LEAST_SPAN)
    return Window(latitude, around(west + width / 2), span)


def _narrowest(longitudes: Sequence[float]) -> tuple[float, float]:
    """Western end and width of the shortest arc that holds all: it leaves out the widest gap."""
    ordered = sorted({around(longitude) for longitude in longitudes})
    following = [*ordered[1:], ordered[0] + 360.0]
    gap, west = max(
        (after - before, after) for before, after in zip(ordered, following, strict=True)
    )
    return around(west), 360.0 - gap if gap < 360.0 else 0.0


@dataclass(frozen=True)
class Words:
    """The texts of a plan, in the language of the page."""

    label: str
    north: str
    metres: str
    kilometres: str
    counted: Callable[[int], str]


def place_map(window: Window, spots: Iterable[Spot], words: Words) -> str:
    """The plan as inline SVG: the area of a circle is the number, and it is filled where all are named."""
    shown = list(spots)
    most = max((spot.count for spot in shown), default=1)
    parts = [
        *_grid(window),
        *(_halo(window, spot) for spot in shown if spot.within_m),
        *(_spot(window, spot, most, words) for spot in sorted(shown, key=lambda s: -s.count)),
        _scale(window, words),
        _north(words),
    ]
    return (
        f'<svg class="chart map" dir="ltr" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="{escape(words.label)}">{"".join(parts)}</svg>'
    )


def _grid(window: Window) -> list[str]:
    step = _round_step(window.height_m / METRES_A_DEGREE / 4)
    parts = []
    for k in range(math.ceil(window.south / step), math.floor(window.north / step) + 1):
        y = coordinate(window.y(k * step))
        parts.append(f'<path class="ln-g" d="M0 {y}H{WIDTH}"/>')
        parts.append(
            text(6, window.y(k * step) - 4, degrees(k * step, step, "NS"), "t-q ch-s halo")
        )
    wide = _round_step(2 * window.half_width / 4)
    first = math.ceil((window.longitude - window.half_width) / wide)
    for k in range(first, math.floor((window.longitude + window.half_width) / wide) + 1):
        longitude = around(k * wide)
        x = coordinate(window.x(longitude))
        parts.append(f'<path class="ln-g" d="M{x} 0V{HEIGHT}"/>')
        words = degrees(longitude, wide, "EW")
        parts.append(text(window.x(longitude) + 4, 16, words, "t-q ch-s halo"))
    return parts


def _round_step(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(max(value, 1e-7)))
    return next((step * power for step in _STEPS if step * power >= value), 10.0 * power)


def degrees(value: float, step: float, sides: str) -> str:
    """A coordinate with as many digits as the grid needs: 48.25° N.

    >>> degrees(48.25, 0.05, "NS"), degrees(-37.0, 1.0, "EW"), degrees(0.0, 1.0, "EW")
    ('48.25° N', '37° W', '0°')
    """
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    shown = f"{abs(value):.{digits}f}°"
    return shown if float(f"{value:.{digits}f}") == 0.0 else f"{shown} {sides[value < 0]}"


def _radius(count: int, most: int) -> float:
    if most <= 1:
        return 5.0
    return max(5.0, 26.0 * math.sqrt(count / most)) if count > 1 else 5.0


def _halo(window: Window, spot: Spot) -> str:
    radius = min(spot.within_m * window.pixels_a_metre, 2.0 * WIDTH)
    return (
        f'<circle class="ln-q ln-dash" cx="{coordinate(window.x(spot.longitude))}" '
        f'cy="{coordinate(window.y(spot.latitude))}" r="{coordinate(radius)}"/>'
    )


def _spot(window: Window, spot: Spot, most: int, words: Words) -> str:
    x, y, radius = window.x(spot.longitude), window.y(spot.latitude), _radius(spot.count, most)
    circle = (
        f'<circle class="{"fl" if spot.done else "ln open"} c-for" cx="{coordinate(x)}" '
        f'cy="{coordinate(y)}" r="{coordinate(radius)}"/>'
    )
    number = ""
    if spot.count > 1:
        classes = "t-b ch-s halo"
        number = text(x, y + 5, words.counted(spot.count), classes, "middle")
    # A finger needs 24 pixels, whatever the size of the circle.
    reach = coordinate(max(radius, 14.0))
    room = f'<circle class="room" cx="{coordinate(x)}" cy="{coordinate(y)}" r="{reach}"/>'
    named = f"<title>{escape(spot.name)}</title>"
    if not spot.url:
        return f'<g role="img" aria-label="{escape(spot.name)}">{named}{circle}{number}</g>'
    return f'<a href="{escape(spot.url)}" aria-label="{escape(spot.name)}">{named}{room}{circle}{number}</a>'


def _scale(window: Window, words: Words) -> str:
    metres = _round_step(window.span_m / 10)
    length = metres * window.pixels_a_metre
    right, y = WIDTH - 24.0, HEIGHT - 24.0
    shown = (
        f"{metres:g} {words.metres}" if metres < 1000 else f"{metres / 1000:g} {words.kilometres}"
    )
    left = right - length
    return (
        f'<path class="ln" d="M{coordinate(left)} {y:g}H{coordinate(right)}M{coordinate(left)} {y - 5:g}v10'
        f'M{coordinate(right)} {y - 5:g}v10"/>'
        f"{text((left + right) / 2, y - 10, shown, 'ch-s halo', 'middle')}"
    )


def _north(words: Words) -> str:
    x = WIDTH - 24
    return (
        f'<path class="ln" d="M{x} 66V34M{x - 6} 42L{x} 32L{x + 6} 42"/>'
        f"{text(x, 84, words.north, 'ch-s t-b halo', 'middle')}"
    )
