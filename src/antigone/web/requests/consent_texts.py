"""The texts that are read to whoever is asked, by version: a text that was read never changes.

A change of a word is a new version: add it, and leave the old ones. The tests keep a fingerprint of
each version.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from antigone.web.requests.models import Purpose
from antigone.web.wording.texts import FamilyText

CURRENT = "2026-1"

TEXTS: Mapping[str, Mapping[Purpose, str]] = {
    "2026-1": {
        Purpose.SEARCH: _(
            "We ask whether what you tell us of the person you miss may be compared with remains that "
            "are found: name, description, marks, medical findings, teeth, things and papers. It is "
            "kept sealed, and seen by those who compare. You may withdraw at any time, without giving "
            "a reason and without a disadvantage; what you told is then destroyed for good."
        ),
        Purpose.DNA: _(
            "We ask whether a sample of your DNA may be taken and typed, and the result be compared "
            "with that of remains that are found, to find the person you miss and for nothing else. "
            "It is kept under a code, without your name. It may show that somebody is not related as "
            "the family believes; we do not tell it to others. You may withdraw at any time; the "
            "result is then destroyed for good."
        ),
        Purpose.PHOTOGRAPHS: _(
            "We ask whether photographs that you give us of the person you miss may be compared with "
            "what is seen on remains, such as teeth in a smile, scars and tattoos. They are kept "
            "sealed and are opened one at a time, with a reason. You may withdraw at any time."
        ),
        Purpose.FACES: _(
            "We ask whether a computer may measure the face in photographs that you give us of the "
            "person you miss, and compare it with pictures of the dead who have no name. It says only "
            "which families we might ask first for a sample; it is often wrong, and nobody is "
            "identified by it. The measures are kept sealed and used for nothing else. You may "
            "withdraw at any time; they are then destroyed at once."
        ),
        Purpose.SHARING: _(
            "We ask whether what you told us may be given to the organisation that is named here, for "
            "the search alone. It is asked for each organisation by itself. You may withdraw at any "
            "time; from then on nothing more is given, and the organisation is told."
        ),
        Purpose.PUBLICATION: _(
            "We ask whether the name of the person you miss and a photograph of them in life may be "
            "made public, so that whoever knows something can come forward. What has once been public "
            "cannot be called back altogether. You may withdraw at any time."
        ),
    }
}


def family_texts() -> list[FamilyText]:
    """The texts in use, for whoever approves translations."""
    return [family_text(purpose) for purpose in Purpose]


def family_text(purpose: Purpose) -> FamilyText:
    """The text of a purpose in use, in all languages."""
    key = f"consent-{purpose.value}-{CURRENT}"
    return FamilyText(key, purpose.label, TEXTS[CURRENT][purpose])
