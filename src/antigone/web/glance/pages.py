"""Pages of an incident at a glance: progress, timeline, plan of recoveries, figures of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antigone.web.figures.place_map import LEAST_SPAN, METRES_A_DEGREE, Window, around
from antigone.web.glance.counted import FEW, Figure
from antigone.web.glance.drawn import (
    address_of,
    name_of,
    names_figure,
    places_figure,
    stages_figure,
    timeline_figure,
    waiting_figure,
)
from antigone.web.glance.events import KINDS, Daily, events_of
from antigone.web.glance.months import months_of
from antigone.web.glance.periods import Periods, in_periods, periods_of
from antigone.web.glance.places import View, rounded, view_of
from antigone.web.glance.progress import progress_of_remains, progress_of_sought
from antigone.web.glance.yearly import figures_of, years_of
from antigone.web.incidents.access import incident_or_404, incidents_of, may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import sees_whole_incident

WIDEST_M = 40_000_000.0
ROUNDINGS = (0, 1_000, 10_000)
"""Metres to which places are rounded on a plan that leaves the office."""


@require_safe
def glance(request: HttpRequest, incident: str) -> HttpResponse:
    """How far the work is, and how it went so far."""
    found = incident_or_404(request.user, incident)
    remains = progress_of_remains(request.user, found)
    sought = progress_of_sought(request.user, found)
    events = events_of(request.user, found)
    days = [day for daily in events.values() for day in daily]
    today = timezone.localdate()
    periods = periods_of(min([*days, found.begun_on, today]), today)
    context = {
        "incident": found,
        "remains": remains,
        "sought": sought,
        "remains_figure": stages_figure(remains, _("Remains by what was done; a table follows.")),
        "sought_figure": stages_figure(
            sought, _("Persons sought by what is known; a table follows.")
        ),
        "timeline": timeline_figure(events, periods),
        "kinds": [kind.name for kind in KINDS if kind.code in events],
        "unit": periods.unit,
        "table": _table(events, periods),
        "may_see_places": may(request.user, found, Permission.SEE_REMAINS),
    }
    return render(request, "glance/glance.html", context)


def _table(events: Mapping[str, Daily], periods: Periods) -> list[tuple[date, list[int]]]:
    """By period what happened in it; periods in which nothing happened are left out."""
    columns = [in_periods(events[kind.code], periods) for kind in KINDS if kind.code in events]
    rows = zip(periods.last_days, zip(*columns, strict=True), strict=True)
    return [(day, list(counts)) for day, counts in rows if any(counts)]


@require_safe
def places(request: HttpRequest, incident: str) -> HttpResponse:
    """The plan of recoveries, closer or farther."""
    found = incident_or_404(request.user, incident)
    if not may(request.user, found, Permission.SEE_REMAINS):
        raise PermissionDenied(_("Your role in this incident does not allow this."))
    view = view_of(request.user, found, _asked(request))
    if view is None:
        return render(request, "glance/places.html", {"incident": found, "view": None})
    metres = _rounding(request)
    shown = [rounded(one, metres) for one in view.found]
    query = urlencode({"rounded": metres}) if metres else ""
    context = {
        "incident": found,
        "view": view,
        "figure": places_figure(found, view, shown, query),
        "rows": [(one, name_of(one), address_of(found, view, one, query)) for one in shown],
        "stretch": view.window.stretch - 1.0,
        "moves": _moves(found, view, query),
        "rounded": metres,
        "roundings": ROUNDINGS,
        "asked": {name: request.GET[name] for name in ("at", "span") if name in request.GET},
    }
    return render(request, "glance/places.html", context)


def _asked(request: HttpRequest) -> Window | None:
    """The window that the address names; None for all, or where it makes no sense."""
    try:
        latitude, longitude = map(float, request.GET["at"].split(","))
        span = float(request.GET["span"])
    except (KeyError, ValueError):
        return None
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 540.0 and span > 0.0):
        return None
    return Window(latitude, around(longitude), min(max(span, LEAST_SPAN), WIDEST_M))


def _rounding(request: HttpRequest) -> int:
    asked = request.GET.get("rounded", "")
    return int(asked) if asked in map(str, ROUNDINGS) else 0


@dataclass(frozen=True)
class Move:
    """A link to another view."""

    words: str
    url: str


def _moves(incident: Incident, view: View, query: str) -> Iterable[Move]:
    window = view.window
    north = window.height_m / METRES_A_DEGREE / 2
    east = window.half_width

    def to(words: str, latitude: float, longitude: float, span: float) -> Move:
        at = f"{min(max(latitude, -90.0), 90.0):.5f},{around(longitude):.5f}"
        asked = urlencode({"at": at, "span": f"{span:.0f}"}, safe=",")
        rest = f"&{query}" if query else ""
        url = reverse("glance:places", kwargs={"incident": incident.slug})
        return Move(words, f"{url}?{asked}{rest}#plan")

    latitude, longitude, span = window.latitude, window.longitude, window.span_m
    return [
        to(_("closer"), latitude, longitude, max(span / 2, LEAST_SPAN)),
        to(_("farther"), latitude, longitude, min(span * 2, WIDEST_M)),
        to(_("north"), latitude + north, longitude, span),
        to(_("south"), latitude - north, longitude, span),
        to(_("west"), latitude, longitude - east, span),
        to(_("east"), latitude, longitude + east, span),
    ]


@require_safe
def figures(request: HttpRequest, incident: str) -> HttpResponse:
    """The figures of a year of one incident."""
    found = incident_or_404(request.user, incident)
    return _figures(request, [found], {"incident": found})


@require_safe
def office_figures(request: HttpRequest) -> HttpResponse:
    """The figures of a year of all incidents in which the person works."""
    return _figures(request, list(incidents_of(request.user)), {"incident": None})


def _figures(
    request: HttpRequest, incidents: list[Incident], context: dict[str, object]
) -> HttpResponse:
    years = years_of(incidents)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else years[0]
    of_these = incidents_of(request.user).filter(pk__in=[one.pk for one in incidents])
    found = figures_of(request.user, of_these, year)
    hides_few = request.GET.get("few") == "hidden"
    context |= {
        "incidents": incidents,
        "years": years,
        "year": year,
        "rows": [(figure, _value(figure, hides_few)) for figure in found],
        "hides_few": hides_few,
        "few": FEW,
        "goes_on": year == timezone.localdate().year,
        **_months(request, incidents, year, hides_few=hides_few),
    }
    return render(request, "glance/figures.html", context)


def _months(
    request: HttpRequest, incidents: list[Incident], year: int, *, hides_few: bool
) -> dict[str, object]:
    """The months of one incident for who may know all of it; numbers of a month are often few."""
    if len(incidents) != 1 or hides_few or not sees_whole_incident(request.user, incidents[0]):
        return {}
    months = months_of(request.user, incidents[0], year)
    return {
        "months": months,
        "names_figure": names_figure(months),
        "waiting_figure": waiting_figure(months),
    }


def _value(figure: Figure, hides_few: bool) -> float | str | None:
    if hides_few and figure.is_few:
        return _("fewer than %d") % FEW
    return figure.value
