"""What of the records that exist is still to come, who owes it, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from antigone.web.requests.models import TracingRequest
from antigone.web.requests.parts import Content
from antigone.web.requests.words import RECORD_KINDS, STILL_OWED


@dataclass(frozen=True)
class Owed:
    """One thing that is still to come."""

    kind: str
    where: str
    owed_by: str
    since: date | None

    @property
    def what(self) -> str:
        """Its kind, in words."""
        return str(RECORD_KINDS.get(self.kind, self.kind))


def still_owed(content: Content) -> Iterator[Owed]:
    """The rows of a checklist that are neither received nor lost."""
    for row in content.get("records", ()):
        if row.get("state", "") in STILL_OWED:
            since = row.get("since")
            yield Owed(
                row["kind"],
                row.get("where", ""),
                row.get("owed_by", ""),
                date.fromisoformat(since) if since else None,
            )


def repeat_what_is_owed(request: TracingRequest, checklists: Iterable[Content]) -> None:
    """Keep beside the request how many things are owed and since when, without a word of them."""
    owed = [one for content in checklists for one in still_owed(content)]
    request.owed_count = len(owed)
    request.owed_since = min((one.since for one in owed if one.since), default=None)
    request.save(update_fields=["owed_count", "owed_since"])
