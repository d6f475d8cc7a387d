"""One of the two joint posteriors of a run, as its page shows it, and what each part of it is worth."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.conf import settings

from antigone.policy.identification import least_posterior
from antigone.reconcile.results import Assignment
from antigone.web.matching.assumptions import given_of
from antigone.web.matching.results import (
    AllMarginals,
    Block,
    Combined,
    Explained,
    RunResults,
    Unsettled,
)

SHOWN_PROBABILITY = 0.005
"""Less probable pairs are left out of figures and lists."""


class Weighed(StrEnum):
    """What a joint posterior rests on."""

    DNA = "dna"
    ALL = "all"


@dataclass(frozen=True)
class Worth:
    """How many remains stand in blocks that are exact, certified or estimated.

    Args:
        given: remains whose signed identification is taken as given; they count nowhere else.
        exact: remains whose probabilities are exact.
        certified: remains whose probabilities have a proved bound of their error.
        largest_error: the largest of these bounds.
        estimated: remains whose probabilities are estimates, which identify nobody (ID-02).
        estimates: the blocks that are estimates.
    """

    given: int
    exact: int
    certified: int
    largest_error: float
    estimated: int
    estimates: tuple[Block, ...]


def worth_of(blocks: Sequence[Block], given: Collection[str] = ()) -> Worth:
    """What the blocks of a joint posterior are worth."""
    here = [(block, sum(r not in given for r in block.remains)) for block in blocks]
    proved = [(count, block.error) for block, count in here if block.error is not None]
    return Worth(
        given=len(given),
        exact=sum(count for count, error in proved if error == 0.0),
        certified=sum(count for count, error in proved if error > 0.0),
        largest_error=max((error for _, error in proved), default=0.0),
        estimated=sum(count for block, count in here if block.error is None),
        estimates=tuple(block for block in blocks if block.error is None),
    )


@dataclass(frozen=True)
class JointView:
    """A joint posterior of a run, from DNA alone or from all evidence.

    Args:
        weighed: what it rests on.
        explained: why remains are open, as the core says it; of DNA alone.
        given: signed identifications that the run took as given.
        threshold: least posterior with which remains count as settled.
    """

    weighed: Weighed
    marginals: AllMarginals
    blocks: tuple[Block, ...]
    assignments: tuple[Assignment, ...]
    alike: tuple[Unsettled, ...]
    explained: tuple[Explained, ...]
    given: Mapping[str, str]
    threshold: float

    @cached_property
    def open_remains(self) -> frozenset[str]:
        """Remains of which nothing is settled: neither who they are nor that they are nobody sought."""
        return frozenset(
            remains
            for remains, row in self.marginals.items()
            if max(row.values(), default=0.0) < self.threshold
        )

    def persons(self, remains: str) -> dict[str, float]:
        """Whom remains may be, with a probability that is shown, most probable first."""
        row = self.marginals[remains].items()
        shown = [(m, p) for m, p in row if m is not None and p >= SHOWN_PROBABILITY]
        return dict(sorted(shown, key=lambda pair: -pair[1]))

    @cached_property
    def worth(self) -> Worth:
        """What its parts are worth."""
        return worth_of(self.blocks, self.given)

    def nobody(self, remains: str) -> float:
        """Probability that remains are nobody of those sought."""
        return self.marginals[remains].get(None, 0.0)


def joint_view(results: RunResults, asked: str = "") -> JointView:
    """The joint posterior that was asked for; that from DNA alone where nothing else is there."""
    combined = results.combined
    weighed = Weighed.DNA
    found: RunResults | Combined = results
    if asked == Weighed.ALL and combined is not None:
        weighed, found = Weighed.ALL, combined
    return JointView(
        weighed,
        found.marginals,
        found.blocks,
        found.assignments,
        found.unsettled,
        results.explained if weighed is Weighed.DNA else (),
        given_of(results.run),
        least_posterior(settings.LEAST_POSTERIOR),
    )
