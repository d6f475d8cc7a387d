"""What was observed of remains (PM) and told of a missing person (AM), apart from DNA.

Every part is optional: what is absent was not examined, not told or cannot be known, and says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from antigone.genetics.pedigree import Sex
from antigone.words import said


class State(StrEnum):
    """The state of remains, as far as it decides what can still be seen."""

    FRESH = "fresh"
    DECOMPOSED = "decomposed"
    SKELETAL = "skeletal"

    @property
    def words(self) -> str:
        """The state as sentences name it."""
        return _STATES[self]


_STATES = {
    State.FRESH: said("fresh"),
    State.DECOMPOSED: said("decomposed"),
    State.SKELETAL: said("skeletal"),
}


class SexMethod(StrEnum):
    """How the sex of remains was told."""

    BODY = "body"
    PELVIS = "pelvis"
    SKULL = "skull"
    LONG_BONE = "long_bone"
    CHILD_SKELETON = "child_skeleton"
    AMELOGENIN = "amelogenin"


@dataclass(frozen=True, slots=True)
class SexEstimate:
    """The sex of remains, and how it was told."""

    sex: Sex
    method: SexMethod


class AgeMethod(StrEnum):
    """How the age of remains was estimated."""

    CHILD_TEETH = "child_teeth"
    YOUNG_TEETH = "young_teeth"
    PUBIC_PHASE = "pubic_phase"
    OTHER_ADULT = "other_adult"
    APPEARANCE = "appearance"


@dataclass(frozen=True, slots=True)
class AgeEstimate:
    """An age at death.

    Args:
        method: how it was estimated.
        years: the point estimate; None where a phase was scored.
        phase: Suchey-Brooks phase, 1 to 6; only with the method `PUBIC_PHASE`.
    """

    method: AgeMethod
    years: float | None = None
    phase: int | None = None


class StatureMethod(StrEnum):
    """How the stature of remains was measured or estimated."""

    BODY = "body"
    LEG_BONE = "leg_bone"
    ARM_BONE = "arm_bone"
    SMALL_BONE = "small_bone"


class Informant(StrEnum):
    """Where an AM value comes from."""

    FAMILY = "family"
    DOCUMENT = "document"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class StatureEstimate:
    """Stature of remains in cm."""

    cm: float
    method: StatureMethod


@dataclass(frozen=True, slots=True)
class ReportedStature:
    """Stature of a missing person in cm, and who says so."""

    cm: float
    informant: Informant


class CodeSystem(StrEnum):
    """The system in which a tooth chart is written."""

    INTERPOL = "interpol"
    NCIC = "ncic"
    WINID = "winid"


class ChartSource(StrEnum):
    """Where a tooth chart comes from; it decides how often a tooth is charted wrongly."""

    IMAGE = "image"
    NOTES = "notes"
    FAMILY = "family"
    ONE_EXAMINER = "one_examiner"
    TWO_EXAMINERS = "two_examiners"


@dataclass(frozen=True)
class ToothChart:
    """Teeth as recorded.

    Args:
        system: the codes' system.
        source: where the chart comes from.
        teeth: by FDI number (11-48, 51-85) the codes as recorded, separated by spaces, surfaces as
            capital letters (M O I D V L), e.g. "amf MOD". A tooth that is absent: no information.
        charted_on: when.
    """

    system: CodeSystem
    source: ChartSource
    teeth: Mapping[int, str]
    charted_on: date | None = None


class Verdict(StrEnum):
    """An odontologist's opinion on one tooth of a pair."""

    CONSISTENT = "consistent"
    EXPLAINED = "explained"
    UNEXPLAINABLE = "unexplainable"


@dataclass(frozen=True, slots=True)
class ToothOpinion:
    """An odontologist overrules what the program says of one tooth of one pair, with a reason."""

    missing: str
    tooth: int
    verdict: Verdict
    reason: str
    by: str


class MarkKind(StrEnum):
    """Kinds of marks, as ANSI/NIST-ITL Type-10 names them."""

    BIRTHMARK = "birthmark"
    BRANDED = "branded"
    CHEMICAL = "chemical"
    CUT = "cut"
    IMPLANT = "implant"
    MARK = "mark"
    MISSING = "missing"
    PIERCING = "piercing"
    SCAR = "scar"
    TATTOO = "tattoo"


