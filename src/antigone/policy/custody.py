"""Rules CU-…: whether what passed from hand to hand can be followed without a break.

A break is no proof of anything: a transposed seal number is not a swapped body. It is shown wherever
something rests on it; somebody explains it, or nothing is proposed or signed (BO-14); and who proposes
an identification says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from antigone import words
from antigone.policy.findings import Finding, gettext_noop

FIRST_ENTRY_WITHIN = timedelta(hours=24)
"""CU-05: how long after recovery or taking the first entry may be made (our proposal)."""

CLOCKS_DIFFER = timedelta(minutes=10)
"""CU-02: by how much the clock of a phone may run ahead of the server's."""


class Seal(StrEnum):
    """What became of the seal until it was looked at."""

    INTACT = "intact"
    BROKEN = "broken"
    NOT_SEALED = "not_sealed"


@dataclass(frozen=True, slots=True)
class Handover:
    """One entry of custody.

    Args:
        key: names the entry.
        at: when it passed into other hands.
        giver, receiver: full names; one name twice where it was sealed or opened and stayed.
        recorded_at: when this was written down here.
        seal: how the seal was found.
        seal_found: its number as read; "" where there was none.
        seal_left: number of a new seal; "" where nothing was changed.
        expected_by: when it was to be in the next hands, where that was stated.
    """

    key: int
    at: datetime
    giver: str
    receiver: str
    recorded_at: datetime
    seal: Seal = Seal.NOT_SEALED
    seal_found: str = ""
    seal_left: str = ""
    expected_by: datetime | None = None

    @property
    def seal_after(self) -> str:
        """The number under which it goes on, "" where it is not sealed."""
        kept = self.seal_found if self.seal is Seal.INTACT else ""
        return _number(self.seal_left or kept)


@dataclass(frozen=True, slots=True)
class Chain:
    """All entries of one thing, those replaced left out.

    Args:
        handovers: in any order.
        begun_at: when it was recovered, taken or divided off; None where that is not recorded.
        registered_at: when it was registered here.
        begins_elsewhere: it was taken over from a file; what was before is not ours to judge.
        source_begun_at: when that began of which it is a part: the remains, the sample.
    """

    handovers: tuple[Handover, ...]
    begun_at: datetime | None
    registered_at: datetime
    begins_elsewhere: bool = False
    source_begun_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain cannot be followed; `key` names the entry, None stands for the whole chain."""

    finding: Finding
    key: int | None


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry, and what was before it in the order of the hands."""

    entry: Handover
    before: Handover | None


def cu_01_who_gives_had_it(chain: Chain) -> Iterator[Break]:
    """CU-01: who gives is who had it."""
    for step in _steps(chain):
        had = step.before
        if had is not None and not _same(had.receiver, step.entry.giver):
            yield _break(
                "CU-01",
                gettext_noop("Who gives is who had it"),
                gettext_noop(
                    "{giver} handed it over on {at}; the last entry says {holder} had it."
                ),
                step.entry.key,
                giver=step.entry.giver,
                at=written(step.entry.at),
                holder=had.receiver,
            )


def cu_02_time_runs_forward(chain: Chain) -> Iterator[Break]:
    """CU-02: no entry lies before the one it follows, before the beginning, or after its recording."""
    title = gettext_noop("Time runs forward")
    for step in _steps(chain):
        entry, at = step.entry, written(step.entry.at)
        if step.before is not None and entry.at < step.before.at:
            words = gettext_noop("{giver} gave it on {at}, before receiving it on {other}.")
            yield _break(
                "CU-02",
                title,
                words,
                entry.key,
                giver=entry.giver,
                at=at,
                other=written(step.before.at),
            )
        elif chain.begun_at is not None and entry.at < chain.begun_at:
            words = gettext_noop(
                "An entry of {at} lies before it was recovered or taken on {other}."
            )
            yield _break("CU-02", title, words, entry.key, at=at, other=written(chain.begun_at))
        elif entry.at > entry.recorded_at + CLOCKS_DIFFER:
            words = gettext_noop("An entry of {at} was written down before that, on {other}.")
            yield _break("CU-02", title, words, entry.key, at=at, other=written(entry.recorded_at))


def cu_03_seal_is_the_one_that_was_set(chain: Chain) -> Iterator[Break]:
    """CU-03: the seal is found whole, with the number under which it went on last time."""
    for step in _steps(chain):
        entry = step.entry
        found, left = (
            _number(entry.seal_found),
            None if step.before is None else step.before.seal_after,
        )
        if entry.seal is Seal.BROKEN:
            words = gettext_noop("On {at} the seal {found} was found broken.")
        elif left is None or (entry.seal is Seal.INTACT and found == left):
            continue
        elif left and entry.seal is Seal.NOT_SEALED:
            words = gettext_noop("Sealed with {left} before, it came without a seal on {at}.")
        elif left:
            words = gettext_noop("The entry of {at} names seal {found}; it was sealed with {left}.")
        elif found:
            words = gettext_noop(
                "The entry of {at} names seal {found}; nobody recorded that it was set."
            )
        else:
            continue
        yield _break(
            "CU-03",
            gettext_noop("The seal is whole, and the one that was set"),
            words,
            entry.key,
            at=written(entry.at),
            found=entry.seal_found.strip() or "–",
            left=left or "–",
        )


