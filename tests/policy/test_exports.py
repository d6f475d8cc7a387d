"""Rules EX-…."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from antigone.policy.exports import (
    FORMATS,
    ex_01_purpose_stated,
    ex_02_contacts_only_if_asked,
    ex_03_form_is_allowed,
    ex_04_covered,
)

SOURCE = Path(__file__).parents[2] / "src" / "antigone"


@pytest.mark.parametrize(
    ("purpose", "words", "met"),
    [
        ("identification", "For the laboratory in Marel, second typing", True),
        ("identification", "   for it  ", False),
        ("", "For the laboratory in Marel", False),
        ("curiosity", "For the laboratory in Marel", False),
    ],
)
def test_ex_01_the_purpose_is_chosen_and_said(purpose: str, words: str, met: bool) -> None:
    assert ex_01_purpose_stated(purpose, words).met is met


def test_ex_02_contacts_go_out_only_for_who_asks_and_may_see_them() -> None:
    assert ex_02_contacts_only_if_asked(asked=False, may_see=False).met
    assert ex_02_contacts_only_if_asked(asked=True, may_see=True).met
    assert not ex_02_contacts_only_if_asked(asked=True, may_see=False).met


def test_ex_03_nothing_goes_out_as_pfif() -> None:
    assert ex_03_form_is_allowed("remains", "csv").met
    assert not any(ex_03_form_is_allowed(what, "pfif").met for what in (*FORMATS, "dead", ""))
    assert not ex_03_form_is_allowed("persons", "fam").met
    assert not {form for forms in FORMATS.values() for form in forms if "pfif" in form}


def test_ex_03_no_function_of_the_program_writes_pfif() -> None:
    writing = ("write", "dump", "emit", "to_", "as_bytes", "document", "export")
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = node.name.lower()
                about = "pfif" in name or "pfif" in path.stem
                assert not (about and any(word in name for word in writing)), f"{path}: {node.name}"


def test_ex_04_only_what_a_live_basis_covers_goes_out() -> None:
    assert ex_04_covered(covered=True, withdrawn=False)
    assert not ex_04_covered(covered=False, withdrawn=False)
    assert not ex_04_covered(covered=True, withdrawn=True)
