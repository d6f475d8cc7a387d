"""The markers of a file, and the genotypes that its profiles have at them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from antigone.formats.cursor import Cursor
from antigone.formats.marker_json import MOST_MARKERS, read_genotype, read_marker
from antigone.formats.problems import ProblemList, listed, shown
from antigone.formats.unseen_json import (
    Minimum,
    labels_at,
    read_minimum,
    with_minimum_frequency,
)
from antigone.genetics.markers import Genotype, Marker
from antigone.words import said


@dataclass(frozen=True)
class MarkerSet:
    """The markers that could be read, and the names of those that could not."""

    by_name: Mapping[str, Marker]
    silent: Mapping[str, str]
    broken: frozenset[str]
    notices: tuple[str, ...] = ()


def read_marker_set(
    root: Cursor,
    problems: ProblemList,
    variant: Cursor | None,
    profiles: Collection[object] = (),
) -> MarkerSet:
    """The markers under `markers`, all with the models of `variant` where one is given.

    `profiles` are those of the file, not yet read: where it states a minimum frequency, alleles that
    only they have join the table.
    """
    items = problems.attempt(root, _marker_items) or []
    minimum = problems.attempt(root, read_minimum)
    by_name: dict[str, Marker] = {}
    silent: dict[str, str] = {}
    broken: set[str] = set()
    notices: list[str] = []
    for item in items:
        name = item.value.get("name") if isinstance(item.value, dict) else None
        if isinstance(name, str) and (name in by_name or name in broken):
            problems.add(
                item.place,
                said("marker {name} stands twice; each may stand once", name=shown(name)),
            )
        marker = problems.attempt(item, lambda c: read_marker(c, variant))
        if marker is None:
            broken |= {name} if isinstance(name, str) else set()
            continue
        label = item.optional("silent_allele")
        silent |= {marker.name: label.text()} if label else {}
        named = set(labels_at(marker.name, profiles)) - {silent.get(marker.name)}
        read = partial(
            _with_minimum, marker=marker, minimum=minimum, named=sorted(filter(None, named))
        )
        extended, told = problems.attempt(item, read) or (marker, ())
        by_name[marker.name] = extended
        notices.extend(told)
    return MarkerSet(by_name, silent, frozenset(broken), tuple(notices))


def _with_minimum(
    item: Cursor, marker: Marker, minimum: Minimum | None, named: list[str]
) -> tuple[Marker, tuple[str, ...]]:
    return with_minimum_frequency(marker, read_minimum(item) or minimum, named)


def _marker_items(root: Cursor) -> list[Cursor]:
    cursor = root.field("markers")
    items = cursor.items(at_most=MOST_MARKERS)
    if not items:
        raise cursor.refused(said("no markers; at least one is needed"))
    return items


def read_genotypes(
    cursor: Cursor, markers: MarkerSet, problems: ProblemList
) -> dict[str, Genotype]:
    """One profile; what is wrong with it is noted and left out."""
    found: dict[str, Genotype] = {}
    for name, pair in (problems.attempt(cursor, lambda c: c.fields()) or {}).items():
        if name in markers.by_name:
            read = partial(
                read_genotype, marker=markers.by_name[name], silent_label=markers.silent.get(name)
            )
            genotype = problems.attempt(pair, read)
            if genotype:
                found[name] = genotype
        elif name not in markers.broken:
            problems.add(
                pair.place,
                said(
                    "marker {name} is not among the markers of the file; allowed are {known}",
                    name=shown(name),
                    known=listed(markers.by_name),
                ),
            )
    return found
