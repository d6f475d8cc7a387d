"""The way in: cancelled, interrupted, gone on with, discarded; and what its pages show to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from antigone.web.accounts.models import Agency
from antigone.web.exchange import work
from antigone.web.exchange.intake import (
    NotNow,
    cancel_reading,
    confirm_intake,
    discard_intake,
    forget_expired_intakes,
    go_on,
    receive_file,
    resume_interrupted,
    start_reading,
)
from antigone.web.exchange.kinds import KINDS
from antigone.web.exchange.models import Intake, IntakePiece
from antigone.web.exchange.sealed import TOLD, opened_json, pieces_of
from antigone.web.exchange.told import told_from
from antigone.web.exchange.work import read_file, rows_from, source_of, take_over
from antigone.web.records.models import ImportedFile, MarkerSet, Profile, Remains
from antigone.web.sealing.models import Key
from tests.shared_data import shared
from tests.web.conftest import Cast, ClientOf
from tests.web.exchange.conftest import DNA, Bring, table, take

pytestmark = pytest.mark.django_db

ROWS = [(f"PM-{n}", "10/11", "8/9") for n in range(1, 8)]
WAY = "/i/marel-valley/files/add/"


def waiting(cast: Cast, content: bytes = b"") -> Intake:
    """A table of seven unknown samples that waits for the worker."""
    content = content or table(*ROWS)
    intake = receive_file(user=cast.mara, incident=cast.incident, name="t.csv", content=content)
    options = {**DNA, "unknown": "create"}
    return start_reading(user=cast.mara, intake=intake, kind="dna", options=options)


def interrupted(cast: Cast, rows: int) -> Intake:
    """As a worker leaves it that is killed after a piece of so many rows."""
    intake = work._claimed(waiting(cast).pk, "waiting", "reading")
    assert intake is not None
    told = told_from(opened_json(intake, intake.told, TOLD))
    pass_ = work._Pass(intake, KINDS["dna"], source_of(intake), told)
    reading = KINDS["dna"].read(pass_.source, 0)
    pass_.keep([next(reading.rows) for _ in range(rows)], reading)
    return Intake.objects.select_related("key", "incident").get(pk=intake.pk)


def test_reading_goes_on_behind_the_last_piece(cast: Cast, imported: ImportedFile) -> None:
    intake = interrupted(cast, 3)
    assert (intake.status, intake.done) == ("reading", 3)
    with pytest.raises(NotNow):
        go_on(user=cast.mara, intake=intake)
    assert resume_interrupted() == 1
    read_file.call(intake.pk)
    intake.refresh_from_db()
    assert (intake.status, intake.done, intake.counts) == ("read", 7, {"new": 7})
    numbers = [[row.number for row in rows_from(c)] for _piece, c in pieces_of(intake)]
    assert numbers == [[1, 2, 3], [4, 5, 6, 7]]
    take(cast, intake)
    assert Remains.objects.filter(source_file=intake.file).count() == 7


def test_what_another_server_goes_on_with_is_left_alone(cast: Cast, imported: ImportedFile) -> None:
    intake = interrupted(cast, 3)
    assert resume_interrupted() == 1
    attempt = Intake.objects.get(pk=intake.pk).attempt
    assert resume_interrupted() == 0
    assert Intake.objects.get(pk=intake.pk).attempt == attempt


def test_a_file_whose_worker_is_long_gone_is_forgotten(cast: Cast, imported: ImportedFile) -> None:
    intake = interrupted(cast, 3)
    now = timezone.now()
    for days, left in ((0.9, 1), (1.1, 0)):
        Intake.objects.filter(pk=intake.pk).update(expires_at=now - timedelta(days=days))
        forget_expired_intakes()
        assert Intake.objects.count() == left
    assert IntakePiece.objects.count() == 0


def test_who_no_longer_sees_the_whole_incident_takes_nothing_over(
    cast: Cast, imported: ImportedFile
) -> None:
    intake = waiting(cast)
    read_file.call(intake.pk)
    intake.refresh_from_db()
    confirm_intake(user=cast.mara, intake=intake)
    cast.incident.agency = Agency.objects.create(name="Another office", short="AO")
    cast.incident.save(update_fields=["agency"])
    take_over.call(intake.pk)
    intake.refresh_from_db()
    assert (intake.status, intake.error) == ("failed", "PermissionDenied")
    assert not Remains.objects.filter(number__startswith="PM-").exists()


def test_who_was_given_up_writes_nothing_any_more(cast: Cast, imported: ImportedFile) -> None:
    intake = interrupted(cast, 3)
    Intake.objects.filter(pk=intake.pk).update(beat_at=timezone.now() - timedelta(hours=1))
    told = told_from(opened_json(intake, intake.told, TOLD))
    slow = work._Pass(intake, KINDS["dna"], source_of(intake), told)
    reading = KINDS["dna"].read(slow.source, slow.last)
    go_on(user=cast.mara, intake=intake)
    with pytest.raises(work.Stopped):
        slow.keep([next(reading.rows)], reading)
    assert IntakePiece.objects.count() == 1


def test_a_cancelled_reading_ends_and_can_begin_anew(cast: Cast, imported: ImportedFile) -> None:
    intake = waiting(cast)
    cancel_reading(user=cast.mara, intake=intake)
    read_file.call(intake.pk)
    intake.refresh_from_db()
    assert (intake.status, intake.done) == ("cancelled", 0)
    with pytest.raises(NotNow):
        confirm_intake(user=cast.mara, intake=intake)
    start_reading(user=cast.mara, intake=intake, kind="dna", options={**DNA, "unknown": "create"})
    read_file.call(intake.pk)
    intake.refresh_from_db()
    assert intake.status == "read"


def test_a_cancellation_stops_the_worker_before_the_next_piece(
    cast: Cast, imported: ImportedFile
) -> None:
    intake = interrupted(cast, 3)
    told = told_from(opened_json(intake, intake.told, TOLD))
    pass_ = work._Pass(intake, KINDS["dna"], source_of(intake), told)
    reading = KINDS["dna"].read(pass_.source, pass_.last)
    cancel_reading(user=cast.mara, intake=intake)
    with pytest.raises(work.Stopped):
        pass_.keep(list(reading.rows), reading)
    assert Intake.objects.get().status == "cancelled"


def test_a_take_over_that_fails_leaves_nothing(cast: Cast, imported: ImportedFile) -> None:
    intake = waiting(cast)
    read_file.call(intake.pk)
    confirm_intake(user=cast.mara, intake=intake)
    # Somebody registers one of the numbers in between, with other DNA.
    taken = Remains.objects.create(incident=cast.incident, number="PM-7", sex="U")
    Profile.objects.create(remains=taken, genotypes={"L1": ["8", "8"]})
    files = ImportedFile.objects.count()
    take_over.call(intake.pk)
    assert ImportedFile.objects.count() == files
    assert not Remains.objects.filter(number="PM-1").exists()
    read_file.call(intake.pk)
    intake.refresh_from_db()
    assert (intake.status, intake.done) == ("read", 7)
    assert intake.counts == {"new": 6, "clash": 1}


def test_a_broken_file_is_refused_by_row_and_field(bring: Bring, imported: ImportedFile) -> None:
    intake = bring("dna", table(("V3", "11/rubbish", "8/8")))
    assert intake.status == "refused"
    (problem,) = told_from(opened_json(intake, intake.told, TOLD)).problems
    assert "2" in problem.place
    assert "L1" in problem.place


def test_frequencies_are_a_version_and_never_against_those_in_use(
    cast: Cast, imported: ImportedFile, bring: Bring
) -> None:
    options = {"set": "Norway", "model": "equal", "rate_female": 0.0005, "rate_male": 0.002}
    content = shared("data", "formats", "frequencies-esx17-norway.csv").read_bytes()
    intake = bring("frequencies", content, "norway.csv", **options)
    assert intake.status == "read"
    assert intake.counts["new"] == intake.done > 10
    take(cast, intake)
    assert str(MarkerSet.objects.latest("pk")) == "Norway, 1"
    again = bring("frequencies", content + b"\n", "again.csv", **{**options, "rate_male": 0.001})
    assert again.counts == {"clash": intake.done}
    same = bring("frequencies", content + b"\n\n", "same.csv", **options)
    assert same.counts == {"here": intake.done}


def test_frequencies_complete_profiles_that_were_read_before(
    cast: Cast, imported: ImportedFile, bring: Bring
) -> None:
    Profile.objects.filter(remains__number="V3").delete()
    dna = b"Sample Name,D3S1358_1,D3S1358_2\nV3,15,16\n"
    take(cast, bring("dna", dna))
    assert not Profile.objects.filter(remains__number="V3").exists()
    options = {"set": "Norway", "model": "none"}
    content = shared("data", "formats", "frequencies-esx17-norway.csv").read_bytes()
    take(cast, bring("frequencies", content, "norway.csv", **options))
    profile = Profile.objects.get(remains__number="V3")
    assert profile.genotypes == {"D3S1358": ["15", "16"]}


def test_what_is_discarded_or_forgotten_leaves_no_key(cast: Cast, imported: ImportedFile) -> None:
    keys = Key.objects.count()
    intake = waiting(cast)
    read_file.call(intake.pk)
    discard_intake(user=cast.mara, intake=intake)
    waiting(cast)
    Intake.objects.update(expires_at=timezone.now(), status="refused")
    forget_expired_intakes()
    assert (Intake.objects.count(), IntakePiece.objects.count()) == (0, 0)
    assert Key.objects.count() == keys


def test_only_who_may_import_brings_anything_in(cast: Cast) -> None:
    for user in (cast.oyelin, cast.nadia, cast.piet):
        with pytest.raises(PermissionDenied):
            receive_file(user=user, incident=cast.incident, name="t.csv", content=b"a,b")


def test_the_pages_from_the_file_to_the_record(
    client_of: ClientOf, cast: Cast, imported: ImportedFile
) -> None:
    mara = client_of("mara")
    sent = mara.post(WAY, {"file": SimpleUploadedFile("t.csv", table(*ROWS))})
    intake = Intake.objects.get()
    page = intake.get_absolute_url()
    assert sent["Location"] == page
    assert intake.kind == "dna"
    assert b"Genotypes" in mara.get(page).content
    assert client_of("oyelin").get(page).status_code == 403
    assert client_of("piet").get(page).status_code == 404
    assert mara.post(page, {"unknown": "create"}).status_code == 422
    options = {**DNA, "unknown": "create"}
    assert mara.post(page, options).status_code == 302
    progress = mara.get(f"{page}status/")
    assert b"hx-get" in progress.content
    assert "HX-Refresh" not in progress.headers
    read_file.call(intake.pk)
    assert mara.get(f"{page}status/").headers["HX-Refresh"] == "true"
    shown = mara.get(page).content.decode()
    assert "PM-7" in shown
    assert "7 are new" in shown
    assert mara.post(f"{page}confirm/").status_code == 302
    take_over.call(intake.pk)
    intake.refresh_from_db()
    assert intake.file is not None
    assert mara.get(page)["Location"] == intake.file.get_absolute_url()
    file = mara.get(intake.file.get_absolute_url()).content.decode()
    assert "Kit 12" in file
    assert "7 rows were taken over" in file
    case = mara.get("/i/marel-valley/remains/PM-1/").content.decode()
    assert "read by machine" in case
    again = mara.post(WAY, {"file": SimpleUploadedFile("u.csv", table(*ROWS))}, follow=True)
    assert b"Nothing was done a second time" in again.content


def test_files_that_belong_elsewhere_are_told_so(client_of: ClientOf, cast: Cast) -> None:
    mara = client_of("mara")
    kinship = shared("data", "formats", "paternity.fam").read_bytes()
    answer = mara.post(WAY, {"file": SimpleUploadedFile("p.fam", kinship)})
    assert (answer.status_code, b"antigone kinship" in answer.content) == (422, True)
    dvi = shared("data", "formats", "dvi-example.fam").read_bytes()
    answer = mara.post(WAY, {"file": SimpleUploadedFile("d.fam", dvi)})
    assert "/files/look/" in answer["Location"]
    assert not Intake.objects.exists()
