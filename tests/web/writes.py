"""Where the web part writes to the database, and from where the journal is written; read off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import antigone.web

ROOT = Path(next(iter(antigone.web.__path__)))
JOURNAL = "antigone.web.journal.services.record"
WRITES = frozenset(
    {"save", "delete", "create", "create_user", "bulk_create", "bulk_update"}
    | {"get_or_create", "update_or_create", "update"}
)


@dataclass
class Function:
    """A function or method: what it calls, and where it writes.

    Args:
        name: dotted, with its module.
        calls: dotted names of functions of the web part, as far as they can be told.
        writes: line and words of each write.
        deletes: those that delete.
    """

    name: str
    calls: set[str] = field(default_factory=set)
    writes: list[str] = field(default_factory=list)
    deletes: list[str] = field(default_factory=list)


@cache
def functions() -> Mapping[str, Function]:
    """All functions of the web part, migrations apart."""
    return {
        function.name: function
        for path in sorted(ROOT.rglob("*.py"))
        if "migrations" not in path.parts
        for function in _of_module(path)
    }


def callers() -> Mapping[str, set[str]]:
    """By function those that call it."""
    found: dict[str, set[str]] = {}
    for function in functions().values():
        for called in function.calls:
            found.setdefault(called, set()).add(function.name)
    return found


def reaches_the_journal(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function writes to the journal, itself or through what it calls."""
    if name == JOURNAL:
        return True
    function = functions().get(name)
    return (
        function is not None
        and name not in seen
        and any(reaches_the_journal(called, seen | {name}) for called in function.calls)
    )


def is_journalled(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function, or each one that calls it, writes to the journal."""
    if reaches_the_journal(name):
        return True
    above = callers().get(name, set()) - {name} - seen
    return bool(above) and all(is_journalled(caller, seen | {name}) for caller in above)


def _of_module(path: Path) -> Iterator[Function]:
    parts = ("antigone", "web", *path.relative_to(ROOT).with_suffix("").parts)
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    tree = ast.parse(path.read_text())
    names = _imported(tree) | {
        node.name: f"{module}.{node.name}"
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield _read(node, f"{module}.{node.name}", names)
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    own = names | {
                        f"self.{n.name}": f"{module}.{node.name}.{n.name}"
                        for n in node.body
                        if isinstance(n, ast.FunctionDef)
                    }
                    yield _read(inner, f"{module}.{node.name}.{inner.name}", own)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Names that stand for something of another module: functions, and modules of the web part."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _read(node: ast.FunctionDef, name: str, names: Mapping[str, str]) -> Function:
    function = Function(name)
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id in names:
            function.calls.add(names[inner.id])
        if not isinstance(inner, ast.Call):
            continue
        called = ast.unparse(inner.func)
        first, _, rest = called.partition(".")
        if called in names:
            function.calls.add(names[called])
        elif rest and first in names:
            function.calls.add(f"{names[first]}.{rest}")
        if isinstance(inner.func, ast.Attribute) and inner.func.attr in WRITES:
            _note(function, inner, inner.func)
    return function


def _note(function: Function, call: ast.Call, called: ast.Attribute) -> None:
    # dict.update, set.update and the like: a query set's update has nothing but keywords.
    if called.attr == "update" and (call.args or not call.keywords or _is_environ(called)):
        return
    # A form's or a model's own method, which is read where it stands.
    if ast.unparse(called.value) == "super()":
        return
    words = f"line {call.lineno}: {ast.unparse(called)}"
    function.writes.append(words)
    if called.attr == "delete":
        function.deletes.append(words)


def _is_environ(called: ast.Attribute) -> bool:
    return ast.unparse(called.value).endswith("environ")
