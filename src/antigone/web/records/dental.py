"""Tooth charts for the pages: drawn, with a key of what occurs, and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from antigone.evidence.records import ToothChart, ToothOpinion, Verdict
from antigone.evidence.tooth_codes import Coarse, Finding, Material, finding
from antigone.evidence.tooth_comparison import (
    POSITIONS,
    TeethComparison,
    ToothComparison,
    ToothEntry,
    compare_teeth,
    entries,
    position_of,
)
from antigone.web.figures.odontogram import (
    ComparedPlace,
    Words,
    odontogram,
    odontogram_pair,
    verdict_symbol,
)
from antigone.web.figures.tooth_symbols import DrawnTooth, tooth_symbol
from antigone.web.records.record_words import in_words
from antigone.web.records.tooth_words import (
    COARSE,
    MATERIALS,
    QUADRANTS,
    VERDICTS,
    finding_in_words,
)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A symbol of a drawing and what it means."""

    symbol: SafeString
    words: str


@dataclass(frozen=True, slots=True)
class ToothRow:
    """One tooth of a chart: number, codes as recorded, what they say."""

    tooth: int
    codes: str
    words: str


@dataclass(frozen=True)
class TeethShown:
    """A chart as a page shows it; `source` says who charted it, in which codes."""

    drawing: SafeString
    source: str
    charted_on: date | None
    key: tuple[KeyEntry, ...]
    rows: tuple[ToothRow, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One tooth of two charts: numbers, codes, and what the comparison says, in words."""

    tooth: int
    am_codes: str
    pm_codes: str
    verdict: str
    reason: str
    overruled_by: str
    symbol: SafeString


@dataclass(frozen=True)
class TeethCompared:
    """Two charts as the page of a pair shows them; numbers count teeth by verdict."""

    drawing: SafeString
    am_source: str
    am_charted_on: date | None
    pm_source: str
    pm_charted_on: date | None
    consistent: int
    possible: int
    unexplainable: int
    verdict_key: tuple[KeyEntry, ...]
    key: tuple[KeyEntry, ...]
    rows: tuple[ComparedRow, ...]


def teeth_shown(chart: ToothChart, whose: str) -> TeethShown:
    """One chart of the person or remains with this number."""
    teeth = [
        _drawn(tooth, codes, finding(tooth, codes, chart.system))
        for tooth, codes in sorted(chart.teeth.items())
    ]
    words = _words(_("Teeth of %s") % whose)
    return TeethShown(
        odontogram({tooth.number: tooth for tooth in teeth}, words),
        _source(chart),
        chart.charted_on,
        _key([tooth.finding for tooth in teeth], gaps=len(entries(chart)) < len(POSITIONS)),
        tuple(ToothRow(tooth.number, tooth.codes, tooth.words) for tooth in teeth),
    )


def teeth_compared(
    am: ToothChart, pm: ToothChart, opinions: tuple[ToothOpinion, ...] = ()
) -> TeethCompared:
    """Two charts of a pair, tooth by tooth.

    Args:
        am: of the person sought.
        pm: of the remains.
        opinions: of odontologists on this pair.
    """
    compared = compare_teeth(pm, am, opinions)
    of_am, of_pm = entries(am), entries(pm)
    places = {}
    for tooth in compared.teeth:
        at = position_of(tooth.tooth)
        places[at] = _place(tooth, of_am.get(at), of_pm.get(at))
    findings = [e.finding for e in (*of_am.values(), *of_pm.values())]
    return TeethCompared(
        drawing=odontogram_pair(places, _words(_("Teeth in life and after death"))),
        am_source=_source(am),
        am_charted_on=am.charted_on,
        pm_source=_source(pm),
        pm_charted_on=pm.charted_on,
        consistent=compared.count(Verdict.CONSISTENT),
        possible=compared.count(Verdict.EXPLAINED),
        unexplainable=compared.count(Verdict.UNEXPLAINABLE),
        verdict_key=_verdict_key(compared),
        key=_key(findings, gaps=min(len(of_am), len(of_pm)) < len(POSITIONS)),
        rows=tuple(_compared_row(tooth) for tooth in compared.teeth),
    )


def _drawn(tooth: int, codes: str, found: Finding) -> DrawnTooth:
    return DrawnTooth(tooth, found, codes, finding_in_words(found))


def _place(
    compared: ToothComparison, am: ToothEntry | None, pm: ToothEntry | None
) -> ComparedPlace:
    drawn_am = _drawn(am.tooth, am.codes, am.finding) if am else None
    drawn_pm = _drawn(pm.tooth, pm.codes, pm.finding) if pm else None
    said = _("Tooth %(tooth)s. Person sought: %(am)s. Remains: %(pm)s. %(verdict)s: %(reason)s") % {
        "tooth": compared.tooth,
        "am": drawn_am.words if drawn_am else _("no entry"),
        "pm": drawn_pm.words if drawn_pm else _("no entry"),
        "verdict": str(VERDICTS[compared.verdict]).capitalize(),
        "reason": _reason(compared),
    }
    return ComparedPlace(
        compared.tooth,
        drawn_am,
        drawn_pm,
        compared.verdict,
        bool(compared.overruled_by),
        said,
    )


def _reason(tooth: ToothComparison) -> str:
    """The program's reason translated; an odontologist's own as written."""
    return tooth.reason if tooth.overruled_by else _(tooth.reason)


def _compared_row(tooth: ToothComparison) -> ComparedRow:
    return ComparedRow(
        tooth.tooth,
        tooth.am_codes,
        tooth.pm_codes,
        str(VERDICTS[tooth.verdict]),
        _reason(tooth),
        tooth.overruled_by,
        verdict_symbol(tooth.verdict, overruled=bool(tooth.overruled_by)),
    )


def _source(chart: ToothChart) -> str:
    return f"{in_words(chart.source)}; {in_words(chart.system)}"


def _words(label: str) -> Words:
    return Words(
        label=label,
        quadrants={quadrant: str(name) for quadrant, name in QUADRANTS.items()},
        tooth=_("Tooth %(number)s: %(words)s"),
        no_entry=_("no entry"),
        nothing=_("nothing to be told"),
        verdicts={verdict: str(VERDICTS[verdict]) for verdict in Verdict},
    )


def _key(findings: Iterable[Finding], *, gaps: bool) -> tuple[KeyEntry, ...]:
    """Each symbol that occurs, once; a place without an entry says as much as "no information"."""
    there = {_plain(found) for found in findings}
    if gaps:
        there.add(Finding(Coarse.NO_INFORMATION))
    return tuple(
        KeyEntry(tooth_symbol(found), words) for found, words in _all_symbols() if found in there
    )


def _plain(found: Finding) -> Finding:
    """The finding as far as its symbol shows it."""
    filled = found.coarse is Coarse.FILLED
    return Finding(
        found.coarse,
        surfaces="O" if filled and found.surfaces else "",
        material=found.material if filled else None,
        replaced=found.replaced and found.coarse is Coarse.MISSING,
        broken=found.broken,
    )


def _all_symbols() -> list[tuple[Finding, str]]:
    plain = [
        (Finding(coarse), str(COARSE[coarse]))
        for coarse in (Coarse.SOUND, Coarse.PRESENT, Coarse.UNERUPTED, Coarse.DAMAGED)
    ]
    fillings = [
        (Finding(Coarse.FILLED, surfaces=surfaces, material=material), _filling(surfaces, material))
        for surfaces in ("O", "")
        for material in (*Material, None)
    ]
    return [
        *plain,
        (Finding(Coarse.DAMAGED, broken=True), _("broken")),
        *fillings,
        (Finding(Coarse.CROWNED), str(COARSE[Coarse.CROWNED])),
        (Finding(Coarse.MISSING), str(COARSE[Coarse.MISSING])),
        (Finding(Coarse.MISSING, replaced=True), _("missing, replaced")),
        (Finding(Coarse.LOST_AFTER_DEATH), str(COARSE[Coarse.LOST_AFTER_DEATH])),
        (Finding(Coarse.NO_INFORMATION), str(COARSE[Coarse.NO_INFORMATION])),
    ]


def _filling(surfaces: str, material: Material | None) -> str:
    if material is None:
        both = _("filling, neither material nor surfaces told")
        return _("filling, material not told") if surfaces else both
    name = str(MATERIALS[material])
    return name if surfaces else _("%s, surfaces not told") % name


def _verdict_key(compared: TeethComparison) -> tuple[KeyEntry, ...]:
    there = {tooth.verdict for tooth in compared.teeth}
    entries_of = [
        KeyEntry(verdict_symbol(verdict), str(words))
        for verdict, words in VERDICTS.items()
        if verdict in there
    ]
    if any(tooth.overruled_by for tooth in compared.teeth):
        ring = verdict_symbol(Verdict.CONSISTENT, overruled=True)
        entries_of.append(KeyEntry(ring, _("ringed: an odontologist's own opinion")))
    return tuple(entries_of)
