"""What pages say of leads: bands, problems, and how often such comparisons are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.evidence.face.bands import WARNING, Band, band_in_words
from antigone.evidence.face.quality import Problem
from antigone.evidence.face.quality import in_words as problem_in_words
from antigone.web.faces.measures import NO_FACE, SEVERAL, UNREADABLE
from antigone.web.sentences import translated

_FAULTS: dict[str, str | Promise] = {
    NO_FACE: _("The engine found no face. Where one can be seen, set both eyes by hand."),
    SEVERAL: _("The engine found several faces. Set both eyes of the one that is meant."),
    UNREADABLE: _("The picture cannot be read."),
}

ERROR_RATES: tuple[str | Promise, ...] = (
    _(
        "Of sixteen families who recognised a relative by sight after the Bali bombing of 2002, half "
        "were wrong."
    ),
    _(
        "False agreement is ten to a hundred times more frequent in some groups of people than in "
        "others, by sex, age and origin (NIST, NISTIR 8280, 2019)."
    ),
    _(
        "Published error rates are of pictures of the living. How often a program is wrong with a "
        "face after death has hardly been measured."
    ),
)
"""They stand beside each list; sources in docs/method/face.md."""


@dataclass(frozen=True)
class WhyFailed:
    """Why a search ended without a result: a sentence, and the rules that stood against it."""

    words: str
    codes: tuple[str, ...] = ()


def why_failed(error: str) -> WhyFailed:
    """What a search that failed keeps of the reason: codes of rules, a kind of error, or a sentence."""
    if re.fullmatch(r"FA-\d\d(, FA-\d\d)*", error):
        told = gettext("When it was to begin or to end, what it needs no longer held.")
        return WhyFailed(told, tuple(error.split(", ")))
    if error.isidentifier():
        told = gettext(
            "The program failed. Whoever runs this installation finds the place in its log."
        )
        return WhyFailed(told)
    return WhyFailed(error)


def warning() -> str:
    """What a lead is, and what it is not."""
    return translated(WARNING)


def band_words(band: str) -> str:
    """A band as it is kept, in words."""
    return translated(band_in_words(Band(band)))


def problems_in_words(problems: Iterable[str]) -> list[str]:
    """What is wrong with a picture, each as a sentence."""
    return [
        str(_FAULTS[code]) if code in _FAULTS else translated(problem_in_words(Problem(code)))
        for code in problems
    ]
