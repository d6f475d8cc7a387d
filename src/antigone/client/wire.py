"""Requests and answers: one connection for each, to one server, with one token."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.client import (  # noqa: TID251 - the one part that opens connections, to one's own server
    HTTPConnection,
    HTTPException,
    HTTPSConnection,
)
from typing import Any, cast
from urllib.parse import urlsplit

from antigone.client.answers import FieldProblem

TIMEOUT_S = 60.0
PATIENCE_S = 90.0


class Unsafe(ValueError):
    """An address to which no token is sent."""


class Unreachable(ConnectionError):
    """No answer, or none of this interface."""


class Refused(Exception):
    """The server refused; nothing was stored. Printed, it is in the server's words.

    Args:
        status: of the answer.
        code: stable; for programs.
        fields: what is wrong with which field.
    """

    def __init__(
        self, status: int, code: str, message: str, problems: Iterable[FieldProblem] = ()
    ) -> None:
        self.status, self.code, self.fields = status, code, tuple(problems)
        lines = [message, *(f"{p.field}: {p.message}" for p in self.fields)]
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Wire:
    """One server, and the token with which it is asked.

    Args:
        address: of the server, as in the browser.
        token: as it was shown once. Keep it out of notebooks: read it from a file or the environment.
        timeout_s: how long it waits for an answer.
        patience_s: how long it waits, in all, where it asked too often.

    Raises:
        Unsafe: the address is neither https nor this computer.
    """

    address: str
    token: str = field(repr=False)
    timeout_s: float = TIMEOUT_S
    patience_s: float = PATIENCE_S

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        here = parts.hostname in {"127.0.0.1", "::1", "localhost"}
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
            raise Unsafe("a token goes over https only, or to this computer itself")

    def get(self, path: str) -> Mapping[str, Any]:
        """What a GET answers."""
        return cast("Mapping[str, Any]", json.loads(self.ask("GET", path)))

    def send(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a POST of JSON answers."""
        answer = self.ask("POST", path, json.dumps(body).encode(), "application/json")
        return cast("Mapping[str, Any]", json.loads(answer))

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
        """The body of a good answer.

        Raises:
            Refused: any other.
            Unreachable: none at all.
        """
        waited = 0.0
        while True:
            status, headers, content = self._once(method, path, body, kind)
            if status < 300:
                return content
            wait_s = float(headers.get("Retry-After", 0)) if status == 429 else 0.0
            if not wait_s or waited + wait_s > self.patience_s:
                raise _refusal(status, content)
            time.sleep(wait_s)
            waited += wait_s

    def _once(
        self, method: str, path: str, body: bytes | None, kind: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One request; redirections are not followed, so that no token goes elsewhere."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "*/*"}
        if kind:
            headers["Content-Type"] = kind
        connection = self._connection()
        try:
            base = urlsplit(self.address).path.rstrip("/")
            connection.request(method, f"{base}/api/v1{path}", body, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except (OSError, HTTPException) as error:
            raise Unreachable(f"{self.address} does not answer: {error}") from error
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        if parts.scheme == "http":
            return HTTPConnection(host, parts.port, timeout=self.timeout_s)
        return HTTPSConnection(
            host, parts.port, timeout=self.timeout_s, context=ssl.create_default_context()
        )


def _refusal(status: int, content: bytes) -> Exception:
    try:
        told = json.loads(content)
        problems = [FieldProblem(one["field"], one["message"]) for one in told["fields"]]
        return Refused(status, told["code"], told["message"], problems)
    except (ValueError, KeyError, TypeError):
        return Unreachable(f"the answer {status} is not one of this interface")
