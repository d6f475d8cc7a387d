"""Teeth: each examiner's chart, and what all charts together say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.evidence.records import ChartSource, CodeSystem
from antigone.evidence.tooth_codes import finding
from antigone.web.examination.sections.base import Content, Record, SectionKind, text_field
from antigone.web.incidents.roles import Permission


class TeethForm(forms.Form):
    """What is said besides the chart."""

    material = text_field(
        gettext_lazy("Examined"),
        most=500,
        help_text=gettext_lazy("Such as both jaws, the lower jaw alone, single teeth."),
    )
    radiographs = text_field(gettext_lazy("Radiographs: which, where kept"), most=500)
    other = text_field(gettext_lazy("Dentures, wear, anomalies"), most=2_000, rows=2)


@dataclass(frozen=True)
class Composite:
    """What the charts of all examiners say together.

    Args:
        chart: as a record holds it; None where nobody charted.
        differ: teeth of which they say different things, or which one of them left out.
        examiners: how many charted.
    """

    chart: Record | None
    differ: tuple[int, ...]
    examiners: int


def composite_of(charts: Sequence[Content]) -> Composite:
    """One chart from those of different persons, all in one system.

    A tooth that is charted differently is left out until they agree: no information never excludes.
    One that a single examiner charted is taken over. Two examiners are told only where they agree on
    every tooth.
    """
    told = [content["chart"] for content in charts if "chart" in content]
    if not told:
        return Composite(None, (), 0)
    if len(told) == 1:
        return Composite(dict(told[0]), (), 1)
    system = CodeSystem(told[-1]["system"])
    numbers = sorted({int(tooth) for chart in told for tooth in chart["teeth"]})
    entries = {n: [c["teeth"].get(str(n)) for c in told] for n in numbers}
    agreed = {n for n in numbers if _agree([e for e in entries[n] if e is not None], n, system)}
    differ = tuple(n for n in numbers if n not in agreed or None in entries[n])
    teeth = {str(n): next(e for e in entries[n] if e is not None) for n in sorted(agreed)}
    source = ChartSource.ONE_EXAMINER if differ else ChartSource.TWO_EXAMINERS
    chart: Record = {"system": system.value, "source": source.value, "teeth": teeth}
    days = [one["charted_on"] for one in told if "charted_on" in one]
    if days:
        chart["charted_on"] = max(days)
    return Composite(chart, differ, len(told))


def _agree(entries: Sequence[str], tooth: int, system: CodeSystem) -> bool:
    """Whether all wrote the same codes, in whatever order, of the same meaning."""
    first, *others = entries
    return all(
        sorted(other.split()) == sorted(first.split())
        and finding(tooth, other, system) == finding(tooth, first, system)
        for other in others
    )


def part_of_record(content: Content) -> Record:
    """The chart, and an odontologist's opinions on pairs that came with a file."""
    record: Record = {}
    if "chart" in content:
        record["teeth"] = content["chart"]
    if "tooth_opinions" in content:
        record["tooth_opinions"] = content["tooth_opinions"]
    return record


def from_record(record: Record, sex: str) -> Content:
    """The chart that a file brought."""
    names: Mapping[str, str] = {"teeth": "chart", "tooth_opinions": "tooth_opinions"}
    return {to: record[name] for name, to in names.items() if record.get(name)}


def teeth_lines(content: Content) -> list[tuple[str, str]]:
    """The entries of a chart, tooth by tooth, for a comparison of two versions."""
    chart: Mapping[str, Any] = content.get("chart", {})
    numbers = sorted(chart.get("teeth", {}), key=int)
    return [(_("Tooth %s") % number, chart["teeth"][number]) for number in numbers]


TEETH = SectionKind(
    permission=Permission.CHART_TEETH,
    form=TeethForm,
    part_of_record=part_of_record,
    from_record=from_record,
    owed_by=gettext_lazy("odontologist"),
    groups=((gettext_lazy("Besides the chart"), ("material", "radiographs", "other")),),
)
