"""The texts of letters to families, by version: a text that went out never changes.

A change of a word is a new version: add it, and leave the old ones. No text guesses anybody's sex, and
each place for a value takes a name, a place or a day as it is, without inflection. Cause and
circumstances stand in no letter (NO-10); their sheet has a text of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from antigone.web.notices.models import Letter
from antigone.web.wording.texts import FamilyText

CURRENT = "2026-1"

TITLES = {
    "opening": gettext_lazy("Letter: how it begins"),
    "identified": gettext_lazy("Letter: that the person is identified"),
    "found": gettext_lazy("Letter: where and when"),
    "known_dna": gettext_lazy("Letter: how we know, by DNA"),
    "known_teeth": gettext_lazy("Letter: how we know, by teeth"),
    "known_several": gettext_lazy("Letter: how we know, by several findings together"),
    "signed": gettext_lazy("Letter: who signed"),
    "now": gettext_lazy("Letter: where the person is now"),
    "kept": gettext_lazy("Letter: what is kept"),
    "choices": gettext_lazy("Letter: what the family chooses"),
    "rights": gettext_lazy("Letter: what it can ask for"),
    "reach": gettext_lazy("Letter: how to reach the notifier"),
    "fallen": gettext_lazy("Correction: that it no longer holds"),
    "sorry": gettext_lazy("Correction: that the mistake is ours"),
    "search": gettext_lazy("Correction: that the search goes on"),
    "handed_over": gettext_lazy("Correction: what was handed over"),
    "cause_opening": gettext_lazy("Cause and circumstances: how the sheet begins"),
    "cause_certified": gettext_lazy("Cause and circumstances: who certified it"),
}
"""What each text is, for whoever approves translations."""

TEXTS: Mapping[str, Mapping[str, str]] = {
    "2026-1": {
        "opening": _(
            "This letter holds on paper what the person who hands it to you came to tell you."
        ),
        "identified": _(
            "{name} is identified as one of those who died in this event: {incident}. We are sorry for "
            "your loss."
        ),
        "found": _("Found on: {found_on}. Place: {found_where}."),
        "known_dna": _(
            "How we know: DNA was compared with that of relatives who gave a sample, and it fits the "
            "family."
        ),
        "known_teeth": _(
            "How we know: the teeth were compared with the records of a dentist, and they fit."
        ),
        "known_several": _(
            "How we know: several findings together, of which none would have been enough by itself, "
            "point to one person and to nobody else."
        ),
        "signed": _(
            "Persons with different tasks examined this, each by themselves, and signed it on "
            "{signed_on}."
        ),
        "now": _("In whose care, and where: {now_where}."),
        "kept": _("Kept for you: {kept}. You may have it whenever you wish."),
        "choices": _(
            "It is for you to choose where and by which rite the burial takes place, what happens with "
            "things that are kept, and whether you want to be told if more is found later. There is "
            "no hurry."
        ),
        "rights": _(
            "You may see every paper on which this rests, ask anything, and ask for it to be examined "
            "again. DNA that your family gave is destroyed if you say so."
        ),
        "reach": _("How to reach the person who came to you, written by hand:"),
        "fallen": _(
            "On {told_on} we told you that {name} was identified. This no longer holds. The decision "
            "was reopened on {reopened_on}."
        ),
        "sorry": _(
            "We are sorry. The mistake is ours and not yours, and we know what it means to hear this."
        ),
        "search": _(
            "It means that we do not know today what became of {name}. The search goes on, and you are "
            "told in person of what it finds, if you wish."
        ),
        "handed_over": _(
            "If anything was handed over to you, the person who brings this letter speaks with you "
            "about it. Nothing happens with it without your knowledge."
        ),
        "cause_opening": _(
            "You asked to have cause and circumstances in writing. They stand on this sheet and in no "
            "other paper for you. It concerns: {name}."
        ),
        "cause_certified": _("Certified by: {certified_by}."),
    }
}

GROUNDS = ("dna", "teeth", "several")
"""On what an identification can rest, each with a text of its own."""


def family_texts() -> list[FamilyText]:
    """The texts in use, for whoever approves translations."""
    return [family_text(key) for key in TEXTS[CURRENT]]


def family_text(key: str, version: str = CURRENT) -> FamilyText:
    """A text, in all languages."""
    name = key.replace("_", "-")
    return FamilyText(f"letter-{name}-{version}", TITLES[key], TEXTS[version][key])


def texts_of(kind: str, grounds: Sequence[str], *, kept: bool, certified: bool) -> list[str]:
    """Of which texts a paper is made, in their order.

    Args:
        kind: of the paper.
        grounds: on what the identification rests, of `GROUNDS`.
        kept: whether anything is kept for the family.
        certified: whether somebody certified the cause.
    """
    if kind == Letter.Kind.CAUSE:
        return ["cause_opening", *(["cause_certified"] if certified else []), "reach"]
    if kind == Letter.Kind.CORRECTION:
        return ["opening", "fallen", "sorry", "search", "handed_over", "rights", "reach"]
    known = [f"known_{ground}" for ground in grounds]
    things = ["kept"] if kept else []
    news = ["opening", "identified", "found", *known, "signed", "now", *things]
    return [*news, "choices", "rights", "reach"]
