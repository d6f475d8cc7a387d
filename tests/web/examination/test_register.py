"""Registering remains: number and recovery in one act, on a page that works without scripts."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from antigone.evidence.records import Place
from antigone.web.custody.breaks import breaks_of_remains
from antigone.web.custody.models import CustodyEvent
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.registering import NumberTaken
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role
from antigone.web.journal.models import Entry
from antigone.web.records.models import ImportedFile, RecoveryEvent, Remains
from tests.web.conftest import Cast
from tests.web.examination.conftest import RECOVERY, ClientOf, register, sent, url
from tests.web.page import check_nothing_inline, html_of


def test_number_and_recovery_come_in_one_act(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of("teo").post(url("register"), sent(RECOVERY, number="PM-1"))
    assert answer.status_code == 302
    remains = Remains.objects.get(number="PM-1")
    assert (remains.agency, remains.registered_by) == (cast.teo.agency, cast.teo)
    assert (remains.sex, remains.record, remains.source_file) == ("U", None, None)
    event = RecoveryEvent.objects.get(remains=remains)
    assert (event.place, event.within_m) == ("Orchard, square E3", 4.0)
    assert event.recovered_at.isoformat() == "2026-10-05T11:20:00+00:00"
    version = SectionVersion.objects.get(remains=remains)
    assert (version.section, version.version) == (Section.RECOVERY, 1)
    assert version.observer == cast.teo.full_name
    assert version.content == RECOVERY
    assert list(Entry.objects.values_list("act", flat=True)) == [
        "remains.registered",
        "remains.section_recorded",
        "custody.handed_over",
    ]


def test_the_chain_of_custody_begins_with_who_recovers(cast: Cast, registered: Remains) -> None:
    """CU-05: no second form is needed for the first entry."""
    first = CustodyEvent.objects.get(remains=registered)
    hands = (cast.teo.full_name, "Recoverer", cast.teo.agency.name if cast.teo.agency else "–")
    assert (first.from_name, first.from_function, first.from_agency) == hands
    assert (first.to_name, first.to_function, first.to_agency) == hands
    assert (first.seal, first.seal_new, first.place) == ("not_sealed", "4471", RECOVERY["place"])
    assert first.at == RecoveryEvent.objects.get(remains=registered).recovered_at
    assert breaks_of_remains(registered) == []


def test_remains_come_with_their_custody_or_not_at_all(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody whose role registers but does not handle anything registers nothing."""
    less = PERMISSIONS[Role.RECOVERER] - {Permission.HANDLE_SAMPLES}
    monkeypatch.setitem(PERMISSIONS, Role.RECOVERER, less)
    answer = client_of("teo").post(url("register"), sent(RECOVERY, number="PM-1"))
    assert answer.status_code == 403
    assert not Remains.objects.exists()
    assert not Entry.objects.exists()


def test_the_number_comes_from_the_label(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("teo").get(url("register") + "?number=PM-77")
    assert 'value="PM-77"' in page.content.decode()
    assert "geolocation=(self)" in page.headers["Permissions-Policy"]
    check_nothing_inline(page)
    other = client_of("teo").get("/i/marel-valley/remains/")
    assert "geolocation=()" in other.headers["Permissions-Policy"]


def test_a_number_stands_once(cast: Cast, client_of: ClientOf, registered: Remains) -> None:
    with pytest.raises(NumberTaken):
        register(cast, "PM-1")
    answer = client_of("teo").post(url("register"), sent(RECOVERY, number="PM-1"))
    page = html_of(answer)
    assert answer.status_code == 422
    assert "PM-1 is registered already in this incident." in page
    assert "Orchard, square E3" in page, "what was typed stays"
    assert Remains.objects.count() == 1
    told = client_of("teo").get(url("register") + "?number=PM-1").content.decode()
    assert "This number is registered already" in told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": ""}, "This field is required"),
        ({"place": ""}, "This field is required"),
        ({"within_m": ""}, "Coordinates need all three."),
        ({"latitude": "91"}, "less than or equal to 90"),
        ({"recovered_on": "2999-01-01"}, "This day is still to come."),
        ({"seal": "4" * 61}, "at most 60 characters"),
        ({"found": "other"}, "Select a valid choice"),
    ],
)
def test_each_error_names_its_field_and_nothing_is_stored(
    cast: Cast, client_of: ClientOf, change: dict[str, str], words: str
) -> None:
    answer = client_of("teo").post(url("register"), sent(RECOVERY, number="PM-1") | change)
    assert answer.status_code == 422
    assert words in html_of(answer)
    assert not Remains.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("who", ["halvar", "oyelin", "nadia", "tomas"])
def test_it_requires_the_right(cast: Cast, client_of: ClientOf, who: str) -> None:
    assert client_of(who).get(url("register")).status_code == 403
    assert client_of(who).post(url("register"), sent(RECOVERY, number="X")).status_code == 403
    assert not Remains.objects.exists()


def test_nobody_registers_past_the_page(cast: Cast) -> None:
    from antigone.web.examination.registering import register_remains

    with pytest.raises(PermissionDenied):
        register_remains(
            user=cast.nadia, incident=cast.incident, number="X", content=RECOVERY, function="x"
        )


def test_a_corrected_recovery_replaces_the_old_one_which_stays_readable(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    page = client_of("teo").get(url("section", "PM-1", section="recovery"))
    based_on = SectionVersion.objects.get().pk
    assert f'name="based_on" value="{based_on}"' in page.content.decode()
    changed = sent(RECOVERY | {"place": "Orchard, square E4"}, based_on=str(based_on))
    answer = client_of("teo").post(url("section", "PM-1", section="recovery"), changed)
    assert answer.status_code == 302
    old, new = RecoveryEvent.objects.order_by("pk")
    assert (new.replaces, new.place, old.place) == (old, "Orchard, square E4", RECOVERY["place"])
    history = client_of("teo").get(url("history", "PM-1", section="recovery")).content.decode()
    assert "Orchard, square E3" in history
    assert "Orchard, square E4" in history


def test_the_recovery_is_part_of_what_is_compared(cast: Cast, registered: Remains) -> None:
    from antigone.web.records.record_rows import pm_record_from_row
    from tests.web.examination.conftest import state

    state(cast.sanna, registered, Section.EXTERNAL, {"state": "fresh"})
    registered.refresh_from_db()
    record = pm_record_from_row(registered.record)
    assert record is not None
    assert record.recovery is not None
    assert record.recovery.place == Place(48.05, 37.5, 0.004)


def test_pages_cope_with_remains_that_no_file_brought(
    cast: Cast, client_of: ClientOf, imported: ImportedFile, registered: Remains
) -> None:
    for who in ("mara", "teo", "nadia", "tomas"):
        assert client_of(who).get(registered.get_absolute_url()).status_code == 200
        page = client_of(who).get("/i/marel-valley/remains/").content.decode()
        assert "registered here" in page
