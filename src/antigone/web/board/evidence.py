"""From a run and the record to what the rules look at."""

from __future__ import annotations

import math
from dataclasses import fields

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from antigone.formats.dvi_json import write_dvi_json
from antigone.policy.identification import Basis, Evidence, least_posterior
from antigone.provenance import fingerprint
from antigone.reconcile.priors import ListKind
from antigone.web.board.bodies import apart_from
from antigone.web.board.found import Found, found_in_run, found_then
from antigone.web.board.models import Proposal
from antigone.web.board.standing import exclusions_of, identifications_of, signed_pairs
from antigone.web.incidents.models import Incident
from antigone.web.matching.assumptions import (
    given_of,
    parts_of_run,
    prior_of,
    set_aside_of,
)
from antigone.web.matching.models import FrozenInput, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.since import nothing_recorded_since
from antigone.web.records.alive import alive_persons
from antigone.web.records.assemble import (
    incident_for_comparison,
    pairings_of,
)
from antigone.web.records.consent import coverage_of
from antigone.web.records.covered import covered_families
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import Family, MissingPerson, Remains
from antigone.web.requests.pedigree_dna import family_check


def evidence_of_run(
    run: Run, remains: Remains, missing_person: MissingPerson, basis: Basis = Basis.DNA
) -> Evidence:
    """What a run found about a pair, with what the record says today.

    Args:
        basis: on what an identification is to rest; all evidence is weighed anew only for the second.

    Raises:
        NoResults: the run is not done.
        KeyError: the pair was not part of the run.
    """
    found = found_in_run(run, remains.number, missing_person.number, basis)
    return _today(run, remains, missing_person, found)


def evidence_today(proposal: Proposal) -> Evidence:
    """What was frozen with a proposal, with what the record says today."""
    found = found_then(proposal)
    return _today(proposal.run, proposal.remains, proposal.missing_person, found)


def inputs_are_current(run: Run) -> bool:
    """Whether the record would give a new run the same inputs, byte for byte.

    Signed identifications that it took as given, or set aside as parts, have to stand still. False as
    well where the frozen inputs were destroyed: nobody can tell any more. Of a run over many, from which
    nothing can be proposed, the record is not put together anew: any act that might change it counts as
    a change.
    """
    given = {**given_of(run), **parts_of_run(run)}
    if given and not given.items() <= signed_pairs(run.incident, given.keys()).items():
        return False
    frozen = FrozenInput.objects.filter(run=run).only("salt").first()
    if frozen is None:
        return False
    if run.results is not None and RunResults(run).keeps_rows:
        return nothing_recorded_since(run)
    if _families_now(run.incident) != run.frozen_families.count():
        return False
    content = write_dvi_json(incident_for_comparison(run.incident).dvi)
    return fingerprint(content, bytes(frozen.salt)) == run.inputs_fingerprint


def _families_now(incident: Incident) -> int:
    """How many families a run that is started now would compare: those covered that seek somebody."""
    alive = alive_persons(incident)
    sought = MissingPerson.objects.filter(~alive, family=OuterRef("pk"))
    rows = Family.objects.filter(covered_families(incident), Exists(sought), incident=incident)
    return rows.order_by().count()


def rests_on_dna_only(run: Run) -> bool:
    """Whether the pairings of the files took nothing out of the joint view that DNA leaves open.

    They are read from today's record, which is the run's wherever its inputs are current (ID-07).
    """
    results = RunResults(run)
    if not results.has_joint:
        return True
    pairings = pairings_of(run.incident, results.missing) or {}
    for remains, row in zip(results.remains, results.log10_lr, strict=True):
        # An inconsistent family (nan) is left out of the joint view, pairings or not.
        possible = (
            missing
            for missing, log10_lr in zip(results.missing, row, strict=True)
            if log10_lr is not None and log10_lr > -math.inf
        )
        if remains in pairings and not {None, *possible} <= set(pairings[remains]):
            return False
    return True


def assumed_in(run: Run, remains: Remains, missing_person: MissingPerson) -> tuple[str, ...]:
    """What the run took for granted that may make this pair probable, in words (ID-13)."""
    prior, pair = prior_of(run), {"remains": remains.number, "person": missing_person.number}
    found = []
    if given_of(run).get(remains.number) == missing_person.number:
        found.append(
            _("The run takes as given that %(remains)s is %(person)s, so it says nothing about it.")
            % pair
        )
    if set_aside_of(run):
        found.append(_("The run leaves signed identifications out, to see what would be without."))
    if prior.kind is ListKind.CLOSED:
        found.append(_("The run rests on a closed list, on which whoever is left over is found."))
    elif prior.log10_odds > 0.0:
        found.append(_("The prior of the run makes each pair probable before the DNA speaks."))
    return tuple(found)


def threshold() -> float:
    """The least posterior of this installation (ID-10)."""
    return least_posterior(settings.LEAST_POSTERIOR)


def _today(run: Run, remains: Remains, missing_person: MissingPerson, found: Found) -> Evidence:
    family = missing_person.family
    return Evidence(
        remains=remains.number,
        missing_person=missing_person.number,
        threshold=threshold(),
        family=family.name,
        exclusions=exclusions_of(remains, missing_person),
        contradictions=identifications_of(remains),
        apart=apart_from(remains, missing_person),
        inputs_current=inputs_are_current(run),
        legal_basis=coverage_of(run.incident, [family]).covers_family(family),
        dna_only=rests_on_dna_only(run),
        assumed=assumed_in(run, remains, missing_person),
        suspicious=is_suspicious(missing_person),
        **{field.name: getattr(found, field.name) for field in fields(found)},
    )


def is_suspicious(missing_person: MissingPerson) -> bool:
    """Whether something explains the DNA of whoever seeks this person better than their pedigree."""
    incident = missing_person.incident
    numbers = same_numbers(incident).get(missing_person.number, ())
    families = [missing_person.family]
    if numbers:
        others = Family.objects.filter(incident=incident, missing_persons__number__in=numbers)
        families += others.exclude(pk=missing_person.family_id).distinct()
    checks = (family_check(family) for family in families)
    return any(c is not None and bool(c.suspicious or c.unexplained) for c in checks)
