"""Taking a list or a file out: for a purpose, within rights, with one entry in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from antigone.formats.sheet_writer import ColumnType, SheetColumn, SheetKind, rows_as_bytes
from antigone.policy.exports import (
    TABLES,
    ex_01_purpose_stated,
    ex_02_contacts_only_if_asked,
    ex_03_form_is_allowed,
)
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.exchange import lists, lists_of_dead, lists_of_work
from antigone.web.exchange.dna_out import Sender, incident_as, profiles_as
from antigone.web.incidents.access import Visitor, may, permissions_of, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.doors import sees_whole_incident

P = Permission
Read = Callable[[User, Incident], Iterator[Any]]


class TakingOutRefused(ValueError):
    """A rule is not met; `finding` says which, and what is lacking."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True)
class Listed:
    """Something that can be taken out.

    Args:
        slug: as in `policy.exports.FORMATS`.
        title: as pages name it.
        help: what it holds.
        needs: all permissions besides `EXPORT`.
        whole: only for who sees all cases of the incident.
        row: the type of its rows, of a list.
        read: its rows, of a list.
    """

    slug: str
    title: str | Promise
    help: str | Promise
    needs: frozenset[Permission] = frozenset({P.VIEW})
    whole: bool = False
    row: type[Any] | None = None
    read: Read | None = None


LISTS = {
    one.slug: one
    for one in (
        Listed(
            "remains",
            gettext_lazy("Remains"),
            gettext_lazy("Numbers, sex, state; the recovery for who sees what was observed."),
            row=lists.RemainsRow,
            read=lists.rows_of_remains,
        ),
        Listed(
            "persons",
            gettext_lazy("Persons sought"),
            gettext_lazy("Numbers and state; what was told, as far as a live basis covers it."),
            row=lists.PersonRow,
            read=lists.rows_of_persons,
        ),
        Listed(
            "requests",
            gettext_lazy("Tracing requests"),
            gettext_lazy("Numbers, when and by whom they were taken, what is lacking."),
            row=lists.RequestRow,
            read=lists.rows_of_requests,
        ),
        Listed(
            "samples",
            gettext_lazy("Samples"),
            gettext_lazy("Codes, what they are and what became of them; relatives under codes."),
            row=lists.SampleRow,
            read=lists.rows_of_samples,
        ),
        Listed(
            "candidates",
            gettext_lazy("Candidates of the newest run"),
            gettext_lazy("Pairs with log10 LR and joint posterior. A ranking is no decision."),
            whole=True,
            row=lists.CandidateRow,
            read=lists.rows_of_candidates,
        ),
        Listed(
            "board",
            gettext_lazy("Cases of the board"),
            gettext_lazy("Proposals and exclusions, with who signed."),
            whole=True,
            row=lists.BoardRow,
            read=lists.rows_of_board,
        ),
        Listed(
            "deaths",
            gettext_lazy("Record of the dead"),
            gettext_lazy(
                "Records with certificate and resting place; persons by number, no names."
            ),
            needs=frozenset({P.SEE_REMAINS}),
            row=lists_of_dead.DeathRow,
            read=lists_of_dead.rows_of_deaths,
        ),
        Listed(
            "graves",
            gettext_lazy("Graves"),
            gettext_lazy("Where each body rests, with place, coordinates and marking."),
            needs=frozenset({P.SEE_REMAINS}),
            row=lists_of_dead.GraveRow,
            read=lists_of_dead.rows_of_graves,
        ),
        Listed(
            "notices",
            gettext_lazy("Notices"),
            gettext_lazy("By number whose family was told, when, and who goes."),
            needs=frozenset({P.SEE_FAMILIES}),
            row=lists_of_work.NoticeRow,
            read=lists_of_work.rows_of_notices,
        ),
        Listed(
            "transmissions",
            gettext_lazy("Transmissions"),
            gettext_lazy("Packages with recipient, dates and receipt; nothing of what they hold."),
            whole=True,
            row=lists_of_work.PackageRow,
            read=lists_of_work.rows_of_packages,
        ),
        Listed(
            "owed",
            gettext_lazy("What is missing"),
            gettext_lazy("What each case lacks, which roles owe it, since when."),
            row=lists_of_work.OwedRow,
            read=lists_of_work.rows_of_owed,
        ),
        Listed(
            "journal",
            gettext_lazy("Journal"),
            gettext_lazy("As a table to read; the signed export is on the page of the journal."),
            needs=frozenset({P.READ_JOURNAL}),
            whole=True,
            row=lists.JournalRow,
            read=lists.rows_of_journal,
        ),
        Listed(
            "genotypes",
            gettext_lazy("Genotypes"),
            gettext_lazy("A table: of remains by number, of covered relatives by code."),
            needs=frozenset({P.SEE_GENOTYPES}),
            whole=True,
        ),
        Listed(
            "incident",
            gettext_lazy("The incident, for Familias or CODIS"),
            gettext_lazy("What would be compared now: remains, covered families, markers."),
            needs=frozenset({P.SEE_GENOTYPES}),
            whole=True,
        ),
    )
}


