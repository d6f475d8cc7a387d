"""Rules DE-…: what must hold of the record of a dead person, the grave, the effects, handing over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from antigone.policy.findings import Finding, gettext_noop

READ_WITHIN = timedelta(hours=24)
"""How long a reading of a tag counts: who read it yesterday has not seen it today."""

COUNTED_BY = 2
"""So many different persons pack and count effects, and read a tag."""


class Rest(StrEnum):
    """What was done with the dead person's body."""

    BURIAL = "burial"
    CREMATION = "cremation"
    AT_SEA = "at_sea"
    EXHUMATION = "exhumation"
    OTHER = "other"


class CremationReason(StrEnum):
    """The reasons for which alone a body is cremated."""

    HYGIENE = "hygiene"
    RELIGION = "religion"
    OWN_WISH = "own_wish"


class Receiver(StrEnum):
    """To whom something is handed over."""

    FAMILY = "family"
    AUTHORITY = "authority"
    BUREAU = "bureau"
    BURIAL = "burial"


@dataclass(frozen=True)
class Particular:
    """One particular of a record: what it says, and where that is from."""

    value: str
    source: str


@dataclass(frozen=True)
class Grave:
    """A grave as it is about to be entered.

    Args:
        kind: what was done.
        place, position, marking: in words.
        has_coordinates: latitude and longitude are given.
        individual: nobody else lies in it.
        reason: in words, of cremation or of a grave with others.
        cremation_reason: one of the three, or "".
    """

    kind: Rest
    place: str
    position: str = ""
    marking: str = ""
    has_coordinates: bool = False
    individual: bool = True
    reason: str = ""
    cremation_reason: str = ""


@dataclass(frozen=True)
class Article:
    """A line of the list of a packet.

    Args:
        what: the article in words.
        amount, currency: of money; "" for other things.
    """

    what: str
    amount: str = ""
    currency: str = ""


@dataclass(frozen=True)
class TagReading:
    """Somebody read the tag of one of the remains.

    Args:
        by: user name.
        equal: the number that was typed is the one of these remains.
        at: when.
    """

    by: str
    equal: bool
    at: datetime


def de_01_one_record(others: Sequence[str]) -> Finding:
    """DE-01: a body, whichever of its parts, has one record.

    Args:
        others: numbers of records that there are of parts of this body.
    """
    title = gettext_noop("A body has one record")
    if others:
        words = gettext_noop("The record {numbers} is about this body. Continue it there.")
        return Finding("DE-01", title, False, words, {"numbers": ", ".join(others)})
    return Finding("DE-01", title, True, gettext_noop("There is none yet."))


def de_02_name_needs_identification(*, names_somebody: bool, stands: bool) -> Finding:
    """DE-02: a name stands in a record only while a signed identification stands.

    Args:
        names_somebody: a name, or the family’s particulars, stand in it.
        stands: an identification of this body is signed and stands.
    """
    title = gettext_noop("A name rests on a signed identification")
    if names_somebody and not stands:
        words = gettext_noop(
            "No signed identification stands. Leave out the name, and all that is known of the person "
            "from others than the body itself."
        )
        return Finding("DE-02", title, False, words)
    if stands:
        return Finding("DE-02", title, True, gettext_noop("A signed identification stands."))
    return Finding("DE-02", title, True, gettext_noop("The record names nobody."))


def de_03_sources(particulars: Mapping[str, Particular]) -> Finding:
    """DE-03: every particular says where it is from, and a person confirms each.

    Args:
        particulars: by name in words.
    """
    title = gettext_noop("Every particular has its source")
    lacking = sorted(name for name, one in particulars.items() if one.value and not one.source)
    if lacking:
        words = gettext_noop("Say where it is from: {names}.")
        return Finding("DE-03", title, False, words, {"names": ", ".join(lacking)})
    return Finding("DE-03", title, True, gettext_noop("Each says where it is from."))


def de_04_says_why(*, version: int, because: str) -> Finding:
    """DE-04: a correction is a further version that says why; none is overwritten."""
    title = gettext_noop("A correction says why")
    if version > 1 and not because.strip():
        return Finding("DE-04", title, False, gettext_noop("Say why the record is corrected."))
    return Finding("DE-04", title, True, gettext_noop("It is said, or it is the first version."))


def de_05_named_physician(*, cause: str, name: str, function: str, day: str) -> Finding:
    """DE-05: on a certificate the cause of death is certified by a named physician, on a day."""
    title = gettext_noop("A named physician certifies the cause of death")
    if all(text.strip() for text in (cause, name, function, day)):
        return Finding(
            "DE-05", title, True, gettext_noop("Certified, with name, function and day.")
        )
    words = gettext_noop(
        "Enter in the particulars the cause of death, or that it could not be determined, and who "
        "certified it: full name, function and day."
    )
    return Finding("DE-05", title, False, words)


