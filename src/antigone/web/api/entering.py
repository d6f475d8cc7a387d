"""The one way into the interface: a token in the header, and nothing else, least of all a cookie."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from antigone.policy.tokens import Scope
from antigone.web.accounts.models import User
from antigone.web.accounts.throttle import key_of_address
from antigone.web.api.limits import count_failure, count_request
from antigone.web.api.models import Token
from antigone.web.api.tokens import note_use, person_behind, token_of
from antigone.web.incidents.access import incident_or_404


class BearerToken(HttpBearer):
    """Lets in whoever sends a token that works and has the scope of the operation."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token | None:
        """The token of a request; None where it has none that works.

        Strangers get 404 for every address of an incident, before what they sent is even read.

        Raises:
            AskedTooOften: too many requests of this token, or too many without one from this address.
            PermissionDenied: the token is not for this.
            Http404: the address is of an incident that is not this person's, or not the token's.
        """
        found = cast("Token | None", super().__call__(request))
        if found is None:
            count_failure(key_of_address(request))
            return None
        count_request(found)
        note_use(found)
        request.user = person_behind(found)
        slug = request.resolver_match.kwargs.get("incident") if request.resolver_match else None
        if slug is not None:
            incident_or_404(request.user, str(slug))
        if self.scope is not None and self.scope not in found.may:
            words = _("This token is not for this: it lacks %(scope)s.")
            raise PermissionDenied(words % {"scope": self.scope.value})
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token behind what stands in the header."""
        return token_of(token)


def person_of(request: HttpRequest) -> User:
    """For whom the token of a request acts, within its limits."""
    return cast(User, request.user)


def token_in(request: HttpRequest) -> Token:
    """The token of a request."""
    return cast(Token, request.auth)  # type: ignore[attr-defined]
