"""All pairs of an incident at once, through the tables of the blind search."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from antigone.genetics.markers import MarkerError
from antigone.genetics.tables import TableState, family_tables
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.pairwise import pairwise_log10_lr, sexes_agree
from antigone.reconcile.results import PairwiseLr
from antigone.search.case import case_of, profiles_of

PERSONS_A_BLOCK = 512


def fast_pairwise(incident: DviIncident) -> PairwiseLr:
    """log10 LR of every pair, as `pairwise_log10_lr` gives them, tens of times faster.

    Each missing person's family is eliminated once for each distinct observation, families of one
    shape side by side; every pair is then a sum of rows. Families that are impossible on their own DNA,
    or too large for a table, are compared pair by pair in the general way; so is the whole incident
    where remains show an allele of frequency 0.
    """
    case = case_of(incident)
    try:
        profiles = profiles_of(case)
    except MarkerError:
        return pairwise_log10_lr(incident)
    of_markers = profiles.rows[:, :-1]
    log10_lr = np.zeros((len(incident.remains), len(incident.missing)))
    alone: list[str] = []
    for block in case.blocks(PERSONS_A_BLOCK):
        tables = family_tables(profiles.markers, block.batch, profiles.observed)
        for place, number in enumerate(block.numbers.tolist()):
            log10_lr[:, number] = tables.log10_lr[place][of_markers].sum(axis=1)
            if tables.state[place] != TableState.USABLE:
                alone.append(block.ids[place])
    rows = [list(row) for row in log10_lr.tolist()]
    _replace_alone(incident, alone, rows)
    columns = [(m, incident.family_of(m)) for m in incident.missing]
    return PairwiseLr(
        tuple(r.id for r in incident.remains),
        incident.missing,
        tuple(
            tuple(
                value if sexes_agree(remains, family, person) else None
                for value, (person, family) in zip(row, columns, strict=True)
            )
            for remains, row in zip(incident.remains, rows, strict=True)
        ),
    )


def _replace_alone(incident: DviIncident, alone: list[str], rows: list[list[float]]) -> None:
    """Compute the columns of some persons in the general way."""
    concerned = {incident.family_of(person).name for person in alone}
    if not concerned:
        return
    families = tuple(f for f in incident.families if f.name in concerned)
    found = pairwise_log10_lr(
        replace(incident, families=families, pairings=None, order_of_missing=())
    )
    columns = {person: i for i, person in enumerate(incident.missing)}
    for row, values in zip(rows, found.log10_lr, strict=True):
        for person, value in zip(found.missing, values, strict=True):
            if person in alone:
                row[columns[person]] = math.nan if value is None else value
