"""Rules BO-16 to BO-18: what is asked for beside a proposal, and when the family may be told."""

from __future__ import annotations

from antigone.policy.findings import Finding, gettext_noop


def bo_16_may_be_released(stands: bool, released: bool, asked: tuple[str, ...]) -> Finding:
    """A family is told only of what stands, of which nothing more was asked, once a person said so.

    Args:
        stands: the identification has not been reopened.
        released: somebody released it before.
        asked: what the board has asked for and waits for, in words.
    """
    title = gettext_noop(
        "Only an identification that stands, and of which no more is asked, is released"
    )
    if not stands:
        message = gettext_noop("It was reopened. Nobody may be told that it holds.")
    elif released:
        message = gettext_noop("It was released before.")
    elif asked:
        return Finding(
            "BO-16",
            title,
            False,
            gettext_noop("{asked}. It is answered or taken back first."),
            {"asked": "; ".join(asked)},
        )
    else:
        return Finding("BO-16", title, True, gettext_noop("It stands, and nothing more is asked."))
    return Finding("BO-16", title, False, message)


def bo_17_asked_of_what_was_seen(seen: str, state: str, stands: bool) -> Finding:
    """More is asked of a proposal that waits, or of an identification that stands, as the asker saw it.

    Args:
        seen: the state of the proposal that the asker saw.
        state: its state now.
        stands: an identification rests on it, and has not been reopened.
    """
    title = gettext_noop(
        "The proposal is as whoever asks saw it, and can still be decided otherwise"
    )
    if seen != state:
        return Finding(
            "BO-17",
            title,
            False,
            gettext_noop("It was decided, refused or withdrawn meanwhile. Look at it again first."),
        )
    if state != "open" and not stands:
        return Finding(
            "BO-17", title, False, gettext_noop("It has ended, and nothing rests on it any more.")
        )
    return Finding("BO-17", title, True, gettext_noop("Nothing has changed since."))


def bo_18_still_open(is_open: bool) -> Finding:
    """What was asked for is answered or taken back once."""
    title = gettext_noop("What was asked for is still open")
    if is_open:
        return Finding("BO-18", title, True, gettext_noop("Nobody has answered it yet."))
    return Finding("BO-18", title, False, gettext_noop("It was answered or taken back before."))
