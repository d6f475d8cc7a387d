"""Words that tell one thing from another of its kind: a motif, letters, a maker; and how common each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class WordShares:
    """How common words are, and how often two say different words of one thing.

    Args:
        shares: by word.
        least: of every other word; above 0.
        error: probability that what is seen and what is told of one thing are as of two.
    """

    shares: Mapping[str, float]
    least: float
    error: float

    def factors(self, seen: Sequence[str], told: Sequence[str]) -> NDArray[np.float64]:
        """P(seen, told | one thing) / P(seen) P(told), shape (seen, told); 1 where a word is empty.

        With probability `error` both are as of two things, else they are equal: error + (1 - error) /
        share where they are equal, error where they differ. The mean over all words is 1.

        >>> WordShares({"flag": 0.2}, 0.1, 0.5).factors(["flag"], ["flag", "animal", ""]).tolist()
        [[3.0, 0.5, 1.0]]
        """
        one, other = np.array(seen, dtype=object)[:, None], np.array(told, dtype=object)[None, :]
        share = np.array([self.shares.get(word, self.least) for word in told])
        factors = self.error + np.where(one == other, (1.0 - self.error) / share, 0.0)
        empty = (one == "") | (other == "")
        result: NDArray[np.float64] = np.where(empty, 1.0, factors)
        return result


def closed_shares(
    words: Iterable[str], shares: Mapping[str, float], weight: float, error: float
) -> WordShares:
    """Shares of a closed list of words: those of the table, counted as `weight` words, and the told."""
    counts = Counter(word for word in words if word in shares)
    total = counts.total() + weight
    learned = {word: (counts[word] + weight * share) / total for word, share in shares.items()}
    return WordShares(learned, min(learned.values()), error)


def open_shares(words: Iterable[str], least: float, weight: float, error: float) -> WordShares:
    """Shares of words that nobody can list: each told word smoothed, none below `least`."""
    counts = Counter(word for word in words if word)
    total = counts.total() + weight
    learned = {word: max((n + weight * least) / total, least) for word, n in counts.items()}
    return WordShares(learned, least, error)
