"""From a run and the record to what the rules look at."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from antigone.formats.dvi_json import write_dvi_json
from antigone.policy.identification import Evidence, least_posterior
from antigone.provenance import JsonValue, fingerprint
from antigone.reconcile.priors import ListKind
from antigone.web.board.documents import number_from_word
from antigone.web.board.models import Proposal
from antigone.web.board.standing import exclusions_of, identifications_of, signed_pairs
from antigone.web.incidents.models import Incident
from antigone.web.matching.assumptions import given_of, prior_of, set_aside_of
from antigone.web.matching.models import FrozenInput, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.since import nothing_recorded_since
from antigone.web.records.alive import alive_persons
from antigone.web.records.assemble import incident_for_comparison, pairings_of
from antigone.web.records.consent import coverage_of
from antigone.web.records.covered import covered_families
from antigone.web.records.models import Family, MissingPerson, Remains
from antigone.words import said_of_json


def evidence_of_run(run: Run, remains: Remains, missing_person: MissingPerson) -> Evidence:
    """What a run found about a pair, with what the record says today.

    Raises:
        NoResults: the run is not done.
        KeyError: the pair was not part of the run.
    """
    results = RunResults(run)
    pair = results.candidate(remains.number, missing_person.number)
    groups = (
        group.in_words
        for group in results.unsettled
        if remains.number in group.remains and missing_person.number in group.missing
    )
    return _today(
        run,
        remains,
        missing_person,
        log10_lr=pair.log10_lr,
        posterior=pair.posterior,
        error=_error(results, remains.number),
        prior=results.prior or _prior_of(run),
        family_consistent=pair.family not in results.inconsistent_families,
        ambiguities=tuple(groups),
        combined_posterior=None
        if results.combined is None
        else results.combined.least(remains.number, missing_person.number),
        other_log10_lr=results.other_log10_lr(remains.number, missing_person.number),
    )


def _frozen_error(frozen: Mapping[str, JsonValue]) -> float | None:
    """The error as frozen; evidence in the form of version 1 says only whether it was exact."""
    if "error" in frozen:
        return number_from_word(frozen["error"])
    return 0.0 if frozen["exact"] else None


def _prior_of(run: Run) -> str:
    return said_of_json(run.assumptions.get("prior", ""))


def frozen_prior(frozen: Mapping[str, JsonValue], run: Run) -> str:
    """As it was frozen, with its parts where the run still has them."""
    prior = _prior_of(run)
    return prior if prior == frozen["prior"] else str(frozen["prior"])


def _error(results: RunResults, remains: str) -> float | None:
    """Proved bound of the error of these marginals; None: an estimate, or no joint view."""
    block = results.block_of(remains)
    return None if block is None else block.error


def evidence_today(proposal: Proposal) -> Evidence:
    """What was frozen with a proposal, with what the record says today."""
    frozen = proposal.evidence
    return _today(
        proposal.run,
        proposal.remains,
        proposal.missing_person,
        log10_lr=number_from_word(frozen["log10_lr"]),
        posterior=number_from_word(frozen["posterior"]),
        error=_frozen_error(frozen),
        prior=frozen_prior(frozen, proposal.run),
        family_consistent=bool(frozen["family_consistent"]),
        ambiguities=_texts(frozen, "ambiguities"),
        combined_posterior=number_from_word(frozen.get("combined_posterior")),
        other_log10_lr=number_from_word(frozen.get("other_log10_lr")),
    )


def inputs_are_current(run: Run) -> bool:
    """Whether the record would give a new run the same inputs, byte for byte.

    Signed identifications that it took as given have to stand still. False as well where the frozen
    inputs were destroyed: nobody can tell any more. Of a run over many, from which nothing can be
    proposed, the record is not put together anew: any act that might change it counts as a change.
    """
    given = given_of(run)
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


def _today(
    run: Run,
    remains: Remains,
    missing_person: MissingPerson,
    *,
    log10_lr: float | None,
    posterior: float | None,
    error: float | None,
    prior: str,
    family_consistent: bool,
    ambiguities: tuple[str, ...],
    combined_posterior: float | None,
    other_log10_lr: float | None,
) -> Evidence:
    family = missing_person.family
    return Evidence(
        remains=remains.number,
        missing_person=missing_person.number,
        log10_lr=log10_lr,
        posterior=posterior,
        error=error,
        prior=prior,
        threshold=threshold(),
        family=family.name,
        family_consistent=family_consistent,
        exclusions=exclusions_of(remains, missing_person),
        contradictions=identifications_of(remains, missing_person),
        inputs_current=inputs_are_current(run),
        legal_basis=coverage_of(run.incident, [family]).covers_family(family),
        ambiguities=ambiguities,
        dna_only=rests_on_dna_only(run),
        combined_posterior=combined_posterior,
        other_log10_lr=other_log10_lr,
        assumed=assumed_in(run, remains, missing_person),
    )


def _texts(frozen: Mapping[str, JsonValue], name: str) -> tuple[str, ...]:
    return tuple(str(text) for text in cast("list[JsonValue]", frozen[name]))
