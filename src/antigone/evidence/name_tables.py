"""Typed numbers of `names.toml`: how alike the parts of names are, of one person and of two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from antigone.evidence.table_cursor import TableCursor


class Part(StrEnum):
    """The parts of a name that are compared."""

    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"


class Agreement(IntEnum):
    """How far one part of two names agrees, from nothing to compare up to the same name.

    `INITIAL`: one side has the first letter only, and it agrees. `ALIKE`: a form used at home, one
    code of sound, or nearly the same letters. `SAME`: spellings of one name.
    """

    NOT_COMPARED = 0
    DIFFERENT = 1
    INITIAL = 2
    ALIKE = 3
    SAME = 4


Rates = Mapping[Agreement, float]


@dataclass(frozen=True)
class NameTables:
    """Numbers of `names.toml`.

    Args:
        alike: Jaro-Winkler similarity from which on two words are alike.
        mix_up: probability that a name stands in the record of somebody else.
        prior_persons: so many persons the rates among different persons count for, beside the AM file.
        relatives: share of them who bear the family name because they are of one family.
        siblings: share of these who have one father.
        same: by part P(agreement | one person, two writings), where both write it out.
        different: by part the same of two persons.
        same_initial: P(the initial agrees | one person).
        different_initial: by part the same of two persons.
    """

    alike: float
    mix_up: float
    prior_persons: float
    relatives: float
    siblings: float
    same: Mapping[Part, Rates]
    different: Mapping[Part, Rates]
    same_initial: float
    different_initial: Mapping[Part, float]


def read_names(table: TableCursor) -> NameTables:
    """The numbers of `names.toml`.

    Raises:
        TableError: a key is missing or unknown, or a number is not allowed.
    """
    numbers = ("alike", "mix_up", "prior_persons", "relatives", "siblings")
    keys = table.exactly(*numbers, "same", "different", "initial")
    initial = keys["initial"].exactly("same", "different")
    return NameTables(
        keys["alike"].rate(),
        keys["mix_up"].rate(),
        keys["prior_persons"].above_zero(),
        keys["relatives"].rate(),
        keys["siblings"].rate(),
        {part: _rates(cursor) for part, cursor in keys["same"].by(Part).items()},
        {part: _rates(cursor) for part, cursor in keys["different"].by(Part).items()},
        initial["same"].rate(),
        {part: cursor.rate() for part, cursor in initial["different"].by(Part).items()},
    )


def _rates(cursor: TableCursor) -> Rates:
    """What is neither the same nor alike differs."""
    keys = cursor.exactly("same", "alike")
    same, alike = keys["same"].rate(), keys["alike"].rate()
    if same + alike >= 1.0:
        raise cursor.refused(f"the sum is {same + alike:g}; allowed is below 1")
    return {
        Agreement.SAME: same,
        Agreement.ALIKE: alike,
        Agreement.DIFFERENT: 1.0 - same - alike,
    }
