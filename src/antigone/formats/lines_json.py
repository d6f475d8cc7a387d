"""Haplotypes of the paternal and the maternal line, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.pedigree_json import read_pedigree
from antigone.formats.problems import ProblemList, listed, shown
from antigone.genetics.haplotype_frequency import CountRefused, HaplotypeCount
from antigone.genetics.mt_haplotype import MtHaplotype
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.y_haplotype import HaplotypeRefused, YHaplotype
from antigone.words import said, told

MOST_ENTRIES = 1_000
"""Most markers, alleles, ranges or differences of one haplotype."""

Haplotype = TypeVar("Haplotype")


@dataclass(frozen=True)
class PaternalData:
    """Y haplotypes with what they are judged by."""

    remains: YHaplotype
    relatives: Mapping[str, YHaplotype]
    count: HaplotypeCount
    rates: Mapping[str, float] | float


@dataclass(frozen=True)
class MaternalData:
    """Mitochondrial haplotypes with what they are judged by."""

    remains: MtHaplotype
    relatives: Mapping[str, MtHaplotype]
    count: HaplotypeCount
    change_rate: float


@dataclass(frozen=True)
class LinesCase:
    """A family, the missing person, and the haplotypes of one line or both."""

    pedigree: Pedigree
    missing: str
    paternal: PaternalData | None
    maternal: MaternalData | None
    autosomal_log10_lr: float | None


def read_lines(data: bytes, file: str) -> LinesCase:
    """The haplotypes of a JSON file.

    Args:
        data: the content; its layout is `{pedigree: [{id, father, mother, sex}], missing,
            autosomal_log10_lr?, y?: {remains: {marker: [allele, …]}, relatives: {person: {…}}, count:
            {seen, size, theta?}, rates: number or {marker: number}}, mt?: {remains: {ranges: [[first,
            last], …], differences: […]}, relatives: {person: {…}}, count, change_rate?}}`.
        file: the name that problems are reported with.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    problems = ProblemList(file)
    return problems.whole(parse_json(data, file), lambda root: _case(root, problems))


def _case(root: Cursor, problems: ProblemList) -> LinesCase | None:
    pedigree = read_pedigree(root.field("pedigree"), problems)
    if pedigree is None:
        return None
    missing = root.field("missing")
    if missing.name() not in pedigree.by_id:
        raise missing.refused(
            said(
                "{missing}; allowed are {ids}",
                missing=shown(missing.value),
                ids=listed(pedigree.ids),
            )
        )
    y, mt, lr = (root.optional(name) for name in ("y", "mt", "autosomal_log10_lr"))
    if y is None and mt is None:
        raise root.refused(said('"y" and "mt" are both missing; one of them is needed'))
    return LinesCase(
        pedigree,
        missing.name(),
        problems.attempt(y, lambda c: _paternal(c, pedigree, problems)) if y else None,
        problems.attempt(mt, lambda c: _maternal(c, pedigree, problems)) if mt else None,
        lr.number(-1e6, 1e6) if lr else None,
    )


def _paternal(cursor: Cursor, pedigree: Pedigree, problems: ProblemList) -> PaternalData:
    rates = cursor.field("rates")
    return PaternalData(
        _y_haplotype(cursor.field("remains")),
        _relatives(cursor, pedigree, problems, _y_haplotype),
        _count(cursor.field("count")),
        {marker: rate.number(0.0, 1.0) for marker, rate in rates.fields().items()}
        if isinstance(rates.value, dict)
        else rates.number(0.0, 1.0),
    )


def _maternal(cursor: Cursor, pedigree: Pedigree, problems: ProblemList) -> MaternalData:
    rate = cursor.optional("change_rate")
    return MaternalData(
        _mt_haplotype(cursor.field("remains")),
        _relatives(cursor, pedigree, problems, _mt_haplotype),
        _count(cursor.field("count")),
        rate.number(0.0, 1.0) if rate else 0.0,
    )


def _relatives(
    cursor: Cursor,
    pedigree: Pedigree,
    problems: ProblemList,
    read: Callable[[Cursor], Haplotype],
) -> dict[str, Haplotype]:
    found: dict[str, Haplotype] = {}
    for person, haplotype in cursor.field("relatives").fields().items():
        if person not in pedigree.by_id:
            problems.add(
                haplotype.place, said("{person} is not in the pedigree", person=shown(person))
            )
        value = problems.attempt(haplotype, read)
        if value is not None:
            found[person] = value
    return found


def _y_haplotype(cursor: Cursor) -> YHaplotype:
    return {
        marker: tuple(allele.name() for allele in alleles.items(at_most=MOST_ENTRIES))
        for marker, alleles in cursor.fields().items()
    }


def _mt_haplotype(cursor: Cursor) -> MtHaplotype:
    ranges = [_range(item) for item in cursor.field("ranges").items(at_most=MOST_ENTRIES)]
    written = cursor.optional("differences")
    items = written.items(at_most=MOST_ENTRIES) if written else []
    try:
        haplotype = MtHaplotype(tuple(ranges), tuple(item.name() for item in items))
    except HaplotypeRefused as error:
        raise cursor.refused(told(error)) from error
    return haplotype


def _range(cursor: Cursor) -> tuple[int, int]:
    ends = cursor.items()
    if len(ends) != 2:
        raise cursor.refused(said("a range is its first and its last position, e.g. [16024, 576]"))
    return _whole(ends[0], 1), _whole(ends[1], 1)


def _count(cursor: Cursor) -> HaplotypeCount:
    theta = cursor.optional("theta")
    try:
        return HaplotypeCount(
            _whole(cursor.field("seen"), 0),
            _whole(cursor.field("size"), 1),
            theta.number(0.0, 1.0) if theta else 0.0,
        )
    except CountRefused as error:
        raise cursor.refused(told(error)) from error


def _whole(cursor: Cursor, low: int) -> int:
    value = cursor.number(low, 1e9)
    if value != int(value):
        raise cursor.expected(said("a whole number"))
    return int(value)
