"""What a recorded dental code means: three systems, each mapped to the same few coarse codes.

The code as recorded is never changed; a `Finding` is what a comparison reads out of it.

Sources. Interpol-like codes: as a public implementation of the Indonesian standard writes them; the
forms of Interpol were not available to us, so "modelled on", not "conformant". WinID: the code page of
its makers (winid.com/codes.htm, read). NCIC: the dental characteristics field of a US state's manual
(Wisconsin Department of Justice, read) and, for "V" and "/", the explanations of a search service
(missingpersonlink.com, read).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antigone.evidence.records import CodeSystem
from antigone.words import in_a_row, said


class Coarse(StrEnum):
    """What is compared of a tooth: six findings, and three ways of not having one."""

    UNERUPTED = "unerupted"
    SOUND = "sound"
    DAMAGED = "damaged"
    """Carious, broken, a root rest."""
    FILLED = "filled"
    CROWNED = "crowned"
    """A crown, or a crown that bears a bridge."""
    MISSING = "missing"
    """Lost in life, whether replaced (pontic, implant, denture) or not."""
    PRESENT = "present"
    """The tooth stands, what was done to it is not told."""
    LOST_AFTER_DEATH = "lost_after_death"
    """An empty socket: the tooth stood at death, and no more is known of it."""
    NO_INFORMATION = "no_information"


class Material(StrEnum):
    """What a filling looks like."""

    METAL = "metal"
    TOOTH_COLOURED = "tooth_coloured"


SURFACES = "MODVL"
"""Mesial, occlusal or incisal, distal, vestibular (buccal, facial), lingual (palatal)."""

_SURFACE_OF = {"M": "M", "O": "O", "I": "O", "D": "D", "V": "V", "B": "V", "F": "V", "L": "L"}


class ToothCodeError(ValueError):
    """A chart holds a tooth or a code that its system does not have; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one recorded code says of one tooth.

    Args:
        coarse: the most advanced finding that was recorded.
        also: other coarse codes that the same record may mean.
        surfaces: of a filled tooth the surfaces in the order M O D V L; empty: not told.
        material: of a filling; None: not told, or of several kinds.
        root_filled: a filled root canal was recorded.
        replaced: in the place of a missing tooth stands a pontic, an implant or a denture tooth.
        broken: a damage that cannot be overlooked or disputed, as caries can: a fracture, a root rest.
        deciduous: a milk tooth.
    """

    coarse: Coarse
    also: frozenset[Coarse] = frozenset()
    surfaces: str = ""
    material: Material | None = None
    root_filled: bool = False
    replaced: bool = False
    broken: bool = False
    deciduous: bool = False

    @property
    def speaks(self) -> bool:
        """Whether it says anything of the tooth."""
        return self.coarse is not Coarse.NO_INFORMATION


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a system: its meaning in words, and what a comparison reads in it."""

    meaning: str
    coarse: Coarse
    also: frozenset[Coarse] = frozenset()
    material: Material | None = None
    root_filled: bool = False
    replaced: bool = False
    broken: bool = False
    deciduous: bool = False


def _code(meaning: str, coarse: Coarse, *also: Coarse, material: Material | None = None) -> Code:
    return Code(meaning, coarse, frozenset(also), material)


def _replacing(meaning: str) -> Code:
    return Code(meaning, Coarse.MISSING, replaced=True)


_METAL, _COLOURED = Material.METAL, Material.TOOTH_COLOURED

