"""All persons compared at once give what they give one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from antigone.evidence.name_comparison import NameClass, NameComparison
from antigone.evidence.name_index import NameIndex
from antigone.evidence.name_keys import word_keys
from antigone.evidence.name_pairs import AllNames
from antigone.evidence.name_tables import Part
from antigone.evidence.records import PersonName
from antigone.evidence.tables import load_tables
from antigone.evidence.written_names import known_parts
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import draw_names, told_names

TABLES = load_tables()
NAMES, ALIKE = TABLES.given_names, TABLES.names.alike
Persons = Sequence[Sequence[PersonName]]


def all_names(persons: Persons) -> AllNames:
    """The persons, each with all words of all names."""
    numbers: dict[Part, dict[str, int]] = {part: {} for part in Part}
    pooled, asked = [], []
    for place, own in enumerate(persons):
        borne: dict[Part, dict[int, None]] = {part: {} for part in Part}
        for name in own:
            words = known_parts(name, NAMES).words
            ids = {
                part: [of.setdefault(word, len(of)) for word in words.get(part, ())]
                for part, of in numbers.items()
            }
            asked.append((place, ids))
            for part in Part:
                borne[part] |= dict.fromkeys(ids[part])
        pooled.append({part: list(found) for part, found in borne.items()})
    keys = {part: [word_keys(word, part, NAMES) for word in of] for part, of in numbers.items()}
    return AllNames(keys, pooled, asked, ALIKE)


def one_after_the_other(persons: Persons, most: int) -> list[tuple[int, int, NameComparison]]:
    index = NameIndex(persons, NAMES, ALIKE)
    names = [(place, name) for place, own in enumerate(persons) for name in own]
    return [
        (at, found.person, found.comparison)
        for at, (place, name) in enumerate(names)
        for found in index.proposals(name, at_least=NameClass.FAMILY_AND_INITIAL, most=most)
        if found.person != place
    ]


@pytest.mark.parametrize(("seed", "most"), [(1, 10), (2, 2)])
def test_the_same_pairs_in_the_same_order(seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    sexes = (Sex.MALE, Sex.FEMALE)
    persons: list[Sequence[PersonName]] = [(), (PersonName("Щ", "И"),), (PersonName("", "Иван"),)]
    for _ in range(250):
        names = draw_names(sexes[int(rng.integers(2))], NAMES, rng)
        # Each is told by two families, in other spellings.
        persons += [told_names(names, rng), told_names(names, rng)]
    found = [(p.name, p.other, p.comparison) for p in all_names(persons).pairs(most)]
    assert found == one_after_the_other(persons, most)
    assert len(found) > 300


def test_nobody_alike_gives_no_pair() -> None:
    assert all_names([]).pairs(10) == []
    assert all_names([(), ()]).pairs(10) == []
    assert (
        all_names([(PersonName("Щербаков", "Иван"),), (PersonName("Мельник", "Олена"),)]).pairs(9)
        == []
    )
