"""Rules SI-…: with whose key a decision is signed, and who vouches for a new one."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.policy.findings import Finding, gettext_noop, hindrances_first


@dataclass(frozen=True)
class Comparison:
    """Somebody is about to say that they compared a key with its owner, face to face.

    Args:
        compared_by: user name of who compares.
        owner: user name of whose key it is.
        password_set_by: who last set the owner's password in their stead, "" if nobody did.
        may_sign, may_manage: what the role of who compares allows here.
        typed: the key's id, as its owner read it out.
        key_id: the key's id.
        is_open: the key is neither compared nor retired.
    """

    compared_by: str
    owner: str
    password_set_by: str
    may_sign: bool
    may_manage: bool
    typed: str
    key_id: str
    is_open: bool


def si_01_opened_by_the_signer(opened: bool) -> Finding:
    """SI-01: a signature is made with the signer's own key, which their password alone opens."""
    title = gettext_noop("Your password opens your signing key")
    if opened:
        return Finding("SI-01", title, True, gettext_noop("It does."))
    return Finding(
        "SI-01",
        title,
        False,
        gettext_noop(
            "Your password does not open your signing key: it was set by another way than your account. "
            "Give the key up under Signing keys; a new one is made when you sign next."
        ),
    )


def si_02_compared(waits: bool) -> Finding:
    """SI-02: a key made after somebody else could have set the password waits for a comparison."""
    title = gettext_noop("Your signing key was compared where it has to be")
    if not waits:
        return Finding("SI-02", title, True, gettext_noop("Nothing has to be compared."))
    return Finding(
        "SI-02",
        title,
        False,
        gettext_noop(
            "Your signing key is new. Before it signs, another person compares it with you, face to "
            "face: open Signing keys together."
        ),
    )


def si_03_another_person(comparison: Comparison) -> Finding:
    """SI-03: who compares is neither the owner nor who set the owner's password."""
    title = gettext_noop("Another person compares the key")
    if comparison.compared_by == comparison.owner:
        words = gettext_noop("This is your own key. Another person compares it with you.")
        return Finding("SI-03", title, False, words)
    if comparison.compared_by == comparison.password_set_by:
        words = gettext_noop("You set this person’s password. Somebody else compares the key.")
        return Finding("SI-03", title, False, words)
    words = gettext_noop("You are neither its owner nor who set the owner’s password.")
    return Finding("SI-03", title, True, words)


def si_04_signs_or_manages(comparison: Comparison) -> Finding:
    """SI-04: who compares may sign here, or says who works here."""
    title = gettext_noop("Who compares may sign here, or says who works here")
    if comparison.may_sign or comparison.may_manage:
        return Finding("SI-04", title, True, gettext_noop("Your role allows it."))
    words = gettext_noop("Ask a person who signs here, or who says who works here.")
    return Finding("SI-04", title, False, words)


def si_05_as_read_out(comparison: Comparison) -> Finding:
    """SI-05: the id is typed as its owner reads it out, and is that of a key that is still to compare."""
    title = gettext_noop("The key’s id is the one that its owner reads out")
    if not comparison.is_open:
        words = gettext_noop("This key was compared before, or is retired.")
        return Finding("SI-05", title, False, words)
    if plain(comparison.typed) == comparison.key_id:
        return Finding("SI-05", title, True, gettext_noop("It is the same."))
    words = gettext_noop(
        "This is not the id of the key. Let its owner read it out again, from their own page."
    )
    return Finding("SI-05", title, False, words)


COMPARISON_RULES = (si_03_another_person, si_04_signs_or_manages, si_05_as_read_out)


def findings(comparison: Comparison) -> tuple[Finding, ...]:
    """All rules on this comparison, unmet ones first."""
    return hindrances_first(rule(comparison) for rule in COMPARISON_RULES)


def before(comparison: Comparison) -> tuple[Finding, ...]:
    """The rules that can be told before anything is typed."""
    return hindrances_first([si_03_another_person(comparison), si_04_signs_or_manages(comparison)])


def plain(key_id: str) -> str:
    """An id without what people put in to read it more easily."""
    return "".join(key_id.split()).replace(":", "").replace("-", "").lower()
