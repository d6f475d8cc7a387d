"""What an examination of remains records: by their state less and less, and some of it wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta

from numpy.random import Generator

from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    FoundItem,
    Implant,
    PmRecord,
    Recovery,
    SexEstimate,
    SexMethod,
    State,
    StatureEstimate,
    StatureMethod,
)
from antigone.genetics.pedigree import Sex
from antigone.simulate.parameters import AgeNumbers, Parameters
from antigone.simulate.persons import Person, chosen, near
from antigone.simulate.tooth_charts import pm_chart

CHILD_YEARS = 14.0
"""Below, the sex of a skeleton cannot be told, and teeth give the age."""

YOUNG_YEARS = 25.0

_SEX_METHODS: Mapping[State, Mapping[str, float]] = {
    State.FRESH: {"body": 0.9, "amelogenin": 0.1},
    State.DECOMPOSED: {"body": 0.4, "pelvis": 0.4, "amelogenin": 0.2},
    State.SKELETAL: {"pelvis": 0.5, "skull": 0.15, "long_bone": 0.15, "amelogenin": 0.2},
}
"""How sex is told, by state (P)."""


def pm_record(
    person: Person, items: tuple[FoundItem, ...], parameters: Parameters, rng: Generator
) -> PmRecord:
    """The record of a whole body and the items found with it."""
    of = parameters
    state = State(chosen({s.value: share for s, share in of.state.items()}, rng))
    days = 1 + int(rng.exponential(of.place.days_to_recovery))
    examined = state is not State.SKELETAL and rng.random() < of.marks.examined
    unseen = of.marks.unseen[state]
    charted_on = person.died_on + timedelta(days=days + int(rng.integers(1, 30)))
    return PmRecord(
        state=state,
        sex=_sex(person, state, parameters, rng),
        age=_age(person, state, of.age, rng),
        stature=_stature(person, state, parameters, rng),
        traits=_traits(person, state, parameters, rng),
        teeth=pm_chart(person.mouth, charted_on, rng)
        if person.mouth is not None and rng.random() < of.teeth.pm_charted
        else None,
        marks=tuple(m for m in person.marks if rng.random() >= unseen) if examined else None,
        implants=tuple(_implant(i, of.marks.serial_read, rng) for i in person.implants),
        medical=tuple(m for m in person.medical if m.kind == "fracture" or rng.random() >= unseen)
        if rng.random() < of.marks.examined
        else None,
        items=items,
        recovery=_recovery(person, days, parameters, rng),
    )


def _sex(
    person: Person, state: State, parameters: Parameters, rng: Generator
) -> SexEstimate | None:
    of = parameters.sex
    method = SexMethod(chosen(_SEX_METHODS[state], rng))
    error = {
        SexMethod.BODY: of.body_error,
        SexMethod.PELVIS: of.pelvis_error,
        SexMethod.SKULL: of.skull_error,
        SexMethod.LONG_BONE: of.long_bone_error,
        SexMethod.AMELOGENIN: of.amelogenin_error,
    }[method]
    other = Sex.FEMALE if person.sex is Sex.MALE else Sex.MALE
    told = other if rng.random() < error else person.sex
    of_bones = method in (SexMethod.PELVIS, SexMethod.SKULL, SexMethod.LONG_BONE)
    if rng.random() >= of.estimated or (of_bones and person.age_years < CHILD_YEARS):
        return None
    return SexEstimate(told, method)


def _age(person: Person, state: State, of: AgeNumbers, rng: Generator) -> AgeEstimate | None:
    method, sd = _age_method(person.age_years, state, of, rng)
    wide = of.wide_factor if rng.random() < of.wide_share else 1.0
    years = round(float(rng.normal(person.age_years, sd * wide)), 1)
    if rng.random() >= of.estimated or not 0.0 <= years <= 110.0:
        return None
    return AgeEstimate(method, years)


def _age_method(
    years: float, state: State, of: AgeNumbers, rng: Generator
) -> tuple[AgeMethod, float]:
    if years < CHILD_YEARS:
        return AgeMethod.CHILD_TEETH, of.child_teeth_sd
    if years < YOUNG_YEARS:
        return AgeMethod.YOUNG_TEETH, of.young_teeth_sd
    if state is State.FRESH and rng.random() < 0.7:
        return AgeMethod.APPEARANCE, of.appearance_sd
    return AgeMethod.OTHER_ADULT, of.other_adult_sd


def _stature(
    person: Person, state: State, parameters: Parameters, rng: Generator
) -> StatureEstimate | None:
    of = parameters.stature
    bones = {"leg_bone": 0.7, "arm_bone": 0.2, "small_bone": 0.1}
    method = StatureMethod.BODY
    if state is not State.FRESH:
        method = StatureMethod(chosen(bones, rng))
    bias, sd = of.methods[method]
    wide = of.wide_factor if rng.random() < of.wide_share else 1.0
    cm = round(float(rng.normal(person.stature_cm + bias, sd * wide)), 1)
    if rng.random() >= of.estimated or not 40.0 <= cm <= 230.0:
        return None
    return StatureEstimate(cm, method)


def _traits(person: Person, state: State, parameters: Parameters, rng: Generator) -> dict[str, str]:
    """Eyes are seen on fresh remains only, the hand used is told from bones or not at all."""
    of = parameters.traits
    found = {}
    for trait, value in person.traits.items():
        differs = rng.random() < of.differ[trait]
        seen = chosen(of.values[trait], rng) if differs else value
        shown = {"eyes": state is State.FRESH, "hair": True, "handedness": rng.random() < 0.1}
        if shown[trait] and rng.random() < 0.8:
            found[trait] = seen
    return found


def _implant(implant: Implant, read: float, rng: Generator) -> Implant:
    serial = implant.serial if rng.random() < read else ""
    return Implant(implant.kind, implant.region, implant.maker, serial)


def _recovery(person: Person, days: int, parameters: Parameters, rng: Generator) -> Recovery:
    of = parameters.place
    place = near(person.seen, of.carried_off_km, 0.1, rng)
    interval = (int(days * 0.4), math.ceil(days * 1.8) + 2)
    return Recovery(person.died_on + timedelta(days=days), place, interval)