def cu_04_no_longer_than_stated(chain: Chain, now: datetime) -> Iterator[Break]:
    """CU-04: it is in the next hands by the time that was stated when it was given away."""
    title = gettext_noop("It arrives by the time that was stated")
    steps = list(_steps(chain))
    for step in steps:
        if step.before is not None and _late(step.before, step.entry.at):
            words = gettext_noop("Expected by {expected}; the next entry is of {at}.")
            yield _break(
                "CU-04",
                title,
                words,
                step.entry.key,
                expected=_written(step.before.expected_by),
                at=written(step.entry.at),
            )
    if steps and _late(last := steps[-1].entry, now):
        words = gettext_noop(
            "Given to {holder} and expected by {expected}; nothing was entered since."
        )
        yield _break(
            "CU-04",
            title,
            words,
            last.key,
            holder=last.receiver,
            expected=_written(last.expected_by),
        )


def cu_05_begins_where_it_came_from(chain: Chain, now: datetime) -> Iterator[Break]:
    """CU-05: the first entry is made within a day of recovery or taking."""
    if chain.begins_elsewhere:
        return
    title = gettext_noop("The chain begins where it came from")
    first = next(iter(_steps(chain)), None)
    if first is None:
        if now - chain.registered_at > FIRST_ENTRY_WITHIN:
            words = gettext_noop("Nobody entered who had it first; it was registered on {at}.")
            yield _break("CU-05", title, words, None, at=written(chain.registered_at))
    elif chain.begun_at is not None and first.entry.at - chain.begun_at > FIRST_ENTRY_WITHIN:
        words = gettext_noop("Recovered or taken on {begun}; the first entry is of {at}.")
        yield _break(
            "CU-05",
            title,
            words,
            first.entry.key,
            begun=written(chain.begun_at),
            at=written(first.entry.at),
        )


def cu_06_part_is_not_before_the_whole(chain: Chain) -> Iterator[Break]:
    """CU-06: a sample is not taken before the recovery, an aliquot not before its sample."""
    if chain.begun_at is None or chain.source_begun_at is None:
        return
    if chain.begun_at < chain.source_begun_at:
        yield _break(
            "CU-06",
            gettext_noop("A part is not before the whole"),
            gettext_noop(
                "Taken on {at}, before that of which it is a part was there, on {source}."
            ),
            None,
            at=written(chain.begun_at),
            source=written(chain.source_begun_at),
        )


def breaks(chain: Chain, now: datetime) -> tuple[Break, ...]:
    """All breaks of a chain, in the order of the rules."""
    timeless: tuple[Callable[[Chain], Iterator[Break]], ...] = (
        cu_01_who_gives_had_it,
        cu_02_time_runs_forward,
        cu_03_seal_is_the_one_that_was_set,
        cu_06_part_is_not_before_the_whole,
    )
    timed = (cu_04_no_longer_than_stated, cu_05_begins_where_it_came_from)
    found = [one for rule in timeless for one in rule(chain)]
    found += [one for rule in timed for one in rule(chain, now)]
    return tuple(sorted(found, key=lambda one: one.finding.code))


def cu_07_reasons_name_the_breaks(codes: Iterable[str], reasons: str) -> Finding:
    """CU-07: who proposes an identification names each break of custody in the reasons."""
    title = gettext_noop("The reasons name each break of custody")
    named = {f"{a}-{b}".upper() for a, b in re.findall(r"(?i)\b(CU)[-\s]?(\d\d)\b", reasons)}
    silent = sorted(set(codes) - named)
    if silent:
        return Finding(
            "CU-07",
            title,
            False,
            gettext_noop("Write in the reasons what is to be made of {codes}; name each code."),
            {"codes": ", ".join(silent)},
        )
    return Finding("CU-07", title, True, gettext_noop("No break of custody is passed over."))


def written(moment: datetime) -> str:
    """A moment in words, as it was given.

    >>> written(datetime(2026, 10, 5, 16, 5))
    '5 October 2026, 16:05'
    """
    return words.moment(moment)


def _written(moment: datetime | None) -> str:
    return "" if moment is None else written(moment)


def _steps(chain: Chain) -> Iterator[_Step]:
    """The entries in the order of the hands: by time, two turned round where the hands say so."""
    waiting = sorted(chain.handovers, key=lambda entry: (entry.at, entry.key))
    before: Handover | None = None
    while waiting:
        turned = len(waiting) > 1 and _turned(before, waiting[0], waiting[1])
        entry = waiting.pop(1 if turned else 0)
        yield _Step(entry, before)
        before = entry


def _turned(before: Handover | None, early: Handover, late: Handover) -> bool:
    """Whether the hands fit if the later of two entries came first, and do not fit as they stand."""
    if not _same(late.receiver, early.giver):
        return False
    if before is None:
        return not _same(early.receiver, late.giver)
    return not _same(before.receiver, early.giver) and _same(before.receiver, late.giver)


def _late(given: Handover, arrived: datetime) -> bool:
    return given.expected_by is not None and arrived > given.expected_by


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _number(seal: str) -> str:
    return "".join(seal.split()).upper()


def _break(code: str, title: str, template: str, key: int | None, **values: str) -> Break:
    return Break(Finding(code, title, False, template, values), key)
