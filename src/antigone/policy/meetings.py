"""Rules MB-…: how a meeting of the identification board is held, and what its minutes are worth."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from antigone.policy.board import Signer, Signing, unmet
from antigone.policy.findings import Finding, gettext_noop

FEWEST = 2
"""How many who may sign are there when a meeting is opened: as many as an identification needs."""


class State(StrEnum):
    """What became of a meeting."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Sitting:
    """Who is in the room, as the rules see them.

    Args:
        members: user name to agency ("" if none) of those present who may sign.
        present: user names of all who are present.
        chair: user name of the chair.
        two_agencies: the incident demands signers of two agencies.
    """

    members: dict[str, str]
    present: frozenset[str]
    chair: str
    two_agencies: bool = True


def mb_01_chair_may_sign(may_sign: bool) -> Finding:
    """Whoever chairs may sign identifications in the incident."""
    title = gettext_noop("The chair is somebody who may sign")
    if may_sign:
        return Finding("MB-01", title, True, gettext_noop("The chair may sign."))
    message = gettext_noop("This person does not sign here. Choose one who may sign.")
    return Finding("MB-01", title, False, message)


def mb_02_by_the_chair(*, by: str, chair: str) -> Finding:
    """The chair alone opens, puts a case off, settles a matter, and closes.

    Args:
        by: user name of who acts.
        chair: user name of the chair.
    """
    title = gettext_noop("The chair leads the meeting")
    if by == chair:
        return Finding("MB-02", title, True, gettext_noop("You are the chair."))
    return Finding("MB-02", title, False, gettext_noop("Only the chair of this meeting does this."))


def mb_03_enough_are_present(sitting: Sitting) -> Finding:
    """A meeting is opened with its chair and another who may sign, of two agencies where it is demanded."""
    title = gettext_noop("Enough members are present")
    if sitting.chair not in sitting.present:
        message = gettext_noop("The chair is not entered as present.")
    elif len(sitting.members) < FEWEST:
        message = gettext_noop("Two persons who may sign have to be present.")
    elif not sitting.two_agencies:
        return Finding("MB-03", title, True, gettext_noop("Two who may sign are present."))
    elif len({agency for agency in sitting.members.values() if agency}) < FEWEST:
        message = gettext_noop("Those present who may sign have to be of two agencies.")
    else:
        return Finding(
            "MB-03", title, True, gettext_noop("Members of two agencies are present who may sign.")
        )
    return Finding("MB-03", title, False, message)


def mb_04_has_not_ended(state: State) -> Finding:
    """Agenda, chair and attendance of a meeting that has ended are not changed any more."""
    title = gettext_noop("The meeting has not ended")
    if state is State.CLOSED:
        message = gettext_noop("It is closed. Its minutes are corrected by an addendum.")
    elif state is State.CALLED_OFF:
        message = gettext_noop("It was called off. Plan another one.")
    else:
        return Finding("MB-04", title, True, gettext_noop("It is planned, or open."))
    return Finding("MB-04", title, False, message)


def mb_05_is_open(state: State) -> Finding:
    """What is said and settled is entered while the meeting is open, and only what is open is closed."""
    title = gettext_noop("The meeting is open")
    if state is State.OPEN:
        return Finding("MB-05", title, True, gettext_noop("It is."))
    if state is State.PLANNED:
        message = gettext_noop("The chair has not opened it yet.")
    else:
        message = gettext_noop("It has ended.")
    return Finding("MB-05", title, False, message)


def mb_06_is_planned(state: State) -> Finding:
    """Time and place are changed, and a meeting is opened or called off, once and before it begins."""
    title = gettext_noop("The meeting has not begun")
    if state is State.PLANNED:
        return Finding("MB-06", title, True, gettext_noop("It is planned."))
    return Finding("MB-06", title, False, gettext_noop("It was opened or called off before."))


