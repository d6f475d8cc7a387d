"""Consent for each purpose: what an answer has to hold, and what it allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from antigone.policy.consent import KINDS
from antigone.policy.findings import Finding, gettext_noop

NAMED_PURPOSES = ("sharing",)
"""Each recipient is a question of its own."""

OF_DONORS = ("dna",)
"""Each relative answers for their own."""

NEEDS_CONSENT = ("photographs", "faces", "sharing", "publication")
"""For these no law stands in for the family's word."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is recorded of one question and its answer.

    Args:
        purpose: search, dna, photographs, faces, sharing, publication.
        answer: yes, no, later.
        kind: consent, or the basis where nobody could be asked: law, other.
        particulars: which law, or which other basis.
        asked: full name of who was asked; empty where nobody could be.
        interviewer: full name of who asked.
        text_version: of the text that was agreed to.
        language: in which it was read.
        given_on: the day of the answer.
        recipient: with whom may be shared.
    """

    purpose: str
    answer: str
    kind: str
    particulars: str
    asked: str
    interviewer: str
    text_version: str
    language: str
    given_on: date | None
    recipient: str = ""


def co_11_answer_is_complete(
    asked: Asked, today: date, text_versions: Collection[str]
) -> tuple[Finding, ...]:
    """CO-11: an answer names who was asked and who asked, the text and its language, and the day.

    Where nobody could be asked, it names the law or the other basis instead.

    Returns:
        what is lacking, each with the field at which it is lacking in `values["field"]`.
    """
    consent = asked.kind == "consent"
    lacking = (
        ("kind", asked.kind not in KINDS, gettext_noop("Choose what it rests on.")),
        (
            "particulars",
            asked.kind in ("law", "other") and not asked.particulars.strip(),
            gettext_noop("Say which law, or which other basis, it is."),
        ),
        (
            "asked",
            consent and not asked.asked.strip(),
            gettext_noop("Give the name of the person who was asked."),
        ),
        (
            "interviewer",
            len(asked.interviewer.split()) < 2,
            gettext_noop("Give the full name of the person who asked: first name and surname."),
        ),
        (
            "text_version",
            consent and asked.text_version not in text_versions,
            gettext_noop("Choose the version of the text that was read."),
        ),
        (
            "language",
            consent and not asked.language.strip(),
            gettext_noop("Say in which language the text was read."),
        ),
        (
            "given_on",
            asked.given_on is None or asked.given_on > today,
            gettext_noop("Give the day of the answer, today or earlier."),
        ),
        (
            "recipient",
            (asked.purpose in NAMED_PURPOSES) != bool(asked.recipient.strip()),
            gettext_noop("Name the one organisation with which may be shared."),
        ),
    )
    title = gettext_noop("The answer about consent is complete")
    return tuple(
        Finding("CO-11", title, False, words, {"field": field})
        for field, lacks, words in lacking
        if lacks
    )


def co_12_allows(answers: Iterable[str]) -> bool:
    """CO-12: for each purpose, donor and recipient the newest answer counts, and only yes allows.

    Args:
        answers: to one question, the oldest first: yes, no, later, withdrawn.

    >>> co_12_allows(["later", "yes"]), co_12_allows(["yes", "withdrawn"]), co_12_allows([])
    (True, False, False)
    """
    newest = "later"
    for answer in answers:
        newest = answer
    return newest == "yes"


def co_13_needs_consent(purpose: str, kind: str) -> Finding:
    """CO-13: photographs, faces, sharing and publication rest on consent alone; no law stands in for it."""
    title = gettext_noop("This purpose needs the family's own word")
    met = purpose not in NEEDS_CONSENT or kind == "consent"
    words = (
        gettext_noop("It rests on consent, or another basis is allowed for it.")
        if met
        else gettext_noop("Only consent allows this; without it, it is not done.")
    )
    return Finding("CO-13", title, met, words)


def co_14_donor_is_asked(*, by_hand: bool, own_basis: bool, family_basis: bool) -> bool:
    """CO-14: where a person took the request, each donor is asked: no one else's word covers their DNA.

    What is stated for an imported family covers its donors too, as the statement says.

    Args:
        by_hand: a person took the request; it did not come with a file.
        own_basis: a live basis of the donor alone.
        family_basis: a live basis of the family or its file.
    """
    return own_basis or (family_basis and not by_hand)


def co_15_both_are_covered(covered: Iterable[bool]) -> bool:
    """CO-15: persons who were joined are compared as one only while a live basis covers each family.

    Otherwise those that are covered are compared by themselves.
    """
    return all(covered)
