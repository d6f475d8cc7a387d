"""What is written down of a mouth: charts of the living and of the dead, with losses and errors.

Charts are written in the Interpol-like codes. Rates are those of `numbers` in our records of practice,
named at each parameter: S read in a source, P our proposal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from numpy.random import Generator

from antigone.evidence.records import ChartSource, CodeSystem, ToothChart
from antigone.evidence.tooth_codes import SURFACES, Coarse, Material
from antigone.evidence.tooth_comparison import POSITIONS
from antigone.simulate.mouth import Mouth, Tooth

CHARTING_ERROR: Mapping[ChartSource, float] = {
    ChartSource.IMAGE: 0.02,
    ChartSource.NOTES: 0.07,
    ChartSource.FAMILY: 0.25,
    ChartSource.ONE_EXAMINER: 0.03,
    ChartSource.TWO_EXAMINERS: 0.01,
}
"""Share of teeth charted wrongly, by source (P)."""


@dataclass(frozen=True)
class ChartParameters:
    """Losses and errors between a mouth and its charts.

    Args:
        sources: of charts of the living, with their shares (P).
        partial_notes: share of notes that name only what was treated (P; 62 % of the AM records of the
            Phuket tsunami were unacceptable, Kieser et al. 2006, doi:10.1111/j.1556-4029.2005.00012.x, S).
        partial_image: share of images that show one side or the front only (P).
        two_examiners: share of remains charted by two examiners (P).
        fragments: share of remains of which one jaw, or half of one, is there (P).
        sockets: least and greatest share of teeth lost after death, 13.5-40.4 % among the war dead of
            Croatia (S); drawn anew for each body.
        shifted: share of molars and premolars beside a gap charted one number on (P).
        coloured_overlooked: share of tooth-coloured fillings not seen on the remains (P).
        surface_misread: share of fillings charted with a surface too many or too few (P).
        caries_omitted: share of caries that a chart leaves out (P).
        unerupted_as_missing: share of unerupted teeth charted as missing without an image (P).
        told_surfaces: share of fillings whose surfaces are told, by source (P).
    """

    sources: Mapping[ChartSource, float] = field(
        default_factory=lambda: {
            ChartSource.IMAGE: 0.35,
            ChartSource.NOTES: 0.5,
            ChartSource.FAMILY: 0.15,
        }
    )
    partial_notes: float = 0.3
    partial_image: float = 0.3
    two_examiners: float = 0.4
    fragments: float = 0.15
    sockets: tuple[float, float] = (0.135, 0.404)
    shifted: float = 0.02
    coloured_overlooked: float = 0.10
    surface_misread: float = 0.05
    caries_omitted: float = 0.3
    unerupted_as_missing: float = 0.2
    told_surfaces: Mapping[ChartSource, float] = field(
        default_factory=lambda: {
            ChartSource.IMAGE: 0.95,
            ChartSource.NOTES: 0.85,
            ChartSource.FAMILY: 0.0,
            ChartSource.ONE_EXAMINER: 0.98,
            ChartSource.TWO_EXAMINERS: 0.99,
        }
    )


SINGLE_ROOTED = 3.0
"""How much sooner than a molar a front tooth falls out of its socket after death (P)."""


def am_chart(
    mouth: Mouth, charted_on: date | None, rng: Generator, parameters: ChartParameters | None = None
) -> ToothChart:
    """A chart of the living: from an image, from notes or told by the family."""
    of = parameters or ChartParameters()
    sources = list(of.sources)
    source = sources[int(rng.choice(len(sources), p=list(of.sources.values())))]
    seen = _charted(mouth, source, of, rng)
    told = {place: tooth for place, tooth in seen.items() if _is_told(place, tooth, source, rng)}
    if source is ChartSource.NOTES and rng.random() < of.partial_notes:
        told = {p: t for p, t in told.items() if t.finding in _TREATED}
    if source is ChartSource.IMAGE and rng.random() < of.partial_image:
        part = _PARTS[int(rng.integers(len(_PARTS)))]
        told = {p: t for p, t in told.items() if p in part}
    return ToothChart(CodeSystem.INTERPOL, source, _written(told, source, of, rng), charted_on)


def pm_chart(
    mouth: Mouth, charted_on: date | None, rng: Generator, parameters: ChartParameters | None = None
) -> ToothChart:
    """A chart of the dead: what is left of the jaws, with empty sockets."""
    of = parameters or ChartParameters()
    both = rng.random() < of.two_examiners
    source = ChartSource.TWO_EXAMINERS if both else ChartSource.ONE_EXAMINER
    seen = _charted(mouth, source, of, rng)
    if rng.random() < of.fragments:
        part = _FRAGMENTS[int(rng.integers(len(_FRAGMENTS)))]
        seen = {p: t for p, t in seen.items() if p in part}
    written = _written(seen, source, of, rng)
    share = float(rng.uniform(*of.sockets))
    for place, tooth in seen.items():
        falls = SINGLE_ROOTED if place % 10 <= 3 else 1.0
        if tooth.finding in _STANDING and rng.random() < 1.0 - (1.0 - share) ** (falls / 1.75):
            written[_number(place, tooth)] = "mpm"
    return ToothChart(CodeSystem.INTERPOL, source, written, charted_on)


_TREATED = frozenset({Coarse.DAMAGED, Coarse.FILLED, Coarse.CROWNED, Coarse.MISSING})
_STANDING = frozenset({Coarse.SOUND, Coarse.DAMAGED, Coarse.FILLED, Coarse.CROWNED})
_QUADRANTS = tuple(frozenset(p for p in POSITIONS if p // 10 == q) for q in (1, 2, 3, 4))
_PARTS = (
    _QUADRANTS[0] | _QUADRANTS[3],
    _QUADRANTS[1] | _QUADRANTS[2],
    frozenset(p for p in POSITIONS if p % 10 >= 4),
    frozenset(p for p in POSITIONS if p % 10 <= 4),
)
_FRAGMENTS = (
    _QUADRANTS[0] | _QUADRANTS[1],
    _QUADRANTS[2] | _QUADRANTS[3],
    *_QUADRANTS,
)


def _is_told(place: int, tooth: Tooth, source: ChartSource, rng: Generator) -> bool:
    """A family knows gaps, crowns and front teeth; a dentist knows them all."""
    if source is not ChartSource.FAMILY:
        return True
    striking = tooth.finding in (Coarse.MISSING, Coarse.CROWNED) or place % 10 <= 3
    return rng.random() < (0.6 if striking else 0.1)


def _charted(
    mouth: Mouth, source: ChartSource, of: ChartParameters, rng: Generator
) -> dict[int, Tooth]:
    """The mouth as its examiner takes it down: overlooked, misread, slipped, shifted."""
    seen = {place: _seen(tooth, source, of, rng) for place, tooth in mouth.teeth.items()}
    slips = {
        place: _slip(place, seen, rng) for place in seen if rng.random() < CHARTING_ERROR[source]
    }
    return _shifted(seen | slips, of, rng)


def _seen(tooth: Tooth, source: ChartSource, of: ChartParameters, rng: Generator) -> Tooth:
    dead = source in (ChartSource.ONE_EXAMINER, ChartSource.TWO_EXAMINERS)
    drawn = rng.random()
    match tooth.finding:
        case Coarse.DAMAGED if drawn < of.caries_omitted:
            return Tooth(Coarse.SOUND, milk=tooth.milk)
        case Coarse.UNERUPTED if (
            source is not ChartSource.IMAGE and drawn < of.unerupted_as_missing
        ):
            return Tooth(Coarse.MISSING)
        case Coarse.FILLED if dead and tooth.material is Material.TOOTH_COLOURED:
            overlooked = drawn < of.coloured_overlooked
            return Tooth(Coarse.SOUND, milk=tooth.milk) if overlooked else _misread(tooth, of, rng)
        case Coarse.FILLED:
            return _misread(tooth, of, rng)
        case _:
            return tooth


def _misread(tooth: Tooth, of: ChartParameters, rng: Generator) -> Tooth:
    if rng.random() >= of.surface_misread:
        return tooth
    surface = SURFACES[int(rng.integers(len(SURFACES)))]
    read = set(tooth.surfaces) ^ {surface}
    surfaces = "".join(s for s in SURFACES if s in (read or {surface}))
    return Tooth(Coarse.FILLED, surfaces, tooth.material, milk=tooth.milk)


def _slip(place: int, seen: Mapping[int, Tooth], rng: Generator) -> Tooth:
    """A wrong entry: the neighbour's, the other side's, or a code that belongs to no tooth near."""
    across = 10 * {1: 2, 2: 1, 3: 4, 4: 3}[place // 10] + place % 10
    neighbour = place - 1 if place % 10 == 8 else place + 1
    source = int(rng.integers(3))
    if source < 2:
        return seen[neighbour if source == 0 else across]
    codes = (Coarse.SOUND, Coarse.DAMAGED, Coarse.CROWNED, Coarse.MISSING, Coarse.FILLED)
    finding = codes[int(rng.integers(len(codes)))]
    if finding is not Coarse.FILLED:
        return Tooth(finding)
    return Tooth(finding, SURFACES[int(rng.integers(5))], Material.METAL)


def _shifted(seen: dict[int, Tooth], of: ChartParameters, rng: Generator) -> dict[int, Tooth]:
    """Beside a gap a molar or premolar may be taken for its neighbour: gap and tooth change places."""
    shifted = dict(seen)
    for place, tooth in seen.items():
        behind = place + 1
        gap = tooth.finding is Coarse.MISSING and 4 <= place % 10 <= 7
        if gap and behind in seen and rng.random() < of.shifted * 2.0:
            shifted[place], shifted[behind] = shifted[behind], shifted[place]
    return shifted


_CODE = {
    Coarse.UNERUPTED: "une",
    Coarse.SOUND: "sou",
    Coarse.DAMAGED: "car",
    Coarse.CROWNED: "mpc",
    Coarse.MISSING: "mam",
}


def _written(
    teeth: Mapping[int, Tooth], source: ChartSource, of: ChartParameters, rng: Generator
) -> dict[int, str]:
    return {_number(place, tooth): _codes(tooth, source, of, rng) for place, tooth in teeth.items()}


def _number(place: int, tooth: Tooth) -> int:
    """The FDI number under which a tooth at a place is charted."""
    return place + 40 if tooth.milk and place % 10 <= 5 else place


def _codes(tooth: Tooth, source: ChartSource, of: ChartParameters, rng: Generator) -> str:
    if tooth.finding is Coarse.FILLED:
        code = "amf" if tooth.material is Material.METAL else "cof"
        told = rng.random() < of.told_surfaces[source]
        return f"{code} {tooth.surfaces}" if told else code
    return f"{_CODE[tooth.finding]} pon" if tooth.replaced else _CODE[tooth.finding]
