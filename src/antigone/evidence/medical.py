"""Medical findings as a line of evidence: healed fractures, operations, missing organs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.presence import Features, presence_log10
from antigone.evidence.presence_population import (
    Feature,
    PresencePopulation,
    presence_population,
)
from antigone.evidence.presence_tables import PresenceTables, plain_kind
from antigone.evidence.records import AmRecord, MedicalFinding, PmRecord
from antigone.words import in_a_row, said, word


def medical_population(records: Iterable[AmRecord], tables: PresenceTables) -> PresencePopulation:
    """Frequencies of findings in the AM file, smoothed by the tables.

    Records whose medical history was not asked for (None) are not counted.
    """
    told = [_features(record.medical) for record in records if record.medical is not None]
    return presence_population(told, tables)


def medical_lr(
    pm: PmRecord, am: AmRecord, population: PresencePopulation
) -> LikelihoodRatio | None:
    """LR of the medical findings: "this missing person" against "another of the missing".

    By kind and region a person has one or not; families forget some kinds more than others, and each
    kind shows in some states of the remains and not in others: a healed fracture in bones, the scar
    of an operation in skin. `presence_log10` sums all of it exactly. A kind that the table does not
    name has its default frequency.

    A finding, a scar of the same operation and an implant from it are not independent: of these
    lines only the strongest may be counted.

    Returns:
        None where findings were not looked for, or not asked for.
    """
    if pm.medical is None or am.medical is None:
        return None
    value = medical_log10([pm], [am], population)[0, 0]
    return LikelihoodRatio(
        Line.MEDICAL,
        float(value),
        said(
            "seen: {seen}; told: {told}",
            seen=_in_words(pm.medical),
            told=_in_words(am.medical),
        ),
        (
            said(
                "Findings are independent of each other, of sex and of age; several of one kind in "
                "one region count as one."
            ),
            said(
                "Of {state} remains, what can be seen of each kind is as the table says.",
                state=pm.state.words,
            ),
            said(
                "Frequencies of findings from {persons} AM records, smoothed.",
                persons=population.persons,
            ),
            said(
                "Observation or record is of somebody else with probability {probability}.",
                probability=f"{population.tables.mix_up:g}",
            ),
        ),
        said("medical.toml; frequencies from the AM file of this incident"),
    )


def medical_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: PresencePopulation
) -> NDArray[np.float64]:
    """log10 LR of all pairs, shape (remains, missing); 0 where there is nothing to compare."""
    return presence_log10(
        [None if r is None or r.medical is None else (r.state, _features(r.medical)) for r in pm],
        [None if r is None or r.medical is None else _features(r.medical) for r in am],
        population,
    )


def _features(findings: Iterable[MedicalFinding]) -> Features:
    return tuple(Feature(plain_kind(one.kind), one.region) for one in findings)


def _in_words(findings: Sequence[MedicalFinding]) -> str:
    return in_a_row([_finding_in_words(one) for one in findings]) or said("nothing")


def _finding_in_words(finding: MedicalFinding) -> str:
    place = word(finding.region.value) if finding.region else said("place not known")
    return said("{kind} ({more})", kind=word(finding.kind), more=place)
