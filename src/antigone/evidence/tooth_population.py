"""Which mouths are common: a mixture of kinds of mouths, learned from the charts of the persons sought.

Teeth of one mouth depend on each other: who has one filling has others. The mixture carries that
dependence. A person belongs to one of a few classes (untouched, filled, crowned, neglected ...), and
only within a class are teeth independent. So an untouched mouth weighs little, since a whole class has
it, and a rare pattern much. A latent class model (Lazarsfeld & Henry 1968 (M)), learned by expectation
maximisation (Dempster, Laird & Rubin 1977 (M)) from the defaults of the table, which count as so many
invented persons. Left and right are the mirror of each other and share their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.records import ToothChart
from antigone.evidence.tooth_change import fillings_by_state, year_of
from antigone.evidence.tooth_codes import Coarse, Finding, Material
from antigone.evidence.tooth_comparison import POSITIONS, ToothEntry, entries, position_of
from antigone.evidence.tooth_states import (
    KIND_OF_STATE,
    SURFACE_SETS,
    FillingRegion,
    Kind,
    ToothKind,
    region_of,
    states_of,
    tooth_kind,
)
from antigone.evidence.tooth_tables import MouthClass, TeethTables

Array = NDArray[np.float64]

ROUNDS = 40
"""Rounds of expectation maximisation; the classes have settled long before."""

_REGIONS = tuple(FillingRegion)

RAREST = 1e-4
"""Least probability of a kind of state in the defaults, so that nothing is impossible."""

_ACROSS = {1: 2, 2: 1, 3: 4, 4: 3}
_MIRROR = np.array([POSITIONS.index(10 * _ACROSS[p // 10] + p % 10) for p in POSITIONS])
"""By place the same tooth of the other side."""


@dataclass(frozen=True, eq=False)
class TeethPopulation:
    """The mouths among which a pattern is common or rare.

    Args:
        tables: the numbers behind it.
        charts: how many charts it was learned from; 0: the table's defaults alone.
        shares: of the classes, shape (classes,), summing to 1.
        kinds: probability of each kind of state by place and class, shape (32, classes, 8).
        surfaces: shares of the surfaces of fillings by region, shape (3, 31).
        metal: share of metal fillings by class, shape (classes,).
    """

    tables: TeethTables = field(repr=False)
    charts: int
    shares: Array
    kinds: Array = field(repr=False)
    surfaces: Array = field(repr=False)
    metal: Array = field(repr=False)

    def states(self, place: int) -> Array:
        """The distribution over states at a place (0-31), shape (classes, STATES)."""
        region = _REGIONS.index(region_of(tooth_kind(POSITIONS[place])))
        return np.stack([self._of_class(place, c, region) for c in range(len(self.shares))])

    def _of_class(self, place: int, number: int, region: int) -> Array:
        kinds = self.kinds[place, number]
        filled = fillings_by_state(self.surfaces[region], float(self.metal[number]))
        others: Array = np.where(KIND_OF_STATE == Kind.FILLED, 0.0, kinds[KIND_OF_STATE])
        states: Array = others + kinds[Kind.FILLED] * filled
        return states

    @cached_property
    def years(self) -> Mapping[ToothKind, tuple[Array, ...]]:
        """By kind of tooth and class what becomes of a tooth in a year, see `year_of`."""
        tables, found = self.tables, {}
        for kind in ToothKind:
            surfaces = self.surfaces[_REGIONS.index(region_of(kind))]
            found[kind] = tuple(
                year_of(
                    kind,
                    tables.risk[kind] * float(active),
                    fillings_by_state(surfaces, float(metal)),
                    tables.yearly,
                )
                for active, metal in zip(self.activity(), self.metal, strict=True)
            )
        return found

    def activity(self) -> Array:
        """How fast the teeth of a class are treated beside the average mouth, shape (classes,).

        The share of treated teeth of the class over that of all, kept from 0.2 to 3: who had much done
        will have more done, but nobody is free of it.
        """
        treated = self.kinds[:, :, [Kind.DAMAGED, Kind.FILLED, Kind.CROWNED]].sum(axis=(0, 2))
        activity: Array = np.clip(treated / float(self.shares @ treated), 0.2, 3.0)
        return activity


def teeth_population(charts: Sequence[ToothChart], tables: TeethTables) -> TeethPopulation:
    """The population of the persons sought, learned from their charts and the table's defaults.

    Raises:
        ToothCodeError: a chart holds a tooth or code that its system does not have.
    """
    findings, codes = coded_charts(charts)
    defaults = _Mixture(
        np.array([one.share for one in tables.classes.values()]),
        np.stack([_default_kinds(one, tables) for one in tables.classes.values()], axis=1),
        np.array([one.metal for one in tables.classes.values()]),
    )
    learned = _Learning(findings, codes, defaults, tables).mixture() if len(charts) else defaults
    return TeethPopulation(
        tables=tables,
        charts=len(charts),
        shares=learned.shares,
        kinds=learned.kinds,
        surfaces=_surfaces(findings, codes, tables),
        metal=learned.metal,
    )


def coded_charts(charts: Sequence[ToothChart]) -> tuple[list[Finding], NDArray[np.int32]]:
    """The different findings of charts, and by chart and place which of them it has.

    The first finding is "no information"; shape of the codes: (charts, 32). A tooth's development says
    the age, which is a line of its own, and would be counted many times over: what is a sound milk tooth
    or has not erupted counts as no information, wisdom teeth of grown mouths aside.

    Raises:
        ToothCodeError: a chart holds a tooth or code that its system does not have.
    """
    number: dict[Finding, int] = {Finding(Coarse.NO_INFORMATION): 0}
    codes = np.zeros((len(charts), len(POSITIONS)), np.int32)
    for row, chart in zip(codes, charts, strict=True):
        written = entries(chart)
        growing = any(_is_growing(entry) for entry in written.values())
        for place, entry in written.items():
            if entry.finding.speaks and not (growing and _is_development(entry.finding)):
                row[POSITIONS.index(place)] = number.setdefault(entry.finding, len(number))
    return list(number), codes


def _is_growing(entry: ToothEntry) -> bool:
    """Whether a tooth shows that its mouth is a child's: a milk tooth, or one that has yet to erupt."""
    wisdom = tooth_kind(position_of(entry.tooth)) is ToothKind.THIRD_MOLAR
    return entry.finding.deciduous or (entry.finding.coarse is Coarse.UNERUPTED and not wisdom)


