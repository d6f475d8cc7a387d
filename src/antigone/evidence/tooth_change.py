"""What becomes of a tooth with the years, and how a tooth of one state is charted as another: matrices.

Both are conditional distributions over the states of `tooth_states`, rows by the earlier or true state.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.records import ChartSource
from antigone.evidence.tooth_codes import Material
from antigone.evidence.tooth_states import (
    KIND_OF_STATE,
    MATERIALS,
    STATES,
    SURFACE_SETS,
    Kind,
    ToothKind,
    filled_state,
    state_of,
)
from antigone.evidence.tooth_tables import TeethTables, YearlyChanges

Matrix = NDArray[np.float64]

SEEN_ON_REMAINS = frozenset({ChartSource.ONE_EXAMINER, ChartSource.TWO_EXAMINERS})
"""Charts made on the dead, by sight; tooth-coloured fillings are overlooked in these."""

MOST_IN_A_YEAR = 0.9
"""No change of a tooth is surer than this within a year, whatever the risk."""


_SOUND, _DAMAGED = state_of(Kind.SOUND), state_of(Kind.DAMAGED)
_CROWNED, _MISSING = state_of(Kind.CROWNED), state_of(Kind.MISSING)
_UNERUPTED = state_of(Kind.UNERUPTED)
_MILK, _MILK_TREATED = state_of(Kind.MILK_SOUND), state_of(Kind.MILK_TREATED)


def _one_more(smaller: str, larger: str) -> bool:
    return len(larger) == len(smaller) + 1 and set(smaller) < set(larger)


_LARGER = {
    surfaces: tuple(grown for grown in SURFACE_SETS if _one_more(surfaces, grown))
    for surfaces in SURFACE_SETS
}
_NEAR = {
    surfaces: (*_LARGER[surfaces], *(other for other in SURFACE_SETS if surfaces in _LARGER[other]))
    for surfaces in SURFACE_SETS
}


def year_of(
    kind: ToothKind, risk: float, fillings: NDArray[np.float64], yearly: YearlyChanges
) -> Matrix:
    """What becomes of a tooth in one year, shape (STATES, STATES), rows sum to 1.

    A tooth that decays at a risk r does so with r times the yearly probability; what happens to a tooth
    that has been treated does not depend on the risk. Forward only, but for a filling or crown that is
    lost and leaves a damaged tooth.

    Args:
        kind: of tooth; wisdom teeth erupt late.
        risk: of the tooth and the mouth, 1 on average.
        fillings: distribution of a new filling over the states, shape (STATES,).
        yearly: probabilities at risk 1.
    """
    year = np.zeros((STATES, STATES))
    year[_SOUND, _DAMAGED] = yearly.decays * risk
    year[_SOUND] += yearly.is_filled * risk * fillings
    year[_SOUND, _CROWNED] = yearly.sound_is_crowned * risk
    year[_SOUND, _MISSING] = yearly.sound_is_lost * risk
    year[_DAMAGED] += yearly.caries_is_filled * fillings
    year[_DAMAGED, _CROWNED] = yearly.caries_is_crowned
    year[_DAMAGED, _MISSING] = yearly.caries_is_lost
    year[_CROWNED, _DAMAGED] = yearly.crown_is_lost
    year[_CROWNED, _MISSING] = yearly.tooth_with_crown_is_lost
    _fillings(year, yearly)
    _eruption(year, kind, yearly)
    return _completed(year)


def _fillings(year: Matrix, yearly: YearlyChanges) -> None:
    """A filling grows by a surface, changes its material, gives way to a crown, or is lost."""
    for surfaces, larger in _LARGER.items():
        for material, other in zip(MATERIALS, reversed(MATERIALS), strict=True):
            row = year[filled_state(surfaces, material)]
            for grown in larger:
                row[filled_state(grown, material)] = yearly.filling_grows / len(larger)
            row[filled_state(surfaces, other)] = yearly.filling_is_replaced
            row[_CROWNED] = yearly.filling_is_crowned
            row[_DAMAGED] = yearly.filling_is_lost
            row[_MISSING] = yearly.tooth_with_filling_is_lost


def _eruption(year: Matrix, kind: ToothKind, yearly: YearlyChanges) -> None:
    wisdom = kind is ToothKind.THIRD_MOLAR
    year[_UNERUPTED, _SOUND] = yearly.wisdom_erupts if wisdom else yearly.erupts
    if wisdom:
        year[_UNERUPTED, _MISSING] = yearly.wisdom_is_removed
    for milk in (_MILK, _MILK_TREATED):
        year[milk, _SOUND] = year[milk, _UNERUPTED] = yearly.milk_is_shed / 2.0
    year[_MILK, _MILK_TREATED] = yearly.milk_is_treated


def _completed(year: Matrix) -> Matrix:
    """Rows that sum to 1: what does not change stays; no row loses more than the most."""
    leaving = year.sum(axis=1, keepdims=True)
    year *= np.minimum(1.0, MOST_IN_A_YEAR / np.maximum(leaving, MOST_IN_A_YEAR))
    np.fill_diagonal(year, 1.0 - year.sum(axis=1))
    return year


def charting(source: ChartSource, tables: TeethTables) -> Matrix:
    """How a tooth is charted by an examiner who looks at the right tooth and does not slip.

    Shape (STATES, STATES): by true state the distribution of the charted one. Slips, which may chart
    anything, are mixed in elsewhere (`TeethPopulation`).
    """
    seen = np.eye(STATES)
    _move(seen, _SOUND, _DAMAGED, tables.caries_imagined)
    _move(seen, _DAMAGED, _SOUND, tables.caries_unseen)
    _move(seen, _UNERUPTED, _MISSING, tables.unerupted_as_missing)
    for surfaces, near in _NEAR.items():
        for material in MATERIALS:
            true = filled_state(surfaces, material)
            for other in near:
                _move(seen, true, filled_state(other, material), tables.surface_misread / len(near))
            if material is Material.TOOTH_COLOURED and source in SEEN_ON_REMAINS:
                seen[true] *= 1.0 - tables.coloured_overlooked
                seen[true, _SOUND] += tables.coloured_overlooked
    return seen


def _move(seen: Matrix, true: int, charted: int, share: float) -> None:
    seen[true, true] -= share
    seen[true, charted] += share


def fillings_by_state(surfaces: NDArray[np.float64], metal: float) -> NDArray[np.float64]:
    """The distribution of a filling over the states, from that of its surfaces and the share of metal.

    Args:
        surfaces: shares of the 31 sets in the order of `SURFACE_SETS`, summing to 1.
        metal: share of metal fillings.
    """
    filled = np.zeros(STATES)
    both = surfaces[:, None] * np.array([metal, 1.0 - metal])
    filled[KIND_OF_STATE == Kind.FILLED] = both.reshape(-1)
    return filled
