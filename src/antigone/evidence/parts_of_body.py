"""Parts of one body: what forbids that two are, and what their records say together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from antigone.evidence.records import (
    AgeMethod,
    PmRecord,
    Recovery,
    SexMethod,
    State,
    StatureMethod,
    ToothChart,
)
from antigone.evidence.tooth_codes import Coarse, Finding, finding
from antigone.words import counted, in_a_row, said, word

_SEX = (
    SexMethod.BODY,
    SexMethod.AMELOGENIN,
    SexMethod.PELVIS,
    SexMethod.LONG_BONE,
    SexMethod.SKULL,
    SexMethod.CHILD_SKELETON,
)
_AGE = (
    AgeMethod.CHILD_TEETH,
    AgeMethod.YOUNG_TEETH,
    AgeMethod.PUBIC_PHASE,
    AgeMethod.OTHER_ADULT,
    AgeMethod.APPEARANCE,
)
_STATURE = (
    StatureMethod.BODY,
    StatureMethod.LEG_BONE,
    StatureMethod.ARM_BONE,
    StatureMethod.SMALL_BONE,
)
"""Methods, the most certain first, in the order of the packaged error rates."""

_STATES = (State.SKELETAL, State.DECOMPOSED, State.FRESH)
"""The state in which least can be seen first: what is absent then weighs least."""

Estimate = TypeVar("Estimate")
Item = TypeVar("Item")

_NOT_THERE = {Coarse.NO_INFORMATION, Coarse.LOST_AFTER_DEATH}


@dataclass(frozen=True)
class MergedRecord:
    """The record of a body from those of its parts, and where these contradict each other."""

    record: PmRecord
    contradictions: tuple[str, ...] = ()


def part_twice(first: PmRecord, second: PmRecord) -> tuple[str, ...]:
    """What both records hold though a body has it once, in words; such parts are of two bodies.

    Teeth that are charted in both, as standing or with a healed or closed place in the jaw; an
    empty socket and a loose tooth do fit. The genitals, the skull, a whole body's length.
    """
    found = []
    teeth = sorted(_teeth_there(first.teeth) & _teeth_there(second.teeth))
    if teeth:
        numbers = in_a_row([str(tooth) for tooth in teeth])
        found.append(counted("tooth {teeth}", "teeth {teeth}", len(teeth), teeth=numbers))
    for method, words in (
        (SexMethod.BODY, said("the body's sex")),
        (SexMethod.SKULL, said("the skull")),
    ):
        if all(r.sex is not None and r.sex.method is method for r in (first, second)):
            found.append(words)
    if all(
        r.stature is not None and r.stature.method is StatureMethod.BODY for r in (first, second)
    ):
        found.append(said("the length of the body"))
    return tuple(found)


def merged_record(records: Sequence[PmRecord]) -> MergedRecord:
    """What the records of all parts of a body say together.

    Of estimates the one by the most certain method counts, of traits those that all who tell agree
    on; teeth of charts in the same system are put together, findings and items counted once. Marks
    and findings are judged by the worst state of a part on which they were looked for.

    Args:
        records: one or more, in the order of the parts.
    """
    notes: list[str] = []
    by_state = sorted((r.state for r in records if _looked_at(r)), key=_STATES.index) or [
        r.state for r in records
    ]
    sex = _surest([r.sex for r in records], lambda e: _SEX.index(e.method))
    if len({r.sex.sex for r in records if r.sex is not None}) > 1:
        told = in_a_row(
            [
                said(
                    "{sex} ({method})",
                    sex=word(r.sex.sex.name.lower()),
                    method=word(r.sex.method.value),
                )
                for r in records
                if r.sex
            ]
        )
        notes.append(said("sex: {told}", told=told))
    return MergedRecord(
        PmRecord(
            state=by_state[0],
            sex=sex,
            age=_surest([r.age for r in records], lambda e: _AGE.index(e.method)),
            stature=_surest([r.stature for r in records], lambda e: _STATURE.index(e.method)),
            traits=_traits(records, notes),
            teeth=_teeth([r.teeth for r in records if r.teeth is not None], notes),
            tooth_opinions=_once([r.tooth_opinions for r in records]),
            marks=_looked_for([r.marks for r in records]),
            implants=_once([r.implants for r in records]),
            medical=_looked_for([r.medical for r in records]),
            items=_once([r.items for r in records]),
            recovery=_recovery([r.recovery for r in records if r.recovery is not None], notes),
        ),
        tuple(notes),
    )


def _teeth_there(chart: ToothChart | None) -> set[int]:
    """Teeth whose place in the jaw, or who themselves, are part of these remains."""
    return {tooth for tooth, found in _findings(chart).items() if _is_there(found)}


def _findings(chart: ToothChart | None) -> dict[int, Finding]:
    if chart is None:
        return {}
    return {tooth: finding(tooth, codes, chart.system) for tooth, codes in chart.teeth.items()}


def _is_there(found: Finding) -> bool:
    return found.coarse not in _NOT_THERE and not (found.also & _NOT_THERE)


def _looked_at(record: PmRecord) -> bool:
    looked = record.marks is not None or record.medical is not None
    return looked or bool(record.implants or record.traits)


def _surest(
    estimates: Sequence[Estimate | None], rank: Callable[[Estimate], int]
) -> Estimate | None:
    return min((e for e in estimates if e is not None), key=rank, default=None)


def _once(of_parts: Sequence[tuple[Item, ...]]) -> tuple[Item, ...]:
    """All items in their order; what several parts hold alike is counted once."""
    found: list[Item] = []
    for items in of_parts:
        found += [item for item in items if item not in found]
    return tuple(found)


def _looked_for(of_parts: Sequence[tuple[Item, ...] | None]) -> tuple[Item, ...] | None:
    looked = [items for items in of_parts if items is not None]
    return _once(looked) if looked else None


def _traits(records: Sequence[PmRecord], notes: list[str]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for record in records:
        for trait, value in record.traits.items():
            told.setdefault(trait, []).append(value)
    for trait, values in told.items():
        if len(set(values)) > 1:
            told_of_it = in_a_row([word(value) for value in values])
            notes.append(said("{trait}: {told}", trait=word(trait), told=told_of_it))
    return {trait: values[0] for trait, values in told.items() if len(set(values)) == 1}


def _teeth(charts: Sequence[ToothChart], notes: list[str]) -> ToothChart | None:
    """The charts as one, a tooth that is there before an empty socket before no information."""
    if not charts:
        return None
    largest = max(charts, key=lambda chart: sum(f.speaks for f in _findings(chart).values()))
    alike = [c for c in charts if (c.system, c.source) == (largest.system, largest.source)]
    if len(alike) < len(charts):
        notes.append(
            said("teeth: charts in different systems or by different examiners; the largest counts")
        )
    teeth: dict[int, str] = {}
    rank: dict[int, int] = {}
    for chart in alike:
        for tooth, found in _findings(chart).items():
            own = 2 * _is_there(found) + found.speaks
            if own > rank.get(tooth, -1):
                teeth[tooth], rank[tooth] = chart.teeth[tooth], own
    days = [chart.charted_on for chart in alike if chart.charted_on is not None]
    return ToothChart(largest.system, largest.source, teeth, max(days, default=None))


def _recovery(found: Sequence[Recovery], notes: list[str]) -> Recovery | None:
    """The recovery that tells most, of the narrowest place; parts may lie apart."""
    if not found:
        return None
    spans = [span for recovery in found if (span := _span_of_death(recovery)) is not None]
    if spans and max(low for low, _ in spans) > min(high for _, high in spans):
        notes.append(said("days since death: no day of death fits all parts"))
    return max(found, key=_told)


def _span_of_death(recovery: Recovery) -> tuple[float, float] | None:
    if recovery.found_on is None or recovery.days_since_death is None:
        return None
    least, most = recovery.days_since_death
    first, last = (recovery.found_on - timedelta(days=days) for days in (most, least))
    return first.toordinal(), last.toordinal()


def _told(recovery: Recovery) -> tuple[int, float]:
    parts = (recovery.found_on, recovery.place, recovery.days_since_death)
    radius = recovery.place.within_km if recovery.place is not None else 0.0
    return sum(part is not None for part in parts), -radius