def _is_development(finding: Finding) -> bool:
    sound_milk_tooth = finding.deciduous and finding.coarse is Coarse.SOUND
    return sound_milk_tooth or finding.coarse is Coarse.UNERUPTED


@dataclass(frozen=True)
class _Mixture:
    shares: Array
    kinds: Array
    metal: Array


class _Learning:
    """Expectation maximisation over the classes; the defaults weigh as invented persons."""

    def __init__(
        self,
        findings: Sequence[Finding],
        codes: NDArray[np.int32],
        defaults: _Mixture,
        tables: TeethTables,
    ) -> None:
        self.codes, self.defaults, self.tables = codes, defaults, tables
        self.possible = np.stack([_kinds_of(finding) for finding in findings])
        self.speaks = np.array([finding.speaks for finding in findings])
        self.material = np.array([_material_number(finding) for finding in findings])

    def mixture(self) -> _Mixture:
        """The classes after all rounds."""
        mixture = self.defaults
        for _ in range(ROUNDS):
            mixture = self._round(mixture)
        return mixture

    def _round(self, old: _Mixture) -> _Mixture:
        # possible[finding, kind, class], with the probability of the material that was charted.
        possible = np.repeat(self.possible[:, :, None], len(old.shares), axis=2)
        of_material = np.stack([old.metal, 1.0 - old.metal, np.ones_like(old.metal)])
        possible[:, Kind.FILLED] *= of_material[self.material]
        each = np.einsum("fkc,tck->tfck", possible, old.kinds)
        total = each.sum(axis=3)
        persons = self._persons(np.log(total), old.shares)
        counted = self._counted(persons) * self.speaks[None, :, None]
        expected = counted[..., None] * each / total[..., None]
        return _Mixture(
            self._shares(persons), self._kinds(expected), self._metal(expected[..., Kind.FILLED])
        )

    def _persons(self, log_total: Array, shares: Array) -> Array:
        """Probability of each class given each chart, shape (charts, classes)."""
        log_joint = np.log(shares) + np.zeros((len(self.codes), 1))
        for place, of_place in enumerate(log_total):
            log_joint += of_place[self.codes[:, place]]
        joint = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
        posterior: Array = joint / joint.sum(axis=1, keepdims=True)
        return posterior

    def _counted(self, persons: Array) -> Array:
        """How many persons of each class have each finding at each place."""
        counted = np.empty((len(POSITIONS), len(self.speaks), persons.shape[1]))
        for place in range(len(POSITIONS)):
            for number in range(persons.shape[1]):
                counted[place, :, number] = np.bincount(
                    self.codes[:, place], persons[:, number], len(self.speaks)
                )
        return counted

    def _shares(self, persons: Array) -> Array:
        weighed = persons.sum(axis=0) + self.tables.class_persons * len(self.defaults.shares) * (
            self.defaults.shares
        )
        shares: Array = weighed / weighed.sum()
        return shares

    def _kinds(self, expected: Array) -> Array:
        counts = expected.sum(axis=1)
        weighed = counts + counts[_MIRROR] + self.tables.class_persons * self.defaults.kinds
        kinds: Array = weighed / weighed.sum(axis=2, keepdims=True)
        return kinds

    def _metal(self, filled: Array) -> Array:
        """Share of metal by class; fillings whose material is not told do not count."""
        by_finding = filled.sum(axis=0)
        metal = by_finding[self.material == 0].sum(axis=0)
        known = metal + by_finding[self.material == 1].sum(axis=0)
        weight = self.tables.material_teeth
        share: Array = (metal + weight * self.defaults.metal) / (known + weight)
        return share


