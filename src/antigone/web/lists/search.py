"""Search over all cases of an incident that a person may know of, group by group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from antigone.web.accounts.models import User
from antigone.web.board.models import Proposal
from antigone.web.custody.doors import packets_in_sight, samples_shown
from antigone.web.custody.findable import packet_texts
from antigone.web.custody.models import Packet, Sample
from antigone.web.incidents.access import permissions_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.lists.query import Query
from antigone.web.records.doors import (
    families_in_sight,
    missing_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.findable import Kind, Texts, recoveries_of, remains_texts
from antigone.web.records.models import (
    FindableWord,
    ImportedFile,
    MissingPerson,
    Remains,
)
from antigone.web.records.name_search import NameFound, may_be_a_name, persons_named
from antigone.web.requests.models import TracingRequest

MOST = 1_000
"""Of more finds in a group nobody reads the last: the first are shown, and that there are more."""


class Group(StrEnum):
    """In which group something is found, in the order of the page."""

    NAMES = "names"
    REMAINS = "remains"
    SOUGHT = "sought"
    REQUESTS = "requests"
    SAMPLES = "samples"
    PACKETS = "packets"
    BOARD = "board"
    FILES = "files"


@dataclass(frozen=True)
class Found:
    """What was found in one group.

    Args:
        rows: models, or `NameFound`; at most so many as were asked for.
        more: whether there are more than these.
    """

    group: Group
    rows: Sequence[Any]
    more: bool = False


@dataclass(frozen=True)
class Search:
    """A search of one person in one incident."""

    user: User
    incident: Incident
    query: Query

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """What the person may do here."""
        return permissions_of(self.user, self.incident)

    @property
    def groups(self) -> list[Group]:
        """The groups in which this person may find something, whatever is looked for."""
        seen = self.permissions
        whole = sees_whole_incident(self.user, self.incident)
        needed = {
            Group.NAMES: Permission.SEE_FAMILIES in seen,
            Group.SAMPLES: bool(seen & {Permission.SEE_REMAINS, Permission.SEE_FAMILIES}),
            Group.PACKETS: Permission.SEE_REMAINS in seen,
            Group.BOARD: whole,
            Group.FILES: whole,
        }
        return [group for group in Group if needed.get(group, True)]

    def found(self, group: Group, most: int = MOST) -> Found:
        """What is found in one of the groups, at most so much."""
        if group is Group.NAMES:
            return _names(self, most)
        way = _WAYS[group]
        rows = way.rows(self)
        if not self.query.terms:
            return Found(group, ())
        if self.query.phrases and way.texts is not None:
            read = way.texts(self, list(self._with_words(rows, way)[:MOST]))
            return Found(group, read[:most], len(read) > most)
        read = list(self._with_words(rows, way, exactly=True)[: most + 1])
        if len(read) <= most:
            others = self._with_words(rows, way).exclude(pk__in=[row.pk for row in read])
            read += others[: most + 1 - len(read)]
        return Found(group, read[:most], len(read) > most)

    def _with_words(self, rows: QuerySet[Any], way: Way, *, exactly: bool = False) -> QuerySet[Any]:
        """The rows that have all words; words of their content only for those who may see that."""
        words = FindableWord.objects.filter(incident=self.incident)
        if way.content is not None and way.content not in self.permissions:
            words = words.filter(is_content=False)
        for term in self.query.terms:
            for condition in term.conditions(exactly=exactly):
                rows = rows.filter(way.fits(words.filter(condition)))
        return rows


@dataclass(frozen=True)
class Way:
    """How a group is searched.

    Args:
        rows: what may be found, in the order in which it is shown.
        fits: which rows are meant by words.
        content: the permission without which only numbers and codes are looked through.
        texts: of rows those that say the phrases; None where a phrase is as good as its words.
    """

    rows: Callable[[Search], QuerySet[Any]]
    fits: Callable[[QuerySet[FindableWord]], Q]
    content: Permission | None = None
    texts: Callable[[Search, list[Any]], list[Any]] | None = None


def _of_kind(kind: Kind) -> Callable[[QuerySet[FindableWord]], Q]:
    return lambda words: Q(pk__in=words.filter(kind=kind).values("thing"))


def _of_pair(words: QuerySet[FindableWord]) -> Q:
    """Proposals of the remains, or of the person, under a number."""
    numbers = words.filter(is_content=False)
    return Q(remains__in=numbers.filter(kind=Kind.REMAINS).values("thing")) | Q(
        missing_person__in=numbers.filter(kind=Kind.SOUGHT).values("thing")
    )


def _names(search: Search, most: int) -> Found:
    if not may_be_a_name(search.query.text):
        return Found(Group.NAMES, ())
    found: list[NameFound] = persons_named(
        user=search.user, incident=search.incident, text=search.query.text
    )
    return Found(Group.NAMES, found[:most], len(found) > most)


def _remains(search: Search) -> QuerySet[Remains]:
    return remains_in_sight(search.user, search.incident).order_by("pk")


def _remains_that_say(search: Search, rows: list[Remains]) -> list[Remains]:
    events = recoveries_of(rows)
    return [row for row in rows if _says(search, remains_texts(row, events.get(row.pk)))]


def _says(search: Search, texts: Texts) -> bool:
    """Whether one of the texts has each phrase."""
    may = Permission.SEE_REMAINS in search.permissions
    seen = (*texts.codes, *(texts.content if may else ()))
    return all(any(phrase.is_in(text) for text in seen) for phrase in search.query.phrases)


def _sought(search: Search) -> QuerySet[MissingPerson]:
    rows = missing_in_sight(search.user, search.incident)
    return rows.select_related("family__incident", "family__key").defer("record").order_by("pk")


def _requests(search: Search) -> QuerySet[TracingRequest]:
    families = families_in_sight(search.user, search.incident).order_by()
    rows = TracingRequest.objects.filter(family__in=families)
    return rows.select_related("family__incident").prefetch_related("family__missing_persons")


def _samples(search: Search) -> QuerySet[Sample]:
    rows = samples_shown(search.user, search.incident)
    return rows.select_related("incident", "remains", "person").order_by("pk")


def _packets(search: Search) -> QuerySet[Packet]:
    rows = packets_in_sight(search.user, search.incident)
    return rows.select_related("incident", "remains__incident").order_by("pk")


def _packets_that_say(search: Search, rows: list[Packet]) -> list[Packet]:
    return [row for row in rows if _says(search, packet_texts(row))]


def _board(search: Search) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(incident=search.incident)
    return rows.select_related("incident", "remains", "missing_person", "proposed_by")


def _files(search: Search) -> QuerySet[ImportedFile]:
    rows = ImportedFile.objects.filter(incident=search.incident)
    return rows.select_related("incident", "imported_by")


_WAYS: dict[Group, Way] = {
    Group.REMAINS: Way(_remains, _of_kind(Kind.REMAINS), Permission.SEE_REMAINS, _remains_that_say),
    Group.SOUGHT: Way(_sought, _of_kind(Kind.SOUGHT), Permission.SEE_FAMILIES),
    Group.REQUESTS: Way(_requests, _of_kind(Kind.REQUEST)),
    Group.SAMPLES: Way(_samples, _of_kind(Kind.SAMPLE)),
    Group.PACKETS: Way(_packets, _of_kind(Kind.PACKET), texts=_packets_that_say),
    Group.BOARD: Way(_board, _of_pair),
    Group.FILES: Way(_files, _of_kind(Kind.FILE)),
}
