"""What can become of a tooth between two charts: forward only, and why a difference is or is not possible.

The rule: sound, carious, filled, crowned, lost, never back; filled surfaces only grow. "No information"
never speaks. The rule is the practice of odontologists (Interpol-like comparison: explainable and
unexplainable discrepancies); what is softened, and why, stands at `Reason`.
"""

from __future__ import annotations

from enum import StrEnum

from antigone.evidence.records import Verdict
from antigone.evidence.tooth_codes import Coarse, Finding, Material


class Reason(StrEnum):
    """Why a pair of findings is consistent, possible or unexplainable, in words.

    Caries that is not seen again is explained, not excluded: it is charted differently by every
    examiner and left out of many dental records (OdontoSearch's coding rules count a tooth with decay
    only as unrestored; read).
    """

    NOT_CHARTED_AM = "No information from life."
    NOT_CHARTED_PM = "No information from the remains."
    SAME = "The same finding."
    SAME_UNSPECIFIED = "Filled in both; the surfaces are not told in both."
    STOOD = "The tooth stood; more is not known of it."
    ERUPTED = "It may have erupted since."
    TREATED = "It may have decayed or been treated since."
    GREW = "The filling may have been enlarged since."
    LOST = "It may have been lost since."
    FILLING_LOST = "A filling or crown can be lost; the damaged tooth remains."
    CARIES_UNSEEN = "Caries is charted differently by different examiners."
    OVERLOOKED = "A tooth-coloured filling is easily overlooked."
    WISDOM = "A wisdom tooth taken for missing may not have erupted yet."
    UNERUPTED_AS_MISSING = "An unerupted tooth is easily taken for a missing one."
    SHED = "The milk tooth may have been replaced by the permanent one."
    MILK_STANDS = "The milk tooth still stands."
    FILLING_GONE = "A filling of the person sought is not on the remains."
    SURFACE_GONE = "A filled surface of the person sought is not filled on the remains."
    CROWN_GONE = "A crown of the person sought is not on the remains."
    CAME_BACK = "A tooth that the person sought had lost is on the remains."
    RETREATED = "A tooth that had erupted cannot be unerupted."
    MILK_CAME_BACK = "A milk tooth cannot follow a permanent tooth."
    DAMAGE_GONE = "A broken tooth cannot become sound."


_CONSISTENT = frozenset({Reason.SAME, Reason.SAME_UNSPECIFIED, Reason.STOOD, Reason.MILK_STANDS})
_UNEXPLAINABLE = frozenset(
    {
        Reason.FILLING_GONE,
        Reason.SURFACE_GONE,
        Reason.CROWN_GONE,
        Reason.CAME_BACK,
        Reason.RETREATED,
        Reason.MILK_CAME_BACK,
        Reason.DAMAGE_GONE,
    }
)
_NO_INFORMATION = frozenset({Reason.NOT_CHARTED_AM, Reason.NOT_CHARTED_PM})

_STANDING = frozenset({Coarse.PRESENT, Coarse.LOST_AFTER_DEATH})
_BY_VERDICT = (Verdict.CONSISTENT, Verdict.EXPLAINED, Verdict.UNEXPLAINABLE)


def verdict_of(reason: Reason) -> Verdict | None:
    """Consistent, explained or unexplainable; None where there is no information."""
    if reason in _NO_INFORMATION:
        return None
    if reason in _CONSISTENT:
        return Verdict.CONSISTENT
    return Verdict.UNEXPLAINABLE if reason in _UNEXPLAINABLE else Verdict.EXPLAINED


def evolution(am: Finding, pm: Finding, tooth: int) -> Reason:
    """Whether the finding on the remains may follow the one in life, and why.

    Where a record may mean several findings, the mildest reading counts: what one of them explains is
    not unexplainable.

    Args:
        am: of the person sought, the earlier one.
        pm: of the remains.
        tooth: FDI number; wisdom teeth are judged more mildly.
    """
    if not am.speaks:
        return Reason.NOT_CHARTED_AM
    if not pm.speaks:
        return Reason.NOT_CHARTED_PM
    if am.deciduous != pm.deciduous:
        return _across_dentitions(am, pm)
    # The findings as recorded come first, so that of equal verdicts theirs gives the reason.
    readings = [
        _step(a, p, am, pm, tooth)
        for a in (am.coarse, *sorted(am.also))
        for p in (pm.coarse, *sorted(pm.also))
    ]
    return min(readings, key=_severity)


def _severity(reason: Reason) -> int:
    verdict = verdict_of(reason)
    return 0 if verdict is None else _BY_VERDICT.index(verdict)


def _across_dentitions(am: Finding, pm: Finding) -> Reason:
    if am.deciduous:
        return Reason.SHED
    waiting = am.coarse in (Coarse.UNERUPTED, Coarse.MISSING)
    return Reason.MILK_STANDS if waiting else Reason.MILK_CAME_BACK


def _step(a: Coarse, p: Coarse, am: Finding, pm: Finding, tooth: int) -> Reason:
    """One reading of the earlier against one reading of the later finding."""
    if p is Coarse.MISSING:
        return Reason.SAME if a is Coarse.MISSING else Reason.LOST
    if a is Coarse.MISSING:
        return _from_missing(p, tooth)
    if a in _STANDING or p in _STANDING:
        return Reason.STOOD
    if a is p:
        return _filled(am, pm) if a is Coarse.FILLED else Reason.SAME
    if a is Coarse.UNERUPTED:
        return Reason.ERUPTED
    return Reason.RETREATED if p is Coarse.UNERUPTED else _of_erupted(a, p, am, pm)


def _from_missing(p: Coarse, tooth: int) -> Reason:
    if p is Coarse.UNERUPTED:
        return Reason.UNERUPTED_AS_MISSING
    return Reason.WISDOM if tooth < 50 and tooth % 10 == 8 else Reason.CAME_BACK


def _of_erupted(a: Coarse, p: Coarse, am: Finding, pm: Finding) -> Reason:
    order = (Coarse.SOUND, Coarse.DAMAGED, Coarse.FILLED, Coarse.CROWNED)
    if order.index(a) < order.index(p):
        return Reason.TREATED
    if a is Coarse.DAMAGED:
        return Reason.DAMAGE_GONE if am.broken else Reason.CARIES_UNSEEN
    # What is charted as not restored may be carious, but is no stump that lost a crown.
    if pm.coarse is Coarse.DAMAGED:
        return Reason.FILLING_LOST
    if a is Coarse.CROWNED:
        return Reason.CROWN_GONE
    coloured = am.material is Material.TOOTH_COLOURED
    return Reason.OVERLOOKED if coloured else Reason.FILLING_GONE


def _filled(am: Finding, pm: Finding) -> Reason:
    before, after = set(am.surfaces), set(pm.surfaces)
    if not before or not after:
        return Reason.SAME_UNSPECIFIED
    if before == after:
        return Reason.SAME
    if before < after:
        return Reason.GREW
    coloured = am.material is Material.TOOTH_COLOURED
    return Reason.OVERLOOKED if coloured else Reason.SURFACE_GONE
