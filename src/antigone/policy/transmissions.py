"""Rules TM-…: what goes to the Bureau and the Central Agency, what is withheld, and how it is corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from antigone.policy.findings import Finding, gettext_noop

MAY_BE_WITHHELD_FROM = frozenset({"bureau", "protecting_power", "party"})
"""Kinds of recipients that are a party, or from which what they get goes on to one."""

OF_THE_FAMILY = ("inform", "fathers_first_name", "mothers_maiden_name")
"""Particulars that tell of relatives: where the family told them, they are its to give."""

NAMES = ("surname", "first_names", "names_latin", *OF_THE_FAMILY)
"""Particulars that name the dead person, or through whom they are named."""

NEVER_WITHHELD = frozenset(
    {"number", "version", "remains", "identified", "died_is", "withheld", "packets", "documents"}
)
"""What a record is known by, and what is kept for the family."""

LEAST_WORDS = 10
"""A reason has so many characters at least."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A record as it last went to a recipient.

    Args:
        package: number of that package.
        state: fingerprint of what the record was then: version, grave, packets, what the family allowed.
        person: which person it named; None: nobody.
    """

    package: str
    state: str
    person: int | None


def tm_01_key_confirmed(*, entered_by: str, confirmed_by: str, spoken_with: str) -> Finding:
    """A recipient and its key are confirmed by somebody else than who entered them.

    Args:
        entered_by, confirmed_by: user names.
        spoken_with: full name of the person at the recipient who read its fingerprint out.
    """
    title = gettext_noop("A second person compared the key with the recipient")
    if not confirmed_by or confirmed_by == entered_by:
        lacks = gettext_noop("Somebody else than who entered this key confirms it.")
    elif len(spoken_with.split()) < 2:
        lacks = gettext_noop(
            "Give the full name of the person at the recipient who read the fingerprint out."
        )
    else:
        return Finding("TM-01", title, True, gettext_noop("It was compared."))
    return Finding("TM-01", title, False, lacks)


def tm_01_key_in_use(*, has_key: bool, retired: bool) -> Finding:
    """TM-01: nothing is packed for a recipient that is not in use, or whose key nobody confirmed."""
    title = gettext_noop("The recipient is in use, with a confirmed key")
    if retired:
        lacks = gettext_noop("Nothing goes to this recipient any more.")
    elif not has_key:
        lacks = gettext_noop("The recipient has no key that a second person confirmed.")
    else:
        return Finding("TM-01", title, True, gettext_noop("It is."))
    return Finding("TM-01", title, False, lacks)


def tm_02_two_persons(*, drafted_by: str, approved_by: str) -> Finding:
    """Whoever drafts a package does not approve it."""
    title = gettext_noop("Two persons make a package")
    if drafted_by == approved_by:
        lacks = gettext_noop("You drafted this package. Somebody else looks at it and approves it.")
        return Finding("TM-02", title, False, lacks)
    return Finding("TM-02", title, True, gettext_noop("Another person drafted it."))


def tm_03_named_only_if_identified(
    identified: bool, particulars: Mapping[str, str], number: str
) -> Finding:
    """A name goes only while a signed identification stands.

    Args:
        identified: whether one stands now.
        particulars: by field what would go.
        number: of the record.
    """
    title = gettext_noop("A name goes only while a signed identification stands")
    if identified or not any(particulars.get(name) for name in NAMES):
        return Finding("TM-03", title, True, gettext_noop("It is so."))
    lacks = gettext_noop("No signed identification stands of {number}, and a name stands in it.")
    return Finding("TM-03", title, False, lacks, {"number": number})


def tm_04_withheld(kind: str, withheld: Mapping[str, str], number: str) -> Finding:
    """What may harm the person or relatives is withheld with a reason, and never from the Central Agency.

    Taken from GC IV 137, which speaks of civilians; GC I 16 knows no withholding for military dead.

    Args:
        kind: of the recipient.
        withheld: by field the reason.
        number: of the record.
    """
    title = gettext_noop("Withheld with a reason, and never from the Central Agency")
    values = {"number": number}
    if not withheld:
        return Finding("TM-04", title, True, gettext_noop("Nothing is withheld."))
    if kind not in MAY_BE_WITHHELD_FROM:
        lacks = gettext_noop(
            "{number}: from this recipient nothing is withheld, whatever the reason."
        )
    elif NEVER_WITHHELD.intersection(withheld):
        lacks = gettext_noop("{number}: by what a record is known is not withheld.")
    elif any(len(reason.strip()) < LEAST_WORDS for reason in withheld.values()):
        lacks = gettext_noop("{number}: say of what is withheld whom it may harm, and how.")
    else:
        return Finding("TM-04", title, True, gettext_noop("Each has its reason."))
    return Finding("TM-04", title, False, lacks, values)


def tm_05_family_allows(
    told: Collection[str], *, covered: bool, by_hand: bool, consents: bool
) -> tuple[str, ...]:
    """What a family told goes only under a live legal basis, and what tells of relatives only if it says yes.

    A family whose request was taken here says yes to this recipient by name (SH-04, CO-13); one that came
    with a file is covered by the basis of the file. It does not depend on the recipient's kind: of what a
    family told, also the Central Agency gets only what the family allows. Particulars from a disc, a paper
    or the board are not the family's, and go.

    Args:
        told: fields that the family told.
        covered: a live legal basis covers the family.
        by_hand: a person took the request.
        consents: the family said yes to this recipient, by name.

    Returns:
        the fields that do not go.

    >>> tm_05_family_allows(["born", "inform"], covered=True, by_hand=True, consents=False)
    ('inform',)
    """
    if not covered:
        return tuple(sorted(told))
    if consents or not by_hand:
        return ()
    return tuple(sorted(set(told).intersection(OF_THE_FAMILY)))


def tm_06_next_number(short: str, numbers: Collection[int]) -> tuple[int, str]:
    """Packages to a recipient are numbered without a gap; each names the one before it.

    Args:
        short: of the recipient.
        numbers: of the packages so far.

    >>> tm_06_next_number("CTA", [1, 2])
    (3, 'T-CTA-0003')
    """
    sequence = len(numbers) + 1
    if sorted(numbers) != list(range(1, sequence)):
        raise ValueError(f"packages to {short} are numbered with a gap: {sorted(numbers)}")
    return sequence, f"T-{short}-{sequence:04d}"


def tm_07_something_to_send(kinds: Mapping[str, str | None]) -> Finding:
    """A package holds confirmed records only, and only what this recipient does not have yet.

    Args:
        kinds: by number of the record what `tm_08_kind` says of it.
    """
    title = gettext_noop("The recipient does not have it yet")
    if not kinds:
        lacks, values = gettext_noop("Choose at least one record."), {}
    elif known := sorted(number for number, kind in kinds.items() if kind is None):
        lacks = gettext_noop("Nothing is new since the last package: {numbers}.")
        values = {"numbers": ", ".join(known)}
    else:
        return Finding("TM-07", title, True, gettext_noop("Each is new, or a correction."))
    return Finding("TM-07", title, False, lacks, values)


def tm_07_as_drafted(drafted: Mapping[str, str], now: Mapping[str, str]) -> Finding:
    """TM-07: what is approved is what was drafted; a record that changed since goes into a new draft.

    Args:
        drafted, now: by number of the record a fingerprint of what goes.
    """
    title = gettext_noop("Nothing changed since it was drafted")
    changed = sorted(number for number, one in drafted.items() if now.get(number) != one)
    if changed:
        lacks = gettext_noop(
            "Changed since it was drafted: {numbers}. Drop this draft and make another."
        )
        return Finding("TM-07", title, False, lacks, {"numbers": ", ".join(changed)})
    return Finding("TM-07", title, True, gettext_noop("It is as it was."))


def tm_08_kind(sent: Sent | None, *, version: int, state: str, person: int | None) -> str | None:
    """What sending a record now would be: new, a correction, the withdrawal of a name, or nothing.

    Nothing that went is taken back: it is corrected by a later package, which names the earlier one.

    Args:
        sent: as it last went to this recipient.
        version: of the record now, 0 where nobody confirmed one.
        state: fingerprint of what the record is now.
        person: whom a signed identification that stands names; None: nobody.

    >>> tm_08_kind(Sent("T-CTA-0001", "a", 7), version=1, state="b", person=None)
    'name_withdrawn'
    """
    if version < 1:
        return None
    if sent is None:
        return "new"
    if sent.person is not None and person is None:
        return "name_withdrawn"
    if sent.state != state or sent.person != person:
        return "correction"
    return None


def tm_09_answer(
    kind: str, receipt: str, words: str, day: date | None, *, made_on: date, today: date
) -> Finding:
    """An answer of the recipient has its day and its receipt number, or what was asked, in words.

    Args:
        kind: acknowledged, questioned, refused.
        receipt: number that the recipient gave.
        words: what it asked, or why it refused.
        day: of the answer.
        made_on, today: between which days it lies.
    """
    title = gettext_noop("The answer is complete")
    if day is None or not made_on <= day <= today:
        lacks = gettext_noop("Give the day of the answer: not before the package, and not later.")
    elif kind == "acknowledged" and not receipt.strip():
        lacks = gettext_noop("Give the number of the receipt.")
    elif kind != "acknowledged" and len(words.strip()) < LEAST_WORDS:
        lacks = gettext_noop("Say what the recipient asked, or why it refused.")
    else:
        return Finding("TM-09", title, True, gettext_noop("It is."))
    return Finding("TM-09", title, False, lacks)


def tm_10_taken_out(*, made: bool) -> Finding:
    """The program sends nothing: a person takes the file out, once it is made, and carries it."""
    title = gettext_noop("The package is made")
    if made:
        return Finding("TM-10", title, True, gettext_noop("It is."))
    lacks = gettext_noop("The package is not made yet. A second person approves it first.")
    return Finding("TM-10", title, False, lacks)


def tm_11_still_holds(*, fell: Collection[str], withdrew: Collection[str]) -> Finding:
    """TM-11: what names somebody wrongly, or somebody whose family withdrew, does not leave any more.

    It was rightly made, but nobody carries it out: a later package says what holds now.

    Args:
        fell: numbers of records in it that name somebody whose identification does not stand any more.
        withdrew: those of which the family withdrew since it was made.
    """
    title = gettext_noop("What the package says still holds")
    if fell:
        lacks = gettext_noop(
            "The identification fell that {numbers} rests on. Make a package of what holds now."
        )
        return Finding("TM-11", title, False, lacks, {"numbers": ", ".join(sorted(fell))})
    if withdrew:
        lacks = gettext_noop(
            "The family withdrew since: {numbers}. Make a package of what may go now."
        )
        return Finding("TM-11", title, False, lacks, {"numbers": ", ".join(sorted(withdrew))})
    return Finding("TM-11", title, True, gettext_noop("It does."))
