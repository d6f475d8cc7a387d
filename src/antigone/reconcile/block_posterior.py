"""One block of a joint posterior, weighed once more by itself: what it would be, if a family chose this."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.reconcile.configurations import JointRefused
from antigone.reconcile.family_choices import (
    LEAST_LOG10_WEIGHT,
    FamilyChoices,
    choices_of_families,
)
from antigone.reconcile.graph import components
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.joint import (
    least_weight,
    may_be_nobody,
    packing_blocks,
    required_remains,
)
from antigone.reconcile.packing import Choice, Packings
from antigone.reconcile.pairwise import families_at_markers
from antigone.reconcile.priors import Prior
from antigone.reconcile.results import JointBlock, JointPosterior, PairwiseLr, Reconciliation

NEGLIGIBLE = 1e-7
"""Pairs of a lower posterior are left out: one sample brings one of them to any threshold t with a
probability of at most this over t."""

UNLIKELY = 0.01
"""A pair below this posterior leaves nobody unsettled."""

STEP_LIMIT = 2_000_000
"""Steps of the exact sum up to which a block is weighed anew: it is done many times."""

Pair = tuple[str, str]
"""Remains and a missing person."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BlockPosterior:
    """The posterior over the assignments of one block, from DNA alone, as an exact sum.

    Args:
        incident: the block's remains and families, and nothing else.
        families: their configurations.
        blocks: the same as packings take them.
        required: places of remains that must be somebody.
        error: proved bound of the error of each probability, as the whole run states it.
    """

    incident: DviIncident
    families: tuple[FamilyChoices, ...]
    blocks: tuple[tuple[Choice, ...], ...]
    required: frozenset[int]
    error: float

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs of open remains and persons that any configuration holds."""
        return tuple(
            dict.fromkeys(
                (remains, person)
                for family in self.families
                for configuration in family.free
                for person, remains in configuration.remains.items()
            )
        )

    @cached_property
    def choices(self) -> list[Floats]:
        """For each family the posterior probability of each of its configurations."""
        return self._whole.choice_probabilities()

    @cached_property
    def marginals(self) -> Floats:
        """Posterior of every pair, in the order of `pairs`."""
        return self._of_pairs(self.choices)

    def marginals_if(self, family: int, choice: int) -> Floats:
        """The same, if this family chose this configuration."""
        blocks = list(self.blocks)
        blocks[family] = (self.blocks[family][choice],)
        found = self._packings(blocks).choice_probabilities()
        found[family] = np.zeros(len(self.blocks[family]))
        found[family][choice] = 1.0
        return self._of_pairs(found)

    def marginals_if_nobody(self, remains: str) -> Floats:
        """The same, if these remains were nobody of those sought."""
        place = self._places[remains]
        kept = [[i for i, c in enumerate(b) if place not in c.items] for b in self.blocks]
        blocks = [
            tuple(block[i] for i in which) for block, which in zip(self.blocks, kept, strict=True)
        ]
        found = [np.zeros(len(block)) for block in self.blocks]
        for values, which, probability in zip(
            found, kept, self._packings(blocks).choice_probabilities(), strict=True
        ):
            values[which] = probability
        return self._of_pairs(found)

    def nobody(self, remains: str) -> float:
        """Posterior that these remains are nobody of those sought."""
        place = self._places[remains]
        return float(self._whole.unused_probabilities()[place])

    def best(self, count: int) -> list[tuple[Mapping[str, str], float]]:
        """The best assignments of all open remains of the block, remains to person, with posteriors."""
        log_sum = self._whole.log_sum
        return [
            (
                {
                    remains: person
                    for family, choice in zip(self.families, found.path, strict=True)
                    for person, remains in family.free[choice].remains.items()
                },
                math.exp(found.log_weight - log_sum),
            )
            for found in self._whole.best(count)
        ]

    @cached_property
    def _whole(self) -> Packings:
        return self._packings(self.blocks)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {r.id: i for i, r in enumerate(self.incident.remains)}

    def _packings(self, blocks: Iterable[tuple[Choice, ...]]) -> Packings:
        return Packings(tuple(blocks), len(self.incident.remains), self.required, limit=STEP_LIMIT)

    def _of_pairs(self, choices: Sequence[Floats]) -> Floats:
        of_choice, of_pair = self._incidence
        weights = np.concatenate(choices)[of_choice]
        return np.bincount(of_pair, weights, minlength=len(self.pairs)).astype(np.float64)

    @cached_property
    def _incidence(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which configuration, counted through all families, holds which pair."""
        column = {pair: i for i, pair in enumerate(self.pairs)}
        every = [configuration for family in self.families for configuration in family.free]
        held = [
            (place, column[remains, person])
            for place, configuration in enumerate(every)
            for person, remains in configuration.remains.items()
        ]
        table = np.array(held, dtype=np.intp).reshape(-1, 2)
        return table[:, 0], table[:, 1]


