"""Lists and files that go out: with a purpose, within rights and bases, entered in the journal."""

from __future__ import annotations

import hashlib
import io

import pyarrow.parquet
import pytest
from django.core.exceptions import PermissionDenied

from antigone.formats.dvi import read_dvi
from antigone.formats.familias import read_familias_dvi
from antigone.formats.genotype_reading import ReadingOptions, read_genotype_table
from antigone.formats.sheet import open_sheet
from antigone.formats.sheet_rows import SheetNotes
from antigone.policy.exports import FORMATS
from antigone.web.exchange.lists import rows_of_journal
from antigone.web.exchange.taking_out import LISTS, TakingOutRefused, Wish, lists_for, take_out
from antigone.web.journal.models import Entry
from antigone.web.records.consent import record_basis
from antigone.web.records.models import ImportedFile
from antigone.web.requests.models import TracingRequest
from tests.web.conftest import Cast, ClientOf
from tests.web.records.conftest import STATED, Attest, as_file, attest, data, data_set, imported
from tests.web.requests.taking import take

__all__ = ["attest", "data", "imported"]

pytestmark = pytest.mark.django_db

WORDS = "For the laboratory in Marel, second typing"


def wish(form: str = "csv", *, contacts: bool = False, purpose: str = "identification") -> Wish:
    return Wish(form, purpose, WORDS, contacts)


def cells(content: bytes) -> list[dict[str, str]]:
    """The rows of a list that went out, by heading, as the readers of this program see them."""
    sheet = open_sheet(content, "list", SheetNotes("list"))
    return [
        dict(zip(sheet.headings, row.cells, strict=True)) for row in sheet.rows(SheetNotes("list"))
    ]


def test_a_list_goes_out_and_stands_in_the_journal(cast: Cast, imported: ImportedFile) -> None:
    taken = take_out(
        user=cast.mara, incident=cast.incident, listed=LISTS["remains"], wish=wish("xlsx")
    )
    rows = cells(taken.content)
    assert [row["number"] for row in rows] == ["V1", "V2", "V3"]
    assert rows[0]["place"] == "Orchard, square E3"
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject, entry.actor) == ("list.taken_out", "remains", "mara")
    assert entry.details["sha256"] == hashlib.sha256(taken.content).hexdigest()
    assert entry.details["rows_count"] == 3
    assert entry.details["purpose_in_words"] == WORDS


def test_ex_01_nothing_goes_out_without_a_purpose(cast: Cast, imported: ImportedFile) -> None:
    before = Entry.objects.count()
    for asked in (Wish("csv", "", WORDS), Wish("csv", "identification", "  ")):
        with pytest.raises(TakingOutRefused) as refused:
            take_out(user=cast.mara, incident=cast.incident, listed=LISTS["remains"], wish=asked)
        assert refused.value.finding.code == "EX-01"
    assert Entry.objects.count() == before


@pytest.mark.parametrize("slug", sorted(LISTS.keys() - {"journal"}))
def test_every_list_goes_out_in_every_form(
    cast: Cast, imported: ImportedFile, attest: Attest, slug: str
) -> None:
    attest(imported)
    for form in FORMATS[slug] - {"cmf"}:
        taken = take_out(
            user=cast.mara, incident=cast.incident, listed=LISTS[slug], wish=wish(form)
        )
        assert taken.content
        if form == "parquet":
            table = pyarrow.parquet.read_table(io.BytesIO(taken.content))
            assert table.num_rows == taken.rows


def test_the_journal_is_rows_for_who_reads_it(cast: Cast, imported: ImportedFile) -> None:
    rows = list(rows_of_journal(cast.tomas, cast.incident))
    assert [row.act for row in rows] == ["file.imported"]
    assert list(rows_of_journal(cast.mara, cast.incident)) == []


def test_what_a_family_told_goes_out_only_under_a_basis(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    request = take(cast)
    told = {row["number"]: row for row in _persons(cast)}
    number = request.family.missing_persons.get().number
    assert (told[number]["covered"], told[number]["family_name"]) == ("false", "")
    _consent(cast, request)
    told = {row["number"]: row for row in _persons(cast)}
    assert told[number]["covered"] == "true"
    assert told[number]["family_name"]


def _persons(cast: Cast, *, contacts: bool = False) -> list[dict[str, str]]:
    taken = take_out(
        user=cast.mara,
        incident=cast.incident,
        listed=LISTS["persons"],
        wish=wish(contacts=contacts),
    )
    return cells(taken.content)


def _consent(cast: Cast, request: TracingRequest) -> None:
    record_basis(user=cast.nadia, covered=request.family, attestation=STATED, statement="Yes.")


def test_contacts_go_out_only_where_they_are_asked_for_by_who_sees_them(cast: Cast) -> None:
    request = take(cast)
    _consent(cast, request)
    assert "telephone" not in _persons(cast)[0]
    assert _persons(cast, contacts=True)[0]["enquirer"]
    with pytest.raises(TakingOutRefused) as refused:
        take_out(
            user=cast.oyelin,
            incident=cast.incident,
            listed=LISTS["persons"],
            wish=wish(contacts=True),
        )
    assert refused.value.finding.code == "EX-02"


def test_genotypes_go_out_of_remains_and_of_covered_relatives(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    markers = tuple(f"L{k}" for k in range(1, 13))

    def samples() -> set[str]:
        taken = take_out(
            user=cast.mara, incident=cast.incident, listed=LISTS["genotypes"], wish=wish("wide")
        )
        options = ReadingOptions(own_markers=markers)
        return {one.name for one in read_genotype_table(taken.content, "out", options).samples}

    assert samples() == {"V1", "V2", "V3"}
    attest(imported)
    assert len(samples()) == 5


def test_the_incident_goes_out_as_familias_reads_it(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    taken = take_out(
        user=cast.mara, incident=cast.incident, listed=LISTS["incident"], wish=wish("fam")
    )
    back = read_familias_dvi(taken.content, "out.fam")
    original = read_dvi(as_file(data_set()), "in.json")
    assert [r.profile for r in back.remains] == [r.profile for r in original.remains]


def test_who_may_not_take_out_is_refused(cast: Cast, imported: ImportedFile) -> None:
    for user in (cast.nadia, cast.ruth, cast.teo, cast.piet):
        assert lists_for(user, cast.incident) == []
        with pytest.raises(PermissionDenied):
            take_out(user=user, incident=cast.incident, listed=LISTS["remains"], wish=wish())
    assert "journal" not in {one.slug for one in lists_for(cast.mara, cast.incident)}
    assert "journal" in {one.slug for one in lists_for(cast.tomas, cast.incident)}


def test_the_page_answers_with_a_file_that_nobody_keeps(
    client_of: ClientOf, imported: ImportedFile
) -> None:
    client = client_of("mara")
    url = "/i/marel-valley/take-out/?list=remains"
    assert client.get("/i/marel-valley/take-out/").status_code == 200
    assert client.get(url).status_code == 200
    sent = {"form": "csv", "purpose": "identification", "words": "short"}
    assert client.post(url, sent).status_code == 422
    answer = client.post(url, {**sent, "words": WORDS})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="marel-valley-remains.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/i/marel-valley/take-out/?list=journal").status_code == 404
