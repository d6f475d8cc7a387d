"""The figures of a glance in the words of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from antigone.web.figures import place_map, stages
from antigone.web.figures.numbers import percent
from antigone.web.figures.over_time import Series, counts_over_time
from antigone.web.glance.events import KINDS, Daily
from antigone.web.glance.months import Month
from antigone.web.glance.periods import Periods, Unit, in_periods, risen
from antigone.web.glance.places import Found, View
from antigone.web.glance.progress import Progress
from antigone.web.incidents.models import Incident


def counted(number: int) -> str:
    """A whole number as the language writes it."""
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def timeline_figure(events: dict[str, Daily], periods: Periods) -> SafeString:
    """How many there were at the end of each period."""
    series = [
        Series(str(kind.name), risen(in_periods(events[kind.code], periods)), kind.tone)
        for kind in KINDS
        if kind.code in events
    ]
    last = ", ".join(f"{counted(one.values[-1])} {one.name}" for one in series)
    label = _("How many there were at the end of each period; at the end: %s.") % last
    drawn = counts_over_time(periods.last_days, series, label, _short(periods.unit), counted)
    return mark_safe(drawn)  # noqa: S308 - the figure escapes its texts


def names_figure(months: Sequence[Month]) -> SafeString:
    """Identified, told and reopened since the year began, at the end of each month."""
    series = [
        Series(_("identified"), risen([one.identified for one in months]), "c-for"),
        Series(_("families told"), risen([one.told for one in months])),
        Series(_("reopened"), risen([one.reopened for one in months]), "c-against"),
    ]
    label = _("Since the year began, at the end of each month; a table follows.")
    return _over_months(months, series, label)


def waiting_figure(months: Sequence[Month]) -> SafeString:
    """Who waited at the end of each month."""
    series = [
        Series(_("persons still sought"), [one.waiting for one in months]),
        Series(_("identified, family not told"), [one.not_told for one in months], "c-for"),
    ]
    return _over_months(months, series, _("At the end of each month; a table follows."))


def _over_months(months: Sequence[Month], series: Sequence[Series], label: str) -> SafeString:
    days = [one.last_day for one in months]
    drawn = counts_over_time(days, series, label, _short(Unit.DAY), counted)
    return mark_safe(drawn)  # noqa: S308 - the figure escapes its texts


def _short(unit: Unit) -> Callable[[date], str]:
    """A day as an axis writes it: with its year only where months are counted."""
    form = "YEAR_MONTH_FORMAT" if unit is Unit.MONTH else "MONTH_DAY_FORMAT"
    return lambda day: formats.date_format(day, form)


def stages_figure(progress: Progress, label: str) -> SafeString:
    """A bar for each stage."""
    shown = [
        stages.Stage(str(one.name), one.count, _share(one.count, progress.total))
        for one in progress.stages
    ]
    drawn = stages.stage_bars(shown, progress.total, label, mirrored=get_language_bidi())
    return mark_safe(drawn)  # noqa: S308 - the figure escapes its texts


def _share(count: int, total: int) -> str:
    if not total:
        return counted(count)
    return _("%(count)s of %(total)s, %(share)s") % {
        "count": counted(count),
        "total": counted(total),
        "share": percent(count / total),
    }


def places_figure(incident: Incident, view: View, found: Sequence[Found], query: str) -> SafeString:
    """The plan of recoveries; a square leads to a closer view, a place to its remains."""
    words = place_map.Words(
        label=ngettext(
            "Plan of %d recovery; a table follows.", "Plan of %d recoveries; a table follows.",
            sum(one.count for one in found),
        )
        % sum(one.count for one in found),
        north=_("N"),
        metres=_("m"),
        kilometres=_("km"),
        counted=counted,
    )  # fmt: skip
    spots = [_spot(incident, view, one, query) for one in found]
    return mark_safe(place_map.place_map(view.window, spots, words))  # noqa: S308 - as above


def _spot(incident: Incident, view: View, one: Found, query: str) -> place_map.Spot:
    return place_map.Spot(
        latitude=one.latitude,
        longitude=one.longitude,
        count=one.count,
        name=name_of(one),
        url=address_of(incident, view, one, query),
        within_m=one.within_m,
        done=one.named == one.count,
    )


def name_of(one: Found) -> str:
    """One place in words."""
    if one.number:
        return _("%s, named") % one.number if one.named else one.number
    words = ngettext("%s recovery", "%s recoveries", one.count) % counted(one.count)
    if one.named is None:
        return words
    named = ngettext("%s of them named", "%s of them named", one.named) % counted(one.named)
    return f"{words}, {named}"


def address_of(incident: Incident, view: View, one: Found, query: str) -> str:
    """Where one place leads: to the remains, or closer."""
    at = {"incident": incident.slug}
    if one.number:
        return reverse("records:remains", kwargs=at | {"number": one.number})
    closer = {
        "at": f"{one.latitude:.5f},{one.longitude:.5f}",
        "span": f"{view.window.span_m / 6:.0f}",
    }
    rest = f"&{query}" if query else ""
    return f"{reverse('glance:places', kwargs=at)}?{urlencode(closer, safe=',')}{rest}#plan"