def unsettled_blocks(
    incident: DviIncident, joint: JointPosterior, threshold: float
) -> tuple[JointBlock, ...]:
    """The blocks that hold remains that are not settled, each as small as it can be taken.

    Remains and families hang together where a pair of them has a posterior of at least `NEGLIGIBLE`;
    so most blocks fall into several. Standing and error are those of the block.
    """
    family_of = {m: f.name for f in incident.families for m in f.missing}
    found: list[JointBlock] = []
    for block in joint.blocks:
        families = {name: i for i, name in enumerate(block.families)}
        users: list[set[int]] = [set() for _ in families]
        for place, remains in enumerate(block.remains):
            for person in _persons(joint, remains):
                # What is signed is settled, and no family of the block contends for it.
                if (family := families.get(family_of[person])) is not None:
                    users[family].add(place)
        parts = components(
            [(i, frozenset(used)) for i, used in enumerate(users)], len(block.remains)
        )
        for of_families, of_remains in parts:
            part = replace(
                block,
                remains=tuple(block.remains[i] for i in of_remains),
                families=tuple(block.families[i] for i in of_families),
            )
            if part.families and unsettled_remains(joint, part, threshold):
                found.append(part)
    return tuple(found)


def unsettled_remains(
    joint: JointPosterior, block: JointBlock, threshold: float
) -> tuple[str, ...]:
    """The remains of a block that may be somebody, and have not reached the threshold."""
    return tuple(
        remains
        for remains in block.remains
        if any(
            person is not None and UNLIKELY <= posterior < threshold + block.error
            for person, posterior in joint.marginals[remains].items()
        )
    )


def block_posterior(
    incident: DviIncident,
    result: Reconciliation,
    block: JointBlock,
    prior: Prior,
    signed: Mapping[str, str],
) -> BlockPosterior:
    """Weigh the families of a block again, without the rest of the incident.

    Pairs whose posterior is below `NEGLIGIBLE` are left out, with all configurations that hold them.

    Args:
        incident: the whole.
        result: with a joint posterior.
        block: one of `unsettled_blocks`.
        prior, signed: those of the run.

    Raises:
        JointRefused, EliminationTooLarge: as `joint.reconcile` refuses.
    """
    if result.joint is None:
        raise JointRefused("there is no joint posterior")
    own = _incident_of_block(incident, result.joint, block, signed)
    own_signed = {r: person for r, person in signed.items() if person in own.missing}
    found = choices_of_families(
        own,
        families_at_markers(own),
        _of_block(result.pairwise, own),
        (),
        own_signed,
        _silent,
        least_log10_weight=least_weight(own, prior, LEAST_LOG10_WEIGHT),
    )
    return BlockPosterior(
        own,
        found,
        tuple(packing_blocks(own, found, prior, lambda _: 0.0)),
        required_remains(own, found, prior),
        block.error,
    )


def _persons(joint: JointPosterior, remains: str) -> list[str]:
    row = joint.marginals[remains]
    return [person for person, p in row.items() if person is not None and p >= NEGLIGIBLE]


def _incident_of_block(
    incident: DviIncident, joint: JointPosterior, block: JointBlock, signed: Mapping[str, str]
) -> DviIncident:
    """The part of an incident that a block is about, with what is signed in its families."""
    families = tuple(f for f in incident.families if f.name in block.families)
    missing = {m for family in families for m in family.missing}
    of_block = {*block.remains, *(r for r, person in signed.items() if person in missing)}
    pairings = {
        r: (*_persons(joint, r), *((None,) if may_be_nobody(incident, r) else ())) for r in of_block
    }
    return replace(
        incident,
        remains=tuple(r for r in incident.remains if r.id in of_block),
        families=families,
        pairings=pairings,
        order_of_missing=(),
    )


def _of_block(pairwise: PairwiseLr, own: DviIncident) -> PairwiseLr:
    rows = {r: i for i, r in enumerate(pairwise.remains)}
    columns = [pairwise.missing.index(m) for m in own.missing]
    return PairwiseLr(
        tuple(r.id for r in own.remains),
        own.missing,
        tuple(tuple(pairwise.log10_lr[rows[r.id]][j] for j in columns) for r in own.remains),
    )


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