class Region(StrEnum):
    """Twelve regions of the body."""

    HEAD = "head"
    NECK = "neck"
    RIGHT_ARM = "right_arm"
    LEFT_ARM = "left_arm"
    RIGHT_HAND = "right_hand"
    LEFT_HAND = "left_hand"
    FRONT = "front"
    BACK = "back"
    RIGHT_LEG = "right_leg"
    LEFT_LEG = "left_leg"
    RIGHT_FOOT = "right_foot"
    LEFT_FOOT = "left_foot"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the body.

    Args:
        kind: as in Type-10.
        region: where; None: not known.
        motif: of a tattoo: abstract, animal, flag, human, object, other, plant, symbol; else empty.
        text: letters or words in it, as written; else empty.
    """

    kind: MarkKind
    region: Region | None = None
    motif: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Implant:
    """An implant or prosthesis; `serial` as printed on it, empty where not read."""

    kind: str
    region: Region | None = None
    maker: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class MedicalFinding:
    """A healed fracture, an operation, a missing organ: `kind` is a code, e.g. "fracture", "appendectomy"."""

    kind: str
    region: Region | None = None


class Carried(StrEnum):
    """How an item lay with remains; it decides how probably it is another person's."""

    WORN = "worn"
    POCKET = "pocket"
    LOOSE = "loose"
    HANDED_IN = "handed_in"


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item found with remains: garment, effect, identity paper or disc.

    Args:
        kind: a code, e.g. "wedding_ring", "military_identity_card", "boots".
        carried: how it lay with the remains.
        numbers: numbers read from it (serial, document, telephone), as written.
        names: names of persons read from it, as written, any script.
        features: what tells it from others of its kind, e.g. colour, brand, inscription; lower case.
    """

    kind: str
    carried: Carried
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnedItem:
    """An item that a missing person owned or was wearing, as told; fields as in `FoundItem`."""

    kind: str
    numbers: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as one source writes it, any script; parts that are not known are empty.

    Args:
        family: surname, or the nisba of an Arabic name.
        given: first names, or the ism.
        patronymic: father's name, as a patronymic or plainly.
        kind: legal, birth, married, alias, diminutive, call_sign.
    """

    family: str = ""
    given: str = ""
    patronymic: str = ""
    kind: str = "legal"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in degrees (WGS 84) with the radius in km in which it surely lies."""

    latitude: float
    longitude: float
    within_km: float = 1.0


@dataclass(frozen=True, slots=True)
class Recovery:
    """Where and when remains were found, and how long before that death was, in days."""

    found_on: date | None = None
    place: Place | None = None
    days_since_death: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LastSeen:
    """Where and when a missing person was last known alive."""

    on: date | None = None
    place: Place | None = None


Traits = Mapping[str, str]
"""By trait ("eyes", "hair", "handedness") its value as observed or told, e.g. "brown"."""


@dataclass(frozen=True)
class PmRecord:
    """All that was observed of remains, apart from DNA; `teeth` is the final chart."""

    state: State = State.FRESH
    sex: SexEstimate | None = None
    age: AgeEstimate | None = None
    stature: StatureEstimate | None = None
    traits: Traits = field(default_factory=dict)
    teeth: ToothChart | None = None
    tooth_opinions: tuple[ToothOpinion, ...] = ()
    marks: tuple[Mark, ...] | None = None
    """None: not looked for. Empty: looked for, none seen."""
    implants: tuple[Implant, ...] = ()
    medical: tuple[MedicalFinding, ...] | None = None
    items: tuple[FoundItem, ...] = ()
    recovery: Recovery | None = None


@dataclass(frozen=True)
class AmRecord:
    """All that is told of a missing person, apart from DNA of relatives.

    `age_years` is the age when last seen where no date of birth is known.
    """

    sex: Sex = Sex.UNKNOWN
    born_on: date | None = None
    age_years: float | None = None
    stature: ReportedStature | None = None
    traits: Traits = field(default_factory=dict)
    teeth: ToothChart | None = None
    marks: tuple[Mark, ...] | None = None
    implants: tuple[Implant, ...] = ()
    medical: tuple[MedicalFinding, ...] | None = None
    items: tuple[OwnedItem, ...] = ()
    names: tuple[PersonName, ...] = ()
    last_seen: LastSeen | None = None
