"""The editor of a tooth chart: drawn, touched, typed on the keyboard, or filled in tooth by tooth.

The whole draft travels in the form, so that it works without scripts and nothing is stored before the
chart is saved. Each button of the editor is one step ("step" in what is posted); `teeth.js` puts the
answer in the place of the editor alone, without it the page is shown anew. A page uses it like this:

    editor = TeethEditor(request.POST or None, chart=chart_or_None, sources=(ChartSource.NOTES, ...))
    form = OtherForm(request.POST or None)          # in the same <form>, if there is one
    if editor.stepped:                              # a button of the editor, nothing to be saved
        return editor.answer(request, "requests/teeth.html", {"form": unbound_or_bound, ...})
    if request.method == "POST" and editor.is_valid() and form.is_valid():
        save(editor.chart())                        # an `antigone.evidence.records.ToothChart`

and in its template, inside `<form method="post" id="...">` with the token:

    {% include "records/_teeth_editor.html" %}      {# context: editor #}

with `<script src="{% static 'antigone/teeth.js' %}" defer></script>` in the block "head". The submit
button of the page itself has no name "step". `editor.json()` is the chart as docs/records-format.md
writes it. Do not put the editor into a padded sheet: on a phone its eight teeth in a row need the width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.evidence.records import ChartSource, CodeSystem, PmRecord, ToothChart
from antigone.evidence.tooth_codes import SURFACES, Finding, ToothCodeError, finding
from antigone.formats.record_json_writer import pm_record_json
from antigone.formats.record_parts_json import CODES_CHARACTERS
from antigone.provenance import JsonValue
from antigone.web.figures.tooth_symbols import DrawnTooth, tooth_drawing
from antigone.web.records.record_words import in_words
from antigone.web.records.tooth_entry import (
    ALL_TEETH,
    MILK_ROWS,
    PERMANENT_ROWS,
    SOUND,
    CodeButton,
    code_buttons,
    surfaces_in,
    toggled_code,
    toggled_surface,
)
from antigone.web.records.tooth_words import QUADRANTS, finding_in_words
from antigone.web.records.tooth_words import SURFACES as SURFACE_WORDS
from antigone.web.sentences import translated_error

FIRST = 18
"""The tooth at which charting begins."""

MOST_ENTRIES = 200
"""So many steps can be undone."""

Draft = dict[int, str]
"""By FDI number the codes as they are typed."""


class ChartForm(forms.Form):
    """System, source and day of a chart; the teeth stand in the draft."""

    system = forms.ChoiceField(
        label=gettext_lazy("Codes"),
        choices=lambda: [(system.value, in_words(system)) for system in CodeSystem],
    )
    source = forms.ChoiceField(label=gettext_lazy("Where the chart comes from"))
    charted_on = forms.DateField(
        label=gettext_lazy("Charted on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        asked: Mapping[str, object] | None,
        initial: Mapping[str, object],
        sources: Sequence[ChartSource],
    ) -> None:
        super().__init__(asked, initial=dict(initial), prefix="chart")
        self.fields["source"].choices = [(s.value, in_words(s)) for s in sources]  # type: ignore[attr-defined]
        if len(sources) == 1:
            self.fields["source"].required = False
            self.fields["source"].widget = forms.HiddenInput()


@dataclass(frozen=True, slots=True)
class ToothButton:
    """One tooth of the drawing: a button."""

    number: int
    column: int
    row: int
    codes: str
    words: str
    drawing: SafeString
    current: bool

    @property
    def following(self) -> int:
        """The tooth that is charted after this one."""
        return following(self.number)


@dataclass(frozen=True, slots=True)
class Row:
    """A quadrant's teeth from left to right."""

    name: str
    teeth: tuple[ToothButton, ...]
    milk: bool