def de_06_record_holds(*, in_doubt: bool, certified: bool) -> Finding:
    """DE-06: a certificate is issued once of each version of a record, and of none that is in doubt.

    Args:
        in_doubt: it names somebody, and the identification does not stand any more.
        certified: a certificate of this version was issued before.
    """
    title = gettext_noop("The record holds, and was not certified before")
    if in_doubt:
        words = gettext_noop(
            "The identification fell. Confirm or drop the name in a new version first."
        )
        return Finding("DE-06", title, False, words)
    if certified:
        words = gettext_noop(
            "A certificate of this version was issued. Print that, or correct first."
        )
        return Finding("DE-06", title, False, words)
    return Finding("DE-06", title, True, gettext_noop("It holds, and no certificate says it yet."))


def de_07_examined_before(*, unconfirmed: Sequence[str], unexamined: Sequence[str]) -> Finding:
    """DE-07: before burial death is confirmed and an examination recorded, of each part.

    Args:
        unconfirmed: numbers of parts of which no confirmation of death holds.
        unexamined: numbers of parts of which no examination is recorded.
    """
    title = gettext_noop("Death is confirmed and an examination recorded before burial")
    if unconfirmed:
        words = gettext_noop(
            "Nobody confirmed death of {numbers}. A named examiner does that first."
        )
        return Finding("DE-07", title, False, words, {"numbers": ", ".join(unconfirmed)})
    if unexamined:
        words = gettext_noop(
            "No examination of {numbers} is recorded: it can establish the name later."
        )
        return Finding("DE-07", title, False, words, {"numbers": ", ".join(unexamined)})
    return Finding("DE-07", title, True, gettext_noop("Both are recorded."))


def de_08_cremation_reason(grave: Grave) -> Finding:
    """DE-08: nobody is cremated but for hygiene, religion or their own wish; the reason is stated."""
    title = gettext_noop("Cremation has one of three reasons, and it is stated")
    if grave.kind is not Rest.CREMATION:
        return Finding("DE-08", title, True, gettext_noop("No cremation."))
    if grave.cremation_reason in set(CremationReason) and grave.reason.strip():
        return Finding("DE-08", title, True, gettext_noop("The reason is stated."))
    words = gettext_noop(
        "Only hygiene, the religion of the person or the person’s own wish allow it. Choose which, "
        "and say in words what made it necessary or who stated the wish."
    )
    return Finding("DE-08", title, False, words)


def de_09_alone(grave: Grave) -> Finding:
    """DE-09: each person rests alone where possible; who lies with others, lies so for a stated reason."""
    title = gettext_noop("Alone in the grave, or the reason is stated")
    if grave.individual or grave.reason.strip() or grave.kind is Rest.EXHUMATION:
        return Finding("DE-09", title, True, gettext_noop("Alone, or with a reason."))
    return Finding("DE-09", title, False, gettext_noop("Say why the person lies with others."))


def de_10_found_again(grave: Grave) -> Finding:
    """DE-10: a grave is marked and can always be found: exact place, and the words of its marker."""
    title = gettext_noop("The grave can be found again")
    if grave.kind is Rest.EXHUMATION:
        met = bool(grave.place.strip())
    elif grave.kind is Rest.AT_SEA:
        met = grave.has_coordinates
    else:
        exact = bool(grave.position.strip()) or grave.has_coordinates
        met = bool(grave.place.strip() and grave.marking.strip() and exact)
    if met:
        return Finding("DE-10", title, True, gettext_noop("Place and marking are recorded."))
    words = gettext_noop(
        "Enter the place, its position (plot, row, number) or coordinates, and word for word what the "
        "marker says; at sea the coordinates."
    )
    return Finding("DE-10", title, False, words)


def de_11_complete_list(articles: Sequence[Article]) -> Finding:
    """DE-11: a packet goes with a complete list of its contents; money with amount and currency."""
    title = gettext_noop("The list of contents is complete")
    if not articles:
        words = gettext_noop("List each article that lies in the packet.")
        return Finding("DE-11", title, False, words)
    wrong = [str(at) for at, one in enumerate(articles, 1) if not _is_complete(one)]
    if wrong:
        words = gettext_noop(
            "Line {lines}: name the article; of money give the amount in digits and the currency."
        )
        return Finding("DE-11", title, False, words, {"lines": ", ".join(wrong)})
    return Finding("DE-11", title, True, gettext_noop("Each article is named."))


def _is_complete(one: Article) -> bool:
    if not one.what.strip():
        return False
    if not one.amount and not one.currency:
        return True
    try:
        amount = Decimal(one.amount)
        return amount.is_finite() and amount >= 0 and bool(one.currency.strip())
    except InvalidOperation:
        return False


def de_12_two_counted(*, seal: str, packed_by: str, counted_by: str) -> Finding:
    """DE-12: two different persons pack and count effects, under a seal with a number."""
    title = gettext_noop("Two persons packed and counted, under a seal")
    if not seal.strip():
        return Finding("DE-12", title, False, gettext_noop("Give the number of the seal."))
    names = {" ".join(name.split()).casefold() for name in (packed_by, counted_by)} - {""}
    if len(names) < COUNTED_BY:
        return Finding("DE-12", title, False, gettext_noop("Name two different persons in full."))
    return Finding("DE-12", title, True, gettext_noop("Two persons, and a numbered seal."))


