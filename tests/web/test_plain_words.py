"""What is told of a family stands nowhere plain, but where decision 8 says so; and goes with it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from antigone.policy.consent import Attestation
from antigone.policy.purposes import Asked
from antigone.web.custody.acts.hand_over import hand_over
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.acts.read import Particulars, enter_reading
from antigone.web.custody.acts.take import change_state, correct_sample, take_sample
from antigone.web.custody.taking import Taking
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.records.alive import record_found_alive, record_sought_again
from antigone.web.records.consent import record_basis, record_objection
from antigone.web.records.models import Family, MissingPerson, Person
from antigone.web.requests.consent_texts import CURRENT
from antigone.web.requests.consents import Question, record_answer
from antigone.web.requests.joining import join_persons, part_persons, record_two_persons
from antigone.web.requests.models import ConsentGiven, Purpose, TracingRequest
from antigone.web.requests.pedigree_codes import name_relative
from tests.web.conftest import Cast
from tests.web.media.drawn import jpeg
from tests.web.requests.taking import ENQUIRER, SOUGHT, take

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
TOLD = re.compile(r"Zq[a-z]+|zq(?:family|given|place|circumstances|enquirer|secret|name|mother)")
"""Every word that is told, or written of a family, begins like this; those that are told, in small
letters too. A random code may have these two letters."""

RANDOM = {"accounts.User.password"}
"""Salts and hashes of letters of either kind: any two of them may stand there, and nobody told them."""

STAYS = {"records.Objection.reason", "custody.CustodyEvent.to_name"}
"""What stays plain after a withdrawal: decision 8 says so."""

PLAIN = STAYS | {
    "records.NameIndex.family",
    "records.NameIndex.given",
    "records.NameWord.word",
    "records.NameWord.keys",
    "records.LegalBasis.given_by",
    "records.LegalBasis.function",
    "records.FoundAlive.reason",
    "records.FoundAlive.taken_back_because",
    "records.SamePerson.reasons",
    "records.SamePerson.parted_because",
    "requests.NotSame.reasons",
    "custody.Reading.quality",
    "custody.SampleCorrection.because",
    "custody.StateChange.decided_by",
    "custody.StateChange.reason",
    "custody.CustodyEvent.reason",
    "custody.CustodyEvent.witness",
    "custody.CustodyEvent.note",
}
"""What stands plain until then: names to look for, and what people wrote of what they did."""


def plain_words() -> dict[str, set[str]]:
    """By column the words of a family that stand in it, in all tables."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        fields = [
            field
            for field in model._meta.concrete_fields
            if not field.is_relation and f"{model._meta.label}.{field.name}" not in RANDOM
        ]
        for row in model._default_manager.all():
            for field in fields:
                words = set(TOLD.findall(_text(field, getattr(row, field.attname))))
                if words:
                    found.setdefault(f"{model._meta.label}.{field.name}", set()).update(words)
    return found


def _text(field: models.Field[Any, Any], value: object) -> str:
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(field, models.BinaryField):
        return bytes(value or b"").decode("latin-1")  # type: ignore[call-overload,no-any-return]
    return str(value)


def told(cast: Cast) -> TracingRequest:
    """A family that told everything, and of whom everything was written down."""
    sought = SOUGHT | {
        "names": [{"family": "Zqfamily", "given": "Zqgiven"}],
        "seen_where": "Zqplace",
        "circumstances": "Zqcircumstances",
    }
    enquirer = {"name_own": "Zqenquirer", "telephone": "Zqtelephone", "not_told": "Zqsecret"}
    request = take(cast, {"sought": sought}, enquirer={**ENQUIRER, **enquirer})
    other = take(cast, {"sought": SOUGHT})
    one = MissingPerson.objects.get(family=request.family)
    two = MissingPerson.objects.get(family=other.family)
    _consents(cast, request.family)
    record_two_persons(user=cast.nadia, first=one, second=two, reasons="Zqapart")
    join = join_persons(user=cast.nadia, first=one, second=two, reasons="Zqjoined")
    part_persons(user=cast.nadia, join=join, reasons="Zqparted")
    alive = record_found_alive(user=cast.nadia, missing_person=one, reason="Zqalive")
    record_sought_again(user=cast.nadia, found=alive, reason="Zqerror")
    assert request.enquirer
    name_relative(user=cast.nadia, person=request.enquirer, name="Zqname", contact="Zqcontact")
    _samples(cast, request.enquirer)
    described = Described("portrait", "Zqshows", taken_by="Zqphotographer")
    add_picture(
        user=cast.nadia,
        place=Place.of_family(request.family, one),
        name="Zqfile.jpg",
        content=jpeg(),
        described=described,
    )
    return request


def _consents(cast: Cast, family: Family) -> None:
    attestation = Attestation("Zqmother Zqfamily", "Zqfunction", "consent", "", True)
    record_basis(user=cast.nadia, covered=family, attestation=attestation, statement="I consent.")
    donor = Person.objects.get(pk=family.tracing_request.enquirer_id or 0)
    for question in (Question(Purpose.PHOTOGRAPHS), Question(Purpose.DNA, donor)):
        asked = Asked(
            purpose=question.purpose.value,
            answer="yes",
            kind="consent",
            particulars="",
            asked="Zqasked",
            interviewer="Nadia Sarkis",
            text_version=CURRENT,
            language="English",
            given_on=date(2026, 10, 20),
            recipient="",
        )
        record_answer(
            user=cast.nadia,
            family=family,
            question=question,
            asked=asked,
            capacity=ConsentGiven.Capacity.OWN,
            witness="Zqwitness",
            note="Zqnote",
        )


def _samples(cast: Cast, donor: Person) -> None:
    taking = Taking(taken_by="Nadia Sarkis", place="Zqkitchen", note="Zqtaking")
    taker = Hands("Nadia Sarkis", "liaison officer", "MPO")
    sample = take_sample(
        user=cast.nadia, owner=donor, kind="buccal", taken_at=NOW, taking=taking, taker=taker
    )
    correct_sample(
        user=cast.nadia, sample=sample, kind="blood", taken_at=NOW, taking=taking, because="Zqwrong"
    )
    said = Particulars("Lab", "Kit", "Dr O", date(2026, 10, 21), quality="Zqquality: 9.3 at L1")
    enter_reading(
        user=cast.oyelin, sample=sample, particulars=said, profile={"L1": ("Zqallele", "9")}
    )
    receiver = Hands("Zqhands", "mother", "–")
    passing = Passing(NOW, taker, receiver, "MPO", "Zqwhy", witness="Zqseen", note="Zqpassing")
    hand_over(
        user=cast.nadia, incident=cast.incident, items=[(sample, SealSeen())], passing=passing
    )
    change_state(
        user=cast.nadia,
        sample=sample,
        state="returned",
        at=NOW,
        decided_by="Zqdecided",
        reason="Zqreturned",
    )


def test_nothing_of_a_family_stands_plain_but_what_is_known_to(cast: Cast) -> None:
    told(cast)
    assert set(plain_words()) - PLAIN == set()


def test_after_a_withdrawal_nothing_is_left_but_what_stays(cast: Cast) -> None:
    request = told(cast)
    record_objection(user=cast.nadia, covered=request.family, reason="Zqwithdrawal")
    assert set(plain_words()) == STAYS