NO_SENDER = Sender()


@dataclass(frozen=True)
class Wish:
    """What somebody wants to take out.

    Args:
        form: one of those that `policy.exports.FORMATS` names for it.
        purpose: one of `policy.exports.PURPOSES`.
        words: for whom and for what.
        contacts: of persons sought also how the enquirers are reached.
        sender: of a CODIS import file, who sends it to whom.
    """

    form: str
    purpose: str
    words: str
    contacts: bool = False
    sender: Sender = NO_SENDER


@dataclass(frozen=True)
class TakenOut:
    """A file that goes out."""

    name: str
    content: bytes
    rows: int
    notices: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """What the journal says of it."""
        return hashlib.sha256(self.content).hexdigest()


def lists_for(user: Visitor, incident: Incident) -> list[Listed]:
    """What a person may take out of an incident."""
    if not may(user, incident, P.EXPORT):
        return []
    whole, permissions = sees_whole_incident(user, incident), permissions_of(user, incident)
    return [one for one in LISTS.values() if one.needs <= permissions and (whole or not one.whole)]


def take_out(*, user: User, incident: Incident, listed: Listed, wish: Wish) -> TakenOut:
    """Write a list or a file, and enter who took it out, for what, how much, and its hash.

    Raises:
        PermissionDenied: the role does not take this out.
        TakingOutRefused: EX-01, EX-02 or EX-03.
    """
    require(user, incident, P.EXPORT)
    if listed not in lists_for(user, incident):
        raise PermissionDenied
    contacts = wish.contacts and listed.slug == "persons"
    for finding in (
        ex_01_purpose_stated(wish.purpose, wish.words),
        ex_02_contacts_only_if_asked(asked=contacts, may_see=may(user, incident, P.SEE_CONTACTS)),
        ex_03_form_is_allowed(listed.slug, wish.form),
    ):
        if not finding.met:
            raise TakingOutRefused(finding)
    taken = _written(user, incident, listed, wish, contacts=contacts)
    _enter(user, incident, listed, wish, taken, contacts=contacts)
    return taken


@transaction.atomic
def _enter(
    user: User, incident: Incident, listed: Listed, wish: Wish, taken: TakenOut, *, contacts: bool
) -> None:
    record(
        actor=user.username,
        act="list.taken_out",
        incident=incident.slug,
        subject=listed.slug,
        details={
            "form": wish.form,
            "purpose": wish.purpose,
            "purpose_in_words": wish.words.strip(),
            "rows_count": taken.rows,
            "sha256": taken.sha256,
            "with_enquirers": contacts,
        },
    )


def _written(
    user: User, incident: Incident, listed: Listed, wish: Wish, *, contacts: bool
) -> TakenOut:
    form = wish.form
    if form in TABLES and listed.read is not None and listed.row is not None:
        columns = _columns(listed.row, *([lists.ReachedRow] if contacts else []))
        rows = _Counted(_values(user, incident, listed.read, contacts=contacts))
        content = rows_as_bytes(columns, rows, SheetKind(form), title=listed.slug)
        return TakenOut(f"{incident.slug}-{listed.slug}.{form}", content, rows.count)
    if listed.slug == "incident":
        file = incident_as(form, incident, wish.sender)
        name = f"{incident.slug}.{'xml' if form == 'cmf' else form}"
        return TakenOut(name, file.content, file.samples, file.notices)
    file = profiles_as(form, user, incident)
    return TakenOut(f"{incident.slug}-genotypes.csv", file.content, file.samples, file.notices)


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self.count, self._rows = 0, rows

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


def _values(
    user: User, incident: Incident, read: Read, *, contacts: bool
) -> Iterator[tuple[Any, ...]]:
    rows = map(astuple, read(user, incident))
    if not contacts:
        yield from rows
        return
    for row, reached in zip(rows, lists.rows_of_reached(user, incident), strict=True):
        yield (*row, *astuple(reached))


_TYPES = {
    "str": ColumnType.TEXT,
    "int": ColumnType.INTEGER,
    "float": ColumnType.NUMBER,
    "bool": ColumnType.TRUTH,
    "date": ColumnType.DAY,
    "datetime": ColumnType.MOMENT,
}


def _columns(*rows: type[Any]) -> list[SheetColumn]:
    """A column for each field, under its name."""
    return [
        SheetColumn(field.name, _TYPES[str(field.type).partition(" ")[0]])
        for row in rows
        for field in fields(row)
    ]