INTERPOL_CODES = {
    "sou": _code("sound", Coarse.SOUND),
    "non": _code("no information", Coarse.NO_INFORMATION),
    "une": _code("unerupted", Coarse.UNERUPTED),
    "pre": _code("partly erupted", Coarse.UNERUPTED, Coarse.SOUND),
    "imx": _code("impacted", Coarse.UNERUPTED),
    "ano": _code("anomaly of shape", Coarse.PRESENT),
    "per": Code("persistent milk tooth", Coarse.PRESENT, deciduous=True),
    "car": _code("caries", Coarse.DAMAGED),
    "cfr": Code("crown fractured", Coarse.DAMAGED, broken=True),
    "nvt": _code("not vital", Coarse.DAMAGED, Coarse.SOUND, Coarse.FILLED, Coarse.CROWNED),
    "rrx": Code("root rest", Coarse.DAMAGED, broken=True),
    "mis": _code("missing, when is not told", Coarse.MISSING, Coarse.LOST_AFTER_DEATH),
    "mam": _code("missing, lost in life", Coarse.MISSING),
    "mpm": _code("lost after death", Coarse.LOST_AFTER_DEATH),
    "amf": _code("amalgam filling", Coarse.FILLED, material=_METAL),
    "cof": _code("composite filling", Coarse.FILLED, material=_COLOURED),
    # Two sources read it as a gold inlay and as glass ionomer: a filling, of a material not told.
    "gif": _code("gold or glass ionomer filling (sources differ)", Coarse.FILLED),
    "tif": _code("temporary filling", Coarse.FILLED, Coarse.DAMAGED),
    # A sealant fills nothing; it wears off, and may be charted as a filling.
    "fis": _code("fissure sealant", Coarse.SOUND, Coarse.FILLED, material=_COLOURED),
    "inl": _code("inlay", Coarse.FILLED),
    "onl": _code("onlay", Coarse.FILLED, Coarse.CROWNED),
    "fmc": _code("full metal crown", Coarse.CROWNED),
    "poc": _code("porcelain crown", Coarse.CROWNED),
    "mpc": _code("metal-porcelain crown", Coarse.CROWNED),
    "gmc": _code("gold crown", Coarse.CROWNED),
    "rct": Code("root canal filled", Coarse.FILLED, frozenset({Coarse.CROWNED}), root_filled=True),
    "ipx": _replacing("implant"),
    "meb": _code("metal bridge", Coarse.CROWNED, Coarse.MISSING),
    "pob": _code("porcelain bridge", Coarse.CROWNED, Coarse.MISSING),
    "pon": _replacing("pontic of a bridge"),
    "abu": _code("abutment of a bridge", Coarse.CROWNED),
    "prd": _replacing("partial denture"),
    "acr": _replacing("acrylic denture"),
    "fld": _replacing("full denture"),
}
"""Interpol-like codes; surfaces stand beside them as capital letters."""

_NO_CODE = _code("no information", Coarse.NO_INFORMATION)

NCIC_CODES = {
    # The guide lets an unknown tooth of a missing person be coded V: it says less than "sound".
    "V": _code("not restored", Coarse.SOUND, Coarse.UNERUPTED, Coarse.DAMAGED),
    "X": _code("removed or never developed", Coarse.MISSING, Coarse.UNERUPTED),
    "C": _code("crown", Coarse.CROWNED),
    "R": Code("root canal filled", Coarse.FILLED, frozenset({Coarse.CROWNED}), root_filled=True),
    "/": _NO_CODE,
    "ALL": _code("all teeth present and not restored", Coarse.SOUND),
    "UNK": _NO_CODE,
}
"""NCIC; restored surfaces are M, O, D, F, L and stand in the same word, e.g. "MODC"."""

WINID_PRIMARY = {
    "U": _code("unerupted", Coarse.UNERUPTED),
    "V": _code("not restored", Coarse.SOUND, Coarse.DAMAGED),
    "X": _code("missing, extracted", Coarse.MISSING),
    "J": _code("lost after death, or the crown is not there to see", Coarse.LOST_AFTER_DEATH),
    "/": _NO_CODE,
}
"""WinID primary codes; restored surfaces are M, O, D, F, L, I."""

WINID_SECONDARY = {
    "A": _NO_CODE,
    "B": Code("milk tooth", Coarse.NO_INFORMATION, deciduous=True),
    "C": _code("crown", Coarse.CROWNED),
    "E": _code("resin", Coarse.FILLED, material=_COLOURED),
    "G": _code("gold", Coarse.FILLED, Coarse.CROWNED, material=_METAL),
    "H": _code("porcelain", Coarse.FILLED, Coarse.CROWNED, material=_COLOURED),
    "N": _code("non-precious metal", Coarse.FILLED, Coarse.CROWNED, material=_METAL),
    "P": _replacing("pontic"),
    "R": Code("root canal filled", Coarse.FILLED, frozenset({Coarse.CROWNED}), root_filled=True),
    "S": _code("silver amalgam", Coarse.FILLED, material=_METAL),
    "T": _replacing("denture tooth"),
    "Z": _code("temporary filling or gross caries", Coarse.FILLED, Coarse.DAMAGED),
}
"""WinID secondary codes, behind the primary ones, with or without a dash: "MOD-SR"."""

_ADVANCE = (
    Coarse.NO_INFORMATION,
    Coarse.PRESENT,
    Coarse.LOST_AFTER_DEATH,
    Coarse.UNERUPTED,
    Coarse.SOUND,
    Coarse.DAMAGED,
    Coarse.FILLED,
    Coarse.CROWNED,
    Coarse.MISSING,
)
"""Of several codes on one tooth the one that stands last here is its finding."""

_OF_NCIC = {"ALL": NCIC_CODES["ALL"], "UNK": NCIC_CODES["UNK"]}
_RESTORED = _code("restored surface", Coarse.FILLED)


