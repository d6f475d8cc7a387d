"""Further samples that a block of remains may be settled by, and what each would tell apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from antigone.evidence.age_at_death import DAYS_PER_YEAR, ages_sought
from antigone.genetics.markers import Marker
from antigone.genetics.observation import Observation
from antigone.genetics.pedigree import Pedigree, Person, Sex
from antigone.reconcile.block_posterior import BlockPosterior
from antigone.reconcile.gain import Cases
from antigone.reconcile.incident import Family, Remains
from antigone.reconcile.predicted import (
    Known,
    Predicted,
    locus_for,
    predicted,
    predicted_of_stranger,
)
from antigone.words import said

MOST_CASES = 300
"""Configurations that one sample is expected to tell apart; more are a block nobody can look through."""

NEGLIGIBLE = 1e-6
"""Cases of this summed posterior are left out: one that reached the threshold after all would be seen
less often than that, over the threshold."""

MOST_LEFT_OUT = 1e-3
"""Samples whose cases are so many that more than this is left out are not examined."""


LEAST_AGE_OF_PARENT = 15.0
"""Nobody is asked whether a child had children: of the missing who were younger when last seen."""


class StepKind(StrEnum):
    """What kind of sample or test."""

    RELATIVE = "relative"
    REMAINS = "remains"


class TooManyCases(ValueError):
    """A sample would have to tell too many configurations apart."""


@dataclass(frozen=True, eq=False)
class FurtherSample:
    """A sample that nobody has taken yet.

    Args:
        kind: DNA of a relative, or a fuller profile of remains.
        family: whose relative; None for remains.
        remains: to be typed again; None for a relative.
        person: id in the pedigree, or a description; "" for remains.
        exists: whether a record names who or what is to be typed.
        in_words: what is to be done.
        cases: what it may tell apart.
        markers: at which it would say something.
        predict: what it shows at a marker in each case.
    """

    kind: StepKind
    family: str | None
    remains: str | None
    person: str
    exists: bool
    in_words: str
    cases: Cases
    markers: tuple[Marker, ...]
    predict: Callable[[Marker], Predicted]


@dataclass(frozen=True, slots=True)
class _Choice:
    """A configuration of a family: their places."""

    family: int
    choice: int


class Samples:
    """All further samples of one block."""

    def __init__(self, block: BlockPosterior) -> None:
        self._block = block
        self._incident = block.incident
        self._remains = {r.id: r for r in block.incident.remains}
        self._families = {f.name: f for f in block.incident.families}

    def of_relatives(self, family: int, not_available: Collection[str]) -> Iterator[FurtherSample]:
        """Samples of untyped relatives of a family, by its place, and of children of its missing.

        Raises:
            TooManyCases: the family has too many configurations of some probability.
        """
        own = self._families[self._block.families[family].name]
        chosen = [_Choice(family, int(c)) for c in np.flatnonzero(self._block.choices[family])]
        which, cases = self._cases(chosen)
        known = [self._remains_if(choice) for choice in which]
        for relative in own.pedigree.ids:
            taken = own.profiles.get(relative) or relative in own.missing
            if not taken and relative not in not_available:
                words = said(
                    "Ask {relative}, family {family}, for a DNA sample.",
                    relative=relative,
                    family=own.name,
                )
                yield self._of_relative(own, own.pedigree, relative, words, cases, known)
        for person in own.missing:
            child = f"a child of {person}"
            settled = person in self._block.families[family].fixed
            if not settled and child not in own.pedigree.by_id and _may_have_another(own, person):
                words = said(
                    "Ask family {family} whether {person} has a child who can give a DNA "
                    "sample; the other parent need not be typed.",
                    family=own.name,
                    person=person,
                )
                pedigree = _with_child(own.pedigree, person, child)
                yield self._of_relative(own, pedigree, child, words, cases, known)

    def of_remains(self, remains: str) -> Iterator[FurtherSample]:
        """The same remains typed again, where anything is left to type.

        Raises:
            TooManyCases: they may be too many persons.
        """
        markers = tuple(m for m in self._incident.markers if _incomplete(self._remains[remains], m))
        if not markers:
            return
        chosen = [
            _Choice(f, c)
            for f, family in enumerate(self._block.families)
            for c, configuration in enumerate(family.free)
            if remains in configuration.remains.values() and self._block.choices[f][c] > 0.0
        ]
        which, cases = self._cases(chosen, nobody=remains)
        words = said(
            "Type remains {remains} again: {failed} of {markers} markers failed, or may have "
            "lost an allele.",
            remains=remains,
            failed=len(markers),
            markers=len(self._incident.markers),
        )
        yield FurtherSample(
            StepKind.REMAINS,
            None,
            remains,
            "",
            True,
            words,
            cases,
            markers,
            lambda marker: self._predict_remains(
                remains, which, marker, nobody=cases.posterior.size > len(which)
            ),
        )

    def _cases(
        self, chosen: Sequence[_Choice], nobody: str | None = None
    ) -> tuple[list[_Choice], Cases]:
        """The cases of some probability, the most probable first; that of nobody last."""
        posterior = np.array([self._block.choices[c.family][c.choice] for c in chosen])
        order = np.argsort(-posterior, kind="stable")[:MOST_CASES]
        left = posterior.sum() - np.cumsum(posterior[order])
        kept = order[: 1 + int(np.searchsorted(-left, -NEGLIGIBLE))]
        if posterior.sum() - posterior[kept].sum() > MOST_LEFT_OUT:
            raise TooManyCases(
                said(
                    "more than {count} configurations would have to be told apart",
                    count=MOST_CASES,
                )
            )
        which = [chosen[i] for i in kept.tolist()]
        rows = [self._block.marginals_if(c.family, c.choice) for c in which]
        probabilities = posterior[kept].tolist()
        if nobody is not None and (rest := self._block.nobody(nobody)) > 0.0:
            rows.append(self._block.marginals_if_nobody(nobody))
            probabilities.append(rest)
        cases = Cases(np.array(probabilities), np.stack(rows), self._block.marginals)
        return which, cases

    def _remains_if(self, choice: _Choice) -> Mapping[str, str]:
        """Who of the family would be which remains, what is signed included."""
        family = self._block.families[choice.family]
        return {**family.fixed, **family.free[choice.choice].remains}

    def _of_relative(
        self,
        family: Family,
        pedigree: Pedigree,
        person: str,
        words: str,
        cases: Cases,
        remains: Sequence[Mapping[str, str]],
    ) -> FurtherSample:
        def predict(marker: Marker) -> Predicted:
            locus = locus_for(self._incident, [family], marker)
            known = [self._known(of_case, marker) for of_case in remains]
            return predicted(pedigree, family, locus, person, known)

        return FurtherSample(
            StepKind.RELATIVE,
            family.name,
            None,
            person,
            person in family.pedigree.by_id,
            words,
            cases,
            self._incident.markers,
            predict,
        )

    def _predict_remains(
        self, remains: str, which: Sequence[_Choice], marker: Marker, *, nobody: bool
    ) -> Predicted:
        """In the order of the cases; family by family, since each has a pedigree of its own."""
        families = {c.family: self._family(c) for c in which}
        locus = locus_for(self._incident, families.values(), marker)
        groups: dict[tuple[int, str], list[int]] = {}
        for place, choice in enumerate(which):
            person = next(p for p, r in self._remains_if(choice).items() if r == remains)
            groups.setdefault((choice.family, person), []).append(place)
        order: list[int] = []
        rows = []
        for (place_of_family, person), places in groups.items():
            known = [self._known(self._remains_if(which[i]), marker) for i in places]
            family = families[place_of_family]
            rows.append(predicted(family.pedigree, family, locus, person, known))
            order += places
        if nobody:
            observed = self._remains[remains].observation(marker.name)
            rows.append(predicted_of_stranger(locus, observed))
            order.append(len(which))
        return np.vstack(rows)[np.argsort(order)]

    def _family(self, choice: _Choice) -> Family:
        return self._families[self._block.families[choice.family].name]

    def _known(self, remains: Mapping[str, str], marker: Marker) -> Known:
        return {
            person: observed
            for person, r in remains.items()
            if (observed := self._remains[r].observation(marker.name)) is not None
        }


def _incomplete(remains: Remains, marker: Marker) -> bool:
    """Whether another sample could show more than this one did."""
    observed: Observation | None = remains.observation(marker.name)
    return observed is None or observed.genotype[1] is None or not observed.is_exact


def _may_have_another(family: Family, person: str) -> bool:
    """Whether to ask for a child of theirs: none stands there untyped, and they are not a child too."""
    known = any(
        person in (p.father, p.mother)
        and p.id not in family.missing
        and not family.profiles.get(p.id)
        for p in family.pedigree.persons
    )
    ages = ages_sought([family.records.get(person)])
    last = ages.told_low if ages.told.any() else (ages.seen - ages.born) / DAYS_PER_YEAR
    young = bool((last < LEAST_AGE_OF_PARENT).any())  # False for nan: nothing is known
    return not known and not young


def _with_child(pedigree: Pedigree, parent: str, child: str) -> Pedigree:
    mother = pedigree.sex_of(parent) is Sex.FEMALE
    added = Person(child, None, parent) if mother else Person(child, parent, None)
    return Pedigree((*pedigree.persons, added))
