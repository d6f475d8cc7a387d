"""Addresses of the interface, of the page that lists its operations, and of one's own tokens."""

from __future__ import annotations

from django.urls import include, path

from antigone.web.api import reference_page, token_pages
from antigone.web.api.interface import addresses

app_name = "api"
urlpatterns = [
    path("account/tokens/", token_pages.tokens, name="tokens"),
    path("account/tokens/new/", token_pages.new, name="new_token"),
    path("account/tokens/<int:pk>/revoke/", token_pages.revoke, name="revoke_token"),
    path("api/", reference_page.reference, name="reference"),
    path("api/v1/", include((addresses(), "operations"))),
]
