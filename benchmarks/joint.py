"""The joint posterior over candidate graphs: `python -m benchmarks.joint --json`.

With `--certificates 200` proved errors are held against full exact answers instead.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import product

import numpy as np
from numpy.random import Generator

from antigone.reconcile import graph
from antigone.reconcile.graph import GraphPosterior, Part, posterior_of_graph
from antigone.reconcile.packing import Choice
from antigone.reconcile.results import Standing

SIZES = (100, 1_000, 10_000)
FALSE_CANDIDATES = (0.0, 0.5, 1.0, 2.0)

STRANGERS = 0.13
"""Share of remains whom no family misses: 0.15 a missing person, as in the simulation."""

FOUND = 0.75
"""Share of the missing who are among the remains."""

TWO_MISSING = 0.1
"""Share of families that miss two siblings whom the parents' DNA cannot tell apart."""

TRUE_MEAN, TRUE_SD = 8.0, 4.0
"""log10 of LR times prior odds of a true pair, normal, and at least 0: others are no candidates."""

FALSE_MEAN = 1.0 / math.log(10.0)
"""The same of a false candidate, exponential: P(LR > t) falls as 1/t among unrelated persons."""

CERTIFIED = 1e-3
MOST_ENUMERATED = 7

STEPS_OF_CERTIFIED = 200
"""Steps of an exact attempt where certificates are wanted."""

ROUNDING = 1e-12
"""Differences below this are rounding."""

WORTH_A_SHARE = 1e-9
"""Of smaller bounds no share is taken: rounding would be seen in it."""

Blocks = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True)
class Figures:
    """What was measured on one graph.

    Args:
        remains, families, configurations: of the graph.
        false_candidates: a remains, on average.
        seconds: of one thread, graph to marginals and the ten best assignments.
        exact, certified, sampled: shares of the remains: summed whole; with a proved bound of at
            most 1e-3; the rest.
        largest_bound: of those certified.
        blocks_sampled, largest_block_sampled: how many blocks, and the remains of the largest.
        standard_error: the largest one of a probability in a sampled block.
        peak_memory_mib: of the process so far.
    """

    remains: int
    families: int
    configurations: int
    false_candidates: float
    seconds: float
    exact: float
    certified: float
    sampled: float
    largest_bound: float
    blocks_sampled: int
    largest_block_sampled: int
    standard_error: float
    peak_memory_mib: float


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--false", type=float, nargs="+", default=FALSE_CANDIDATES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--certificates", type=int, default=0, help="cases with full exact answers")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.certificates:
        print(json.dumps(certificates(asked.certificates, asked.seed)))
        return 0
    measure(100, 0.5, asked.seed)  # compiles
    found = [measure(n, false, asked.seed) for n in asked.sizes for false in asked.false]
    plain = enumeration(asked.seed)
    if asked.json:
        print(json.dumps({"graphs": [asdict(one) for one in found], "enumeration": plain}))
        return 0
    for one in found:
        print("  ".join(f"{name} {_short(value)}" for name, value in asdict(one).items()))
    print("enumeration:  " + "  ".join(f"{name} {_short(value)}" for name, value in plain.items()))
    return 0


def measure(remains: int, false_candidates: float, seed: int) -> Figures:
    """One graph."""
    blocks = candidate_graph(remains, false_candidates, np.random.default_rng(seed))
    start = time.perf_counter()
    found = posterior_of_graph(blocks, remains)
    seconds = time.perf_counter() - start
    return _figures(blocks, remains, false_candidates, seconds, found)


def candidate_graph(remains: int, false_candidates: float, rng: Generator) -> Blocks:
    """Families with the configurations of their candidates; weights as natural logs.

    Remains 0 to (1 - STRANGERS) n - 1 are persons sought, each of one family; further persons sought
    are not among the remains. False candidates are drawn evenly over remains and persons.
    """
    owned = round(remains * (1.0 - STRANGERS))
    missing = round(owned / FOUND)
    person_of: list[int | None] = [*range(owned), *([None] * (missing - owned))]
    order = rng.permutation(missing).tolist()
    candidates: list[dict[int, float]] = [{} for _ in range(missing)]
    for person in range(missing):
        own = person_of[order[person]]
        weight = float(rng.normal(TRUE_MEAN, TRUE_SD))
        if own is not None and weight >= 0.0:
            candidates[person][own] = weight
    for at in range(remains):
        for person in rng.integers(missing, size=int(rng.poisson(false_candidates))).tolist():
            candidates[person].setdefault(at, float(rng.exponential(FALSE_MEAN)))
    blocks = []
    person = 0
    while person < missing:
        if person + 1 < missing and rng.random() < TWO_MISSING:
            blocks.append(_siblings(candidates[person], candidates[person + 1]))
            person += 2
        else:
            blocks.append(_single(candidates[person]))
            person += 1
    return tuple(blocks)


