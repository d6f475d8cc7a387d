"""What would decide most: the next sample or test, by expected gain over the whole incident."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from antigone.genetics.elimination import EliminationTooLarge
from antigone.reconcile.block_posterior import (
    BlockPosterior,
    block_posterior,
    unsettled_blocks,
    unsettled_remains,
)
from antigone.reconcile.configurations import JointRefused
from antigone.reconcile.gain import Gain, expected_gain, most_gain, share_told
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.packing import PackingTooLarge
from antigone.reconcile.priors import Prior, flat
from antigone.reconcile.results import JointBlock, Reconciliation, Standing
from antigone.reconcile.samples import FurtherSample, Samples, StepKind, TooManyCases
from antigone.words import counted, in_a_row, said, told

NAMED = 5
"""Remains of a group that are named where it was not examined."""

WORLDS = 1_000
"""Simulated outcomes of each step."""

MOST_STEPS = 100
"""Steps that are simulated; of more, those that promise most."""

FIRST_LOOK = 3
"""Markers by which steps are compared where not all are simulated."""

CLEARLY = 3.0
"""Standard errors by which a gain is clearly larger."""

LEAST_GAIN = 0.01
"""Steps that gain less are not worth naming."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sample or test, and what it is expected to bring.

    Args:
        kind: DNA of a relative, or a fuller profile of remains.
        family: whose relative; None for remains.
        remains: to be typed again; None for a relative.
        person: id in the pedigree, or a description such as "a child of M3"; "" for remains.
        in_words: the step, as an instruction.
        expected_gain: expected number of further remains whose person reaches the board's threshold.
        standard_error: of the expected gain, which is simulated.
    """

    kind: StepKind
    family: str | None
    remains: str | None
    person: str
    in_words: str
    expected_gain: float
    standard_error: float


@dataclass(frozen=True)
class NextSteps:
    """The steps that are worth something, best first.

    Args:
        steps: each gains at least `LEAST_GAIN`.
        worlds: simulated outcomes of each step.
        not_examined: what was left out and why, in sentences.
    """

    steps: tuple[NextStep, ...]
    worlds: int
    not_examined: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[NextStep]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)


def next_steps(
    incident: DviIncident,
    result: Reconciliation,
    *,
    threshold: float,
    rng: Generator,
    prior: Prior | None = None,
    signed: Mapping[str, str] | None = None,
    not_available: Mapping[str, Collection[str]] | None = None,
    worlds: int = WORLDS,
    most_steps: int = MOST_STEPS,
    progress: Progress | None = None,
) -> NextSteps:
    """The next samples and tests by expected gain over the whole incident, best first.

    The gain of a step is the expected number of further remains whose person reaches the board's
    threshold in the joint posterior from DNA alone. It is a Monte-Carlo estimate over `worlds` drawn
    from that posterior, with its standard error, see `gain.expected_gain`; the distribution of what a
    sample shows in a world is exact. Examined are, for every block of remains that is not settled: DNA
    of each relative who is not typed; of a child of each missing person, whose other parent need not be
    known; and the markers of each of the remains that failed or may have lost an allele. A new sample is
    taken to show all markers. What dental or other records would add is not: nothing says yet how they
    would look.

    Args:
        incident: what was compared.
        result: what was found.
        threshold: least posterior with which the board identifies.
        rng: draws the worlds; the same generator state gives the same answer.
        prior, signed: those with which the result was found; flat and nobody where None.
        not_available: by family the relatives who can give no sample.
        worlds: simulated outcomes of each step.
        most_steps: that are simulated; the rest is named.
        progress: called with the stage, steps done and steps to do.
    """
    if result.joint is None:
        return NextSteps((), worlds, (said("There is no joint posterior, and so no gain in it."),))
    found = _Found(threshold, not_available or {})
    for block in unsettled_blocks(incident, result.joint, threshold):
        if block.standing is Standing.ESTIMATE:
            found.leave_out(block, said("their posterior could only be sampled"))
            continue
        try:
            weighed = block_posterior(incident, result, block, prior or flat(), signed or {})
            found.examine(weighed, unsettled_remains(result.joint, block, threshold))
        except (JointRefused, PackingTooLarge, EliminationTooLarge) as error:
            found.leave_out(block, told(error))
    return found.simulated(rng, worlds, most_steps, progress or _silent)


class _Found:
    """The samples worth a simulation, each with the most that it could gain."""

    def __init__(self, threshold: float, not_available: Mapping[str, Collection[str]]) -> None:
        self._threshold, self._not_available = threshold, not_available
        self._samples: list[tuple[float, float, FurtherSample]] = []
        self._left_out: list[str] = []

    def leave_out(self, block: JointBlock, reason: str) -> None:
        """Name a block that is not examined."""
        first = block.remains[:NAMED]
        more = len(block.remains) > NAMED
        self._left_out.append(
            counted(
                "{remains} ({number} remains): {reason}.",
                "{remains} ({number} remains): {reason}.",
                len(block.remains),
                remains=in_a_row(first) if not more else said("{first} …", first=in_a_row(first)),
                reason=reason,
            )
        )

    def examine(self, block: BlockPosterior, open_remains: Collection[str]) -> None:
        """Collect the samples that may settle some remains of a block."""
        samples = Samples(block)
        least = self._threshold + block.error
        for place, family in enumerate(block.families):
            if any(r in open_remains for c in family.free for r in c.remains.values()):
                self._collect(
                    samples.of_relatives(place, self._not_available.get(family.name, ())),
                    least,
                    said("Relatives of family {family}", family=family.name),
                )
        for remains in open_remains:
            self._collect(
                samples.of_remains(remains), least, said("Remains {remains}", remains=remains)
            )

    def _collect(self, samples: Iterator[FurtherSample], least: float, about: str) -> None:
        try:
            for sample in samples:
                if (most := most_gain(sample.cases, least)) >= LEAST_GAIN:
                    self._samples.append((most, least, sample))
        except TooManyCases as error:
            self._left_out.append(
                said("{about} were not examined: {reason}.", about=about, reason=told(error))
            )

    def simulated(
        self, rng: Generator, worlds: int, most_steps: int, progress: Progress
    ) -> NextSteps:
        """The steps with their gain, best first.

        A person who may not exist comes before others only where the gain is clearly larger.
        """
        steps: list[tuple[float, NextStep]] = []
        chosen = self._most_promising(most_steps)
        for number, (least, sample) in enumerate(chosen):
            progress("what would decide", number, len(chosen))
            own = np.random.default_rng(int(rng.integers(2**63)))
            try:
                predictions = [sample.predict(marker) for marker in sample.markers]
            except EliminationTooLarge as error:
                self._left_out.append(
                    said("{step} Not examined: {reason}.", step=sample.in_words, reason=told(error))
                )
                continue
            gain = expected_gain(sample.cases, predictions, least, worlds, own)
            if gain.mean >= LEAST_GAIN:
                doubt = 0.0 if sample.exists else CLEARLY * gain.standard_error
                steps.append((gain.mean - doubt, _step(sample, gain)))
        steps.sort(key=lambda found: -found[0])
        return NextSteps(tuple(step for _, step in steps), worlds, tuple(self._left_out))

    def _most_promising(self, most_steps: int) -> list[tuple[float, FurtherSample]]:
        """The samples to simulate, with the posterior that settles; where some are cut, by a first look."""
        if len(self._samples) <= most_steps:
            return [(least, sample) for _, least, sample in self._samples]
        order = sorted(self._samples, key=lambda found: -found[0] * _first_look(found[2]))
        cut = len(order) - most_steps
        self._left_out.append(
            counted(
                "{number} further steps that promised less at first look.",
                "{number} further steps that promised less at first look.",
                cut,
            )
        )
        return [(least, sample) for _, least, sample in order[:most_steps]]


def _first_look(sample: FurtherSample) -> float:
    """How much a few markers tell of who is who, as if all told as much; 1 where that is unknown."""
    markers = sample.markers[:FIRST_LOOK]
    try:
        told = share_told(sample.cases, [sample.predict(marker) for marker in markers])
    except EliminationTooLarge:
        return 1.0
    return min(1.0, told * len(sample.markers) / len(markers))


def _step(sample: FurtherSample, gain: Gain) -> NextStep:
    return NextStep(
        sample.kind,
        sample.family,
        sample.remains,
        sample.person,
        sample.in_words,
        gain.mean,
        gain.standard_error,
    )


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
