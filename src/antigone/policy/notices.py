"""Rules NO-…: when, by whom and how a family is told, what is written for it, and what is put right.

NO-01, that what is for a family is words alone, is enforced where papers are made
(`web/papers/words_only.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime

from antigone.policy.findings import Finding, gettext_noop

SHEET_FIELDS = frozenset(
    {"name", "name_latin", "born_on", "family", "incident", "number"}
    | {"first", "relation", "with_whom", "not_present", "must_not_know"}
    | {"language", "script", "interpreter", "customs", "place", "planned_for", "channel"}
    | {"safe_times", "notifier", "how_known", "signed_on", "found_on", "found_where"}
    | {"now_where", "kept", "packets", "office", "wishes"}
)
"""All that a preparation sheet can say of a case (NO-08)."""

LETTER_FIELDS = frozenset(
    {"reader", "name", "name_latin", "born_on", "incident", "found_on", "found_where"}
    | {"signed_on", "now_where", "kept", "office", "told_on", "reopened_on"}
)
"""All that a letter can say of a case (NO-08)."""

CAUSE_FIELDS = frozenset({"reader", "name", "name_latin", "cause", "certified_by", "office"})
"""All that the separate sheet on cause and circumstances can say, at the family's request (NO-10)."""

_DAY = re.compile(
    r"\b\d{1,2}([-/. ])\d{1,2}\1(?:19|20)\d\d\b|\b(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2}\b"
)
_REACHED = re.compile(r"@|(?:\d[\s()/-]*){7,}")
_SHOWN = re.compile(
    r"(?:data|https?|ftp|file|blob)\s*:\s*\S"
    r"|\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg|mp4|mov|avi)\b",
    re.I,
)


def no_02_signed_and_released(*, stands: bool, released: bool) -> Finding:
    """A family is told of an identification only once it is signed and released; if it falls, at no time.

    Args:
        stands: whether the signed identification stands today.
        released: whether a named person has let the family be told of it.
    """
    title = gettext_noop("The identification is signed and released")
    if not stands:
        lacks = gettext_noop(
            "The identification does not stand: it was reopened. Nobody is told of it, and no paper is "
            "written. What was prepared stops here."
        )
    elif not released:
        lacks = gettext_noop(
            "The identification is signed, but nobody has released it for the family yet."
        )
    else:
        return Finding("NO-02", title, True, gettext_noop("It stands, and it is released."))
    return Finding("NO-02", title, False, lacks)


def no_03_trained(
    *, may_notify: bool, sees_family: bool, valid_until: date | None, on: date
) -> Finding:
    """A family is told by a person who has the role and the sight for it, and was trained for it.

    Args:
        may_notify: whether their role in the incident tells families.
        sees_family: whether they may see this family.
        valid_until: until when a training of theirs is valid that is recorded here; None: there is none.
        on: the day on which they are to go.
    """
    title = gettext_noop("A trained person tells the family")
    if not may_notify:
        lacks = gettext_noop("The role of this person in the incident does not tell families.")
    elif not sees_family:
        lacks = gettext_noop("This person may not see the family: it is of another agency.")
    elif valid_until is None:
        lacks = gettext_noop("No training of this person is recorded here.")
    elif valid_until < on:
        lacks = gettext_noop("The training of this person is no longer valid on that day.")
    else:
        return Finding("NO-03", title, True, gettext_noop("This person is trained for it."))
    return Finding("NO-03", title, False, lacks)


def no_04_wants_to_be_told(*, wishes: bool, withdrawn: bool) -> Finding:
    """Nobody goes to a family that does not want to be told, until it says otherwise.

    Args:
        wishes: False where the newest that it said is that it does not want to be told.
        withdrawn: whether it has withdrawn, and all that it told is destroyed.
    """
    title = gettext_noop("The family wants to be told")
    if withdrawn:
        lacks = gettext_noop(
            "The family has withdrawn, and all that it told is destroyed. It is told when it comes to "
            "the office by itself and states a new basis."
        )
    elif not wishes:
        lacks = gettext_noop(
            "The family said that it does not want to be told. Nobody goes until it says otherwise."
        )
    else:
        return Finding("NO-04", title, True, gettext_noop("Nothing is recorded against it."))
    return Finding("NO-04", title, False, lacks)