def _kinds_of(finding: Finding) -> Array:
    """1 for each kind of state that a finding may mean, shape (8,)."""
    kinds = np.zeros(len(Kind))
    kinds[KIND_OF_STATE[states_of(finding)]] = 1.0
    return kinds


def _material_number(finding: Finding) -> int:
    order = (Material.METAL, Material.TOOTH_COLOURED, None)
    return order.index(finding.material)


def _surfaces(findings: Sequence[Finding], codes: NDArray[np.int32], tables: TeethTables) -> Array:
    """Shares of the surfaces of fillings by region: the charts' and, as invented fillings, the table's."""
    counts = np.stack([_default_surfaces(tables.surfaces[region]) for region in _REGIONS])
    counts *= tables.surface_teeth
    for at, place in enumerate(POSITIONS):
        region = _REGIONS.index(region_of(tooth_kind(place)))
        charted = np.bincount(codes[:, at], minlength=len(findings))
        for finding, number in zip(findings, charted, strict=True):
            if finding.surfaces and not finding.deciduous:
                counts[region, SURFACE_SETS.index(finding.surfaces)] += number
    shares: Array = counts / counts.sum(axis=1, keepdims=True)
    return shares


def _default_surfaces(named: Mapping[str, float]) -> Array:
    rest = (1.0 - sum(named.values())) / (len(SURFACE_SETS) - len(named))
    return np.array([named.get(surfaces, rest) for surfaces in SURFACE_SETS])


def _default_kinds(mouth: MouthClass, tables: TeethTables) -> Array:
    """The kinds of states by place in a class of the table, shape (32, 8).

    A tooth of risk r is affected with probability 1 - exp(-s r), with s such that the teeth affected
    are as many as the table says; what affects it has the table's proportions.
    """
    risks = np.array([tables.risk[tooth_kind(place)] for place in POSITIONS])
    wisdom = np.array([tooth_kind(place) is ToothKind.THIRD_MOLAR for place in POSITIONS])
    counts = np.array([mouth.damaged, mouth.filled, mouth.crowned, mouth.missing])
    affected = 1.0 - np.exp(-_scale(risks[~wisdom], float(counts.sum())) * risks)
    unerupted = np.where(wisdom, tables.missing_wisdom, mouth.unerupted)
    early = np.array([place % 10 <= 5 for place in POSITIONS])
    milk = np.where(early, mouth.milk, 0.0) * (1.0 - unerupted)
    standing = 1.0 - unerupted - milk
    treated = min(0.9, float(counts[:3].sum()) / 20.0)
    kinds = np.empty((len(POSITIONS), len(Kind)))
    kinds[:, Kind.UNERUPTED] = unerupted
    kinds[:, Kind.SOUND] = standing * (1.0 - affected)
    kinds[:, Kind.DAMAGED : Kind.MISSING + 1] = (standing * affected)[:, None] * (
        counts / counts.sum()
    )
    kinds[:, Kind.MILK_SOUND] = milk * (1.0 - treated)
    kinds[:, Kind.MILK_TREATED] = milk * treated
    # A milk tooth where the class has none is rare, not impossible.
    kinds = np.maximum(kinds, RAREST)
    shares: Array = kinds / kinds.sum(axis=1, keepdims=True)
    return shares


def _scale(risks: Array, affected: float) -> float:
    """The s at which Σ (1 - exp(-s r)) is the number of teeth affected, by halving."""
    low, high = 0.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2.0
        if float(np.sum(1.0 - np.exp(-middle * risks))) < affected:
            low = middle
        else:
            high = middle
    return low
