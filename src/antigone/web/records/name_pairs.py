"""Persons sought of an incident compared with one another by name, from the stored names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.evidence.name_comparison import NameComparison
from antigone.evidence.name_keys import WordKeys
from antigone.evidence.name_lookup import unpacked
from antigone.evidence.name_pairs import AllNames
from antigone.evidence.name_tables import Part
from antigone.web.incidents.models import Incident
from antigone.web.records.models import NameBearer, NameWord
from antigone.web.records.name_index import name_tables

MOST_REMEMBERED = 8
"""Of so many comparisons the results are remembered, without a name."""


@dataclass(frozen=True, slots=True)
class NamedAlike:
    """A name of one person agrees with those of another; both by pk."""

    person: int
    other: int
    comparison: NameComparison


@dataclass(frozen=True)
class _Told:
    """The stored names of some persons.

    Args:
        persons: in the order in which equals stand.
        bearers: name, person and word, by pk, in the order of the names.
        words: pk, part and packed keys.
    """

    persons: Sequence[int]
    bearers: Sequence[tuple[int, int, int]]
    words: Sequence[tuple[int, str, str]]

    @property
    def digest(self) -> bytes:
        """Another one as soon as anything of it is another."""
        content = repr((self.persons, self.bearers, self.words)).encode()
        return hashlib.blake2b(content, digest_size=16).digest()


def alike_by_name(incident: Incident, persons: Sequence[int], most: int) -> tuple[NamedAlike, ...]:
    """For each name of some persons the likeliest others among them, at most so many.

    The same as asking `evidence.name_index.NameIndex.proposals` about each name. Names that were
    compared before are not compared again.

    Args:
        persons: pks, in the order in which equals stand.
    """
    bearers = NameBearer.objects.filter(word__incident=incident)
    bearers = bearers.order_by("missing_person", "name", "pk")
    words = NameWord.objects.filter(incident=incident).order_by("pk")
    told = _Told(
        persons,
        list(bearers.values_list("name", "missing_person", "word")),
        list(words.values_list("pk", "part", "keys")),
    )
    key = told.digest, most
    if key not in _KNOWN:
        while len(_KNOWN) >= MOST_REMEMBERED:
            del _KNOWN[next(iter(_KNOWN))]
        _KNOWN[key] = _compared(told, most)
    return _KNOWN[key]


_KNOWN: dict[tuple[bytes, int], tuple[NamedAlike, ...]] = {}


def _compared(told: _Told, most: int) -> tuple[NamedAlike, ...]:
    place = {pk: at for at, pk in enumerate(told.persons)}
    number, keys = _numbered(told.words)
    names: dict[int, tuple[int, dict[Part, list[int]]]] = {}
    borne: list[dict[Part, dict[int, None]]] = [{part: {} for part in Part} for _ in place]
    for name, person, word in told.bearers:
        if person in place:
            own = names.setdefault(name, (place[person], {part: [] for part in Part}))[1]
            part, at = number[word]
            own[part].append(at)
            borne[place[person]][part][at] = None
    persons = [{part: list(own) for part, own in of.items()} for of in borne]
    asked = list(names.values())
    pairs = AllNames(keys, persons, asked, name_tables().names.alike).pairs(most)
    return tuple(
        NamedAlike(told.persons[asked[pair.name][0]], told.persons[pair.other], pair.comparison)
        for pair in pairs
    )


def _numbered(
    words: Sequence[tuple[int, str, str]],
) -> tuple[Mapping[int, tuple[Part, int]], Mapping[Part, Sequence[WordKeys]]]:
    """By pk the part of a word and its place there; by part the keys of its words."""
    number: dict[int, tuple[Part, int]] = {}
    keys: dict[Part, list[WordKeys]] = {part: [] for part in Part}
    for pk, name, text in words:
        part = Part(name)
        number[pk] = part, len(keys[part])
        keys[part].append(unpacked(text))
    return number, keys