def no_05_after_the_visit(*, at: datetime, now: datetime, assigned_at: datetime | None) -> Finding:
    """A visit is recorded after it took place, and none took place before somebody was sent.

    Args:
        at: when it took place.
        now: the moment of recording.
        assigned_at: when the first notifier was assigned; None: nobody was.
    """
    title = gettext_noop("The visit has taken place")
    if assigned_at is None:
        lacks = gettext_noop("Nobody is assigned to tell this family.")
    elif at > now:
        lacks = gettext_noop(
            "This moment is still to come. A visit is recorded after it took place."
        )
    elif at < assigned_at:
        lacks = gettext_noop("At that moment nobody was assigned yet to tell this family.")
    else:
        return Finding("NO-05", title, True, gettext_noop("It lies behind."))
    return Finding("NO-05", title, False, lacks)


def no_06_by_whom(*, is_notifier: bool, has_assigned: bool) -> Finding:
    """What is prepared, recorded and handed over is entered by the notifier, or by who assigned them.

    Args:
        is_notifier: whether it is the person who is assigned now.
        has_assigned: whether it is the person who assigned them, and still may.
    """
    title = gettext_noop("The assigned notifier, or whoever assigned them, enters it")
    if is_notifier or has_assigned:
        return Finding("NO-06", title, True, gettext_noop("It is theirs to enter."))
    lacks = gettext_noop(
        "Another person is assigned to tell this family. They enter it, or whoever assigned them does."
    )
    return Finding("NO-06", title, False, lacks)


def no_07_in_person(*, told: bool, in_person: bool, asked_for_telephone: bool) -> Finding:
    """The family is told in person; by telephone only where it asked for that beforehand.

    Args:
        told: whether the family was told at this visit.
        in_person: whether somebody sat with it.
        asked_for_telephone: whether that is its recorded wish.
    """
    title = gettext_noop("The family is told in person")
    if not told or in_person or asked_for_telephone:
        return Finding("NO-07", title, True, gettext_noop("As the family may expect."))
    lacks = gettext_noop(
        "A family is told in person. By telephone only where it asked for that, and the wish is recorded."
    )
    return Finding("NO-07", title, False, lacks)


def no_08_named_fields(given: Collection[str], allowed: Collection[str]) -> Finding:
    """A sheet and a letter say only what is named here: no wound, no cause of death, no others who died.

    Args:
        given: the fields that are about to be written.
        allowed: `SHEET_FIELDS`, `LETTER_FIELDS` or `CAUSE_FIELDS`.
    """
    title = gettext_noop("Only what is named for it is written")
    strange = sorted(set(given) - set(allowed))
    if strange:
        lacks = gettext_noop("This has no place in a paper for a family: {fields}")
        return Finding("NO-08", title, False, lacks, {"fields": ", ".join(strange)})
    return Finding("NO-08", title, True, gettext_noop("Nothing else is in it."))


def no_09_after_telling(*, told: bool, in_time: bool) -> Finding:
    """A letter is handed over by a person, once the family was told; it never stands in for telling.

    Args:
        told: whether a visit is recorded at which the family was told.
        in_time: whether the letter was handed over at that moment or later, and not in the future.
    """
    title = gettext_noop("A letter is handed over after telling")
    if not told:
        lacks = gettext_noop(
            "The family was not told yet. A letter is not left instead of telling."
        )
    elif not in_time:
        lacks = gettext_noop(
            "A letter is handed over when the family is told or later, and not ahead."
        )
    else:
        return Finding("NO-09", title, True, gettext_noop("The family was told before."))
    return Finding("NO-09", title, False, lacks)


