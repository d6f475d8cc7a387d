"""The evidence of a decision besides DNA as the report shows it, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antigone.web.incidents.models import Incident
from antigone.web.matching.pair_lines import PairLines, pair_lines, weighed_evidence
from antigone.web.records.assemble import NoLongerCovered
from antigone.web.reports.dna import Dna

ROUNDED = 1e-4
"""Stored totals are rounded; lines that differ by more from what was signed were weighed otherwise."""


class Left(StrEnum):
    """What is left of the lines."""

    ALL = "all"
    NOTHING_RECORDED = "nothing_recorded"
    NOT_FOR_READER = "not_for_reader"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class OtherEvidence:
    """What is known besides DNA.

    Args:
        signed_log10_lr: its total as it was frozen with the proposal; None: DNA alone was weighed.
        lines: computed anew from the frozen inputs; None where they are not shown, or not there.
        left: why.
    """

    signed_log10_lr: float | None
    lines: PairLines | None
    left: Left

    @property
    def weighed_otherwise(self) -> bool:
        """Whether the lines no longer add up to what was signed: the program has changed since."""
        if self.lines is None or self.signed_log10_lr is None:
            return False
        return abs(self.lines.log10_lr - self.signed_log10_lr) > ROUNDED


def other_evidence(
    incident: Incident, dna: Dna, signed_log10_lr: float | None, *, quoted: bool
) -> OtherEvidence:
    """The lines of a pair.

    Args:
        quoted: whether the reader may see both records, which the lines quote.
    """
    if not quoted:
        return OtherEvidence(signed_log10_lr, None, Left.NOT_FOR_READER)
    if dna.pair is None or dna.kept_by_law:
        return OtherEvidence(signed_log10_lr, None, Left.WITHDRAWN)
    try:
        lines = pair_lines(dna.pair, weighed_evidence(incident, dna.pair))
    except NoLongerCovered:
        return OtherEvidence(signed_log10_lr, None, Left.WITHDRAWN)
    if lines is None or not lines.lines:
        return OtherEvidence(signed_log10_lr, None, Left.NOTHING_RECORDED)
    return OtherEvidence(signed_log10_lr, lines, Left.ALL)
