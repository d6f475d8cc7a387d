"""Haplotypes of the paternal and maternal line as evidence, kept apart from the autosomal markers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from antigone.genetics.haplotype_frequency import CONFIDENCE, HaplotypeCount
from antigone.genetics.lineage import Line, LineMember, line_of
from antigone.genetics.mt_haplotype import MtHaplotype, compare_mt_haplotypes
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.y_haplotype import HaplotypeRefused, YHaplotype, compare_y_haplotypes

COMBINING_ASSUMES = (
    "the haplotype is independent of the autosomal genotypes among strangers: theta of the line is "
    "large enough for the population from which the remains may come",
    "the alternative is a stranger: every other missing person of the same line would show the same "
    "haplotype, which therefore tells brothers apart not at all",
    "each line enters once, with its nearest typed relative; further relatives of the line are not "
    "further evidence",
)
"""What multiplying a haplotype LR into an autosomal LR takes for granted, as it is shown."""


class Verdict(StrEnum):
    """What a comparison of haplotypes says of a common line."""

    NOT_EXCLUDED = "not excluded"
    INCONCLUSIVE = "inconclusive"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class LineComparison:
    """Remains against one relative of the line of the missing person.

    Args:
        line: paternal (Y) or maternal (mitochondrial).
        relative: the typed relative, and how many meioses from the missing person.
        meioses: between the two.
        compared: how much was compared, in words.
        different: markers or positions that differ.
        verdict: with the allowance for mutation.
        log10_lr: "of this line" against "a stranger", by the augmented count; None where none is
            stated (mitochondrial DNA that differs).
        log10_lr_at_limit: the same by the upper confidence limit of the count.
        notices: what a reader should know of the comparison.
    """

    line: Line
    relative: str
    meioses: int
    compared: str
    different: tuple[str, ...]
    verdict: Verdict
    log10_lr: float | None
    log10_lr_at_limit: float | None
    notices: tuple[str, ...] = ()


class CombinationRefused(ValueError):
    """Evidence that must not be multiplied; the message says why."""


@dataclass(frozen=True)
class CombinedLr:
    """A product of LRs, with what it takes for granted."""

    log10_lr: float
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class EvidenceByLine:
    """Autosomal LR and haplotypes side by side; they are one number only on request."""

    autosomal_log10_lr: float
    paternal: LineComparison | None = None
    maternal: LineComparison | None = None

    def if_independent(self) -> CombinedLr:
        """The product with the haplotypes' LRs (at the confidence limit), and its assumptions.

        A line without an LR is left out, and said so.

        Raises:
            CombinationRefused: a line is excluded; no number should hide that.
        """
        total, left_out = self.autosomal_log10_lr, []
        for line in (self.paternal, self.maternal):
            if line is None:
                continue
            if line.verdict is Verdict.EXCLUDED:
                raise CombinationRefused(
                    f"the {line.line.name.lower()} line is excluded by {line.relative!r}: look into "
                    "the sample and the pedigree before any combined number is stated"
                )
            if line.log10_lr_at_limit is None:
                left_out.append(f"the {line.line} line ({line.verdict.value}) has no LR: left out")
            else:
                total += line.log10_lr_at_limit
        return CombinedLr(total, (*COMBINING_ASSUMES, *left_out))


def paternal_line(
    pedigree: Pedigree,
    missing_person: str,
    remains: YHaplotype,
    relatives: Mapping[str, YHaplotype],
    count: HaplotypeCount,
    *,
    rates: Mapping[str, float] | float,
    confidence: float = CONFIDENCE,
) -> tuple[LineComparison, ...]:
    """Remains against every typed relative of the missing man's paternal line, nearest first.

    LR = P(remains' haplotype | the relative's, the meioses between them) / P(a stranger shows it).

    Args:
        pedigree: of the family; the line is derived from it.
        missing_person: a man.
        remains: their Y haplotype.
        relatives: Y haplotypes by person; persons outside the line are passed over.
        count: of the remains' haplotype, at the markers compared.
        rates: mutation rates per meiosis, by marker or one for all.
        confidence: of the upper limit of the count.

    Raises:
        LineRefused: the missing person is not recorded as a man.
        HaplotypeRefused: haplotypes that cannot be compared; nobody of the line was typed.
        CountRefused: a confidence that is none.
    """

    def compare(member: LineMember) -> LineComparison:
        found = compare_y_haplotypes(
            relatives[member.person], remains, meioses=member.meioses, rates=rates
        )
        return LineComparison(
            Line.PATERNAL,
            member.person,
            member.meioses,
            f"{len(found.compared)} markers, of which {found.allowed} may differ",
            found.different,
            Verdict.EXCLUDED if found.excluded else Verdict.NOT_EXCLUDED,
            found.log10_probability - math.log10(count.frequency),
            found.log10_probability - math.log10(count.upper_limit(confidence)),
        )

    return _along(pedigree, missing_person, Line.PATERNAL, relatives, compare)


def maternal_line(
    pedigree: Pedigree,
    missing_person: str,
    remains: MtHaplotype,
    relatives: Mapping[str, MtHaplotype],
    count: HaplotypeCount,
    *,
    change_rate: float = 0.0,
    confidence: float = CONFIDENCE,
) -> tuple[LineComparison, ...]:
    """Remains against every typed relative of the missing person's maternal line, nearest first.

    Without a difference LR = (1 - µ)^m / P(a stranger shows it). With one or more no LR is stated:
    the probability of a given change depends on its site, which the count does not know.

    Args:
        pedigree: of the family; the line is derived from it.
        missing_person: anybody.
        remains: what was read of them.
        relatives: sequences by person; persons outside the line are passed over.
        count: of the remains' haplotype, in the range compared.
        change_rate: probability µ of any change in that range in one meiosis; 0 leaves it out.
        confidence: of the upper limit of the count.

    Raises:
        HaplotypeRefused: no range in common; nobody of the line was typed; a rate outside [0, 1).
        CountRefused: a confidence that is none.
    """
    if not 0.0 <= change_rate < 1.0:
        raise HaplotypeRefused(
            f"the rate of change is {change_rate!r}; allowed is from 0 to below 1"
        )

    def compare(member: LineMember) -> LineComparison:
        found = compare_mt_haplotypes(relatives[member.person], remains)
        unchanged = member.meioses * math.log10(1.0 - change_rate)
        excluded = Verdict.EXCLUDED if found.excluded else Verdict.INCONCLUSIVE
        agree = not found.different
        notices = [f"heteroplasmy at {p}: one sample shows two bases" for p in found.heteroplasmic]
        notices += [
            f"the mixture at {p} is presumed to contain the base of the reference; write the "
            f"reference's base in front to be sure"
            for p in found.presumed
        ]
        return LineComparison(
            Line.MATERNAL,
            member.person,
            member.meioses,
            f"{found.positions} positions",
            found.different,
            Verdict.NOT_EXCLUDED if agree else excluded,
            unchanged - math.log10(count.frequency) if agree else None,
            unchanged - math.log10(count.upper_limit(confidence)) if agree else None,
            tuple(notices),
        )

    return _along(pedigree, missing_person, Line.MATERNAL, relatives, compare)


def _along(
    pedigree: Pedigree,
    missing_person: str,
    line: Line,
    typed: Mapping[str, object],
    compare: Callable[[LineMember], LineComparison],
) -> tuple[LineComparison, ...]:
    members = [m for m in line_of(pedigree, missing_person, line) if m.person in typed]
    if not members:
        raise HaplotypeRefused(
            f"nobody of the {line.name.lower()} line of {missing_person!r} gave a haplotype"
        )
    return tuple(compare(member) for member in members)
