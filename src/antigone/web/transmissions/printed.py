"""The list of a package on paper: the same particulars, its number on every page, room for a seal."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.formats.cursor import parse_json
from antigone.formats.dead_person import DeadPerson
from antigone.web.papers.rendering import paper
from antigone.web.transmissions.acts.make import items_of
from antigone.web.transmissions.content import kept
from antigone.web.transmissions.models import Item, Package
from antigone.web.transmissions.shown import Line, lines_of

TEMPLATE = "transmissions/printed_list.html"


@dataclass(frozen=True)
class Row:
    """One record on the paper.

    Args:
        item: what it is to the recipient.
        person: as it went; None where the family has withdrawn since.
        lines: the particulars.
    """

    item: Item
    person: DeadPerson | None
    lines: list[Line]


def printed_list(package: Package, language: str) -> bytes:
    """The list as PDF/A; of a family that has withdrawn since, the numbers alone.

    Args:
        package: one that is made.
        language: of the headings; what stands in the records stays as it was written.
    """
    assert package.closed_at is not None  # noqa: S101  (it is made)
    context = {"package": package, **contents(package)}
    return paper(TEMPLATE, context, language=language, dated=package.closed_at)


def contents(package: Package) -> dict[str, object]:
    """What stands on the paper."""
    rows = [_row(item) for item in items_of(package)]
    head = parse_json(package.manifest_text.encode(), package.number)
    return {
        "rows": rows,
        "key_id": head.field("key_id").text(),
        "journal": head.field("journal_sequence").value,
        "unnamed": sum(1 for row in rows if row.person is not None and not row.person.identified),
    }


def _row(item: Item) -> Row:
    person = kept(item)
    return Row(item, person, [] if person is None else lines_of(person))
