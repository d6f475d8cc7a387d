"""Words of the core, for the pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

STAGES = {
    "": gettext_noop("Waiting for the worker"),
    "families": gettext_noop("Reading the families' DNA"),
    "pairs": gettext_noop("Comparing pair by pair"),
    "configurations": gettext_noop("Comparing family by family"),
    "joint posterior": gettext_noop("Joining all families"),
}


def stage_in_words(stage: str) -> str:
    """A stage of the core's work, in the language of the page."""
    return _(STAGES.get(stage, stage))
