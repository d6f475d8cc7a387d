"""Typed numbers of the line that compares teeth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.evidence.records import ChartSource
from antigone.evidence.table_cursor import TableCursor
from antigone.evidence.tooth_states import SURFACE_SETS, FillingRegion, ToothKind

_NUMBERS = (
    "default_years",
    "shifted_number",
    "coloured_overlooked",
    "surface_misread",
    "caries_unseen",
    "caries_imagined",
    "unerupted_as_missing",
    "misfiled_chart",
    "opinion_unexplainable",
    "missing_wisdom",
    "class_persons",
    "surface_teeth",
    "material_teeth",
)
_YEARLY = (
    "decays",
    "is_filled",
    "sound_is_crowned",
    "sound_is_lost",
    "caries_is_filled",
    "caries_is_crowned",
    "caries_is_lost",
    "filling_grows",
    "filling_is_replaced",
    "filling_is_crowned",
    "filling_is_lost",
    "tooth_with_filling_is_lost",
    "crown_is_lost",
    "tooth_with_crown_is_lost",
    "erupts",
    "wisdom_erupts",
    "wisdom_is_removed",
    "milk_is_shed",
    "milk_is_treated",
)


@dataclass(frozen=True, slots=True)
class YearlyChanges:
    """Probabilities in a year, for a tooth of risk 1; names say what happens."""

    decays: float
    is_filled: float
    sound_is_crowned: float
    sound_is_lost: float
    caries_is_filled: float
    caries_is_crowned: float
    caries_is_lost: float
    filling_grows: float
    filling_is_replaced: float
    filling_is_crowned: float
    filling_is_lost: float
    tooth_with_filling_is_lost: float
    crown_is_lost: float
    tooth_with_crown_is_lost: float
    erupts: float
    wisdom_erupts: float
    wisdom_is_removed: float
    milk_is_shed: float
    milk_is_treated: float


@dataclass(frozen=True, slots=True)
class MouthClass:
    """A kind of mouth.

    Args:
        share: of persons, before any chart is counted.
        damaged, filled, crowned, missing: so many of 28 teeth.
        metal: share of metal among its fillings.
        unerupted: share of the permanent teeth, but wisdom teeth, that are not erupted.
        milk: share of the first five places of a quadrant at which a milk tooth stands.
    """

    share: float
    damaged: float
    filled: float
    crowned: float
    missing: float
    metal: float
    unerupted: float
    milk: float


@dataclass(frozen=True)
class TeethTables:
    """Numbers of `teeth.toml`; the file says of each what it is and where it comes from."""

    default_years: float
    shifted_number: float
    coloured_overlooked: float
    surface_misread: float
    caries_unseen: float
    caries_imagined: float
    unerupted_as_missing: float
    misfiled_chart: float
    opinion_unexplainable: float
    missing_wisdom: float
    class_persons: float
    surface_teeth: float
    material_teeth: float
    charting_error: Mapping[ChartSource, float]
    risk: Mapping[ToothKind, float]
    yearly: YearlyChanges
    surfaces: Mapping[FillingRegion, Mapping[str, float]]
    classes: Mapping[str, MouthClass]


def read_teeth(table: TableCursor) -> TeethTables:
    """The numbers of `teeth.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, shares exceed 1.
    """
    of = table.exactly(*_NUMBERS, "charting_error", "risk", "yearly", "surfaces", "classes")
    yearly = of["yearly"].exactly(*_YEARLY)
    return TeethTables(
        default_years=of["default_years"].number(0.0, 50.0),
        shifted_number=of["shifted_number"].rate(),
        coloured_overlooked=of["coloured_overlooked"].rate(),
        surface_misread=of["surface_misread"].rate(),
        caries_unseen=of["caries_unseen"].rate(),
        caries_imagined=of["caries_imagined"].rate(),
        unerupted_as_missing=of["unerupted_as_missing"].rate(),
        misfiled_chart=of["misfiled_chart"].rate(),
        opinion_unexplainable=of["opinion_unexplainable"].rate(),
        missing_wisdom=of["missing_wisdom"].rate(),
        class_persons=of["class_persons"].above_zero(),
        surface_teeth=of["surface_teeth"].above_zero(),
        material_teeth=of["material_teeth"].above_zero(),
        charting_error={s: c.rate() for s, c in of["charting_error"].by(ChartSource).items()},
        risk={k: c.above_zero(10.0) for k, c in of["risk"].by(ToothKind).items()},
        yearly=YearlyChanges(**{name: cursor.rate() for name, cursor in yearly.items()}),
        surfaces={r: _surfaces(c) for r, c in of["surfaces"].by(FillingRegion).items()},
        classes=_classes(of["classes"]),
    )


def _surfaces(table: TableCursor) -> Mapping[str, float]:
    shares = {}
    for name, cursor in table.entries().items():
        if name not in SURFACE_SETS:
            allowed = ", ".join(SURFACE_SETS)
            raise cursor.refused(f"no set of surfaces; allowed are {allowed}")
        shares[name] = cursor.rate()
    if sum(shares.values()) >= 1.0:
        raise table.refused("the shares sum to 1 or more; the sets not named need a share too")
    return shares


def _classes(table: TableCursor) -> Mapping[str, MouthClass]:
    found = {name: _mouth_class(cursor) for name, cursor in table.entries().items()}
    total = sum(one.share for one in found.values())
    if abs(total - 1.0) > 1e-6:
        raise table.refused(f"the shares of the classes sum to {total:g}; they must sum to 1")
    return found


def _mouth_class(table: TableCursor) -> MouthClass:
    teeth = ("damaged", "filled", "crowned", "missing")
    of = table.exactly("share", *teeth, "metal", "unerupted", "milk")
    found = MouthClass(
        share=of["share"].rate(),
        damaged=of["damaged"].above_zero(28.0),
        filled=of["filled"].above_zero(28.0),
        crowned=of["crowned"].above_zero(28.0),
        missing=of["missing"].above_zero(28.0),
        metal=of["metal"].rate(),
        unerupted=of["unerupted"].number(0.0, 0.9),
        milk=of["milk"].number(0.0, 0.9),
    )
    if found.damaged + found.filled + found.crowned + found.missing >= 28.0:
        raise table.refused("more than 28 teeth are damaged, filled, crowned or missing")
    return found
