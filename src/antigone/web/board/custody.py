"""What breaks of custody mean before the board: unexplained ones bar, explained ones are weighed."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.policy.findings import Finding
from antigone.web.custody.breaks import CustodyBreak, breaks_of_family, breaks_of_remains
from antigone.web.records.models import MissingPerson, Remains


def breaks_of_pair(remains: Remains, missing_person: MissingPerson) -> list[CustodyBreak]:
    """The breaks of the remains and of the family's samples."""
    return [*breaks_of_remains(remains), *breaks_of_family(missing_person.family)]


def each_rule_once(found: Iterable[CustodyBreak]) -> tuple[Finding, ...]:
    """One finding for each rule that is broken: what a document names."""
    return tuple({one.code: one.finding for one in found}.values())


def unexplained(found: Iterable[CustodyBreak]) -> tuple[str, ...]:
    """Those that nobody explained, by rule and thing (BO-14)."""
    silent = (f"{one.code} {one.name}" for one in found if not one.is_explained)
    return tuple(dict.fromkeys(silent))
