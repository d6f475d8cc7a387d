"""The states a tooth can be in, as the likelihood of a chart counts them.

A state is finer than a coarse code: a filled tooth has its surfaces and its material. A recorded
finding is the set of states that it may mean, so "filled, surfaces not told" needs no state of its own.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.tooth_codes import SURFACES, Coarse, Finding, Material


class Kind(IntEnum):
    """Kinds of states; only `FILLED` holds more than one state."""

    UNERUPTED = 0
    SOUND = 1
    DAMAGED = 2
    FILLED = 3
    CROWNED = 4
    MISSING = 5
    MILK_SOUND = 6
    MILK_TREATED = 7


class ToothKind(StrEnum):
    """Kinds of teeth that decay, are treated and are lost alike."""

    THIRD_MOLAR = "third_molar"
    MOLAR = "molar"
    PREMOLAR = "premolar"
    UPPER_INCISOR = "upper_incisor"
    CANINE = "canine"
    LOWER_INCISOR = "lower_incisor"


class FillingRegion(StrEnum):
    """Kinds of teeth whose fillings take the same surfaces."""

    MOLAR = "molar"
    PREMOLAR = "premolar"
    FRONT = "front"


SURFACE_SETS = tuple(
    "".join(chosen) for size in range(1, 6) for chosen in combinations(SURFACES, size)
)
"""All 31 sets of filled surfaces, each written in the order M O D V L."""

MATERIALS = (Material.METAL, Material.TOOTH_COLOURED)

KIND_OF_STATE: NDArray[np.intp] = np.array(
    [Kind.UNERUPTED, Kind.SOUND, Kind.DAMAGED]
    + [Kind.FILLED] * (len(SURFACE_SETS) * len(MATERIALS))
    + [Kind.CROWNED, Kind.MISSING, Kind.MILK_SOUND, Kind.MILK_TREATED]
)
"""By state its kind."""

STATES = len(KIND_OF_STATE)

_FIRST_FILLED = 3


def filled_state(surfaces: str, material: Material) -> int:
    """The state of a tooth filled on these surfaces.

    >>> int(KIND_OF_STATE[filled_state("MOD", Material.METAL)])
    3
    """
    at = SURFACE_SETS.index(surfaces) * len(MATERIALS) + MATERIALS.index(material)
    return _FIRST_FILLED + at


def state_of(kind: Kind) -> int:
    """The one state of a kind other than `FILLED`."""
    return int(np.argmax(np.equal(KIND_OF_STATE, kind)))


def tooth_kind(place: int) -> ToothKind:
    """The kind of the tooth at a place, named by its permanent tooth.

    >>> tooth_kind(46).value, tooth_kind(31).value
    ('molar', 'lower_incisor')
    """
    number = place % 10
    if number <= 2:
        return ToothKind.UPPER_INCISOR if place < 30 else ToothKind.LOWER_INCISOR
    if number <= 5:
        return ToothKind.CANINE if number == 3 else ToothKind.PREMOLAR
    return ToothKind.THIRD_MOLAR if number == 8 else ToothKind.MOLAR


def region_of(kind: ToothKind) -> FillingRegion:
    """Which surfaces a kind of tooth shares."""
    if kind in (ToothKind.MOLAR, ToothKind.THIRD_MOLAR):
        return FillingRegion.MOLAR
    return FillingRegion.PREMOLAR if kind is ToothKind.PREMOLAR else FillingRegion.FRONT


_KINDS = {
    Coarse.UNERUPTED: (Kind.UNERUPTED,),
    Coarse.SOUND: (Kind.SOUND,),
    Coarse.DAMAGED: (Kind.DAMAGED,),
    Coarse.FILLED: (Kind.FILLED,),
    Coarse.CROWNED: (Kind.CROWNED,),
    Coarse.MISSING: (Kind.MISSING,),
    Coarse.PRESENT: (Kind.SOUND, Kind.DAMAGED, Kind.FILLED, Kind.CROWNED),
    Coarse.LOST_AFTER_DEATH: (Kind.SOUND, Kind.DAMAGED, Kind.FILLED, Kind.CROWNED),
    Coarse.NO_INFORMATION: tuple(Kind),
}
_MILK_KINDS = {
    Coarse.SOUND: (Kind.MILK_SOUND,),
    Coarse.DAMAGED: (Kind.MILK_TREATED,),
    Coarse.FILLED: (Kind.MILK_TREATED,),
    Coarse.CROWNED: (Kind.MILK_TREATED,),
    Coarse.PRESENT: (Kind.MILK_SOUND, Kind.MILK_TREATED),
    Coarse.LOST_AFTER_DEATH: (Kind.MILK_SOUND, Kind.MILK_TREATED),
    # A milk tooth that is gone says only that its successor is, or was, on its way.
    Coarse.UNERUPTED: tuple(kind for kind in Kind if kind < Kind.MILK_SOUND),
    Coarse.MISSING: tuple(kind for kind in Kind if kind < Kind.MILK_SOUND),
    Coarse.NO_INFORMATION: tuple(Kind),
}


def states_of(finding: Finding) -> NDArray[np.bool_]:
    """The states that a recorded finding may mean, shape (STATES,)."""
    kinds_of = _MILK_KINDS if finding.deciduous else _KINDS
    kinds = {kind for coarse in {finding.coarse, *finding.also} for kind in kinds_of[coarse]}
    meant: NDArray[np.bool_] = np.isin(KIND_OF_STATE, [int(kind) for kind in kinds])
    for at, surfaces in enumerate(SURFACE_SETS):
        for number, material in enumerate(MATERIALS):
            other_surfaces = finding.surfaces not in ("", surfaces)
            if other_surfaces or finding.material not in (None, material):
                meant[_FIRST_FILLED + at * len(MATERIALS) + number] = False
    return meant
