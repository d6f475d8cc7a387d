"""Rules ID-…: what must hold before remains may be said to be a person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from antigone.policy.combined import (
    CONTRADICTING_LOG10_LR,
    CombinedEvidence,
    contradicts,
    id_12_combined_evidence,
    written,
)
from antigone.policy.findings import Finding, gettext_noop, hindrances_first
from antigone.words import in_turn

LEAST_POSTERIOR = 0.9995
"""Practice of the ICMP: a DNA identification needs a posterior of 99.95 % or more, prior stated."""


class ThresholdRefused(ValueError):
    """An installation may raise the least posterior, never lower it."""


class Basis(StrEnum):
    """On what an identification is to rest."""

    DNA = "dna"
    COMBINED = "combined"


@dataclass(frozen=True)
class Evidence:
    """What the board knows of a pair at one moment.

    Args:
        remains, missing_person: their numbers.
        log10_lr: DNA, "these remains are this person" against "a stranger"; None: the sexes differ.
        posterior: joint posterior of the pair from DNA alone; None: there is none.
        error: proved bound of the error of the posterior, 0 where it is exact; None: it is an estimate,
            or there is none.
        prior: the prior in words.
        threshold: least posterior in force, from `least_posterior`.
        family: name of the person's family.
        family_consistent: the family is possible on its own DNA.
        exclusions: standing exclusions of this pair by the board, in words.
        contradictions: standing identifications of this body, in words.
        apart: why other remains that are identified as this person, and these, are not parts of one
            body, in words.
        inputs_current: nothing the run compared has changed since.
        legal_basis: the family's records may be compared today.
        ambiguities: groups that the evidence cannot tell apart and that hold this pair, in words.
        dna_only: nothing but sex and DNA limits the joint posterior; a file's pairings do not.
        combined_posterior: from all evidence, less its error; None where there is no other evidence.
        other_log10_lr: all evidence besides DNA; None where there is none.
        assumed: what the run took for granted and did not find, in words.
        basis: on what the identification is to rest.
        combined_error: as `error`, of the posterior from all evidence.
        combined_at_lower_odds: from all evidence, with a tenth of the prior odds of every pair; None
            where the run did not try that.
        teeth_log10_lr: of the pair; None where no teeth could be compared, or nobody asked.
        suspicious: something explains the family's DNA better than its pedigree as recorded.
    """

    remains: str
    missing_person: str
    log10_lr: float | None
    posterior: float | None
    error: float | None
    prior: str
    threshold: float
    family: str
    family_consistent: bool
    exclusions: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    inputs_current: bool = True
    legal_basis: bool = True
    ambiguities: tuple[str, ...] = ()
    dna_only: bool = True
    combined_posterior: float | None = None
    other_log10_lr: float | None = None
    assumed: tuple[str, ...] = ()
    basis: Basis = Basis.DNA
    combined_error: float | None = None
    combined_at_lower_odds: float | None = None
    teeth_log10_lr: float | None = None
    suspicious: bool = False

    @property
    def error_in_force(self) -> float | None:
        """The error of the posterior on which the identification is to rest."""
        return self.combined_error if self.basis is Basis.COMBINED else self.error

    @property
    def least(self) -> float | None:
        """The posterior less the proved bound of its error, at least 0."""
        if self.posterior is None or self.error is None:
            return self.posterior
        return max(0.0, self.posterior - self.error)


def least_posterior(configured: float | None = None) -> float:
    """ID-10: the threshold in force, the ICMP's or a higher one of the installation.

    Raises:
        ThresholdRefused: the configured value is lower than 0.9995, not below 1, or no number.
    """
    if configured is None:
        return LEAST_POSTERIOR
    if math.isnan(configured) or not LEAST_POSTERIOR <= configured < 1.0:
        raise ThresholdRefused(
            f"the least posterior is set to {configured}: it may be raised above {LEAST_POSTERIOR} "
            "and must stay below 1; it may never be lowered (ID-10)"
        )
    return configured


def id_01_primary_identifier(evidence: Evidence) -> Finding:
    """DNA counts as primary identifier from the least joint posterior on, by itself."""
    title = gettext_noop("A primary identifier stands by itself")
    if evidence.posterior is None:
        return _finding(
            "ID-01", title, False, gettext_noop("There is no joint posterior for this pair.")
        )
    if not evidence.dna_only:
        return _finding(
            "ID-01",
            title,
            False,
            gettext_noop(
                "The joint posterior does not rest on DNA alone: a file says whom its remains may be. "
                "Import the file without its pairings into another incident."
            ),
        )
    least = evidence.posterior if evidence.least is None else evidence.least
    return Finding(
        "ID-01",
        title,
        least >= evidence.threshold,
        gettext_noop(
            "DNA alone gives a joint posterior of {posterior}; at least {threshold} is needed."
        ),
        {"posterior": written(least), "threshold": f"{evidence.threshold:.12g}"},
    )


def id_02_exact(evidence: Evidence) -> Finding:
    """A joint posterior whose error nobody can bound identifies nobody."""
    title = gettext_noop("The joint posterior is exact, or its error is proved")
    error = evidence.error_in_force
    if error is None:
        return _finding(
            "ID-02", title, False, gettext_noop("It is an estimate, or could not be computed.")
        )
    if error == 0.0:
        return _finding("ID-02", title, True, gettext_noop("No approximation was used."))
    return Finding(
        "ID-02",
        title,
        True,
        gettext_noop("Its error is at most {error}, which is taken off before any comparison."),
        {"error": f"{error:.1e}"},
    )


def id_03_prior_stated(evidence: Evidence) -> Finding:
    """A posterior without its prior says nothing."""
    title = gettext_noop("The prior is stated")
    if evidence.prior.strip():
        return Finding("ID-03", title, True, "{prior}", {"prior": evidence.prior})
    return _finding(
        "ID-03", title, False, gettext_noop("The run does not say on which prior it rests.")
    )


def id_04_no_exclusion(evidence: Evidence) -> Finding:
    """Neither the DNA nor the board excludes this pair."""
    title = gettext_noop("Nothing excludes this pair")
    if evidence.log10_lr is None:
        return _finding("ID-04", title, False, gettext_noop("The recorded sexes differ."))
    if evidence.log10_lr == -math.inf:
        return _finding("ID-04", title, False, gettext_noop("The DNA excludes it."))
    if evidence.exclusions:
        return Finding(
            "ID-04",
            title,
            False,
            gettext_noop("The board excluded it: {exclusions}. It must be reopened first."),
            {"exclusions": "; ".join(evidence.exclusions)},
        )
    return _finding(
        "ID-04", title, True, gettext_noop("Neither the DNA nor the board excludes it.")
    )


def id_05_consistent_family(evidence: Evidence) -> Finding:
    """The family is possible on its own DNA, as its pedigree is recorded."""
    title = gettext_noop("The family’s own DNA is consistent")
    values = {"family": evidence.family}
    if evidence.family_consistent:
        return Finding(
            "ID-05",
            title,
            True,
            gettext_noop("{family}: the pedigree fits the DNA of the relatives."),
            values,
        )
    return Finding(
        "ID-05",
        title,
        False,
        gettext_noop(
            "{family}: the pedigree does not fit the DNA of the relatives. Look for a swapped sample."
        ),
        values,
    )


def id_06_no_contradiction(evidence: Evidence) -> Finding:
    """A body is one person, and is identified once."""
    title = gettext_noop("No other identification contradicts")
    if evidence.contradictions:
        return Finding(
            "ID-06",
            title,
            False,
            gettext_noop("{identifications}. It must be reopened first."),
            {"identifications": "; ".join(evidence.contradictions)},
        )
    return _finding(
        "ID-06",
        title,
        True,
        gettext_noop("These remains are not identified yet."),
    )


def id_07_current_inputs(evidence: Evidence) -> Finding:
    """What was compared is what the record holds today."""
    title = gettext_noop("The run compared what the record holds today")
    if evidence.inputs_current:
        return _finding(
            "ID-07", title, True, gettext_noop("Nothing it compared has changed since.")
        )
    return _finding(
        "ID-07",
        title,
        False,
        gettext_noop("The record has changed since this run. Compare again first."),
    )


def id_08_not_ambiguous(evidence: Evidence) -> Finding:
    """No other remains and persons could change places with this pair."""
    title = gettext_noop("Nobody else fits equally well")
    if evidence.ambiguities:
        return Finding(
            "ID-08",
            title,
            False,
            gettext_noop("{groups}: the DNA cannot tell them apart."),
            {"groups": in_turn(evidence.ambiguities)},
        )
    return _finding(
        "ID-08", title, True, gettext_noop("No group is left open that holds this pair.")
    )


def id_09_legal_basis(evidence: Evidence) -> Finding:
    """The family's records may still be used."""
    title = gettext_noop("Consent or another legal basis covers the family’s records")
    if evidence.legal_basis:
        return _finding(
            "ID-09", title, True, gettext_noop("It is recorded and has not been withdrawn.")
        )
    return _finding(
        "ID-09",
        title,
        False,
        gettext_noop("It was withdrawn, or was never recorded. Nothing may be decided on it."),
    )


