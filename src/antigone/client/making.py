"""From JSON to the values of `answers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


def made(kind: type[Made], told: Mapping[str, Any]) -> Made:
    """A dataclass from what the server told; fields that this version does not know are left out."""
    hints = get_type_hints(kind)
    known = {of.name for of in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _value(hints[name], told[name]) for name in known if name in told})


def _value(hint: Any, value: Any) -> Any:  # noqa: ANN401 - whatever the type says
    if get_origin(hint) in {Union, UnionType}:
        if value is None:
            return None
        return _value(next(one for one in get_args(hint) if one is not type(None)), value)
    if hint is float:
        return float(value)  # "-inf" and "nan" stand as words: JSON has neither
    if hint in {date, datetime}:
        return hint.fromisoformat(value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    return made(hint, value) if isinstance(hint, type) and is_dataclass(hint) else value
