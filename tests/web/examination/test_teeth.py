"""Charts of teeth: each examiner's own, what they say together, and the page on which one is made."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from antigone.evidence.records import ChartSource
from antigone.web.accounts.models import User
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.recording import OtherSystem
from antigone.web.examination.sections.teeth import composite_of
from antigone.web.records.models import ImportedFile, Remains
from antigone.web.records.record_rows import pm_record_from_row
from tests.web.conftest import Cast
from tests.web.examination.conftest import ABOUT, ClientOf, state, url
from tests.web.page import check_nothing_inline, check_page, html_of

Teeth = dict[str, str]


def chart(teeth: Teeth, system: str = "interpol") -> dict[str, Any]:
    return {"chart": {"system": system, "source": "one_examiner", "teeth": teeth}}


def posted(teeth: Teeth, **more: str) -> dict[str, str]:
    draft = ";".join(f"{tooth}:{codes}" for tooth, codes in teeth.items())
    about = {name: value for name, value in ABOUT.items() if name != "about-observer"}
    own = {"chart-system": "interpol", "chart-charted_on": "2026-10-09", "shown": "18"}
    return about | own | {"draft": draft, "past": "", "milk": "", "based_on": ""} | more


@pytest.mark.parametrize(
    ("charts", "teeth", "differ", "source"),
    [
        ([{"16": "amf"}], {"16": "amf"}, (), "one_examiner"),
        ([{"16": "amf MO"}, {"16": "MO amf"}], {"16": "amf MO"}, (), "two_examiners"),
        ([{"16": "amf MO"}, {"16": "amf MO"}], {"16": "amf MO"}, (), "two_examiners"),
        ([{"16": "amf rct"}, {"16": "rct amf"}], {"16": "amf rct"}, (), "two_examiners"),
        ([{"16": "fmc"}, {"16": "poc"}], {}, (16,), "one_examiner"),
        ([{"16": "amf"}, {"17": "mis"}], {"16": "amf", "17": "mis"}, (16, 17), "one_examiner"),
        ([{"16": "sou"}, {"16": "sou"}, {"16": "car"}], {}, (16,), "one_examiner"),
    ],
)
def test_what_charts_say_together(
    charts: list[Teeth], teeth: Teeth, differ: tuple[int, ...], source: str
) -> None:
    found = composite_of([chart(one) for one in charts])
    assert found.chart is not None
    assert found.examiners == len(charts)
    assert found.chart["source"] == source
    assert found.differ == differ
    assert found.chart["teeth"] == teeth


def test_two_examiners_count_once_they_agree(
    cast: Cast, client_of: ClientOf, second: User, registered: Remains
) -> None:
    state(cast.sanna, registered, Section.EXTERNAL, {"state": "fresh"})
    state(cast.halvar, registered, Section.TEETH, chart({"16": "amf MOD", "38": "mis"}))
    state(second, registered, Section.TEETH, chart({"16": "amf MO", "38": "mis"}))
    page = client_of("sanna").get(url("sections", "PM-1")).content.decode()
    assert "The examiners do not agree on 1 tooth" in page
    assert compared(registered) == (ChartSource.ONE_EXAMINER, {38: "mis"})
    state(second, registered, Section.TEETH, chart({"16": "amf MOD", "38": "mis"}))
    assert compared(registered) == (ChartSource.TWO_EXAMINERS, {16: "amf MOD", 38: "mis"})


def test_the_same_person_twice_is_one_examiner(cast: Cast, registered: Remains) -> None:
    state(cast.sanna, registered, Section.EXTERNAL, {"state": "fresh"})
    for _ in range(2):
        state(cast.halvar, registered, Section.TEETH, chart({"16": "amf"}))
    assert compared(registered) == (ChartSource.ONE_EXAMINER, {16: "amf"})


def compared(remains: Remains) -> tuple[ChartSource, dict[int, str]]:
    remains.refresh_from_db()
    record = pm_record_from_row(remains.record)
    assert record is not None
    assert record.teeth is not None
    return record.teeth.source, dict(record.teeth.teeth)


def test_charts_of_one_body_are_in_one_system(
    cast: Cast, second: User, registered: Remains
) -> None:
    state(cast.halvar, registered, Section.TEETH, chart({"16": "amf"}))
    with pytest.raises(OtherSystem):
        state(second, registered, Section.TEETH, chart({"16": "MOD"}, "ncic"))
    client = Client()
    client.force_login(second)
    page = client.get(url("teeth", "PM-1")).content.decode()
    assert 'value="interpol"' in page
    assert 'value="ncic"' not in page


def test_a_chart_of_a_file_counts_until_somebody_charts(
    cast: Cast, imported_records: ImportedFile
) -> None:
    remains = Remains.objects.get(number="V1")
    state(cast.sanna, remains, Section.EXTERNAL, {"state": "skeletal"})
    assert compared(remains)[0] is ChartSource.TWO_EXAMINERS
    state(cast.halvar, remains, Section.TEETH, chart({"16": "sou"}))
    assert compared(remains) == (ChartSource.ONE_EXAMINER, {16: "sou"})
    remains.refresh_from_db()
    assert remains.record is not None
    assert remains.record["tooth_opinions"], "opinions on pairs are kept"


def test_a_chart_is_made_without_scripts(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    halvar, address = client_of("halvar"), url("teeth", "PM-1")
    check_page(halvar.get(address))
    step = halvar.post(address, posted({}, step="set", shown="18", tooth="16", codes="amf MOD"))
    assert step.status_code == 200
    assert "16:amf MOD" in html_of(step)
    assert not SectionVersion.objects.filter(section="teeth").exists()
    fault = halvar.post(address, posted({}, step="set", tooth="16", codes="xyz"))
    assert "is no code of the system interpol" in html_of(fault).replace("&#x27;", "'")
    done = halvar.post(address, posted({"16": "amf MOD", "55": "car"}, other="worn"))
    assert done.status_code == 302
    version = SectionVersion.objects.get(section="teeth")
    assert (version.observer, version.content["other"]) == (cast.halvar.full_name, "worn")
    assert version.content["chart"] == {
        "system": "interpol",
        "source": "one_examiner",
        "charted_on": "2026-10-09",
        "teeth": {"16": "amf MOD", "55": "car"},
    }


def test_the_script_gets_the_editor_alone(client_of: ClientOf, registered: Remains) -> None:
    halvar, address = client_of("halvar"), url("teeth", "PM-1")
    answer = halvar.post(
        address, posted({"16": "amf"}, step="pick-16"), headers={"HX-Request": "true"}
    )
    html = html_of(answer)
    check_nothing_inline(answer)
    assert "<html" not in html
    assert 'data-current="16"' in html


def test_what_was_typed_besides_survives_a_step(client_of: ClientOf, registered: Remains) -> None:
    step = client_of("halvar").post(
        url("teeth", "PM-1"), posted({}, step="milk", material="both jaws", **{"about-note": "wet"})
    )
    html = html_of(step)
    assert "both jaws" in html
    assert ">wet" in html.replace("\n", "")
    assert "has-error" not in html


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({}, 422, "No tooth is charted."),
        ({"about-absence": "not_available"}, 302, ""),
        ({"draft": "16:amf", "about-absence": "not_available"}, 422, "Empty it first."),
        ({"draft": "16:amf", "chart-system": "winid"}, 422, "written in one system"),
    ],
)
def test_what_cannot_be_recorded_is_told(
    client_of: ClientOf, registered: Remains, more: dict[str, str], status: int, words: str
) -> None:
    answer = client_of("halvar").post(url("teeth", "PM-1"), posted({}) | more)
    assert answer.status_code == status
    if words:
        assert words in html_of(answer)
        assert not SectionVersion.objects.filter(section="teeth").exists()


def test_the_same_person_in_two_windows(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    first = state(cast.halvar, registered, Section.TEETH, chart({"16": "amf"}))
    halvar, address = client_of("halvar"), url("teeth", "PM-1")
    base = str(first.pk)
    assert (
        halvar.post(address, posted({"16": "amf", "17": "mis"}, based_on=base)).status_code == 302
    )
    answer = halvar.post(address, posted({"16": "amf", "18": "car"}, based_on=base))
    assert answer.status_code == 409
    check_page(answer)
    assert {17: "mis", 18: "car"}.items() <= answer.context["editor"].draft.items()
    assert SectionVersion.objects.filter(section="teeth").count() == 2


def test_history_shows_charts_tooth_by_tooth(
    cast: Cast, client_of: ClientOf, second: User, registered: Remains
) -> None:
    state(cast.halvar, registered, Section.TEETH, chart({"16": "amf MOD"}))
    state(second, registered, Section.TEETH, chart({"16": "amf MO"}))
    page = client_of("sanna").get(url("history", "PM-1", section="teeth")).content.decode()
    assert "Tooth 16" in page
    assert "amf MOD" in page


@pytest.mark.parametrize("who", ["sanna", "mara", "teo"])
def test_only_an_odontologist_charts(client_of: ClientOf, registered: Remains, who: str) -> None:
    assert client_of(who).get(url("teeth", "PM-1")).status_code == 403
    assert client_of(who).post(url("teeth", "PM-1"), posted({"16": "amf"})).status_code == 403
