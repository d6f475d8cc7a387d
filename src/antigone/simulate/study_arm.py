"""One incident of a study as counts: what the rules decide, how it is with the truth, what would warn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from antigone.reconcile.results import Reconciliation, Standing
from antigone.simulate.alarms import Alarms, alarms, causes, family_alarm
from antigone.simulate.study_incident import (
    Compared,
    Decision,
    agreeing_decisions,
    combined_decisions,
    decisions,
    reliability_of,
)
from antigone.simulate.study_outcome import AlarmCount, Outcome, Rule, ShapeCount

DNA = "DNA alone"
AGREEING = "DNA alone, and all evidence agrees (ID-11)"
EITHER = "DNA alone with ID-11, or all evidence together (ID-12)"
WATCHED = (DNA, AGREEING, EITHER)
"""Rules whose wrong identifications are looked into."""

EVERY = 10
"""Of right identifications and of families without error every tenth is checked for false alarms."""


def outcome_of_incident(compared: Compared) -> Outcome:
    """The counts of one incident."""
    found = compared.found
    owners = compared.simulated.truth.remains
    size = Outcome(
        incidents=1,
        remains=len(owners),
        identifiable=sum(owner is not None for owner in owners.values()),
        missing=len(compared.incident.missing),
        families=len(compared.incident.families),
    )
    if found is None:
        return size
    if found.joint is None:
        return Outcome(**{**vars(size), "refused": 1})
    by_rule = _decided(compared, found)
    reliabilities = {"dna": reliability_of(compared, found.joint.marginals)}
    if found.combined is not None:
        reliabilities["all"] = reliability_of(compared, found.combined.marginals)
    right = [d for d in by_rule[DNA] if compared.is_right(d)]
    return Outcome(
        **{
            **vars(size),
            "estimated": sum(
                len(block.remains)
                for block in found.joint.blocks
                if block.standing is Standing.ESTIMATE
            ),
            "rules": {name: _rule(compared, decided) for name, decided in by_rule.items()},
            "reliabilities": reliabilities,
            "shapes": _by_shape(compared, by_rule),
            "wrong": _wrong(compared, found, by_rule),
            "right_alarms": _counted(
                alarms(compared.incident, found, decision) for decision in right[::EVERY]
            ),
            "family_alarms": _family_alarms(compared),
        }
    )


def _decided(compared: Compared, found: Reconciliation) -> dict[str, list[Decision]]:
    """By rule what it decides; with other prior odds, what DNA alone would decide."""
    if found.joint is None:
        return {}
    by_rule = {DNA: list(decisions(found.joint))}
    if found.combined is not None:
        by_rule[AGREEING] = list(agreeing_decisions(found))
        named = {d.remains for d in by_rule[AGREEING]}
        by_rule[EITHER] = [*by_rule[AGREEING], *combined_decisions(compared, named)]
    for factor, marginals in found.joint.sensitivity.items():
        by_rule[f"{DNA}, prior odds times {factor:g}"] = list(decisions(found.joint, marginals))
    return by_rule


def _rule(compared: Compared, decided: list[Decision]) -> Rule:
    right = sum(compared.is_right(decision) for decision in decided)
    expected = sum(1.0 - decision.posterior for decision in decided)
    return Rule(right, len(decided) - right, expected)


def _by_shape(compared: Compared, by_rule: Mapping[str, list[Decision]]) -> dict[str, ShapeCount]:
    shapes = compared.simulated.truth.shapes
    shape_of = {
        person: shapes[family.name]
        for family in compared.incident.families
        for person in family.missing
    }
    owners = compared.simulated.truth.remains.values()
    identifiable = Counter(shape_of[owner] for owner in owners if owner is not None)
    named = {
        rule: Counter(shape_of[d.person] for d in by_rule.get(rule, ()) if compared.is_right(d))
        for rule in (DNA, EITHER)
    }
    return {
        shape: ShapeCount(count, named[DNA][shape], named[EITHER][shape])
        for shape, count in identifiable.items()
    }


def _wrong(
    compared: Compared, found: Reconciliation, by_rule: Mapping[str, list[Decision]]
) -> dict[str, AlarmCount]:
    counts: dict[str, list[Alarms]] = {}
    truth = compared.simulated.truth
    for rule in WATCHED:
        for decision in by_rule.get(rule, ()):
            if compared.is_right(decision):
                continue
            family = compared.incident.family_of(decision.person)
            cause = " and ".join(causes(truth, family, decision))
            raised = alarms(compared.incident, found, decision)
            counts.setdefault(f"{rule}: {cause}", []).append(raised)
    return {key: _counted(raised) for key, raised in counts.items()}


def _counted(raised: Iterable[Alarms]) -> AlarmCount:
    every = list(raised)
    return AlarmCount(
        len(every),
        sum(a.family for a in every),
        sum(a.donor for a in every),
        sum(a.other for a in every),
        sum(a.any for a in every),
        sum(a.single and not a.any for a in every),
    )


def _family_alarms(compared: Compared) -> dict[str, AlarmCount]:
    """By clerical error the families that are checked, and those called; of families without, a sample."""
    errors: dict[str, set[str]] = {}
    for error in compared.simulated.truth.errors:
        for name in error.families:
            errors.setdefault(name, set()).add(error.kind.value)
    counts: dict[str, list[Alarms]] = {}
    for number, family in enumerate(compared.incident.families):
        if family.name in errors or number % EVERY == 0:
            kind = " and ".join(sorted(errors.get(family.name, {"none"})))
            called = family_alarm(compared.incident, family)
            counts.setdefault(kind, []).append(
                Alarms(called, donor=False, other=False, single=False)
            )
    return {kind: _counted(raised) for kind, raised in counts.items()}
