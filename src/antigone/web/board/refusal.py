"""What an act says when a rule stands against it."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.policy.findings import Finding


class RuleRefused(Exception):
    """One rule or more is not met; `findings` are the unmet ones, each with its code."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(f"{f.code}: {f.message}" for f in findings))
        self.findings = findings


def insist(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Go on only if every rule is met; gives the findings back.

    Raises:
        RuleRefused: with all unmet rules, not the first alone.
    """
    findings = tuple(findings)
    unmet = tuple(finding for finding in findings if not finding.met)
    if unmet:
        raise RuleRefused(unmet)
    return findings
