"""From entries in the database to breaks: of remains, of families, of an incident; in few queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from antigone.policy.custody import Seal
from antigone.web.accounts.models import User
from antigone.web.custody.acts.hand_over import correct_event, explain_break, hand_over
from antigone.web.custody.acts.passing import CustodyRefused, Passing, SealSeen
from antigone.web.custody.acts.take import change_state, divide_sample
from antigone.web.custody.breaks import breaks_in_sight, breaks_of_family, breaks_of_remains
from antigone.web.custody.desk import awaiting
from antigone.web.custody.models import CustodyEvent, Explanation
from antigone.web.journal.models import Entry
from antigone.web.records.models import Person, Reassociation, RecoveryEvent, Remains
from tests.web.conftest import Cast
from tests.web.custody.making import (
    DRIVER,
    HOUR,
    OYELIN,
    SANNA,
    START,
    TAKEN,
    TEO,
    a_broken_sample,
    a_sample,
    handed,
)


def codes(remains: Remains) -> list[str]:
    return [one.code for one in breaks_of_remains(remains)]


def by_hand(cast: Cast, number: str = "PM-0147") -> Remains:
    return Remains.objects.create(
        incident=cast.incident, number=number, sex="U", registered_by=cast.teo
    )


def test_what_came_with_a_file_has_no_break(cast: Cast, remains: Remains) -> None:
    assert codes(remains) == []
    assert breaks_in_sight(cast.mara, cast.incident) == []


def test_a_sound_chain_and_a_transposed_seal(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains, seal="4471")
    handed(cast, sample, SANNA, DRIVER, START + HOUR, seal="4471")
    assert codes(remains) == []
    handed(cast, sample, DRIVER, OYELIN, START + 2 * HOUR, seal="4417")
    (found,) = breaks_of_remains(remains)
    assert (found.code, found.name) == ("CU-03", sample.code)
    assert "4417" in found.finding.message


def test_a_correction_mends_and_the_old_entry_stays(cast: Cast, remains: Remains) -> None:
    sample = a_broken_sample(cast, remains)
    wrong = CustodyEvent.objects.latest("pk")
    passing = Passing(wrong.at, DRIVER, OYELIN, "at the door", "to the laboratory")
    seen = SealSeen(Seal.INTACT, "4471")
    with pytest.raises(CustodyRefused, match="why"):
        correct_event(user=cast.sanna, event=wrong, passing=passing, seen=seen, because=" ")
    correct_event(
        user=cast.sanna, event=wrong, passing=passing, seen=seen, because="Misread, looked again."
    )
    assert codes(remains) == []
    assert sample.custody_events.count() == 4
    with pytest.raises(CustodyRefused, match="before"):
        correct_event(user=cast.sanna, event=wrong, passing=passing, seen=seen, because="Again.")


def test_an_explained_break_stays_and_waits_for_nobody(cast: Cast, remains: Remains) -> None:
    a_broken_sample(cast, remains)
    (found,) = breaks_of_remains(remains)
    (task,) = awaiting(cast.sanna)
    assert "not explained" in task.title
    assert task.reason == f"CU-03 {found.name}"
    explain_break(
        user=cast.sanna,
        item=found.item,
        code=found.code,
        event=CustodyEvent.objects.latest("pk"),
        words="Two digits exchanged; the driver says so.",
    )
    (again,) = breaks_of_remains(remains)
    assert again.is_explained
    assert awaiting(cast.sanna) == []
    assert "exchanged" not in Entry.objects.latest("sequence").details_text
    with pytest.raises(CustodyRefused, match="what happened"):
        explain_break(user=cast.sanna, item=found.item, code="CU-03", event=None, words=" ")
    with pytest.raises(PermissionDenied):
        explain_break(user=cast.tomas, item=found.item, code="CU-03", event=None, words="No.")
    assert Explanation.objects.count() == 1


def test_remains_by_hand_need_a_first_entry_within_a_day(cast: Cast) -> None:
    remains = by_hand(cast)
    assert codes(remains) == []
    later = timezone.now() + timedelta(hours=25)
    assert [one.code for one in breaks_of_remains(remains, later)] == ["CU-05"]
    RecoveryEvent.objects.create(
        incident=cast.incident,
        remains=remains,
        recovered_at=START,
        place="Orchard, square E3",
        finder="Teo Varga-Lind",
        recorded_by=cast.teo,
    )
    handed(cast, remains, TEO, DRIVER, START + 5 * HOUR)
    assert breaks_of_remains(remains, later) == []
    sample = a_sample(cast, remains, at=START - HOUR)
    assert [(one.code, one.name) for one in breaks_of_remains(remains)] == [("CU-06", sample.code)]


def test_an_aliquot_before_its_sample(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains)
    (aliquot,) = divide_sample(
        user=cast.sanna,
        sample=sample,
        count=1,
        kind="extract",
        taken_at=START - HOUR,
        taking=TAKEN,
        taker=SANNA,
    )
    assert [(one.code, one.name) for one in breaks_of_remains(remains)] == [("CU-06", aliquot.code)]


def test_a_sample_that_did_not_arrive(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains)
    handed(cast, sample, SANNA, DRIVER, START + HOUR, expected_by=START + 3 * HOUR)
    assert breaks_of_remains(remains, START + 2 * HOUR) == []
    assert codes(remains) == ["CU-04"]
    assert "did not arrive" in awaiting(cast.sanna)[0].title


def test_families_and_parts_of_one_body(cast: Cast, remains: Remains, donor: Person) -> None:
    a_broken_sample(cast, remains)
    other = Remains.objects.get(number="V1")
    assert codes(other) == []
    Reassociation.objects.create(
        incident=cast.incident,
        first=other,
        second=remains,
        reasons="The bones articulate.",
        recorded_by=cast.sanna,
    )
    assert codes(other) == ["CU-03"]
    assert breaks_of_family(donor.family) == []
    sample = a_sample(cast, donor, kind="buccal")
    handed(cast, sample, TEO, OYELIN, START + HOUR)
    (found,) = breaks_of_family(donor.family)
    assert (found.code, found.name) == ("CU-01", sample.code)


def test_the_number_of_queries_does_not_grow(
    cast: Cast, remains: Remains, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_broken_sample(cast, remains)
    with django_assert_num_queries(6):
        breaks_of_remains(remains)
    for _ in range(3):
        a_broken_sample(cast, remains)
    with django_assert_num_queries(6):
        assert len(breaks_of_remains(remains)) == 4
    with django_assert_num_queries(6):
        assert len(breaks_in_sight(cast.mara, cast.incident)) == 4


def test_many_at_once_or_none(cast: Cast, remains: Remains) -> None:
    samples = [a_sample(cast, remains) for _ in range(3)]
    passing = Passing(START + HOUR, SANNA, OYELIN, "the door", "to the laboratory")
    before = CustodyEvent.objects.count()

    def hand(*seals: SealSeen, by: User = cast.sanna) -> list[CustodyEvent]:
        items = list(zip(samples, seals, strict=False))
        return hand_over(user=by, incident=cast.incident, items=items, passing=passing)

    none = SealSeen()
    with pytest.raises(ValidationError):
        hand(none, none, SealSeen(Seal.INTACT, " "))
    change_state(
        user=cast.sanna,
        sample=samples[2],
        state="consumed",
        at=START,
        decided_by="Sanna Feld",
        reason="Used up.",
    )
    with pytest.raises(CustodyRefused, match="no longer there"):
        hand(none, none, none)
    with pytest.raises(CustodyRefused, match="at least one"):
        hand()
    assert CustodyEvent.objects.count() == before
    assert len(hand(none, none)) == 2
    with pytest.raises(PermissionDenied):
        hand(none, by=cast.ruth)
