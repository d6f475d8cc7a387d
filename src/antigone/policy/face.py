"""When a face may be searched for, among whom, and what the result is: a lead, and nothing more.

Recognising the dead by face is often wrong (of sixteen families who recognised a relative after the
Bali bombing of 2002, half were), and error rates of programs differ between groups of people. So a
search leads to the family that is asked first for a reference sample, and to nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from antigone.policy.findings import Finding, gettext_noop

FACE_KINDS = ("face", "full_body")
"""Pictures of remains that may show a face."""

PHOTOGRAPH_KINDS = ("portrait", "group")
"""Photographs that show the person who is sought as they looked."""

PURPOSES = ("first_sample", "board", "recheck")
"""Why somebody searches: codes that may stand in the journal."""

MOST_LOG10_LR = 1.0
"""A face weighs no more than ten to one, whatever a program computes; our choice."""

OPINIONS = ("same_3", "same_2", "same_1", "none", "other_1", "other_2", "other_3")
"""Strong to limited support for one person, none either way, limited to strong for two persons."""


def fa_01_picture_of_remains(*, of_remains: bool, stands: bool, kind: str) -> Finding:
    """FA-01: what is searched with is one picture, that stands, of remains that are registered.

    A photograph of a person who is sought, or of anybody else, is never searched with.

    Args:
        of_remains: whether it is kept under remains, not under a family.
        stands: whether it counts: neither moved nor retracted.
        kind: what it is a picture of.
    """
    title = gettext_noop("One picture of remains that shows a face")
    if not of_remains:
        lacks = gettext_noop(
            "This photograph was given by a family: nobody is searched for with a picture of the living."
        )
    elif not stands:
        lacks = gettext_noop("This picture was moved or retracted.")
    elif kind not in FACE_KINDS:
        lacks = gettext_noop(
            "The picture shows no face: it is neither of a face nor of a whole body."
        )
    else:
        met = gettext_noop("It is a picture of these remains, and stands.")
        return Finding("FA-01", title, True, met)
    return Finding("FA-01", title, False, lacks)


def fa_02_is_dead(may_enter: Finding) -> Finding:
    """FA-02: a named examiner has confirmed death, and the recovery is recorded, as RE-01 asks.

    Args:
        may_enter: RE-01, applied to these remains.
    """
    title = gettext_noop("Death is confirmed and the recovery recorded")
    return Finding("FA-02", title, may_enter.met, may_enter.template, may_enter.values)


@dataclass(frozen=True, slots=True)
class Released:
    """A release of one picture for a search by face.

    Args:
        by: who released it.
        reason: in words.
        stands: whether it was not taken back; another release does not bring it to life again.
    """

    by: int
    reason: str
    stands: bool = True


def fa_03_released_by_another(release: Released | None, searcher: int) -> Finding:
    """FA-03: a second person released this picture for it, with a reason; nobody does so for oneself.

    Args:
        release: the one that stands, if any does; of a search that was made, the one it was made with.
        searcher: who searches.
    """
    title = gettext_noop("A second person released this picture")
    if release is None or not release.reason.strip():
        lacks = gettext_noop("Nobody has released this picture for a search by face.")
    elif not release.stands:
        lacks = gettext_noop("The release with which it was searched was taken back: search anew.")
    elif release.by == searcher:
        lacks = gettext_noop("You released this picture yourself: another person has to search.")
    else:
        met = gettext_noop("Another person released it, with a reason.")
        return Finding("FA-03", title, True, met)
    return Finding("FA-03", title, False, lacks)


def fa_04_not_identified(identified_as: Collection[str]) -> Finding:
    """FA-04: no identification says who these remains, or other parts of the same body, are.

    Args:
        identified_as: numbers of the persons that identifications which stand name.
    """
    title = gettext_noop("The remains are not yet identified")
    if identified_as:
        lacks = gettext_noop("They are identified as {person}: nothing is left to search for.")
        return Finding("FA-04", title, False, lacks, {"person": ", ".join(sorted(identified_as))})
    return Finding("FA-04", title, True, gettext_noop("No identification stands."))


@dataclass(frozen=True, slots=True)
class Photograph:
    """What is known of one photograph, before anything of it is decoded.

    Args:
        kind: what it is a picture of.
        of_sought: whether it is said to show one who is sought.
        by_request: whether a person took a tracing request from the family.
        stands: whether the family has not taken it back.
        covered: whether a live legal basis covers the family (CO-01).
        photographs: whether the family consents to the comparison of photographs.
        faces: whether it consents to the comparison of faces by a computer.
        alive: whether the person is found alive.
        identified: whether the person is identified.
        same_incident: whether the family is of the incident of the remains.
        in_sight: whether whoever searches may know of the family.
    """

    kind: str
    of_sought: bool
    by_request: bool
    stands: bool
    covered: bool
    photographs: bool
    faces: bool
    alive: bool
    identified: bool
    same_incident: bool
    in_sight: bool


def fa_05_family_gave_it_for_this(photograph: Photograph) -> bool:
    """FA-05: a photograph is compared only while the family allows exactly this, by its own word.

    It gave it with a tracing request, as a photograph of whom it seeks; a live legal basis covers the
    family, and it consents to the comparison of photographs, and of faces by a computer.
    """
    return (
        photograph.kind in PHOTOGRAPH_KINDS
        and photograph.of_sought
        and photograph.by_request
        and photograph.stands
        and photograph.covered
        and photograph.photographs
        and photograph.faces
    )


def fa_05_shows_one_person(kind: str, *, eyes_set: bool) -> bool:
    """FA-05: of a photograph of several persons only the face is measured whose eyes somebody set.

    The others on it live, and nobody asked them; a program that finds one face of many takes any.

    Args:
        kind: what it is a picture of.
        eyes_set: whether somebody set the eyes of the person who is sought.
    """
    return kind != "group" or eyes_set


def fa_06_still_sought(photograph: Photograph) -> bool:
    """FA-06: whoever is found alive, or identified, is no longer looked at."""
    return not photograph.alive and not photograph.identified


def fa_07_in_sight(photograph: Photograph) -> bool:
    """FA-07: the search stays in the incident of the remains, among families the searcher may know of.

    These are families of the searcher's own agency, or shared with it, or all of an incident that is
    shared with it; no other incident is ever searched.
    """
    return photograph.same_incident and photograph.in_sight


def fa_08_good_enough(problems: Collection[str]) -> Finding:
    """FA-08: below the floor of quality there is no score at all, not a low one.

    Args:
        problems: what is wrong with the picture, as the engine found it.
    """
    title = gettext_noop("The picture is good enough to be compared")
    if problems:
        lacks = gettext_noop("The picture is not good enough: nothing was compared.")
        return Finding("FA-08", title, False, lacks)
    return Finding("FA-08", title, True, gettext_noop("The picture is good enough."))


def fa_09_capped(log10_lr: float | None) -> float | None:
    """FA-09: a face says at most log10 LR 1, shown beside the total and never inside it.

    Args:
        log10_lr: as calibrated on the service's own pairs; None: not calibrated, so no number.

    >>> fa_09_capped(3.2), fa_09_capped(-0.5), fa_09_capped(None)
    (1.0, -0.5, None)
    """
    return None if log10_lr is None else min(MOST_LOG10_LR, log10_lr)


def fa_10_purpose_and_proof(purpose: str, words: str, *, proved: bool) -> tuple[Finding, ...]:
    """FA-10: whoever searches states the purpose, by choice and in words, and proved a second factor.

    Args:
        purpose: one of `PURPOSES`.
        words: the purpose in words.
        proved: whether a second factor was proved within ten minutes.
    """
    title = gettext_noop("The purpose is stated, and a second factor proved")
    lacking = (
        (purpose not in PURPOSES, gettext_noop("Choose the purpose of the search.")),
        (not words.strip(), gettext_noop("Say in words what the search is for.")),
        (not proved, gettext_noop("Prove your second factor first; it counts for ten minutes.")),
    )
    unmet = tuple(Finding("FA-10", title, False, words) for lacks, words in lacking if lacks)
    return unmet or (Finding("FA-10", title, True, gettext_noop("Both are there.")),)


def fa_11_goes_at_once(kept: Iterable[int], allowed: Collection[int]) -> frozenset[int]:
    """FA-11: of which photographs what was measured is destroyed: all that may not be used any more.

    Args:
        kept: photographs of which something is kept.
        allowed: those that FA-05 and FA-06 let in now.

    >>> sorted(fa_11_goes_at_once([1, 2, 3], {2}))
    [1, 3]
    """
    return frozenset(kept) - frozenset(allowed)


def fa_12_own_opinion(opinion: str, reasons: str, *, opened_both: bool) -> Finding:
    """FA-12: an opinion on two faces is somebody's own: a step of the scale, with reasons, after looking.

    Args:
        opinion: one of `OPINIONS`.
        reasons: in words.
        opened_both: whether the person opened both pictures.
    """
    title = gettext_noop("An opinion of one's own, with reasons")
    if opinion not in OPINIONS:
        lacks = gettext_noop("Choose a step of the scale.")
    elif not reasons.strip():
        lacks = gettext_noop("Give the reasons: which features agree, and which do not.")
    elif not opened_both:
        lacks = gettext_noop("Open both pictures first.")
    else:
        return Finding("FA-12", title, True, gettext_noop("It is given with reasons."))
    return Finding("FA-12", title, False, lacks)


def fa_14_released_with_reason(reason: str, *, released: bool, opened: bool) -> Finding:
    """FA-14: a picture is released once, by a person who looked at it, with a reason.

    No program can tell that a picture of the living was put under remains; a second person can.

    Args:
        reason: of whoever releases it.
        released: whether a release of it stands.
        opened: whether this person saw the picture lately.
    """
    title = gettext_noop("A picture is released once, with a reason")
    if released:
        return Finding("FA-14", title, False, gettext_noop("It is released already."))
    if not opened:
        lacks = gettext_noop("Open the picture first: you say that it shows these remains.")
        return Finding("FA-14", title, False, lacks)
    if not reason.strip():
        return Finding("FA-14", title, False, gettext_noop("Give the reason."))
    return Finding("FA-14", title, True, gettext_noop("A reason is given."))
