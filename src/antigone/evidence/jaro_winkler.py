"""Jaro-Winkler: how far two words have their letters and their beginning in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

LONGEST = 32
"""Letters of a word that count; what follows is cut off."""


class Encoded(NamedTuple):
    """Words for the kernel.

    Args:
        codes: code points, shape (words, LONGEST).
        lengths: shape (words,).
        letters: by word a set of its letters in 64 bits, where some letters share a bit.
    """

    codes: NDArray[np.uint16]
    lengths: NDArray[np.int64]
    letters: NDArray[np.uint64]


def jaro_winkler(one: str, two: str) -> float:
    """The similarity of two words, 0 to 1.

    With m letters in common, no further apart than half the longer word, less one, of which t stand in
    another order, J = (m / |one| + m / |two| + (m - t / 2) / m) / 3, and with a common beginning of l
    letters, four at most, J + 0.1 l (1 - J) where J is above 0.7. Source: Jaro, JASA 1989;84:414-20;
    Winkler, Proceedings of the Section on Survey Research Methods 1990, 354-9 (M).

    >>> round(jaro_winkler("martha", "marhta"), 4), round(jaro_winkler("dixon", "dicksonx"), 4)
    (0.9611, 0.8133)
    """
    words = encoded([one, two])
    m, n = words.lengths.tolist()
    return float(_similarity(words.codes[0], m, words.codes[1], n))


def encoded(words: Sequence[str]) -> Encoded:
    """Words for the kernel, in their order."""
    codes = np.zeros((len(words), LONGEST), dtype=np.uint16)
    lengths = np.zeros(len(words), dtype=np.int64)
    letters = np.zeros(len(words), dtype=np.uint64)
    for row, word in enumerate(words):
        cut = [min(ord(letter), 0xFFFF) for letter in word[:LONGEST]]
        lengths[row] = len(cut)
        codes[row, : len(cut)] = cut
        letters[row] = sum(1 << bit for bit in {code % 64 for code in cut})
    return Encoded(codes, lengths, letters)


@njit(nogil=True, cache=True)
def mark_alike(
    own: Encoded,
    words: Encoded,
    owners: NDArray[np.int64],
    at_least: float,
    alike: NDArray[np.bool_],
) -> None:
    """Mark the owners of the words that are as similar to one of some own words as asked for.

    Args:
        own: words looked for.
        words: words looked through.
        owners: of `words`, numbers into `alike`.
        at_least: similarity from which on words are alike.
        alike: set to True in place.
    """
    for i in range(len(own.lengths)):
        one, m, own_letters = own.codes[i], own.lengths[i], own.letters[i]
        for row in range(len(words.lengths)):
            n = words.lengths[row]
            prefix = 0
            while prefix < min(m, n, 4) and one[prefix] == words.codes[row, prefix]:
                prefix += 1
            if _at_best(own_letters, m, words.letters[row], n, prefix) < at_least:
                continue
            if _similarity(one, m, words.codes[row], n) >= at_least:
                alike[owners[row]] = True


@njit(nogil=True, cache=True)
def any_alike(words: Encoded, one: tuple[int, int], two: tuple[int, int], at_least: float) -> bool:
    """Whether a word of one range of rows is as similar to one of another as asked for."""
    for i in range(one[0], one[1]):
        for j in range(two[0], two[1]):
            m, n = words.lengths[i], words.lengths[j]
            prefix = _prefix(words.codes[i], m, words.codes[j], n)
            if _at_best(words.letters[i], m, words.letters[j], n, prefix) < at_least:
                continue
            if _similarity(words.codes[i], m, words.codes[j], n) >= at_least:
                return True
    return False


@njit(nogil=True, cache=True)
def _at_best(one: np.uint64, m: int, two: np.uint64, n: int, prefix: int) -> float:
    """No less than the similarity: letters that only one word has cannot be in common."""
    common = min(m - _bits(one & ~two), n - _bits(two & ~one))
    if common <= 0:
        return 0.0
    jaro = (common / m + common / n + 1.0) / 3.0
    return jaro + 0.1 * prefix * (1.0 - jaro)


@njit(nogil=True, cache=True)
def _bits(word: np.uint64) -> int:
    """How many bits are set (Warren, Hacker's Delight, 2002 (M))."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(nogil=True, cache=True)
def _similarity(one: NDArray[np.uint16], m: int, two: NDArray[np.uint16], n: int) -> float:
    if m == 0 or n == 0:
        return 0.0
    reach = max(max(m, n) // 2 - 1, 0)
    of_one = np.zeros(LONGEST, dtype=np.bool_)
    of_two = np.zeros(LONGEST, dtype=np.bool_)
    common = 0
    for i in range(m):
        for j in range(max(0, i - reach), min(n, i + reach + 1)):
            if not of_two[j] and one[i] == two[j]:
                of_one[i] = of_two[j] = True
                common += 1
                break
    if common == 0:
        return 0.0
    moved, j = 0, 0
    for i in range(m):
        if of_one[i]:
            while not of_two[j]:
                j += 1
            moved += one[i] != two[j]
            j += 1
    jaro = (common / m + common / n + (common - moved / 2.0) / common) / 3.0
    return jaro + 0.1 * _prefix(one, m, two, n) * (1.0 - jaro) if jaro > 0.7 else jaro


@njit(nogil=True, cache=True)
def _prefix(one: NDArray[np.uint16], m: int, two: NDArray[np.uint16], n: int) -> int:
    """Letters of the common beginning, four at most."""
    found = 0
    while found < min(m, n, 4) and one[found] == two[found]:
        found += 1
    return found
