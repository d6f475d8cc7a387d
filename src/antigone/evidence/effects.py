"""Items found with remains as evidence: documents, names and effects, which change hands.

Items lie with remains because their owner carried them, or because they were exchanged, singly or all
that were carried in one way. So they are weighed together: what shows that one was exchanged weakens the
others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.documents import NumberOutcome
from antigone.evidence.item_owners import (
    ItemOwners,
    ItemPopulation,
    OwnLikelihoods,
    Told,
    item_population,
)
from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.name_comparison import NameComparison, compare_names
from antigone.evidence.records import AmRecord, Carried, FoundItem, PersonName, PmRecord
from antigone.words import both, in_a_row, in_turn, said, word

__all__ = ["ItemPopulation", "item_lrs", "item_population", "items_log10"]

Array = NDArray[np.float64]
Items = tuple[int, ...]
"""Places of some items of one record."""

_LINES = {Told.NUMBER: Line.DOCUMENTS, Told.NAME: Line.NAMES, Told.KIND: Line.EFFECTS}
"""In the order in which they are weighed: each given those before it."""

_PACKED = 16
"""So many items fit into one whole number before patterns are numbered anew."""


def item_lrs(pm: PmRecord, am: AmRecord, population: ItemPopulation) -> tuple[LikelihoodRatio, ...]:
    """LR of the items found: "this missing person" against "a person of whom nothing is told".

    An item is the wearer's own or, with probability e by how it was carried, another's; of that, with
    probability g all that was carried so was exchanged. With v_i(p) as P(item | own of p) in the measure
    of a person of whom nothing is told, and Q as its mean over the AM file and some prior persons, the
    likelihood of what was carried in one way is

        L(p) = (1 - g) Π [(1 - e') v_i(p) + e' Q_i] + g Q(Π v_i),    (1 - g)(1 - e') = 1 - e,

    and the LR is the product over the ways of L(p) / L(nothing told). For one item and Q = 1 it is
    (1 - e) v + e. An item that somebody else of the AM file is told to own is as probable with others as
    exchanges are, so the LR of one equal number is below about N (1 - e) / e of N missing.

    The total is divided among three lines, each given those before it: items with numbers on both
    sides, items with names, the rest. Several names read are one fact: any of them may be the wearer's,
    so their line is a mean over them. The rest is limited by `effects_at_most`.

    Returns:
        Those of the lines documents, names and effects in which something is compared.
    """
    own = OwnLikelihoods(ItemOwners([am], population.tables), population)
    others = OwnLikelihoods(population.owners, population)
    values = _line_values(pm.items, own, others, population)[:, 0]
    told = [Told(int(own.of(item)[1][0])) for item in pm.items]
    found: list[LikelihoodRatio] = []
    for (kind, line), value in zip(_LINES.items(), values.tolist(), strict=True):
        compared = [item for item, by in zip(pm.items, told, strict=True) if by is kind]
        if compared:
            before = tuple(lr.line for lr in found)
            found.append(
                LikelihoodRatio(
                    line,
                    value,
                    in_turn([_in_words(item, kind, am, own, population) for item in compared]),
                    tuple(_assumptions(line, compared, before, population)),
                    _SOURCES[line],
                )
            )
    return tuple(found)


def items_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: ItemPopulation
) -> Array:
    """log10 LR of all items together, shape (remains, missing); 0 where there is nothing to compare.

    Equal pair by pair to the sum of `item_lrs`.
    """
    others = OwnLikelihoods(population.owners, population)
    known = population.owners.records
    if len(am) == len(known) and all(a is b for a, b in zip(am, known, strict=True)):
        own = others
    else:
        own = OwnLikelihoods(ItemOwners(am, population.tables), population)
    result = np.zeros((len(pm), len(am)))
    for row, record in enumerate(pm):
        if record and record.items:
            result[row] = _line_values(record.items, own, others, population).sum(axis=0)
    return result


def _line_values(
    items: Sequence[FoundItem],
    own: OwnLikelihoods,
    others: OwnLikelihoods,
    population: ItemPopulation,
) -> Array:
    """log10 LR of each line for each person, shape (3, persons)."""
    count = len(own.owners.records)
    result = np.zeros((len(_LINES), count))
    if not items or not count:
        return result
    told = np.stack([own.of(item)[1] for item in items])
    likelihoods = _Likelihoods(items, own, others, population)
    most = math.log10(population.tables.effects.effects_at_most)
    for pattern, columns in _patterns(told):
        of = {by: tuple(np.flatnonzero(pattern == by).tolist()) for by in _LINES}
        numbers, names, kinds = of.values()
        documents = likelihoods.log10_lr(numbers, columns)
        ways = [(*numbers, name) for name in names] or [numbers]
        named = _log10_mean([likelihoods.log10_lr(way, columns) for way in ways])
        every = _log10_mean([likelihoods.log10_lr((*way, *kinds), columns) for way in ways])
        result[0, columns] = documents
        result[1, columns] = named - documents
        result[2, columns] = np.clip(every - named, -most, most)
    return result


class _Likelihoods:
    """The likelihood ratio of any of the items of one record of remains."""

    def __init__(
        self,
        items: Sequence[FoundItem],
        own: OwnLikelihoods,
        others: OwnLikelihoods,
        population: ItemPopulation,
    ) -> None:
        self._tables = population.tables.effects
        self._values = np.stack([own.of(item)[0] for item in items])
        self._others = np.log(np.stack([others.of(item)[0] for item in items]))
        self._carried = [item.carried for item in items]
        self._log_means: dict[Items, float] = {}

    def log10_lr(self, items: Items, columns: NDArray[np.int64]) -> Array:
        """log10 LR of some of the items for some of the persons."""
        result = np.zeros(len(columns))
        for way in Carried:
            chosen = tuple(i for i in items if self._carried[i] is way)
            if chosen:
                result += self._of_way(way, chosen, columns)
        return result / math.log(10.0)

    def _of_way(self, way: Carried, items: Items, columns: NDArray[np.int64]) -> Array:
        """Natural log of the LR of all that was carried in one way."""
        together = self._tables.together[way]
        alone = (self._tables.of_another[way] - together) / (1.0 - together)
        mean = np.exp([self._log_mean((i,)) for i in items])[:, None]
        values = self._values[list(items)][:, columns]
        own = np.log((1.0 - alone) * values + alone * mean).sum(axis=0)
        unknown = np.log((1.0 - alone) + alone * mean).sum()
        ratio: Array = own - unknown
        if together > 0.0:
            exchanged = math.log(together / (1.0 - together)) + self._log_mean(items)
            ratio = np.logaddexp(own, exchanged) - np.logaddexp(unknown, exchanged)
        return ratio

    def _log_mean(self, items: Items) -> float:
        """Natural log of the mean over AM file and prior persons of the items as one person's own."""
        if items not in self._log_means:
            prior = self._tables.prior_persons
            logs = self._others[list(items)].sum(axis=0)
            total = np.logaddexp.reduce(logs, initial=math.log(prior))
            self._log_means[items] = float(total) - math.log(len(logs) + prior)
        return self._log_means[items]


def _patterns(
    told: NDArray[np.int8],
) -> Iterator[tuple[NDArray[np.int8], NDArray[np.int64]]]:
    """The distinct columns, each with where it stands."""
    codes = np.zeros(told.shape[1], dtype=np.int64)
    for row, by in enumerate(told):
        codes = codes * len(Told) + by
        if row % _PACKED == _PACKED - 1:
            codes = np.unique(codes, return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    for columns in np.split(order, np.flatnonzero(np.diff(codes[order])) + 1):
        yield told[:, columns[0]], columns


def _log10_mean(values: Sequence[Array]) -> Array:
    if len(values) == 1:
        return values[0]
    stacked = np.stack(values)
    most = stacked.max(axis=0)
    mean: Array = most + np.log10(np.mean(10.0 ** (stacked - most), axis=0))
    return mean


_WAYS = {
    Carried.WORN: said("worn"),
    Carried.POCKET: said("in a pocket"),
    Carried.LOOSE: said("loose"),
    Carried.HANDED_IN: said("handed in apart"),
}
_LINE_WORDS = {Line.DOCUMENTS: said("documents"), Line.NAMES: said("names")}
_SOURCES = {
    Line.DOCUMENTS: said("effects.toml; numbers told in the AM file of this incident"),
    Line.NAMES: said(
        "names.toml, given_names.toml, effects.toml; names of the AM file of this incident"
    ),
    Line.EFFECTS: said("effects.toml; items told in the AM file of this incident"),
}


def _in_words(
    item: FoundItem, by: Told, am: AmRecord, own: OwnLikelihoods, population: ItemPopulation
) -> str:
    outcome = NumberOutcome(int(own.owners.numbers.outcomes(item)[0]))
    words = said("{kind} ({more})", kind=_kind_in_words(item), more=_WAYS[item.carried])
    if by is Told.NUMBER:
        return said("{item}: {told}", item=words, told=_number_in_words(item, outcome))
    if by is Told.NAME:
        read = [_name_in_words(text, am.names, population) for text in dict.fromkeys(item.names)]
        if outcome is NumberOutcome.DIFFERENT:
            read.append(_number_in_words(item, outcome))
        return said("{item}: {told}", item=words, told=in_a_row(read))
    kinds = [other for other in am.items if other.kind.split() == item.kind.split()]
    features = in_turn([in_a_row(other.features) for other in kinds if other.features])
    told = said("told: {features}", features=features) if features else said("told")
    return said(
        "{item}: {told}",
        item=in_a_row((words, *item.features)),
        told=told if kinds else said("none told"),
    )


def _kind_in_words(item: FoundItem) -> str:
    """As it is written, with its blanks."""
    return word(item.kind) if "  " not in item.kind else item.kind.replace("_", " ")


def _number_in_words(item: FoundItem, outcome: NumberOutcome) -> str:
    numbers = in_a_row(item.numbers)
    if outcome is NumberOutcome.EQUAL:
        return said("number {numbers} equal to one told", numbers=numbers)
    if outcome is NumberOutcome.ONE_APART:
        return said("number {numbers} one character apart from one told", numbers=numbers)
    return said("number {numbers} another than told of this kind", numbers=numbers)


def _name_in_words(text: str, names: Sequence[PersonName], population: ItemPopulation) -> str:
    tables = population.tables
    found: list[tuple[NameComparison, PersonName]] = [
        (compare_names(text, name, tables.given_names, tables.names.alike), name) for name in names
    ]
    comparison, name = max(found, key=lambda pair: pair[0].order)
    full = " ".join(part for part in (name.family, name.given, name.patronymic) if part)
    return said(
        '"{read}" and "{name}": {compared}',
        read=text,
        name=full,
        compared=comparison.in_words(),
    )


def _assumptions(
    line: Line, items: Sequence[FoundItem], before: Sequence[Line], population: ItemPopulation
) -> Iterator[str]:
    tables = population.tables.effects
    ways = [way for way in Carried if any(item.carried is way for item in items)]
    rates = in_a_row(
        [
            said("{carried} {rate}", carried=_WAYS[way], rate=f"{tables.of_another[way]:.2g}")
            for way in ways
        ]
    )
    yield said(
        "Effects change hands: an item is another person's with probability {rates}.", rates=rates
    )
    yield said("Items carried in one way may have been exchanged together.")
    yield said(
        "In Kosovo 4-6 % of the missing were misidentified after recognition by clothes or "
        "belongings (EULEX estimate)."
    )
    if before:
        lines = both([_LINE_WORDS[one] for one in before])
        yield said("Weighed given what the lines {lines} say.", lines=lines)
    if line is Line.DOCUMENTS:
        yield (
            said(
                "Another person's item bears an equal number by chance or clerical error "
                "with probability {probability}.",
                probability=f"{tables.documents.doubled:g}",
            )
        )
    elif line is Line.NAMES:
        yield (
            said(
                "Names of {named} AM records, smoothed; a name on an own item is not the "
                "owner's with probability {probability}; several names are one fact.",
                named=population.names.named,
                probability=f"{tables.name_of_another:g}",
            )
        )
    else:
        yield (
            said(
                "Items told in {records} AM records, smoothed; one item weighs at most LR "
                "{one}, all of them LR {every}.",
                records=population.common.asked,
                one=f"{tables.item_at_most:g}",
                every=f"{tables.effects_at_most:g}",
            )
        )
