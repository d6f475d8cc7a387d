"""Names across scripts measured on a generated list: `python -m benchmarks.names --json`."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.evidence.arabic_names import plain_arabic
from antigone.evidence.daitch_mokotoff import daitch_mokotoff
from antigone.evidence.given_names import GivenNames
from antigone.evidence.jaro_winkler import encoded, mark_alike
from antigone.evidence.name_comparison import CLASSES, NameClass, NameComparison
from antigone.evidence.name_index import NameIndex
from antigone.evidence.name_keys import Agreements
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.named_persons import NamedPersons
from antigone.evidence.names import name_population, name_ratios
from antigone.evidence.records import AmRecord, PersonName
from antigone.evidence.tables import load_tables
from antigone.evidence.transliteration import Romanization, Script, romanized, script_of
from antigone.evidence.written_names import read_name
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import (
    MIX,
    Language,
    Writing,
    as_printed,
    draw_names,
    misspelled,
    rewritten,
)

Figures = dict[str, float | int | str]
Flags = NDArray[np.bool_]
Names = tuple[PersonName, ...]
Rates = dict[str, tuple[float, float]]
"""For whole names "" and family names, the share found and that of others taken for it."""

DESIGN_SIMILARITY = 0.85
"""Jaro-Winkler similarity of the methods compared with ours."""

STRICTER = (0.86, 0.88, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 1.0)

_LETTERS = str.maketrans(
    dict(zip("ابتجحخدذرزسشصضطظعغفقكلمنهوي", "abtjhkddrzsssdtzagfqklmnhui", strict=True))
)


@dataclass(frozen=True)
class Kind:
    """A kind of variant of a name: how it is written from all names of a person."""

    name: str
    write: Callable[[Names, GivenNames, Generator], str]


def _plain(name: PersonName, *, given_first: bool = False) -> str:
    words = (name.given, name.family) if given_first else (name.family, name.given)
    return " ".join(words)


def _written(writing: Writing) -> Callable[[Names, GivenNames, Generator], str]:
    return lambda names, table, rng: _plain(rewritten(names, writing, table, rng))


def _slip(names: Names, table: GivenNames, rng: Generator) -> str:
    name = rewritten(names, Writing.OFFICIAL_LATIN, table, rng)
    return f"{misspelled(name.family, rng)} {name.given}"


def _at_home(names: Names, table: GivenNames, rng: Generator) -> str:
    home = [name.given for name in names if name.kind == "diminutive"]
    return f"{home[0] if home else names[0].given} {names[0].family}"


KINDS = (
    Kind("official", _written(Writing.OFFICIAL_LATIN)),
    Kind("foreign", _written(Writing.FOREIGN_LATIN)),
    Kind("other_language", _written(Writing.OTHER_LANGUAGE)),
    Kind("slip", _slip),
    Kind("at_home", _at_home),
    Kind("printed", as_printed),
)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000, help="of each language")
    parser.add_argument("--index", type=int, default=100_000, help="names of the index; 0: none")
    parser.add_argument("--alike", type=float, default=load_tables().names.alike)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    _warm_up()
    rng = np.random.default_rng(asked.seed)
    parts: list[Figures] = [
        *({"language": of.value, **recall(of, asked.persons, asked.alike, rng)} for of in Language),
        {"rates_of": "all languages", **rates(asked.persons, asked.alike, rng)},
        {"calibration_of": "all languages", **calibration(asked.persons, rng)},
    ]
    if asked.index:
        parts.append({"index_of": asked.index, **index(asked.index, rng)})
    for figures in parts:
        if asked.json:
            print(json.dumps({"seed": asked.seed, **figures}), flush=True)
            continue
        for name, value in figures.items():
            print(f"{name:44} {value:,.6g}" if isinstance(value, float) else f"{name:44} {value}")
    return 0


def _warm_up() -> None:
    words = encoded(["one", "two"])
    mark_alike(words, words, np.arange(2), 0.9, np.zeros(2, dtype=np.bool_))


def people(count: int, rng: Generator, language: Language | None = None) -> list[Names]:
    """Invented persons, of one language or of the usual mix."""
    table = load_tables().given_names
    mix = MIX if language is None else {language: 1.0}
    sexes = (Sex.MALE, Sex.FEMALE)
    return [draw_names(sexes[int(rng.integers(2))], table, rng, mix=mix) for _ in range(count)]


def recall(language: Language, count: int, alike: float, rng: Generator) -> Figures:
    """Share of variants found, and of other persons' names taken for it, by kind and method.

    A name is found where family and given name both agree, in any order; `family` counts the family name
    alone. The false-match rate is over all pairs of a variant and another person's name in its original
    script. Persons who happen to bear the same family and given name are no error and do not count.
    """
    persons = people(count, rng, language)
    table = load_tables().given_names
    methods: dict[str, Method] = {
        "soundex": Plain(persons, similarity=None, soundex=True),
        "similarity": Plain(persons, similarity=DESIGN_SIMILARITY, soundex=False),
        "union": Plain(persons, similarity=DESIGN_SIMILARITY, soundex=True),
        "ours": Ours(persons, alike),
    }
    figures: Figures = {"persons": count}
    for kind in KINDS:
        written = [kind.write(names, table, rng) for names in persons]
        results = {name: _found(written, persons, method) for name, method in methods.items()}
        strict, results["strict"] = _strict(written, persons, results["ours"][""][1])
        figures[f"{kind.name}_strict_similarity"] = strict
        for name, result in results.items():
            for what, (found, false) in result.items():
                figures[f"{kind.name}_{name}_{what}recall"] = found
                figures[f"{kind.name}_{name}_{what}false"] = false
    return figures


class Method(Protocol):
    """A way to compare a written name with the names of persons."""

    def found(self, text: str) -> tuple[Flags, Flags]:
        """By person whether family and given name agree, and whether the family name does."""
        ...


class Plain(Method):
    """Each word in Latin letters, compared with soundex, with Jaro-Winkler, or with either."""

    def __init__(self, persons: Sequence[Names], similarity: float | None, soundex: bool) -> None:
        self.similarity, self.soundex = similarity, soundex
        parts = [[getattr(names[0], part) for names in persons] for part in ("family", "given")]
        self.parts = [_Words([latin(word) for word in words]) for words in parts]

    def found(self, text: str) -> tuple[Flags, Flags]:
        """As in `Method`."""
        words = [word for part in latin(text).split() for word in [part.strip(".")] if word]
        family, given = (
            np.any([own.alike(word, self.similarity, self.soundex) for word in words], axis=0)
            for own in self.parts
        )
        return family & given, family


class _Words:
    """Words of persons, distinct ones compared once."""

    def __init__(self, words: Sequence[str]) -> None:
        self.distinct = sorted(set(words))
        number = {word: place for place, word in enumerate(self.distinct)}
        self.of_person = np.array([number[word] for word in words])
        self.codes = [daitch_mokotoff(word) for word in self.distinct]
        self.encoded = encoded(self.distinct)
        self.known: dict[str, Flags] = {}

    def alike(self, word: str, similarity: float | None, soundex: bool) -> Flags:
        if word not in self.known:
            found = np.zeros(len(self.distinct), dtype=np.bool_)
            if similarity is not None:
                numbers = np.arange(len(self.distinct))
                mark_alike(encoded([word]), self.encoded, numbers, similarity, found)
            if soundex:
                codes = daitch_mokotoff(word)
                found |= np.array([bool(codes & own) for own in self.codes])
            self.known[word] = found
        flags: Flags = self.known[word][self.of_person]
        return flags


def latin(text: str) -> str:
    """Small Latin letters: Cyrillic by BGN/PCGN, Arabic letter by letter, articles left out."""
    if script_of(text) is Script.ARABIC:
        words = (word.removeprefix("ال") for word in plain_arabic(text).split())
        return " ".join(words).translate(_LETTERS)
    small = romanized(text, Romanization.RUSSIAN_BGN).casefold().replace("'", "")
    return " ".join(w for w in small.replace("-", " ").split() if w not in ("al", "el"))


class Ours(Method):
    """As the line of evidence compares them; an initial that agrees counts as a given name."""

    def __init__(self, persons: Sequence[Names], alike: float) -> None:
        table = load_tables().given_names
        self.persons = NamedPersons([names[:1] for names in persons], table, alike)

    def found(self, text: str) -> tuple[Flags, Flags]:
        """As in `Method`."""
        agreements = [
            self.persons.agreements(reading.name) for reading in read_name(text, self.persons.names)
        ]
        best = np.max([CLASSES[tuple(levels)] for levels in agreements], axis=0)
        family = np.max([levels[0] >= Agreement.ALIKE for levels in agreements], axis=0)
        return best >= NameClass.FAMILY_AND_INITIAL, family


def _found(written: Sequence[str], persons: Sequence[Names], method: Method) -> Rates:
    family = _numbers([names[0].family for names in persons])
    both = _numbers([f"{names[0].family} {names[0].given}" for names in persons])
    hits = {"": 0, "family_": 0}
    false = {"": 0, "family_": 0}
    others = {"": 0, "family_": 0}
    for place, text in enumerate(written):
        for what, same, found in zip(hits, (both, family), method.found(text), strict=True):
            own = same == same[place]
            hits[what] += bool(found[place])
            false[what] += int(found[~own].sum())
            others[what] += int((~own).sum())
    return {what: (hits[what] / len(written), false[what] / others[what]) for what in hits}


def _strict(
    written: Sequence[str], persons: Sequence[Names], most_false: float
) -> tuple[float, Rates]:
    """Jaro-Winkler alone, at the lowest similarity that takes others' names no more often than ours."""
    for similarity in STRICTER:
        found = _found(written, persons, Plain(persons, similarity, soundex=False))
        if found[""][1] <= most_false:
            break
    return similarity, found


