"""Words of the core, for the pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from antigone.evidence.likelihood_ratio import Line

STAGES = {
    "": gettext_noop("Waiting for the worker"),
    "families": gettext_noop("Reading the families' DNA"),
    "remains": gettext_noop("Comparing remains with each other"),
    "pairs": gettext_noop("Comparing pair by pair"),
    "configurations": gettext_noop("Comparing family by family"),
    "other evidence": gettext_noop("Weighing the evidence besides DNA"),
    "joint posterior": gettext_noop("Joining all families"),
    "what would decide": gettext_noop("Looking for what would decide"),
}


def stage_in_words(stage: str) -> str:
    """A stage of the core's work, in the language of the page."""
    return _(STAGES.get(stage, stage))


LINES: Mapping[Line, str | Promise] = {
    Line.SEX: gettext_lazy("Sex"),
    Line.AGE: gettext_lazy("Age"),
    Line.STATURE: gettext_lazy("Stature"),
    Line.EYES: gettext_lazy("Eyes"),
    Line.HAIR: gettext_lazy("Hair"),
    Line.HANDEDNESS: gettext_lazy("Hand used"),
    Line.TEETH: gettext_lazy("Teeth"),
    Line.MARKS: gettext_lazy("Marks"),
    Line.IMPLANTS: gettext_lazy("Implants"),
    Line.MEDICAL: gettext_lazy("Medical findings"),
    Line.EFFECTS: gettext_lazy("Effects"),
    Line.DOCUMENTS: gettext_lazy("Numbers on documents and effects"),
    Line.NAMES: gettext_lazy("Names on documents and effects"),
}


def line_in_words(line: Line) -> str:
    """A line of evidence, in the language of the page."""
    return str(LINES[line])
