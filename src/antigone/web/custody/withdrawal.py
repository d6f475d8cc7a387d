"""What a withdrawal does to samples: that they are there and whose hands they went through stays."""

from __future__ import annotations

from django.db.models import Model

from antigone.web.custody.models import (
    CustodyEvent,
    Explanation,
    Reading,
    Sample,
    SampleCorrection,
    StateChange,
)
from antigone.web.records.destruction import GONE, Withdrawal


def take_out(withdrawal: Withdrawal) -> list[str]:
    """Empty what was sealed with the relatives' keys, and what people wrote in plain words.

    Returns:
        the tables in which rows were changed.
    """
    samples = Sample.objects.filter(person__in=withdrawal.donors)
    if not samples.exists():
        return []
    samples.update(sealed=None)
    Reading.objects.filter(sample__in=samples).update(sealed=None, quality="")
    SampleCorrection.objects.filter(sample__in=samples).update(sealed=None, because=GONE)
    StateChange.objects.filter(sample__in=samples).update(decided_by=GONE, reason=GONE)
    Explanation.objects.filter(sample__in=samples).update(words=GONE)
    events = CustodyEvent.objects.filter(sample__in=samples)
    events.update(reason=GONE, witness="", note="")
    events.exclude(corrected_because="").update(corrected_because=GONE)
    changed: list[type[Model]] = [Sample, Reading, SampleCorrection, StateChange]
    changed += [Explanation, CustodyEvent]
    return [model._meta.db_table for model in changed]
