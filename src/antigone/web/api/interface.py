"""The interface as a whole: its operations put together, and their addresses as Django takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from antigone.web.api.operation import OPERATIONS, Operation
from antigone.web.api.operations import ROUTERS
from antigone.web.api.problems import Refused, answer, not_found, tell_problems
from antigone.web.api.said import can_be_stored
from antigone.web.incidents.access import for_tokens

ABOUT = (
    "What the pages show and do, for programs: the same doors, the same rules. A token belongs to a "
    "person, and never does more than its scopes and that person's role and sight at that moment. No "
    "token signs, proposes, opens a picture, runs a face search, resolves a donor's code, records "
    "consent, or changes people or tokens."
)

PREFIX = "/api/v1/"

interface = NinjaAPI(
    title="Antigone",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="operations",
)
for router in ROUTERS:
    interface.add_router("", router)
tell_problems(interface)

View = Callable[..., HttpResponseBase]


def all_operations() -> Mapping[str, Operation]:
    """Every operation of the interface, by name."""
    return OPERATIONS


@cache
def description() -> Mapping[str, Any]:
    """All of it in the words of OpenAPI."""
    return dict(interface.get_openapi_schema(path_prefix=PREFIX))


def addresses() -> list[URLPattern]:
    """All addresses below `api/v1/`, each behind the same frame."""
    patterns, _app, _space = interface.urls
    operations = [
        path(str(pattern.pattern), _framed(pattern.callback), name=pattern.name)
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    return [
        path("openapi.json", _framed(_described), name="openapi"),
        *operations,
        path("", _framed(_nothing), name="root"),
        path("<path:rest>", _framed(_nothing), name="nothing"),
    ]


def _framed(view: View) -> View:
    """A view that asks for no session and listens to none, and answers every refusal in one shape."""

    @for_tokens
    @csrf_exempt
    @login_not_required
    @wraps(view, assigned=())
    def framed(request: HttpRequest, **given: Any) -> HttpResponseBase:  # noqa: ANN401 - as Django's
        request.user = AnonymousUser()
        if not all(can_be_stored(str(value)) for value in given.values()):
            return answer(not_found())
        response = view(request, **given)
        if isinstance(response, HttpResponseNotAllowed):
            return _not_allowed(response)
        return response

    return framed


def _not_allowed(response: HttpResponse) -> HttpResponse:
    words = _("This address does not take such requests.")
    told = answer(Refused(405, "method", words))
    told.headers["Allow"] = response.headers["Allow"]
    return told


def _described(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    return JsonResponse(dict(description()))


def _nothing(request: HttpRequest, **given: object) -> HttpResponse:
    return answer(not_found())
