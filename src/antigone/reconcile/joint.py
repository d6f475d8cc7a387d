"""One joint posterior over who may be whom, exactly, under a flat prior over all assignments."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from antigone.genetics.elimination import EliminationTooLarge
from antigone.reconcile.configurations import (
    Configuration,
    JointRefused,
    Options,
    configurations,
)
from antigone.reconcile.incident import DviIncident, Family
from antigone.reconcile.packing import (
    Choice,
    Packings,
    PackingTooLarge,
    merge_best,
    refuse_too_many,
)
from antigone.reconcile.pairwise import (
    FamilyMarkers,
    families_at_markers,
    inconsistent_families,
    pairwise_log10_lr,
)
from antigone.reconcile.results import (
    Assignment,
    JointPosterior,
    PairwiseLr,
    Reconciliation,
)

PRIOR = (
    "flat: every assignment of remains to missing persons that sex (and pairings, where given) "
    "allows is equally probable before the DNA"
)
"""The prior of every joint posterior here, in the words in which it is shown."""

Progress = Callable[[str, int, int], None]

_LN10 = math.log(10.0)


def reconcile(
    incident: DviIncident,
    *,
    best: int = 10,
    pairwise_only: bool = False,
    progress: Progress | None = None,
) -> Reconciliation:
    """Compare all remains with all missing persons, in pairs and jointly.

    Families are independent given the assignment, so assignments are never enumerated across
    families: each family has its configurations, and the sum goes over packings of these.

    Args:
        incident: remains, families and markers.
        best: how many of the best assignments to report.
        pairwise_only: leave the joint posterior out.
        progress: called with the stage in words, what is done and what there is to do.

    Returns:
        Pairwise log10 LR; the joint posterior, or in words why it cannot be computed exactly.
    """
    tell = progress or _silent
    families = families_at_markers(incident)
    inconsistent = inconsistent_families(incident, families)
    pairwise = pairwise_log10_lr(incident, families, lambda done, all_: tell("pairs", done, all_))
    joint, refusal = None, None
    if not pairwise_only:
        try:
            joint = _joint(incident, families, pairwise, inconsistent, best, tell)
        except (JointRefused, PackingTooLarge, EliminationTooLarge) as error:
            refusal = str(error)
    return Reconciliation(pairwise, joint, refusal, inconsistent, incident.notices)


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def _joint(
    incident: DviIncident,
    families: FamilyMarkers,
    pairwise: PairwiseLr,
    inconsistent: Sequence[str],
    best: int,
    tell: Progress,
) -> JointPosterior:
    taking_part = [f for f in incident.families if f.name not in inconsistent]
    _refuse_impossible_remains(incident, families, taking_part)
    possible = _possible_pairs(incident, pairwise)
    options = [_options(family, possible) for family in taking_part]
    for component in _components(incident, [_users(o) for o in options]):
        refuse_too_many(len(component.remains))
    found: list[tuple[Configuration, ...]] = []
    for number, family in enumerate(taking_part):
        tell("configurations", number, len(taking_part))
        if len(family.missing) == 1:
            found.append(_of_one_person(family.missing[0], possible))
        else:
            found.append(configurations(incident, families[family.name], options[number]))
    tell("joint posterior", 0, 1)
    return _posterior(incident, taking_part, found, best)


PossiblePairs = Mapping[str, Mapping[str, float]]
"""For each missing person the remains they may be, with the log10 LR of the pair."""


def _possible_pairs(incident: DviIncident, pairwise: PairwiseLr) -> PossiblePairs:
    """Pairs that sex and pairings allow and the DNA of the pair does not exclude."""
    return {
        person: {
            remains: log10_lr
            for remains, row in zip(pairwise.remains, pairwise.log10_lr, strict=True)
            if (log10_lr := row[column]) is not None
            and log10_lr > -math.inf
            and _allowed(incident, remains, person)
        }
        for column, person in enumerate(pairwise.missing)
    }


def _options(family: Family, possible: PossiblePairs) -> Options:
    return {person: (*possible[person], None) for person in family.missing}


def _users(options: Options) -> set[str]:
    return {remains for allowed in options.values() for remains in allowed if remains is not None}


def _of_one_person(person: str, possible: PossiblePairs) -> tuple[Configuration, ...]:
    """The configurations of a family that misses one person: its pairs, as they were weighed."""
    return (
        *(Configuration({person: r}, log10_lr) for r, log10_lr in possible[person].items()),
        Configuration({}, 0.0),
    )


def _allowed(incident: DviIncident, remains: str, person: str | None) -> bool:
    return incident.pairings is None or person in incident.pairings.get(remains, (person,))


def _refuse_impossible_remains(
    incident: DviIncident, families: FamilyMarkers, taking_part: Sequence[Family]
) -> None:
    for family in taking_part:
        for marker, at in zip(incident.markers, families[family.name], strict=True):
            for remains in incident.remains:
                observed = remains.observation(marker.name)
                if observed is not None and at.log10_stranger(observed) == -math.inf:
                    raise JointRefused(
                        f"remains {remains.id!r} show an allele of frequency 0 at {marker.name}: "
                        "their weight as a stranger is 0, and no posterior can be stated"
                    )


@dataclass(frozen=True)
class _Component:
    """Families that compete for the same remains, by their places in the lists; and the remains."""

    families: tuple[int, ...]
    remains: tuple[str, ...]


def _posterior(
    incident: DviIncident,
    families: Sequence[Family],
    found: Sequence[Sequence[Configuration]],
    best: int,
) -> JointPosterior:
    users = [{r for c in configurations for r in c.remains.values()} for configurations in found]
    components = _components(incident, users)
    packings = [_packings(incident, component, found) for component in components]
    log_sum = math.fsum(p.log_sum for p in packings)
    if log_sum == -math.inf:
        raise JointRefused("no assignment is possible that the pairings allow")
    order = [i for component in components for i in component.families]
    assignments = []
    for packing in merge_best([p.best(best) for p in packings], best):
        chosen = [found[i][c] for i, c in zip(order, packing.path, strict=True)]
        assignments.append(_assignment(incident, chosen, packing.log_weight, log_sum))
    marginals = _marginals(incident, families, found, zip(components, packings, strict=True))
    return JointPosterior(tuple(assignments), marginals)


def _assignment(
    incident: DviIncident, chosen: Iterable[Configuration], log_weight: float, log_sum: float
) -> Assignment:
    persons = {r: person for c in chosen for person, r in c.remains.items()}
    return Assignment(
        {r.id: persons.get(r.id) for r in incident.remains},
        log_weight / _LN10,
        math.exp(log_weight - log_sum),
    )


def _marginals(
    incident: DviIncident,
    families: Sequence[Family],
    found: Sequence[Sequence[Configuration]],
    parts: Iterable[tuple[_Component, Packings]],
) -> Mapping[str, Mapping[str | None, float]]:
    persons = {m for family in families for m in family.missing}
    marginals: dict[str, dict[str | None, float]] = {
        r.id: {**{m: 0.0 for m in incident.missing if m in persons}, None: 1.0}
        for r in incident.remains
    }
    for component, packings in parts:
        for place, masses in zip(component.families, packings.choice_probabilities(), strict=True):
            for configuration, mass in zip(found[place], masses, strict=True):
                for person, remains in configuration.remains.items():
                    marginals[remains][person] += float(mass)
        for remains, unused in zip(component.remains, packings.unused_probabilities(), strict=True):
            marginals[remains][None] = float(unused)
    return marginals


def _packings(
    incident: DviIncident, component: _Component, found: Sequence[Sequence[Configuration]]
) -> Packings:
    bit = {remains: 1 << i for i, remains in enumerate(component.remains)}
    blocks = tuple(
        tuple(
            Choice(sum(bit[r] for r in c.remains.values()), c.log10_weight * _LN10)
            for c in found[i]
        )
        for i in component.families
    )
    required = sum(bit[r] for r in component.remains if not _allowed(incident, r, None))
    return Packings(blocks, len(component.remains), required)


def _components(incident: DviIncident, users: Sequence[set[str]]) -> list[_Component]:
    """Groups of families that share remains with each other; remains that nobody uses are alone.

    `users` holds for each family the remains that it may use.
    """
    group: dict[str, set[str]] = {r.id: {r.id} for r in incident.remains}
    for used in users:
        joined = set().union(*(group[r] for r in used))
        group.update((r, joined) for r in joined)
    components = []
    for remains in dict.fromkeys(frozenset(group[r.id]) for r in incident.remains):
        places = tuple(i for i, used in enumerate(users) if used & remains)
        components.append(
            _Component(places, tuple(r.id for r in incident.remains if r.id in remains))
        )
    unconcerned = tuple(i for i, used in enumerate(users) if not used)
    return [*components, _Component(unconcerned, ())]
