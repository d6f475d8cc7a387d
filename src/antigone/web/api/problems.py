"""Refusals of the programming interface: one shape for all, with a code that programs can tell apart."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as FieldsRefused
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from antigone.web.api.limits import AskedTooOften
from antigone.web.api.said import Field, Problem

logger = logging.getLogger("django.request")


@dataclass
class Refused(Exception):
    """An operation refuses what it was asked; nothing was stored.

    Args:
        code: what programs tell it by.
        message: what a person reads, and how to mend it.
        fields: what is wrong with which field.
    """

    status: int
    code: str
    message: str
    fields: tuple[Field, ...] = ()


def answer(refused: Refused) -> HttpResponse:
    """The refusal as an answer."""
    problem = Problem(code=refused.code, message=refused.message, fields=list(refused.fields))
    return JsonResponse(problem.model_dump(), status=refused.status)


def not_found() -> Refused:
    """There is nothing, or not for this person: the two cannot be told apart."""
    words = _("There is nothing at this address, or it is not yours to see.")
    return Refused(404, "not_found", words)


def conflict(message: str) -> Refused:
    """The state of things stands against it."""
    return Refused(409, "conflict", message)


def invalid(fields: Iterable[Field], message: str = "") -> Refused:
    """Something that was sent cannot be used."""
    words = message or _("What was sent cannot be used. Nothing was stored.")
    return Refused(422, "invalid", words, tuple(fields))


def fields_of(refusal: FieldsRefused) -> list[Field]:
    """What a form or a record says of each of its fields."""
    if not hasattr(refusal, "error_dict"):
        return [Field(field="", message=words) for words in refusal.messages]
    return [
        Field(field="" if name == "__all__" else name, message=words)
        for name, messages in refusal.message_dict.items()
        for words in messages
    ]


def _of_types(refusal: ValidationError) -> Refused:
    return invalid(
        Field(
            field=".".join(str(part) for part in error["loc"][1:]),
            message=str(error["msg"]).removeprefix("Value error, "),
        )
        for error in refusal.errors
    )


def _unreadable(refusal: HttpError) -> Refused:
    words = _("The body of the request is no JSON that can be read. Nothing was stored.")
    return Refused(refusal.status_code, "unreadable", words)


def _without_token(refusal: AuthenticationError) -> Refused:
    words = _("Send a token that works, in the header Authorization: Bearer.")
    return Refused(401, "token", words)


def _denied(refusal: PermissionDenied) -> Refused:
    words = str(refusal) or _("Your role does not allow this.")
    return Refused(403, "forbidden", words)


def _too_often(refusal: AskedTooOften) -> Refused:
    words = _("Too many requests. Ask again in %(seconds)d seconds.") % {"seconds": refusal.seconds}
    return Refused(429, "too_often", words)


def _too_large(refusal: RequestDataTooBig) -> Refused:
    return Refused(413, "too_large", _("The body of the request is too large. Nothing was stored."))


def _broken(request: HttpRequest, error: Exception) -> Refused:
    logger.error("Internal Server Error: %s", request.path, exc_info=error)
    words = _("Something failed on our side. Nothing was stored.")
    return Refused(500, "broken", words)


Teller = Callable[[Exception], Refused]

_TELLERS: dict[type[Exception], Teller] = {
    Refused: lambda refused: cast(Refused, refused),
    Http404: lambda _missing: not_found(),
    PermissionDenied: lambda refused: _denied(cast(PermissionDenied, refused)),
    FieldsRefused: lambda refused: invalid(fields_of(cast(FieldsRefused, refused))),
    ValidationError: lambda refused: _of_types(cast(ValidationError, refused)),
    AuthenticationError: lambda refused: _without_token(cast(AuthenticationError, refused)),
    HttpError: lambda refused: _unreadable(cast(HttpError, refused)),
    AskedTooOften: lambda refused: _too_often(cast(AskedTooOften, refused)),
    RequestDataTooBig: lambda refused: _too_large(cast(RequestDataTooBig, refused)),
}


def tell_problems(api: NinjaAPI) -> None:
    """Let the interface answer every refusal in this one shape."""
    for kind, tell in _TELLERS.items():
        api.add_exception_handler(kind, _handler(tell))
    api.add_exception_handler(
        Exception, lambda request, error: answer(_broken(request, cast(Exception, error)))
    )


def _handler(tell: Teller) -> Callable[[HttpRequest, object], HttpResponse]:
    def handle(_request: HttpRequest, error: object) -> HttpResponse:
        response = answer(tell(cast(Exception, error)))
        if isinstance(error, AskedTooOften):
            response.headers["Retry-After"] = str(error.seconds)
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    return handle
