"""Whose hands it went through, in short: remains, their samples and packets; the family's samples.

Of the family's samples the hands are not named: a relative who gave one stands among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antigone.web.custody.breaks import CustodyBreak, breaks_of_family, breaks_of_remains
from antigone.web.custody.models import Packet, Sample
from antigone.web.custody.timeline import Line, lines_of
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import Family, Remains


@dataclass(frozen=True)
class Custody:
    """The chains behind a decision, as they stand today.

    Args:
        of_remains: remains with their parts, samples and packets.
        of_family: samples of the relatives.
        breaks: of both.
    """

    of_remains: Sequence[Line]
    of_family: Sequence[Line]
    breaks: Sequence[CustodyBreak]


def custody_of(remains: Remains, family: Family) -> Custody:
    """All chains on which a decision rests."""
    broken = [*breaks_of_remains(remains), *breaks_of_family(family)]
    parts = parts_of(remains)
    samples = Sample.objects.filter(remains__in=parts).select_related("remains", "person")
    packets = Packet.objects.filter(remains__in=parts).select_related("remains")
    given = Sample.objects.filter(person__family=family).select_related("remains", "person")
    return Custody(
        lines_of([*parts, *samples, *packets], broken),
        lines_of(list(given), broken),
        broken,
    )
