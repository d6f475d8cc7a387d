"""Papers: archived form, every letter readable, nothing fetched, the same bytes for the same words."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.template import engines
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

from antigone.web.papers.rendering import Enclosed, paper
from antigone.web.papers.words_only import PictureInWords

DATED = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEMPLATE = (
    '{% extends "papers/paper.html" %}{% block title %}A paper{% endblock %}'
    "{% block running %}PM-0147{% endblock %}{% block paper %}<h1>Ансар أنسار Ansar</h1>XX{% endblock %}"
)


def written(monkeypatch: pytest.MonkeyPatch, inside: str = "", **more: object) -> bytes:
    """A paper made of a template with something in it."""
    from antigone.web.papers import rendering

    made = engines["django"].from_string(TEMPLATE.replace("XX", inside))
    monkeypatch.setattr(rendering, "render_to_string", lambda name, context: made.render(context))
    return paper("tried.html", {}, language="ar", dated=DATED, **more)  # type: ignore[arg-type]


def test_it_is_in_the_archived_form(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = PdfReader(io.BytesIO(written(monkeypatch)))
    assert pdf.xmp_metadata is not None
    text = pdf.xmp_metadata.rdf_root.toxml()
    assert 'pdfaid:part="3"' in text
    assert 'pdfaid:conformance="U"' in text
    assert "2026-11-24T12:00:00" in text
    page = pdf.pages[0]
    assert "Ансар" in page.extract_text()
    assert "PM-0147" in page.extract_text()
    assert "1 / 1" in page.extract_text()
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
        for inner in font.get_object()["/DescendantFonts"]:
            assert (
                "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]
            )
            assert "/ToUnicode" in font.get_object()


def test_the_same_words_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    enclosed = (Enclosed("decision.json", b'{"a":1}', "the decision"),)
    first = written(monkeypatch, enclosed=enclosed)
    assert first == written(monkeypatch, enclosed=enclosed)
    assert first != written(monkeypatch, enclosed=(Enclosed("decision.json", b"{}", "it"),))
    assert PdfReader(io.BytesIO(first)).attachments["decision.json"] == [b'{"a":1}']


@pytest.mark.parametrize("inside", ['<img src="file:///etc/hostname">', "<svg></svg>"])
def test_no_01_a_picture_in_a_template_for_families_is_refused(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    with pytest.raises(PictureInWords):
        written(monkeypatch, inside, for_family=True)


@pytest.mark.parametrize(
    "inside",
    ['<img src="file:///etc/hostname">', '<p style="background: url(https://example.org/)">a</p>'],
)
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        written(monkeypatch, inside)
