"""Rules ID-…: what must hold before remains may be said to be a person."""

from __future__ import annotations

import math
from dataclasses import dataclass

from antigone.policy.findings import Finding, gettext_noop, hindrances_first
from antigone.words import in_turn

LEAST_POSTERIOR = 0.9995
"""Practice of the ICMP: a DNA identification needs a posterior of 99.95 % or more, prior stated."""


class ThresholdRefused(ValueError):
    """An installation may raise the least posterior, never lower it."""


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
        contradictions: standing identifications of these remains as somebody else, or of this
            person as other remains, in words.
        inputs_current: nothing the run compared has changed since.
        legal_basis: the family's records may be compared today.
        ambiguities: groups that the evidence cannot tell apart and that hold this pair, in words.
        dna_only: nothing but sex and DNA limits the joint posterior; a file's pairings do not.
        combined_posterior: from all evidence, less its error; None where there is no other evidence.
        other_log10_lr: all evidence besides DNA; None where there is none.
        assumed: what the run took for granted and did not find, in words.
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
    inputs_current: bool = True
    legal_basis: bool = True
    ambiguities: tuple[str, ...] = ()
    dna_only: bool = True
    combined_posterior: float | None = None
    other_log10_lr: float | None = None
    assumed: tuple[str, ...] = ()

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
    if evidence.error is None:
        return _finding(
            "ID-02", title, False, gettext_noop("It is an estimate, or could not be computed.")
        )
    if evidence.error == 0.0:
        return _finding("ID-02", title, True, gettext_noop("No approximation was used."))
    return Finding(
        "ID-02",
        title,
        True,
        gettext_noop("Its error is at most {error}, which is taken off before any comparison."),
        {"error": f"{evidence.error:.1e}"},
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
    """Remains are one person, and a person is identified once."""
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
        gettext_noop("Neither these remains nor this person is identified yet."),
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


CONTRADICTING_LOG10_LR = -2.0
"""ID-11: evidence besides DNA that says so much against is looked into before anything is signed (P).

Of right pairs at most one in a hundred falls so low, if the LR is calibrated (Markov's inequality, as the
mean of 1/LR of right pairs is 1). However strong the DNA, it cannot see that a sample was exchanged.
"""


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


def contradicts(other_log10_lr: float) -> bool:
    """Whether evidence besides DNA speaks so strongly against a pair that its samples are in doubt."""
    return other_log10_lr <= CONTRADICTING_LOG10_LR


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


LEAST_PRIMARY_LOG10_LR = 3.0
"""ID-12: what DNA or teeth must say by themselves where all evidence together is to decide (P)."""


@dataclass(frozen=True, slots=True)
class CombinedEvidence:
    """What all evidence together says of a pair, where DNA alone does not reach the threshold.

    Args:
        posterior: joint posterior from all evidence, less its error.
        posterior_at_lower_odds: the same with a tenth of the prior odds of every pair.
        dna_log10_lr: of the pair.
        teeth_log10_lr: of the pair; None where no teeth could be compared.
        other_log10_lr: all evidence besides DNA.
        threshold: least posterior in force.
    """

    posterior: float
    posterior_at_lower_odds: float
    dna_log10_lr: float
    teeth_log10_lr: float | None
    other_log10_lr: float
    threshold: float


def id_12_combined_evidence(evidence: CombinedEvidence) -> Finding:
    """All evidence together may decide where a primary identifier supports it and none contradicts."""
    title = gettext_noop("All evidence together may decide")
    primary = [evidence.dna_log10_lr]
    if evidence.teeth_log10_lr is not None:
        primary.append(evidence.teeth_log10_lr)
    reached = min(evidence.posterior, evidence.posterior_at_lower_odds)
    met = (
        reached >= evidence.threshold
        and max(primary) >= LEAST_PRIMARY_LOG10_LR
        and min(primary) >= 0.0
        and not contradicts(evidence.other_log10_lr)
    )
    return Finding(
        "ID-12",
        title,
        met,
        gettext_noop(
            "With a tenth of the prior odds as well, the joint posterior is {posterior}; at least "
            "{threshold} is needed, DNA or teeth by themselves must reach log10 LR {least}, neither may "
            "speak against, and all that is known besides DNA not strongly."
        ),
        {
            "posterior": written(reached),
            "threshold": f"{evidence.threshold:.12g}",
            "least": f"{LEAST_PRIMARY_LOG10_LR:g}",
        },
    )


RULES = (
    id_01_primary_identifier,
    id_02_exact,
    id_03_prior_stated,
    id_04_no_exclusion,
    id_05_consistent_family,
    id_06_no_contradiction,
    id_07_current_inputs,
    id_08_not_ambiguous,
    id_09_legal_basis,
    id_11_all_evidence_agrees,
    id_13_found_not_assumed,
)


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """All rules before an identification, unmet ones first."""
    return hindrances_first(rule(evidence) for rule in RULES)


def unmet(evidence: Evidence) -> tuple[Finding, ...]:
    """The rules that stand against an identification."""
    return tuple(finding for finding in findings(evidence) if not finding.met)


def written(posterior: float) -> str:
    """A probability in digits, cut rather than rounded: never shown as 1, never as a threshold it misses.

    >>> written(0.99949999), written(0.9999999999)
    ('0.999499', '> 0.999999')
    """
    if posterior > 0.999999:
        return "> 0.999999"
    if 0.0 < posterior < 1e-6:
        return "< 0.000001"
    return f"{math.floor(posterior * 1e6) / 1e6:.6f}"


def _finding(code: str, title: str, met: bool, template: str) -> Finding:
    return Finding(code, title, met, template)