def id_11_all_evidence_agrees(evidence: Evidence) -> Finding:
    """Evidence besides DNA opens no identification, and where it speaks strongly against, it stops one."""
    title = gettext_noop("The evidence besides DNA does not speak against")
    if evidence.combined_posterior is None:
        return _finding(
            "ID-11", title, True, gettext_noop("There is no evidence besides DNA about this pair.")
        )
    other = evidence.other_log10_lr or 0.0
    return Finding(
        "ID-11",
        title,
        evidence.combined_posterior >= evidence.threshold and not contradicts(other),
        gettext_noop(
            "It has log10 LR {other}; all evidence together gives a joint posterior of {posterior}. From "
            "{least} down, or below {threshold}, a sample or a record may be another person’s: look for "
            "it, correct it, and compare again."
        ),
        {
            "other": f"{other:.1f}",
            "posterior": written(evidence.combined_posterior),
            "least": f"{CONTRADICTING_LOG10_LR:g}",
            "threshold": f"{evidence.threshold:.12g}",
        },
    )


def id_13_found_not_assumed(evidence: Evidence) -> Finding:
    """What a run was told to assume is no evidence for it."""
    title = gettext_noop("The run found it, and did not assume it")
    if evidence.assumed:
        return Finding(
            "ID-13",
            title,
            False,
            gettext_noop("{assumed} Propose from a run that does not assume it."),
            {"assumed": " ".join(evidence.assumed)},
        )
    return _finding(
        "ID-13", title, True, gettext_noop("The run was told nothing that speaks for this pair.")
    )


