"""Labels: printed as PDF, drawn again from the page, and read back by a decoder."""

from __future__ import annotations

import io
from typing import Any

import pytest
import zxingcpp
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import translation
from pypdf import PdfReader
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import (  # type: ignore[import-untyped]
    LineBox,
    TextBox,
)
from weasyprint.layout.absolute import AbsolutePlaceholder  # type: ignore[import-untyped]

from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.custody.acts.tags import reserve_tags
from antigone.web.custody.codes import Kind, Label, new_code, read_content
from antigone.web.custody.labels import SHEETS, STYLE, Printed, Sheet, labels_html, labels_pdf
from antigone.web.custody.models import Sample, Tag, TagRun
from antigone.web.journal.models import Entry
from antigone.web.records.models import Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.drawing import drawn_page
from tests.web.custody.making import a_sample

LABELS = [
    Label(Kind.REMAINS, "PM-0147"),
    Label(Kind.SAMPLE, new_code(Kind.SAMPLE)),
    Label(Kind.PACKET, new_code(Kind.PACKET)),
    Label(Kind.REMAINS, "Ложе 3/а — " + "long " * 6),
]


def printed(labels: list[Label]) -> list[Printed]:
    return [Printed(label, "Sample", "bone", "donor D-7K3M-9QXT-C") for label in labels]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_each_label_of_each_size_is_read_back(sheet: Sheet) -> None:
    pdf = PdfReader(io.BytesIO(labels_pdf(printed(LABELS), sheet)))
    assert len(pdf.pages) == -(-len(LABELS) // sheet.on_a_page)
    found = {code.text for page in pdf.pages for code in zxingcpp.read_barcodes(drawn_page(page))}
    assert {read_content(content) for content in found} == set(LABELS)
    width, height = (float(side) / 72 * 25.4 for side in pdf.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx(sheet.page, abs=0.1)


WIDEST = [Label(Kind.REMAINS, "PM-0147"), Label(Kind.SAMPLE, "S-WWWW-WWWW-M")]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_what_a_label_says_stands_on_it_whole(sheet: Sheet, language: str) -> None:
    """The number on one line, in its order, beside its own code; nothing is cut off at the edge."""
    kinds = [kind.label for kind in Sample.Kind]
    with translation.override(language):
        of = translation.gettext("donor %s") % "D-7K3M-9QXT-C"
        labels = [Printed(label, "–", str(kind), of) for kind in kinds for label in WIDEST]
        html = labels_html(labels, sheet)
    said = []
    for label in placed(html):
        lines = [box for box in label.descendants() if isinstance(box, LineBox)]
        said.append(words_of(lines[0]))
        code, words = label.children
        for box in (code, *lines):
            assert box.position_x >= label.position_x - 0.1, said[-1]
            assert box.position_x + box.width <= label.position_x + label.width + 0.1, said[-1]
            assert box.position_y >= label.position_y, said[-1]
            assert box.position_y + box.height <= label.position_y + label.height, said[-1]
        if sheet.look != "card":
            assert (words.position_x < code.position_x) == (language == "ar")
    assert said == [label.number for label in WIDEST] * len(kinds)


def placed(html: str) -> list[Any]:
    """The labels as WeasyPrint has set them."""
    pages = HTML(string=html).render(stylesheets=[CSS(filename=STYLE)]).pages
    boxes = [box for page in pages for box in page._page_box.descendants()]
    return [box._box for box in boxes if isinstance(box, AbsolutePlaceholder)]


def words_of(line: LineBox) -> str:
    said = "".join(box.text for box in line.descendants() if isinstance(box, TextBox))
    return said.strip("\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}")


@pytest.mark.parametrize("start", [1, 20, 24])
def test_labels_begin_where_a_part_used_sheet_is_free(start: int) -> None:
    sheet = SHEETS["a4-24"]
    pdf = PdfReader(io.BytesIO(labels_pdf(printed(LABELS[:3]), sheet, start)))
    picture = drawn_page(pdf.pages[0])
    left, top = sheet.place(start - 1)
    scale = picture.width / sheet.page[0]
    right, bottom = left + sheet.width, top + sheet.height
    box = (left * scale, top * scale, right * scale, bottom * scale)
    (code,) = zxingcpp.read_barcodes(picture.crop(box))
    assert code.text == LABELS[0].content
    assert len(pdf.pages) == (1 if start + 2 <= 24 else 2)
    above = picture.crop((0, 0, picture.width, round(top * scale)))
    assert zxingcpp.read_barcodes(above) == []


def test_labels_lie_on_the_page() -> None:
    for sheet in SHEETS.values():
        left, top = sheet.place(sheet.on_a_page - 1)
        assert left + sheet.width <= sheet.page[0] + 0.01
        assert top + sheet.height <= sheet.page[1] + 0.01


def test_no_label_carries_a_name_or_an_address(
    cast: Cast, remains: Remains, client_of: ClientOf
) -> None:
    sample = a_sample(cast, remains)
    client, url = client_of("sanna"), "/i/marel-valley/labels/"
    sent = {"items": f"{remains.number}\n{sample.code}", "sheet": "a4-24", "start": 3}
    answer = client.post(url, sent)
    assert answer.headers["Content-Type"] == "application/pdf"
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    found = {code.text for code in zxingcpp.read_barcodes(drawn_page(page))}
    assert {read_content(content).number for content in found} == {remains.number, sample.code}
    assert all("http" not in content and "testserver" not in content for content in found)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.details["labels"]) == (
        "labels.printed",
        [remains.number, sample.code],
    )


def test_what_is_unknown_is_told_and_nothing_is_printed(
    cast: Cast, remains: Remains, client_of: ClientOf
) -> None:
    answer = client_of("sanna").post(
        "/i/marel-valley/labels/", {"items": "V3\nPM-9999", "sheet": "a4-24", "start": 25}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "allowed are 1 to 24" in page
    answer = client_of("sanna").post(
        "/i/marel-valley/labels/", {"items": "V3\nPM-9999", "sheet": "a4-24", "start": 1}
    )
    assert "PM-9999” is not known" in answer.content.decode()
    assert "V3\nPM-9999" in answer.content.decode()
    assert not Entry.objects.filter(act="labels.printed").exists()


def test_numbers_are_reserved_once(cast: Cast, client_of: ClientOf) -> None:
    Remains.objects.create(incident=cast.incident, number="PM-0007", sex="U")
    first, second = reserved(cast, 3), reserved(cast, 2)
    numbers = list(Tag.objects.values_list("number", flat=True))
    assert numbers == ["PM-0008", "PM-0009", "PM-0010", "PM-0011", "PM-0012"]
    assert (first.tags.count(), second.tags.count()) == (3, 2)
    for count, prefix in ((0, "PM-"), (501, "PM-"), (1, "pm")):
        with pytest.raises(CustodyRefused):
            reserved(cast, count, prefix)
    with pytest.raises(PermissionDenied):
        reserved(cast, 1, by=cast.nadia)


def reserved(cast: Cast, count: int, prefix: str = "PM-", *, by: User | None = None) -> TagRun:
    return reserve_tags(
        user=by or cast.teo, incident=cast.incident, count=count, prefix=prefix, purpose="Team 2"
    )


def test_a_run_of_tags_is_printed_without_those_in_use(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("teo")
    url = "/i/marel-valley/labels/tags/"
    assert client.post(url, {"count": 3, "begins_with": "nope", "purpose": "x"}).status_code == 422
    made = client.post(url, {"count": 3, "begins_with": "PM-", "purpose": "Team 2"})
    run = made.headers["Location"]
    Remains.objects.create(incident=cast.incident, number="PM-0002", sex="U")
    assert "2 of 3 are not used yet" in client.get(run).content.decode()
    answer = client.post(run, {"sheet": "card", "start": 1})
    pages = PdfReader(io.BytesIO(answer.content)).pages
    found = [zxingcpp.read_barcodes(drawn_page(page))[0].text for page in pages]
    assert [read_content(content).number for content in found] == ["PM-0001", "PM-0003"]
