"""Samples with their readings, packets, tags, and who had what in hands. Nothing is ever deleted."""

from __future__ import annotations

from antigone.web.custody.models.events import CustodyEvent, Explanation, ReceivedBy
from antigone.web.custody.models.readings import Reading
from antigone.web.custody.models.samples import Packet, Sample, SampleCorrection, StateChange
from antigone.web.custody.models.tags import Tag, TagRun

__all__ = [
    "CustodyEvent",
    "Explanation",
    "Packet",
    "Reading",
    "ReceivedBy",
    "Sample",
    "SampleCorrection",
    "StateChange",
    "Tag",
    "TagRun",
]
