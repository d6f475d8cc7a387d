"""What breaks of custody mean before the board: they bar nothing, and are passed over by nobody."""

from __future__ import annotations

from antigone.policy.findings import Finding
from antigone.web.custody.breaks import breaks_of_family, breaks_of_remains
from antigone.web.records.models import MissingPerson, Remains


def custody_findings(remains: Remains, missing_person: MissingPerson) -> tuple[Finding, ...]:
    """The breaks of the remains and of the family's samples, each rule once."""
    found = (*breaks_of_remains(remains), *breaks_of_family(missing_person.family))
    return tuple({one.code: one.finding for one in found}.values())
