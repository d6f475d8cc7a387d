"""One method for each operation; lists come as iterators that turn the pages."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from antigone.client.answers import (
    Candidate,
    Family,
    Figure,
    Figures,
    File,
    Incident,
    Me,
    Pair,
    Preview,
    Remains,
    Run,
    Sample,
    Sought,
    Standing,
)
from antigone.client.making import Made, made
from antigone.client.wire import TIMEOUT_S, Wire

LONGEST_PAGE = 200


class Client:
    """Asks one server in the name of whoever owns the token.

    >>> Client("http://office.example/", "antigone_x")
    Traceback (most recent call last):
        ...
    antigone.client.wire.Unsafe: a token goes over https only, or to this computer itself
    """

    def __init__(self, address: str, token: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """Raises Unsafe where the address is neither https nor this computer."""
        self._wire = Wire(address, token, timeout_s)

    # Reading ------------------------------------------------------------------------------------

    def me(self) -> Me:
        """Whose token this is."""
        return made(Me, self._wire.get("/me"))

    def incidents(self) -> Iterator[Incident]:
        """The incidents in which the person works on cases."""
        return self._all(Incident, "/incidents")

    def incident(self, slug: str) -> Incident:
        """One of them."""
        return made(Incident, self._wire.get(_path(slug)))

    def figures(self, incident: str) -> Figures:
        """How far the work is, and how it went so far."""
        return made(Figures, self._wire.get(_path(incident, "figures")))

    def figures_of_year(self, incident: str, year: int) -> tuple[Figure, ...]:
        """The figures of a year."""
        told = self._wire.get(_path(incident, "figures", year))
        return tuple(made(Figure, one) for one in told["figures"])

    def remains(self, incident: str, **asked: str) -> Iterator[Remains]:
        """Remains; `number` and `lacking` narrow the list."""
        return self._all(Remains, _path(incident, "remains"), **asked)

    def one_of_remains(self, incident: str, number: str) -> Remains:
        """One of the remains, with its record."""
        return made(Remains, self._wire.get(_path(incident, "remains", number)))

    def genotypes_of_remains(self, incident: str, number: str) -> dict[str, list[str | None]]:
        """Alleles by marker."""
        told = self._wire.get(_path(incident, "remains", number, "genotypes"))
        return cast("dict[str, list[str | None]]", told["genotypes"])

    def missing(self, incident: str, **asked: str) -> Iterator[Sought]:
        """Persons sought; `number` narrows the list."""
        return self._all(Sought, _path(incident, "missing"), **asked)

    def one_missing(self, incident: str, number: str) -> Sought:
        """One person sought, with the record where a legal basis lets it be read."""
        return made(Sought, self._wire.get(_path(incident, "missing", number)))

    def families(self, incident: str) -> Iterator[Family]:
        """Families."""
        return self._all(Family, _path(incident, "families"))

    def family(self, incident: str, number: int) -> Family:
        """One family, with its pedigree."""
        return made(Family, self._wire.get(_path(incident, "families", number)))

    def genotypes_of_family(
        self, incident: str, number: int
    ) -> dict[str, dict[str, list[str | None]]]:
        """Alleles by code of the relative and by marker."""
        told = self._wire.get(_path(incident, "families", number, "genotypes"))
        return cast("dict[str, dict[str, list[str | None]]]", told["genotypes"])

    def samples(self, incident: str) -> Iterator[Sample]:
        """Samples."""
        return self._all(Sample, _path(incident, "samples"))

    def runs(self, incident: str) -> Iterator[Run]:
        """Runs, the oldest first."""
        return self._all(Run, _path(incident, "runs"))

    def run(self, incident: str, number: int) -> Run:
        """One run."""
        return made(Run, self._wire.get(_path(incident, "runs", number)))

    def candidates(
        self, incident: str, run: int, *, least: float | None = None, **asked: str
    ) -> Iterator[Candidate]:
        """The pairs of a run, strongest first; `remains` and `missing` narrow the list."""
        if least is not None:
            asked["least"] = str(least)
        return self._all(Candidate, _path(incident, "runs", run, "candidates"), **asked)

    def pair(self, incident: str, run: int, remains: str, missing: str) -> Pair:
        """One pair in detail."""
        return made(Pair, self._wire.get(_path(incident, "runs", run, "pairs", remains, missing)))

    def joint(self, incident: str, run: int, evidence: str = "dna") -> Iterator[Standing]:
        """The joint view of a run, from `dna` or from `all` evidence."""
        return self._all(Standing, _path(incident, "runs", run, "joint"), evidence=evidence)

    # Acts ---------------------------------------------------------------------------------------

    def register(self, incident: str, number: str, recovery: Mapping[str, Any]) -> Remains:
        """Register remains with their recovery."""
        body = {"number": number, "recovery": dict(recovery)}
        return made(Remains, self._wire.send(_path(incident, "remains"), body))

    def start_run(self, incident: str, **choice: Any) -> Run:  # noqa: ANN401 - as the server takes it
        """Begin a run; `prior`, `expected` and `without_signed` as on its page."""
        return made(Run, self._wire.send(_path(incident, "runs"), choice))

    def wait_for(self, incident: str, run: int, *, most_s: float = 600.0) -> Run:
        """Wait until a run has ended.

        Raises:
            TimeoutError: it has not by then.
        """
        end = time.monotonic() + most_s
        while (found := self.run(incident, run)).is_open:
            if time.monotonic() > end:
                raise TimeoutError(f"run {run} is still {found.status}")
            time.sleep(0.5)
        return found

    def cancel_run(self, incident: str, run: int) -> Run:
        """End a run that is not needed."""
        return made(Run, self._wire.send(_path(incident, "runs", run, "cancel"), {}))

    def upload(self, incident: str, name: str, content: bytes) -> Preview:
        """Send a data set; nothing of it is part of the record before it is confirmed."""
        mark = secrets.token_hex(16)
        quoted = quote(name)
        head = (
            f"--{mark}\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''{quoted}"
            "\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        answer = self._wire.ask("POST", _path(incident, "uploads"), body, kind)
        return made(Preview, json.loads(answer))

    def confirm(self, incident: str, upload: int) -> File:
        """Take a data set over, whole or not at all."""
        return made(File, self._wire.send(_path(incident, "uploads", upload, "confirm"), {}))

    def discard(self, incident: str, upload: int) -> None:
        """Forget a data set that waits."""
        self._wire.ask("DELETE", _path(incident, "uploads", upload))

    def take_out(self, incident: str, what: str, form: str, *, purpose: str, words: str) -> bytes:
        """A list or a file, for a purpose that stands in the journal for good."""
        body = {"what": what, "form": form, "purpose": purpose, "words": words}
        content = json.dumps(body).encode()
        return self._wire.ask("POST", _path(incident, "exports"), content, "application/json")

    def _all(self, kind: type[Made], path: str, **asked: str) -> Iterator[Made]:
        """All items of a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            query = urlencode({"limit": LONGEST_PAGE, "cursor": cursor, **asked})
            page = self._wire.get(f"{path}?{query}")
            yield from (made(kind, item) for item in page["items"])
            cursor = page["next"]


def _path(*parts: str | int) -> str:
    """An address below an incident, each part quoted."""
    return "/incidents/" + "/".join(quote(str(part), safe="") for part in parts)
