"""The page that lists all operations; made here, so that it asks nothing from elsewhere."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antigone.web.api.interface import all_operations, description


@dataclass(frozen=True)
class ShownField:
    """A parameter, or a field of what is sent or given."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True)
class ShownOperation:
    """One operation as the page shows it."""

    name: str
    method: str
    path: str
    scope: str
    summary: str
    takes: list[ShownField]
    gives: list[ShownField]
    answers: list[str]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """All operations under their headings."""
    schema = description()
    parts: dict[str, list[ShownOperation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            shown = _shown(schema, path, method.upper(), told)
            parts.setdefault(all_operations()[shown.name].part, []).append(shown)
    about = str(schema["info"]["description"])
    return render(request, "api/reference.html", {"parts": parts, "about": about})


def _shown(
    schema: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any]
) -> ShownOperation:
    name = told["operationId"]
    return ShownOperation(
        name=name,
        method=method,
        path=path,
        scope=told.get("x-scope") or "",
        summary=(inspect.getdoc(all_operations()[name].view) or "").partition("\n")[0],
        takes=[*_parameters(schema, told), *_sent(schema, told)],
        gives=_given(schema, told),
        answers=sorted(str(status) for status in told["responses"]),
    )


def _parameters(schema: Mapping[str, Any], told: Mapping[str, Any]) -> Iterable[ShownField]:
    for one in told.get("parameters", ()):
        about = one.get("description") or one["schema"].get("description", "")
        yield ShownField(one["name"], _kind(schema, one["schema"]), about)


def _sent(schema: Mapping[str, Any], told: Mapping[str, Any]) -> Iterable[ShownField]:
    for content in told.get("requestBody", {}).get("content", {}).values():
        yield from _fields(schema, content["schema"])


def _given(schema: Mapping[str, Any], told: Mapping[str, Any]) -> list[ShownField]:
    for status, answer in told["responses"].items():
        if str(status).startswith("2"):
            for content in answer.get("content", {}).values():
                return _fields(schema, content["schema"])
    return []


def _fields(schema: Mapping[str, Any], of: Mapping[str, Any]) -> list[ShownField]:
    """The fields of an object, those of what it lists below them."""
    of = _resolved(schema, of)
    found = []
    for name, field in of.get("properties", {}).items():
        found.append(ShownField(name, _kind(schema, field), field.get("description", "")))
        inner = _resolved(schema, field.get("items", field))
        for below, one in inner.get("properties", {}).items():
            path = f"{name}[].{below}" if "items" in field else f"{name}.{below}"
            found.append(ShownField(path, _kind(schema, one), one.get("description", "")))
    return found


def _resolved(schema: Mapping[str, Any], of: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in of:
        return _resolved(schema, schema["components"]["schemas"][of["$ref"].rsplit("/", 1)[-1]])
    if len(of.get("allOf", ())) == 1:
        return _resolved(schema, of["allOf"][0])
    return of


def _kind(schema: Mapping[str, Any], of: Mapping[str, Any]) -> str:
    """A type in a word or two, as the schema names it."""
    of = _resolved(schema, of)
    if "anyOf" in of:
        return " | ".join(_kind(schema, one) for one in of["anyOf"])
    if "enum" in of:
        return " | ".join(str(value) for value in of["enum"])
    kind = str(of.get("format") or of.get("type") or "any")
    return f"{kind}[]" if kind == "array" and "items" not in of else kind
