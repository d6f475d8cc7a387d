"""All lines of evidence besides DNA about a pair, added to one total.

Lines that are one fact seen twice are not added: of each group of `GROUPS` the strongest alone counts, for
or against. Stature is weighed given sex, and items are joined by how they lay, in their own modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.age import AgePopulation, age_log10, age_lr, age_population
from antigone.evidence.age_at_death import age_at_death
from antigone.evidence.effects import ItemPopulation, item_lrs, item_population, items_log10
from antigone.evidence.implants import (
    ImplantPopulation,
    implant_lr,
    implant_population,
    implants_log10,
)
from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.marks import MarkPopulation, mark_lr, mark_population, marks_log10
from antigone.evidence.medical import medical_log10, medical_lr, medical_population
from antigone.evidence.presence_population import PresencePopulation
from antigone.evidence.records import AmRecord, LastSeen, PmRecord, ToothOpinion
from antigone.evidence.sex import SexPopulation, sex_log10, sex_lr, sex_population
from antigone.evidence.stature import (
    StaturePopulation,
    stature_log10,
    stature_lr,
    stature_population,
)
from antigone.evidence.tables import Tables
from antigone.evidence.teeth import TeethPopulation, teeth_lr, teeth_matrix, teeth_population
from antigone.evidence.trait_tables import TRAITS
from antigone.evidence.traits import (
    TraitPopulation,
    trait_log10,
    trait_lr,
    trait_population,
)
from antigone.genetics.pedigree import Sex

GROUPS: tuple[tuple[Line, ...], ...] = (
    (Line.EYES, Line.HAIR),
    (Line.IMPLANTS, Line.MEDICAL),
)
"""Lines that depend on each other: colours go together, and an implant leaves an operation behind."""

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Populations:
    """What is known of all the missing of an incident, by line of evidence; made once."""

    sex: SexPopulation
    age: AgePopulation
    stature: StaturePopulation
    traits: TraitPopulation
    teeth: TeethPopulation
    marks: MarkPopulation
    implants: ImplantPopulation
    medical: PresencePopulation
    items: ItemPopulation
    latest: date | None
    """The last day on which any of them was seen; None where no such day is known."""

    def dated(self, am: AmRecord) -> AmRecord:
        """The record as if last seen on the latest day, where none is known: who is a child then is one."""
        if self.latest is None or (am.last_seen and am.last_seen.on):
            return am
        place = am.last_seen.place if am.last_seen else None
        return replace(am, last_seen=LastSeen(self.latest, place))


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line of evidence of a pair, and whether it counts.

    Args:
        lr: the line.
        stronger: the line of its group that counts in its place; None: it counts itself.
    """

    lr: LikelihoodRatio
    stronger: Line | None = None


@dataclass(frozen=True, slots=True)
class Fused:
    """All lines of a pair in the order of `Line`, and the sum of those that count."""

    lines: tuple[CountedLine, ...]
    log10_lr: float

    def log10_of(self, line: Line) -> float | None:
        """What a line says by itself; None where it could not be compared."""
        return next((one.lr.log10_lr for one in self.lines if one.lr.line is line), None)


def populations(records: Sequence[AmRecord], tables: Tables) -> Populations:
    """The populations behind all lines, from the AM records of an incident."""
    sex = sex_population(records, tables.sex)
    days = [r.last_seen.on for r in records if r.last_seen and r.last_seen.on]
    return Populations(
        sex,
        age_population(records, tables.age),
        stature_population(records, tables.stature, tables.age, share_of_men=sex.share_of_men),
        trait_population(records, tables.traits),
        teeth_population([r.teeth for r in records if r.teeth is not None], tables.teeth),
        mark_population(records, tables.marks),
        implant_population(records, tables.implants),
        medical_population(records, tables.medical),
        item_population(records, tables),
        max(days, default=None),
    )


def fused(pm: PmRecord, am: AmRecord, missing: str, of: Populations) -> Fused:
    """All lines of evidence about one pair.

    Args:
        pm: of the remains.
        am: of the missing person.
        missing: the person's id; opinions on teeth are on a pair.
        of: all the missing.

    Raises:
        AgeRefused, ToothCodeError: a record holds what no line can read.
    """
    lines = sorted(_lines(pm, am, missing, of), key=lambda lr: list(Line).index(lr.line))
    by_line = {lr.line: lr.log10_lr for lr in lines}
    counted = tuple(CountedLine(lr, _stronger(lr.line, by_line)) for lr in lines)
    return Fused(counted, sum(one.lr.log10_lr for one in counted if one.stronger is None))


