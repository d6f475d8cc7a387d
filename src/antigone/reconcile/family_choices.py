"""What each family may choose: its configurations with DNA weights, given what is signed already."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from antigone.reconcile.configurations import (
    CONFIGURATION_LIMIT,
    Configuration,
    Gain,
    JointRefused,
    Options,
    Weighed,
    no_gain,
    weigh_configurations,
)
from antigone.reconcile.family_evidence import FamilyAtMarker
from antigone.reconcile.incident import DviIncident, Family
from antigone.reconcile.pairwise import FamilyMarkers
from antigone.reconcile.results import PairwiseLr
from antigone.units import log10
from antigone.words import in_a_row, said

MOST_COMBINATIONS = 1_000_000_000
"""More combinations of options of one family than this are narrowed at once."""

LEAST_LOG10_WEIGHT = -25.0
"""Configurations whose DNA is this improbable are left out; what that may change is bounded and stated."""

Progress = Callable[[str, int, int], None]

PossiblePairs = Mapping[str, Mapping[str, float]]
"""For each missing person the remains they may be, with the log10 LR of the pair."""


@dataclass(frozen=True)
class FamilyChoices:
    """The configurations of a family.

    Args:
        name: of the family.
        missing: its missing persons.
        free: what is still open, relative to nothing open being identified (first, log10 weight 0).
        fixed: signed identifications, person to remains.
        log10_fixed: DNA weight of these, relative to nobody identified.
        narrowed: too many configurations: only the best candidates of each person stand in `free`.
        log10_dropped: by number of persons, log10 of the summed weight of those left out, each with all
            that other evidence may add, relative as `free`.
    """

    name: str
    missing: tuple[str, ...]
    free: tuple[Configuration, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    log10_fixed: float = 0.0
    narrowed: bool = False
    log10_dropped: Mapping[int, float] = field(default_factory=dict)


def choices_of_families(
    incident: DviIncident,
    families: FamilyMarkers,
    pairwise: PairwiseLr,
    inconsistent: Sequence[str],
    fixed: Mapping[str, str],
    tell: Progress,
    *,
    least_log10_weight: float = LEAST_LOG10_WEIGHT,
    gain: Gain = no_gain,
) -> tuple[FamilyChoices, ...]:
    """The choices of every family that its own DNA does not contradict.

    Args:
        fixed: signed identifications, remains to person.
        least_log10_weight, gain: see `choices_of_family`.

    Raises:
        JointRefused: a signed identification is excluded by sex, pairings or DNA, or names what the
            incident does not have.
    """
    possible = possible_pairs(incident, pairwise)
    _refuse_strangers(incident, fixed)
    taking_part = [f for f in incident.families if f.name not in inconsistent]
    found = _signed_alone(incident, inconsistent, fixed)
    for number, family in enumerate(taking_part):
        tell("configurations", number, len(taking_part))
        own = {person: r for r, person in fixed.items() if person in family.missing}
        found.append(
            choices_of_family(
                incident,
                families[family.name],
                family,
                possible,
                own,
                fixed,
                least_log10_weight=least_log10_weight,
                gain=gain,
            )
        )
    return tuple(found)


def _signed_alone(
    incident: DviIncident, inconsistent: Sequence[str], fixed: Mapping[str, str]
) -> list[FamilyChoices]:
    """Families whose DNA contradicts itself: what is signed of them stands, and nothing else is open."""
    person_of = {person: r for r, person in fixed.items()}
    return [
        FamilyChoices(f.name, tuple(own), (Configuration({}, 0.0),), own)
        for f in incident.families
        if f.name in inconsistent
        and (own := {m: person_of[m] for m in f.missing if m in person_of})
    ]


def choices_of_family(
    incident: DviIncident,
    at_markers: Sequence[FamilyAtMarker],
    family: Family,
    possible: PossiblePairs,
    own: Mapping[str, str],
    taken: Iterable[str] = (),
    *,
    least_log10_weight: float = LEAST_LOG10_WEIGHT,
    gain: Gain = no_gain,
) -> FamilyChoices:
    """The choices of one family; remains that are taken are left to those who have them.

    Args:
        at_markers: the family at every marker.
        possible: pairs that may be.
        own: its signed identifications, person to remains.
        taken: remains of all signed identifications.
        least_log10_weight: configurations below are left out; minus infinity where remains must be
            somebody, since a configuration may then be more probable than its weight.
        gain: what other evidence may add to a pair; it counts before anything is left out.
    """
    unavailable = set(taken) - set(own.values())
    options: Options = {
        person: _options(person, possible, own, unavailable) for person in family.missing
    }
    if len(family.missing) == 1 and not own:
        found = _of_one_person(family.missing[0], options, possible, least_log10_weight, gain)
        return _relative(family, found, own, narrowed=False)
    try:
        if math.prod(len(o) for o in options.values()) > MOST_COMBINATIONS:
            raise JointRefused(
                said("family {family} has too many combinations", family=repr(family.name))
            )
        found = _weighed(incident, at_markers, options, least_log10_weight, gain)
        return _relative(family, found, own, narrowed=False)
    except JointRefused:
        narrowed = _narrowed(options, possible)
        found = _weighed(incident, at_markers, narrowed, least_log10_weight, gain)
    return _relative(family, found, own, narrowed=True)


def _weighed(
    incident: DviIncident,
    at_markers: Sequence[FamilyAtMarker],
    options: Options,
    least: float,
    gain: Gain,
) -> Weighed:
    return weigh_configurations(incident, at_markers, options, least_log10_weight=least, gain=gain)


def _options(
    person: str, possible: PossiblePairs, own: Mapping[str, str], unavailable: set[str]
) -> tuple[str | None, ...]:
    if person in own:
        return (own[person],)
    others = set(own.values()) | unavailable
    return (*(r for r in possible[person] if r not in others), None)


def _of_one_person(
    person: str, options: Options, possible: PossiblePairs, least: float, gain: Gain
) -> Weighed:
    """The configurations of a family that misses one person: its pairs, as they were weighed."""
    kept, left_out = [], []
    for remains in (r for r in options[person] if r is not None):
        weight = possible[person][remains]
        most = weight + gain(person, remains)
        if most >= least:
            kept.append(Configuration({person: remains}, weight))
        else:
            left_out.append(10.0**most)
    dropped = {1: log10(math.fsum(left_out))} if any(left_out) else {}
    return Weighed((*kept, Configuration({}, 0.0)), dropped)


def _narrowed(options: Options, possible: PossiblePairs) -> Options:
    """The best candidates of each person, so many that all combinations stay within the limit."""
    share = CONFIGURATION_LIMIT ** (1.0 / len(options))
    return {
        person: (
            *sorted(
                (r for r in allowed if r is not None),
                key=lambda r, person=person: -possible[person].get(r, math.inf),  # type: ignore[misc]
            )[: int(share) - 1],
            *((None,) if None in allowed else ()),
        )
        for person, allowed in options.items()
    }


def _relative(
    family: Family,
    weighed: Weighed,
    own: Mapping[str, str],
    *,
    narrowed: bool,
) -> FamilyChoices:
    """Configurations relative to what is signed: their own weight, without the signed pairs."""
    found = weighed.configurations
    signed = [c for c in found if dict(c.remains) == dict(own)]
    if not signed:
        pairs = in_a_row(
            [said("{remains} is {person}", remains=r, person=person) for person, r in own.items()]
        )
        raise JointRefused(
            said(
                "the signed identification {pairs} is excluded by the DNA of family "
                "{family}: reopen it, or compare without signed identifications",
                pairs=pairs,
                family=repr(family.name),
            )
        )
    base = signed[0].log10_weight
    rest = [
        Configuration(
            {person: r for person, r in c.remains.items() if person not in own},
            c.log10_weight - base,
        )
        for c in found
        if c is not signed[0]
    ]
    free = (Configuration({}, 0.0), *rest)
    dropped = {k - len(own): total - base for k, total in weighed.log10_dropped.items()}
    return FamilyChoices(family.name, family.missing, free, own, base, narrowed, dropped)


def possible_pairs(incident: DviIncident, pairwise: PairwiseLr) -> PossiblePairs:
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


def _allowed(incident: DviIncident, remains: str, person: str) -> bool:
    return incident.pairings is None or person in incident.pairings.get(remains, (person,))


def _refuse_strangers(incident: DviIncident, fixed: Mapping[str, str]) -> None:
    known = {r.id for r in incident.remains}
    for remains, person in fixed.items():
        if remains not in known or person not in incident.missing:
            raise JointRefused(
                said(
                    "the signed identification of {remains} as {person} names what is not "
                    "compared here",
                    remains=repr(remains),
                    person=repr(person),
                )
            )
    if len(set(fixed.values())) < len(fixed):
        raise JointRefused(said("signed identifications name one person for two remains"))


def refuse_impossible_remains(
    incident: DviIncident, families: FamilyMarkers, inconsistent: Sequence[str]
) -> None:
    """Refuse remains whose weight as a stranger is 0.

    Raises:
        JointRefused: remains show an allele of frequency 0.
    """
    taking_part = [f for f in incident.families if f.name not in inconsistent]
    if not taking_part:
        return
    # A stranger's probability is the same beside every family.
    of_one_family = families[taking_part[0].name]
    for marker, at in zip(incident.markers, of_one_family, strict=True):
        shown = {r.observation(marker.name): r.id for r in reversed(incident.remains)}
        for observed, remains in shown.items():
            if observed is not None and at.log10_stranger(observed) == -math.inf:
                raise JointRefused(
                    said(
                        "remains {remains} show an allele of frequency 0 at {marker}: their "
                        "weight as a stranger is 0, and no posterior can be stated",
                        remains=repr(remains),
                        marker=marker.name,
                    )
                )
