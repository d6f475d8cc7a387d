"""Codes of telling in words: what was said, what a family can choose, and through which channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.web.notices.models import Wish
from antigone.web.notices.standing import NO_CONTACT, NOT_TOLD, NOTHING_MORE

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    Text = _StrOrPromise
else:
    Text = str | Promise

Choices = Mapping[str, Text]

SAID: Choices = {
    "identity": _("that the person is identified, and who signed"),
    "how_known": _("how we know"),
    "found": _("where and when the remains were found"),
    "now_where": _("where they are now"),
    "kept": _("what is kept for the family"),
    "choices": _("what the family chooses"),
    "rights": _("that it can ask for everything to be examined again"),
    "cause": _("cause and circumstances, because somebody asked"),
}
"""What can be said when a family is told."""

SAID_OF_CORRECTION: Choices = {
    "fallen": _("that the identification no longer holds, and since when"),
    "sorry": _("that the mistake is ours"),
    "handed_over": _("what happens with what was handed over"),
    "search": _("that the search goes on"),
    "rights": _("that it can ask for everything to be examined again"),
}

CHOICES: Mapping[str, Choices] = {
    Wish.Kind.TELLING: {
        "told": _("wants to be told"),
        NOT_TOLD: _("does not want to be told"),
    },
    Wish.Kind.RETURN: {
        "home": _("return home"),
        "near": _("burial near the place where the person is now"),
        "waits": _("the person stays where they are for now"),
        "undecided": _("not decided yet"),
    },
    Wish.Kind.EFFECTS: {
        "hand_over": _("to be handed over"),
        "keep": _("to be kept for now"),
        "with_the_person": _("to go with the person"),
        "undecided": _("not decided yet"),
    },
    Wish.Kind.FURTHER: {
        "tell": _("wants to be told"),
        "later": _("ask again later"),
        NOTHING_MORE: _("does not want to be told"),
    },
    Wish.Kind.CONTACT: {
        "stays": _("wants to stay in touch"),
        NO_CONTACT: _("no further contact, unless the family begins it"),
    },
    Wish.Kind.DNA: {
        "keep": _("to be kept"),
        "destroy": _("to be destroyed"),
        "undecided": _("not decided yet"),
    },
    Wish.Kind.REPORT: {
        "reads": _("wants to read it"),
        "does_not": _("does not want to read it"),
    },
    Wish.Kind.CAUSE: {
        "in_writing": _("wants this in writing"),
        "spoken": _("only as it was told"),
    },
}
"""What a family can choose, by kind of wish."""

AFTER_TELLING = tuple(kind for kind in CHOICES if kind != Wish.Kind.TELLING)
"""Wishes that a family is asked for once it was told."""