def id_14_no_suspicion(evidence: Evidence) -> Finding:
    """No sample of the family looks like somebody else's, and no parent like another one.

    What the DNA says instead is for the geneticist: the rule tells nobody.
    """
    title = gettext_noop("No sample of the family is under suspicion")
    values = {"family": evidence.family}
    if evidence.suspicious:
        return Finding(
            "ID-14",
            title,
            False,
            gettext_noop(
                "{family}: something else explains its DNA better than the pedigree as recorded; samples "
                "may be exchanged. A geneticist looks at it first. It says nothing about anybody."
            ),
            values,
        )
    return Finding(
        "ID-14",
        title,
        True,
        gettext_noop("{family}: nothing explains its DNA better than the pedigree as recorded."),
        values,
    )


def id_15_parts_of_one_body(evidence: Evidence) -> Finding:
    """Several remains are one person only where they are parts of one body."""
    title = gettext_noop("Other remains of this person are parts of the same body")
    if evidence.apart:
        return Finding("ID-15", title, False, "{reasons}", {"reasons": " ".join(evidence.apart)})
    return _finding(
        "ID-15",
        title,
        True,
        gettext_noop("No other remains that stand as this person are in the way."),
    )


def _all_evidence_together(evidence: Evidence) -> Finding:
    """ID-12, of what a run found."""
    title = gettext_noop("All evidence together may decide")
    if evidence.combined_posterior is None or evidence.combined_at_lower_odds is None:
        return _finding(
            "ID-12",
            title,
            False,
            gettext_noop(
                "The run gives no joint posterior from all evidence, with a tenth of the prior odds as "
                "well."
            ),
        )
    if not evidence.dna_only:
        return _finding(
            "ID-12",
            title,
            False,
            gettext_noop(
                "A file says whom its remains may be, and nobody knows why. Import it without its "
                "pairings into another incident."
            ),
        )
    return id_12_combined_evidence(
        CombinedEvidence(
            evidence.combined_posterior,
            evidence.combined_at_lower_odds,
            -math.inf if evidence.log10_lr is None else evidence.log10_lr,
            evidence.teeth_log10_lr,
            evidence.other_log10_lr or 0.0,
            evidence.threshold,
        )
    )


_ALWAYS = (
    id_02_exact,
    id_03_prior_stated,
    id_04_no_exclusion,
    id_05_consistent_family,
    id_06_no_contradiction,
    id_07_current_inputs,
    id_08_not_ambiguous,
    id_09_legal_basis,
    id_13_found_not_assumed,
    id_14_no_suspicion,
    id_15_parts_of_one_body,
)

RULES = {
    Basis.DNA: (id_01_primary_identifier, id_11_all_evidence_agrees, *_ALWAYS),
    Basis.COMBINED: (_all_evidence_together, *_ALWAYS),
}


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """All rules before an identification on its basis, unmet ones first."""
    return hindrances_first(rule(evidence) for rule in RULES[evidence.basis])


def unmet(evidence: Evidence) -> tuple[Finding, ...]:
    """The rules that stand against an identification."""
    return tuple(finding for finding in findings(evidence) if not finding.met)


def _finding(code: str, title: str, met: bool, template: str) -> Finding:
    return Finding(code, title, met, template)
