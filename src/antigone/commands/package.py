"""`antigone package`: verify and open packages of dead persons' records, with no database and no network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from antigone.formats.dead_person_json import write_dead_list
from antigone.formats.limits import read_file
from antigone.formats.package import Package, follows, read_package
from antigone.formats.package_sealing import NoAgeKey, decrypt
from antigone.formats.problems import FormatError, refusal
from antigone.formats.signatures import key_id_of
from antigone.formats.signed_decision import NotASignedDecision
from antigone.formats.signing_keys import Keys, read_keys

package = typer.Typer(
    no_args_is_help=True, help="Open and verify packages for the Bureau and the Central Agency."
)

KeysFile = Annotated[
    Path,
    typer.Option(
        "--keys", help="Public keys of the sender, as `antigone keys export` writes them."
    ),
]
Pin = Annotated[
    str | None,
    typer.Option(
        "--installation-key-id", help="Id of the sender's key, learnt from a person there."
    ),
]
After = Annotated[
    Path | None, typer.Option(help="The decrypted package before it, which it must follow.")
]


@package.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A decrypted package.")],
    keys: KeysFile,
    installation_key_id: Pin = None,
    after: After = None,
) -> None:
    """Find every change to a decrypted package. Exit status 1 if there is one."""
    try:
        trusted = read_keys(read_file(keys), installation_key_id)
        found = _read(file, trusted)
        _insist_on_place(found, after, trusted)
    except (FormatError, NotASignedDecision) as refused:
        raise _not_sound(file, refused) from refused
    typer.echo(_sound(file, found, trusted, after))


@package.command(name="open")
def open_package(
    file: Annotated[Path, typer.Argument(help="The file as it came, .age.")],
    identity: Annotated[Path, typer.Option(help="File with the recipient's private key of age.")],
    keys: KeysFile,
    out: Annotated[Path, typer.Option(help="Where the list goes, as JSON.")],
    keep: Annotated[
        Path | None, typer.Option(help="Where the decrypted package goes, to be kept as proof.")
    ] = None,
    installation_key_id: Pin = None,
    after: After = None,
) -> None:
    """Decrypt a package, verify it, and write the list that it holds; nothing is overwritten."""
    try:
        trusted = read_keys(read_file(keys), installation_key_id)
        data = decrypt(read_file(file), read_file(identity).decode("utf-8", "replace"), str(file))
        found = read_package(data, str(file), _keys_of(trusted))
        _insist_on_place(found, after, trusted)
        for path, content in ((out, write_dead_list(found.dead)), (keep, data)):
            if path is not None:
                _write(path, content)
    except (FormatError, NotASignedDecision, NoAgeKey, OSError) as refused:
        raise _not_sound(file, refused) from refused
    typer.echo(_sound(file, found, trusted, after))
    typer.echo(
        f"Written: {out}. It is not encrypted any more: keep it as you keep the dead's names."
    )


def _read(file: Path, keys: Keys) -> Package:
    return read_package(read_file(file), str(file), _keys_of(keys))


def _keys_of(keys: Keys) -> dict[str, str]:
    return {key_id_of(keys.installation): keys.installation}


def _insist_on_place(found: Package, after: Path | None, keys: Keys) -> None:
    if after is not None and not follows(_read(after, keys), found):
        raise refusal(str(after), "", f"{found.manifest.number} does not follow this package")


def _write(path: Path, content: bytes) -> None:
    """For its owner alone, and never over another file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def _not_sound(file: Path, refused: Exception) -> typer.Exit:
    typer.echo(str(refused), err=True)
    typer.echo(f"{file}: not sound", err=True)
    return typer.Exit(1)


def _sound(file: Path, found: Package, keys: Keys, after: Path | None) -> str:
    head = found.manifest
    lines = [
        f"{file}: sound, package {head.number} to {head.recipient}",
        f"{head.persons} records of dead persons from {head.sender}, made at {head.made_at}",
        f"prepared by {head.prepared_by}, approved by {head.approved_by}",
        f"signed with the installation's key {head.key_id}",
        f"journal entry {head.journal_sequence}, {head.journal_hash}",
    ]
    corrected = [
        f"{one.person.number}: {one.kind.replace('_', ' ')}, corrects {one.corrects}"
        for one in found.dead.persons
        if one.corrects
    ]
    lines += corrected
    if after is not None:
        lines.append(f"follows {head.previous_number}, nothing between them is missing")
    elif head.previous_number:
        lines.append(f"names {head.previous_number} before it: give --after to check that")
    if not keys.is_pinned:
        lines.append(
            "The key was taken from the file of keys: give --installation-key-id with the id that a "
            "person there told you."
        )
    return "\n".join(lines)
