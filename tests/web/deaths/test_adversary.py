"""What somebody would try who wants to break the record of the dead, and what happens by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from antigone.policy.deaths import Receiver
from antigone.web.accounts.models import Agency
from antigone.web.board.acts.release import release
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification, Proposal
from antigone.web.board.refusal import RuleRefused
from antigone.web.custody.models import CustodyEvent
from antigone.web.deaths.acts.coming_back import came_back, record_recall
from antigone.web.deaths.acts.handing import hand_over_effects, hand_over_remains
from antigone.web.deaths.acts.packing import pack_effects
from antigone.web.deaths.acts.recording import begin_record, confirm_particulars
from antigone.web.deaths.desk import awaiting, informed_of
from antigone.web.deaths.models import ContentsList, DeathRecord, Handover
from antigone.web.deaths.particulars import dead_person_of
from antigone.web.deaths.sealed import particulars_in
from antigone.web.deaths.standing import newest_version
from antigone.web.incidents.models import Incident
from antigone.web.records.models import MissingPerson, Reassociation, Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.deaths.conftest import NAMED, counted, given, read_by_two
from tests.web.deaths.test_pages import at, of, offered, text, words
from tests.web.deaths.test_recording import codes

OTHER = "Інший"


def joined(cast: Cast, one: str, two: str) -> None:
    """As a person who knows better than the DNA of this small incident joins them."""
    first, second = (Remains.objects.get(number=number) for number in (one, two))
    Reassociation.objects.create(
        incident=cast.incident, first=first, second=second, reasons="x", recorded_by=cast.sanna
    )


@pytest.fixture
def somebody_else(cast: Cast, named: DeathRecord, released: Identification) -> Identification:
    """The body was M1 for the board, and is somebody else now: of another family."""
    reopen(user=cast.ilse, decision=released, cause="A sample was swapped.")
    person = MissingPerson.objects.exclude(pk=released.missing_person_id).order_by("pk").first()
    assert person is not None
    assert person.family_id != released.missing_person.family_id
    return copied(released, missing_person=person)


def copied(decision: Identification, **more: object) -> Identification:
    """What another decision looks like that stands; how it comes about is not what is tried here."""
    pair = {name: value for name, value in more.items() if name != "is_part"}
    proposal = Proposal.objects.get(pk=decision.proposal_id)
    proposal.pk = None
    again = Identification.objects.get(pk=decision.pk)
    again.pk, again.stands = None, True
    for name, value in pair.items():
        setattr(proposal, name, value)
    proposal.save()
    for name, value in more.items():
        setattr(again, name, value)
    again.proposal = proposal
    again.save()
    return again


def test_the_name_of_the_first_does_not_pass_to_the_second(
    client_of: ClientOf, cast: Cast, named: DeathRecord, somebody_else: Identification
) -> None:
    """Nor does what this person cannot see: whom to inform of the first would be told of the second."""
    for name in ("mara", "sanna"):
        page = text(client_of(name), at("particulars", named))
        assert 'value="Орлевич"' not in page
        assert "Sadova 3" not in page
    sent = {
        "seen": 1,
        "rests_on": somebody_else.pk,
        "surname": OTHER,
        "from_surname": "board",
        "because": "Decided anew.",
    }
    assert client_of("sanna").post(at("particulars", named), sent).status_code == 302
    version = newest_version(named)
    assert version is not None
    said = particulars_in(version)
    assert said["surname"].value == OTHER
    assert "inform" not in said
    assert "first_names" not in said
    assert version.key_id == somebody_else.missing_person.family.key_id


def test_who_had_another_identification_before_them_confirms_no_name(
    cast: Cast, named: DeathRecord, released: Identification, somebody_else: Identification
) -> None:
    with pytest.raises(ValidationError, match="Another identification stands"):
        confirm_particulars(
            user=cast.sanna,
            record=named,
            particulars=NAMED,
            because="As before.",
            seen_version=1,
            rests_on=released.pk,
        )


def test_what_is_taken_over_is_what_was_shown(
    client_of: ClientOf, cast: Cast, named: DeathRecord
) -> None:
    """Whatever is recorded between: a choice names its words, not its place in a list."""
    mara = client_of("mara")
    page = text(mara, at("particulars", named))
    chosen = offered(page, "surname")
    assert not chosen.isdecimal()
    unknown = {"seen": 1, "take_surname": "0", "because": "x"}
    assert mara.post(at("particulars", named), unknown).status_code == 422


def test_the_receipt_of_one_family_does_not_name_the_dead_of_another(
    client_of: ClientOf,
    cast: Cast,
    named: DeathRecord,
    released: Identification,
    packet: ContentsList,
) -> None:
    row = hand_over_effects(user=cast.sanna, record=named, packets=[packet.packet], given=given())
    mara, receipt = client_of("mara"), of("receipt", named, row.pk)
    assert "Орлевич" in words(mara.get(receipt).content)
    reopen(user=cast.ilse, decision=released, cause="A sample was swapped.")
    assert "Орлевич" not in words(mara.get(receipt).content)
    bureau = replace(given(Receiver.BUREAU), wishes_read="")
    other = Handover.objects.create(
        record=named,
        what="effects",
        receiver="bureau",
        to_name=bureau.to.name,
        to_function="x",
        given_by="x",
        at=timezone.now(),
        place="x",
        recorded_by=cast.sanna,
    )
    assert "Орлевич" not in words(mara.get(of("receipt", named, other.pk)).content)


def test_custody_and_packages_say_the_family_and_no_name(
    cast: Cast, named: DeathRecord, released: Identification, packet: ContentsList
) -> None:
    at_home = replace(given(), place="Sadova 3")
    with translation.override("uk"):
        row = hand_over_effects(
            user=cast.sanna, record=named, packets=[packet.packet], given=at_home
        )
    (shown,) = dead_person_of(named).packets
    assert shown.where == "the family"
    events = CustodyEvent.objects.filter(packet=packet.packet).order_by("pk")
    went = events.last()
    assert went is not None
    assert "Orlevych" not in f"{went.to_name} {went.to_function}"
    (told,) = informed_of(named.remains, released.missing_person)
    assert told.who == "the family"
    came_back(user=cast.sanna, handover=row, at=timezone.now(), because="Not theirs.")
    back = events.last()
    assert back is not None
    # In the words of the entry before, whatever the language is now: else custody is broken.
    assert (back.from_name, back.from_function) == (went.to_name, went.to_function)
    assert back.reason == "Came back from the family"


def test_the_statement_of_the_owner_is_for_those_who_read_names(
    client_of: ClientOf, cast: Cast, named: DeathRecord, identification: Identification
) -> None:
    row = pack_effects(
        user=cast.sanna,
        record=named,
        remains=named.remains,
        kind="effects",
        counted=replace(counted("4471"), owner="Davyd Orlevych"),
    )
    paper = reverse("deaths:packet_paper", args=[cast.incident.slug, row.packet.pk])
    for name, reads in (("mara", True), ("teo", False)):
        assert ("Davyd" in words(client_of(name).get(paper).content)) is reads
        assert ("Davyd" in text(client_of(name), at("effects", named))) is reads
    reopen(user=cast.ilse, decision=identification, cause="A sample was swapped.")
    assert "Davyd" not in words(client_of("mara").get(paper).content)


def test_nothing_is_entered_that_is_still_to_come(
    client_of: ClientOf, cast: Cast, named: DeathRecord, released: Identification
) -> None:
    tomorrow = timezone.localtime() + timedelta(days=1)
    sanna = client_of("sanna")
    read = {"died": f"{tomorrow:%Y-%m-%d}", "from_died": "disc", "because": "x", "seen": 1}
    assert sanna.post(at("particulars", named), read).status_code == 422
    buried = {"kind": "burial", "day": f"{tomorrow:%Y-%m-%d}", "carried_out_by": "x"}
    assert sanna.post(at("grave", named), buried).status_code == 422
    handed = {
        "to_name": "x",
        "to_function": "x",
        "given_by": "x",
        "given_function": "x",
        "at": f"{tomorrow:%Y-%m-%dT%H:%M}",
        "place": "x",
    }
    answer = sanna.post(at("hand_over", named, what="remains", to="authority"), handed)
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_two_records_of_what_was_joined_since_say_so(
    client_of: ClientOf, cast: Cast, nameless: DeathRecord
) -> None:
    other = begin_record(user=cast.sanna, remains=Remains.objects.get(number="V2"))
    sanna = client_of("sanna")
    assert "Another record is about this body" not in text(sanna, nameless.get_absolute_url())
    joined(cast, "V1", "V2")
    for one, another in ((nameless, other), (other, nameless)):
        page = text(sanna, one.get_absolute_url())
        assert "Another record is about this body" in page
        assert another.number in page


def test_a_part_out_of_sight_is_not_numbered(
    client_of: ClientOf, cast: Cast, nameless: DeathRecord
) -> None:
    joined(cast, "V1", "V2")
    sanna = client_of("sanna")
    assert ">V2<" in text(sanna, at("handing", nameless))
    leader = Agency.objects.create(name="Leader", short="L")
    Incident.objects.filter(pk=cast.incident.pk).update(agency=leader)
    Remains.objects.filter(number="V1").update(agency=cast.sanna.agency)
    Remains.objects.filter(number="V2").update(agency=leader)
    for view in ("record", "handing", "effects"):
        assert ">V2<" not in text(sanna, at(view, nameless)), view


@pytest.fixture
def further_part(cast: Cast, named: DeathRecord, identification: Identification) -> Identification:
    """V2 is identified as a further part of the same body, by a decision of its own (ID-15)."""
    Identification.objects.filter(pk=identification.pk).update(is_part=True)
    remains = Remains.objects.select_related("incident").get(number="V2")
    return copied(identification, remains=remains, is_part=True)


def test_a_part_goes_to_no_family_before_its_own_decision_is_released(
    cast: Cast, named: DeathRecord, released: Identification, further_part: Identification
) -> None:
    for part in (named.remains, further_part.remains):
        read_by_two(cast, part)
    with pytest.raises(RuleRefused) as refused:
        hand_over_remains(user=cast.sanna, record=named, given=given())
    assert codes(refused) == {"DE-13"}
    release(user=cast.mara, identification=further_part)
    made = hand_over_remains(user=cast.sanna, record=named, given=given())
    assert {part.number for part in made.parts.all()} == {"V1", "V2"}


def test_who_was_given_a_part_is_told_when_the_decision_on_that_part_falls(
    client_of: ClientOf,
    cast: Cast,
    named: DeathRecord,
    released: Identification,
    further_part: Identification,
) -> None:
    for part in (named.remains, further_part.remains):
        read_by_two(cast, part)
    release(user=cast.mara, identification=further_part)
    made = hand_over_remains(user=cast.sanna, record=named, given=given())
    assert not made.fell
    reopen(user=cast.ilse, decision=further_part, cause="The part is of somebody else.")
    assert Identification.objects.get(pk=released.pk).stands
    assert Handover.objects.get(pk=made.pk).fell
    assert any("was not told" in task.title for task in awaiting(cast.mara))
    assert "the receiver was not told yet" in text(client_of("mara"), at("handing", named))
    (told,) = informed_of(further_part.remains, further_part.missing_person)
    assert told.corrected_at is None
    record_recall(
        user=cast.mara, handover=made, told_at=timezone.now(), told_by="Ruth", words="Told."
    )
    assert not any("was not told" in task.title for task in awaiting(cast.mara))
    with pytest.raises(RuleRefused) as refused:
        record_recall(
            user=cast.mara, handover=made, told_at=timezone.now(), told_by="Ruth", words="Again."
        )
    assert codes(refused) == {"DE-17"}
    reopen(user=cast.ilse, decision=released, cause="The whole body is of somebody else.")
    assert any("was not told" in task.title for task in awaiting(cast.mara))
    (told,) = informed_of(released.remains, released.missing_person)
    assert told.corrected_at is None
    assert "A further identification fell since" in text(client_of("mara"), at("handing", named))
    page = text(client_of("mara"), of("recall", named, made.pk))
    assert "They were told" in page
    assert "A further identification fell since" in page
    record_recall(
        user=cast.mara, handover=made, told_at=timezone.now(), told_by="Ruth", words="All of it."
    )
    assert not any("was not told" in task.title for task in awaiting(cast.mara))
    (told,) = informed_of(released.remains, released.missing_person)
    assert told.corrected_at is not None
