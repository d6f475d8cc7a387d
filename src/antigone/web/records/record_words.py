"""Words of records besides DNA, for the pages: every code that a record may hold, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.evidence.records import (
    AgeMethod,
    Carried,
    ChartSource,
    CodeSystem,
    Informant,
    MarkKind,
    Region,
    SexMethod,
    State,
    StatureMethod,
)
from antigone.genetics.pedigree import Sex

Words = Mapping[str, str | Promise]

# By type first: members of different types with one value, such as "body", are equal.
_WORDS: Mapping[type[StrEnum], Words] = {
    Sex: {
        Sex.FEMALE: _("female"),
        Sex.MALE: _("male"),
        Sex.UNKNOWN: _("not known"),
    },
    State: {
        State.FRESH: pgettext_lazy("state of remains", "fresh"),
        State.DECOMPOSED: pgettext_lazy("state of remains", "decomposed"),
        State.SKELETAL: pgettext_lazy("state of remains", "skeletal"),
    },
    SexMethod: {
        SexMethod.BODY: _("by the body"),
        SexMethod.PELVIS: _("by the pelvis"),
        SexMethod.SKULL: _("by the skull"),
        SexMethod.LONG_BONE: _("by a long bone"),
        SexMethod.CHILD_SKELETON: _("by a child's skeleton, which cannot tell it"),
        SexMethod.AMELOGENIN: _("by amelogenin"),
    },
    AgeMethod: {
        AgeMethod.CHILD_TEETH: _("by the teeth of a child"),
        AgeMethod.YOUNG_TEETH: _("by teeth or bone ends of a young person"),
        AgeMethod.PUBIC_PHASE: _("by the pubic symphysis"),
        AgeMethod.OTHER_ADULT: _("by bones or teeth of an adult"),
        AgeMethod.APPEARANCE: _("by appearance"),
    },
    StatureMethod: {
        StatureMethod.BODY: _("measured on the body"),
        StatureMethod.LEG_BONE: _("from a bone of the leg"),
        StatureMethod.ARM_BONE: _("from a bone of the arm"),
        StatureMethod.SMALL_BONE: _("from a bone of hand, foot or chest"),
    },
    Informant: {
        Informant.FAMILY: _("told by the family"),
        Informant.DOCUMENT: _("from a document"),
        Informant.MEASURED: _("measured in life"),
    },
    CodeSystem: {
        CodeSystem.INTERPOL: _("Interpol-like codes"),
        CodeSystem.NCIC: _("NCIC codes"),
        CodeSystem.WINID: _("WinID codes"),
    },
    ChartSource: {
        ChartSource.IMAGE: _("charted from images"),
        ChartSource.NOTES: _("charted from a dentist's notes"),
        ChartSource.FAMILY: _("told by the family"),
        ChartSource.ONE_EXAMINER: _("charted by one examiner"),
        ChartSource.TWO_EXAMINERS: _("charted by two examiners"),
    },
    MarkKind: {
        MarkKind.BIRTHMARK: _("birthmark"),
        MarkKind.BRANDED: _("brand"),
        MarkKind.CHEMICAL: _("chemical burn"),
        MarkKind.CUT: _("cut"),
        MarkKind.IMPLANT: _("implant under the skin"),
        MarkKind.MARK: _("mark"),
        MarkKind.MISSING: _("part missing"),
        MarkKind.PIERCING: _("piercing"),
        MarkKind.SCAR: _("scar"),
        MarkKind.TATTOO: _("tattoo"),
    },
    Region: {
        Region.HEAD: _("head"),
        Region.NECK: _("neck"),
        Region.RIGHT_ARM: _("right arm"),
        Region.LEFT_ARM: _("left arm"),
        Region.RIGHT_HAND: _("right hand"),
        Region.LEFT_HAND: _("left hand"),
        Region.FRONT: _("front of the body"),
        Region.BACK: _("back"),
        Region.RIGHT_LEG: _("right leg"),
        Region.LEFT_LEG: _("left leg"),
        Region.RIGHT_FOOT: _("right foot"),
        Region.LEFT_FOOT: _("left foot"),
    },
    Carried: {
        Carried.WORN: pgettext_lazy("how an item was found", "worn"),
        Carried.POCKET: pgettext_lazy("how an item was found", "in a pocket"),
        Carried.LOOSE: pgettext_lazy("how an item was found", "lying loose"),
        Carried.HANDED_IN: pgettext_lazy("how an item was found", "handed in by somebody"),
    },
}

TRAITS: Words = {"eyes": _("Eyes"), "hair": _("Hair"), "handedness": _("Hand used")}

MOTIFS: Words = {
    "abstract": pgettext_lazy("motif of a tattoo", "abstract"),
    "animal": pgettext_lazy("motif of a tattoo", "animal"),
    "flag": pgettext_lazy("motif of a tattoo", "flag"),
    "human": pgettext_lazy("motif of a tattoo", "human figure"),
    "object": pgettext_lazy("motif of a tattoo", "object"),
    "other": pgettext_lazy("motif of a tattoo", "another motif"),
    "plant": pgettext_lazy("motif of a tattoo", "plant"),
    "symbol": pgettext_lazy("motif of a tattoo", "symbol"),
}

NAME_KINDS: Words = {
    "legal": _("Name"),
    "birth": _("Name at birth"),
    "married": _("Married name"),
    "alias": _("Also known as"),
    "diminutive": _("Called"),
    "call_sign": _("Call sign"),
}

KINDS: Words = {
    "amputation": _("amputation"),
    "appendectomy": _("appendix removed"),
    "badge": _("badge or patch"),
    "bag": _("bag"),
    "bank_card": _("bank card"),
    "belt": _("belt"),
    "blouse": _("blouse"),
    "body_armour": _("body armour"),
    "boots": _("boots"),
    "bracelet": _("bracelet"),
    "brassiere": _("brassiere"),
    "breast_implant": _("breast implant"),
    "caesarean": _("caesarean section"),
    "cholecystectomy": _("gallbladder removed"),
    "coat": _("coat"),
    "dental_implant": _("dental implant"),
    "dress": _("dress"),
    "driving_licence": _("driving licence"),
    "earring": _("earring"),
    "fracture": _("healed fracture"),
    "gloves": _("gloves"),
    "hat": _("hat or cap"),
    "health_card": _("health card"),
    "heart_surgery": _("surgery of the heart"),
    "heart_valve": _("heart valve"),
    "helmet": _("helmet"),
    "hernia_mesh": _("mesh of a hernia repair"),
    "hernia_repair": _("hernia repaired"),
    "hip_prosthesis": _("hip prosthesis"),
    "hysterectomy": _("womb removed"),
    "identity_card": _("identity card"),
    "identity_disc": _("identity disc"),
    "jacket": _("jacket"),
    "joint_surgery": _("surgery of a joint"),
    "keys": _("keys"),
    "knee_prosthesis": _("knee prosthesis"),
    "lens": _("lens of the eye"),
    "letter": _("letter"),
    "medicine": _("medicine"),
    "military_identity_card": _("military identity card"),
    "mobile_phone": _("mobile phone"),
    "money": _("money"),
    "nail": _("nail in a bone"),
    "neck_cross": _("neck cross"),
    "necklace": _("necklace"),
    "nephrectomy": _("kidney removed"),
    "overall": _("overall"),
    "pacemaker": _("pacemaker"),
    "passport": _("passport"),
    "pendant": _("pendant"),
    "photograph": _("photograph"),
    "piercing": _("jewellery of a piercing"),
    "plate": _("plate"),
    "pullover": _("pullover"),
    "religious_item": _("religious item"),
    "residence_permit": _("residence permit"),
    "ring": _("ring"),
    "sandals": _("sandals"),
    "scarf": _("scarf"),
    "screw": _("screw in a bone"),
    "shirt": _("shirt"),
    "shoes": _("shoes"),
    "sim_card": _("SIM card"),
    "skirt": _("skirt"),
    "skull_surgery": _("surgery of the skull"),
    "slippers": _("slippers"),
    "socks": _("socks"),
    "spectacles": _("spectacles"),
    "spinal_implant": _("implant of the spine"),
    "spinal_surgery": _("surgery of the spine"),
    "splenectomy": _("spleen removed"),
    "stent": _("stent"),
    "stockings": _("stockings or tights"),
    "thermal_underwear": _("thermal underwear"),
    "thyroidectomy": _("thyroid removed"),
    "trousers": _("trousers"),
    "underpants": _("underpants"),
    "undershirt": _("undershirt"),
    "uniform": _("uniform"),
    "wallet": _("wallet"),
    "weapon": _("weapon"),
    "wedding_ring": _("wedding ring"),
    "wrist_watch": _("wrist watch"),
}


TRAIT_VALUES: Words = {
    "black": _("black"),
    "blond": _("blond"),
    "blue": _("blue"),
    "both": pgettext_lazy("handedness", "both"),
    "brown": _("brown"),
    "green": _("green"),
    "grey": _("grey"),
    "hazel": _("hazel"),
    "left": pgettext_lazy("handedness", "left"),
    "red": _("red"),
    "right": pgettext_lazy("handedness", "right"),
}
"""Values of traits that the tables know; a record may hold others, in its own words."""


def trait_in_words(value: str) -> str:
    """A colour, or a hand; what nobody translated stands as it was recorded."""
    return str(TRAIT_VALUES.get(value, value))


def in_words(value: StrEnum) -> str:
    """A code of a record in the language of the page, e.g. `SexMethod.PELVIS`: "by the pelvis"."""
    return str(_WORDS[type(value)][value])


def kind_in_words(code: str) -> str:
    """The kind of an item, implant or finding; a code that nobody translated is spelt out.

    >>> kind_in_words("steel_helmet")
    'steel helmet'
    """
    return str(KINDS.get(code, code.replace("_", " ")))