def de_13_released(*, receiver: Receiver, identified: bool, released: bool) -> Finding:
    """DE-13: nothing goes to a family before an identification is signed, stands and is released.

    What is not identified goes to a grave, an authority or the Bureau, never to a family.
    """
    title = gettext_noop("To a family only after a signed and released identification")
    if receiver is not Receiver.FAMILY:
        return Finding("DE-13", title, True, gettext_noop("It does not go to a family."))
    if not identified:
        words = gettext_noop("No signed identification stands. Nothing is given to a family.")
        return Finding("DE-13", title, False, words)
    if not released:
        words = gettext_noop("The identification is not released yet: the family may not be told.")
        return Finding("DE-13", title, False, words)
    return Finding("DE-13", title, True, gettext_noop("It stands, and it is released."))


def de_14_tag_read_by_two(readings: Mapping[str, Sequence[TagReading]], now: datetime) -> Finding:
    """DE-14: two different persons each read the tag within a day, and the number is the right one.

    Of each person the newest reading counts; one that differs stands against all others.

    Args:
        readings: by number of each part of the body those of its tag.
    """
    title = gettext_noop("Two persons each read the tag of every part")
    wrong, lacking = [], []
    for number, rows in readings.items():
        newest = {one.by: one for one in sorted(rows, key=lambda one: one.at)}
        today = [one for one in newest.values() if now - one.at <= READ_WITHIN]
        if any(not one.equal for one in today):
            wrong.append(number)
        elif len(today) < COUNTED_BY:
            lacking.append(number)
    if wrong:
        words = gettext_noop(
            "Another number was read from the tag of {numbers}. Hand nothing over."
        )
        return Finding("DE-14", title, False, words, {"numbers": ", ".join(wrong)})
    if lacking or not readings:
        words = gettext_noop(
            "Two persons, each signed in, read the tag of {numbers} and type what it says, today."
        )
        return Finding("DE-14", title, False, words, {"numbers": ", ".join(lacking)})
    return Finding("DE-14", title, True, gettext_noop("Two persons read the right number."))


def de_15_wishes_seen(*, receiver: Receiver, wishes: Collection[str], seen: bool) -> Finding:
    """DE-15: the family’s recorded wishes are seen first; to a family nothing goes before it was asked.

    Args:
        wishes: what the family wishes, as recorded.
        seen: whoever hands over declares to have read exactly these.
    """
    title = gettext_noop("The family’s wishes are recorded and were read")
    if not wishes and receiver is Receiver.FAMILY:
        words = gettext_noop(
            "No wish of the family is recorded. It is asked first, by who told it."
        )
        return Finding("DE-15", title, False, words)
    if wishes and not seen:
        words = gettext_noop("Read what the family wishes, then tick the box that says so.")
        return Finding("DE-15", title, False, words)
    return Finding("DE-15", title, True, gettext_noop("Nothing is recorded that was not read."))


def de_16_still_here(gone: Sequence[str]) -> Finding:
    """DE-16: what was handed over is not handed over again before it came back.

    Args:
        gone: what of it somebody else has, in words.
    """
    title = gettext_noop("It is still here")
    if gone:
        words = gettext_noop("Handed over before, and not come back: {things}.")
        return Finding("DE-16", title, False, words, {"things": ", ".join(gone)})
    return Finding("DE-16", title, True, gettext_noop("Nobody else has it."))


def de_17_fell(*, fell: bool, told_before: bool) -> Finding:
    """DE-17: whoever was given something on an identification that fell is told, and it is recorded.

    Args:
        fell: the identification on which it was given does not stand any more.
        told_before: that they were told is recorded.
    """
    title = gettext_noop("Who was given something is told that the identification fell")
    if not fell:
        words = gettext_noop(
            "The identification stands, or none was relied on. Nothing is corrected."
        )
        return Finding("DE-17", title, False, words)
    if told_before:
        return Finding("DE-17", title, False, gettext_noop("This is recorded already."))
    return Finding("DE-17", title, True, gettext_noop("The identification fell."))


def de_18_not_by_custody_alone(
    *, of_the_dead: Sequence[str], private: bool, was_private: bool = False
) -> Finding:
    """DE-18: no entry of custody alone gives remains or effects to a family, or says that it got none.

    They go there on the page that asks what is asked before (DE-13 to DE-16).

    Args:
        of_the_dead: numbers of the remains, and codes of the packets of effects, in the entry.
        private: whether a family or another private person receives.
        was_private: of a correction, whether the entry that it replaces said so.
    """
    title = gettext_noop("To a family only on the page that hands over")
    things = {"things": ", ".join(of_the_dead)}
    if of_the_dead and private and not was_private:
        words = gettext_noop(
            "{things}: to a family, or another private person, remains and effects go from the page "
            "“Handing over” of the record of death, where what is asked before stands."
        )
        return Finding("DE-18", title, False, words, things)
    if of_the_dead and was_private and not private:
        words = gettext_noop(
            "{things} went to a family. That it came back is entered on the page “Handing over” of "
            "the record of death; a correction here does not change who has it."
        )
        return Finding("DE-18", title, False, words, things)
    return Finding("DE-18", title, True, gettext_noop("It does not go to a family."))
