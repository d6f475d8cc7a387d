"""The tables of numbers behind every line of evidence but DNA: one TOML file each, replaceable.

Each file begins with `[origin]`: `what` it holds, and for every further key of the file where its
numbers come from, with a mark: S read in the source named, S2 read second-hand, M general knowledge
not read in a source, P our proposal. A file of the same name in a folder of the user's replaces the
packaged one as a whole.

To add a table: put `tables/<name>.toml` beside this module, a frozen dataclass and a function
`read_<name>(table: TableCursor)` for it in a module of its own, a field `<name>` in `Tables`, and a
line in `load_tables`.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TypeVar

from antigone.evidence.age_tables import AgeTables, read_age
from antigone.evidence.effects_tables import EffectTables, read_effects
from antigone.evidence.given_names import GivenNames, read_given_names
from antigone.evidence.implant_tables import ImplantTables, read_implants
from antigone.evidence.mark_tables import MarkTables, read_marks
from antigone.evidence.medical_tables import read_medical
from antigone.evidence.name_tables import NameTables, read_names
from antigone.evidence.place_tables import PlaceTables, read_place
from antigone.evidence.presence_tables import PresenceTables
from antigone.evidence.sex_tables import SexTables, read_sex
from antigone.evidence.stature_tables import StatureTables, read_stature
from antigone.evidence.table_cursor import TableCursor, TableError
from antigone.evidence.tooth_tables import TeethTables, read_teeth
from antigone.evidence.trait_tables import TraitTables, read_traits

MAX_TABLE_BYTES = 4 * 1024 * 1024
"""Largest table that is read."""

Typed = TypeVar("Typed")


@dataclass(frozen=True)
class Tables:
    """All numbers that the lines of evidence use; one field per file.

    Args:
        fingerprint: sha256 over the values of all files, without origins, comments and layout. It stands
            in every result.
        sources: by file name without ".toml" and key ("sex.error") the origin of these numbers;
            under the bare name what the file holds.
        replaced: names of the files that came from the user's folder.
    """

    sex: SexTables
    age: AgeTables
    stature: StatureTables
    traits: TraitTables
    teeth: TeethTables
    marks: MarkTables
    implants: ImplantTables
    medical: PresenceTables
    place: PlaceTables
    effects: EffectTables
    names: NameTables
    given_names: GivenNames
    fingerprint: str
    sources: Mapping[str, str] = field(repr=False)
    replaced: tuple[str, ...] = ()

    def origins(self) -> Mapping[str, str]:
        """Where the numbers come from, by file and key; under the bare file name what it holds."""
        return self.sources


def load_tables(folder: Path | None = None) -> Tables:
    """The packaged tables, each replaced by the file of the same name in `folder` where it is there.

    Raises:
        TableError: a file cannot be read or holds what is not allowed; a TOML file of the folder
            has a name that no table has. The message says file, key, and what is allowed.
    """
    files = _Files(folder)
    return Tables(
        sex=files.read("sex", read_sex),
        age=files.read("age", read_age),
        stature=files.read("stature", read_stature),
        traits=files.read("traits", read_traits),
        teeth=files.read("teeth", read_teeth),
        marks=files.read("marks", read_marks),
        implants=files.read("implants", read_implants),
        medical=files.read("medical", read_medical),
        place=files.read("place", read_place),
        effects=files.read("effects", read_effects),
        names=files.read("names", read_names),
        given_names=files.read("given_names", read_given_names),
        fingerprint=files.fingerprint(),
        sources=files.sources,
        replaced=tuple(sorted(files.own)),
    )


def packaged_tables() -> Mapping[str, bytes]:
    """The packaged files by name without ".toml", as they are written out for editing."""
    folder = resources.files("antigone.evidence") / "tables"
    found = {
        entry.name.removesuffix(".toml"): entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return dict(sorted(found.items()))


class _Files:
    """The files of one load: what was read of each, for fingerprint and origins."""

    def __init__(self, folder: Path | None) -> None:
        self.packaged = packaged_tables()
        self.own = _own_files(folder, self.packaged)
        self.contents: dict[str, Mapping[str, object]] = {}
        self.sources: dict[str, str] = {}

    def read(self, name: str, typed: Callable[[TableCursor], Typed]) -> Typed:
        """One file, typed; its origins are kept."""
        path = self.own.get(name)
        file = str(path) if path else f"{name}.toml"
        content = _parsed(_bytes(path) if path else self.packaged[name], file)
        self.sources |= _origins(name, content, file)
        values = {key: value for key, value in content.items() if key != "origin"}
        self.contents[name] = values
        return typed(TableCursor(values, file))

    def fingerprint(self) -> str:
        """Over the numbers of all files that were read."""
        canonical = json.dumps(self.contents, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def _own_files(folder: Path | None, packaged: Mapping[str, bytes]) -> dict[str, Path]:
    if folder is None:
        return {}
    if not folder.is_dir():
        raise TableError(str(folder), "", "is not a folder; allowed is a folder of TOML tables")
    found = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix == ".toml"}
    for name, path in found.items():
        if name not in packaged:
            allowed = ", ".join(f"{name}.toml" for name in packaged)
            raise TableError(str(path), "", f"no table has this name; allowed are {allowed}")
    return found


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise TableError(str(path), "", f"cannot be read: {error.strerror}") from error
    if len(data) > MAX_TABLE_BYTES:
        raise TableError(str(path), "", f"larger than {MAX_TABLE_BYTES} bytes, the largest allowed")
    return data


def _parsed(data: bytes, file: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(file, f"line {line}", "not UTF-8 text; tables are UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise TableError(file, "", f"broken TOML: {error}") from error


def _origins(name: str, content: Mapping[str, object], file: str) -> dict[str, str]:
    if "origin" not in content:
        raise TableError(file, "origin", "is missing; each table says where its numbers come from")
    keys = [key for key in content if key != "origin"]
    origin = TableCursor(content["origin"], file, "origin").exactly("what", *keys)
    return {name if key == "what" else f"{name}.{key}": of.text() for key, of in origin.items()}
