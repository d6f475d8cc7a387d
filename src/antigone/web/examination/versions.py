"""Versions of sections: which count now, what two of them differ in, and how two edits come together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antigone.web.accounts.models import User
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.sections import KINDS, Content, lines
from antigone.web.examination.sections.teeth import Composite, composite_of
from antigone.web.records.models import Remains


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of two or three contents side by side; a text that is absent is empty."""

    label: str
    texts: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether they do not all say the same."""
        return len(set(self.texts)) > 1


def versions_of(remains: Remains, section: Section) -> list[SectionVersion]:
    """All versions, the newest first."""
    rows = SectionVersion.objects.filter(remains=remains, section=section)
    return list(rows.select_related("recorded_by", "based_on").order_by("-version"))


def latest(remains: Remains, section: Section, user: User | None = None) -> SectionVersion | None:
    """The version that counts; of teeth that of one person."""
    rows = SectionVersion.objects.filter(remains=remains, section=section)
    if section is Section.TEETH and user is not None:
        rows = rows.filter(recorded_by=user, version__gt=0)
    return rows.select_related("recorded_by").order_by("-version").first()


def current_charts(remains: Remains) -> list[SectionVersion]:
    """The latest chart of each examiner; what a file brought only while nobody charted."""
    rows = SectionVersion.objects.filter(remains=remains, section=Section.TEETH)
    newest: dict[int, SectionVersion] = {}
    from_file: list[SectionVersion] = []
    for row in rows.select_related("recorded_by").order_by("version"):
        if row.from_file:
            from_file.append(row)
        else:
            newest[row.recorded_by_id] = row
    charted = sorted(newest.values(), key=lambda row: row.version)
    return charted or from_file


def composite(remains: Remains) -> Composite:
    """What all charts of the remains say together."""
    charts = current_charts(remains)
    found = composite_of([row.content for row in charts])
    if len(charts) == 1 and charts[0].from_file:
        return Composite(charts[0].content.get("chart"), (), 1)
    return found


def current(remains: Remains) -> dict[Section, SectionVersion]:
    """By section the version that counts; of teeth the newest chart."""
    rows = SectionVersion.objects.filter(remains=remains).select_related("recorded_by")
    return {Section(row.section): row for row in rows.order_by("version")}


def imported_content(remains: Remains, section: Section) -> Content:
    """What the file brought of a section, while nobody has edited these remains."""
    if remains.source_file_id is None:
        return {}
    return KINDS[section].from_record(remains.record or {}, remains.sex)


def differences(section: Section, *contents: Content) -> list[Difference]:
    """What contents say, line by line, side by side."""
    said = [{line.key: line for line in lines(section, content)} for content in contents]
    order = [line for of in said for line in of.values()]
    keys = dict.fromkeys(line.key for line in order)
    label = {line.key: line.label for line in order}
    return [
        Difference(label[key], tuple(of[key].text if key in of else "" for of in said))
        for key in keys
    ]


def merged(base: Content, theirs: Content, mine: Content) -> Content:
    """Both edits of one content: what only one of them changed is as that one wrote it.

    What both changed is as `mine`; of rows all that either wrote stays.

    >>> merged({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3})
    {'a': 2, 'b': 3}
    """
    names = dict.fromkeys([*mine, *theirs, *base])
    found = {n: _merged(base.get(n), theirs.get(n), mine.get(n)) for n in names}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _merged(base: Any, theirs: Any, mine: Any) -> Any:  # noqa: ANN401 - JSON values
    if mine == base:
        return theirs
    if theirs in (base, mine):
        return mine
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return merged(dict(base or {}), dict(theirs), dict(mine))
    if _are_rows(mine) and _are_rows(theirs):
        before = base or []
        kept = [row for row in mine if row in theirs or row not in before]
        return [*kept, *(row for row in theirs if row not in before and row not in kept)]
    return mine


def _are_rows(value: Any) -> bool:  # noqa: ANN401 - a JSON value
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
