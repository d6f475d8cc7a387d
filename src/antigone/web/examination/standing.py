"""How far a record of remains is: what is recorded by whom, what is missing, and who owes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from antigone.evidence.records import ToothChart
from antigone.formats.cursor import Cursor
from antigone.formats.problems import ProblemList
from antigone.formats.record_parts_json import tooth_chart
from antigone.policy.findings import Finding
from antigone.web.examination.confirming import confirmations_of
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.sections import KINDS, Content, Line, lines
from antigone.web.examination.sections.effects import packets
from antigone.web.examination.sections.teeth import Composite
from antigone.web.examination.versions import composite, current, current_charts, imported_content
from antigone.web.incidents.access import Visitor
from antigone.web.records.dental import TeethShown, teeth_shown
from antigone.web.records.doors import remains_in_sight
from antigone.web.records.entering import entry_of
from antigone.web.records.joined_bodies import links_of, parts_of
from antigone.web.records.models import (
    DeathConfirmation,
    Reassociation,
    RecoveryEvent,
    Remains,
)


@dataclass(frozen=True)
class SectionStanding:
    """One section as it counts now.

    Args:
        version: None where nobody recorded it here; a file may have brought it all the same.
    """

    section: Section
    version: SectionVersion | None
    content: Content

    @property
    def lines(self) -> list[Line]:
        """What it says."""
        return lines(self.section, self.content)

    @property
    def is_missing(self) -> bool:
        """Whether nobody has stated anything, not even that nothing can be."""
        return not self.content and (self.version is None or not self.version.absence)

    @property
    def owed_by(self) -> str:
        """Who records it."""
        return str(KINDS[self.section].owed_by)

    @property
    def packets(self) -> list[tuple[str, str, list[Content]]]:
        """The sealed packets of effects, each with its list."""
        return packets(self.content) if self.section is Section.EFFECTS else []


class Standing:
    """All that is recorded of remains, read once for a page; other remains as far as `user` sees them."""

    def __init__(self, remains: Remains, user: Visitor) -> None:
        self.remains, self.user = remains, user

    @cached_property
    def sections(self) -> list[SectionStanding]:
        """All six, in the order of the work."""
        found = current(self.remains)
        edited = bool(found)
        return [
            SectionStanding(
                section,
                found.get(section),
                found[section].content
                if section in found
                else {}
                if edited
                else imported_content(self.remains, section),
            )
            for section in Section
        ]

    @property
    def missing(self) -> list[SectionStanding]:
        """Those that nobody recorded."""
        return [one for one in self.sections if one.is_missing]

    @cached_property
    def finding(self) -> Finding:
        """Whether they may enter a comparison (RE-01)."""
        return entry_of(self.remains.incident, [self.remains]).finding(self.remains)

    @cached_property
    def confirmations(self) -> list[DeathConfirmation]:
        """Who confirmed death, taken back as well."""
        return confirmations_of(self.remains)

    @property
    def death_confirmed(self) -> DeathConfirmation | None:
        """The newest confirmation that holds."""
        return next((c for c in self.confirmations if c.taken_back_at is None), None)

    @cached_property
    def recovery(self) -> RecoveryEvent | None:
        """The recovery that counts: of these remains, else of their file."""
        rows = RecoveryEvent.objects.filter(replaced_by__isnull=True)
        own = rows.filter(remains=self.remains).last()
        if own is not None or self.remains.source_file_id is None:
            return own
        return rows.filter(source_file=self.remains.source_file_id).last()

    @property
    def described_at(self) -> datetime | None:
        """When the last of what makes a description was observed."""
        days = [
            one.version.observed_at
            for one in self.sections
            if one.section is not Section.RECOVERY and one.version is not None and one.content
        ]
        return max(days, default=None)

    @cached_property
    def parts(self) -> tuple[Remains, ...]:
        """All numbers of the body of which these are part."""
        parts = parts_of(self.remains)
        seen = self._seen(part.pk for part in parts) if len(parts) > 1 else {self.remains.pk}
        return tuple(part for part in parts if part.pk in seen)

    @cached_property
    def links(self) -> list[Reassociation]:
        """What was joined with these remains, parted as well."""
        links = links_of(self.remains)
        seen = self._seen(pk for link in links for pk in (link.first_id, link.second_id))
        return [link for link in links if {link.first_id, link.second_id} <= seen]

    def _seen(self, numbers: Iterable[int]) -> set[int]:
        rows = remains_in_sight(self.user, self.remains.incident).filter(pk__in=set(numbers))
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def charts(self) -> list[SectionVersion]:
        """The newest chart of each examiner."""
        return [row for row in current_charts(self.remains) if "chart" in row.content]

    @cached_property
    def composite(self) -> Composite:
        """What all charts say together."""
        return composite(self.remains)

    @cached_property
    def teeth(self) -> TeethShown | None:
        """The chart that is compared, drawn."""
        teeth = self.composite.chart or imported_content(self.remains, Section.TEETH).get("chart")
        return teeth_shown(chart_of(teeth), self.remains.number) if teeth else None


def chart_of(teeth: object) -> ToothChart:
    """A chart as a section keeps it.

    Raises:
        FormatError: something else wrote it.
    """
    problems = ProblemList("the database")
    return problems.whole(Cursor(teeth, "teeth"), lambda c: tooth_chart(c, problems))


def standing_of(remains: Remains, user: Visitor) -> Standing:
    """How far the record of these remains is, as a person sees it."""
    return Standing(remains, user)
