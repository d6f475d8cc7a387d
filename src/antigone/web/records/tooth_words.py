"""Words of teeth, for the pages: what a chart says of a tooth, and what a comparison finds."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from antigone.evidence.records import Verdict
from antigone.evidence.tooth_codes import Coarse, Finding, Material

COARSE: Mapping[Coarse, str | Promise] = {
    Coarse.UNERUPTED: gettext_lazy("not erupted"),
    Coarse.SOUND: gettext_lazy("sound"),
    Coarse.DAMAGED: gettext_lazy("carious"),
    Coarse.FILLED: gettext_lazy("filled"),
    Coarse.CROWNED: gettext_lazy("crowned"),
    Coarse.MISSING: gettext_lazy("missing"),
    Coarse.PRESENT: gettext_lazy("present, no more is told"),
    Coarse.LOST_AFTER_DEATH: gettext_lazy("lost after death"),
    Coarse.NO_INFORMATION: gettext_lazy("no information"),
}

MATERIALS: Mapping[Material, str | Promise] = {
    Material.METAL: gettext_lazy("metal filling"),
    Material.TOOTH_COLOURED: gettext_lazy("tooth-coloured filling"),
}

SURFACES: Mapping[str, str | Promise] = {
    "M": gettext_lazy("mesial"),
    "O": gettext_lazy("occlusal"),
    "D": gettext_lazy("distal"),
    "V": gettext_lazy("vestibular"),
    "L": gettext_lazy("lingual"),
}

VERDICTS: Mapping[Verdict | None, str | Promise] = {
    Verdict.CONSISTENT: gettext_lazy("consistent"),
    Verdict.EXPLAINED: gettext_lazy("possible"),
    Verdict.UNEXPLAINABLE: gettext_lazy("unexplainable"),
    None: gettext_lazy("no information"),
}

QUADRANTS: Mapping[int, str | Promise] = {
    1: gettext_lazy("upper right"),
    2: gettext_lazy("upper left"),
    3: gettext_lazy("lower left"),
    4: gettext_lazy("lower right"),
}

# The words of `tooth_evolution.Reason`, for the translators.
REASONS = (
    gettext_noop("No information from life."),
    gettext_noop("No information from the remains."),
    gettext_noop("The same finding."),
    gettext_noop("Filled in both; the surfaces are not told in both."),
    gettext_noop("The tooth stood; more is not known of it."),
    gettext_noop("It may have erupted since."),
    gettext_noop("It may have decayed or been treated since."),
    gettext_noop("The filling may have been enlarged since."),
    gettext_noop("It may have been lost since."),
    gettext_noop("A filling or crown can be lost; the damaged tooth remains."),
    gettext_noop("Caries is charted differently by different examiners."),
    gettext_noop("A tooth-coloured filling is easily overlooked."),
    gettext_noop("A wisdom tooth taken for missing may not have erupted yet."),
    gettext_noop("An unerupted tooth is easily taken for a missing one."),
    gettext_noop("The milk tooth may have been replaced by the permanent one."),
    gettext_noop("The milk tooth still stands."),
    gettext_noop("A filling of the person sought is not on the remains."),
    gettext_noop("A filled surface of the person sought is not filled on the remains."),
    gettext_noop("A crown of the person sought is not on the remains."),
    gettext_noop("A tooth that the person sought had lost is on the remains."),
    gettext_noop("A tooth that had erupted cannot be unerupted."),
    gettext_noop("A milk tooth cannot follow a permanent tooth."),
    gettext_noop("A broken tooth cannot become sound."),
)


# The meanings of codes in `tooth_codes`, for the translators.
MEANINGS = (
    gettext_noop("sound"),
    gettext_noop("no information"),
    gettext_noop("unerupted"),
    gettext_noop("partly erupted"),
    gettext_noop("impacted"),
    gettext_noop("anomaly of shape"),
    gettext_noop("persistent milk tooth"),
    gettext_noop("caries"),
    gettext_noop("crown fractured"),
    gettext_noop("not vital"),
    gettext_noop("root rest"),
    gettext_noop("missing, when is not told"),
    gettext_noop("missing, lost in life"),
    gettext_noop("lost after death"),
    gettext_noop("amalgam filling"),
    gettext_noop("composite filling"),
    gettext_noop("gold or glass ionomer filling (sources differ)"),
    gettext_noop("temporary filling"),
    gettext_noop("fissure sealant"),
    gettext_noop("inlay"),
    gettext_noop("onlay"),
    gettext_noop("full metal crown"),
    gettext_noop("porcelain crown"),
    gettext_noop("metal-porcelain crown"),
    gettext_noop("gold crown"),
    gettext_noop("root canal filled"),
    gettext_noop("implant"),
    gettext_noop("metal bridge"),
    gettext_noop("porcelain bridge"),
    gettext_noop("pontic of a bridge"),
    gettext_noop("abutment of a bridge"),
    gettext_noop("partial denture"),
    gettext_noop("acrylic denture"),
    gettext_noop("full denture"),
    gettext_noop("not restored"),
    gettext_noop("removed or never developed"),
    gettext_noop("crown"),
    gettext_noop("all teeth present and not restored"),
    gettext_noop("missing, extracted"),
    gettext_noop("lost after death, or the crown is not there to see"),
    gettext_noop("milk tooth"),
    gettext_noop("resin"),
    gettext_noop("gold"),
    gettext_noop("porcelain"),
    gettext_noop("non-precious metal"),
    gettext_noop("pontic"),
    gettext_noop("silver amalgam"),
    gettext_noop("denture tooth"),
    gettext_noop("temporary filling or gross caries"),
)


def finding_in_words(finding: Finding) -> str:
    """What is read in a chart's entry: "metal filling, mesial, occlusal; root canal filled"."""
    parts = [_main(finding)]
    if finding.root_filled:
        parts.append(_("root canal filled"))
    if finding.replaced:
        parts.append(_("replaced"))
    if finding.deciduous:
        parts.append(_("milk tooth"))
    # In a fixed order: a set has none.
    also = [str(COARSE[coarse]) for coarse in Coarse if coarse in finding.also]
    if also:
        parts.append(_("may also mean: %s") % ", ".join(also))
    return "; ".join(parts)


def _main(finding: Finding) -> str:
    if finding.broken:
        return _("broken")
    if finding.coarse is not Coarse.FILLED:
        return str(COARSE[finding.coarse])
    filled = COARSE[finding.coarse] if finding.material is None else MATERIALS[finding.material]
    return ", ".join([str(filled), *(str(SURFACES[surface]) for surface in finding.surfaces)])
