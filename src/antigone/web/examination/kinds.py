"""Kinds of items, implants and findings that the forms offer; a record holds them as codes."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from antigone.web.records.record_words import KINDS

_CLOTHING = """jacket coat pullover shirt undershirt dress blouse trousers skirt underpants brassiere
socks stockings belt gloves scarf hat uniform helmet body_armour thermal_underwear overall"""
_FOOTWEAR = "boots shoes sandals slippers"
_PAPERS = """identity_card passport military_identity_card identity_disc driving_licence bank_card
health_card residence_permit"""
_EFFECTS = """mobile_phone sim_card wallet keys money wrist_watch spectacles letter photograph medicine
religious_item badge weapon bag"""
_JEWELLERY = "wedding_ring ring earring necklace neck_cross bracelet pendant piercing"
_IMPLANTS = """hip_prosthesis knee_prosthesis plate nail screw spinal_implant pacemaker heart_valve stent
dental_implant breast_implant hernia_mesh lens"""
_MEDICAL = """fracture amputation appendectomy cholecystectomy hernia_repair caesarean hysterectomy
nephrectomy splenectomy thyroidectomy heart_surgery skull_surgery spinal_surgery joint_surgery"""

ANOTHER = ("another", pgettext_lazy("kind of an item", "another, in words"))


def _choices(codes: str) -> list[tuple[str, str | Promise]]:
    return [(code, KINDS[code]) for code in codes.split()]


ITEM_KINDS: list[tuple[Any, Any]] = [
    (gettext_lazy("Papers and discs"), _choices(_PAPERS)),
    (gettext_lazy("Clothing"), _choices(_CLOTHING)),
    (gettext_lazy("Footwear"), _choices(_FOOTWEAR)),
    (gettext_lazy("Personal effects"), _choices(_EFFECTS)),
    (gettext_lazy("Jewellery"), _choices(_JEWELLERY)),
    ANOTHER,
]
IMPLANT_KINDS = [*_choices(_IMPLANTS), ANOTHER]
MEDICAL_KINDS = [*_choices(_MEDICAL), ANOTHER]


def code_of(words: str) -> str:
    """A code from words of Latin letters; empty where none is left.

    >>> code_of("Tobacco pipe"), code_of("Écharpe n° 3"), code_of("хрест")
    ('tobacco_pipe', 'echarpe_n_3', '')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:60] if plain else ""
