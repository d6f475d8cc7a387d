"""A person's true mouth: by age from surveys of decayed, missing and filled teeth, and how it goes on.

Deliberately another process than the one that `evidence.tooth_population` assumes: a continuous
frailty of the person instead of a few classes, teeth that share the fate of their mirror, bridges over
gaps, fillings that spread from the surface where decay begins. So a likelihood ratio that is
calibrated here is not calibrated by construction.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.evidence.tooth_codes import SURFACES, Coarse, Material
from antigone.evidence.tooth_comparison import POSITIONS


class Survey(StrEnum):
    """Whose teeth: two surveys with all three numbers by age."""

    US = "us"
    KEMEROVO = "kemerovo"


DMFT: Mapping[Survey, Mapping[float, tuple[float, float, float]]] = {
    Survey.US: {
        6.0: (0.2, 0.0, 0.1),
        27.0: (0.8, 0.7, 4.8),
        42.0: (0.6, 1.8, 6.0),
        57.0: (0.4, 3.8, 7.5),
    },
    Survey.KEMEROVO: {
        6.0: (0.2, 0.0, 0.1),
        12.0: (1.37, 0.0, 1.49),
        15.0: (2.58, 0.04, 3.79),
        39.5: (13.50, 4.10, 3.44),
        70.0: (5.62, 16.10, 0.46),
    },
}
"""By survey and age the mean numbers of decayed, missing and filled teeth.

US: CDC Oral Health Surveillance Report 2024, table 12, 2017-20, age groups by their middle (S).
Kemerovo: regional programme, docs.cntd.ru 570842097, table 35 (S). At 6 years: our proposal.
"""

ERUPTION_YEARS = {6: 6.0, 1: 7.0, 2: 8.0, 4: 10.0, 3: 11.0, 5: 11.5, 7: 12.0, 8: 19.0}
"""By place in the quadrant the age at which the permanent tooth erupts (M, textbook means)."""

RISK = {6: 2.6, 7: 2.0, 8: 0.8, 5: 1.2, 4: 0.9, 2: 0.7, 1: 0.6, 3: 0.35}
"""Weights of decay by place: molars, premolars, upper incisors, canines in this order (P)."""

LOWER_FRONT_RISK = 0.15
"""Weight of the lower incisors (P)."""


@dataclass(frozen=True, slots=True)
class MouthParameters:
    """What varies from mouth to mouth; all values are our proposals, magnitudes from practice.

    Args:
        frailty_shape: of the gamma frailty of a person, mean 1; small: few persons have most decay.
        care_sd: spread (log) of a person's share of filled among decayed and filled.
        mirror_sd: spread (log) of the risk that a tooth shares with its mirror.
        wisdom_absent: share of wisdom teeth never formed or impacted.
        crowned_at_20, crowned_at_60: share of filled teeth that bear a crown.
        bridged: share of gaps between two standing teeth that a bridge closes.
        metal_in_front: share of metal among fillings of front teeth.
        grows_a_year, refilled_a_year, filling_lost_a_year, crowned_a_year, extracted_a_year: what
            becomes of a filled tooth.
        treated_a_year: decayed teeth filled in a year, for a person of average care.
    """

    frailty_shape: float = 1.5
    care_sd: float = 0.6
    mirror_sd: float = 0.5
    wisdom_absent: float = 0.3
    crowned_at_20: float = 0.03
    crowned_at_60: float = 0.25
    bridged: float = 0.2
    metal_in_front: float = 0.03
    grows_a_year: float = 0.025
    refilled_a_year: float = 0.03
    filling_lost_a_year: float = 0.012
    crowned_a_year: float = 0.01
    extracted_a_year: float = 0.006
    treated_a_year: float = 0.15


@dataclass(frozen=True, slots=True)
class Tooth:
    """The truth about the tooth at one place.

    Args:
        finding: one of unerupted, sound, damaged, filled, crowned, missing.
        surfaces, material: of a filling.
        replaced: a pontic stands in the gap.
        milk: a milk tooth.
    """

    finding: Coarse
    surfaces: str = ""
    material: Material | None = None
    replaced: bool = False
    milk: bool = False


@dataclass(frozen=True)
class Mouth:
    """A person's teeth at an age, with what made them so and will go on."""

    age_years: float
    teeth: Mapping[int, Tooth]
    survey: Survey
    frailty: float
    care: float
    metal: float
    risks: Mapping[int, float]


