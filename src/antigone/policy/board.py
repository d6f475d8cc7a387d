"""Rules BO-…: who may decide, and how."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.policy.findings import Finding, gettext_noop, hindrances_first
from antigone.policy.identification import Basis

SIGNATURES_NEEDED = {Basis.DNA: 2, Basis.COMBINED: 3}

COMPETENT = {
    Basis.DNA: frozenset({"geneticist"}),
    Basis.COMBINED: frozenset({"geneticist", "odontologist"}),
}
"""BO-12: whose craft can judge the primary identifier. Combined evidence rests on DNA or teeth (ID-12)."""


@dataclass(frozen=True)
class Signer:
    """A person who signs.

    Args:
        username: names them.
        agency: which answers for them, "" if none.
        role: theirs in the incident, "" where it was not recorded.
    """

    username: str
    agency: str
    role: str = ""


@dataclass(frozen=True)
class Signing:
    """A person is about to sign a proposal.

    Args:
        proposer: user name of who proposed.
        signer: who is about to sign.
        signed: who signed before.
        is_open: the proposal waits for signatures.
        has_read: the signer declares to have read the evidence and looked for what speaks against.
        two_agencies: the incident demands signers of two agencies.
        basis: on what the identification is to rest.
        asked: what the board has asked for and waits for, in words.
        unexplained: breaks of custody that nobody explained, in words.
        reasons: what the signer gives as reasons.
    """

    proposer: str
    signer: Signer
    signed: tuple[Signer, ...]
    is_open: bool
    has_read: bool
    two_agencies: bool = True
    basis: Basis = Basis.DNA
    asked: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    reasons: str = ""

    @property
    def needed(self) -> int:
        """How many sign."""
        return SIGNATURES_NEEDED[self.basis]

    @property
    def is_last(self) -> bool:
        """Whether this signature would decide."""
        return len(self.signed) + 1 >= self.needed

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who would have signed with this one."""
        return (*self.signed, self.signer)


def bo_01_proposer_does_not_sign(signing: Signing) -> Finding:
    """Four eyes: who proposes is no signer."""
    title = gettext_noop("The proposer does not sign")
    if signing.signer.username == signing.proposer and signing.needed > 2:
        return Finding(
            "BO-01",
            title,
            False,
            gettext_noop("You proposed it yourself. Three other persons sign."),
        )
    if signing.signer.username == signing.proposer:
        return Finding(
            "BO-01", title, False, gettext_noop("You proposed it yourself. Two other persons sign.")
        )
    return Finding("BO-01", title, True, gettext_noop("Somebody else proposed it."))


def bo_02_two_persons(signing: Signing) -> Finding:
    """Nobody signs twice: two different persons sign, and three for combined evidence."""
    title = gettext_noop("Nobody signs twice")
    if signing.signer.username in {person.username for person in signing.signed}:
        if signing.needed > 2:
            return Finding(
                "BO-02",
                title,
                False,
                gettext_noop("You have signed already. The others have to be other persons."),
            )
        return Finding(
            "BO-02",
            title,
            False,
            gettext_noop("You have signed already. Another person signs second."),
        )
    return Finding("BO-02", title, True, gettext_noop("You have not signed it yet."))


def bo_03_two_agencies(signing: Signing) -> Finding:
    """The two signers answer to two agencies, where the incident demands it."""
    title = gettext_noop("The signers are of two agencies")
    if not signing.two_agencies:
        return Finding("BO-03", title, True, gettext_noop("This incident does not demand it."))
    if not signing.signer.agency:
        return Finding(
            "BO-03",
            title,
            False,
            gettext_noop("Your account names no agency. Ask for one to be entered."),
        )
    if not signing.is_last:
        return Finding("BO-03", title, True, gettext_noop("A later signer may be of another one."))
    if len({person.agency for person in signing.signers}) < 2:
        return Finding(
            "BO-03",
            title,
            False,
            gettext_noop("{agency} has signed already. A person of another agency signs last."),
            {"agency": signing.signer.agency},
        )
    return Finding(
        "BO-03", title, True, gettext_noop("With your signature two agencies have signed it.")
    )


def bo_04_open(signing: Signing) -> Finding:
    """Only a proposal that waits can be signed."""
    title = gettext_noop("The proposal waits for signatures")
    if signing.is_open:
        return Finding("BO-04", title, True, gettext_noop("It is open."))
    return Finding(
        "BO-04",
        title,
        False,
        gettext_noop("It was decided, refused or withdrawn. Nothing more can be signed."),
    )


def bo_05_has_read(signing: Signing) -> Finding:
    """Each signer declares to have read the evidence and looked for what speaks against."""
    title = gettext_noop("The signer has read the evidence and looked for what speaks against")
    if signing.has_read:
        return Finding("BO-05", title, True, gettext_noop("Declared."))
    return Finding(
        "BO-05", title, False, gettext_noop("Read the evidence, then tick the box that says so.")
    )


def bo_06_fresh_proof(password: bool, second_factor: bool) -> Finding:
    """Each signature asks for password and second factor again.

    Args:
        password: a password was given.
        second_factor: a code was given, or a passkey answered.
    """
    title = gettext_noop("Password and second factor are given again for each signature")
    if not password:
        message = gettext_noop("Enter your own password again to sign.")
    elif not second_factor:
        message = gettext_noop("Enter the code of your app, or use your passkey, to sign.")
    else:
        return Finding("BO-06", title, True, gettext_noop("Given."))
    return Finding("BO-06", title, False, message)


