"""When a picture or a file of prints may be opened, what is kept of it, and what a family decides."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.policy.findings import Finding, gettext_noop

REASONS = ("comparison", "description", "board", "right_record", "family", "examiner", "other")
"""Why somebody opens a picture or takes a file of prints: a code that may stand in the journal."""


def me_01_reason_given(reason: str, words: str) -> Finding:
    """ME-01: a picture is veiled, and opens alone, to somebody who says why."""
    title = gettext_noop("Whoever opens a picture gives a reason")
    for lacks, template in (
        (reason not in REASONS, gettext_noop("Choose a reason.")),
        (
            reason == "other" and not words.strip(),
            gettext_noop("Say in words which other reason it is."),
        ),
    ):
        if lacks:
            return Finding("ME-01", title, False, template)
    return Finding("ME-01", title, True, gettext_noop("A reason is given."))


def me_02_may_open(has_right: bool, proved_second_factor: bool) -> Finding:
    """ME-02: a picture opens to a person with the right, who proved a second factor lately."""
    title = gettext_noop("The right to open pictures, and a second factor")
    if not has_right:
        template = gettext_noop("Your role in this incident does not open these pictures.")
        return Finding("ME-02", title, False, template)
    if not proved_second_factor:
        template = gettext_noop("Prove your second factor first; it counts for ten minutes.")
        return Finding("ME-02", title, False, template)
    return Finding("ME-02", title, True, gettext_noop("Both are there."))


def me_06_keeps_place(of_family: bool, family_wants_it: bool) -> bool:
    """ME-06: whether a file is kept with the place and all else that was written into it.

    Of remains it is kept as it came, sealed. Of a family's photograph only the picture is kept,
    unless the family wants the rest kept too.
    """
    return family_wants_it or not of_family


def me_09_family_allows(covered: bool, consents: Iterable[bool]) -> Finding:
    """ME-09: what a family gave is opened only while a live legal basis and its consent cover it.

    Args:
        covered: whether a live legal basis covers the family (CO-01).
        consents: what is recorded about photographs, where it is one; each has to allow it.
    """
    title = gettext_noop("A legal basis, and the family's consent")
    if not covered:
        template = gettext_noop(
            "No live legal basis covers this family: what it gave is kept and stays veiled."
        )
        return Finding("ME-09", title, False, template)
    if not all(consents):
        template = gettext_noop(
            "The family does not consent to the use of its photographs: they stay veiled."
        )
        return Finding("ME-09", title, False, template)
    return Finding("ME-09", title, True, gettext_noop("Both are there."))
