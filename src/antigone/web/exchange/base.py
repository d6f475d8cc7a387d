"""What a kind of file is to the intake: how it is read, compared with the record, and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.utils.functional import Promise

from antigone.formats.problems import Problem
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.records.models import ImportedFile

Options = Mapping[str, JsonValue]
"""What was chosen about a file, by the name of the choice."""

Content = dict[str, JsonValue]
"""What a row says, in the form in which its kind stores it."""

Found = TypeVar("Found")


@dataclass
class Source:
    """A file, and what was chosen about it.

    Args:
        mapping: of a sheet which column is what, as `formats.column_mapping` writes it; else None.
        memory: what one pass over the file keeps, see `remembered`.
        file: when it is taken over, what its rows come in with; what came with it is no other's.
    """

    incident: Incident
    name: str
    content: bytes
    options: Options = field(default_factory=dict)
    mapping: JsonValue = None
    memory: dict[str, Any] = field(default_factory=dict)
    file: ImportedFile | None = None

    def remembered(self, name: str, make: Callable[[], Found]) -> Found:
        """What one pass needs again and again, made once: the markers of the incident, or who came."""
        if name not in self.memory:
            self.memory[name] = make()
        found: Found = self.memory[name]
        return found


@dataclass(frozen=True)
class Row:
    """One row of a file as it was read.

    Args:
        number: of the row, or of the sample or person, as problems count them.
        key: what may stand once in a file; empty where nothing has to.
    """

    number: int
    key: str
    content: Content


class Verdict(StrEnum):
    """What a row does to the record."""

    NEW = "new"
    HERE = "here"
    CLASH = "clash"


@dataclass(frozen=True)
class Judged:
    """A row beside what the incident holds: new, already here, or against it.

    Args:
        words: why it clashes, or what else is to be known of it.
    """

    row: Row
    verdict: Verdict
    words: str = ""


@dataclass
class Reading:
    """One pass through a file.

    Args:
        rows: the rows, as they are read. Raises `FormatError` where the file is refused.
        total: how many there are, 0 where that is not known before.
        notices: what is to be known of the file, from what was read so far.
        problems: what is wrong with what was read so far; with any the file is refused.
    """

    rows: Iterator[Row]
    total: int = 0
    notices: Callable[[], Sequence[str]] = tuple
    problems: Callable[[], Sequence[Problem]] = tuple


@dataclass
class Taking:
    """A file that is being taken over, within its transaction."""

    user: User
    file: ImportedFile
    source: Source
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, more: int) -> None:
        """Add to what is counted."""
        self.counts[name] = self.counts.get(name, 0) + more


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    Args:
        slug: its name in the database.
        title: its name on pages.
        help: what it holds, and what becomes of that.
        form: choices about it besides the columns.
        has_columns: a sheet, whose columns a person assigns.
        read: goes through the file, behind the row of this number, 0 at its beginning.
        compare: looks at rows beside the incident.
        columns: headings of the preview.
        shown: the cells of one row in the preview.
        columns_chosen: which column of a sheet was read as what, for the page of the file.
    """

    slug: str
    title: str | Promise
    help: str | Promise
    read: Callable[[Source, int], Reading]
    compare: Callable[[Source, Sequence[Row]], list[Judged]]
    columns: Callable[[], tuple[str, ...]]
    shown: Callable[[Content], tuple[str, ...]]
    form: type[forms.Form] | None = None
    has_columns: bool = False
    columns_chosen: Callable[[Source], list[JsonValue]] = lambda source: []
