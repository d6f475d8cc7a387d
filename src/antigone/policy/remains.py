"""What must hold before remains are compared, and before two numbers are taken for one body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from antigone.policy.findings import Finding, gettext_noop


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An examiner's statement that death is certain.

    Args:
        examiner: full name of who examined.
        function: what this person is, e.g. physician.
        holds: whether it was not taken back.
    """

    examiner: str
    function: str
    holds: bool = True

    @property
    def names_the_examiner(self) -> bool:
        """Whether somebody answers for it by name and function."""
        return len(self.examiner.split()) >= 2 and bool(self.function.strip())


def re_01_may_enter(confirmations: Iterable[Confirmation], recoveries: int) -> Finding:
    """RE-01: remains enter a comparison after a named examiner confirmed death, with a recovery event.

    Args:
        confirmations: of these remains, or stated for all remains of their file.
        recoveries: how many recovery events are recorded, of these remains or of their file.
    """
    title = gettext_noop("Death is confirmed and the recovery recorded")
    by = [c.examiner for c in confirmations if c.holds and c.names_the_examiner]
    if not by and not recoveries:
        lacks = gettext_noop("No named examiner has confirmed death, and no recovery is recorded.")
    elif not by:
        lacks = gettext_noop("No named examiner has confirmed death.")
    elif not recoveries:
        lacks = gettext_noop("No recovery is recorded.")
    else:
        return Finding(
            "RE-01", title, True, gettext_noop("Death confirmed by {name}."), {"name": by[-1]}
        )
    return Finding("RE-01", title, False, lacks)


def re_01_names_the_examiner(confirmation: Confirmation) -> Finding:
    """RE-01: whoever confirms death is named, with the function in which it is done."""
    title = gettext_noop("A named examiner confirms death")
    if confirmation.names_the_examiner:
        met = gettext_noop("Named: {name}.")
        return Finding("RE-01", title, True, met, {"name": confirmation.examiner})
    lacks = gettext_noop(
        "Give the full name of the examiner, first name and surname, and the function."
    )
    return Finding("RE-01", title, False, lacks)


def re_02_one_body(reasons: str, against: Sequence[str]) -> Finding:
    """RE-02: numbers are joined as one body by a person with reasons, where nothing excludes it.

    Args:
        reasons: of the person who joins them.
        against: why they cannot be of one body: recorded sex, what a body has once, DNA, pairings.
    """
    title = gettext_noop("Two numbers may be of one body")
    if against:
        template = gettext_noop("They cannot be of one body: {against}.")
        return Finding("RE-02", title, False, template, {"against": "; ".join(against)})
    if not reasons.strip():
        return Finding("RE-02", title, False, gettext_noop("Give the reasons."))
    return Finding("RE-02", title, True, gettext_noop("Nothing recorded excludes it."))


def re_03_may_be_parted(reasons: str, identified: Sequence[str]) -> Finding:
    """RE-03: a body is parted with reasons, and only while no identification of it stands.

    Args:
        reasons: of the person who parts it.
        identified: standing identifications of any of its parts, in words.
    """
    title = gettext_noop("A body may be parted")
    if identified:
        template = gettext_noop(
            "An identification stands: {identified}. It rests on the whole body; it is reopened first."
        )
        return Finding("RE-03", title, False, template, {"identified": "; ".join(identified)})
    if not reasons.strip():
        return Finding("RE-03", title, False, gettext_noop("Give the reasons."))
    return Finding("RE-03", title, True, gettext_noop("No identification rests on it."))
