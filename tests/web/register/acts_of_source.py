"""Codes of acts, read off the source: whatever reaches the parameter `act` of a function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import antigone.web

ROOT = Path(next(iter(antigone.web.__path__)))
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
ANY = "*"
"""Stands in a code for what is only known when the program runs."""


@cache
def acts() -> dict[str, str]:
    """By code the file in which it stands; a code made of parts has `ANY` in their place."""
    trees = {
        path: ast.parse(path.read_text())
        for path in sorted(ROOT.rglob("*.py"))
        if "migrations" not in path.parts
    }
    everywhere = {
        name: place
        for tree in trees.values()
        for name, place in _places(tree).items()
        if not name.startswith("_")
    }
    return {
        code: str(path.relative_to(ROOT))
        for path, tree in trees.items()
        for places in [everywhere | _places(tree)]
        for function in [tree, *_functions(tree)]
        for value in [*_given(function, places), *_defaults(function)]
        for code in _codes(value, function, tree)
    }


def _places(tree: ast.AST) -> dict[str, int]:
    """At which position the functions of a module take the act."""
    found = {function.name: _place_of_act(function) for function in _functions(tree)}
    return {name: place for name, place in found.items() if place is not None}


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _place_of_act(function: ast.FunctionDef) -> int | None:
    """At which position a function takes the act; -1 where only by name, None where it takes none."""
    names = [argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}]
    if "act" in names:
        return names.index("act")
    return -1 if "act" in [argument.arg for argument in function.args.kwonlyargs] else None


def _given(tree: ast.AST, places: dict[str, int]) -> Iterator[ast.expr]:
    """What is given as the act in all calls within a function."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        yield from (word.value for word in node.keywords if word.arg == "act")
        name = node.func.id if isinstance(node.func, ast.Name) else None
        place = places.get(name or "", -1)
        if 0 <= place < len(node.args):
            yield node.args[place]


def _defaults(tree: ast.AST) -> Iterator[ast.expr]:
    """What the act is where a call does not say it."""
    if isinstance(tree, ast.FunctionDef):
        given = [argument.arg for argument in tree.args.args]
        yield from (
            value
            for name, value in zip(reversed(given), reversed(tree.args.defaults), strict=False)
            if name == "act"
        )


def _codes(value: ast.expr, within: ast.AST, module: ast.AST) -> Iterator[str]:
    """The codes that an expression can be; a name is looked up in the function, a table in its module."""
    if isinstance(value, ast.Constant):
        if isinstance(value.value, str) and CODE.fullmatch(value.value):
            yield value.value
    elif isinstance(value, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else ANY for p in value.values)
        yield "".join(map(str, parts))
    elif isinstance(value, ast.IfExp):
        yield from _codes(value.body, within, module)
        yield from _codes(value.orelse, within, module)
    elif isinstance(value, ast.Name):
        for assigned in _assigned(value.id, within):
            yield from _codes(assigned, within, module)
    elif isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
        for table in _assigned(value.value.id, module):
            for one in table.values if isinstance(table, ast.Dict) else []:
                yield from _codes(one, within, module)


def _assigned(name: str, within: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(within):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        else:
            continue
        if any(isinstance(one, ast.Name) and one.id == name for one in targets):
            assert node.value is not None
            yield node.value
