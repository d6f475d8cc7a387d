"""What must hold before two numbers are taken for one person sought, and before they are parted."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.policy.findings import Finding, gettext_noop


def tr_01_one_person(reasons: str, against: Sequence[str]) -> Finding:
    """TR-01: numbers are joined as one person by somebody with reasons, where nothing contradicts.

    Args:
        reasons: of the person who joins them.
        against: why they cannot be one person: sex, parents, profiles, identifications.
    """
    title = gettext_noop("Two numbers may be one person")
    if against:
        template = gettext_noop("They cannot be one person: {against}.")
        return Finding("TR-01", title, False, template, {"against": "; ".join(against)})
    if not reasons.strip():
        return Finding("TR-01", title, False, gettext_noop("Give the reasons."))
    return Finding("TR-01", title, True, gettext_noop("Nothing recorded contradicts it."))


def tr_02_may_be_parted(reasons: str, identified: Sequence[str]) -> Finding:
    """TR-02: joined numbers are parted with reasons, while no identification of any of them stands.

    Args:
        reasons: of the person who parts them.
        identified: standing identifications of any of the numbers, in words.
    """
    title = gettext_noop("Joined numbers may be parted")
    if identified:
        template = gettext_noop(
            "An identification stands: {identified}. It rests on both families; it is reopened first."
        )
        return Finding("TR-02", title, False, template, {"identified": "; ".join(identified)})
    if not reasons.strip():
        return Finding("TR-02", title, False, gettext_noop("Give the reasons."))
    return Finding("TR-02", title, True, gettext_noop("No identification rests on them."))
