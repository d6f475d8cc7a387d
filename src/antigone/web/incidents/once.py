"""What one page reads once, however many of its parts ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Value = TypeVar("Value")

_KEPT: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Until it ends, `once` reads nothing twice: for what is only shown, never for an act."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def making_a_page() -> bool:
    """Whether a page is being made, so that `once` keeps what it reads."""
    return _KEPT.get() is not None


def once(key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` gives; while a page is made, what it gave before under the same key."""
    kept = _KEPT.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: Value = kept[key]
    return found
