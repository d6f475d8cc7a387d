"""Papers for families: words alone in every language, approved, and handed over after telling."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings

from antigone.formats.record_json_writer import pm_record_json
from antigone.policy import notices as rules
from antigone.provenance import canonical_json
from antigone.web.board.refusal import RuleRefused
from antigone.web.notices.acts.letter import hand_over_letter, issue_letter
from antigone.web.notices.acts.prepare import prepare
from antigone.web.notices.letter_pages import content_of
from antigone.web.notices.letter_texts import GROUNDS, family_text, family_texts, texts_of
from antigone.web.notices.models import Letter, Notice, NotifierTraining, Wish
from antigone.web.notices.papers import (
    Values,
    fingerprint_of,
    paper_texts,
    printed,
    put_together,
    thawed,
)
from antigone.web.notices.sealed import json_in
from antigone.web.notices.sheet import Sheet, sheet_of, sheet_pdf
from antigone.web.notices.sources import found, named
from antigone.web.papers.rendering import html_of
from antigone.web.papers.words_only import PictureInWords, insist_on_words_only
from antigone.web.records.models import RecoveryEvent, Remains
from antigone.web.wording.approvals import record_approval
from tests.formats.records import FULL_PM
from tests.web.conftest import Cast
from tests.web.notices.making import CORRECTION, NEWS, letter, now, send, visit
from tests.web.notices.test_acts import codes, wish

LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
CAUSE: Values = {
    "reader": "Лідія Орлевич",
    "name": "Давид Орлевич",
    "cause": "He died at once.",
    "certified_by": "Dr Imani Roskvist, physician",
    "office": "Office for the Missing",
}
OF = {Letter.Kind.NEWS: NEWS, Letter.Kind.CORRECTION: CORRECTION, Letter.Kind.CAUSE: CAUSE}


def drafted(kind: str, language: str, values: Values) -> Any:  # noqa: ANN401
    texts = paper_texts(kind, GROUNDS, values)
    return put_together(
        number="N-0001/1",
        kind=kind,
        language=language,
        texts=texts,
        values=values,
        dated=timezone.now(),
    )


def words_of(pdf: bytes) -> str:
    """What a PDF says, and no picture is in it."""
    read = PdfReader(io.BytesIO(pdf))
    assert not read.attachments
    for page in read.pages:
        assert list(page.images) == []
        assert not page["/Resources"].get("/XObject")  # type: ignore[attr-defined]
    return "\n".join(page.extract_text() for page in read.pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(OF))
def test_no_01_papers_are_words_alone_in_every_language(kind: Letter.Kind, language: str) -> None:
    content = drafted(kind, language, OF[kind])
    said = words_of(printed(content, "0" * 64, timezone.now()))
    assert "N-0001/1" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_01_sheets_are_words_alone_in_every_language(notice: Notice, language: str) -> None:
    assert "N-0001" in words_of(sheet_pdf(notice, language, timezone.now()))


@pytest.fixture
def tampered(settings: Settings, tmp_path: Path) -> Path:
    """A folder of templates that comes before our own, as somebody would who tries."""
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [str(tmp_path), *engine.get("DIRS", [])]}]
    return tmp_path


TRIED = (
    '<img src="media/PM-0147.jpg">',
    "<svg><path d='M0 0'/></svg>",
    '<p style="background: url(file:///media/a.png)">a</p>',
    "<p>see https://example.org/media/1</p>",
    "<p>PM-0147-face.jpeg</p>",
    '<object data="a.png"></object>',
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tried", TRIED)
def test_no_01_a_changed_template_cannot_bring_a_picture_in(
    tampered: Path, tried: str, language: str
) -> None:
    (tampered / "notices").mkdir()
    (tampered / "notices" / "_letter.html").write_text("<p>{{ letter.name }}</p>" + tried)
    for kind, values in OF.items():
        with pytest.raises(PictureInWords):
            printed(drafted(kind, language, values), "0" * 64, timezone.now())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_01_nor_into_a_sheet(tampered: Path, notice: Notice, language: str) -> None:
    (tampered / "notices").mkdir()
    changed = '{% extends "papers/paper.html" %}{% block paper %}<img src="a.png">{% endblock %}'
    (tampered / "notices" / "sheet_paper.html").write_text(changed)
    with pytest.raises(PictureInWords):
        sheet_pdf(notice, language, timezone.now())


def test_no_01_a_picture_in_a_template_issues_nothing(
    tampered: Path, cast: Cast, notice: Notice
) -> None:
    (tampered / "notices").mkdir()
    (tampered / "notices" / "_letter.html").write_text('<img src="a.png">')
    with pytest.raises(ValidationError, match="NO-01"):
        letter(cast, notice)
    assert not Letter.objects.exists()


def test_no_08_the_sheet_has_exactly_its_named_fields() -> None:
    assert set(Sheet.__dataclass_fields__) == rules.SHEET_FIELDS


SECRET = "Zqsecret"


def everywhere(row: Any) -> Any:  # noqa: ANN401
    """A record with a secret in every text."""
    if isinstance(row, dict):
        return {key: everywhere(value) for key, value in row.items()}
    if isinstance(row, list):
        return [everywhere(value) for value in row]
    return SECRET if isinstance(row, str) else row


def test_no_08_nothing_of_the_body_reaches_a_sheet_or_a_letter(cast: Cast, notice: Notice) -> None:
    """Wounds, cause, findings, file names: whatever the records hold, only day and place come out."""
    remains = notice.identification.remains
    Remains.objects.filter(pk=remains.pk).update(record=everywhere(pm_record_json(FULL_PM)))
    RecoveryEvent.objects.create(
        incident=cast.incident,
        remains=remains,
        recovered_at=timezone.now(),
        place="the ford",
        finder=SECRET,
        circumstances=f"Wounds: {SECRET}; IMG_1.jpg",
        recorded_by=cast.teo,
    )
    assert found(remains).where == "the ford"
    context = {"sheet": sheet_of(notice), "is_correction": False}
    html = html_of("notices/sheet_paper.html", context, language="en", dated=timezone.now())
    insist_on_words_only(html)
    assert "the ford" in html
    assert SECRET not in html
    kept = json_in(notice.missing_person.family, letter(cast, notice).sealed, "letter")
    said = canonical_json(kept).decode()
    assert "the ford" in said
    assert SECRET not in said


def test_names_come_in_their_own_script_first(notice: Notice) -> None:
    names = named(notice.missing_person)
    assert (names.own, names.latin) == ("Давид Павлович Орлевич", "Davyd Orlevych")


def test_a_letter_is_frozen_and_sealed(cast: Cast, notice: Notice) -> None:
    made = letter(cast, notice)
    assert made.number == "N-0001/1"
    assert "Орлевич".encode() not in bytes(made.sealed or b"")
    kept = json_in(notice.missing_person.family, made.sealed, "letter")
    assert fingerprint_of(kept) == made.sha256
    assert isinstance(kept, dict)
    said = words_of(printed(thawed(kept), made.sha256, made.issued_at))
    assert "Davyd Orlevych" in said
    assert "at the ford" in re.sub(r"[\u2068\u2069]", "", said)
    assert made.sha256[:32] in said.replace("\n", "")
    assert letter(cast, notice).sha256 != made.sha256


def test_no_08_no_10_a_letter_takes_no_cause(cast: Cast, notice: Notice) -> None:
    """NO-08 and NO-10: it has a sheet of its own."""
    with pytest.raises(RuleRefused) as refused:
        letter(cast, notice, {**NEWS, "cause": "He died at once."})
    assert codes(refused) == {"NO-08"}
    every = " ".join(texts_of("news", GROUNDS, kept=True, certified=True))
    assert "cause" not in every


def test_no_13_a_letter_takes_no_number_to_call(cast: Cast, notice: Notice) -> None:
    for tried in ("Office, +380 44 000 00 00", "office@example.org", "see a.jpg"):
        with pytest.raises(RuleRefused) as refused:
            letter(cast, notice, {**NEWS, "office": tried})
        assert codes(refused) == {"NO-13"}


def test_no_09_a_letter_is_handed_over_after_telling(cast: Cast, notice: Notice) -> None:
    made = letter(cast, notice)
    with pytest.raises(RuleRefused) as refused:
        hand_over_letter(user=cast.ruth, letter=made, at=now())
    assert codes(refused) == {"NO-09"}
    visit(cast, notice)
    hand_over_letter(user=cast.ruth, letter=made, at=now())
    made.refresh_from_db()
    assert made.handed_over_by == cast.ruth
    with pytest.raises(ValidationError, match="before"):
        hand_over_letter(user=cast.ruth, letter=made, at=now())


def test_no_10_the_cause_is_written_at_request_alone(cast: Cast, told: Notice) -> None:
    def ask() -> Letter:
        return issue_letter(
            user=cast.ruth, notice=told, kind=Letter.Kind.CAUSE, language="en", values=CAUSE
        )

    with pytest.raises(RuleRefused) as refused:
        ask()
    assert codes(refused) == {"NO-10"}
    wish(cast, told.missing_person, Wish.Kind.CAUSE, "in_writing")
    made = ask()
    content = content_of(made)
    assert content is not None
    assert content.cause == "He died at once."
    wish(cast, told.missing_person, Wish.Kind.CAUSE, "spoken")
    with pytest.raises(RuleRefused) as refused:
        hand_over_letter(user=cast.ruth, letter=made, at=now())
    assert codes(refused) == {"NO-10"}


def test_no_12_a_correction_has_its_own_letter(
    cast: Cast, fallen: Notice, training: NotifierTraining
) -> None:
    with pytest.raises(RuleRefused) as refused:
        letter(cast, fallen)
    assert codes(refused) == {"NO-02"}
    correction = send(cast, fallen.identification)
    made = letter(cast, correction, CORRECTION)
    content = content_of(made)
    assert content is not None
    assert any("no longer holds" in one.words for one in content.paragraphs)
    with pytest.raises(ValidationError, match="no such paper"):
        issue_letter(user=cast.ruth, notice=correction, kind="news", language="en", values=NEWS)


def test_la_01_a_language_without_approval_releases_nothing(cast: Cast, notice: Notice) -> None:
    with pytest.raises(RuleRefused) as refused:
        letter(cast, notice, language="ar")
    assert codes(refused) == {"LA-01"}
    assert not Letter.objects.exists()


def catalogue(folder: Path) -> None:
    """Letters in Ukrainian, as a translator would give them: each text marked, its places kept."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    made = Catalog(locale="uk")
    for text in family_texts():
        made.add(text.english, f"УКР {text.english}")
    target = folder / "uk" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, made)


