"""Samples: taken, divided, corrected, used up; packets. Nothing is lost, nothing stands twice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.custody.acts.take import (
    change_state,
    correct_sample,
    divide_sample,
    pack,
    take_sample,
)
from antigone.web.custody.models import CustodyEvent, Packet, Sample, StateChange
from antigone.web.custody.taking import Taking, owner_in_words, taking_of
from antigone.web.journal.models import Entry
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Person, Remains
from antigone.web.sealing.keys import destroy
from tests.web.conftest import Cast
from tests.web.custody.making import SANNA, START, TAKEN, a_sample

FROM_HOME = Taking(taken_by="Nadia Sarkis", place="Lindenstrasse 4", note="the elder sister")


def test_a_sample_gets_a_code_and_its_chain_begins(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains, seal="4471")
    assert remains.number not in sample.code.split("-")
    assert taking_of(sample) == TAKEN
    (event,) = CustodyEvent.objects.all()
    assert (event.sample, event.from_name, event.to_name) == (sample, SANNA.name, SANNA.name)
    assert (event.seal_new, event.at) == ("4471", START)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject, entry.actor) == ("sample.taken", sample.code, "sanna")


def test_what_is_written_of_a_relatives_sample_is_sealed(cast: Cast, donor: Person) -> None:
    sample = a_sample(cast, donor, kind="buccal")
    sample = Sample.objects.select_related("person__key").get(pk=sample.pk)
    sample = correct_sample(
        user=cast.nadia,
        sample=sample,
        kind="buccal",
        taken_at=START,
        taking=FROM_HOME,
        because="Another form.",
    )
    assert sample.taking == {}
    assert b"Lindenstrasse" not in bytes(sample.sealed or b"")
    assert taking_of(sample) == FROM_HOME
    assert taking_of(sample.corrections.get()) == TAKEN
    everything = json.dumps([*CustodyEvent.objects.values("place", "note", "reason", "witness")])
    everything += json.dumps([one.details_text for one in Entry.objects.all()])
    assert "Lindenstrasse" not in everything
    assert "sister" not in everything
    assert donor.family.name not in owner_in_words(sample)
    donor.refresh_from_db()
    assert donor.donor_code
    assert donor.donor_code in owner_in_words(sample)
    assert donor.key
    destroy(donor.key)
    sample = Sample.objects.select_related("person__key").get(pk=sample.pk)
    assert taking_of(sample) is None
    assert taking_of(sample.corrections.get()) is None
    donor = Person.objects.select_related("family__incident", "key").get(pk=donor.pk)
    with pytest.raises(CustodyRefused, match="has withdrawn"):
        a_sample(cast, donor, kind="buccal")
    with pytest.raises(CustodyRefused, match="has withdrawn"):
        divide_sample(
            user=cast.nadia,
            sample=sample,
            count=1,
            kind="extract",
            taken_at=START,
            taking=TAKEN,
            taker=SANNA,
        )
    change_state(
        user=cast.nadia,
        sample=sample,
        state="destroyed",
        at=START,
        decided_by="Nadia Sarkis",
        reason="Asked for.",
    )


def test_a_relative_keeps_one_code_and_one_key(cast: Cast, donor: Person) -> None:
    first, second = (a_sample(cast, donor, kind="buccal") for _ in range(2))
    assert first.code != second.code
    people = {Sample.objects.get(pk=s.pk).person for s in (first, second)}
    assert len({(p and p.donor_code, p and p.key_id) for p in people}) == 1


def test_aliquots_have_codes_and_chains_of_their_own(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains)
    made = divide_sample(
        user=cast.sanna,
        sample=sample,
        count=3,
        kind="extract",
        taken_at=START + timedelta(days=1),
        taking=TAKEN,
        taker=SANNA,
        used_up=True,
    )
    assert len({one.code for one in (sample, *made)}) == 4
    assert {one.parent_id for one in made} == {sample.pk}
    assert CustodyEvent.objects.filter(sample__in=made).count() == 3
    sample.refresh_from_db()
    assert sample.state == Sample.State.CONSUMED
    with pytest.raises(CustodyRefused, match="no longer there"):
        divide_sample(
            user=cast.sanna,
            sample=sample,
            count=1,
            kind="extract",
            taken_at=START,
            taking=TAKEN,
            taker=SANNA,
        )


def test_what_became_of_it_is_entered_and_can_be_an_error(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains)
    for state, reason in (("destroyed", "Court order 7."), ("here", "Another sample was meant.")):
        change_state(
            user=cast.sanna,
            sample=sample,
            state=state,
            at=START,
            decided_by="Ilse Brandt",
            reason=reason,
        )
    assert StateChange.objects.count() == 2
    sample.refresh_from_db()
    with pytest.raises(CustodyRefused, match="already"):
        change_state(
            user=cast.sanna, sample=sample, state="here", at=START, decided_by="X", reason="Y"
        )
    details = "".join(one.details_text for one in Entry.objects.all())
    assert "Court order" not in details


def test_a_correction_keeps_what_was_there(cast: Cast, remains: Remains) -> None:
    sample = a_sample(cast, remains)

    def correct(taking: Taking, because: str) -> Sample:
        return correct_sample(
            user=cast.sanna,
            sample=sample,
            kind="tooth",
            taken_at=START,
            taking=taking,
            because=because,
        )

    with pytest.raises(CustodyRefused, match="why"):
        correct(TAKEN, " ")
    corrected = correct(
        Taking(element="36", taken_by=SANNA.name, place="table 2"), "It is a tooth."
    )
    assert corrected.kind == "tooth"
    assert corrected.corrections.get().kind == "bone"


def test_a_packet_has_a_chain_too(cast: Cast, remains: Remains) -> None:
    packet = pack(
        user=cast.sanna,
        remains=remains,
        kind="effects",
        contents="Items 1 to 4.",
        packed_at=START,
        packer=SANNA,
        place="table 2",
        seal="88",
    )
    assert packet.code.startswith("P-")
    assert CustodyEvent.objects.get().packet == packet
    with pytest.raises(ValidationError):
        pack(
            user=cast.sanna,
            remains=remains,
            kind="a dog",
            contents="",
            packed_at=START,
            packer=SANNA,
            place="table 2",
        )
    assert Packet.objects.count() == 1


@pytest.mark.parametrize("who", ["ilse", "ruth", "tomas", "ada", "piet"])
def test_it_requires_the_right(cast: Cast, remains: Remains, donor: Person, who: str) -> None:
    user = getattr(cast, who)
    sample = a_sample(cast, remains)
    for owner in (remains, donor):
        with pytest.raises(PermissionDenied):
            a_sample_by(user, owner)
    with pytest.raises(PermissionDenied):
        correct_sample(
            user=user, sample=sample, kind="bone", taken_at=START, taking=TAKEN, because="No."
        )


def test_each_side_needs_its_own_sight(cast: Cast, remains: Remains, donor: Person) -> None:
    with pytest.raises(PermissionDenied):
        a_sample_by(cast.nadia, remains)
    with pytest.raises(PermissionDenied):
        a_sample_by(cast.teo, donor)
    assert a_sample_by(cast.teo, remains)
    assert a_sample_by(cast.nadia, donor)


def a_sample_by(user: object, owner: Remains | Person) -> Sample:
    return take_sample(
        user=user,  # type: ignore[arg-type]
        owner=owner,
        kind="bone",
        taken_at=START,
        taking=TAKEN,
        taker=SANNA,
    )


def test_nothing_is_taken_of_who_withdrew_while_the_page_was_open(
    cast: Cast, donor: Person
) -> None:
    seen = Person.objects.select_related("family__incident", "family__key", "key").get(pk=donor.pk)
    assert not seen.family.is_withdrawn
    record_objection(user=cast.nadia, covered=donor.family, reason="They asked for it.")
    with pytest.raises(CustodyRefused):
        a_sample(cast, seen, kind="buccal")
    assert not Sample.objects.exists()
