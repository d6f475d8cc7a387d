"""Operations that count: how far the work is, how it went, and the figures of a year."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Field as About
from ninja import Path, Router

from antigone.policy.tokens import Scope
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.said import Id, Out
from antigone.web.glance.events import KINDS, Daily, events_of
from antigone.web.glance.progress import Progress, progress_of_remains, progress_of_sought
from antigone.web.glance.yearly import figures_of, years_of
from antigone.web.incidents.access import incident_or_404, incidents_of

router = Router()
PART = "Figures"


class StageShown(Out):
    """How many have reached a stage."""

    code: str = About(description="The same in every language.")
    name: str
    meaning: str
    count: int


class ProgressShown(Out):
    """The stages of the dead or of the sought, of so many in all."""

    total: int
    stages: list[StageShown]


class Day(Out):
    """What happened on one day; what was taken back counts as minus one on the day it was."""

    day: date
    count: int


class Line(Out):
    """One kind of event, day by day."""

    code: str = About(description="The same in every language.")
    name: str
    days: list[Day]


class Figures(Out):
    """An incident in numbers, of what the person sees; years for which there are more figures."""

    remains: ProgressShown
    sought: ProgressShown
    timeline: list[Line]
    years: list[int]


class FigureShown(Out):
    """One number of a year."""

    code: str = About(description="The same in every language.")
    name: str
    meaning: str = About(description="What exactly it counts.")
    value: float | None = About(description="null: there is nothing to take a median of.")
    unit: str = About(description="count or days")


class YearShown(Out):
    """The figures of a year."""

    year: int
    figures: list[FigureShown]


@operation(
    router,
    "GET",
    "/incidents/{incident}/figures",
    scope=Scope.READ_FIGURES,
    part=PART,
    gives=Figures,
)
def read_figures(request: HttpRequest, incident: str) -> Figures:
    """How far the work is, and how it went so far."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    events = events_of(person, found)
    return Figures(
        remains=_progress(progress_of_remains(person, found)),
        sought=_progress(progress_of_sought(person, found)),
        timeline=[
            Line(code=kind.code, name=str(kind.name), days=_days(events[kind.code]))
            for kind in KINDS
            if kind.code in events
        ],
        years=years_of([found]),
    )


@operation(
    router,
    "GET",
    "/incidents/{incident}/figures/{year}",
    scope=Scope.READ_FIGURES,
    part=PART,
    gives=YearShown,
)
def read_figures_of_year(request: HttpRequest, incident: str, year: Path[Id]) -> YearShown:
    """The figures of a year, each with what exactly it counts."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    if year not in years_of([found]):
        raise Http404
    figures = figures_of(person, incidents_of(person).filter(pk=found.pk), year)
    return YearShown(
        year=year,
        figures=[
            FigureShown(
                code=figure.code,
                name=str(figure.name),
                meaning=str(figure.meaning),
                value=figure.value,
                unit=figure.unit,
            )
            for figure in figures
        ],
    )


def _progress(found: Progress) -> ProgressShown:
    return ProgressShown(
        total=found.total,
        stages=[
            StageShown(
                code=stage.code,
                name=str(stage.name),
                meaning=str(stage.meaning),
                count=stage.count,
            )
            for stage in found.stages
        ],
    )


def _days(counted: Daily) -> list[Day]:
    return [Day(day=day, count=count) for day, count in sorted(counted.items()) if count]
