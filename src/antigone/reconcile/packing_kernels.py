"""The frontier programme over packings, one block at a time, on bare arrays.

`states` are frontiers of used items (bits), `targets[s, c]` the place of the next state when state s
takes choice c, or -1 where that is impossible. All values are natural logs.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

States = NDArray[np.uint64]
Targets = NDArray[np.int32]
Logs = NDArray[np.float64]


@njit(nogil=True, cache=True)
def step(
    states: States, masks: States, closing: np.uint64, due: np.uint64
) -> tuple[States, Targets]:
    """The states after a block, sorted, and where each choice leads.

    Args:
        states: shape (n,).
        masks: bits that each choice uses, shape (c,).
        closing: bits that close with this block; `due`: those of them that must be used.
    """
    n, c = states.size, masks.size
    moved = np.empty(n * c, dtype=np.uint64)
    valid = np.empty(n * c, dtype=np.bool_)
    count = 0
    for s in range(n):
        for k in range(c):
            used = states[s] | masks[k]
            ok = (states[s] & masks[k]) == 0 and (used & due) == due
            valid[s * c + k] = ok
            moved[s * c + k] = used & ~closing
            count += ok
    kept = np.empty(count, dtype=np.uint64)
    place = 0
    for i in range(n * c):
        if valid[i]:
            kept[place] = moved[i]
            place += 1
    following = np.unique(kept)
    targets = np.full((n, c), -1, dtype=np.int32)
    for s in range(n):
        for k in range(c):
            if valid[s * c + k]:
                targets[s, k] = np.searchsorted(following, moved[s * c + k])
    return following, targets


@njit(nogil=True, cache=True)
def backward(after: Logs, targets: Targets, logs: Logs, best: bool) -> Logs:
    """For each state the log of the summed (or the best) weight of all its completions."""
    n, c = targets.shape
    out = np.full(n, -np.inf)
    terms = np.empty(c)
    for s in range(n):
        top = -np.inf
        for k in range(c):
            terms[k] = -np.inf if targets[s, k] < 0 else logs[k] + after[targets[s, k]]
            top = max(top, terms[k])
        if best or top == -np.inf:
            out[s] = top
            continue
        total = 0.0
        for k in range(c):
            total += np.exp(terms[k] - top)
        out[s] = top + np.log(total)
    return out


@njit(nogil=True, cache=True)
def forward(before: Logs, targets: Targets, logs: Logs, count: int) -> Logs:
    """For each of `count` following states the log of the summed weight of all ways to it."""
    top = np.full(count, -np.inf)
    n, c = targets.shape
    for s in range(n):
        for k in range(c):
            t = targets[s, k]
            if t >= 0:
                top[t] = max(top[t], before[s] + logs[k])
    total = np.zeros(count)
    for s in range(n):
        for k in range(c):
            t = targets[s, k]
            if t >= 0 and top[t] > -np.inf:
                total[t] += np.exp(before[s] + logs[k] - top[t])
    for t in range(count):
        top[t] = top[t] + np.log(total[t]) if total[t] > 0.0 else -np.inf
    return top


@njit(nogil=True, cache=True)
def masses(before: Logs, after: Logs, targets: Targets, logs: Logs, log_sum: float) -> Logs:
    """Posterior probability of each choice of a block, shape (c,)."""
    n, c = targets.shape
    out = np.zeros(c)
    for s in range(n):
        for k in range(c):
            if targets[s, k] >= 0:
                out[k] += np.exp(before[s] + logs[k] + after[targets[s, k]] - log_sum)
    return out


@njit(nogil=True, cache=True)
def mass_without(
    states: States,
    masks: States,
    bit: np.uint64,
    before: Logs,
    after: Logs,
    targets: Targets,
    logs: Logs,
    log_sum: float,
) -> float:
    """Posterior probability that an item is not used before this block, nor by it."""
    total = 0.0
    n, c = targets.shape
    for s in range(n):
        if states[s] & bit:
            continue
        for k in range(c):
            if targets[s, k] >= 0 and not masks[k] & bit:
                total += np.exp(before[s] + logs[k] + after[targets[s, k]] - log_sum)
    return total
