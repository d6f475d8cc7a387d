"""Parts of one body: which remains are of the same person, by direct comparison of their DNA."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.parts_of_body import part_twice
from antigone.genetics.relationships import Relationship
from antigone.genetics.same_person import Sample
from antigone.genetics.sample_pairs import SamplePairs
from antigone.reconcile.incident import DviIncident, Remains
from antigone.words import both, in_a_row, in_turn, said

LEAST_POSTERIOR = 0.9999
"""Remains are joined from this posterior of a pair on."""

Pair = tuple[int, int]
"""Places of two remains, the lower first."""

ASSUMPTIONS = (
    "remains whose DNA agrees are of one person: identical twins, and a sample that was contaminated "
    "or exchanged, agree as well",
    "each sample is of one person, and typed without error but for the stated drop-out and drop-in",
    "two remains are of one body, of full siblings, of parent and child, or of two unrelated persons "
    "of the same population",
)
"""What joining takes for granted, in the words in which it is shown."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two remains that are taken for parts of one body.

    Args:
        first, second: their ids.
        log10_lr: one person against two unrelated persons.
        log10_lr_relatives: full siblings, or parent and child, against two unrelated persons,
            whichever is more.
        posterior: that they are of one person, by their DNA and the prior odds.
    """

    first: str
    second: str
    log10_lr: float
    log10_lr_relatives: float
    posterior: float


@dataclass(frozen=True)
class Body:
    """Remains that are parts of one body, in the order of the incident, and what joins them."""

    parts: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def id(self) -> str:
        """The name of the body: those of its parts."""
        return " + ".join(self.parts)

    def __str__(self) -> str:
        weakest = min(self.links, key=lambda link: link.posterior)
        return said(
            "{remains} are compared as one body: posterior at least {posterior}, log10 LR "
            "of one person {log10_lr}, of relatives {log10_lr_relatives}, both against "
            "unrelated",
            remains=in_a_row(self.parts),
            posterior=f"{weakest.posterior:.6f}",
            log10_lr=f"{weakest.log10_lr:+.1f}",
            log10_lr_relatives=f"{weakest.log10_lr_relatives:+.1f}",
        )


@dataclass(frozen=True)
class NotJoined:
    """Remains whose DNA links them, but that cannot all be of one body: none of them is joined."""

    parts: tuple[str, ...]
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return said(
            "{remains} look like one person and are not joined: {reasons}",
            remains=in_a_row(self.parts),
            reasons=in_turn(self.reasons),
        )


@dataclass(frozen=True)
class Bodies:
    """Bodies of several parts, and what contradicts itself.

    Args:
        joined: bodies of two or more parts; all other remains are bodies of one part.
        not_joined: groups in which something contradicts; their remains stay apart.
        least_posterior: from which on remains are joined.
        prior_odds: that two remains are of one body, and as much that they are of siblings, and of
            parent and child, each against "unrelated", before their DNA is compared.
    """

    joined: tuple[Body, ...] = ()
    not_joined: tuple[NotJoined, ...] = ()
    least_posterior: float = LEAST_POSTERIOR
    prior_odds: float = math.nan

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {part: body.id for body in self.joined for part in body.parts}

    def body_of(self, remains: str) -> str:
        """The name of the body that remains are part of; their own where they are all of it."""
        return self._names.get(remains, remains)


def bodies(
    incident: DviIncident,
    *,
    least_posterior: float = LEAST_POSTERIOR,
    prior_odds: float | None = None,
    fixed: Mapping[str, str] | None = None,
) -> Bodies:
    """Find the remains of an incident that are parts of one body.

    Two remains are linked where the posterior of one person is high enough, among four hypotheses:
    one person, full siblings, parent and child, unrelated. Linked remains are one body only if every
    two of them, linked or not, may be of one person; where two of them contradict each other, none
    of the group is joined, and the group is named: it is for people to see which link is wrong.

    Args:
        incident: its remains are compared with each other; families say nothing here.
        least_posterior: from which on two remains are linked; above 0, below 1.
        prior_odds: of each of the three against "unrelated"; one over the number of remains where
            None, as if each of the remains had one other part, one sibling and one parent among them.
        fixed: signed identifications, remains to person: those of two persons are two bodies.

    Raises:
        ValueError: a posterior or odds out of their range.
        ComparisonRefused: so many pairs are alike that the profiles say nothing.
        MarkerError: remains show an allele of frequency 0.
    """
    if not 0.0 < least_posterior < 1.0:
        raise ValueError(f"a least posterior of {least_posterior!r}; allowed is between 0 and 1")
    odds = 1.0 / max(1, len(incident.remains)) if prior_odds is None else prior_odds
    if not 0.0 < odds < math.inf:
        raise ValueError(f"prior odds of {odds!r}; allowed is above 0")
    compared = sample_pairs(incident)
    least = math.log10(least_posterior / (1.0 - least_posterior)) - math.log10(odds)
    found = compared.above(Relationship.ONE_PERSON, least)
    links = {
        pair: link
        for pair, link in _weighed(incident, compared, found.first, found.second, odds).items()
        if link.posterior >= least_posterior
    }
    groups = _groups(list(links))
    inside = [pair for group in groups for pair in combinations(group, 2)]
    first, second = np.array(inside, dtype=np.int64).reshape(-1, 2).T
    weighed = _weighed(incident, compared, first, second, odds)
    judged = [_judged(incident, group, weighed, links, fixed or {}) for group in groups]
    return Bodies(
        tuple(one for one in judged if isinstance(one, Body)),
        tuple(one for one in judged if isinstance(one, NotJoined)),
        least_posterior,
        odds,
    )


def sample_pairs(incident: DviIncident) -> SamplePairs:
    """The remains of an incident, ready to be compared with each other.

    Raises:
        MarkerError: remains show an allele of frequency 0.
    """
    samples = [Sample(r.id, r.profile, r.degraded) for r in incident.remains]
    return SamplePairs(incident.markers, samples)


def _weighed(
    incident: DviIncident,
    compared: SamplePairs,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    odds: float,
) -> dict[Pair, Link]:
    """The posterior of one person of some pairs."""
    same, siblings, parent = (
        compared.log10_lr(relationship, first, second)
        for relationship in (
            Relationship.ONE_PERSON,
            Relationship.FULL_SIBLINGS,
            Relationship.PARENT_AND_CHILD,
        )
    )
    weights = np.array([same, siblings, parent, np.full(len(same), -math.log10(odds))])
    shares = 10.0 ** (weights - weights.max(axis=0))
    posterior = shares[0] / shares.sum(axis=0)
    ids = [r.id for r in incident.remains]
    return {
        (i, j): Link(ids[i], ids[j], *numbers)
        for i, j, *numbers in zip(
            first.tolist(),
            second.tolist(),
            same.tolist(),
            np.maximum(siblings, parent).tolist(),
            posterior.tolist(),
            strict=True,
        )
    }


def _groups(links: Sequence[Pair]) -> list[list[int]]:
    """Remains that are linked, directly or through others, in a stable order."""
    group_of: dict[int, list[int]] = {}
    for first, second in sorted(links):
        one, two = group_of.setdefault(first, [first]), group_of.setdefault(second, [second])
        if one is not two:
            one += two
            group_of.update(dict.fromkeys(two, one))
    distinct = {id(group): sorted(group) for group in group_of.values()}
    return sorted(distinct.values())


def _judged(
    incident: DviIncident,
    group: Sequence[int],
    weighed: Mapping[Pair, Link],
    links: Mapping[Pair, Link],
    fixed: Mapping[str, str],
) -> Body | NotJoined:
    """The group as one body, or what contradicts that it is."""
    pairs = list(combinations(group, 2))
    reasons: list[str] = []
    for pair in pairs:
        one, two = (incident.remains[place] for place in pair)
        reasons += _against(one, two, fixed)
        found = weighed[pair]
        if pair not in links and found.log10_lr < max(0.0, found.log10_lr_relatives):
            reasons.append(
                said("the DNA of {one} and {two} fits two persons better", one=one.id, two=two.id)
            )
    parts = tuple(incident.remains[place].id for place in group)
    if not reasons and allowed_of(incident, parts) == ():
        reasons.append(
            said("no missing person is among those that the pairings allow for all of them")
        )
    if reasons:
        return NotJoined(parts, tuple(reasons))
    return Body(parts, tuple(links[pair] for pair in pairs if pair in links))


def _against(first: Remains, second: Remains, fixed: Mapping[str, str]) -> list[str]:
    """Why two remains cannot be of one body, apart from DNA."""
    names = both((first.id, second.id))
    found: list[str] = []
    if first.record is not None and second.record is not None:
        twice = part_twice(first.record, second.record)
        words = said("{remains} both have {parts}", remains=names, parts=in_a_row(twice))
        found += [words] if twice else []
    if _told_apart_by_sex(first, second):
        found.append(said("{remains} are recorded with different sex", remains=names))
    signed = {fixed[r.id] for r in (first, second) if r.id in fixed}
    if len(signed) > 1:
        found.append(
            said(
                "{remains} are identified as {persons}",
                remains=names,
                persons=both(sorted(signed)),
            )
        )
    return found


def _told_apart_by_sex(first: Remains, second: Remains) -> bool:
    """Whether recorded sex differs; sex that a method estimated has errors and forbids nothing."""
    estimated = all(r.record is not None and r.record.sex is not None for r in (first, second))
    return not estimated and not first.sex.consistent_with(second.sex)


def allowed_of(incident: DviIncident, parts: Sequence[str]) -> tuple[str | None, ...] | None:
    """Who a body of these parts may be by the pairings of all of them; None where nothing is said."""
    pairings = incident.pairings or {}
    lists = [pairings[part] for part in parts if part in pairings]
    if not lists:
        return None
    return tuple(person for person in lists[0] if all(person in one for one in lists))
