"""What would have stopped a wrong identification before it was signed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from antigone.genetics.consistency import check_family
from antigone.policy.identification import LEAST_POSTERIOR
from antigone.reconcile.incident import DviIncident, Family
from antigone.reconcile.pairwise import pairwise_log10_lr
from antigone.reconcile.results import Reconciliation
from antigone.simulate.clerical import Clerical
from antigone.simulate.incident import Truth
from antigone.simulate.study_incident import Decision, other_log10_lr

CONTRADICTS = -2.0
"""log10 LR of one donor by themself from which the pair is looked at again."""

DOUBTS = -1.0
"""log10 LR of all evidence besides DNA from which the pair is looked at again."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """Which checks call for a second look at a pair.

    Args:
        family: the family's own DNA fits another explanation better than its pedigree.
        donor: one relative's DNA by itself speaks against the pair.
        other: all evidence besides DNA speaks against, or the posterior with it stays below the threshold.
        single: no alarm, but the family's DNA is that of one relative only.
    """

    family: bool
    donor: bool
    other: bool
    single: bool

    @property
    def any(self) -> bool:
        """Whether any check calls."""
        return self.family or self.donor or self.other


def alarms(incident: DviIncident, found: Reconciliation, decision: Decision) -> Alarms:
    """The alarms about a pair that DNA alone would identify."""
    family = incident.family_of(decision.person)
    other = False
    if found.combined is not None:
        row = found.combined.marginals[decision.remains]
        other = (
            row.get(decision.person, 0.0) < LEAST_POSTERIOR
            or other_log10_lr(found, decision) <= DOUBTS
        )
    return Alarms(
        family_alarm(incident, family),
        _donor_alarm(incident, family, decision),
        other,
        single=len(_donors(family)) < 2,
    )


def family_alarm(incident: DviIncident, family: Family) -> bool:
    """Whether another explanation of a family's DNA is more probable than its pedigree."""
    check = check_family(family.pedigree, incident.markers, family.profiles)
    return bool(check.suspicious) or check.unexplained


def _donor_alarm(incident: DviIncident, family: Family, decision: Decision) -> bool:
    donors = _donors(family)
    if len(donors) < 2:
        return False
    remains = tuple(r for r in incident.remains if r.id == decision.remains)
    for donor in donors:
        alone = replace(family, profiles={donor: family.profiles[donor]})
        one = replace(
            incident, remains=remains, families=(alone,), pairings=None, order_of_missing=()
        )
        pairs = pairwise_log10_lr(one)
        value = pairs.log10_lr[0][pairs.missing.index(decision.person)]
        if value is not None and value <= CONTRADICTS:
            return True
    return False


def _donors(family: Family) -> list[str]:
    return [donor for donor, profile in family.profiles.items() if profile]


def causes(truth: Truth, family: Family, decision: Decision) -> tuple[str, ...]:
    """The clerical errors that concern a pair; "chance" where there is none."""
    found = {
        error.kind.value
        for error in truth.errors
        if (error.kind is Clerical.REMAINS_EXCHANGED and decision.remains in error.about)
        or family.name in error.families
    }
    return tuple(sorted(found)) or ("chance",)