def _single(candidates: dict[int, float]) -> tuple[Choice, ...]:
    return (
        Choice((), 0.0),
        *(Choice((r,), w * math.log(10.0)) for r, w in sorted(candidates.items())),
    )


def _siblings(one: dict[int, float], two: dict[int, float]) -> tuple[Choice, ...]:
    """Both persons fit the candidates of either alike; each configuration of two uses two remains."""
    both = {**two, **one}
    singles = [Choice((r,), w * math.log(10.0)) for r, w in sorted(both.items())]
    pairs = [
        Choice((a.items[0], b.items[0]), a.log_weight + b.log_weight)
        for a, b in product(singles, singles)
        if a.items != b.items
    ]
    return (Choice((), 0.0), *singles, *singles, *pairs)


def certificates(cases: int, seed: int) -> dict[str, float]:
    """Certified answers against full exact ones, on graphs small enough for both.

    The exact attempt is cut short, so that most of each graph must be set aside by bounds.
    """
    parts = exceeded = 0
    remains_certified = 0
    closest = largest = 0.0
    for number in range(cases):
        rng = np.random.default_rng([seed, number])
        remains = int(rng.integers(20, 60))
        blocks = candidate_graph(remains, float(rng.choice([1.0, 1.5, 2.0])), rng)
        exact = posterior_of_graph(blocks, remains, most_error=0.0)
        if any(part.standing is not Standing.EXACT for part in exact.parts):
            continue
        with _exact_attempts_of(STEPS_OF_CERTIFIED):
            found = posterior_of_graph(blocks, remains, most_error=float(rng.choice([1e-6, 1e-3])))
        for part in found.parts:
            if part.standing is not Standing.CERTIFIED or part.error == 0.0:
                continue
            apart = max(
                [float(np.abs(found.choices[b] - exact.choices[b]).max()) for b in part.blocks]
                + [abs(float(found.unused[i] - exact.unused[i])) for i in part.items]
            )
            parts += 1
            remains_certified += len(part.items)
            exceeded += apart > part.error + ROUNDING
            largest = max(largest, part.error)
            closest = max(closest, apart / part.error if part.error > WORTH_A_SHARE else 0.0)
    return {
        "cases": cases,
        "certified_parts": parts,
        "remains_in_them": remains_certified,
        "exceeded": exceeded,
        "largest_bound": largest,
        "largest_share_of_a_bound": closest,
    }


@contextmanager
def _exact_attempts_of(steps: int) -> Iterator[None]:
    whole = graph.FIRST_LIMIT
    graph.FIRST_LIMIT = steps
    try:
        yield
    finally:
        graph.FIRST_LIMIT = whole


def enumeration(seed: int) -> dict[str, float]:
    """Seconds of enumerating all assignments of 5 to 7 remains and persons, and of the sum over packings."""
    figures: dict[str, float] = {}
    for size in range(5, MOST_ENUMERATED + 1):
        rng = np.random.default_rng(seed)
        blocks = tuple(
            (Choice((), 0.0), *(Choice((r,), float(rng.normal())) for r in range(size)))
            for _ in range(size)
        )
        start = time.perf_counter()
        count = _enumerate(blocks, 0, 0)
        middle = time.perf_counter()
        posterior_of_graph(blocks, size)
        figures[f"assignments_{size}"] = count
        figures[f"enumeration_seconds_{size}"] = middle - start
        figures[f"packing_seconds_{size}"] = time.perf_counter() - middle
    return figures


def _enumerate(blocks: Blocks, block: int, used: int) -> int:
    if block == len(blocks):
        return 1
    count = 0
    for choice in blocks[block]:
        bits = sum(1 << item for item in choice.items)
        if not used & bits:
            count += _enumerate(blocks, block + 1, used | bits)
    return count


def _figures(
    blocks: Blocks, remains: int, false: float, seconds: float, found: GraphPosterior
) -> Figures:
    sampled = [p for p in found.parts if p.standing is Standing.ESTIMATE]
    bounded = [p for p in found.parts if p.standing is Standing.CERTIFIED and p.error <= CERTIFIED]
    exact = [p for p in found.parts if p.standing is Standing.EXACT]
    return Figures(
        remains,
        len(blocks),
        sum(len(block) for block in blocks),
        false,
        seconds,
        _items(exact) / remains,
        _items(bounded) / remains,
        1.0 - (_items(exact) + _items(bounded)) / remains,
        max((p.error for p in bounded), default=0.0),
        len(sampled),
        max((len(p.items) for p in sampled), default=0),
        max((p.error for p in sampled), default=0.0),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _items(parts: Sequence[Part]) -> int:
    return sum(len(part.items) for part in parts)


def _short(value: float) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    raise SystemExit(main())
