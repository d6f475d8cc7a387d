"""What every line of evidence answers: a likelihood ratio, and all that a reader needs to weigh it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Line(StrEnum):
    """A line of evidence; each is one module of this package."""

    SEX = "sex"
    AGE = "age"
    STATURE = "stature"
    EYES = "eyes"
    HAIR = "hair"
    HANDEDNESS = "handedness"
    TEETH = "teeth"
    MARKS = "marks"
    IMPLANTS = "implants"
    MEDICAL = "medical"
    EFFECTS = "effects"
    DOCUMENTS = "documents"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class LikelihoodRatio:
    """One line of evidence about one pair, "these remains are this person" against "another person".

    Args:
        line: which line.
        log10_lr: finite; above 0 speaks for the pair.
        compared: what stood against what, in words, e.g. "172 cm by femur; 178 cm told by the family".
        assumptions: what the number supposes, each a sentence.
        source: where its numbers come from: a paper, a table, or "the AM file of this incident".

    Raises:
        ValueError: the value is not finite; a clerical error must never be able to exclude.
    """

    line: Line
    log10_lr: float
    compared: str
    assumptions: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        if not math.isfinite(self.log10_lr):
            raise ValueError(f"log10 LR of {self.line}: {self.log10_lr}; it must be finite")