def no_10_cause_at_request(*, asked: bool) -> Finding:
    """Cause and circumstances are written down for a family only at its recorded request, on a sheet apart.

    Args:
        asked: whether the newest that the family said of it is that it wants this in writing.
    """
    title = gettext_noop("Cause and circumstances in writing only at request")
    if asked:
        return Finding("NO-10", title, True, gettext_noop("The family asked for it."))
    lacks = gettext_noop(
        "The family did not ask to have cause and circumstances in writing. The notifier tells them, "
        "gently and truly, where somebody asks."
    )
    return Finding("NO-10", title, False, lacks)


def no_11_wish_of_a_person(
    *, said_by: str, said_on: date, today: date, about_telling: bool, told: bool
) -> Finding:
    """A wish names who said it and when; but for how to be told, it is asked once the family was told.

    Args:
        said_by: who of the family said it.
        said_on: when.
        today: the day of recording.
        about_telling: whether it is the wish whether and how to be told.
        told: whether the family was told.
    """
    title = gettext_noop("A wish names who said it, and when")
    if not said_by.strip():
        lacks = gettext_noop("Say who of the family said it.")
    elif said_on > today:
        lacks = gettext_noop("This day is still to come; allowed is today or earlier.")
    elif not about_telling and not told:
        lacks = gettext_noop("The family is asked for its wishes once it was told, not before.")
    else:
        return Finding("NO-11", title, True, gettext_noop("Who said it, and when, is named."))
    return Finding("NO-11", title, False, lacks)


def no_12_told_that_it_fell(*, stands: bool, was_told: bool) -> Finding:
    """Whom the office told of an identification that fell is told so, in person, by a visit of its own.

    Args:
        stands: whether the identification stands.
        was_told: whether a visit is recorded at which the family was told of it.
    """
    title = gettext_noop("A family that was told is told that it no longer holds")
    if stands:
        lacks = gettext_noop("The identification stands: there is nothing to put right.")
    elif not was_told:
        lacks = gettext_noop("The family was never told of it: there is nothing to put right.")
    else:
        return Finding("NO-12", title, True, gettext_noop("It was told, and it no longer holds."))
    return Finding("NO-12", title, False, lacks)


def no_13_plain_words(texts: Iterable[str]) -> Finding:
    """What is typed for a family names no picture, no address on a network, no number to call.

    The notifier gives a number by hand, and answers it.
    """
    title = gettext_noop("Nothing but words is typed for a family")
    for text in texts:
        if _SHOWN.search(text):
            lacks = gettext_noop("This names a picture or an address on a network. Take it out.")
            return Finding("NO-13", title, False, lacks)
        if _REACHED.search(_DAY.sub("", text)):
            lacks = gettext_noop(
                "This names a telephone number or an address of mail. The notifier writes by hand how "
                "to be reached."
            )
            return Finding("NO-13", title, False, lacks)
    return Finding("NO-13", title, True, gettext_noop("It is words."))


def no_14_told_in_ignorance(*, told: bool, did_not_know: bool) -> Finding:
    """What a notifier told who did not know that it had fallen is entered, so that it is put right.

    Nothing else of the identification goes on (NO-02): nobody is sent, and no paper is written.

    Args:
        told: whether the family was told at this visit.
        did_not_know: whether whoever enters it confirms that the notifier did not know.
    """
    title = gettext_noop("A telling in ignorance is entered, so that it is put right")
    if not told:
        lacks = gettext_noop(
            "The identification was reopened before this visit. Of such a visit only that the family "
            "was told is entered, so that it is put right."
        )
    elif not did_not_know:
        lacks = gettext_noop(
            "The identification was reopened, and nobody goes any more. If the family was told after "
            "that, by a notifier who did not know, confirm it: it is entered, and has to be put right."
        )
    else:
        words = gettext_noop("It is confirmed. The family has to be told that it no longer holds.")
        return Finding("NO-14", title, True, words)
    return Finding("NO-14", title, False, lacks)