def draw_mouth(
    age_years: float,
    rng: Generator,
    *,
    survey: Survey = Survey.US,
    parameters: MouthParameters | None = None,
) -> Mouth:
    """A mouth drawn at an age of 3 years or more.

    Decayed, missing and filled teeth have the survey's means; a person's frailty multiplies all three.
    """
    of = parameters or MouthParameters()
    frailty = float(rng.gamma(of.frailty_shape, 1.0 / of.frailty_shape))
    care = float(np.exp(rng.normal(0.0, of.care_sd)))
    # Amalgam is the material of the old; persons take mostly one or the other.
    metal_mean = float(np.interp(age_years, [20.0, 60.0], [0.25, 0.65]))
    metal = float(rng.beta(1.5 * metal_mean, 1.5 * (1.0 - metal_mean)))
    risks = _risks(of, rng)
    empty = Mouth(age_years, {}, survey, frailty, care, metal, risks)
    teeth = {place: _first(empty, place, of, rng) for place in POSITIONS}
    affected = _affected(empty, teeth, of, rng)
    for place in affected:
        teeth[place] = _treated(empty, place, of, rng)
    _bridge(teeth, of, rng)
    return replace(empty, teeth=teeth)


def _risks(of: MouthParameters, rng: Generator) -> dict[int, float]:
    """By place the risk of the tooth: its kind's, times what it shares with its mirror."""
    risks = {}
    for jaw in (1, 4):
        for place in range(1, 9):
            shared = float(np.exp(rng.normal(0.0, of.mirror_sd)))
            kind = _usual_risk(10 * jaw + place)
            for quadrant in (1, 2) if jaw == 1 else (4, 3):
                risks[10 * quadrant + place] = kind * shared
    return risks


def _usual_risk(place: int) -> float:
    return LOWER_FRONT_RISK if place > 30 and place % 10 <= 2 else RISK[place % 10]


def _first(mouth: Mouth, place: int, of: MouthParameters, rng: Generator) -> Tooth:
    number, age = place % 10, mouth.age_years
    erupts = ERUPTION_YEARS[number] + float(rng.normal(0.0, 0.8 if number < 8 else 2.0))
    if number == 8 and rng.random() < of.wisdom_absent:
        return Tooth(Coarse.UNERUPTED)
    if age >= erupts:
        return Tooth(Coarse.SOUND)
    return Tooth(Coarse.SOUND, milk=True) if number <= 5 else Tooth(Coarse.UNERUPTED)


def means_at(survey: Survey, age_years: float) -> tuple[float, float, float]:
    """Mean decayed, missing and filled teeth at an age, straight between the ages of the survey."""
    rows = DMFT[survey]
    ages = list(rows)
    d, m, f = (float(np.interp(age_years, ages, [rows[a][i] for a in ages])) for i in range(3))
    return d, m, f


def _affected(
    mouth: Mouth, teeth: Mapping[int, Tooth], of: MouthParameters, rng: Generator
) -> list[int]:
    """Places that have decayed so far: a tooth of risk r with probability 1 - exp(-s u r)."""
    standing = [place for place in POSITIONS if teeth[place].finding is Coarse.SOUND]
    if not standing:
        return []
    risks = np.array([mouth.risks[place] for place in standing])
    usual = np.array([_usual_risk(place) for place in standing]) * math.exp(of.mirror_sd**2 / 2.0)
    mean = min(sum(means_at(mouth.survey, mouth.age_years)), 0.95 * len(standing))
    chance = 1.0 - np.exp(-_scale(usual, mean, of.frailty_shape) * mouth.frailty * risks)
    return [p for p, hit in zip(standing, rng.random(len(standing)) < chance, strict=True) if hit]


def _scale(risks: NDArray[np.float64], mean: float, shape: float) -> float:
    """The s at which teeth of these risks decay as often as the survey says, by halving.

    For a gamma frailty u of mean 1 and shape k, E(1 - exp(-s u r)) = 1 - (1 + s r / k)^-k.
    """
    low, high = 0.0, 1000.0
    for _ in range(40):
        middle = (low + high) / 2.0
        expected = float(np.sum(1.0 - (1.0 + middle * risks / shape) ** -shape))
        low, high = (middle, high) if expected < mean else (low, middle)
    return low


def _treated(mouth: Mouth, place: int, of: MouthParameters, rng: Generator) -> Tooth:
    """What decay has led to in one tooth: still decayed, filled, crowned or lost."""
    milk = mouth.age_years < ERUPTION_YEARS[place % 10]
    decayed, missing, filled = means_at(mouth.survey, mouth.age_years)
    weights = np.array([decayed, missing * mouth.frailty**0.5, filled * mouth.care])
    what = int(rng.choice(3, p=weights / weights.sum()))
    if what == 0:
        return Tooth(Coarse.DAMAGED, milk=milk)
    if what == 1:
        return Tooth(Coarse.UNERUPTED) if milk else Tooth(Coarse.MISSING)
    crowned = float(np.interp(mouth.age_years, [20.0, 60.0], [of.crowned_at_20, of.crowned_at_60]))
    if rng.random() < crowned and not milk:
        return Tooth(Coarse.CROWNED)
    return _filling(mouth, place, of, rng, milk=milk)