def finding(tooth: int, codes: str, system: CodeSystem) -> Finding:
    """What a chart's entry says of a tooth.

    Of several codes the most advanced counts; where a later code settles what an earlier one left
    open ("mis pon"), only what all of the most advanced allow remains.

    Args:
        tooth: FDI number, 11-48 or 51-85.
        codes: as recorded, separated by spaces, e.g. "amf MOD rct", "MODC", "MOD-SR".
        system: whose codes they are.

    Raises:
        ToothCodeError: no such tooth, or a code that the system does not have.

    >>> finding(16, "amf OM", CodeSystem.INTERPOL).surfaces
    'MO'
    """
    require_tooth(tooth)
    read: list[Code] = []
    filled: set[str] = set()
    for word in codes.split():
        found, surfaces = _word(tooth, word, system)
        read.extend(found)
        # Surfaces belong to the code before them: those of caries are no filling.
        if not read or (surfaces and _is_restored(read[-1], system)):
            read.append(_RESTORED)
        if read[-1].coarse is Coarse.FILLED:
            filled.update(surfaces)
    return _joined(tooth, read, filled)


def _is_restored(code: Code, system: CodeSystem) -> bool:
    """Whether a surface beside this code is a filling of its own."""
    secondary = system is not CodeSystem.INTERPOL and code.coarse is not Coarse.MISSING
    return secondary or code.coarse is Coarse.CROWNED


def require_tooth(tooth: int) -> None:
    """Refuse a number that FDI does not have.

    Raises:
        ToothCodeError: the number is neither a permanent tooth nor a milk tooth.
    """
    quadrant, place = divmod(tooth, 10)
    if not (quadrant in range(1, 9) and 1 <= place <= (8 if quadrant <= 4 else 5)):
        raise ToothCodeError(
            said(
                "tooth {tooth}: no such FDI number; allowed are 11-18, 21-28, 31-38, 41-48 "
                "and the milk teeth 51-55, 61-65, 71-75, 81-85",
                tooth=tooth,
            )
        )


def _word(tooth: int, word: str, system: CodeSystem) -> tuple[list[Code], set[str]]:
    """The codes and the surfaces in one word of an entry."""
    if system is CodeSystem.INTERPOL:
        if word in INTERPOL_CODES:
            return [INTERPOL_CODES[word]], set()
        return _letters(tooth, word, system, {}, "MOIDVBFL")
    if system is CodeSystem.NCIC:
        if word in _OF_NCIC:
            return [_OF_NCIC[word]], set()
        found, filled = _letters(tooth, word, system, NCIC_CODES, "MODFL")
        if "/" in word and "R" in word:
            return [Code("root filled", Coarse.PRESENT, root_filled=True)], set()
        return found, filled
    return _letters(tooth, word.replace("-", ""), system, WINID_PRIMARY | WINID_SECONDARY, "MODFLI")


def _letters(
    tooth: int, word: str, system: CodeSystem, codes: dict[str, Code], surfaces: str
) -> tuple[list[Code], set[str]]:
    found, filled = [], set()
    for letter in word:
        if letter in surfaces:
            filled.add(_SURFACE_OF[letter])
        elif letter in codes:
            found.append(codes[letter])
        else:
            raise _unknown(tooth, word, system, surfaces)
    if not word:
        raise _unknown(tooth, "-", system, surfaces)
    return found, filled


def _unknown(tooth: int, word: str, system: CodeSystem, surfaces: str) -> ToothCodeError:
    return ToothCodeError(
        said(
            "tooth {tooth}: {word} is no code of the system {system}; allowed are {allowed}, "
            "and the surfaces {surfaces}",
            tooth=tooth,
            word=repr(word),
            system=system.value,
            allowed=in_a_row(_allowed(system)),
            surfaces=" ".join(surfaces),
        )
    )


def _allowed(system: CodeSystem) -> tuple[str, ...]:
    if system is CodeSystem.INTERPOL:
        return tuple(INTERPOL_CODES)
    return tuple(NCIC_CODES if system is CodeSystem.NCIC else WINID_PRIMARY | WINID_SECONDARY)


def _joined(tooth: int, read: list[Code], surfaces: set[str]) -> Finding:
    if not read:
        return Finding(Coarse.NO_INFORMATION, deciduous=tooth > 50)
    coarse = max((code.coarse for code in read), key=_ADVANCE.index)
    telling = [code for code in read if code.coarse is coarse]
    also = frozenset.intersection(*(code.also for code in telling))
    ahead = frozenset(Coarse) - frozenset(_ADVANCE[: _ADVANCE.index(coarse)])
    # Two materials in one tooth are no material; one that is not told leaves the other standing.
    materials = {code.material for code in read if code.material is not None}
    filled = coarse is Coarse.FILLED
    return Finding(
        coarse=coarse,
        also=also if len(read) == 1 else also & ahead,
        surfaces="".join(s for s in SURFACES if s in surfaces) if filled else "",
        material=next(iter(materials)) if len(materials) == 1 and filled else None,
        root_filled=any(code.root_filled for code in read),
        replaced=any(code.replaced for code in read),
        broken=coarse is Coarse.DAMAGED and any(code.broken for code in read),
        deciduous=tooth > 50 or any(code.deciduous for code in read),
    )
