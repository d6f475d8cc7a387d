"""Implants and prostheses as a line of evidence: serial numbers, else kind, region and maker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.implant_serials import (
    NumberedImplant,
    SerialOutcome,
    SerialPopulation,
    compared_serials,
    numbered,
    serial_lrs,
    serial_population,
)
from antigone.evidence.implant_tables import ImplantTables
from antigone.evidence.inscriptions import plain_inscription
from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.presence import Features, presence_log10
from antigone.evidence.presence_population import (
    Detail,
    Feature,
    PresencePopulation,
    presence_population,
)
from antigone.evidence.presence_tables import plain_kind
from antigone.evidence.records import AmRecord, Implant, PmRecord
from antigone.evidence.word_shares import WordShares, open_shares
from antigone.words import in_a_row, in_turn, said, word

Array = NDArray[np.float64]

_OUTCOMES = {
    SerialOutcome.EQUAL: said("a serial number is equal"),
    SerialOutcome.ONE_APART: said("serial numbers differ in one character"),
    SerialOutcome.DIFFERENT: said("serial numbers of one kind and place differ"),
}


@dataclass(frozen=True, eq=False)
class ImplantPopulation:
    """How common implants are among the missing.

    Args:
        presence: by kind and region.
        makers: how common each maker is.
        serials: of whom each serial number is told.
        tables: numbers of `implants.toml`.
    """

    presence: PresencePopulation
    makers: WordShares
    serials: SerialPopulation
    tables: ImplantTables

    def agreement(self, seen: Sequence[Detail], told: Sequence[Detail]) -> Array:
        """Factor of the maker, if both are of one implant."""
        return self.makers.factors([maker for (maker,) in seen], [maker for (maker,) in told])


def implant_population(records: Iterable[AmRecord], tables: ImplantTables) -> ImplantPopulation:
    """Frequencies of implants, makers and serial numbers in the AM file, smoothed by the tables.

    An empty list of implants does not say whether anybody asked; records count that tell of an
    implant, or say of marks or medical findings what there is.
    """
    asked = [
        record.implants
        for record in records
        if record.implants or record.marks is not None or record.medical is not None
    ]
    features = [_features(implants) for implants in asked]
    makers = (one.detail[0] for own in features for one in own)
    return ImplantPopulation(
        presence_population(features, tables.presence),
        open_shares(makers, tables.maker_share, tables.prior_implants, tables.maker_error),
        serial_population(asked, len(asked), tables.serial),
        tables,
    )


def implant_lr(pm: PmRecord, am: AmRecord, population: ImplantPopulation) -> LikelihoodRatio | None:
    """LR of the implants: "this missing person" against "another of the missing".

    Where serial numbers can be compared they alone speak, `SerialPopulation.lr`: an equal one is a
    near-certain link, bounded by numbers that two implants share; one that differs in one character
    a weaker one; other numbers of one kind and place speak against, and that kind and place agree is
    not counted. Else kind, region and maker speak by how rare they are, as in `presence_log10`;
    what only one side has costs little, as nobody may have asked or looked. With probability λ the
    record is of somebody else: LR = λ + (1 - λ)·ratio ≥ λ.

    Returns:
        None where neither side has an implant.
    """
    if not pm.implants and not am.implants:
        return None
    seen, told = _numbered(pm, population), _numbered(am, population)
    serials = compared_serials(seen, told)
    compared: str = said(
        "found: {found}; told: {told}",
        found=_in_words(pm.implants),
        told=_in_words(am.implants),
    )
    mix_up = population.tables.presence.mix_up
    assumptions = [
        said(
            "Observation or record is of somebody else with probability {probability}.",
            probability=f"{mix_up:g}",
        )
    ]
    if serials is None:
        value = _presence_log10([pm], [am], population)[0, 0]
        assumptions.append(
            said(
                "Frequencies of implants from {persons} AM records, smoothed.",
                persons=population.presence.persons,
            )
        )
    else:
        outcome, equal = serials
        ratio = population.serials.lr(outcome, len(seen) * len(told), equal)
        value = np.log10(mix_up + (1.0 - mix_up) * ratio)
        compared = in_turn((compared, _OUTCOMES[outcome]))
        assumptions.append(
            said(
                "A serial number is misread, replaced or doubled at the rates of the table; it is to "
                "be verified with maker and hospital."
            )
        )
    return LikelihoodRatio(
        Line.IMPLANTS,
        float(value),
        compared,
        tuple(assumptions),
        said("implants.toml; frequencies from the AM file of this incident"),
    )


def implants_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: ImplantPopulation
) -> Array:
    """log10 LR of all pairs, shape (remains, missing); 0 where there is nothing to compare."""
    result = _presence_log10(pm, am, population)
    # Only records that have an implant can have a number: few of many.
    rows = np.flatnonzero([bool(record and record.implants) for record in pm])
    columns = np.flatnonzero([bool(record and record.implants) for record in am])
    ratios = serial_lrs(
        [_numbered(pm[i], population) for i in rows.tolist()],
        [_numbered(am[j], population) for j in columns.tolist()],
        population.serials,
    )
    mix_up = population.tables.presence.mix_up
    numbers = np.log10(mix_up + (1.0 - mix_up) * ratios)
    at = np.ix_(rows, columns)
    result[at] = np.where(np.isnan(ratios), result[at], numbers)
    return result


def _presence_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: ImplantPopulation
) -> Array:
    """log10 LR of kinds, regions and makers; 0 where neither side has an implant."""
    result = presence_log10(
        [None if record is None else (record.state, _features(record.implants)) for record in pm],
        [None if record is None else _features(record.implants) for record in am],
        population.presence,
        population.agreement,
    )
    rows = np.flatnonzero([not (record and record.implants) for record in pm])
    columns = np.flatnonzero([not (record and record.implants) for record in am])
    result[np.ix_(rows, columns)] = 0.0
    return result


def _numbered(
    record: PmRecord | AmRecord | None, population: ImplantPopulation
) -> tuple[NumberedImplant, ...]:
    return numbered(record.implants if record else (), population.tables.serial)


def _features(implants: Iterable[Implant]) -> Features:
    return tuple(
        Feature(plain_kind(one.kind), one.region, (plain_inscription(one.maker),))
        for one in implants
    )


def _in_words(implants: Sequence[Implant]) -> str:
    return in_a_row([_implant_in_words(one) for one in implants]) or said("no implant")


def _implant_in_words(implant: Implant) -> str:
    place = word(implant.region.value) if implant.region else said("place not known")
    serial = implant.serial.strip()
    number = said("no. {serial}", serial=serial) if serial else ""
    more = in_a_row([part for part in (place, implant.maker.strip(), number) if part])
    return said("{kind} ({more})", kind=word(implant.kind), more=more)
