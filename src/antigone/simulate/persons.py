"""Invented persons: all that is true of somebody besides DNA."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from numpy.random import Generator

from antigone.evidence.age_at_death import DAYS_PER_YEAR
from antigone.evidence.given_names import GivenNames
from antigone.evidence.records import (
    Implant,
    Mark,
    MarkKind,
    MedicalFinding,
    OwnedItem,
    PersonName,
    Place,
    Region,
)
from antigone.evidence.tables import load_tables
from antigone.genetics.pedigree import Sex
from antigone.simulate.mouth import Mouth, draw_mouth, grow_older
from antigone.simulate.names import draw_names
from antigone.simulate.parameters import MarkNumbers, Parameters, Shares

KM_PER_DEGREE = 111.2
GROWN_AT = 18.0
LEAST_CHARTED_YEARS = 3.0

MOTIFS = ("abstract", "animal", "flag", "human", "object", "other", "plant", "symbol")
COLOURS = ("black", "white", "silver", "gold", "blue", "red", "green", "brown", "grey")
IMPLANT_KINDS = ("hip_prosthesis", "knee_prosthesis", "plate", "pacemaker", "dental_implant")
NUMBERED = ("identity_card", "mobile_phone", "wrist_watch")
"""Kinds of items that bear a number."""

NAMED = ("identity_card",)
"""Kinds of items that bear their owner's name."""


@dataclass(frozen=True)
class Living:
    """The mouth when it was charted, and how many years before death."""

    mouth: Mouth
    years_before: float


@dataclass(frozen=True)
class Person:
    """All that is true of a person at death.

    Args:
        sex: female or male.
        age_years: at death.
        stature_cm: in life.
        traits: by trait its value.
        living: the mouth as it was charted; None where nobody charted it.
        mouth: at death; None below three years.
        marks, implants, medical: as they are.
        items: what they had with them.
        died_on: the day.
        seen: where they were last seen.
        names: as `draw_names` gives them.
    """

    sex: Sex
    age_years: float
    stature_cm: float
    traits: Mapping[str, str]
    living: Living | None
    mouth: Mouth | None
    marks: tuple[Mark, ...]
    implants: tuple[Implant, ...]
    medical: tuple[MedicalFinding, ...]
    items: tuple[OwnedItem, ...]
    died_on: date
    seen: Place
    names: tuple[PersonName, ...]

    @property
    def born_on(self) -> date:
        """The date of birth."""
        return self.died_on - timedelta(days=round(self.age_years * DAYS_PER_YEAR))


def draw_age(parameters: Parameters, rng: Generator, least_years: float = 0.0) -> float:
    """An age at death, normal, drawn anew until it lies within the limits of the parameters."""
    of = parameters.age
    low, high = max(of.youngest_years, min(least_years, of.oldest_years - 1.0)), of.oldest_years
    for _ in range(1000):
        age = float(rng.normal(of.mean_years, of.sd_years))
        if low <= age <= high:
            return age
    return float(rng.uniform(low, high))


def draw_person(
    sex: Sex,
    age_years: float,
    parameters: Parameters,
    rng: Generator,
    *,
    of_family: Generator | None = None,
) -> Person:
    """A person of this sex and age; `of_family` as in `draw_names`."""
    of = parameters
    living, mouth = _mouths(age_years, parameters, rng)
    return Person(
        sex,
        age_years,
        _stature(sex, age_years, parameters, rng),
        {trait: chosen(values, rng) for trait, values in of.traits.values.items()},
        living,
        mouth,
        _marks(age_years, of.marks, rng),
        _implants(age_years, of.marks, rng),
        _medical(age_years, of.marks, rng),
        _items(age_years, of.effects.owned, rng),
        of.place.begun_on + timedelta(days=int(rng.integers(0, 20))),
        near(Place(*of.place.centre), of.place.last_seen_km, 1.0, rng),
        draw_names(sex, given_names(), rng, mix=of.names.mix, of_family=of_family),
    )


@lru_cache(maxsize=1)
def given_names() -> GivenNames:
    """The packaged table of given names."""
    return load_tables().given_names


