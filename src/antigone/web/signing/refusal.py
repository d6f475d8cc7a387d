"""What signing says when a rule stands against it."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.policy.findings import Finding


class SigningRefused(ValueError):
    """One rule SI-… or more is not met; `findings` are the unmet ones."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(f"{f.code}: {f.message}" for f in findings))
        self.findings = findings


def insist(findings: Iterable[Finding]) -> None:
    """Go on only if every rule is met.

    Raises:
        SigningRefused: with all unmet rules.
    """
    unmet = tuple(finding for finding in findings if not finding.met)
    if unmet:
        raise SigningRefused(unmet)