def _numbers(texts: Sequence[str]) -> NDArray[np.int64]:
    number = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return np.array([number[text] for text in texts])


def rates(count: int, alike: float, rng: Generator) -> Figures:
    """How far parts agree in one person and in two, in the usual mix and as sources write: `names.toml`.

    Different persons who bear the same part count here: the rates contain how common names are.
    """
    table = load_tables().given_names
    persons = people(count, rng)
    named = NamedPersons([names[:1] for names in persons], table, alike)
    own = {part: np.zeros(5) for part in Part}
    others = {part: np.zeros(5) for part in Part}
    for place, names in enumerate(persons):
        best = max(
            _agreements(as_printed(names, table, rng), named),
            key=lambda levels: NameComparison(*map(Agreement, levels[:, place])).order,
        )
        for part, levels in zip(Part, best, strict=True):
            own[part][levels[place]] += 1
            others[part] += np.bincount(np.delete(levels, place), minlength=5)
    figures: Figures = {"persons": count, "alike": alike}
    for whose, counts in (("same", own), ("different", others)):
        for part in Part:
            written_out = counts[part][[1, 3, 4]].sum()
            figures[f"{whose}_{part}_same"] = counts[part][Agreement.SAME] / written_out
            figures[f"{whose}_{part}_alike"] = counts[part][Agreement.ALIKE] / written_out
    return figures | _initials(persons, named, rng)


