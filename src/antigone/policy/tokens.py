"""Rules AP-…: what a token of the programming interface may do, how long, and what none ever may.

A token belongs to a person. Permissions are named as the roles of an incident name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from antigone.policy.findings import Finding, gettext_noop

USUAL_DAYS = 90
LONGEST_DAYS = 366


class Scope(StrEnum):
    """One thing that a token is made for."""

    READ_INCIDENTS = "read:incidents"
    READ_REMAINS = "read:remains"
    READ_FAMILIES = "read:families"
    READ_GENOTYPES = "read:genotypes"
    READ_RUNS = "read:runs"
    READ_BOARD = "read:board"
    READ_FIGURES = "read:figures"
    READ_JOURNAL = "read:journal"
    WRITE_REGISTER = "write:register"
    WRITE_FILES = "write:files"
    WRITE_RUNS = "write:runs"
    EXPORT = "export"


_CARRIES: Mapping[Scope, frozenset[str]] = {
    Scope.READ_INCIDENTS: frozenset({"view"}),
    Scope.READ_REMAINS: frozenset({"view", "see_remains"}),
    Scope.READ_FAMILIES: frozenset({"view", "see_families"}),
    Scope.READ_GENOTYPES: frozenset({"view", "see_genotypes"}),
    Scope.READ_RUNS: frozenset({"view"}),
    Scope.READ_BOARD: frozenset({"view"}),
    Scope.READ_FIGURES: frozenset({"view"}),
    Scope.READ_JOURNAL: frozenset({"view", "read_journal"}),
    # Whoever registers remains begins their chain of custody.
    Scope.WRITE_REGISTER: frozenset({"view", "register", "handle_samples"}),
    Scope.WRITE_FILES: frozenset({"view", "import"}),
    Scope.WRITE_RUNS: frozenset({"view", "run"}),
    Scope.EXPORT: frozenset({"view", "export"}),
}


def ap_01_carried(scopes: Iterable[Scope]) -> frozenset[str]:
    """The most that these scopes carry; the person's role and sight at that moment narrow it further.

    >>> sorted(ap_01_carried([Scope.READ_REMAINS, Scope.WRITE_RUNS]))
    ['run', 'see_remains', 'view']
    """
    return frozenset().union(*(_CARRIES[scope] for scope in scopes))


_FOR_PERSONS_ALONE = frozenset(
    {"sign", "propose", "exclude", "reopen", "attest", "resolve_codes", "see_contacts"}
    | {"take_requests", "open_pictures", "add_pictures", "examine", "chart_teeth", "reassociate"}
    | {"enter_dna", "share", "assign", "manage"}
    | {"release", "court_copy", "record_deaths", "notify", "transmit", "meet"}
    | {"comment", "answer", "release_faces", "search_faces"}
)


def ap_02_for_persons_alone(permissions: Iterable[str]) -> frozenset[str]:
    """Which of these permissions no token carries, whatever its scopes.

    >>> sorted(ap_02_for_persons_alone(["view", "sign", "open_pictures"]))
    ['open_pictures', 'sign']
    """
    return _FOR_PERSONS_ALONE.intersection(permissions)


def ap_03_ends(days: int) -> Finding:
    """A token has an end, within a year."""
    title = gettext_noop("A token has an end")
    if 1 <= days <= LONGEST_DAYS:
        return Finding("AP-03", title, True, gettext_noop("It has one."))
    most = {"most": str(LONGEST_DAYS)}
    lacks = gettext_noop("Choose between 1 and {most} days. A new one can be made then.")
    return Finding("AP-03", title, False, lacks, most)
