"""Finds of a search as the page shows them: what, where it leads, and why it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from antigone.evidence.name_comparison import NameComparison, compare_names
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.records import PersonName
from antigone.web.board.models import Proposal
from antigone.web.custody.models import Packet, Sample
from antigone.web.custody.taking import owner_in_words
from antigone.web.incidents.roles import Permission
from antigone.web.lists.search import Found, Group, Search
from antigone.web.records.findable import recoveries_of
from antigone.web.records.models import (
    ImportedFile,
    MissingPerson,
    NameIndex,
    Person,
    RecoveryEvent,
    Remains,
)
from antigone.web.records.name_index import name_tables
from antigone.web.records.name_search import NameFound
from antigone.web.records.record_facts import pm_record_shown
from antigone.web.records.record_rows import pm_record_from_row
from antigone.web.requests.models import TracingRequest

MOST_REASONS = 4
MOST_NAMES = 3

TITLES = {
    Group.NAMES: gettext_lazy("Names of persons sought"),
    Group.REMAINS: gettext_lazy("Remains"),
    Group.SOUGHT: gettext_lazy("Persons sought"),
    Group.REQUESTS: gettext_lazy("Tracing requests"),
    Group.SAMPLES: gettext_lazy("Samples"),
    Group.PACKETS: gettext_lazy("Packets"),
    Group.BOARD: gettext_lazy("Board"),
    Group.FILES: gettext_lazy("Files"),
}

AGREEMENTS = {
    (Part.FAMILY, Agreement.SAME): gettext_lazy("family name the same"),
    (Part.FAMILY, Agreement.ALIKE): gettext_lazy("family name alike"),
    (Part.FAMILY, Agreement.INITIAL): gettext_lazy("family name may begin so"),
    (Part.FAMILY, Agreement.DIFFERENT): gettext_lazy("family name differs"),
    (Part.GIVEN, Agreement.SAME): gettext_lazy("given name the same"),
    (Part.GIVEN, Agreement.ALIKE): gettext_lazy("given name alike"),
    (Part.GIVEN, Agreement.INITIAL): gettext_lazy("given name may begin so"),
    (Part.GIVEN, Agreement.DIFFERENT): gettext_lazy("given name differs"),
    (Part.PATRONYMIC, Agreement.SAME): gettext_lazy("patronymic the same"),
    (Part.PATRONYMIC, Agreement.ALIKE): gettext_lazy("patronymic alike"),
    (Part.PATRONYMIC, Agreement.INITIAL): gettext_lazy("patronymic may begin so"),
    (Part.PATRONYMIC, Agreement.DIFFERENT): gettext_lazy("patronymic differs"),
}


@dataclass(frozen=True)
class Shown:
    """One find.

    Args:
        title: number or code, its words marked.
        url: its page.
        names: of a person sought, what agrees marked.
        reasons: lines that say why it was found.
    """

    title: SafeString
    url: str
    names: tuple[SafeString, ...] = ()
    reasons: tuple[SafeString, ...] = ()


def shown(search: Search, found: Found) -> list[Shown]:
    """The finds of a group."""
    return _WAYS[found.group](search, found.rows)


def _names(search: Search, rows: Sequence[NameFound]) -> list[Shown]:
    read = MissingPerson.objects.filter(pk__in=[one.person for one in rows]).defer("record")
    read = read.select_related("family__incident").prefetch_related("names")
    persons = {row.pk: row for row in read}
    return [
        Shown(
            search.query.marked(persons[one.person].number),
            persons[one.person].get_absolute_url(),
            tuple(_likest(search.query.text, persons[one.person])),
            (_agreement(one.comparison),),
        )
        for one in rows
        if one.person in persons
    ]


def _agreement(comparison: NameComparison) -> SafeString:
    levels = (comparison.family, comparison.given, comparison.patronymic)
    told = (AGREEMENTS.get(pair) for pair in zip(Part, levels, strict=True))
    return format_html(
        "{}", pgettext("between parts of a list", ", ").join(str(w) for w in told if w)
    )


def _likest(text: str, person: MissingPerson) -> Iterator[SafeString]:
    """The names of a person, those first that agree most."""
    compared = [(row, _compared(text, row)) for row in person.names.all() if _has_name(row)]
    compared.sort(key=lambda pair: pair[1].order, reverse=True)
    for row, comparison in compared[:MOST_NAMES]:
        given = " ".join(
            str(one)
            for one in (
                _marked_if(row.given, comparison.given),
                _marked_if(row.patronymic, comparison.patronymic),
            )
            if one
        )
        family = _marked_if(row.family, comparison.family)
        both = ", ".join(str(one) for one in (family, given) if one)
        yield SafeString(both)  # each part is escaped


def _has_name(row: NameIndex) -> bool:
    return bool(row.family or row.given or row.patronymic)


def _compared(text: str, row: NameIndex) -> NameComparison:
    tables = name_tables()
    name = PersonName(row.family, row.given, row.patronymic, row.kind or "legal")
    return compare_names(text, name, tables.given_names, tables.names.alike)


def _marked_if(text: str, agreement: Agreement) -> SafeString:
    pattern = "<mark>{}</mark>" if text and agreement >= Agreement.INITIAL else "{}"
    return format_html(pattern, text)


def _remains(search: Search, rows: Sequence[Remains]) -> list[Shown]:
    may = Permission.SEE_REMAINS in search.permissions
    places = recoveries_of(rows) if may else {}
    read = Remains.objects.filter(pk__in=[row.pk for row in rows]) if may else ()
    records = {row.pk: row for row in read}
    return [
        Shown(
            search.query.marked(row.number),
            _of_incident(search, "records:remains", number=row.number),
            (),
            tuple(_why(search, records.get(row.pk), places.get(row.pk))),
        )
        for row in rows
    ]


def _why(search: Search, row: Remains | None, place: RecoveryEvent | None) -> Iterator[SafeString]:
    """The lines of a record in which a word stands that was looked for."""
    lines = [line for line in _lines(row, place) if search.query.touches(line)]
    for line in lines[:MOST_REASONS]:
        yield search.query.marked(line)


def _lines(row: Remains | None, place: RecoveryEvent | None) -> Iterator[str]:
    if row is None:
        return
    if place is not None:
        yield _("Recovered: %s") % place.place
        yield _("Found by: %s") % place.finder
        yield from (line for line in place.circumstances.splitlines() if line)
    record = pm_record_from_row(row.record)
    if record is None:
        return
    told = pm_record_shown(record, row.number)
    for fact in (*told.description, *told.circumstances, *told.body, *told.items):
        words = "; ".join(part for part in (fact.text, fact.note) if part)
        yield _("%(what)s: %(words)s") % {"what": fact.term, "words": words}


def _sought(search: Search, rows: Sequence[MissingPerson]) -> list[Shown]:
    may = Permission.SEE_FAMILIES in search.permissions
    families = [row.family_id for row in rows] if may else []
    donors = Person.objects.filter(family__in=families).exclude(donor_code="")
    codes: dict[int, list[str]] = {}
    for family, code in donors.order_by("pk").values_list("family", "donor_code"):
        codes.setdefault(family, []).append(code)
    return [
        Shown(
            search.query.marked(row.number),
            row.get_absolute_url(),
            (),
            (
                search.query.marked(_("Family %s") % row.family.name),
                *(
                    search.query.marked(_("Donor %s") % code)
                    for code in codes.get(row.family_id, ())
                    if search.query.touches(code)
                ),
            ),
        )
        for row in rows
    ]


def _requests(search: Search, rows: Sequence[TracingRequest]) -> list[Shown]:
    return [
        Shown(
            search.query.marked(row.number),
            row.get_absolute_url(),
            (),
            tuple(
                search.query.marked(_("Seeks %s") % person.number)
                for person in row.family.missing_persons.all()
            ),
        )
        for row in rows
    ]


def _samples(search: Search, rows: Sequence[Sample]) -> list[Shown]:
    return [
        Shown(
            search.query.marked(row.code),
            row.get_absolute_url(),
            (),
            (
                search.query.marked(
                    _("%(what)s: %(words)s")
                    % {"what": row.get_kind_display(), "words": owner_in_words(row)}
                ),
            ),
        )
        for row in rows
    ]


def _packets(search: Search, rows: Sequence[Packet]) -> list[Shown]:
    return [
        Shown(
            search.query.marked(row.code),
            row.get_absolute_url(),
            (),
            tuple(search.query.marked(text) for text in (row.remains.number, row.contents) if text),
        )
        for row in rows
    ]


def _board(search: Search, rows: Sequence[Proposal]) -> list[Shown]:
    return [
        Shown(
            search.query.marked(
                _("%(remains)s is %(person)s")
                % {"remains": row.remains.number, "person": row.missing_person.number}
            ),
            row.get_absolute_url(),
            (),
            (format_html("{}", row.get_state_display()),),
        )
        for row in rows
    ]


def _files(search: Search, rows: Sequence[ImportedFile]) -> list[Shown]:
    return [Shown(search.query.marked(row.name), row.get_absolute_url()) for row in rows]


def _of_incident(search: Search, name: str, **kwargs: str) -> str:
    return reverse(name, kwargs={"incident": search.incident.slug, **kwargs})


_WAYS: dict[Group, Callable[[Search, Sequence[Any]], list[Shown]]] = {
    Group.NAMES: _names,
    Group.REMAINS: _remains,
    Group.SOUGHT: _sought,
    Group.REQUESTS: _requests,
    Group.SAMPLES: _samples,
    Group.PACKETS: _packets,
    Group.BOARD: _board,
    Group.FILES: _files,
}
