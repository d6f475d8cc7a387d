from __future__ import annotations

import pytest

from antigone.genetics.lineage import Line, LineRefused, line_of
from antigone.genetics.pedigree import Pedigree, pedigree_of

THREE_GENERATIONS = pedigree_of(
    [
        ("grandfather", None, None, "M"),
        ("grandmother", None, None, "F"),
        ("uncle", "grandfather", "grandmother", "M"),
        ("aunt", "grandfather", "grandmother", "F"),
        ("father", "grandfather", "grandmother", "M"),
        ("mother", None, None, "F"),
        ("missing", "father", "mother", "M"),
        ("sister", "father", "mother", "F"),
        ("half-brother", None, "mother", "M"),
        ("cousin", "uncle", None, "M"),
        ("cousin of the aunt", None, "aunt", "M"),
        ("son", "missing", None, "M"),
        ("unknown", "father", "mother", "U"),
        ("daughter of the sister", None, "sister", "F"),
    ]
)


def line(person: str, which: Line, pedigree: Pedigree = THREE_GENERATIONS) -> dict[str, int]:
    return {m.person: m.meioses for m in line_of(pedigree, person, which)}


def test_the_paternal_line_goes_through_men_only() -> None:
    assert line("missing", Line.PATERNAL) == {
        "father": 1,
        "son": 1,
        "grandfather": 2,
        "uncle": 3,
        "cousin": 4,
    }


def test_the_maternal_line_reaches_all_children_of_women() -> None:
    assert line("missing", Line.MATERNAL) == {
        "mother": 1,
        "sister": 2,
        "half-brother": 2,
        "unknown": 2,
        "daughter of the sister": 3,
    }
    assert line("uncle", Line.MATERNAL) == {
        "grandmother": 1,
        "aunt": 2,
        "father": 2,
        "cousin of the aunt": 3,
    }


def test_the_nearest_come_first() -> None:
    meioses = [m.meioses for m in line_of(THREE_GENERATIONS, "missing", Line.PATERNAL)]
    assert meioses == sorted(meioses)


def test_the_line_is_symmetric() -> None:
    for which in Line:
        for one in ("missing", "uncle", "son", "grandfather"):
            for other, meioses in line(one, which).items():
                assert line(other, which)[one] == meioses


@pytest.mark.parametrize("person", ["sister", "unknown"])
def test_nobody_but_a_man_has_a_paternal_line(person: str) -> None:
    with pytest.raises(LineRefused, match="not recorded as a man"):
        line_of(THREE_GENERATIONS, person, Line.PATERNAL)


def test_a_father_is_a_man_even_where_nobody_recorded_it() -> None:
    pedigree = pedigree_of([("F", None, None, "U"), ("S", "F", None, "M")])
    assert line("F", Line.PATERNAL, pedigree) == {"S": 1}
