"""What a family's DNA says, in sentences."""

from __future__ import annotations

import math

from django import template
from django.utils.translation import gettext as _

from antigone.genetics.consistency import Alternative, Reading
from antigone.web.figures.numbers import signed
from antigone.web.requests.pedigree_dna import THRESHOLD, Sentence

register = template.Library()


@register.filter
def explanation(alternative: Alternative) -> str:
    """One other explanation of a family's DNA, for the geneticist."""
    words = {
        Reading.UNRELATED: _("The sample of %s may be of somebody unrelated"),
        Reading.SWAPPED: _("The samples of %s may be exchanged"),
        Reading.OTHER_FATHER: _("%s may have another father than recorded"),
        Reading.OTHER_MOTHER: _("%s may have another mother than recorded"),
    }
    sentence = words[alternative.reading] % ", ".join(alternative.about)
    if math.isnan(alternative.log10_lr):
        return f"{sentence}."
    if math.isinf(alternative.log10_lr):
        return _("%s; as recorded the DNA is impossible.") % sentence
    value = signed(alternative.log10_lr, 1)
    return _("%(sentence)s: log10 LR %(value)s against the pedigree as recorded.") % {
        "sentence": sentence,
        "value": value,
    }


@register.filter
def power_sentence(sentence: Sentence) -> str:
    """What a family can give for one person sought."""
    present = sentence.power.if_present
    return _(
        "%(missing)s: if the remains are this person, a log10 LR of %(mean)s may be expected, and "
        "%(chance)d in 100 would reach %(threshold)s."
    ) % {
        "missing": sentence.missing,
        "mean": signed(present.mean, 1),
        "chance": min(99, math.floor(100 * present.above_threshold)),
        "threshold": signed(THRESHOLD, 0),
    }
