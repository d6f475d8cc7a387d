"""Names as a line of evidence: a name read on remains against those of a person and of all the missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.given_names import GivenNames
from antigone.evidence.name_comparison import NameClass, NameComparison, compare_names
from antigone.evidence.name_index import NameCandidate, NameIndex
from antigone.evidence.name_keys import Agreements
from antigone.evidence.name_tables import Agreement, NameTables, Part
from antigone.evidence.named_persons import NamedPersons
from antigone.evidence.records import AmRecord, PersonName
from antigone.evidence.written_names import WrittenName, read_name

__all__ = [
    "NameCandidate",
    "NameClass",
    "NameComparison",
    "NameIndex",
    "NamePopulation",
    "compare_names",
    "name_population",
    "name_ratio",
    "name_ratios",
]

Array = NDArray[np.float64]

_OTHER_INITIAL = 5
"""Outcome beside those of `Agreement`: a first letter only, and it differs."""

_OUTCOMES = 6
_KINDS = np.array([0, 1, 2, 1, 1, 2])
"""By outcome: not compared, written out, a first letter only."""

_EQUAL = np.array([1.0, 0.0, 1.0, 0.0, 1.0, 0.0])
"""By outcome its probability where the part is the same, given how it is compared."""


@dataclass(frozen=True, eq=False)
class NamePopulation:
    """The names among which a name is common or rare.

    Args:
        persons: the missing of the AM file.
        named: how many of them have a name.
        tables: numbers of `names.toml`.
    """

    persons: NamedPersons = field(repr=False)
    named: int
    tables: NameTables

    @property
    def given_names(self) -> GivenNames:
        """The table of given names."""
        return self.persons.names


def name_population(
    records: Iterable[AmRecord], tables: NameTables, given_names: GivenNames
) -> NamePopulation:
    """The names of an AM file, with the rates of the tables beside them."""
    names = [record.names for record in records]
    persons = NamedPersons(names, given_names, tables.alike)
    return NamePopulation(persons, sum(map(bool, names)), tables)


def name_ratio(read: str, names: Sequence[PersonName], population: NamePopulation) -> float:
    """The likelihood ratio of a name read: "it is this person's" against "another missing person's".

    See `name_ratios`.

    >>> from antigone.evidence.tables import load_tables
    >>> tables = load_tables()
    >>> population = name_population([], tables.names, tables.given_names)
    >>> name = PersonName("Щербаков", "Иван")
    >>> name_ratio("Chtcherbakov Ivan", [name], population) > 100.0
    True
    """
    persons = NamedPersons([names], population.given_names, population.tables.alike)
    return float(name_ratios(read, persons, population)[0])


def name_ratios(read: str, persons: NamedPersons, population: NamePopulation) -> Array:
    """The likelihood ratio of a name read for each of some persons, not in log, shape (persons,).

    Each part that both sides have agrees to some degree (see `Agreement`); the parts together are the
    outcome o. With P(o | same person) as the product of the measured rates of the parts, and P(o |
    another) as the share of the AM file in which this very name would have that outcome,

        LR = λ + (1 - λ) · P(o | same person) / P(o | another),

    where λ is the probability that the name stands in the record of somebody else. The share is counted
    in the AM file, and k prior persons are counted beside. Most of them are unrelated: the product of the
    shares of the parts, themselves counted with k prior persons at the rates of the table. Some are of
    the family and share its name, siblings the father's too. So a common name weighs little and a rare
    one much, at most about the number of the missing and k. A text that can be understood in
    several ways is a mixture of them. 1 where nothing can be compared.
    """
    result = np.zeros(persons.count)
    readings = read_name(read, population.given_names)
    for reading in readings:
        result += reading.weight * _ratios(reading.name, persons, population)
    return result if readings else np.ones(persons.count)


def _ratios(name: WrittenName, persons: NamedPersons, population: NamePopulation) -> Array:
    tables = population.tables
    counted = _outcomes(name, population.persons)
    asked = counted if persons is population.persons else _outcomes(name, persons)
    same = np.prod([_same(part, tables)[asked[i]] for i, part in enumerate(Part)], axis=0)
    other = _among_others(counted, tables)[_joint(asked)]
    ratios: Array = tables.mix_up + (1.0 - tables.mix_up) * same / other
    return ratios


def _outcomes(name: WrittenName, persons: NamedPersons) -> Agreements:
    """By part and person the outcome, shape (3, persons)."""
    found = persons.agreements(name)
    initial = np.array(
        [[all(len(word) == 1 for word in name.words.get(part, ("",)))] for part in Part]
    )
    only = (initial | persons.first_letter_only) & (found == Agreement.DIFFERENT)
    found[only] = _OTHER_INITIAL
    return found


def _joint(outcomes: Agreements) -> NDArray[np.int64]:
    """The outcomes of the three parts as one number."""
    family, given, patronymic = outcomes.astype(np.int64)
    joint: NDArray[np.int64] = (family * _OUTCOMES + given) * _OUTCOMES + patronymic
    return joint


def _among_others(counted: Agreements, tables: NameTables) -> Array:
    """By joint outcome its probability in another of the missing, given which parts are compared."""
    k = tables.prior_persons
    family, given, patronymic = (_shares(counted[i], p, tables) for i, p in enumerate(Part))
    of_siblings = tables.siblings * _EQUAL + (1.0 - tables.siblings) * patronymic
    unrelated = np.einsum("f,g,p->fgp", family, given, patronymic)
    related = np.einsum("f,g,p->fgp", _EQUAL, given, of_siblings)
    prior = (1.0 - tables.relatives) * unrelated + tables.relatives * related
    counts = np.bincount(_joint(counted), minlength=_OUTCOMES**3).reshape(prior.shape)
    compared = np.zeros((3, 3, 3))
    np.add.at(compared, np.ix_(_KINDS, _KINDS, _KINDS), counts)
    found: Array = (counts + k * prior) / (compared[np.ix_(_KINDS, _KINDS, _KINDS)] + k)
    return found.reshape(-1)


def _shares(counted: NDArray[np.int8], part: Part, tables: NameTables) -> Array:
    """Probability of each outcome of one part in another person, given how it is compared."""
    k = tables.prior_persons
    counts = np.bincount(counted, minlength=_OUTCOMES)
    compared = np.bincount(_KINDS, weights=counts)[_KINDS]
    found: Array = (counts + k * _different(part, tables)) / (compared + k)
    return found


def _same(part: Part, tables: NameTables) -> Array:
    """P(outcome | one person), 1 where the part is not compared."""
    return _rates(tables.same[part], tables.same_initial)


def _different(part: Part, tables: NameTables) -> Array:
    return _rates(tables.different[part], tables.different_initial[part])


def _rates(written_out: Mapping[Agreement, float], initial: float) -> Array:
    found = np.ones(_OUTCOMES)
    for outcome, rate in written_out.items():
        found[outcome] = rate
    found[Agreement.INITIAL], found[_OTHER_INITIAL] = initial, 1.0 - initial
    return found