def chosen(shares: Shares, rng: Generator) -> str:
    """One of some words, by its share."""
    at = rng.random() * math.fsum(shares.values())
    for word, share in shares.items():
        at -= share
        if at < 0.0:
            return word
    return next(reversed(list(shares)))


def near(place: Place, km: float, within_km: float, rng: Generator) -> Place:
    """A place some km away, normal in both directions."""
    north, east = rng.normal(0.0, km / math.sqrt(2.0), 2).tolist()
    wide = KM_PER_DEGREE * max(0.05, math.cos(math.radians(place.latitude)))
    longitude = (place.longitude + east / wide + 180.0) % 360.0 - 180.0
    latitude = min(89.9, max(-89.9, place.latitude + north / KM_PER_DEGREE))
    return Place(round(latitude, 5), round(longitude, 5), within_km)


def any_region(rng: Generator) -> Region:
    """A region of the body, each as often."""
    regions = tuple(Region)
    return regions[int(rng.integers(len(regions)))]


def _mouths(
    age_years: float, parameters: Parameters, rng: Generator
) -> tuple[Living | None, Mouth | None]:
    """The mouth as it was charted in life, if it was, and at death."""
    of = parameters.teeth
    if age_years < LEAST_CHARTED_YEARS:
        return None, None
    years = min(float(rng.uniform(*of.years_before)), age_years - LEAST_CHARTED_YEARS)
    charted = rng.random() < of.am_charted
    mouth = draw_mouth(age_years - years, rng, survey=of.survey)
    return Living(mouth, years) if charted else None, grow_older(mouth, years, rng)


def _stature(sex: Sex, age_years: float, parameters: Parameters, rng: Generator) -> float:
    mean, sd = parameters.stature.adults[sex]
    grown = float(rng.normal(mean, sd))
    if age_years >= GROWN_AT:
        return grown
    # Straight from 50 cm at birth: no line of evidence weighs a child's stature.
    return 50.0 + (grown - 50.0) * math.pow(age_years / GROWN_AT, 0.7)


def _marks(age_years: float, of: MarkNumbers, rng: Generator) -> tuple[Mark, ...]:
    found = []
    if age_years >= 16.0 and rng.random() < of.tattooed:
        for _ in range(1 + int(rng.poisson(of.tattoos_each - 1.0))):
            motif = MOTIFS[int(rng.integers(len(MOTIFS)))]
            found.append(Mark(MarkKind.TATTOO, any_region(rng), motif))
    if rng.random() < of.scarred:
        found.append(Mark(MarkKind.SCAR, any_region(rng)))
    return tuple(found)


def _implants(age_years: float, of: MarkNumbers, rng: Generator) -> tuple[Implant, ...]:
    if age_years < GROWN_AT or rng.random() >= of.implanted:
        return ()
    kind = IMPLANT_KINDS[int(rng.integers(len(IMPLANT_KINDS)))]
    return (Implant(kind, any_region(rng), serial=_number(rng)),)


def _medical(age_years: float, of: MarkNumbers, rng: Generator) -> tuple[MedicalFinding, ...]:
    found = []
    if rng.random() < of.fractured * min(1.0, age_years / 40.0):
        found.append(MedicalFinding("fracture", any_region(rng)))
    if rng.random() < of.appendectomy:
        found.append(MedicalFinding("appendectomy", Region.FRONT))
    return tuple(found)


def _items(age_years: float, owned: Shares, rng: Generator) -> tuple[OwnedItem, ...]:
    if age_years < 6.0:
        return ()
    return tuple(
        OwnedItem(
            kind,
            (_number(rng),) if kind in NUMBERED else (),
            (COLOURS[int(rng.integers(len(COLOURS)))],),
        )
        for kind, share in owned.items()
        if rng.random() < share
    )


def _number(rng: Generator) -> str:
    letters = "ABCEHIKMOPTX"
    first, second = (letters[i] for i in rng.integers(len(letters), size=2).tolist())
    return f"{first}{second}{int(rng.integers(10**6)):06d}"
