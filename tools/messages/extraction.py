"""What the source says to people: every sentence given to gettext, in Python and in templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

from tools.messages.languages import SOURCE


@dataclass(frozen=True)
class Key:
    """By which a sentence is found: context, sentence, and its plural if it counts something."""

    context: str
    singular: str
    plural: str = ""

    @property
    def without_plural(self) -> Key:
        """The same sentence where it counts nothing."""
        return Key(self.context, self.singular)


@dataclass(frozen=True)
class Found:
    """A sentence, and the file that says it."""

    key: Key
    file: str


class Unreadable(Exception):
    """The source gives gettext something that no translator can be shown."""


# Which arguments of a function are context, sentence and plural.
SHAPES: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "said": (None, 0, None),
    "counted": (None, 0, 1),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


def sentences(source: Path = SOURCE) -> list[Found]:
    """All sentences, file by file, in the order in which a reader of the file meets them.

    Raises:
        Unreadable: a sentence is put together before it is given to gettext.
    """
    found: list[Found] = []
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.html")]):
        name = path.relative_to(source).as_posix()
        text = path.read_text(encoding="utf-8")
        found += of_python(text, name) if path.suffix == ".py" else of_template(text, name)
    return found


def of_python(text: str, name: str) -> list[Found]:
    """The sentences of a module."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    return [found for call in calls for found in _of_call(call, name)]


def _of_call(call: ast.Call, name: str) -> Iterator[Found]:
    function = _name_of(call.func)
    shape = SHAPES.get(function)
    if shape is None or len(call.args) <= max(place for place in shape if place is not None):
        return
    context, singular, plural = (None if at is None else call.args[at] for at in shape)
    assert singular is not None
    parts = [part for part in (context, singular, plural) if part is not None]
    for part in parts:
        if isinstance(part, ast.JoinedStr | ast.BinOp):
            raise Unreadable(
                f"{name}, line {part.lineno}: {function}() is given a sentence that is put together "
                "before it is translated. Give it one whole sentence with named places."
            )
    # A variable: the sentence stands elsewhere, marked with gettext_noop.
    if all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts):
        key = Key(_constant(context), _constant(singular), _constant(plural))
        if key.singular:
            yield Found(key, name)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _constant(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def of_template(text: str, name: str) -> list[Found]:
    """The sentences of a template."""
    _configure()
    # Babel reads it as Python, where the margin of a line has a meaning.
    python = re.sub(r"^[ \t]+", "", templatize(text, origin=name), flags=re.MULTILINE)
    lines = BytesIO(python.encode())
    read = extract_python(lines, dict.fromkeys(SHAPES), [], {"encoding": "utf-8"})
    return [
        Found(key, name)
        for _line, function, strings, _comments in read
        if (key := _of_template_call(str(function), strings)) is not None
    ]


def _of_template_call(function: str, strings: object) -> Key | None:
    given = list(strings) if isinstance(strings, list | tuple) else [strings]
    shape = SHAPES[function]
    texts = ["" if at is None or at >= len(given) else str(given[at] or "") for at in shape]
    return Key(*texts) if texts[1] else None


@cache
def _configure() -> None:
    if not settings.configured:
        settings.configure()
