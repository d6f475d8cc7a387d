"""From entries in the database to breaks: of remains, of families, of an incident; in few queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from antigone.policy.custody import Seal
from antigone.web.accounts.models import User
from antigone.web.custody import judged
from antigone.web.custody.acts.hand_over import correct_event, explain_break, hand_over
from antigone.web.custody.acts.passing import CustodyRefused, Passing, SealSeen
from antigone.web.custody.acts.take import change_state, divide_sample
from antigone.web.custody.breaks import breaks_in_sight, breaks_of_family, breaks_of_remains
from antigone.web.custody.desk import awaiting
from antigone.web.custody.models import CustodyEvent, Explanation, Sample
from antigone.web.journal.models import Entry
from antigone.web.journal.services import record
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
    with django_assert_num_queries(11):
        breaks_of_remains(remains)
    for _ in range(3):
        a_broken_sample(cast, remains)
    with django_assert_num_queries(11):
        assert len(breaks_of_remains(remains)) == 4
    assert len(breaks_in_sight(cast.mara, cast.incident)) == 4
    a_broken_sample(cast, remains)
    # The entries since, the chains that they may have changed, and what is broken by now.
    with django_assert_num_queries(13):
        assert len(breaks_in_sight(cast.mara, cast.incident)) == 5
    with django_assert_num_queries(6):
        assert len(breaks_in_sight(cast.mara, cast.incident)) == 5


def test_what_was_judged_before_is_as_if_judged_now(
    cast: Cast, remains: Remains, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each act that may change a chain; also where time alone makes a break."""
    made = by_hand(cast, "PM-0148")
    sample = a_sample(cast, remains)
    steps: list[Callable[[], object]] = [
        lambda: handed(cast, sample, SANNA, DRIVER, START + HOUR, expected_by=START + 9 * HOUR),
        lambda: divided(cast, sample),
        lambda: handed(cast, sample, TEO, OYELIN, START + 2 * HOUR),
        lambda: a_broken_sample(cast, made),
        lambda: cancel(cast),
        lambda: handed(cast, made, TEO, SANNA, START + 3 * HOUR),
    ]
    for step in steps:
        step()
        for now in (START + 4 * HOUR, timezone.now(), timezone.now() + timedelta(days=30)):
            kept = slugs(cast, now)
            with monkeypatch.context() as anew:
                anew.setattr(judged, "_KEPT", {})
                assert kept == slugs(cast, now)
    assert len(kept) == 3


def slugs(cast: Cast, now: datetime) -> list[str]:
    return sorted(one.slug for one in breaks_in_sight(cast.mara, cast.incident, now))


def divided(cast: Cast, sample: Sample) -> None:
    """Before it was taken."""
    how = {"count": 1, "kind": "extract", "taken_at": START - HOUR, "taking": TAKEN, "taker": SANNA}
    divide_sample(user=cast.sanna, sample=sample, **how)  # type: ignore[arg-type]


def cancel(cast: Cast) -> None:
    """Something is recorded that has nothing to do with custody."""
    with transaction.atomic():
        record(
            actor="mara", act="run.cancelled", incident=cast.incident.slug, subject="-", details={}
        )


def test_after_an_act_that_nobody_knows_everything_is_judged(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains)
    assert breaks_in_sight(cast.mara, cast.incident) == []
    Sample.objects.filter(pk=sample.pk).update(taken_at=START - 90 * HOUR)
    assert breaks_in_sight(cast.mara, cast.incident) == []
    with transaction.atomic():
        record(actor="mara", act="of.tomorrow", incident=cast.incident.slug, subject="", details={})
    (found,) = breaks_in_sight(cast.mara, cast.incident)
    assert found.code == "CU-05"


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
