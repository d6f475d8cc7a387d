"""Filling in one part on a page: buttons that add a row or chart a tooth keep all that was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from antigone.evidence.records import ChartSource
from antigone.provenance import JsonValue
from antigone.web.records.teeth_form import TeethEditor
from antigone.web.requests.am_record import chart_of
from antigone.web.requests.parts import Content, Entry, Part

SOURCES = (ChartSource.NOTES, ChartSource.IMAGE, ChartSource.FAMILY)


class PartEditor:
    """A part as it stands on the page, whatever button was pressed last."""

    def __init__(self, request: HttpRequest, part: Part, kept: Content | None) -> None:
        self.part = part
        posted = request.POST if request.method == "POST" else None
        self.another = posted.get("another", "") if posted else ""
        self.teeth: TeethEditor | None = None
        if part.teeth:
            self.teeth = TeethEditor(posted, chart=chart_of(kept or {}), sources=SOURCES)
        if posted is None:
            self.entry = Entry.begun(part, kept)
        elif self.only_stepped:
            self.entry = Entry.with_another(part, posted, self.another)
        else:
            self.entry = Entry.posted(part, posted)

    @property
    def only_stepped(self) -> bool:
        """Whether a button only asked for another row, or for a step in the chart."""
        return bool(self.another) or (self.teeth is not None and self.teeth.stepped)

    def is_valid(self) -> bool:
        """Whether it is to be kept and can be."""
        if self.only_stepped or not self.entry.form.is_bound:
            return False
        return all([self.entry.is_valid(), self.teeth is None or self.teeth.is_valid()])

    def content(self) -> dict[str, JsonValue]:
        """What is kept; only after `is_valid`."""
        content = self.entry.content()
        if self.teeth is not None and self.teeth.draft:
            content["chart"] = self.teeth.json()
        return content

    @property
    def status(self) -> int:
        """Of the answer: 422 where something has to be mended."""
        return 422 if self.entry.form.is_bound else 200

    def context(self) -> dict[str, Any]:
        """What the template of a part needs."""
        return {"part": self.part, "entry": self.entry, "editor": self.teeth}
