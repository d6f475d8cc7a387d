"""Beginnings that many tests of a file share are made once: each test goes back to them afterwards.

A fixture marked `kept` is made by the first test of a file that needs it, in an open transaction.
Every test then does its own within a further transaction, which is rolled back; it gets its own copy
of the objects and of the folder with keys and pictures. The tests of a file are sorted so that those
with the same beginning follow one another. A test that needs another beginning, or commits, first
rolls back what it does not need: what a test finds is the same as if all were made for it alone.
"""

from __future__ import annotations

import copy
import functools
import inspect
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import transaction
from django.test import override_settings

Make = TypeVar("Make", bound=Callable[..., object])
Key = tuple[Callable[..., object], ...]

HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SCRYPT = (2**4, 1, 1)


def kept(make: Make) -> Make:
    """Mark a fixture whose rows and objects a file's tests share; its function takes fixtures only."""

    @functools.wraps(make)
    def fixture(**needed: object) -> object:
        # A test that commits stands on nothing and makes all itself.
        return _CURRENT[make] if make in _CURRENT else make(**needed)

    fixture.makes_once = make  # type: ignore[attr-defined]
    return pytest.fixture(fixture)  # type: ignore[return-value]


_CURRENT: dict[Callable[..., object], Any] = {}
"""What the test that runs got, by the function that made it."""


@dataclass(frozen=True)
class Level:
    """One thing that was made, on top of those before it."""

    key: Key
    value: object
    folder: Path
    transaction: transaction.Atomic


class Plan:
    """Which fixtures a test has, and which of them are kept, in the order they are made."""

    def __init__(self, item: pytest.Item) -> None:
        self._defs = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
        self.kept: list[str] = []
        for name in item.fixturenames:  # type: ignore[attr-defined]
            self._collect(name)

    def function(self, name: str) -> Callable[..., object]:
        """The function of a fixture, as this test sees it."""
        function: Callable[..., object] = self._defs[name][-1].func
        return function

    def needs(self, name: str) -> list[str]:
        """The fixtures that a fixture takes."""
        return list(inspect.signature(self.function(name)).parameters)

    def key(self, name: str) -> Key:
        """Two fixtures with the same key make the same: all functions that take part."""
        below = (self.key(n) for n in self.needs(name) if n != "db")
        return (self.function(name), *(function for key in below for function in key))

    def _collect(self, name: str) -> None:
        makes = name in self._defs and hasattr(self.function(name), "makes_once")
        if not makes or name in self.kept:
            return
        for other in self._all_needs(name):
            self._collect(other)
        self.kept.append(name)

    def _all_needs(self, name: str) -> Iterator[str]:
        for other in self.needs(name):
            if other != "db":
                yield from self._all_needs(other)
                yield other


class Ground:
    """The levels that stand now, lowest first."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        self._levels: list[Level] = []

    def stand_on(self, plan: Plan, folder: Path) -> None:
        """Roll back what this test does not need, make what it lacks; copies are its own."""
        wanted = [(name, plan.key(name)) for name in plan.kept]
        stays = 0
        for level, (_, key) in zip(self._levels, wanted, strict=False):
            if level.key != key:
                break
            stays += 1
        self.clear(down_to=stays)
        for name, key in wanted[stays:]:
            self._make(plan, name, key)
        # One copy of all together: what is the same object in two of them stays so.
        own = copy.deepcopy([level.value for level in self._levels])
        _CURRENT.clear()
        for level, value in zip(self._levels, own, strict=True):
            _CURRENT[level.key[0].makes_once] = value  # type: ignore[attr-defined]
        if self._levels:
            shutil.copytree(self._levels[-1].folder, folder, dirs_exist_ok=True)

    def clear(self, down_to: int = 0) -> None:
        """Roll back all levels but the lowest."""
        while len(self._levels) > down_to:
            level = self._levels.pop()
            _end(level.transaction)
            shutil.rmtree(level.folder)
        _CURRENT.clear()

    def _make(self, plan: Plan, name: str, key: Key) -> None:
        self._count += 1
        folder = self._folder / str(self._count)
        if self._levels:
            shutil.copytree(self._levels[-1].folder, folder)
        else:
            folder.mkdir()
        block = transaction.atomic()
        # As Django marks those around its own tests: acts may insist on the outermost transaction.
        block._from_testcase = True  # type: ignore[attr-defined]
        block.__enter__()
        try:
            with override_settings(
                DATA_FOLDER=folder, PASSWORD_HASHERS=HASHERS, SIGNING_SCRYPT=SCRYPT
            ):
                value = self._value(plan, name)
        except BaseException:
            _end(block)
            raise
        self._levels.append(Level(key, value, folder, block))

    def _value(self, plan: Plan, name: str) -> object:
        needed = {n: self._given(plan, n) for n in plan.needs(name)}
        function = plan.function(name)
        return getattr(function, "makes_once", function)(**needed)

    def _given(self, plan: Plan, name: str) -> object:
        if name == "db":
            return None
        found = [level.value for level in self._levels if level.key == plan.key(name)]
        return found[0] if found else self._value(plan, name)


def _end(block: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    block.__exit__(None, None, None)


def commits(item: pytest.Item) -> bool:
    """Whether a test commits, so that nothing may stand below it."""
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and bool(marker.args or marker.kwargs)
    return asked or "transactional_db" in item.fixturenames  # type: ignore[attr-defined]


def uses_database(item: pytest.Item) -> bool:
    """Whether a test uses the database that is being tested, or one beside it on the same server."""
    names = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(names & {"db", "transactional_db", "database"})


def sort_by_beginning(items: list[pytest.Item], within: Path) -> None:
    """Within each file, let tests with the same beginning follow one another."""
    files: dict[Path, list[int]] = {}
    for at, item in enumerate(items):
        if item.path.is_relative_to(within) and not commits(item):
            files.setdefault(item.path, []).append(at)
    for places in files.values():
        ordered = sorted((items[at] for at in places), key=_beginning)
        for at, item in zip(places, ordered, strict=True):
            items[at] = item


def _beginning(item: pytest.Item) -> list[str]:
    return Plan(item).kept if hasattr(item, "_fixtureinfo") else []
