"""Codes of tracing requests, in words: what a form offers and a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.web.records.record_words import MOTIFS, in_words, kind_in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    Text = _StrOrPromise
else:
    Text = str | Promise

Words = Mapping[str, Text]

later = lazy(in_words, str)
"""A code of a record in the language of the page that shows it, not of the start of the program."""

_kind = lazy(kind_in_words, str)


def _motif(code: str) -> str:
    return str(MOTIFS[code])


later_motif = lazy(_motif, str)

WAYS_OF_TELLING: Words = {
    "in_person": _("in person"),
    "telephone": _("by telephone"),
    "message": _("in a letter or message"),
    "document": _("from a document"),
    "image": _("from a photograph or X-ray"),
}

CERTAINTIES: Words = {
    "sure": pgettext_lazy("how sure somebody is", "sure"),
    "probable": pgettext_lazy("how sure somebody is", "probably so"),
    "unsure": pgettext_lazy("how sure somebody is", "not sure"),
}

CHANNELS: Words = {
    "visit": _("a visit"),
    "telephone": _("by telephone"),
    "letter": _("by letter"),
    "message": _("by message"),
    "through": _("through somebody they trust"),
}

CATEGORIES: Words = {
    "military": _("member of armed forces"),
    "civilian": _("civilian"),
    "child": _("child"),
    "unaccompanied_child": _("child without its family"),
    "detainee": _("detained or captured"),
    "displaced": _("displaced or on the way"),
    "helper": _("medical or humanitarian staff"),
}

EYES: Words = {
    "black": pgettext_lazy("eyes", "black"),
    "brown": pgettext_lazy("eyes", "brown"),
    "blue": pgettext_lazy("eyes", "blue"),
    "grey": pgettext_lazy("eyes", "grey"),
    "hazel": pgettext_lazy("eyes", "hazel"),
    "green": pgettext_lazy("eyes", "green"),
    "other": pgettext_lazy("eyes", "another colour"),
}
HAIR: Words = {
    "black": pgettext_lazy("hair", "black"),
    "brown": pgettext_lazy("hair", "brown"),
    "blond": pgettext_lazy("hair", "blond"),
    "red": pgettext_lazy("hair", "red"),
    "grey": pgettext_lazy("hair", "grey"),
}
HANDS: Words = {
    "right": pgettext_lazy("hand used", "right"),
    "left": pgettext_lazy("hand used", "left"),
    "both": pgettext_lazy("hand used", "both"),
}
TRAIT_NAMES: Words = {"eyes": _("Eyes"), "hair": _("Hair"), "handedness": _("Hand used")}
TRAIT_VALUES = {"eyes": EYES, "hair": HAIR, "handedness": HANDS}


def _kinds(*codes: str, **named: Text) -> Words:
    """Kinds that records know by their words already, then others with words of ours."""
    return {**{code: _kind(code) for code in codes}, **named}


MEDICAL: Words = _kinds(
    "fracture",
    "appendectomy",
    cholecystectomy=_("gall bladder removed"),
    hernia_repair=_("operation on a hernia"),
    caesarean=_("caesarean"),
    hysterectomy=_("womb removed"),
    nephrectomy=_("kidney removed"),
    splenectomy=_("spleen removed"),
    thyroidectomy=_("operation on the thyroid"),
    heart_surgery=_("operation on the heart"),
    skull_surgery=_("operation on the skull"),
    spinal_surgery=_("operation on the spine"),
    joint_surgery=_("operation on a joint"),
    amputation=_("amputation"),
    other_operation=_("another operation"),
)

IMPLANTS: Words = _kinds(
    "plate",
    "hip_prosthesis",
    "knee_prosthesis",
    "pacemaker",
    "dental_implant",
    nail=_("nail in a bone"),
    screw=_("screw in a bone"),
    spinal_implant=_("implant at the spine"),
    heart_valve=_("heart valve"),
    stent=_("stent"),
    other_implant=_("another implant or prosthesis"),
)

ITEMS: Words = _kinds(
    "wedding_ring",
    "wrist_watch",
    "neck_cross",
    "keys",
    "wallet",
    "mobile_phone",
    "boots",
    "identity_disc",
    ring=_("another ring"),
    earrings=_("earrings"),
    neck_chain=_("neck chain"),
    bracelet=_("bracelet"),
    glasses=_("glasses"),
    belt=_("belt"),
    coat=_("coat"),
    jacket=_("jacket"),
    pullover=_("pullover"),
    shirt=_("shirt"),
    trousers=_("trousers"),
    dress=_("dress"),
    uniform=_("uniform"),
    body_armour=_("body armour"),
    shoes=_("shoes"),
    medicines=_("medicines"),
    letters=_("letters"),
    bag=_("bag"),
    other_item=_("something else"),
)

DOCUMENTS: Words = _kinds(
    "passport",
    "identity_card",
    "military_identity_card",
    driving_licence=_("driving licence"),
    residence_permit=_("residence permit"),
    health_card=_("health card"),
    bank_card=_("bank card"),
    birth_certificate=_("birth certificate"),
    other_document=_("another paper"),
)

RECORD_KINDS: Words = {
    "dentist": _("dentist’s file"),
    "dental_images": _("dental X-rays"),
    "doctor": _("doctor’s file"),
    "hospital": _("hospital’s file"),
    "images": _("X-rays, CT or MRI"),
    "implant_pass": _("implant pass"),
    "prints": _("finger or palm prints"),
    "direct_sample": _("object with the person’s own DNA"),
    "photographs": _("photographs"),
    "documents": _("papers"),
    "official": _("office or police file"),
    "other": _("something else"),
}

RECORD_STATES: Words = {
    "exists": _("exists, to be asked for"),
    "promised": _("asked for or promised"),
    "received": _("received"),
    "none": _("does not exist any more"),
    "refused": _("refused"),
}

STILL_OWED = frozenset({"", "exists", "promised"})
