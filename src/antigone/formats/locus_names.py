"""Names of loci: one for each, the other ways in which files write it, and what an unknown may mean.

They stand in `data/loci.csv`: the aliases are those seen in exports and in frequency tables.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cached_property
from importlib.resources import files

from antigone.formats.problems import listed, shown
from antigone.words import Said, said


class LocusKind(Enum):
    """What is seen at a locus."""

    AUTOSOMAL = "autosomal"
    X = "x"
    Y = "y"
    AMELOGENIN = "amelogenin"
    CONTROL = "control"


AMELOGENIN = "Amelogenin"


def _in_set(name: str) -> tuple[str, ...]:
    return tuple(row["locus"] for row in _ROWS if name in row["sets"].split("|"))


_TABLE = files("antigone.formats").joinpath("data/loci.csv").read_text(encoding="utf-8")
_ROWS = tuple(csv.DictReader(_TABLE.splitlines()))

KINDS: Mapping[str, LocusKind] = {row["locus"]: LocusKind(row["kind"]) for row in _ROWS}
"""Every locus that is known, under its canonical name; controls of a kit are none, and skipped."""

CODIS_20 = _in_set("codis")
"""The core loci of the United States' index."""

ESS_12 = _in_set("ess")
"""The European Standard Set."""

_LONGEST = 40
"""Nothing is near a name above this; to compare it would only take long."""

# Cyrillic letters that look like Latin ones, as they are typed by mistake in mixed keyboards.
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_O_AND_I = str.maketrans("OI", "01")
_NO_LETTER = re.compile(r"[\W_]+")


class UnknownLocus(ValueError):
    """A name that is no locus; `words` say what is nearest and what to do."""

    def __init__(self, words: Said) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class LocusNames:
    """The names of loci as one incident uses them.

    Args:
        own: names of the incident's own markers. They win: a file's `VWA` becomes the incident's own
            `vWA` or `VWF`, and its `M7` is a locus although nobody else knows it.

    >>> LocusNames().named("D5S818 "), LocusNames(("VWA",)).named("vWF")
    ('D5S818', 'VWA')
    """

    own: tuple[str, ...] = ()

    def find(self, written: str, *, exactly: bool = False) -> str | None:
        """The locus that a name means, None where it is none.

        Args:
            written: as it stands in the file.
            exactly: do not take a letter O for the digit 0, or I for 1.
        """
        exact = " ".join(written.split())
        if exact in self._own_exact:
            return exact
        key = _key(written)
        canonical = _CANONICAL.get(key)
        if canonical is None and not exactly and key not in self._own_by_key:
            canonical = _CANONICAL_LOOSELY.get(key.translate(_O_AND_I))
        return self._own_by_key.get(key) or self._own_by_canonical.get(canonical or "", canonical)

    def named(self, written: str) -> str:
        """The locus that a name means.

        Raises:
            UnknownLocus: saying which is nearest.
        """
        found = self.find(written)
        if found is None:
            raise UnknownLocus(self.unknown(written))
        return found

    def is_own(self, written: str) -> bool:
        """Whether the incident writes one of its markers exactly so."""
        return " ".join(written.split()) in self._own_exact

    def kind(self, locus: str) -> LocusKind:
        """What is seen at a locus that `find` gave; an incident's own unknown one is autosomal."""
        known = KINDS.get(locus) or KINDS.get(_CANONICAL.get(_key(locus), ""))
        return known or LocusKind.AUTOSOMAL

    def nearest(self, written: str) -> str | None:
        """The locus whose name is most like this one, None where none is."""
        key = _key(written)
        if len(key) > _LONGEST:
            return None
        keys = {**_CANONICAL, **self._own_by_key}
        near = get_close_matches(key, keys, n=1, cutoff=0.65)
        beginning = [known for known in keys if len(key) > 1 and known.startswith(key)]
        found = near[0] if near else beginning[0] if len(beginning) == 1 else None
        return None if found is None else self.find(keys[found])

    def unknown(self, written: str) -> Said:
        """What to tell of a name that is no locus."""
        nearest = self.nearest(written)
        if nearest is not None:
            return said(
                "{written} is no locus that is known; the nearest is {nearest}: correct the name, or "
                "leave the column out",
                written=shown(written),
                nearest=nearest,
            )
        return said(
            "{written} is no locus that is known; allowed are {allowed}, or the markers of the incident",
            written=shown(written),
            allowed=listed(self.own or (*CODIS_20, "SE33", "Penta D", "Penta E", AMELOGENIN)),
        )

    @cached_property
    def _own_exact(self) -> frozenset[str]:
        return frozenset(self.own)

    @cached_property
    def _own_by_key(self) -> Mapping[str, str]:
        return _unambiguous((_key(name), name) for name in self.own)

    @cached_property
    def _own_by_canonical(self) -> Mapping[str, str]:
        canonical = ((_CANONICAL.get(_key(name)), name) for name in self.own)
        return _unambiguous((known, name) for known, name in canonical if known)


def is_alias(written: str, locus: str) -> bool:
    """Whether a file calls a locus otherwise than by its name with other capitals or blanks."""
    return _letters(written) != _letters(locus)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Only the keys under which one name stands."""
    found: dict[str, str | None] = {}
    for key, name in pairs:
        found[key] = name if found.get(key, name) == name else None
    return {key: name for key, name in found.items() if name is not None}


def _letters(written: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", written)).upper()


def _key(written: str) -> str:
    """The name as names are compared: capitals, no blanks or signs, Latin for Cyrillic look-alikes."""
    return _letters(written).translate(_LOOK_ALIKE)


_CANONICAL: Mapping[str, str] = {
    **{_key(alias): row["locus"] for row in _ROWS for alias in row["aliases"].split("|") if alias},
    **{_key(name): name for name in KINDS},
}
_CANONICAL_LOOSELY: Mapping[str, str] = {
    key.translate(_O_AND_I): name for key, name in _CANONICAL.items()
}
