"""Rules BO-…: who may decide, and how."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.policy.findings import Finding, gettext_noop, hindrances_first

SIGNATURES_NEEDED = 2


@dataclass(frozen=True)
class Signer:
    """A person who signs: user name, and the agency that answers for them ("" if none)."""

    username: str
    agency: str


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
    """

    proposer: str
    signer: Signer
    signed: tuple[Signer, ...]
    is_open: bool
    has_read: bool
    two_agencies: bool = True


def bo_01_proposer_does_not_sign(signing: Signing) -> Finding:
    """Four eyes: who proposes is neither signer."""
    title = gettext_noop("The proposer does not sign")
    if signing.signer.username == signing.proposer:
        return Finding(
            "BO-01", title, False, gettext_noop("You proposed it yourself. Two other persons sign.")
        )
    return Finding("BO-01", title, True, gettext_noop("Somebody else proposed it."))


def bo_02_two_persons(signing: Signing) -> Finding:
    """The two signatures are of two different persons."""
    title = gettext_noop("Two different persons sign")
    if signing.signer.username in {person.username for person in signing.signed}:
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
    if signing.signer.agency in {person.agency for person in signing.signed}:
        return Finding(
            "BO-03",
            title,
            False,
            gettext_noop("{agency} has signed already. A person of another agency signs second."),
            {"agency": signing.signer.agency},
        )
    return Finding(
        "BO-03", title, True, gettext_noop("No other person of your agency has signed it.")
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
    """Whoever proposes, refuses, withdraws, excludes or reopens says why."""
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


SIGNING_RULES = (
    bo_01_proposer_does_not_sign,
    bo_02_two_persons,
    bo_03_two_agencies,
    bo_04_open,
    bo_05_has_read,
)


def findings(signing: Signing) -> tuple[Finding, ...]:
    """All rules on this signature, unmet ones first."""
    return hindrances_first(rule(signing) for rule in SIGNING_RULES)


def unmet(signing: Signing) -> tuple[Finding, ...]:
    """The rules that stand against this signature."""
    return tuple(finding for finding in findings(signing) if not finding.met)
