"""One sweep of the sampler on bare arrays: clusters of items drawn anew together, then single blocks.

A graph is given as compressed rows: `choices[b]:choices[b + 1]` are the choices of block b, the empty one
first; `offsets[c]:offsets[c + 1]` the items of choice c; `at[i]:at[i + 1]` the places in `users` that
hold the blocks which could use item i. `weights` are relative to the largest of a block.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.random import Generator
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

AT_ONCE = 10
"""Most items of a cluster: their subsets are the states of an exact sum."""


@njit(nogil=True, cache=True)
def clusters(
    choices: Ints, offsets: Ints, flat: Ints, at: Ints, users: Ints, rng: Generator
) -> tuple[Ints, Ints]:
    """A random division of all items into clusters of items that compete, up to `AT_ONCE` each.

    Returns:
        The items, cluster after cluster; and the ends of the clusters.
    """
    count = at.size - 1
    order = rng.permutation(count)
    taken = np.zeros(count, dtype=np.bool_)
    items = np.empty(count, dtype=np.int64)
    ends = np.empty(count, dtype=np.int64)
    done = made = 0
    for first in order:
        if taken[first]:
            continue
        taken[first] = True
        items[done] = first
        start, done = done, done + 1
        look = start
        while look < done and done - start < AT_ONCE:
            item = items[look]
            # Neighbours through a few of the blocks, drawn at random.
            for _ in range(AT_ONCE):
                if at[item + 1] == at[item] or done - start == AT_ONCE:
                    break
                block = users[at[item] + int(rng.random() * (at[item + 1] - at[item]))]
                choice = choices[block] + int(rng.random() * (choices[block + 1] - choices[block]))
                for k in range(offsets[choice], offsets[choice + 1]):
                    if not taken[flat[k]] and done - start < AT_ONCE:
                        taken[flat[k]] = True
                        items[done] = flat[k]
                        done += 1
            look += 1
        ends[made] = done
        made += 1
    return items, ends[:made]


@njit(nogil=True, cache=True)
def draw_clusters(
    state: Ints,
    used: NDArray[np.bool_],
    choices: Ints,
    offsets: Ints,
    flat: Ints,
    at: Ints,
    users: Ints,
    weights: Floats,
    rng: Generator,
) -> None:
    """Draw all blocks anew, cluster by cluster, each exactly given the rest; `state` and `used` change.

    Within a cluster a block moves among its choices that use items of the cluster alone; a block whose
    present choice uses another item stays. Which choices these are is decided by the cluster, drawn
    without a look at the state: so the posterior is the stationary distribution.
    """
    items, ends = clusters(choices, offsets, flat, at, users, rng)
    bit = np.zeros(at.size - 1, dtype=np.int64)
    seen = np.full(choices.size - 1, -1, dtype=np.int64)
    start = 0
    for number in range(ends.size):
        end = ends[number]
        taken = 0
        for k in range(start, end):
            bit[items[k]] = 1 << (k - start)
            if used[items[k]]:
                taken |= bit[items[k]]
        moving = np.empty(choices.size - 1, dtype=np.int64)
        count = 0
        for k in range(start, end):
            for u in range(at[items[k]], at[items[k] + 1]):
                block = users[u]
                if seen[block] == number:
                    continue
                seen[block] = number
                own = _mask(state[block], offsets, flat, bit)
                if own >= 0:
                    moving[count] = block
                    count += 1
                    taken &= ~own
        _draw_together(
            moving[:count],
            taken,
            1 << (end - start),
            state,
            choices,
            offsets,
            flat,
            bit,
            weights,
            rng,
        )
        for k in range(start, end):
            bit[items[k]] = 0
            used[items[k]] = False
        for k in range(start, end):
            for u in range(at[items[k]], at[items[k] + 1]):
                choice = state[users[u]]
                for i in range(offsets[choice], offsets[choice + 1]):
                    used[flat[i]] = True
        start = end


@njit(nogil=True, cache=True)
def _mask(choice: int, offsets: Ints, flat: Ints, bit: Ints) -> int:
    """Bits of the items of a choice; -1 where one of them is in no cluster at work."""
    mask = 0
    for k in range(offsets[choice], offsets[choice + 1]):
        if bit[flat[k]] == 0:
            return -1
        mask |= bit[flat[k]]
    return mask


@njit(nogil=True, cache=True)
def _draw_together(
    moving: Ints,
    taken: int,
    size: int,
    state: Ints,
    choices: Ints,
    offsets: Ints,
    flat: Ints,
    bit: Ints,
    weights: Floats,
    rng: Generator,
) -> None:
    """Draw some blocks by an exact sum over the items that they use up, last block first."""
    completions = np.ones((moving.size + 1, size))
    for place in range(moving.size - 1, -1, -1):
        block = moving[place]
        completions[place] = 0.0
        for c in range(choices[block], choices[block + 1]):
            mask = _mask(c, offsets, flat, bit)
            if mask < 0 or weights[c] == 0.0:
                continue
            for s in range(size):
                if s & mask == 0:
                    completions[place, s] += weights[c] * completions[place + 1, s | mask]
        largest = completions[place].max()
        if largest > 0.0:
            completions[place] /= largest
    at = taken
    for place in range(moving.size):
        block = moving[place]
        total = 0.0
        for c in range(choices[block], choices[block + 1]):
            mask = _mask(c, offsets, flat, bit)
            if mask >= 0 and at & mask == 0:
                total += weights[c] * completions[place + 1, at | mask]
        left = rng.random() * total
        for c in range(choices[block], choices[block + 1]):
            mask = _mask(c, offsets, flat, bit)
            if mask >= 0 and at & mask == 0:
                weight = weights[c] * completions[place + 1, at | mask]
                if weight > 0.0:
                    state[block] = c
                    left -= weight
                    if left < 0.0:
                        break
        at |= _mask(state[block], offsets, flat, bit)


@njit(nogil=True, cache=True)
def draw_singly(
    state: Ints,
    used: NDArray[np.bool_],
    choices: Ints,
    offsets: Ints,
    flat: Ints,
    weights: Floats,
    sums: Floats,
    keep: bool,
    rng: Generator,
) -> None:
    """Draw each block anew given all others; its probabilities on the way are added to `sums`."""
    largest = 0
    for b in range(choices.size - 1):
        largest = max(largest, choices[b + 1] - choices[b])
    found = np.empty(largest)
    for b in range(choices.size - 1):
        own = state[b]
        for k in range(offsets[own], offsets[own + 1]):
            used[flat[k]] = False
        total = 0.0
        for c in range(choices[b], choices[b + 1]):
            weight = weights[c]
            for k in range(offsets[c], offsets[c + 1]):
                if used[flat[k]]:
                    weight = 0.0
            found[c - choices[b]] = weight
            total += weight
        left = rng.random() * total
        chosen = -1
        for c in range(choices[b], choices[b + 1]):
            weight = found[c - choices[b]]
            if keep:
                sums[c] += weight / total
            if weight > 0.0 and left >= 0.0:
                chosen = c
                left -= weight
        state[b] = chosen
        for k in range(offsets[chosen], offsets[chosen + 1]):
            used[flat[k]] = True
