"""What a rule says of a case: met or not, in words that can be translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; the pages translate it, the core never does."""
    return text


@dataclass(frozen=True)
class Finding:
    """One rule, applied.

    Args:
        code: as in `docs/rules.md`.
        title: the rule in a few words.
        met: whether the case meets it.
        template: what was found, with named places for the values.
        values: what stands in these places.
    """

    code: str
    title: str
    met: bool
    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What was found, in English."""
        return self.template.format(**self.values)


def hindrances_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Unmet rules before met ones, otherwise in the order of the codes."""
    return tuple(sorted(findings, key=lambda finding: (finding.met, finding.code)))
