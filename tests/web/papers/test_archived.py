"""The check of the form finds what is wrong, and the papers have nothing of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from antigone.web.custody.codes import Kind, Label
from antigone.web.custody.labels import SHEETS, Printed, labels_pdf
from antigone.web.papers.rendering import in_form
from tests.web.papers.archived import faults_of
from tests.web.papers.test_rendering import written
from tools.debian import has_preflight
from verification import preflight


def labels() -> bytes:
    return labels_pdf([Printed(Label(Kind.REMAINS, "PM-0147"), "Remains")], SHEETS["a4-24"])


def test_papers_and_labels_are_in_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults_of(written(monkeypatch)) == []
    assert faults_of(labels()) == []


def _catalog(writer: PdfWriter) -> DictionaryObject:
    return writer._root_object


def _no_intent(writer: PdfWriter) -> None:
    del _catalog(writer)["/OutputIntents"]


def _script(writer: PdfWriter) -> None:
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('a')")}
    action = DictionaryObject({NameObject(key): value for key, value in script.items()})
    _catalog(writer)[NameObject("/OpenAction")] = action


def _no_letters(writer: PdfWriter) -> None:
    font = next(iter(writer.pages[0]["/Resources"]["/Font"].values())).get_object()  # type: ignore[index]
    del font["/ToUnicode"]


def _not_embedded(writer: PdfWriter) -> None:
    font = next(iter(writer.pages[0]["/Resources"]["/Font"].values())).get_object()  # type: ignore[index]
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    for key in ("/FontFile2", "/FontFile3"):
        descriptor.pop(key, None)


def _no_metadata(writer: PdfWriter) -> None:
    del _catalog(writer)["/Metadata"]


def _loose_file(writer: PdfWriter) -> None:
    writer.add_attachment("a.json", b"{}")


def _unprinted(writer: PdfWriter) -> None:
    note = DictionaryObject(
        {NameObject("/Type"): NameObject("/Annot"), NameObject("/F"): NumberObject(0)}
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_no_intent, "output intent"),
        (_script, "action /JavaScript"),
        (_no_letters, "does not say its letters"),
        (_not_embedded, "is not embedded"),
        (_no_metadata, "no metadata"),
        (_loose_file, "without a relationship"),
        (_unprinted, "not printed"),
    ],
)
def test_what_is_spoilt_is_found(
    monkeypatch: pytest.MonkeyPatch, spoil: Callable[[PdfWriter], None], says: str
) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(written(monkeypatch))))
    spoil(writer)
    spoilt = io.BytesIO()
    writer.write(spoilt)
    assert any(says in fault for fault in faults_of(spoilt.getvalue()))


@pytest.mark.skipif(not has_preflight(), reason="Apache's validator of PDF/A-1b is not installed")
def test_apache_says_that_they_are_valid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with in_form("pdf/a-1b"):
        made = {"paper": written(monkeypatch), "labels": labels()}
    for name, content in made.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        assert preflight.faults_of(path) == [], name
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(made["paper"].replace(b"/OutputIntents", b"/OutputIntentz"))
    assert preflight.faults_of(spoilt)
