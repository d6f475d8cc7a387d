"""What is told of a missing person: less than is true, and some of it wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from numpy.random import Generator

from antigone.evidence.age_at_death import DAYS_PER_YEAR
from antigone.evidence.records import (
    AmRecord,
    Implant,
    Informant,
    LastSeen,
    Mark,
    MedicalFinding,
    Region,
    ReportedStature,
    ToothChart,
)
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import told_names
from antigone.simulate.parameters import Parameters
from antigone.simulate.persons import Person
from antigone.simulate.tooth_charts import am_chart

TOLD_SD_YEARS = 1.0
"""An age told without a date of birth (P, as in `evidence/tables/age.toml`)."""

DATED = 0.8
"""Share of charts whose date is known (P)."""

_OTHER_SIDE = {
    Region.RIGHT_ARM: Region.LEFT_ARM,
    Region.RIGHT_HAND: Region.LEFT_HAND,
    Region.RIGHT_LEG: Region.LEFT_LEG,
    Region.RIGHT_FOOT: Region.LEFT_FOOT,
}
OTHER_SIDE = _OTHER_SIDE | {left: right for right, left in _OTHER_SIDE.items()}


def am_record(person: Person, parameters: Parameters, rng: Generator) -> AmRecord:
    """The record of a missing person as relatives, documents and dentists make it."""
    of = parameters
    born_known = rng.random() < of.age.date_of_birth_known
    told_age = max(0.0, person.age_years + float(rng.normal(0.0, TOLD_SD_YEARS)))
    marks_told = rng.random() < of.marks.told
    return AmRecord(
        sex=_sex(person.sex, of.sex.register_error, rng),
        born_on=person.born_on if born_known else None,
        age_years=None if born_known else float(int(told_age)),
        stature=_stature(person, parameters, rng),
        traits={t: value for t, value in person.traits.items() if rng.random() < of.traits.told},
        teeth=_teeth(person, rng),
        marks=_marks(person.marks, of.marks.forgotten, rng) if marks_told else None,
        implants=_implants(person.implants, of.marks.forgotten, rng) if marks_told else (),
        medical=_medical(person.medical, of.marks.forgotten, rng) if marks_told else None,
        items=tuple(item for item in person.items if rng.random() < of.effects.told),
        last_seen=_last_seen(person, parameters, rng),
        names=told_names(person.names, rng),
    )


def misplaced(region: Region | None) -> Region | None:
    """The same region on the other side, where it has one."""
    return None if region is None else OTHER_SIDE.get(region, region)


def _sex(sex: Sex, error: float, rng: Generator) -> Sex:
    wrong = Sex.FEMALE if sex is Sex.MALE else Sex.MALE
    return wrong if rng.random() < error else sex


def _stature(person: Person, parameters: Parameters, rng: Generator) -> ReportedStature | None:
    of = parameters.stature
    informant = (Informant.FAMILY, Informant.DOCUMENT, Informant.MEASURED)[
        int(rng.choice(3, p=(0.7, 0.2, 0.1)))
    ]
    bias, sd = of.informants[informant]
    wide = of.wide_factor if rng.random() < of.wide_share else 1.0
    cm = round(float(rng.normal(person.stature_cm + bias, sd * wide)))
    if rng.random() >= of.told or not 40 <= cm <= 230:
        return None
    return ReportedStature(float(cm), informant)


def _teeth(person: Person, rng: Generator) -> ToothChart | None:
    if person.living is None:
        return None
    day = person.died_on - timedelta(days=round(person.living.years_before * DAYS_PER_YEAR))
    return am_chart(person.living.mouth, day if rng.random() < DATED else None, rng)


def _marks(marks: tuple[Mark, ...], forgotten: float, rng: Generator) -> tuple[Mark, ...]:
    found = []
    for mark in marks:
        draw = rng.random()
        if draw < forgotten / 2.0:
            continue
        found.append(
            replace(mark, region=misplaced(mark.region)) if draw < forgotten else mark
        )  # half of the errors are of the side
    return tuple(found)


def _implants(
    implants: tuple[Implant, ...], forgotten: float, rng: Generator
) -> tuple[Implant, ...]:
    told = [implant for implant in implants if rng.random() >= forgotten]
    return tuple(i if rng.random() < 0.5 else replace(i, serial="") for i in told)


def _medical(
    findings: tuple[MedicalFinding, ...], forgotten: float, rng: Generator
) -> tuple[MedicalFinding, ...]:
    return tuple(finding for finding in findings if rng.random() >= forgotten)


def _last_seen(person: Person, parameters: Parameters, rng: Generator) -> LastSeen | None:
    days = int(rng.exponential(1.0))
    if rng.random() >= parameters.place.known:
        return None
    return LastSeen(person.died_on - timedelta(days=days), person.seen)
