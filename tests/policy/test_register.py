"""docs/rules.md, the code and the tests agree; and the comparison finds it when they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.policy.register import (
    CODE,
    FAMILIES,
    ROOT,
    Function,
    Row,
    disagreements,
    functions,
    rows,
)

PAGE = (ROOT / "docs" / "rules.md").read_text()


def test_page_code_and_tests_agree() -> None:
    code = list(functions(ROOT / "src"))
    tests = list(functions(ROOT / "tests"))
    register = rows(PAGE)
    assert {row.code for row in register} >= {"ID-01", "ID-10", "BO-01", "BO-08"}
    assert disagreements(register, code, tests) == []


def test_every_code_on_a_page_of_the_program_is_in_the_register() -> None:
    known = {row.code for row in rows(PAGE)}
    for pattern in ("*.html", "*.py"):
        for path in (ROOT / "src").rglob(pattern):
            used = {c for c in CODE.findall(path.read_text()) if c[:2] in FAMILIES}
            assert used <= known, f"{path}: {sorted(used - known)}"


ROW = Row("ID-01", "A rule.", "A source.", ("src/a.py::id_01_a",), ("tests/a.py::test_id_01_a",))
CODED = Function("src/a.py::id_01_a", frozenset({"ID-01"}), frozenset())
TESTED = Function("tests/a.py::test_id_01_a", frozenset({"ID-01"}), frozenset())


@pytest.mark.parametrize(
    ("register", "code", "tests", "words"),
    [
        ((ROW, ROW), [CODED], [TESTED], "stands twice"),
        ((ROW,), [], [TESTED], "there is no src/a.py::id_01_a"),
        ((ROW,), [CODED], [], "there is no tests/a.py::test_id_01_a"),
        ((ROW,), [replace(CODED, named=frozenset())], [TESTED], "does not bear the code"),
        ((ROW,), [CODED], [replace(TESTED, named=frozenset())], "does not bear the code"),
        ((replace(ROW, tests=()),), [CODED], [TESTED], "names nothing under 'test'"),
        ((replace(ROW, source=""),), [CODED], [TESTED], "is empty"),
        ((), [CODED], [], "not in the register"),
        ((ROW,), [CODED, replace(CODED, place="src/b.py::id_01_b")], [TESTED], "does not name it"),
    ],
)
def test_each_disagreement_is_found(
    register: tuple[Row, ...], code: list[Function], tests: list[Function], words: str
) -> None:
    assert any(words in line for line in disagreements(register, code, tests))
    assert disagreements((ROW,), [CODED], [TESTED]) == []
