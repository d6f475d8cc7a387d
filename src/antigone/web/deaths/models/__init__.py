"""The record of each dead person, with certificates, graves, effects, and what was handed over.

Nothing is overwritten: a correction is a further version, event or list that says why.
"""

from __future__ import annotations

from antigone.web.deaths.models.effects import ContentsList
from antigone.web.deaths.models.graves import GraveEvent
from antigone.web.deaths.models.handing import Handover, Recall, TagCheck, untold, with_falls
from antigone.web.deaths.models.records import Certificate, DeathRecord, RecordVersion

__all__ = [
    "Certificate",
    "ContentsList",
    "DeathRecord",
    "GraveEvent",
    "Handover",
    "Recall",
    "RecordVersion",
    "TagCheck",
    "untold",
    "with_falls",
]
