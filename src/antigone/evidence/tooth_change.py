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
    sound, damaged = state_of(Kind.SOUND), state_of(Kind.DAMAGED)
    crowned, missing = state_of(Kind.CROWNED), state_of(Kind.MISSING)
    year[sound, damaged] = yearly.decays * risk
    year[sound] += yearly.is_filled * risk * fillings
    year[sound, crowned] = yearly.sound_is_crowned * risk
    year[sound, missing] = yearly.sound_is_lost * risk
    year[damaged] += yearly.caries_is_filled * fillings
    year[damaged, crowned] = yearly.caries_is_crowned
    year[damaged, missing] = yearly.caries_is_lost
    year[crowned, damaged] = yearly.crown_is_lost
    year[crowned, missing] = yearly.tooth_with_crown_is_lost
    _fillings(year, yearly)
    _eruption(year, kind, yearly)
    return _completed(year)


def _fillings(year: Matrix, yearly: YearlyChanges) -> None:
    """A filling grows by a surface, changes its material, gives way to a crown, or is lost."""
    damaged, crowned = state_of(Kind.DAMAGED), state_of(Kind.CROWNED)
    for surfaces in SURFACE_SETS:
        larger = [grown for grown in SURFACE_SETS if _one_more(surfaces, grown)]
        for material, other in zip(MATERIALS, reversed(MATERIALS), strict=True):
            row = year[filled_state(surfaces, material)]
            for grown in larger:
                row[filled_state(grown, material)] = yearly.filling_grows / len(larger)
            row[filled_state(surfaces, other)] = yearly.filling_is_replaced
            row[crowned] = yearly.filling_is_crowned
            row[damaged] = yearly.filling_is_lost
            row[state_of(Kind.MISSING)] = yearly.tooth_with_filling_is_lost


def _eruption(year: Matrix, kind: ToothKind, yearly: YearlyChanges) -> None:
    wisdom = kind is ToothKind.THIRD_MOLAR
    unerupted, sound = state_of(Kind.UNERUPTED), state_of(Kind.SOUND)
    year[unerupted, sound] = yearly.wisdom_erupts if wisdom else yearly.erupts
    if wisdom:
        year[unerupted, state_of(Kind.MISSING)] = yearly.wisdom_is_removed
    milk, treated = state_of(Kind.MILK_SOUND), state_of(Kind.MILK_TREATED)
    year[milk, sound] = year[treated, sound] = yearly.milk_is_shed / 2.0
    year[milk, unerupted] = year[treated, unerupted] = yearly.milk_is_shed / 2.0
    year[milk, treated] = yearly.milk_is_treated


def _completed(year: Matrix) -> Matrix:
    """Rows that sum to 1: what does not change stays; no row loses more than the most."""
    leaving = year.sum(axis=1)
    year *= np.where(leaving > MOST_IN_A_YEAR, MOST_IN_A_YEAR / np.maximum(leaving, 1e-12), 1.0)[
        :, None
    ]
    np.fill_diagonal(year, 1.0 - year.sum(axis=1))
    return year


def charting(source: ChartSource, tables: TeethTables) -> Matrix:
    """How a tooth is charted by an examiner who looks at the right tooth and does not slip.

    Shape (STATES, STATES): by true state the distribution of the charted one. Slips, which may chart
    anything, are mixed in elsewhere (`TeethPopulation`).
    """
    seen = np.eye(STATES)
    sound, damaged = state_of(Kind.SOUND), state_of(Kind.DAMAGED)
    _move(seen, sound, damaged, tables.caries_imagined)
    _move(seen, damaged, sound, tables.caries_unseen)
    _move(
        seen,
        state_of(Kind.UNERUPTED),
        state_of(Kind.MISSING),
        tables.unerupted_as_missing,
    )
    for surfaces in SURFACE_SETS:
        near = [other for other in SURFACE_SETS if _near(surfaces, other)]
        for material in MATERIALS:
            true = filled_state(surfaces, material)
            for other in near:
                _move(seen, true, filled_state(other, material), tables.surface_misread / len(near))
            if material is Material.TOOTH_COLOURED and source in SEEN_ON_REMAINS:
                seen[true] *= 1.0 - tables.coloured_overlooked
                seen[true, sound] += tables.coloured_overlooked
    return seen


def _move(seen: Matrix, true: int, charted: int, share: float) -> None:
    seen[true, true] -= share
    seen[true, charted] += share


def _one_more(smaller: str, larger: str) -> bool:
    return len(larger) == len(smaller) + 1 and set(smaller) < set(larger)


def _near(surfaces: str, other: str) -> bool:
    return _one_more(surfaces, other) or _one_more(other, surfaces)


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
