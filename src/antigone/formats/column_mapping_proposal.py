"""A mapping proposed from headings and the first rows, each column with its reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from antigone.formats.column_mapping import ColumnMapping, MappedColumn
from antigone.formats.column_mapping_cells import by_cells, weighed, with_options
from antigone.formats.column_mapping_headings import Candidate, by_heading
from antigone.formats.sheet_fields import ASSUMED, NEVER_TAKEN, RecordKind, Shape, fields_of
from antigone.formats.sheet_rows import SheetRow
from antigone.formats.sheet_words import plain, says_nothing
from antigone.words import Said, said

_HALF_NAMES = frozenset(map(plain, ("name", "names", "الاسم")))


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one column.

    Args:
        column: the proposed field and how to read it; without field it is left out.
        reason: why, in words.
        sure: whether the heading means just this and the cells bear it out.
        alternatives: codes of other fields that it could be, the likeliest first.
    """

    column: MappedColumn
    reason: Said
    sure: bool
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposedMapping:
    """A whole mapping proposed, to be looked at and corrected.

    Args:
        mapping: as it would be used.
        proposals: one for each column.
        to_state: keys of `ASSUMED` that a person should state, as no column says them.
    """

    mapping: ColumnMapping
    proposals: tuple[Proposal, ...]
    to_state: tuple[str, ...]


def propose_mapping(
    headings: Sequence[str],
    sample_rows: Sequence[SheetRow],
    kind: RecordKind,
    remembered: ColumnMapping | None = None,
) -> ProposedMapping:
    """A mapping for the headings of a sheet.

    What a person corrected before comes first: a column whose heading stands in `remembered` is mapped
    as it was. Others are proposed by what their headings mean in six languages, and by what their cells
    look like. A field is proposed once, for the column that fits best.

    Args:
        headings: of the sheet.
        sample_rows: its first rows.
        kind: of records that the rows are to become.
        remembered: a mapping of this kind that a person confirmed for these or similar headings.
    """
    usable = remembered if remembered and remembered.kind is kind else None
    cells = [_cells(sample_rows, place) for place in range(len(headings))]
    known = _known(headings, usable)
    ranked = [
        [] if column else _candidates(heading, cells[place], kind)
        for place, (heading, column) in enumerate(zip(headings, known, strict=True))
    ]
    taken = {column.field for column in known if column}
    chosen = _without_half_names(headings, _chosen(ranked, taken), taken, kind)
    proposals = tuple(
        _remembered(column)
        if column
        else _proposal(heading, cells[place], ranked[place], chosen[place])
        for place, (heading, column) in enumerate(zip(headings, known, strict=True))
    )
    assumed = dict(usable.assumed) if usable else {}
    mapping = ColumnMapping(kind, tuple(one.column for one in proposals), assumed)
    return ProposedMapping(mapping, proposals, _to_state(mapping))


def _cells(rows: Sequence[SheetRow], place: int) -> list[str]:
    found = (row.cells[place] for row in rows if place < len(row.cells))
    return [cell for cell in found if cell and not says_nothing(cell)]


def _known(headings: Sequence[str], remembered: ColumnMapping | None) -> list[MappedColumn | None]:
    """By column what a person confirmed for its heading; a heading is used once."""
    by_heading = {plain(c.heading): c for c in remembered.columns} if remembered else {}
    found: list[MappedColumn | None] = []
    for heading in headings:
        column = by_heading.pop(plain(heading), None)
        found.append(replace(column, heading=heading) if column else None)
    return found


def _remembered(column: MappedColumn) -> Proposal:
    return Proposal(
        column, said("A person mapped this heading so before."), sure=True, alternatives=()
    )


def _candidates(heading: str, cells: Sequence[str], kind: RecordKind) -> list[Candidate]:
    """Fields that a column could hold, the likeliest first."""
    found = [weighed(candidate, cells) for candidate in by_heading(heading, kind)]
    named = {candidate.field.code for candidate in found}
    found += [one for one in by_cells(cells, kind) if one.field.code not in named]
    return sorted(found, key=lambda candidate: -candidate.weight)


def _chosen(ranked: list[list[Candidate]], taken: set[str]) -> list[Candidate | None]:
    """By column the field proposed: the strongest claims first, each single field once."""
    claims = sorted(
        ((c.weight, -place, c) for place, column in enumerate(ranked) for c in column),
        key=lambda claim: (-claim[0], -claim[1]),
    )
    found: list[Candidate | None] = [None] * len(ranked)
    used = set(taken)
    for weight, behind, candidate in claims:
        place = -behind
        field = candidate.field
        if weight < 0.5 or found[place] or (not field.several and field.code in used):
            continue
        found[place] = candidate
        used.add(field.code)
    return found


def _without_half_names(
    headings: Sequence[str],
    chosen: list[Candidate | None],
    taken: set[str],
    kind: RecordKind,
) -> list[Candidate | None]:
    """Where a column holds the surname, one headed "Name" holds the given names."""
    fields = {one.field.code for one in chosen if one} | taken
    if kind is RecordKind.PM or "surname" not in fields or "given_name" in fields:
        return chosen
    given = fields_of(kind)["given_name"]
    reason = said("Another column holds the surname, so this one may hold the given names.")
    return [
        Candidate(given, 0.9, reason)
        if one and one.field.code == "full_name" and plain(heading) in _HALF_NAMES
        else one
        for heading, one in zip(headings, chosen, strict=True)
    ]


def _proposal(
    heading: str,
    cells: Sequence[str],
    ranked: Sequence[Candidate],
    chosen: Candidate | None,
) -> Proposal:
    others = tuple(c.field.code for c in ranked if c is not chosen)[:6]
    if chosen is None:
        reason = said("No field is known by this heading; the column is left out.")
        if ranked:
            reason = said("{reason} It is left out unless you choose.", reason=ranked[0].reason)
        return Proposal(MappedColumn(heading), reason, sure=False, alternatives=others)
    if chosen.field.code in NEVER_TAKEN:
        column = MappedColumn(heading, chosen.field.code)
        return Proposal(column, NEVER_TAKEN[chosen.field.code], sure=True, alternatives=others)
    column = with_options(MappedColumn(heading, chosen.field.code), chosen.field, cells)
    return Proposal(column, chosen.reason, sure=chosen.weight >= 1.0, alternatives=others)


def _to_state(mapping: ColumnMapping) -> tuple[str, ...]:
    """What nobody says for all rows, though a column needs it."""
    fields = {column.field for column in mapping.columns}
    documents = {c for c, f in fields_of(mapping.kind).items() if f.shape is Shape.DOCUMENT}
    needed_by = {
        "state": {*fields, "state"},
        "sex_method": {"sex"},
        "age_method": {"age_years"},
        "stature_method": {"stature_cm"},
        "stature_informant": {"stature_cm"},
        "carried": {"items", "clothing", "footwear", "jewellery", *documents},
    }
    return tuple(
        key
        for key in ASSUMED[mapping.kind]
        if key not in fields and key not in mapping.assumed and needed_by[key] & fields
    )
