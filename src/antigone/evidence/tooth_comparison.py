"""Two tooth charts side by side: per tooth what was found, whether one may follow the other, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.evidence.records import ToothChart, ToothOpinion, Verdict
from antigone.evidence.tooth_codes import Coarse, Finding, finding
from antigone.evidence.tooth_evolution import evolution, verdict_of

POSITIONS = tuple(10 * quadrant + place for quadrant in (1, 2, 3, 4) for place in range(1, 9))
"""The 32 places of a jaw, by the FDI number of the permanent tooth."""


@dataclass(frozen=True, slots=True)
class ToothComparison:
    """One tooth in both charts.

    Args:
        tooth: FDI number; that of the remains where a milk tooth stands against a permanent one.
        am_codes, pm_codes: as recorded; empty where the chart has no entry.
        am_coarse, pm_coarse: what they mean.
        verdict: None where one side has no information.
        reason: in words; an odontologist's own where one overruled the program.
        overruled_by: who overruled the program's verdict; empty: nobody did.
    """

    tooth: int
    am_codes: str
    pm_codes: str
    am_coarse: Coarse
    pm_coarse: Coarse
    verdict: Verdict | None
    reason: str
    overruled_by: str = ""


@dataclass(frozen=True, slots=True)
class ToothEntry:
    """What a chart says at one place: the tooth's number, its codes as recorded, its finding."""

    tooth: int
    codes: str
    finding: Finding


@dataclass(frozen=True)
class TeethComparison:
    """All places at which at least one of two charts has an entry, in the order of FDI numbers."""

    teeth: tuple[ToothComparison, ...]

    def count(self, verdict: Verdict | None) -> int:
        """How many teeth have this verdict."""
        return sum(1 for tooth in self.teeth if tooth.verdict is verdict)


def position_of(tooth: int) -> int:
    """The place of a tooth: its own number, or that of the permanent tooth after a milk tooth.

    >>> position_of(16), position_of(55)
    (16, 15)
    """
    return tooth - 40 if tooth > 50 else tooth


def entries(chart: ToothChart) -> Mapping[int, ToothEntry]:
    """What a chart says, by place; places without an entry are absent.

    In mixed dentition a place may have two entries. The erupted permanent tooth counts, else the milk
    tooth, else the permanent one.

    Raises:
        ToothCodeError: a tooth or code that the chart's system does not have.
    """
    found: dict[int, ToothEntry] = {}
    for tooth in sorted(chart.teeth):
        codes = chart.teeth[tooth]
        entry = ToothEntry(tooth, codes, finding(tooth, codes, chart.system))
        place = position_of(tooth)
        if place not in found or _rank(entry) > _rank(found[place]):
            found[place] = entry
    return dict(sorted(found.items()))


def _rank(entry: ToothEntry) -> int:
    if not entry.finding.speaks:
        return 0
    if entry.tooth > 50:
        return 2
    return 1 if entry.finding.coarse is Coarse.UNERUPTED else 3


def compare_teeth(
    pm: ToothChart, am: ToothChart, opinions: tuple[ToothOpinion, ...] = ()
) -> TeethComparison:
    """Every place at which one of the charts has an entry, with verdict and reason.

    Args:
        pm: of the remains.
        am: of the person sought.
        opinions: of odontologists on this pair; the last one on a tooth stands in place of the
            program's verdict.

    Raises:
        ToothCodeError: a tooth or code that a chart's system does not have.
    """
    of_pm, of_am = entries(pm), entries(am)
    opinion_at = {position_of(opinion.tooth): opinion for opinion in opinions}
    places = [place for place in POSITIONS if place in of_pm or place in of_am]
    return TeethComparison(
        tuple(_compared(of_pm.get(at), of_am.get(at), opinion_at.get(at)) for at in places)
    )


_ABSENT = Finding(Coarse.NO_INFORMATION)


def _compared(
    pm: ToothEntry | None, am: ToothEntry | None, opinion: ToothOpinion | None
) -> ToothComparison:
    of_pm, of_am = (pm.finding if pm else _ABSENT), (am.finding if am else _ABSENT)
    tooth = _shown(pm, am)
    reason = evolution(of_am, of_pm, tooth)
    return ToothComparison(
        tooth=tooth,
        am_codes=am.codes if am else "",
        pm_codes=pm.codes if pm else "",
        am_coarse=of_am.coarse,
        pm_coarse=of_pm.coarse,
        verdict=opinion.verdict if opinion else verdict_of(reason),
        reason=opinion.reason if opinion else reason.value,
        overruled_by=opinion.by if opinion else "",
    )


def _shown(pm: ToothEntry | None, am: ToothEntry | None) -> int:
    """The number by which a place is named: that of the remains where they say anything."""
    if pm is not None and (am is None or pm.finding.speaks):
        return pm.tooth
    if am is None:
        raise ValueError("a place needs an entry in at least one chart")
    return am.tooth
