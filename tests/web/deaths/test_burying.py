"""The register of graves: examined before, found again, corrected by further entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.web.board.refusal import RuleRefused
from antigone.web.deaths.acts.burying import Buried, enter_grave
from antigone.web.deaths.acts.recording import begin_record
from antigone.web.deaths.models import DeathRecord
from antigone.web.deaths.particulars import dead_person_of
from antigone.web.deaths.standing import current_grave
from antigone.web.examination.confirming import take_back
from antigone.web.records.models import DeathConfirmation, Remains
from tests.web.conftest import Cast
from tests.web.deaths.conftest import BURIED
from tests.web.deaths.test_recording import codes


def test_a_grave_with_its_place_and_marking(cast: Cast, nameless: DeathRecord) -> None:
    enter_grave(user=cast.sanna, record=nameless, buried=BURIED)
    burial = dead_person_of(nameless).burial
    assert burial is not None
    assert (burial.place, burial.marking) == ("Cemetery of Marel", "Unidentified, V1")
    assert burial.individual


def test_nobody_is_buried_before_death_is_confirmed(cast: Cast, nameless: DeathRecord) -> None:
    take_back(user=cast.sanna, stated=DeathConfirmation.objects.get(), reason="Another file.")
    with pytest.raises(RuleRefused) as refused:
        enter_grave(user=cast.sanna, record=nameless, buried=BURIED)
    assert codes(refused) == {"DE-07"}


def test_nobody_is_buried_unexamined(cast: Cast, done: object) -> None:
    record = begin_record(user=cast.sanna, remains=Remains.objects.get(number="V3"))
    with pytest.raises(RuleRefused) as refused:
        enter_grave(user=cast.sanna, record=record, buried=BURIED)
    assert codes(refused) == {"DE-07"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "cremation"}, "DE-08"),
        ({"individual": False}, "DE-09"),
        ({"marking": ""}, "DE-10"),
    ],
)
def test_what_a_rule_forbids_is_refused(
    cast: Cast, nameless: DeathRecord, wrong: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleRefused) as refused:
        enter_grave(
            user=cast.sanna,
            record=nameless,
            buried=replace(BURIED, **wrong),  # type: ignore[arg-type]
        )
    assert codes(refused) == {code}


def test_an_exhumation_and_a_transfer_are_further_entries(
    cast: Cast, nameless: DeathRecord
) -> None:
    first = enter_grave(user=cast.sanna, record=nameless, buried=BURIED)
    exhumed = Buried(kind="exhumation", carried_out_by="Teo Varga-Lind", place=BURIED.place)
    enter_grave(user=cast.sanna, record=nameless, buried=exhumed)
    assert current_grave(nameless) is None
    moved = replace(BURIED, place="Vyshneve", marking="Давид Орлевич")
    second = enter_grave(user=cast.sanna, record=nameless, buried=moved)
    assert current_grave(nameless) == second
    # A correction of the first entry stands at the place of the first.
    corrected = enter_grave(
        user=cast.sanna,
        record=nameless,
        buried=replace(BURIED, day="2026-11-03"),
        replaces=first,
        because="The day was misread.",
    )
    assert current_grave(nameless) == second
    assert corrected.turn == first.turn
    with pytest.raises(RuleRefused) as refused:
        enter_grave(user=cast.sanna, record=nameless, buried=moved, replaces=second)
    assert codes(refused) == {"DE-04"}