def fused_log10(
    pm: Sequence[PmRecord | None],
    am: Sequence[AmRecord | None],
    missing: Sequence[str],
    of: Populations,
) -> Array:
    """Total log10 LR of all pairs, shape (remains, missing), as `fused` gives it; 0 where nothing is known.

    Args:
        pm: of N remains; None: no record.
        am: of M persons; None: no record.
        missing: their ids.
        of: all the missing.
    """
    by_line: dict[Line, Array] = {line: trait_log10(line, pm, am, of.traits) for line in TRAITS}
    by_line[Line.IMPLANTS] = implants_log10(pm, am, of.implants)
    by_line[Line.MEDICAL] = medical_log10(pm, am, of.medical)
    total = sex_log10(pm, am, of.sex)
    total += age_log10(pm, am, of.age)
    total += stature_log10(pm, [of.dated(r) if r else None for r in am], of.stature)
    total += _teeth_log10(pm, am, missing, of.teeth)
    total += marks_log10(pm, am, of.marks)
    total += items_log10(pm, am, of.items)
    for group in GROUPS:
        total += _strongest([by_line.pop(line) for line in group])
    for value in by_line.values():
        total += value
    return total


def _lines(pm: PmRecord, am: AmRecord, missing: str, of: Populations) -> list[LikelihoodRatio]:
    found = [
        sex_lr(pm.sex, am.sex, of.sex) if pm.sex else None,
        _age(pm, am, of),
        _stature(pm, am, of),
        *(
            trait_lr(line, pm.traits[line.value], am.traits[line.value], pm.state, of.traits)
            for line in TRAITS
            if line.value in pm.traits and line.value in am.traits
        ),
        teeth_lr(pm.teeth, am.teeth, _opinions(pm, missing), of.teeth)
        if pm.teeth and am.teeth
        else None,
        mark_lr(pm, am, of.marks),
        implant_lr(pm, am, of.implants),
        medical_lr(pm, am, of.medical),
        *item_lrs(pm, am, of.items),
    ]
    return [lr for lr in found if lr is not None]


def _age(pm: PmRecord, am: AmRecord, of: Populations) -> LikelihoodRatio | None:
    at_death = age_at_death(am, pm.recovery, of.age.tables)
    if pm.age is None or at_death is None:
        return None
    return age_lr(pm.age, pm.sex, at_death, of.age)


def _stature(pm: PmRecord, am: AmRecord, of: Populations) -> LikelihoodRatio | None:
    if pm.stature is None or am.stature is None:
        return None
    sex = am.sex
    if sex is Sex.UNKNOWN and pm.sex is not None:
        sex = pm.sex.sex
    age = age_at_death(of.dated(am), None, of.stature.ages)
    return stature_lr(pm.stature, am.stature, sex, of.stature, age)


def _opinions(pm: PmRecord, missing: str) -> tuple[ToothOpinion, ...]:
    return tuple(opinion for opinion in pm.tooth_opinions if opinion.missing == missing)


def _teeth_log10(
    pm: Sequence[PmRecord | None],
    am: Sequence[AmRecord | None],
    missing: Sequence[str],
    of: TeethPopulation,
) -> Array:
    values = teeth_matrix(
        [r.teeth if r else None for r in pm], [r.teeth if r else None for r in am], of
    )
    column = {person: j for j, person in enumerate(missing)}
    for i, record in enumerate(pm):
        for person in {o.missing for o in record.tooth_opinions} if record else ():
            told = am[column[person]] if person in column else None
            if record and record.teeth and told and told.teeth:
                lr = teeth_lr(record.teeth, told.teeth, _opinions(record, person), of)
                values[i, column[person]] = lr.log10_lr if lr else 0.0
    return values


def _stronger(line: Line, by_line: dict[Line, float]) -> Line | None:
    """The line that counts in place of this one; of equally strong ones the first."""
    for group in GROUPS:
        if line in group:
            here = [other for other in group if other in by_line]
            strongest = max(here, key=lambda other: abs(by_line[other]))
            return None if strongest is line else strongest
    return None


def _strongest(values: Sequence[Array]) -> Array:
    """Of each pair the value that is farthest from 0, of equal ones the first."""
    result = values[0]
    for value in values[1:]:
        result = np.where(np.abs(value) > np.abs(result), value, result)
    return result
