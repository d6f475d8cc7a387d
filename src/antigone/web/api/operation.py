"""How an operation is declared: with its scope, and with every answer that it may give."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, get_type_hints

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from antigone.policy.tokens import Scope
from antigone.web.api.entering import BearerToken
from antigone.web.api.problems import invalid
from antigone.web.api.said import Field, Problem, unstorable

View = TypeVar("View", bound=Callable[..., Any])

ALWAYS = (401, 403, 404, 405, 422, 429)
"""Refusals that any operation may answer with."""

WITH_BODY = (400, 413)
"""Besides, where something is sent."""

ASKED = "asked"
"""The parameter of an operation that stands for the query."""


@dataclass(frozen=True)
class Operation:
    """One operation, as the tests and the page of all operations read it."""

    name: str
    method: str
    path: str
    scope: Scope | None
    view: Callable[..., Any]
    part: str


OPERATIONS: dict[str, Operation] = {}
"""All operations, by name."""


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    scope: Scope | None,
    part: str,
    gives: Any,  # noqa: ANN401 - a type
    status: int = 200,
    refuses: tuple[int, ...] = (),
    files: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Declare an operation.

    Args:
        scope: what a token has to be made for; None: any token will do.
        part: heading under which it is described.
        gives: type of the answer; None for an empty one.
        status: of that answer.
        refuses: statuses of refusals besides those that always may be.
        files: media types of the file that it answers with.
    """
    refusals = frozenset({*ALWAYS, *refuses, *(WITH_BODY if method != "GET" else ())})

    def declare(view: View) -> View:
        name = view.__name__
        OPERATIONS[name] = Operation(name, method, path, scope, view, part)
        router.api_operation(
            [method],
            path,
            auth=BearerToken(scope),
            response={status: gives, refusals: Problem},
            operation_id=name,
            summary=(inspect.getdoc(view) or "").partition("\n")[0],
            tags=[part],
            openapi_extra={"x-scope": scope.value if scope else None, **_files(status, files)},
        )(_answering(view, status))
        return view

    return declare


def _files(status: int, types: tuple[str, ...]) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {status: {"content": dict.fromkeys(types, binary)}}} if types else {}


def _answering(view: Callable[..., Any], status: int) -> Callable[..., Any]:
    """Answer with the declared status; refuse parameters that the operation does not know."""
    hints = get_type_hints(view)
    known = frozenset(hints[ASKED].model_fields) if ASKED in hints else frozenset()

    @_signed_as(view)
    def checked(request: HttpRequest, **given: Any) -> Any:  # noqa: ANN401 - as the view's
        unknown = sorted(set(request.GET) - known)
        if unknown:
            words = _("There is no such parameter.")
            raise invalid(Field(field=name[:100], message=words) for name in unknown)
        if unstorable(list(given.values())):
            words = _("A text holds a character that cannot be stored.")
            raise invalid([Field(field="", message=words)])
        found = view(request, **given)
        return found if isinstance(found, HttpResponse) else Status(status, found)

    return checked


def _signed_as(view: Callable[..., Any]) -> Callable[[View], View]:
    """Give a function the name and the parameters of a view, their types resolved where it stands."""
    hints = get_type_hints(view, include_extras=True)
    as_written = inspect.signature(view)
    parameters = [p.replace(annotation=hints[p.name]) for p in as_written.parameters.values()]

    def sign(function: View) -> View:
        named = wraps(view)(function)
        named.__signature__ = as_written.replace(parameters=parameters)  # type: ignore[attr-defined]
        return named  # type: ignore[return-value]

    return sign
