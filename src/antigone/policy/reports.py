"""What an identification report holds, and when pictures may stand beside it: for a court alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from antigone.policy.findings import Finding, gettext_noop

MOST_PICTURES = 12
"""So many pictures go into one court copy: a court asks for what it needs, not for a file."""

SHORTEST_REASON = 10
"""Letters of the shortest reason that says anything."""


def rp_01_words_and_drawings(shown: Collection[str]) -> Finding:
    """RP-01: the ordinary report holds words, numbers and drawings, and no picture of anybody.

    Args:
        shown: what in it would show a picture, by name.
    """
    title = gettext_noop("The report holds no picture")
    if shown:
        template = gettext_noop("Something in the report would show a picture: {shown}.")
        return Finding("RP-01", title, False, template, {"shown": ", ".join(sorted(set(shown)))})
    template = gettext_noop("Nothing in the report shows a picture.")
    return Finding("RP-01", title, True, template)


def rp_02_a_court_asks(authority: str, case_number: str, reason: str) -> Finding:
    """RP-02: pictures of the dead leave the office for a named court or authority, in a case of its own.

    Args:
        authority: who asks.
        case_number: under which number they do.
        reason: for what they need it, in words.
    """
    title = gettext_noop("A court or authority asks, in a case, with a reason")
    for lacks, template in (
        (not authority.strip(), gettext_noop("Name the court or authority that asks.")),
        (not case_number.strip(), gettext_noop("Write down under which number it asks.")),
        (
            len(reason.strip()) < SHORTEST_REASON,
            gettext_noop("Say in words for what it needs the pictures."),
        ),
    ):
        if lacks:
            return Finding("RP-02", title, False, template)
    return Finding(
        "RP-02", title, True, gettext_noop("Authority, case and reason are written down.")
    )


def rp_03_chosen_of_these_remains(chosen: Sequence[int], of_remains: Collection[int]) -> Finding:
    """RP-03: only pictures of the remains in question go into a court copy, each chosen by itself.

    Args:
        chosen: pictures that somebody chose.
        of_remains: those of these remains, of all parts joined as one body, that stand.
    """
    title = gettext_noop("Pictures of these remains alone, each chosen")
    values = {"most": str(MOST_PICTURES), "count": str(len(chosen))}
    for fails, template in (
        (
            not chosen,
            gettext_noop("Choose the pictures; without one, the ordinary report is enough."),
        ),
        (
            len(set(chosen)) > MOST_PICTURES,
            gettext_noop("{count} pictures are chosen; at most {most} go into one copy."),
        ),
        (
            not set(chosen) <= set(of_remains),
            gettext_noop("One of the pictures is not of these remains, or does not stand."),
        ),
    ):
        if fails:
            return Finding("RP-03", title, False, template, values)
    return Finding("RP-03", title, True, gettext_noop("All are of these remains."), values)


def rp_06_court_is_told_once(stands: bool, told: bool) -> Finding:
    """RP-06: who got a copy of a decision that was reopened is told so, and that is written down once.

    Args:
        stands: whether the identification of the copy stands.
        told: whether it was written down already.
    """
    title = gettext_noop("The authority is told that the decision no longer stands")
    if stands:
        template = gettext_noop("The identification stands: there is nothing to correct.")
        return Finding("RP-06", title, False, template)
    if told:
        template = gettext_noop("It is written down already that they were told.")
        return Finding("RP-06", title, False, template)
    return Finding("RP-06", title, True, gettext_noop("They have to be told."))