def test_la_01_a_letter_goes_out_once_each_of_its_texts_is_approved(
    cast: Cast, notice: Notice, settings: Settings, tmp_path: Path
) -> None:
    catalogue(tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    texts = paper_texts("news", ["dna"], NEWS)
    for text in texts[:-1]:
        _approve(cast, text)
    with pytest.raises(RuleRefused) as refused:
        letter(cast, notice, language="uk")
    assert codes(refused) == {"LA-01"}
    _approve(cast, texts[-1])
    content = content_of(letter(cast, notice, language="uk"))
    assert content is not None
    assert all(one.words.startswith("УКР") for one in content.paragraphs)


def _approve(cast: Cast, text: Any) -> None:  # noqa: ANN401
    record_approval(
        user=cast.nadia,
        incident=cast.incident.slug,
        text=text,
        language="uk",
        reader="Олена Читач",
        function="Translator",
        read_on=timezone.localdate(),
    )


def test_texts_of_letters_hold_places_that_letters_can_fill() -> None:
    known = rules.LETTER_FIELDS | rules.CAUSE_FIELDS
    for text in family_texts():
        assert set(re.findall(r"{(\w+)}", text.english)) <= known
    assert family_text("opening").key == "letter-opening-2026-1"


def test_no_06_only_who_goes_prepares_and_writes(cast: Cast, notice: Notice) -> None:
    for act in (
        lambda: prepare(user=cast.nadia, notice=notice, content={}, seen_version=0),
        lambda: issue_letter(
            user=cast.nadia, notice=notice, kind="news", language="en", values=NEWS
        ),
    ):
        with pytest.raises(RuleRefused) as refused:
            act()
        assert codes(refused) == {"NO-06"}
