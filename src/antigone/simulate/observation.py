"""What a laboratory sees of genotypes: loci that fail, alleles that drop out of degraded samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.observation import Degraded
from antigone.simulate.parameters import Parameters, dropout_at

NOTHING = -1
"""Code of an allele that was not seen."""

Genotypes = NDArray[np.int16]
"""Positions of two alleles, shape (persons, markers, 2)."""


@dataclass(frozen=True)
class Samples:
    """What samples show.

    Args:
        seen: the alleles that showed, the smaller first, one that alone showed twice; `NOTHING` where
            the locus failed.
        dropout: probability of drop-out as the laboratory knows it, shape (samples, markers).
    """

    seen: Genotypes
    dropout: NDArray[np.float64]


def draw_dropout(
    remains: int, markers: Sequence[Marker], parameters: Parameters, rng: Generator
) -> NDArray[np.float64]:
    """Probability of drop-out of some remains at all markers, 0 where they are not degraded."""
    numbers = parameters.samples
    dropout = np.zeros((remains, len(markers)))
    degraded = np.flatnonzero(rng.random(remains) < numbers.degraded)
    low, high = np.log(numbers.nanograms)
    nanograms = np.exp(rng.uniform(low, high, len(degraded)))
    lengths = [parameters.amplicon_bp.get(marker.name, 250.0) for marker in markers]
    for row, template in zip(degraded.tolist(), nanograms.tolist(), strict=True):
        dropout[row] = [dropout_at(numbers, template, length) for length in lengths]
    return dropout


def observe(
    genes: Genotypes, dropout: NDArray[np.float64], missing_loci: float, rng: Generator
) -> Samples:
    """The profiles of samples: loci fail, and each copy of an allele drops out by itself.

    Args:
        genes: true alleles.
        dropout: probability for one copy, shape (samples, markers).
        missing_loci: probability that a locus fails.
        rng: source of all randomness.
    """
    pairs = np.sort(genes, axis=2)
    lost = rng.random(pairs.shape) < dropout[:, :, None]
    failed = rng.random(dropout.shape) < missing_loci
    # The copy that is left shows alone: written as seen twice.
    seen = np.where(lost, pairs[:, :, ::-1], pairs)
    seen[lost.all(axis=2) | failed] = NOTHING
    return Samples(seen, np.where(seen[:, :, 0] == NOTHING, 0.0, dropout))


class Profiles:
    """Turns what samples show into profiles; equal genotypes are one object."""

    def __init__(self, markers: Sequence[Marker]) -> None:
        self.names = [marker.name for marker in markers]
        self.pairs: list[list[list[Genotype]]] = [
            [[(a, b) for b in marker.alleles] for a in marker.alleles] for marker in markers
        ]
        self.levels: dict[float, Degraded] = {}

    def profile(self, seen: NDArray[np.int16]) -> dict[str, Genotype]:
        """The profile of one sample, shape (markers, 2); loci that failed are absent."""
        return {
            name: pairs[first][second]
            for name, pairs, (first, second) in zip(
                self.names, self.pairs, seen.tolist(), strict=True
            )
            if first != NOTHING
        }

    def degraded(self, dropout: NDArray[np.float64]) -> dict[str, Degraded]:
        """Where one sample may show less than is there."""
        return {
            name: self.levels.setdefault(level, Degraded(level))
            for name, level in zip(self.names, dropout.tolist(), strict=True)
            if level > 0.0
        }
