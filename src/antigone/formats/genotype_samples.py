"""Rows of one sample: alike, of two kits, repeated typings, or contradicting each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from antigone.formats.genotype_table import SampleProfile, differing_locus, joined
from antigone.formats.problems import ProblemList, shown
from antigone.words import Said, said

MOST_REPLICATES = 50
"""Most rows, or typings, of one sample in a file."""

SHOWN_NOTICES = 50


def joined_samples(
    found: Iterable[SampleProfile], problems: ProblemList, *, replicates: bool
) -> tuple[tuple[SampleProfile, ...], tuple[Said, ...]]:
    """One profile for each name of a sample, or one for each of its replicates; and notices.

    Rows of one name that say the same, or are of different loci, become one. Rows that contradict
    each other are noted as a problem, unless they are replicates.
    """
    by_name: dict[str, list[SampleProfile]] = {}
    for sample in found:
        by_name.setdefault(sample.name, []).append(sample)
    samples: list[SampleProfile] = []
    notices: list[Said] = []
    for rows in by_name.values():
        if len(rows) > MOST_REPLICATES:
            words = said("more than {most} rows of one sample", most=MOST_REPLICATES)
            problems.add(rows[MOST_REPLICATES].place, words)
        elif replicates:
            samples.extend(replace(row, replicate=n) for n, row in enumerate(rows, start=1))
        else:
            samples.append(_one(rows, problems, notices))
    more = len(notices) - SHOWN_NOTICES
    if more > 0:
        notices[SHOWN_NOTICES:] = [
            said("More samples that stand several times: {count}.", count=more)
        ]
    empty = sum(sample.empty for sample in samples)
    if empty:
        notices.append(said("Samples without any allele: {count}.", count=empty))
    return tuple(samples), tuple(notices)


def _one(
    rows: Sequence[SampleProfile], problems: ProblemList, notices: list[Said]
) -> SampleProfile:
    first = sample = rows[0]
    others = []
    for row in rows[1:]:
        locus = differing_locus(sample, row)
        if locus:
            words = said(
                "sample {sample} stands in {first} too, with other alleles at {locus}; correct one, or say "
                "that the file has replicates",
                sample=shown(row.name),
                first=first.place,
                locus=locus,
            )
            problems.add(row.place, words)
            continue
        others.append(row.place)
        sample = joined(sample, row)
    if not others:
        return sample
    place = said("{first} and {second}", first=first.place, second=", ".join(others))
    if sample == first:
        words = said(
            "Sample {sample} stands twice alike: {places}.", sample=shown(first.name), places=place
        )
    else:
        words = said(
            "Sample {sample} was joined from {places}, which agree.",
            sample=shown(first.name),
            places=place,
        )
    notices.append(words)
    return replace(sample, place=place)
