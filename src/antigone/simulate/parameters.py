"""The numbers of a simulated incident, read from one file that can be replaced."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TypeVar

from antigone.evidence.records import Carried, Informant, State, StatureMethod
from antigone.evidence.table_cursor import TableCursor, TableError
from antigone.genetics.pedigree import Sex
from antigone.simulate.mouth import Survey
from antigone.simulate.names import Language, LanguageMix
from antigone.simulate.shapes import SHAPES

MAX_FILE_BYTES = 1024 * 1024
"""Largest file of parameters that is read."""

Spread = tuple[float, float]
"""Mean or bias, and standard deviation."""

Shares = Mapping[str, float]
"""By word its share or weight; weights need not sum to 1."""


@dataclass(frozen=True)
class IncidentNumbers:
    """How much of everything there is; all but `strangers_per_missing` are shares."""

    found: float
    strangers_per_missing: float
    no_sample: float
    in_parts: float
    another_part: float
    most_parts: int


@dataclass(frozen=True)
class SampleNumbers:
    """Loci that fail, and drop-out: logit P = intercept + per_log_nanogram ln ng + per_100_bp bp / 100."""

    missing_loci: float
    degraded: float
    nanograms: tuple[float, float]
    intercept: float
    per_log_nanogram: float
    per_100_bp: float
    dropout_levels: tuple[float, ...]


@dataclass(frozen=True)
class ErrorNumbers:
    """How often each clerical error happens, where they are asked for."""

    sample_exchanged: float
    within_family: float
    remains_exchanged: float
    other_father: float
    other_mother: float


@dataclass(frozen=True)
class AgeNumbers:
    """Ages of the missing in years, and errors of estimates as SD in years."""

    mean_years: float
    sd_years: float
    youngest_years: float
    oldest_years: float
    generation_years: float
    generation_sd_years: float
    date_of_birth_known: float
    child_teeth_sd: float
    young_teeth_sd: float
    other_adult_sd: float
    appearance_sd: float
    wide_share: float
    wide_factor: float
    estimated: float


@dataclass(frozen=True)
class SexNumbers:
    """How often sex is stated wrongly, by method, and in the register."""

    body_error: float
    pelvis_error: float
    skull_error: float
    long_bone_error: float
    amelogenin_error: float
    register_error: float
    estimated: float


@dataclass(frozen=True)
class StatureNumbers:
    """Stature of adults by sex, bias and SD of each method and informant, in cm."""

    adults: Mapping[Sex, Spread]
    methods: Mapping[StatureMethod, Spread]
    informants: Mapping[Informant, Spread]
    wide_share: float
    wide_factor: float
    estimated: float
    told: float


@dataclass(frozen=True)
class TraitNumbers:
    """Frequencies of values by trait, and how often what is seen is another value."""

    told: float
    values: Mapping[str, Shares]
    differ: Shares


@dataclass(frozen=True)
class TeethNumbers:
    """Who has charts, and how many years before death."""

    am_charted: float
    pm_charted: float
    years_before: tuple[float, float]
    survey: Survey


@dataclass(frozen=True)
class MarkNumbers:
    """Marks that persons bear, and how they are lost to sight and memory."""

    tattooed: float
    tattoos_each: float
    scarred: float
    fractured: float
    appendectomy: float
    implanted: float
    serial_read: float
    unseen: Mapping[State, float]
    forgotten: float
    examined: float
    told: float


@dataclass(frozen=True)
class EffectNumbers:
    """What persons own, what is found of it, and how often it lies with other remains."""

    owned: Shares
    found: float
    told: float
    number_read: float
    name_read: float
    carried: Mapping[Carried, float]
    exchanged: Mapping[Carried, float]


@dataclass(frozen=True)
class NameNumbers:
    """In which languages persons are called; how sources write names stands beside the names."""

    mix: LanguageMix


@dataclass(frozen=True)
class PlaceNumbers:
    """Where and when: degrees, km, days."""

    centre: tuple[float, float]
    last_seen_km: float
    carried_off_km: float
    days_to_recovery: float
    begun_on: date
    known: float


@dataclass(frozen=True)
class Parameters:
    """All numbers of a simulation; one field per table of the file.

    Args:
        shapes: weights of family shapes by name; those absent do not occur.
        amplicon_bp: by marker.
        fingerprint: sha256 over the numbers, without origins, comments and layout.
    """

    shapes: Shares
    incident: IncidentNumbers
    samples: SampleNumbers
    amplicon_bp: Mapping[str, float]
    errors: ErrorNumbers
    age: AgeNumbers
    sex: SexNumbers
    stature: StatureNumbers
    traits: TraitNumbers
    state: Mapping[State, float]
    teeth: TeethNumbers
    marks: MarkNumbers
    effects: EffectNumbers
    names: NameNumbers
    place: PlaceNumbers
    fingerprint: str


Numbers = TypeVar("Numbers")


def load_parameters(path: Path | None = None) -> Parameters:
    """The packaged parameters, or those of a file.

    Raises:
        TableError: the file cannot be read or holds what is not allowed; the message names file and key.
    """
    if path is None:
        return parameters_of(packaged_parameters(), "parameters.toml")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise TableError(str(path), "", f"cannot be read: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise TableError(str(path), "", f"larger than {MAX_FILE_BYTES} bytes, the largest allowed")
    return parameters_of(content, str(path))


def packaged_parameters() -> bytes:
    """The packaged file, as it is written out for editing."""
    return (resources.files("antigone.simulate") / "parameters.toml").read_bytes()


def parameters_of(content: bytes, file: str) -> Parameters:
    """Parameters from the bytes of a TOML file.

    Raises:
        TableError: as in `load_parameters`.
    """
    try:
        document = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise TableError(file, "", "is no UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise TableError(file, "", f"is no TOML file: {error}") from error
    sections = [f.name for f in fields(Parameters) if f.name != "fingerprint"]
    root = TableCursor(document, file).exactly("origin", *sections)
    for name, origin in root["origin"].entries().items():
        if name not in ("what", *sections):
            raise origin.refused(f"no table has this name; allowed are {', '.join(sections)}")
        origin.text()
    numbers = {name: document[name] for name in sections}
    canonical = json.dumps(numbers, sort_keys=True, default=str)
    return Parameters(
        shapes=_weights(root["shapes"], tuple(shape.name for shape in SHAPES)),
        incident=_incident(root["incident"]),
        samples=_samples(root["samples"]),
        amplicon_bp={n: c.number(50.0, 1000.0) for n, c in root["amplicon_bp"].entries().items()},
        errors=_shares(root["errors"], ErrorNumbers),
        age=_age(root["age"]),
        sex=_shares(root["sex"], SexNumbers),
        stature=_stature(root["stature"]),
        traits=_traits(root["traits"]),
        state={s: c.number(0.0, 1.0) for s, c in _one_in_sum(root["state"]).by(State).items()},
        teeth=_teeth(root["teeth"]),
        marks=_marks(root["marks"]),
        effects=_effects(root["effects"]),
        names=_names(root["names"]),
        place=_place(root["place"]),
        fingerprint=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _shares(cursor: TableCursor, of: type[Numbers]) -> Numbers:
    """A table of shares, one for each field."""
    names = [f.name for f in fields(of)]  # type: ignore[arg-type]
    found = cursor.exactly(*names)
    return of(**{name: found[name].number(0.0, 1.0) for name in names})


def _weights(cursor: TableCursor, allowed: tuple[str, ...] = ()) -> Shares:
    found = {}
    for name, weight in cursor.entries().items():
        if allowed and name not in allowed:
            raise weight.refused(f"not known here; allowed are {', '.join(allowed)}")
        found[name] = weight.number(0.0)
    if sum(found.values()) <= 0.0:
        raise cursor.refused("every weight is 0; at least one above 0 is needed")
    return found


def _one_in_sum(cursor: TableCursor) -> TableCursor:
    total = sum(c.number(0.0, 1.0) for c in cursor.entries().values())
    if abs(total - 1.0) > 1e-6:
        raise cursor.refused(f"shares that sum to {total:g}; they must sum to 1")
    return cursor


def _incident(cursor: TableCursor) -> IncidentNumbers:
    found = cursor.exactly(*(f.name for f in fields(IncidentNumbers)))
    return IncidentNumbers(
        found["found"].rate(),
        found["strangers_per_missing"].number(0.0, 1000.0),
        found["no_sample"].number(0.0, 1.0),
        found["in_parts"].number(0.0, 1.0),
        found["another_part"].number(0.0, 1.0),
        found["most_parts"].integer(2, 1000),
    )


def _samples(cursor: TableCursor) -> SampleNumbers:
    found = cursor.exactly(*(f.name for f in fields(SampleNumbers)))
    low, high = (c.above_zero() for c in found["nanograms"].items(2))
    if low > high:
        raise found["nanograms"].refused(f"from {low:g} to {high:g}; the smaller one comes first")
    return SampleNumbers(
        missing_loci(found["missing_loci"]),
        found["degraded"].number(0.0, 1.0),
        (low, high),
        found["intercept"].number(-100.0, 100.0),
        found["per_log_nanogram"].number(-100.0, 100.0),
        found["per_100_bp"].number(-100.0, 100.0),
        tuple(sorted(c.rate() for c in found["dropout_levels"].items())),
    )


def missing_loci(cursor: TableCursor) -> float:
    """The share of loci that fail: below 1, so that some profile is left."""
    value = cursor.number(0.0, 1.0)
    if value == 1.0:
        raise cursor.refused("1; allowed is from 0 to below 1")
    return value


def _age(cursor: TableCursor) -> AgeNumbers:
    shares = ("date_of_birth_known", "wide_share", "estimated")
    names = [f.name for f in fields(AgeNumbers)]
    found = cursor.exactly(*names)
    values = {
        name: found[name].number(0.0, 1.0) if name in shares else found[name].above_zero(125.0)
        for name in names
    }
    if values["youngest_years"] >= values["oldest_years"]:
        raise found["youngest_years"].refused("not below oldest_years")
    return AgeNumbers(**values)


def _stature(cursor: TableCursor) -> StatureNumbers:
    methods, informants = [m.value for m in StatureMethod], [i.value for i in Informant]
    shares = ("wide_share", "estimated", "told")
    found = cursor.exactly("men_cm", "women_cm", *methods, *informants, "wide_factor", *shares)
    return StatureNumbers(
        {Sex.MALE: _spread(found["men_cm"]), Sex.FEMALE: _spread(found["women_cm"])},
        {method: _spread(found[method.value]) for method in StatureMethod},
        {informant: _spread(found[informant.value]) for informant in Informant},
        found["wide_share"].number(0.0, 1.0),
        found["wide_factor"].number(1.0, 100.0),
        found["estimated"].number(0.0, 1.0),
        found["told"].number(0.0, 1.0),
    )


def _spread(cursor: TableCursor) -> Spread:
    mean, sd = cursor.items(2)
    return mean.number(-100.0, 300.0), sd.above_zero(100.0)


def _traits(cursor: TableCursor) -> TraitNumbers:
    names = ("eyes", "hair", "handedness")
    found = cursor.exactly("told", *names, *(f"{name}_differ" for name in names))
    return TraitNumbers(
        found["told"].number(0.0, 1.0),
        {name: _weights(found[name]) for name in names},
        {name: found[f"{name}_differ"].number(0.0, 1.0) for name in names},
    )


def _teeth(cursor: TableCursor) -> TeethNumbers:
    found = cursor.exactly(*(f.name for f in fields(TeethNumbers)))
    low, high = (c.number(0.0, 100.0) for c in found["years_before"].items(2))
    return TeethNumbers(
        found["am_charted"].number(0.0, 1.0),
        found["pm_charted"].number(0.0, 1.0),
        (min(low, high), max(low, high)),
        Survey(found["survey"].one_of([survey.value for survey in Survey])),
    )


def _marks(cursor: TableCursor) -> MarkNumbers:
    unseen = [f"unseen_{state.value}" for state in State]
    names = [f.name for f in fields(MarkNumbers) if f.name not in ("unseen", "tattoos_each")]
    found = cursor.exactly(*names, "tattoos_each", *unseen)
    return MarkNumbers(
        **{name: found[name].number(0.0, 1.0) for name in names},
        tattoos_each=found["tattoos_each"].number(1.0, 50.0),
        unseen={state: found[f"unseen_{state.value}"].number(0.0, 1.0) for state in State},
    )


def _effects(cursor: TableCursor) -> EffectNumbers:
    found = cursor.exactly(*(f.name for f in fields(EffectNumbers)))
    return EffectNumbers(
        {kind: share.number(0.0, 1.0) for kind, share in found["owned"].entries().items()},
        found["found"].number(0.0, 1.0),
        found["told"].number(0.0, 1.0),
        found["number_read"].number(0.0, 1.0),
        found["name_read"].number(0.0, 1.0),
        {c: n.number(0.0, 1.0) for c, n in _one_in_sum(found["carried"]).by(Carried).items()},
        {c: n.number(0.0, 1.0) for c, n in found["exchanged"].by(Carried).items()},
    )


def _names(cursor: TableCursor) -> NameNumbers:
    mix = _one_in_sum(cursor.exactly("mix")["mix"]).by(Language)
    return NameNumbers({language: share.number(0.0, 1.0) for language, share in mix.items()})


def _place(cursor: TableCursor) -> PlaceNumbers:
    found = cursor.exactly(*(f.name for f in fields(PlaceNumbers)))
    latitude, longitude = found["centre"].items(2)
    try:
        begun_on = date.fromisoformat(found["begun_on"].text())
    except ValueError:
        raise found["begun_on"].refused("no date; allowed is a date such as 2026-10-03") from None
    return PlaceNumbers(
        (latitude.number(-85.0, 85.0), longitude.number(-180.0, 180.0)),
        found["last_seen_km"].above_zero(20_000.0),
        found["carried_off_km"].above_zero(20_000.0),
        found["days_to_recovery"].above_zero(100_000.0),
        begun_on,
        found["known"].number(0.0, 1.0),
    )


def dropout_at(samples: SampleNumbers, nanograms: float, amplicon_bp: float) -> float:
    """Probability that one allele of a heterozygote drops out; the nearest level, 0 below half the least."""
    logit = (
        samples.intercept
        + samples.per_log_nanogram * math.log(nanograms)
        + samples.per_100_bp * amplicon_bp / 100.0
    )
    probability = 1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, logit))))
    if probability < samples.dropout_levels[0] / 2.0:
        return 0.0
    return min(samples.dropout_levels, key=lambda level: abs(level - probability))
