"""Two people edit one section at once: nobody's entry is lost, the second is told and shown."""

from __future__ import annotations

import re

import pytest
from django.http.response import HttpResponseBase

from antigone.web.accounts.models import User
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.recording import EditedMeanwhile, record_section
from antigone.web.examination.versions import latest
from antigone.web.records.models import ImportedFile, Remains
from tests.web.conftest import Cast
from tests.web.examination.conftest import OBSERVED, ClientOf, sent, state, url
from tests.web.page import check_page, html_of


def based_on(answer: HttpResponseBase) -> str:
    found = re.search(r'name="based_on" value="(\d*)"', html_of(answer))
    assert found
    return found[1]


def test_the_second_is_told_and_shown_the_difference(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    first = {"state": "fresh", "injuries": "none seen"}
    state(cast.sanna, registered, Section.EXTERNAL, first)
    address = url("section", "PM-1", section="external")
    sanna, mara = client_of("sanna"), client_of("mara")
    begun = [based_on(client.get(address)) for client in (sanna, mara)]
    assert begun[0] == begun[1]
    theirs = sent(first | {"parts": "left foot missing"}, based_on=begun[0])
    assert sanna.post(address, theirs).status_code == 302
    mine = sent({"state": "decomposed", "injuries": "a burn"}, based_on=begun[1])
    answer = mara.post(address, mine | {"about-note": "looked again"})
    assert answer.status_code == 409
    check_page(answer)
    html = html_of(answer)
    assert f"{cast.sanna.full_name} recorded this section in the meantime" in html
    for words in ("none seen", "a burn", "left foot missing", "fresh", "decomposed"):
        assert words in html
    assert "looked again" in html
    assert SectionVersion.objects.filter(section="external").count() == 2
    # The form holds both: what only Sanna changed, and all that Mara wrote.
    form = answer.context["editor"].form.initial
    expected = {"state": "decomposed", "injuries": "a burn", "parts": "left foot missing"}
    assert form == expected
    again = mara.post(address, sent(expected, based_on=based_on(answer)))
    assert again.status_code == 302
    now = latest(registered, Section.EXTERNAL)
    assert now is not None
    assert (now.content, now.recorded_by) == (expected, cast.mara)
    assert now.based_on is not None
    assert now.based_on.recorded_by == cast.sanna


def test_nobody_overtakes_past_the_page(cast: Cast, registered: Remains) -> None:
    before = state(cast.sanna, registered, Section.EXTERNAL, {"state": "fresh"})
    after = state(cast.sanna, registered, Section.EXTERNAL, {"state": "skeletal"})
    for base in (None, before.pk, 10**6):
        with pytest.raises(EditedMeanwhile) as told:
            record_section(
                user=cast.mara,
                remains=registered,
                section=Section.EXTERNAL,
                content={"state": "decomposed"},
                observation=OBSERVED,
                based_on=base,
            )
        assert told.value.current == after


def test_two_who_begin_with_what_a_file_brought(
    cast: Cast, client_of: ClientOf, imported_records: ImportedFile
) -> None:
    address = url("section", "V1", section="internal")
    sanna, mara = client_of("sanna"), client_of("mara")
    implant = {"kind": "hip_prosthesis", "region": "right_leg", "maker": "Z", "serial": "SN-4471"}
    content = {"implants": [implant], "medical_looked": "none"}
    assert sanna.post(address, sent(content, based_on="")).status_code == 302
    answer = mara.post(address, sent({**content, "blood_group": "A+"}, based_on=""))
    assert answer.status_code == 409
    assert SectionVersion.objects.filter(section="internal").count() == 2


def test_charts_of_two_examiners_do_not_collide(
    cast: Cast, second: User, registered: Remains
) -> None:
    chart = {"system": "interpol", "source": "one_examiner", "teeth": {"16": "amf MOD"}}
    for user in (cast.halvar, second):
        record_section(
            user=user,
            remains=registered,
            section=Section.TEETH,
            content={"chart": chart},
            observation=OBSERVED,
            based_on=None,
        )
    assert SectionVersion.objects.filter(section="teeth").count() == 2
