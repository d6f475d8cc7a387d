"""On what legal basis records of a family may be compared, and what a withdrawal means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from antigone.policy.findings import Finding, gettext_noop


class Scope(IntEnum):
    """How much a basis or an objection covers; the narrower is closer to the person it concerns."""

    DONOR = 1
    FAMILY = 2
    FILE = 3


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis that covers a record, with its breadth, its life and its kind."""

    scope: Scope
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    kind: str = "consent"


@dataclass(frozen=True, slots=True)
class Objection:
    """A family or a donor who withdrew; never as broad as a file."""

    scope: Scope
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Attestation:
    """What somebody states when a legal basis is recorded."""

    given_by: str
    function: str
    kind: str
    particulars: str
    statement_confirmed: bool


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What a withdrawal destroys.

    Args:
        told: all that the family told.
        dna: the DNA of everybody in the family; else, where a donor withdrew, of that donor alone.
    """

    told: bool
    dna: bool


KINDS = ("consent", "law", "other")


def co_01_may_be_compared(bases: Iterable[Basis], objections: Iterable[Objection]) -> bool:
    """CO-01: no record of a missing person and no family DNA is compared without a live legal basis.

    Args:
        bases: those that cover the record: of the donor, of the family, of the file.
        objections: those of the donor and of the family.
    """
    objections = tuple(objections)
    return any(
        basis.withdrawn_at is None
        and not any(co_03_outweighs(objection, basis) for objection in objections)
        for basis in bases
    )


def co_02_names_who_states_it(attestation: Attestation) -> Finding:
    """CO-02: a legal basis names who states it, in which function, its kind, and the statement."""
    title = gettext_noop("A named person states the legal basis")
    for lacks, template in (
        (
            not _is_full_name(attestation.given_by),
            gettext_noop("Give the full name of the person who states it: first name and surname."),
        ),
        (not attestation.function.strip(), gettext_noop("Give the function of this person.")),
        (attestation.kind not in KINDS, gettext_noop("Choose the kind of the basis.")),
        (
            attestation.kind in ("law", "other") and not attestation.particulars.strip(),
            gettext_noop("Say which law, or which other basis, it is."),
        ),
        (
            not attestation.statement_confirmed,
            gettext_noop("The statement has to be read and confirmed."),
        ),
    ):
        if lacks:
            return Finding("CO-02", title, False, template)
    return Finding(
        "CO-02", title, True, gettext_noop("Named: {name}."), {"name": attestation.given_by}
    )


def co_03_outweighs(objection: Objection, basis: Basis) -> bool:
    """CO-03: a withdrawal ends every basis before it and every wider one, also a later one.

    Only a new basis of the same breadth or narrower, for that family or donor itself, opens it again.
    """
    return basis.scope > objection.scope or basis.recorded_at <= objection.recorded_at


def co_04_destroyed(withdrawn: Scope) -> Destroyed:
    """CO-04: who withdraws has their content destroyed for good, not only left out.

    Args:
        withdrawn: a family, with all that it told and all its DNA; or a donor, with their DNA.

    Raises:
        ValueError: a file does not withdraw; the end of a basis destroys nothing, another may follow.
    """
    if withdrawn is Scope.FILE:
        raise ValueError("a file does not withdraw: only a family or a donor does")
    whole = withdrawn is Scope.FAMILY
    return Destroyed(told=whole, dna=whole)


def co_05_may_be_shown(*, covered: bool, alive: bool) -> bool:
    """CO-05: no run shows a person who is not covered any more, or who is found alive.

    Args:
        covered: a live basis covers the family, and every relative whose DNA the run used.
        alive: the person is recorded as found alive.
    """
    return covered and not alive


def co_06_kept_under_law(bases: Iterable[Basis]) -> bool:
    """CO-06: what a signed identification rests on stays readable while a law covers the family.

    A withdrawal does not end it, for a law does not rest on consent; the end of that basis does.

    Args:
        bases: of the family and of its file.
    """
    return any(basis.kind == "law" and basis.withdrawn_at is None for basis in bases)


def co_07_told_before(*, confirmed: bool) -> Finding:
    """CO-07: whoever records a withdrawal confirms to know that content is destroyed for good."""
    return Finding(
        "CO-07",
        gettext_noop("It is known that the content is destroyed for good"),
        confirmed,
        gettext_noop("Confirmed.")
        if confirmed
        else gettext_noop("Confirm that it is known: what is destroyed does not come back."),
    )


def _is_full_name(name: str) -> bool:
    return len(name.split()) >= 2
