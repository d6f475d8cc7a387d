"""Why a group of remains is not settled: who competes, the best alternatives, what is lacking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from antigone.genetics.elimination import EliminationTooLarge
from antigone.reconcile.ambiguity import Ambiguity, ambiguities
from antigone.reconcile.block_posterior import (
    UNLIKELY,
    BlockPosterior,
    block_posterior,
    unsettled_blocks,
    unsettled_remains,
)
from antigone.reconcile.configurations import JointRefused
from antigone.reconcile.explain_words import (
    NOBODY,
    lacking_log10_lr,
    lr_in_words,
    posterior_in_words,
)
from antigone.reconcile.graph import components
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.packing import PackingTooLarge
from antigone.reconcile.priors import Prior, flat
from antigone.reconcile.results import (
    JointBlock,
    JointPosterior,
    OtherEvidence,
    Reconciliation,
    Standing,
)
from antigone.words import alternatively, counted, in_a_row, said

MOST_ALTERNATIVES = 5
"""Alternatives that are told."""

MOST_ASSIGNMENTS = 1_000
"""Assignments of a whole block from which the alternatives of a group in it are summed."""

MOST_SENTENCES = 10
"""Remains of a group that are told one by one."""


@dataclass(frozen=True, slots=True)
class GroupAssignment:
    """Who the remains of a group are, all at once, with the posterior of that."""

    assignment: Mapping[str, str | None]
    posterior: float

    def __str__(self) -> str:
        named = [
            said("{remains} is {person}", remains=r, person=m)
            for r, m in self.assignment.items()
            if m is not None
        ]
        others = len(self.assignment) - len(named)
        if others == 0:
            return in_a_row(named)
        if not named:
            every = in_a_row(list(self.assignment))
            return counted(
                "{remains} is nobody of those sought",
                "{remains} are nobody of those sought",
                others,
                remains=every,
            )
        return counted(
            "{named}, the other nobody of those sought",
            "{named}, the others nobody of those sought",
            others,
            named=in_a_row(named),
        )


@dataclass(frozen=True, slots=True)
class GroupExplanation:
    """Why some remains are not settled.

    Args:
        remains, missing: who competes.
        families: that miss them.
        alternatives: the best assignments of these remains from DNA alone, best first; summed over the
            best assignments of everybody who hangs together with them, so each is at least as probable.
        because: why it is open, in sentences.
        other_evidence: what the other evidence prefers, in sentences; empty where there is none.
    """

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    families: tuple[str, ...]
    alternatives: tuple[GroupAssignment, ...]
    because: tuple[str, ...]
    other_evidence: tuple[str, ...]


def explanations_of_groups(
    incident: DviIncident,
    result: Reconciliation,
    *,
    threshold: float,
    prior: Prior | None = None,
    signed: Mapping[str, str] | None = None,
) -> tuple[GroupExplanation, ...]:
    """Every ambiguity, and every other group of remains that hang together and are not settled.

    Args:
        incident, result: what was compared and found; no explanation where there is no joint posterior.
        threshold: least posterior with which the board identifies.
        prior, signed: those with which the result was found; flat and nobody where None.
    """
    if result.joint is None:
        return ()
    groups = ambiguities(result.joint)
    found = []
    for block in unsettled_blocks(incident, result.joint, threshold):
        context = _context(incident, result, result.joint, block, threshold, prior, signed)
        here = [g for g in groups if set(g.remains) <= set(block.remains)]
        found += [context.of_ambiguity(group) for group in here]
        explained = {r for group in here for r in group.remains}
        rest = [r for r in unsettled_remains(result.joint, block, threshold) if r not in explained]
        found += [context.of_remains(together) for together in context.hanging_together(rest)]
    return tuple(found)


def explanation_of_group(
    incident: DviIncident,
    result: Reconciliation,
    group: Ambiguity | JointBlock,
    *,
    threshold: float,
    prior: Prior | None = None,
    signed: Mapping[str, str] | None = None,
) -> GroupExplanation:
    """Why the remains of one group are not settled.

    Args:
        group: an ambiguity, or a block of remains; other arguments as for `explanations_of_groups`.

    Raises:
        KeyError: none of its remains is open.
    """
    if result.joint is None:
        raise KeyError(group.remains)
    for block in unsettled_blocks(incident, result.joint, threshold):
        if not set(block.remains).isdisjoint(group.remains):
            context = _context(incident, result, result.joint, block, threshold, prior, signed)
            if isinstance(group, Ambiguity):
                return context.of_ambiguity(group)
            open_remains = unsettled_remains(result.joint, block, threshold)
            return context.of_remains([r for r in open_remains if r in group.remains])
    raise KeyError(group.remains)


@dataclass(frozen=True)
class _Context:
    """A block in which groups are explained.

    Args:
        weighed: the block as an exact sum; None where it could not be weighed anew.
    """

    incident: DviIncident
    result: Reconciliation
    joint: JointPosterior
    block: JointBlock
    threshold: float
    weighed: BlockPosterior | None

    def of_ambiguity(self, group: Ambiguity) -> GroupExplanation:
        """Persons who cannot be told apart, with the remains that are theirs."""
        because = [
            said("{group}: the DNA fits each order equally well.", group=str(group)),
            *self._kinship(group.missing),
        ]
        return self._explanation(group.remains, group.missing, because)

    def hanging_together(self, remains: Sequence[str]) -> list[list[str]]:
        """Remains by the families of whom they may be somebody, not only in theory."""
        likely = {
            r: {m for m, p in self.joint.marginals[r].items() if p >= UNLIKELY} for r in remains
        }
        users = [
            (
                number,
                frozenset(i for i, r in enumerate(remains) if not likely[r].isdisjoint(f.missing)),
            )
            for number, f in enumerate(self.incident.families)
            if f.name in self.block.families
        ]
        return [
            [remains[i] for i in items] for _, items in components(users, len(remains)) if items
        ]

    def of_remains(self, remains: Sequence[str]) -> GroupExplanation:
        """Remains that hang together and are not settled."""
        likely: dict[str, float] = {}
        for r in remains:
            for person, p in self.joint.marginals[r].items():
                if person is not None and p >= UNLIKELY:
                    likely[person] = max(p, likely.get(person, 0.0))
        missing = tuple(sorted(likely, key=lambda person: -likely[person]))
        because = [*self._shared(remains, missing), *self._lacking(remains)]
        return self._explanation(tuple(remains), missing, because)

    def _explanation(
        self, remains: tuple[str, ...], missing: tuple[str, ...], because: Sequence[str]
    ) -> GroupExplanation:
        alternatives = self._alternatives(remains)
        return GroupExplanation(
            remains,
            missing,
            tuple(f.name for f in self.incident.families if not set(missing).isdisjoint(f.missing)),
            alternatives,
            (*because, *self._worth()),
            tuple(self._other_evidence(remains, alternatives)),
        )

    def _alternatives(self, remains: Sequence[str]) -> tuple[GroupAssignment, ...]:
        if self.weighed is None:
            return ()
        summed: dict[tuple[str | None, ...], float] = {}
        for persons, posterior in self.weighed.best(MOST_ASSIGNMENTS):
            key = tuple(persons.get(r) for r in remains)
            summed[key] = summed.get(key, 0.0) + posterior
        best = sorted(summed.items(), key=lambda item: -item[1])[:MOST_ALTERNATIVES]
        return tuple(GroupAssignment(dict(zip(remains, key, strict=True)), p) for key, p in best)

    def _kinship(self, missing: Sequence[str]) -> Iterator[str]:
        """Why the DNA of a family cannot tell some of its missing apart, where that is plain."""
        for family in self.incident.families:
            here = [m for m in missing if m in family.missing]
            parents = {
                (family.pedigree.by_id[m].father, family.pedigree.by_id[m].mother) for m in here
            }
            children = {
                p.id
                for p in family.pedigree.persons
                if not {p.father, p.mother}.isdisjoint(here) and family.profiles.get(p.id)
            }
            if len(here) > 1 and len(parents) == 1 and parents != {(None, None)} and not children:
                yield said(
                    "{persons} have the same parents, and no child of theirs gave DNA "
                    "(family {family}).",
                    persons=in_a_row(here),
                    family=family.name,
                )

    def _shared(self, remains: Sequence[str], missing: Sequence[str]) -> Iterator[str]:
        """Persons for whom several remains compete."""
        for person in missing:
            rivals = {r: self.joint.marginals[r].get(person, 0.0) for r in remains}
            rivals = {r: p for r, p in rivals.items() if p >= UNLIKELY}
            if len(rivals) > 1:
                each = in_a_row([f"{r} ({posterior_in_words(p)})" for r, p in rivals.items()])
                yield said("{remains} compete for {person}.", remains=each, person=person)

    def _lacking(self, remains: Sequence[str]) -> Iterator[str]:
        """Who each of the remains may be, and what the most probable person lacks to the threshold."""
        for r in remains[:MOST_SENTENCES]:
            row = sorted(self.joint.marginals[r].items(), key=lambda item: -item[1])
            likely = [_with_posterior(m, p) for m, p in row if p >= UNLIKELY]
            yield said("{remains} may be {persons}.", remains=r, persons=alternatively(likely))
            person, posterior = next((m, p) for m, p in row if m is not None)
            if (least := posterior - self.block.error) > 0.0:
                lacking = lacking_log10_lr(least, self.threshold)
                yield said(
                    "For {person}, log10 LR {lacking} more would be needed to reach {threshold}.",
                    person=person,
                    lacking=f"{lacking:.1f}",
                    threshold=f"{self.threshold:.12g}",
                )
        if len(remains) > MOST_SENTENCES:
            more = len(remains) - MOST_SENTENCES
            yield counted("And {number} more remains.", "And {number} more remains.", more)

    def _worth(self) -> Iterator[str]:
        """What the posterior of the block is worth, where that by itself keeps it open."""
        if self.block.standing is Standing.ESTIMATE:
            yield said("The posterior could only be sampled, and an estimate identifies nobody.")
        elif self.block.error > 1.0 - self.threshold:
            yield said(
                "The proved error of the posterior, {error}, is more than the threshold leaves.",
                error=f"{self.block.error:.1e}",
            )

    def _other_evidence(
        self, remains: Sequence[str], alternatives: Sequence[GroupAssignment]
    ) -> Iterator[str]:
        other, combined = self.result.other, self.result.combined
        if other is None or combined is None:
            return
        ranked = sorted(
            ((_total(other, a.assignment), a) for a in alternatives), key=lambda one: -one[0]
        )
        if len(ranked) > 1 and ranked[0][0] > ranked[1][0]:
            (best, first), (second, _) = ranked[:2]
            yield said(
                "The other evidence prefers: {assignment}; {log10_lr} over the next of these "
                "alternatives, place and time included.",
                assignment=str(first),
                log10_lr=lr_in_words(best - second),
            )
        for r in remains[:MOST_SENTENCES]:
            person, posterior = max(combined.marginals[r].items(), key=lambda item: item[1])
            yield said(
                "From all evidence {remains} is {person} with posterior {posterior}.",
                remains=r,
                person=person or NOBODY,
                posterior=posterior_in_words(posterior),
            )


def _with_posterior(person: str | None, posterior: float) -> str:
    words = posterior_in_words(posterior)
    return said("{person} ({posterior})", person=person or NOBODY, posterior=words)


def _context(
    incident: DviIncident,
    result: Reconciliation,
    joint: JointPosterior,
    block: JointBlock,
    threshold: float,
    prior: Prior | None,
    signed: Mapping[str, str] | None,
) -> _Context:
    weighed = None
    if block.standing is not Standing.ESTIMATE:
        try:
            weighed = block_posterior(incident, result, block, prior or flat(), signed or {})
            weighed.choices  # noqa: B018 - raises where the exact sum is too large
        except (JointRefused, PackingTooLarge, EliminationTooLarge):
            weighed = None
    return _Context(incident, result, joint, block, threshold, weighed)


def _total(other: OtherEvidence, assignment: Mapping[str, str | None]) -> float:
    """log10 of the evidence besides DNA for an assignment, place and time included."""
    return sum(
        float(other.log10_lr[i, j] + other.log10_prior[i, j])
        for remains, person in assignment.items()
        if person is not None
        for i, j in [(other.remains.index(remains), other.missing.index(person))]
    )
