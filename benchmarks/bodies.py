"""Parts of one body found again, in simulated incidents: `python -m benchmarks.bodies --json`."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np

from antigone.reconcile.bodies import Bodies, bodies
from antigone.reconcile.joined import joined
from antigone.reconcile.related_remains import RelatedRemains, related_remains
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident

INCIDENTS = 100
FAMILIES = 100
LARGE = 8_000
"""Families of one large incident, of some 10,000 remains, for the time."""


@dataclass
class Figures:
    """What was counted over all incidents.

    Args:
        incidents, remains: compared.
        parts: remains that are parts of a body of several.
        parts_joined: of these, joined with at least one other part of their body, and none of another.
        bodies_in_parts, bodies_whole: with several parts, and with all of them joined.
        bodies_joined, joins_false: bodies found, and those of parts of several persons.
        pairs_of_family: missing persons of one family who are both among the remains.
        groups_contradicting: linked remains of which none was joined.
        leads, leads_of_family, leads_of_one_body: pairs of remains told to look like relatives, those
            of one family's missing, and those of parts that were not joined; the rest is false.
        seconds_bodies, seconds_related: of one thread, per incident.
    """

    incidents: int = 0
    remains: int = 0
    parts: int = 0
    parts_joined: int = 0
    bodies_in_parts: int = 0
    bodies_whole: int = 0
    bodies_joined: int = 0
    joins_false: int = 0
    pairs_of_family: int = 0
    groups_contradicting: int = 0
    leads: int = 0
    leads_of_family: int = 0
    leads_of_one_body: int = 0
    seconds_bodies: float = 0.0
    seconds_related: float = 0.0


def main() -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=INCIDENTS)
    parser.add_argument("--families", type=int, default=FAMILIES)
    parser.add_argument("--large", type=int, default=LARGE, help="0: none")
    parser.add_argument("--clerical-errors", action="store_true", help="samples are exchanged, too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    count([(2, asked.seed)])  # compiles
    seeds = range(asked.seed, asked.seed + asked.incidents)
    study = count([(asked.families, seed) for seed in seeds], clerical_errors=asked.clerical_errors)
    found = {"study": asdict(study)}
    if asked.large:
        found["large"] = asdict(count([(asked.large, asked.seed)]))
    if asked.json:
        print(json.dumps(found))
        return 0
    for name, figures in found.items():
        print(f"{name}:  " + "  ".join(f"{key} {_short(x)}" for key, x in figures.items()))
    return 0


def count(incidents: list[tuple[int, int]], *, clerical_errors: bool = False) -> Figures:
    """Simulate incidents of so many families with a seed each, and count over all of them."""
    figures = Figures()
    for families, seed in incidents:
        plan = Plan(
            families, None, None, mutation="stepwise", parts=True, clerical_errors=clerical_errors
        )
        simulated = simulate_incident(plan, np.random.default_rng(seed))
        start = time.perf_counter()
        found = bodies(simulated.incident)
        middle = time.perf_counter()
        related = related_remains(joined(simulated.incident, found).incident)
        end = time.perf_counter()
        figures.seconds_bodies += (middle - start) / len(incidents)
        figures.seconds_related += (end - middle) / len(incidents)
        _count_bodies(figures, simulated, found)
        _count_leads(figures, simulated, related)
    return figures


def _count_bodies(figures: Figures, simulated: SimulatedIncident, found: Bodies) -> None:
    truth = simulated.truth.bodies
    several = {body: n for body, n in Counter(truth.values()).items() if n > 1}
    figures.incidents += 1
    figures.remains += len(truth)
    figures.parts += sum(several.values())
    figures.bodies_in_parts += len(several)
    figures.bodies_joined += len(found.joined)
    figures.groups_contradicting += len(found.not_joined)
    for body in found.joined:
        owners = {truth[part] for part in body.parts}
        if len(owners) > 1:
            figures.joins_false += 1
            continue
        figures.parts_joined += len(body.parts)
        figures.bodies_whole += several[owners.pop()] == len(body.parts)
    figures.pairs_of_family += sum(1 for _ in _pairs_of_family(simulated))


def _pairs_of_family(simulated: SimulatedIncident) -> Iterator[tuple[str, str]]:
    """Missing persons of one family who are both among the remains."""
    found = set(simulated.truth.remains.values())
    for family in simulated.incident.families:
        yield from combinations([person for person in family.missing if person in found], 2)


def _count_leads(figures: Figures, simulated: SimulatedIncident, related: RelatedRemains) -> None:
    families = {m: f.name for f in simulated.incident.families for m in f.missing}
    figures.leads += len(related.pairs)
    for pair in related.pairs:
        parts = [name.split(" + ")[0] for name in (pair.first, pair.second)]
        one, two = (simulated.truth.bodies[part] for part in parts)
        owners = [simulated.truth.remains[part] for part in parts]
        if one == two:
            figures.leads_of_one_body += 1
        elif None not in owners:
            figures.leads_of_family += families[str(owners[0])] == families[str(owners[1])]


def _short(value: float) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    raise SystemExit(main())
