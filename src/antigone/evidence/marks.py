"""Marks on the body as a line of evidence: tattoos, scars, birthmarks, missing parts and the like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.inscriptions import plain_inscription
from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.mark_tables import MOTIFS, MarkTables
from antigone.evidence.presence import Features, Seen, presence_log10
from antigone.evidence.presence_population import (
    Detail,
    Feature,
    PresencePopulation,
    presence_population,
)
from antigone.evidence.records import AmRecord, Mark, PmRecord
from antigone.evidence.word_shares import WordShares, closed_shares, open_shares
from antigone.words import in_a_row, said, word

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MarkPopulation:
    """How common marks are among the missing.

    Args:
        presence: by kind and region.
        motifs: of tattoos.
        texts: letters in marks.
    """

    presence: PresencePopulation
    motifs: WordShares
    texts: WordShares

    def agreement(self, seen: Sequence[Detail], told: Sequence[Detail]) -> Array:
        """Factors of motif and letters, if both are of one mark; letters alone where both have them."""
        motifs = self.motifs.factors([motif for motif, _ in seen], [motif for motif, _ in told])
        read, said = [text for _, text in seen], [text for _, text in told]
        lettered = np.array([bool(text) for text in read])[:, None] & [bool(t) for t in said]
        factors: Array = np.where(lettered, self.texts.factors(read, said), motifs)
        return factors


def mark_population(records: Iterable[AmRecord], tables: MarkTables) -> MarkPopulation:
    """Frequencies of marks, motifs and letters in the AM file, smoothed by the tables.

    Records whose marks were not asked for (None) are not counted.
    """
    told = [_features(record.marks) for record in records if record.marks is not None]
    details = [one.detail for features in told for one in features]
    return MarkPopulation(
        presence_population(told, tables.presence),
        closed_shares(
            (motif for motif, _ in details),
            tables.motifs,
            tables.prior_marks,
            tables.motif_error,
        ),
        open_shares(
            (text for _, text in details), tables.text_share, tables.prior_marks, tables.text_error
        ),
    )


def mark_lr(pm: PmRecord, am: AmRecord, population: MarkPopulation) -> LikelihoodRatio | None:
    """LR of the marks: "this missing person" against "another of the missing".

    By kind and region a person bears a mark or not, and what bears none counts as well. A family
    forgets a mark or tells it of the other side, an examiner overlooks it by the state of the remains,
    either may report one that is not there: `presence_log10` sums all of it exactly. Where the same
    mark may be told and seen, its motif is compared, or its letters where both sides have them; equal
    ones weigh by how rare they are, other ones speak mildly against. Several marks of one kind in one
    region count as one.

    Returns:
        None where marks were not looked for, or not asked for.
    """
    if pm.marks is None or am.marks is None:
        return None
    value = marks_log10([pm], [am], population)[0, 0]
    return LikelihoodRatio(
        Line.MARKS,
        float(value),
        said("seen: {seen}; told: {told}", seen=_in_words(pm.marks), told=_in_words(am.marks)),
        (
            said(
                "Marks are independent of each other; several of one kind in one region count as one."
            ),
            said(
                "Of {state} remains, what can be seen of each kind is as the table says.",
                state=pm.state.words,
            ),
            said(
                "Frequencies of marks from {persons} AM records, smoothed.",
                persons=population.presence.persons,
            ),
            said(
                "Observation or record is of somebody else with probability {probability}.",
                probability=f"{population.presence.tables.mix_up:g}",
            ),
        ),
        said("marks.toml; frequencies from the AM file of this incident"),
    )


def marks_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: MarkPopulation
) -> Array:
    """log10 LR of all pairs, shape (remains, missing); 0 where there is nothing to compare."""
    return presence_log10(
        [_seen(record) for record in pm],
        [_told(record) for record in am],
        population.presence,
        population.agreement,
    )


def _seen(record: PmRecord | None) -> Seen | None:
    if record is None or record.marks is None:
        return None
    return record.state, _features(record.marks)


def _told(record: AmRecord | None) -> Features | None:
    return None if record is None or record.marks is None else _features(record.marks)


def _features(marks: Iterable[Mark]) -> Features:
    return tuple(
        Feature(mark.kind.value, mark.region, (_motif(mark), plain_inscription(mark.text)))
        for mark in marks
    )


def _motif(mark: Mark) -> str:
    """The motif as Type-10 names it; empty where it names none such."""
    motif = mark.motif.strip().casefold()
    return motif if motif in MOTIFS else ""


def _in_words(marks: Sequence[Mark]) -> str:
    return in_a_row([_mark_in_words(mark) for mark in marks]) or said("no marks")


def _mark_in_words(mark: Mark) -> str:
    place = word(mark.region.value) if mark.region else said("place not known")
    letters = said('"{letters}"', letters=mark.text.strip()) if mark.text.strip() else ""
    more = in_a_row([part for part in (place, word(mark.motif), letters) if part])
    return said("{kind} ({more})", kind=word(mark.kind.value), more=more)
