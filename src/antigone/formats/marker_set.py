"""The markers of a file, and the genotypes that its profiles have at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from antigone.formats.cursor import Cursor
from antigone.formats.marker_json import MOST_MARKERS, read_genotype, read_marker
from antigone.formats.problems import ProblemList, listed, shown
from antigone.genetics.markers import Genotype, Marker


@dataclass(frozen=True)
class MarkerSet:
    """The markers that could be read, and the names of those that could not."""

    by_name: Mapping[str, Marker]
    silent: Mapping[str, str]
    broken: frozenset[str]


def read_marker_set(root: Cursor, problems: ProblemList, variant: Cursor | None) -> MarkerSet:
    """The markers under `markers`, all with the models of `variant` where one is given."""
    items = problems.attempt(root, _marker_items) or []
    by_name: dict[str, Marker] = {}
    silent: dict[str, str] = {}
    broken: set[str] = set()
    for item in items:
        name = item.value.get("name") if isinstance(item.value, dict) else None
        if isinstance(name, str) and (name in by_name or name in broken):
            problems.add(item.place, f"marker {shown(name)} stands twice; each may stand once")
        marker = problems.attempt(item, lambda c: read_marker(c, variant))
        if marker is None:
            broken |= {name} if isinstance(name, str) else set()
            continue
        by_name[marker.name] = marker
        label = item.optional("silent_allele")
        silent |= {marker.name: label.text()} if label else {}
    return MarkerSet(by_name, silent, frozenset(broken))


def _marker_items(root: Cursor) -> list[Cursor]:
    cursor = root.field("markers")
    items = cursor.items(at_most=MOST_MARKERS)
    if not items:
        raise cursor.refused("no markers; at least one is needed")
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
                f"marker {shown(name)} is not among the markers of the file; "
                f"allowed are {listed(markers.by_name)}",
            )
    return found