class TeethEditor:
    """A chart in work. See the module's docstring for its use."""

    def __init__(
        self,
        asked: QueryDict | None,
        *,
        chart: ToothChart | None = None,
        sources: Sequence[ChartSource] = (ChartSource.ONE_EXAMINER,),
        system: CodeSystem | None = None,
        charted_on: date | None = None,
    ) -> None:
        """Begin, or go on with what was posted.

        Args:
            asked: what was posted; None: begin.
            chart: what the draft begins with.
            sources: which the form offers; one alone is not asked for.
            system: the only one allowed; None: any.
            charted_on: the day that is proposed where the chart has none.
        """
        self.sources = tuple(sources)
        self.only_system = system
        begun = chart or ToothChart(system or CodeSystem.INTERPOL, self.sources[0], {}, charted_on)
        initial = {
            "system": begun.system.value,
            "source": begun.source.value if begun.source in self.sources else self.sources[0],
            "charted_on": begun.charted_on or charted_on,
        }
        self.form = ChartForm(asked, initial, self.sources)
        if system is not None:
            choices = [(system.value, in_words(system))]
            self.form.fields["system"].choices = choices  # type: ignore[attr-defined]
        self.asked = asked
        self.error = self.typed = ""
        self.draft: Draft = dict(begun.teeth)
        self.past: list[tuple[int, str]] = []
        self.tooth = FIRST
        self.with_milk = any(tooth > 50 for tooth in self.draft)
        self.system = begun.system
        if asked is not None:
            self._go_on(asked)

    # What a page asks ----------------------------------------------------------------------------

    @property
    def stepped(self) -> bool:
        """Whether a button of the editor was pressed: nothing is to be saved."""
        return self.asked is not None and "step" in self.asked

    def is_valid(self) -> bool:
        """Whether the chart can be saved: every code is one of the system."""
        return self.form.is_valid() and not self.error

    def chart(self) -> ToothChart:
        """The chart; only after `is_valid`."""
        stated = self.form.cleaned_data
        source = ChartSource(stated["source"] or self.sources[0])
        teeth = {tooth: self.draft[tooth] for tooth in sorted(self.draft)}
        return ToothChart(CodeSystem(stated["system"]), source, teeth, stated["charted_on"])

    def json(self) -> dict[str, JsonValue]:
        """The chart as a record holds it; only after `is_valid`."""
        teeth = pm_record_json(PmRecord(teeth=self.chart()))["teeth"]
        assert isinstance(teeth, dict)  # noqa: S101  (a chart is written as an object)
        return teeth

    def answer(
        self, request: HttpRequest, template: str, context: Mapping[str, object]
    ) -> HttpResponse:
        """The editor after a step: itself alone where the script asks, else within the whole page."""
        alone = request.headers.get("HX-Request") == "true"
        shown = "records/_teeth_editor.html" if alone else template
        return render(request, shown, {**context, "editor": self, "teeth_step": True})

    # What its template shows ---------------------------------------------------------------------

    @property
    def draft_text(self) -> str:
        """The draft as the form carries it."""
        return _written(sorted(self.draft.items()))

    @property
    def past_text(self) -> str:
        """What can be undone, the latest last."""
        return _written(self.past[-MOST_ENTRIES:])

    @property
    def codes(self) -> str:
        """The entry of the tooth in work."""
        return self.typed if self.error else self.draft.get(self.tooth, "")

    @property
    def codes_in_words(self) -> str:
        """What the entry says."""
        codes = self.draft.get(self.tooth, "")
        return finding_in_words(self._finding(self.tooth)) if codes else _("no entry")

    @property
    def all_teeth(self) -> Sequence[int]:
        """Every number that can be chosen."""
        return ALL_TEETH

    @property
    def other_tooth(self) -> int | None:
        """The milk tooth of this place, or the permanent one that follows it."""
        other = self.tooth - 40 if self.tooth > 50 else self.tooth + 40
        return other if other in ALL_TEETH else None

    @cached_property
    def code_buttons(self) -> tuple[CodeButton, ...]:
        """The codes of the system, those of the entry pressed."""
        return code_buttons(self.system, self.draft.get(self.tooth, ""))

    @property
    def surface_buttons(self) -> list[tuple[str, str, bool]]:
        """Letter, word, and whether it stands in the entry."""
        there = surfaces_in(self.system, self.draft.get(self.tooth, ""))
        return [(s, str(SURFACE_WORDS[s]), s in there) for s in SURFACES]

    @property
    def charted(self) -> int:
        """How many teeth have an entry."""
        return len(self.draft)

    @property
    def rows(self) -> list[Row]:
        """The buttons, quadrant by quadrant, as they stand in the mouth."""
        milk = MILK_ROWS if self.with_milk else ()
        rows = (*PERMANENT_ROWS[:2], *milk, *PERMANENT_ROWS[2:])
        return [self._row(place, numbers) for place, numbers in enumerate(rows)]

    def _row(self, place: int, numbers: Sequence[int]) -> Row:
        quadrant, milk = (numbers[0] // 10 - 1) % 4 + 1, numbers[0] > 50
        first = 8 if quadrant in (2, 3) else 8 - len(numbers)
        teeth = tuple(
            self._button(number, first + at, place // 2) for at, number in enumerate(numbers)
        )
        name = str(QUADRANTS[quadrant])
        return Row(_("%s, milk teeth") % name if milk else name, teeth, milk)

    def _button(self, number: int, column: int, row: int) -> ToothButton:
        found, codes = self._finding(number), self.draft.get(number, "")
        words = finding_in_words(found) if codes else _("no entry")
        drawn = tooth_drawing(DrawnTooth(number, found, codes, words))
        return ToothButton(number, column, row, codes, words, drawn, number == self.tooth)

    # Steps ---------------------------------------------------------------------------------------

    def _go_on(self, asked: QueryDict) -> None:
        self.draft = dict(entry for entry in _read(asked.get("draft", "")) if entry[1])
        self.past = _read(asked.get("past", ""))
        self.with_milk = asked.get("milk") == "on"
        self._read_system(asked)
        self.tooth = _tooth(asked.get("shown", "")) or FIRST
        chosen = _tooth(asked.get("tooth", "")) or self.tooth
        before = self.draft.get(self.tooth, "")
        self.typed = " ".join(asked.get("codes", before).split())
        step, _dash, value = asked.get("step", "").partition("-")
        typed = self.typed != before and step != "undo"
        moved, self.tooth = chosen != self.tooth, chosen
        # What was typed goes into the chart, whatever was pressed.
        if typed:
            self._try(self.typed)
        if not self.error:
            self._do(step, value, stay=moved and not typed)

    def _read_system(self, asked: QueryDict) -> None:
        told = asked.get("chart-system", self.system.value)
        if self.only_system is None and told in {s.value for s in CodeSystem}:
            self.system = CodeSystem(told)
        for tooth, codes in self.draft.items():
            if fault := self._fault(tooth, codes):
                self.error = _("%(fault)s. A chart is written in one system of codes.") % {
                    "fault": fault
                }

    def _do(self, step: str, value: str, *, stay: bool) -> None:
        entry = self.draft.get(self.tooth, "")
        match step:
            case "pick":
                self.tooth = _tooth(value) or self.tooth
            case "set" if not stay:
                self.tooth = following(self.tooth)
            case "code":
                self._try(toggled_code(entry, value, self.system))
            case "surface" if value in SURFACES:
                self._try(toggled_surface(entry, value, self.tooth, self.system))
            case "clear":
                self._put(self.tooth, "")
            case "other":
                self.tooth, self.with_milk = self.other_tooth or self.tooth, True
            case "milk":
                self.with_milk = not self.with_milk or any(t > 50 for t in self.draft)
            case "rest":
                self._rest_is_sound()
            case "undo":
                self._undo()

    def _rest_is_sound(self) -> None:
        for tooth in (t for row in PERMANENT_ROWS for t in row):
            if tooth not in self.draft and tooth + 40 not in self.draft:
                self._put(tooth, SOUND[self.system])

    def _try(self, codes: str) -> None:
        fault = self._fault(self.tooth, codes) if codes else ""
        if fault:
            self.typed, self.error = codes, fault
        else:
            self._put(self.tooth, codes)

    def _put(self, tooth: int, codes: str) -> None:
        before = self.draft.get(tooth, "")
        if before != codes:
            self.past.append((tooth, before))
            self._place(tooth, codes)

    def _place(self, tooth: int, codes: str) -> None:
        if codes:
            self.draft[tooth] = codes
        else:
            self.draft.pop(tooth, None)
        self.with_milk = self.with_milk or tooth > 50

    def _undo(self) -> None:
        if self.past:
            tooth, codes = self.past.pop()
            self._place(tooth, codes)
            self.tooth = tooth

    def _fault(self, tooth: int, codes: str) -> str:
        if len(codes) > CODES_CHARACTERS:
            return _("tooth %(tooth)d: at most %(most)d characters") % {
                "tooth": tooth,
                "most": CODES_CHARACTERS,
            }
        try:
            finding(tooth, codes, self.system)
        except ToothCodeError as error:
            return translated_error(error)
        return ""

    def _finding(self, tooth: int) -> Finding:
        codes = self.draft.get(tooth, "")
        return finding(tooth, "" if self._fault(tooth, codes) else codes, self.system)


def following(tooth: int) -> int:
    """The tooth that is charted after this one: along the upper jaw, back along the lower.

    >>> following(18), following(28), following(38), following(48)
    (17, 38, 37, 48)
    """
    rows: Sequence[Sequence[int]] = MILK_ROWS if tooth > 50 else PERMANENT_ROWS
    order: list[int] = [*rows[0], *rows[1], *rows[3][::-1], *rows[2][::-1]]
    return order[min(order.index(tooth) + 1, len(order) - 1)]


def _written(entries: Iterable[tuple[int, str]]) -> str:
    return ";".join(f"{tooth}:{codes}" for tooth, codes in entries)


def _read(text: str) -> list[tuple[int, str]]:
    """Entries such as "16:amf MOD;38:mis"; what is none is left out."""
    lines = (entry.partition(":") for entry in text.split(";")[:MOST_ENTRIES])
    return [
        (tooth, " ".join(codes.split()))
        for number, _colon, codes in lines
        if (tooth := _tooth(number)) is not None
    ]


def _tooth(text: str) -> int | None:
    found = int(text) if re.fullmatch("[1-8][1-8]", text) else 0
    return found if found in ALL_TEETH else None
