"""Texts for families: no translation is used before a named reader approved exactly its words."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext_noop

from antigone.web.journal.models import Entry
from antigone.web.requests.approving import approve_text, withdraw_approval
from antigone.web.requests.consent_texts import family_text
from antigone.web.requests.models import Purpose
from antigone.web.wording.approvals import (
    WordingRefused,
    approval_of,
    approvals_of,
    insist_on_approved_text,
)
from antigone.web.wording.models import Approval
from antigone.web.wording.texts import FamilyText, family_texts, text_named
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page

# A sentence that Django's own catalogues translate: it does not hang on how far ours are filled.
TEXT = FamilyText("letter-1", "Letter", gettext_noop("This field is required."))
URL = "/i/marel-valley/requests/texts/"


def approved(cast: Cast, text: FamilyText = TEXT, language: str = "fr") -> Approval:
    return approve_text(
        user=cast.nadia,
        incident=cast.incident,
        text=text,
        language=language,
        reader="Claire Dubois",
        function="Sworn translator",
        read_on=date(2026, 10, 20),
    )


def test_la_01_no_translation_goes_out_unread(cast: Cast) -> None:
    insist_on_approved_text(TEXT, "en")
    with pytest.raises(WordingRefused) as refused:
        insist_on_approved_text(TEXT, "fr")
    assert refused.value.finding.code == "LA-01"
    approval = approved(cast)
    insist_on_approved_text(TEXT, "fr")
    with pytest.raises(WordingRefused):
        insist_on_approved_text(TEXT, "ar")
    entry = Entry.objects.get()
    assert (entry.act, entry.subject) == ("text.approved", "letter-1 fr")
    assert "Dubois" not in entry.details
    assert approvals_of([TEXT]) == {("letter-1", "fr"): approval}


def test_la_01_another_word_is_another_text(cast: Cast) -> None:
    approved(cast)
    other = FamilyText("letter-1", "Letter", gettext_noop("Enter a valid value."))
    assert approval_of(TEXT, "fr") is not None
    assert approval_of(other, "fr") is None


def test_la_02_the_reader_is_named(cast: Cast) -> None:
    with pytest.raises(WordingRefused) as refused:
        approve_text(
            user=cast.nadia,
            incident=cast.incident,
            text=TEXT,
            language="fr",
            reader="Claire",
            function="Sworn translator",
            read_on=date(2026, 10, 20),
        )
    assert refused.value.finding.code == "LA-02"
    assert not Approval.objects.exists()


def test_it_needs_the_right(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        approve_text(
            user=cast.tomas,
            incident=cast.incident,
            text=TEXT,
            language="fr",
            reader="Claire Dubois",
            function="Sworn translator",
            read_on=date(2026, 10, 20),
        )


def test_one_approval_at_a_time_and_it_can_be_taken_back(cast: Cast) -> None:
    first = approved(cast)
    with pytest.raises(ValidationError, match="approved already"):
        approved(cast)
    withdraw_approval(user=cast.nadia, incident=cast.incident, approval=first, reason="A slip.")
    with pytest.raises(WordingRefused):
        insist_on_approved_text(TEXT, "fr")
    approved(cast)
    assert Approval.objects.count() == 2


def test_what_is_not_translated_cannot_be_approved(cast: Cast) -> None:
    nowhere = FamilyText("letter-2", "Letter", "Words that no catalogue has.")
    with pytest.raises(WordingRefused):
        approved(cast, nowhere)


def test_every_consent_text_is_among_them() -> None:
    keys = [text.key for text in family_texts()]
    assert len(keys) == len(set(keys)) >= len(Purpose)
    assert text_named(family_text(Purpose.DNA).key) == family_text(Purpose.DNA)


def test_the_pages_work(cast: Cast, client_of: ClientOf) -> None:
    check_page(client_of("nadia").get(URL))
    key = family_text(Purpose.SEARCH).key
    for language in ("en", "ar"):
        check_page(client_of("nadia").get(f"{URL}{key}/{language}/"))
    assert client_of("nadia").get(f"{URL}{key}/xx/").status_code == 404
    assert client_of("nadia").get(f"{URL}nothing/ar/").status_code == 404


def test_a_form_records_an_approval(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = family_text(Purpose.SEARCH).key
    # As if the catalogue had it, however far it is filled.
    monkeypatch.setattr(FamilyText, "is_translated", lambda text, language: True)
    data = {"reader": "Amal Haddad", "function": "Tracing officer", "read_on": "2026-10-20"}
    page = client_of("nadia").post(f"{URL}{key}/ar/", data, follow=True)
    assert "Amal Haddad, Tracing officer, read these words" in page.content.decode()
    ending = client_of("nadia").post(f"{URL}{key}/ar/", {"reason": "A slip."}, follow=True)
    assert "Taken back." in ending.content.decode()
    assert client_of("tomas").post(f"{URL}{key}/ar/", data).status_code == 403


def test_the_words_are_those_of_the_language() -> None:
    with translation.override("uk"):
        assert TEXT.words("fr") == "Ce champ est obligatoire."
        assert TEXT.words("en") == "This field is required."