def _agreements(text: str, named: NamedPersons) -> Iterator[Agreements]:
    return (named.agreements(reading.name) for reading in read_name(text, named.names))


def _initials(persons: Sequence[Names], named: NamedPersons, rng: Generator) -> Figures:
    """How often an initial agrees: in one person as sources write it, and in two."""
    own, others = np.zeros(2), np.zeros((3, 2))
    for place, names in enumerate(persons):
        written = rewritten(names, list(Writing)[int(rng.integers(4))], named.names, rng)
        if script_of(written.given) is Script.ARABIC:
            continue
        text = f"{written.family} {written.given[0]}. {written.patronymic[:1]}."
        levels = next(iter(_agreements(text, named)))
        for row in (1, 2):
            agree = levels[row] == Agreement.INITIAL
            own += [int(agree[place]), 1]
            others[row] += [int(agree.sum()) - int(agree[place]), len(persons) - 1]
    return {
        "initial_same": own[0] / own[1],
        "initial_different_given": others[1, 0] / others[1, 1],
        "initial_different_patronymic": others[2, 0] / others[2, 1],
    }


def calibration(count: int, rng: Generator) -> Figures:
    """What the likelihood ratios of names as printed are worth, with the packaged tables.

    Cllr: 0 perfect, 1 worth nothing. The mean LR of different persons should be at most 1, and no
    decade overstated: `observed` is the log10 of how much more often its LR occur in one person.
    """
    tables = load_tables()
    persons = people(count, rng)
    records = [AmRecord(names=names[:1]) for names in persons]
    population = name_population(records, tables.names, tables.given_names)
    values = np.stack(
        [
            name_ratios(as_printed(names, tables.given_names, rng), population.persons, population)
            for names in persons
        ]
    )
    same = np.diag(values)
    different = values[~np.eye(count, dtype=np.bool_)]
    cost = np.log2(1.0 + 1.0 / same).mean() + np.log2(1.0 + different).mean()
    figures: Figures = {
        "cllr": float(cost / 2.0),
        "mean_lr_different": float(different.mean()),
        "median_log10_lr_same": float(np.median(np.log10(same))),
    }
    for low, high in pairwise((-2.5, -1.0, -0.3, 0.3, 1.0, 2.0, 3.0, 9.0)):
        a, b = (((np.log10(v) >= low) & (np.log10(v) < high)).mean() for v in (same, different))
        if a > 0.0 and b > 0.0:
            figures[f"observed_{low:g}_to_{high:g}"] = float(np.log10(a / b))
            figures[f"share_same_{low:g}_to_{high:g}"] = float(a)
    return figures


def index(count: int, rng: Generator) -> Figures:
    """Seconds to index so many names, and to look up names as printed among them."""
    tables = load_tables()
    persons = people(count, rng)
    start = time.perf_counter()
    made = NameIndex([names[:1] for names in persons], tables.given_names, tables.names.alike)
    seconds = time.perf_counter() - start
    looked_up = min(1000, count)
    texts = [as_printed(persons[i], tables.given_names, rng) for i in range(looked_up)]
    start = time.perf_counter()
    found = [made.proposals(text, at_least=NameClass.FAMILY_AND_INITIAL) for text in texts]
    each = (time.perf_counter() - start) / looked_up
    first = [any(c.person == i for c in own[:1]) for i, own in enumerate(found)]
    ten = [any(c.person == i for c in own[:10]) for i, own in enumerate(found)]
    return {
        "index_seconds": seconds,
        "look_up_milliseconds": 1000.0 * each,
        "first_proposed": sum(first) / looked_up,
        "among_ten_proposed": sum(ten) / looked_up,
        "proposed_mean": float(np.mean([len(own) for own in found])),
    }


if __name__ == "__main__":
    raise SystemExit(main())