def bo_07_reasons(reasons: str) -> Finding:
    """Whoever proposes, refuses, withdraws, excludes, reopens, notes, asks or answers does so in words."""
    title = gettext_noop("Reasons are given")
    if reasons.strip():
        return Finding("BO-07", title, True, gettext_noop("Given."))
    return Finding("BO-07", title, False, gettext_noop("Say why, in a sentence or more."))


def bo_08_one_open_proposal(others: tuple[str, ...]) -> Finding:
    """The same remains, or the same person, stand before the board once at a time.

    Args:
        others: open proposals of the same remains or the same person, in words.
    """
    title = gettext_noop("No other proposal of these remains or this person is open")
    if others:
        return Finding(
            "BO-08",
            title,
            False,
            gettext_noop("{proposals} is open. It must be decided or withdrawn first."),
            {"proposals": "; ".join(others)},
        )
    return Finding("BO-08", title, True, gettext_noop("None is."))


def bo_09_not_decided(decisions: tuple[str, ...]) -> Finding:
    """A pair that is identified or excluded is not excluded; the decision is reopened first.

    Args:
        decisions: what stands about this pair, in words.
    """
    title = gettext_noop("Nothing has been decided about this pair")
    if decisions:
        return Finding(
            "BO-09",
            title,
            False,
            gettext_noop("{decisions}. Reopen that first."),
            {"decisions": "; ".join(decisions)},
        )
    return Finding("BO-09", title, True, gettext_noop("No decision stands."))


def bo_10_stands(stands: bool) -> Finding:
    """Only a decision that stands can be reopened."""
    title = gettext_noop("The decision stands")
    if stands:
        return Finding("BO-10", title, True, gettext_noop("It has not been reopened."))
    return Finding("BO-10", title, False, gettext_noop("It was reopened before."))


def bo_11_two_roles(signing: Signing) -> Finding:
    """The signers act in two roles at least: two of one craft share its blind spots."""
    title = gettext_noop("The signers act in two roles")
    if not signing.is_last:
        return Finding(
            "BO-11", title, True, gettext_noop("A later signer may act in another role.")
        )
    if len({person.role for person in signing.signers}) < 2:
        return Finding(
            "BO-11",
            title,
            False,
            gettext_noop(
                "Everybody who signed acts in your role. Somebody in another role signs last."
            ),
        )
    return Finding(
        "BO-11", title, True, gettext_noop("With your signature two roles have signed it.")
    )


def bo_12_competent(signing: Signing) -> Finding:
    """One signer is competent for the primary identifier: no decision without whoever can judge it."""
    title = gettext_noop("A signer is competent for the primary identifier")
    if any(person.role in COMPETENT[signing.basis] for person in signing.signers):
        return Finding("BO-12", title, True, gettext_noop("One of those who sign is."))
    if not signing.is_last:
        return Finding("BO-12", title, True, gettext_noop("A later signer may be."))
    message = (
        gettext_noop("It rests on DNA, and no geneticist has signed. A geneticist signs last.")
        if signing.basis is Basis.DNA
        else gettext_noop(
            "Neither a geneticist nor an odontologist has signed. One of them signs last."
        )
    )
    return Finding("BO-12", title, False, message)


def bo_13_nothing_asked(signing: Signing) -> Finding:
    """While the board waits for something it asked for, nobody signs."""
    title = gettext_noop("Nothing that was asked for is missing")
    if signing.asked:
        return Finding(
            "BO-13",
            title,
            False,
            gettext_noop("{asked}. It is answered or taken back first."),
            {"asked": "; ".join(signing.asked)},
        )
    return Finding("BO-13", title, True, gettext_noop("No request for more is open."))


def bo_14_breaks_explained(unexplained: tuple[str, ...]) -> Finding:
    """Nobody proposes or signs past a break of custody that nobody explained.

    Args:
        unexplained: of the remains and of the family's samples, in words.
    """
    title = gettext_noop("Every break of custody is explained")
    if unexplained:
        return Finding(
            "BO-14",
            title,
            False,
            gettext_noop("{breaks}: nobody has explained it. Whoever handled it says how it came."),
            {"breaks": "; ".join(unexplained)},
        )
    return Finding("BO-14", title, True, gettext_noop("None is left unexplained."))


def _no_break_passed_over(signing: Signing) -> Finding:
    """BO-14, of a signature."""
    return bo_14_breaks_explained(signing.unexplained)


def bo_15_reasoned_by_three(signing: Signing) -> Finding:
    """Where no primary identifier stands by itself three decide, each with reasons of their own."""
    title = gettext_noop("Three decide on combined evidence, each with reasons")
    if signing.basis is Basis.DNA:
        return Finding("BO-15", title, True, gettext_noop("It rests on DNA alone; two sign."))
    if signing.reasons.strip():
        return Finding("BO-15", title, True, gettext_noop("You give your reasons."))
    return Finding(
        "BO-15",
        title,
        False,
        gettext_noop("Say in your own words why all evidence together convinces you."),
    )


SIGNING_RULES = (
    bo_01_proposer_does_not_sign,
    bo_02_two_persons,
    bo_03_two_agencies,
    bo_04_open,
    bo_05_has_read,
    bo_11_two_roles,
    bo_12_competent,
    bo_13_nothing_asked,
    _no_break_passed_over,
    bo_15_reasoned_by_three,
)


def findings(signing: Signing) -> tuple[Finding, ...]:
    """All rules on this signature, unmet ones first."""
    return hindrances_first(rule(signing) for rule in SIGNING_RULES)


def unmet(signing: Signing) -> tuple[Finding, ...]:
    """The rules that stand against this signature."""
    return tuple(finding for finding in findings(signing) if not finding.met)
