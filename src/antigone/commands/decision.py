"""`antigone decision`: check a signed decision on any machine, with the public keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError
from antigone.formats.seal_qr import NotASeal, read_seal, seal_holds
from antigone.formats.signatures import key_id_of
from antigone.formats.signed_decision import NotASignedDecision, read_signed_decision
from antigone.formats.signed_decision_verify import Check, verify
from antigone.formats.signing_keys import Keys, plain_key_id, read_keys

decision = typer.Typer(
    no_args_is_help=True, help="Check a signed decision, or its QR code, without any database."
)

KeysFile = Annotated[
    Path | None, typer.Option("--keys", help="File of public keys, from `antigone keys export`.")
]
Pin = Annotated[
    str | None,
    typer.Option("--installation-key-id", help="Id of the installation's key, learnt elsewhere."),
]
UNPINNED = (
    "The installation's key was taken from the files themselves: whoever can write a decision anew can "
    "sign it anew. Give --installation-key-id with the id that the installation told you."
)
OWN_KEYS = (
    "The signers' keys were taken from the decision itself; with --keys it is checked whose they are, "
    "and whether they were in force."
)


@decision.command("verify")
def verify_decision(
    file: Annotated[Path, typer.Argument(help="A signed decision.")],
    keys: KeysFile = None,
    installation_key_id: Pin = None,
    journal: Annotated[
        Path | None, typer.Option(help="An export of the journal, in which it must stand.")
    ] = None,
) -> None:
    """Find every change to a signed decision. Exit status 1 if there is one."""
    data, known = _read(file), _keys(keys, installation_key_id)
    chain = None if journal is None else _read(journal)
    with _in_words():
        checks = verify(data, known, chain, installation_key_id)
    for check in checks:
        typer.echo(f"{'holds' if check.holds else 'DOES NOT HOLD'}: {check.words}")
    _conclude(file, checks)
    _warn(known, installation_key_id)
    if known is None:
        typer.echo(OWN_KEYS)


@decision.command("verify-qr")
def verify_qr(
    text: Annotated[str, typer.Argument(help="What the QR code of a report holds.")],
    keys: KeysFile = None,
    installation_key_id: Pin = None,
    file: Annotated[
        Path | None, typer.Option(help="The signed decision that the code should be of.")
    ] = None,
) -> None:
    """Check the QR code of a report: that this installation sealed a document of this fingerprint."""
    with _in_words():
        seal = read_seal(text)
        signed = None if file is None else read_signed_decision(_read(file))
    known = _keys(keys, installation_key_id)
    public = known.installation if known else signed.seal.public_key if signed else None
    if public is None:
        raise _ended("give --keys or --file: the code holds no public key")
    if installation_key_id is not None:
        _pinned(public, installation_key_id)
    if not seal_holds(seal, public):
        raise _ended("DOES NOT HOLD: this installation's key did not sign what the code holds")
    typer.echo(f"holds: key {seal.detached.key_id} sealed the document {seal.document_sha256}")
    if signed is not None:
        if signed.sha256 != seal.document_sha256:
            raise _ended(f"DOES NOT HOLD: the code is not of {file}")
        typer.echo(f"holds: {file} has this document; `antigone decision verify` checks all of it")
    _warn(known, installation_key_id)


def _keys(path: Path | None, pin: str | None) -> Keys | None:
    if path is None:
        return None
    with _in_words():
        return read_keys(_read(path), pin)


def _pinned(public: str, pin: str) -> None:
    with _in_words():
        wanted = plain_key_id(pin)
    if key_id_of(public) != wanted:
        raise _ended(f"DOES NOT HOLD: the key is {key_id_of(public)}, not the one that you gave")


def _conclude(file: Path, checks: list[Check]) -> None:
    wrong = sum(not check.holds for check in checks)
    if wrong:
        raise _ended(f"{file}: not sound, {wrong} of {len(checks)} checks do not hold")
    typer.echo(f"{file}: sound, {len(checks)} checks hold")


def _warn(keys: Keys | None, pin: str | None) -> None:
    if pin is None and not (keys is not None and keys.is_pinned):
        typer.echo(UNPINNED)


def _read(path: Path) -> bytes:
    with _in_words():
        return read_file(path)


@contextmanager
def _in_words() -> Iterator[None]:
    """Say in words what was refused."""
    try:
        yield
    except (FormatError, NotASeal, NotASignedDecision) as refusal:
        raise _ended(str(refusal)) from None


def _ended(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)
