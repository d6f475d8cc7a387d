"""Asking the interface as a program does: with a token in the header."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from antigone.policy.tokens import Scope
from antigone.web.accounts.models import User
from antigone.web.api.models import Token
from antigone.web.api.tokens import _hash
from antigone.web.incidents.models import Incident

V1 = "/api/v1"
MAREL = f"{V1}/incidents/marel-valley"


def token_for(
    user: User, scopes: Iterable[Scope] = tuple(Scope), *, incident: Incident | None = None
) -> str:
    """A token made without a page and without an entry; `test_tokens.py` makes them as people do."""
    secret = f"antigone_{user.username}-{Token.objects.count()}"
    Token.objects.create(
        user=user,
        name="a test",
        token_hash=_hash(secret),
        scopes=[scope.value for scope in scopes],
        incident=incident,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return secret


class Program:
    """A program that has a token, or none."""

    def __init__(self, secret: str | None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}

    def ask(
        self, method: str, path: str, body: object = None, **query: str | int
    ) -> HttpResponseBase:
        """Ask with JSON."""
        url = path + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")
        data = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, url, data, "application/json", headers=self.headers)

    def send(self, path: str, content: bytes, name: str = "data.json") -> HttpResponseBase:
        """Send a file."""
        file = SimpleUploadedFile(name, content)
        return self.client.post(path, {"file": file}, headers=self.headers)

    def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """What a GET answers, which has to succeed."""
        response = self.ask("GET", path, **query)
        assert response.status_code == 200, (path, said(response))
        return said(response)


def said(response: HttpResponseBase) -> dict[str, Any]:
    """The JSON of an answer."""
    content: bytes = response.content  # type: ignore[attr-defined]
    told: dict[str, Any] = json.loads(content)
    return told