_SEAT = {8: "O", 7: "O", 6: "O", 5: "OD", 4: "OD", 3: "MDVL", 2: "MDL", 1: "MD"}
"""By place the surfaces where decay begins (M)."""


def _filling(
    mouth: Mouth, place: int, of: MouthParameters, rng: Generator, *, milk: bool = False
) -> Tooth:
    seats = _SEAT[place % 10]
    surfaces = {seats[int(rng.integers(len(seats)))] if rng.random() < 0.85 else "V"}
    while len(surfaces) < 5 and rng.random() < 0.38:
        surfaces.add(SURFACES[int(rng.choice(5, p=[0.28, 0.24, 0.28, 0.12, 0.08]))])
    share = of.metal_in_front if place % 10 <= 3 else mouth.metal
    material = Material.METAL if rng.random() < share else Material.TOOTH_COLOURED
    return Tooth(Coarse.FILLED, _ordered(surfaces), material, milk=milk)


def _ordered(surfaces: set[str]) -> str:
    return "".join(surface for surface in SURFACES if surface in surfaces)


def _bridge(teeth: dict[int, Tooth], of: MouthParameters, rng: Generator) -> None:
    """Close some gaps between two standing teeth; the neighbours are crowned."""
    for place in POSITIONS:
        if teeth[place].finding is not Coarse.MISSING or place % 10 in (1, 8):
            continue
        sides = (place - 1, place + 1)
        standing = all(
            teeth[side].finding not in (Coarse.MISSING, Coarse.UNERUPTED) for side in sides
        )
        if standing and rng.random() < of.bridged:
            teeth[place] = Tooth(Coarse.MISSING, replaced=True)
            for side in sides:
                teeth[side] = Tooth(Coarse.CROWNED)


def grow_older(
    mouth: Mouth, years: float, rng: Generator, *, parameters: MouthParameters | None = None
) -> Mouth:
    """The same mouth later: new decay at the survey's pace, treatment, larger fillings, losses."""
    of = parameters or MouthParameters()
    teeth = dict(mouth.teeth)
    older = mouth
    while older.age_years < mouth.age_years + years - 1e-9:
        step = min(1.0, mouth.age_years + years - older.age_years)
        older = replace(older, age_years=older.age_years + step)
        for place in POSITIONS:
            teeth[place] = _next(older, place, teeth[place], step, of, rng)
    return replace(older, teeth=teeth)


def _next(
    mouth: Mouth, place: int, tooth: Tooth, step: float, of: MouthParameters, rng: Generator
) -> Tooth:
    """One tooth after one step of at most a year."""
    drawn = float(rng.random())
    match tooth.finding:
        case Coarse.UNERUPTED if place % 10 < 8 and mouth.age_years >= ERUPTION_YEARS[place % 10]:
            return Tooth(Coarse.SOUND)
        case Coarse.SOUND if tooth.milk and mouth.age_years >= ERUPTION_YEARS[place % 10]:
            return Tooth(Coarse.SOUND)
        case Coarse.SOUND if drawn < step * _yearly_decay(mouth, place):
            return _treated(mouth, place, of, rng)
        case Coarse.DAMAGED if drawn < step * of.treated_a_year * mouth.care:
            return _filling(mouth, place, of, rng, milk=tooth.milk)
        case Coarse.FILLED:
            return _older_filling(mouth, place, tooth, drawn / step, of, rng)
        case Coarse.CROWNED if drawn < step * of.extracted_a_year:
            return Tooth(Coarse.MISSING)
        case _:
            return tooth


def _yearly_decay(mouth: Mouth, place: int) -> float:
    """Chance that a sound tooth decays within a year; 0.25 teeth a year in an average mouth."""
    return 0.25 * mouth.frailty * mouth.risks[place] / 35.0


def _older_filling(
    mouth: Mouth, place: int, tooth: Tooth, drawn: float, of: MouthParameters, rng: Generator
) -> Tooth:
    events = (
        (of.grows_a_year, _grown(tooth, rng)),
        (of.refilled_a_year, replace(tooth, material=Material.TOOTH_COLOURED)),
        (of.filling_lost_a_year, Tooth(Coarse.DAMAGED, milk=tooth.milk)),
        (of.crowned_a_year, Tooth(Coarse.CROWNED)),
        (of.extracted_a_year, Tooth(Coarse.MISSING)),
    )
    below = 0.0
    for chance, becomes in events:
        below += chance
        if drawn < below:
            return becomes
    return tooth


def _grown(tooth: Tooth, rng: Generator) -> Tooth:
    free = [surface for surface in SURFACES if surface not in tooth.surfaces]
    if not free:
        return tooth
    more = free[int(rng.integers(len(free)))]
    return replace(tooth, surfaces=_ordered({*tooth.surfaces, more}))
