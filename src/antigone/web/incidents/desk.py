"""What an app offers to the pages that all share.

A module listed in the setting DESKS may define any of these functions:

- `awaiting(user) -> list[Task]`: what waits for this person, in all their incidents;
- `navigation(user, incident) -> list[Link]`: links for the navigation; they depend on what the role may
  do, on the sight and on what is recorded, for in a large incident they are kept until the next act;
- `tally(user, incident) -> list[Count]`: numbers of the overview, of what the person sees;
- `summary(user, incident) -> list[str]`: sentences of the overview, likewise;
- `signed(incident, among) -> list[tuple[str, str]]`: identifications that are signed and stand, each
  as the numbers of the remains and of the person; where `among` is given, only those that name one
  of these numbers;
- `signed_count(incident) -> list[int]`: how many these are;
- `identified_persons(incident) -> list[QuerySet]`: the persons sought of whom an identification stands,
  as a query of their pk;
- `of_one_body(incident) -> list[tuple[str, str]]`: numbers of remains that are identified as one person,
  two by two: they are parts of one body;
- `identified_in(family) -> list[int]`: runs on which signed identifications of a family's persons rest;
- `withdrawn(withdrawal) -> list[str]`: take out what rests on content that is about to be destroyed
  (`records.destruction`), and name the tables in which rows were changed;
- `let_go(family) -> list[str]`: destroy what was kept of it under a law, and name the tables likewise;
- `informed_of(remains, person) -> list[Informed]`: who was told, outside the office, that these remains
  are this person, each with what was told and whether they know that it no longer holds;
- `goes_on(user, proposal) -> list[Link]`: where what the board decides, or decided, goes on: its agenda,
  whoever tells the family; each page only where this person may open it;
- `wishes_of(missing_person) -> list[str]`: what the family wishes for the person, as recorded
  (`deaths.standing` asks);
- `photographs_allowed(family) -> bool`: whether the family consents to the use of its photographs;
- `photographs_changed(incident, families) -> list[str]`: destroy what was made of these families'
  photographs, by pk, that may no longer be used, and name the tables in which rows were changed
  (`records.destruction`); families None: of all;
- `sharing_allowed(family, names) -> bool`: whether it consents to sharing with an agency of these names;
- `warm() -> None`: read what each process keeps, before it serves its first page;
- `filters(of, user, incident) -> list[records.filters.Filter]`: what else the list `of`, "remains",
  "sought" or "requests", can be narrowed by.

Whoever asks about a person asks only about incidents whose cases that person works on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import Count as Counted
from django.db.models import QuerySet, Window

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident

NAMED = 20
"""So many matters of one kind are named in what waits for a person; how many more there are is told."""


class Urgency(StrEnum):
    """In which part of "Awaiting you" a task stands."""

    OTHERS_WAIT = "others_wait"
    NEW = "new"
    RUNNING = "running"


class Part(StrEnum):
    """Under which heading of the navigation a link stands."""

    WORK = "work"
    DEAD = "dead"
    SOUGHT = "sought"
    TOGETHER = "together"


@dataclass(frozen=True)
class Task:
    """One line of what waits for a person: one matter, or, after the oldest, how many more there are."""

    incident: Incident
    title: str
    url: str
    reason: str = ""
    since: datetime | None = None
    urgency: Urgency = Urgency.NEW
    glyph: str = "dot"
    tone: str = ""
    progress: float | None = None  # 0 to 1; for running work
    matters: int = 1

    @property
    def percent(self) -> int:
        """The progress in whole percent."""
        return round(100 * (self.progress or 0.0))


@dataclass(frozen=True)
class Link:
    """One line of the navigation, with the number of things behind it."""

    part: Part
    title: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Count:
    """One number of the overview, and what it counts."""

    number: int
    label: str
    url: str = ""


@dataclass(frozen=True)
class Informed:
    """Somebody outside the office who was told of an identification.

    Args:
        who: whom, in words: a family, the Bureau, whoever was handed the remains.
        what: by what, in words, with its number.
        told_at: when.
        url: the page on which it stands, and where a correction is recorded.
        corrected_at: when they were told that it no longer holds; None: not yet.
    """

    who: str
    what: str
    told_at: datetime
    url: str
    corrected_at: datetime | None = None


def offers(name: str) -> Iterator[Callable[..., list[Any]]]:
    """The functions of this name that apps offer."""
    for path in settings.DESKS:
        offer = getattr(import_module(path), name, None)
        if offer is not None:
            yield offer


def awaiting(user: Visitor) -> list[Task]:
    """All that waits for a person, oldest first within each urgency."""
    found = [task for offer in offers("awaiting") for task in offer(user)]
    order = list(Urgency)
    return sorted(
        found,
        key=lambda task: (
            order.index(task.urgency),
            task.since is None,
            task.since.timestamp() if task.since else 0.0,
        ),
    )


def oldest(rows: QuerySet[Any]) -> list[Any]:
    """The first of what waits, in its order, each with how many wait as `every`: for `named_and_counted`."""
    return list(rows.annotate(every=Window(Counted("pk")))[: NAMED + 1])


def named_and_counted(
    first: Sequence[Any],
    task: Callable[[Any], Task],
    others: Callable[[int], str],
    url: str,
) -> list[Task]:
    """A line for each of the oldest; one line for all others, so that none is out of sight.

    Args:
        first: `oldest` of the matters.
        task: the line of one.
        others: how many more there are, in words.
        url: the page where these stand.
    """
    tasks = [task(one) for one in first[:NAMED]]
    if len(first) > NAMED:
        count = first[NAMED].every - NAMED
        line = replace(task(first[NAMED]), title=others(count), url=url, reason="", matters=count)
        tasks.append(line)
    return tasks


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The links that all apps offer in an incident."""
    return [link for offer in offers("navigation") for link in offer(user, incident)]


def tally(user: Visitor, incident: Incident) -> list[Count]:
    """The numbers of an incident."""
    return [count for offer in offers("tally") for count in offer(user, incident)]


def summary(user: Visitor, incident: Incident) -> list[str]:
    """The sentences that say how an incident stands."""
    return [sentence for offer in offers("summary") for sentence in offer(user, incident)]


def signed_identifications(
    incident: Incident, among: Collection[str] | None = None
) -> dict[str, str]:
    """Identifications that are signed and stand: number of the remains to number of the person.

    Args:
        among: only those in which one of these numbers stands, of remains or of persons.
    """
    return dict(pair for offer in offers("signed") for pair in offer(incident, among))


def identified_as_one(incident: Incident) -> list[tuple[str, str]]:
    """Numbers of remains that are identified as one person, two by two."""
    return [pair for offer in offers("of_one_body") for pair in offer(incident)]


def persons_identified(incident: Incident) -> list[QuerySet[Any, int]]:
    """The persons sought of whom an identification stands, as queries of their pk."""
    return [rows for offer in offers("identified_persons") for rows in offer(incident)]


def count_of_signed(incident: Incident) -> int:
    """How many identifications are signed and stand."""
    return sum(count for offer in offers("signed_count") for count in offer(incident))


def goes_on(user: Visitor, proposal: object) -> list[Link]:
    """Where what the board decides goes on.

    Args:
        proposal: a row of the board.
    """
    return [link for offer in offers("goes_on") for link in offer(user, proposal)]


def informed_of(remains: object, person: object) -> list[Informed]:
    """All who were told that these remains are this person, the first first.

    Args:
        remains, person: rows of the record.
    """
    found = [one for offer in offers("informed_of") for one in offer(remains, person)]
    return sorted(found, key=lambda one: one.told_at)