def mb_07_on_one_agenda(*, waits: bool, others: tuple[str, ...]) -> Finding:
    """A case comes on an agenda while it waits for signatures, and stands on one agenda at a time.

    Args:
        waits: the proposal waits for signatures.
        others: the agendas of meetings that have not ended on which it stands, in words.
    """
    title = gettext_noop("The case waits for signatures, and stands on no other agenda")
    if not waits:
        message = gettext_noop("It was decided, refused or withdrawn.")
        return Finding("MB-07", title, False, message)
    if others:
        return Finding(
            "MB-07",
            title,
            False,
            gettext_noop("It stands on the agenda of {meetings}. Take it off there first."),
            {"meetings": "; ".join(others)},
        )
    return Finding("MB-07", title, True, gettext_noop("It can be put on the agenda."))


def mb_08_sees_all_cases(sees: bool) -> Finding:
    """Whoever is present may see all cases of the incident."""
    title = gettext_noop("Those present may see all cases")
    if sees:
        return Finding("MB-08", title, True, gettext_noop("They may."))
    message = gettext_noop(
        "This person has no role here, or sees a part of the cases only. They wait outside."
    )
    return Finding("MB-08", title, False, message)


def mb_09_writes_who_is_present(*, by: str, present: Collection[str]) -> Finding:
    """Notes are written by those who are there.

    Args:
        by: user name of who writes.
        present: user names of those present.
    """
    title = gettext_noop("Whoever writes is present")
    if by in present:
        return Finding("MB-09", title, True, gettext_noop("You are present."))
    return Finding("MB-09", title, False, gettext_noop("You are not entered as present."))


def mb_10_each_item_has_an_outcome(without: tuple[str, ...]) -> Finding:
    """A meeting is closed when each item has an outcome, or was put off with a reason.

    Args:
        without: the items that have none, in words.
    """
    title = gettext_noop("Each item has an outcome, or was put off")
    if without:
        return Finding(
            "MB-10",
            title,
            False,
            gettext_noop("{items}: nothing came of it yet. Put it off, with a reason."),
            {"items": "; ".join(without)},
        )
    return Finding("MB-10", title, True, gettext_noop("Nothing is left."))


def mb_11_words(words: str) -> Finding:
    """Whoever notes, puts off, settles, calls off or amends says it in words."""
    title = gettext_noop("It is said in words")
    if words.strip():
        return Finding("MB-11", title, True, gettext_noop("Given."))
    return Finding("MB-11", title, False, gettext_noop("Say it in a sentence or more."))


def mb_12_amended_after_the_close(state: State) -> Finding:
    """Minutes are made at the close and never changed; what was wrong stands in an addendum."""
    title = gettext_noop("Only minutes of a closed meeting are amended")
    if state is State.CLOSED:
        return Finding("MB-12", title, True, gettext_noop("The meeting is closed."))
    return Finding("MB-12", title, False, gettext_noop("There are no minutes of it yet."))


def mb_13_takes_the_chair(*, by: str, to: str, sitting: Sitting) -> Finding:
    """The chair passes to a present person who may sign: by the chair, or by them when the chair is gone.

    Args:
        by: user name of who passes or takes it.
        to: user name of who is to have it.
        sitting: who is in the room.
    """
    title = gettext_noop("The chair passes to somebody present")
    if to not in sitting.members:
        message = gettext_noop("Choose somebody who is present and may sign.")
    elif by != sitting.chair and sitting.chair in sitting.present:
        message = gettext_noop("The chair is present, and passes it on.")
    elif by not in {sitting.chair, to}:
        message = gettext_noop("While the chair is gone, whoever takes it says so.")
    else:
        return Finding("MB-13", title, True, gettext_noop("It may pass."))
    return Finding("MB-13", title, False, message)


def could_sign(signing: Signing, present: Iterable[Signer]) -> list[Signer]:
    """Those present against whose signature no rule stands now, once they have read and say why."""
    return [one for one in present if not unmet(_by(signing, one))]


def could_complete(signing: Signing, present: Iterable[Signer]) -> bool:
    """Whether those present could give all signatures that are lacking, in some order.

    Args:
        signing: the case as the rules see it; who is about to sign does not matter.
        present: who is there and may sign.
    """
    if len(signing.signed) >= signing.needed:
        return True
    there = list(present)
    return any(
        could_complete(
            replace(signing, signed=(*signing.signed, one)),
            [other for other in there if other != one],
        )
        for one in could_sign(signing, there)
    )


def _by(signing: Signing, signer: Signer) -> Signing:
    return replace(signing, signer=signer, has_read=True, reasons=signing.reasons or "–")
