"""From a recipient's key to the answer: what goes, what is withheld, and how it is corrected."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pyrage  # type: ignore[import-untyped]
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from antigone.formats.package import follows
from antigone.formats.package_sealing import NoAgeKey
from antigone.formats.problems import FormatError
from antigone.policy.deaths import Particular
from antigone.policy.purposes import Asked
from antigone.web.accounts.models import User
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.board.refusal import RuleRefused
from antigone.web.deaths.acts.recording import begin_record
from antigone.web.deaths.models import DeathRecord
from antigone.web.incidents.desk import informed_of
from antigone.web.journal.models import Entry
from antigone.web.records.consent import record_basis, record_objection
from antigone.web.records.models import Family, Remains
from antigone.web.requests.consent_texts import TEXTS
from antigone.web.requests.consents import Question, record_answer
from antigone.web.requests.models import ConsentGiven, Purpose
from antigone.web.transmissions.acts.afterwards import enter_answer, take_out
from antigone.web.transmissions.acts.drafts import PackageClosed, drop, withhold
from antigone.web.transmissions.acts.make import approve
from antigone.web.transmissions.acts.recipients import (
    confirm_key,
    enter_key,
    enter_recipient,
    retire_key,
    retire_recipient,
)
from antigone.web.transmissions.content import kept
from antigone.web.transmissions.models import Item, Package
from tests.web.conftest import Cast
from tests.web.deaths.conftest import NAMED, confirm
from tests.web.records.conftest import STATED
from tests.web.transmissions.conftest import (
    PURPOSE,
    Bureau,
    drafted,
    fields_of,
    kinds,
    made,
    sent,
)


def refused(act: Callable[[], object]) -> list[str]:
    """The codes of the rules that stand against an act."""
    with pytest.raises(RuleRefused) as refusal:
        act()
    return sorted({finding.code for finding in refusal.value.findings})


def test_a_package_is_made_and_opened_by_its_recipient_alone(
    cast: Cast, second: User, agency: Bureau, records: list[DeathRecord]
) -> None:
    package = made(cast, second, agency.recipient, *records)
    opened = agency.opens(package)
    assert opened.manifest.number == package.number == "T-CTA-0001"
    assert opened.manifest.prepared_by == cast.mara.full_name
    assert opened.manifest.approved_by == second.full_name
    first, other = (one.person for one in opened.dead.persons)
    assert (first.identified, first.surname, first.service_number) == (True, "Орлевич", "АА-118204")
    assert first.documents == ("letter", "half of a disc")
    assert (other.identified, other.surname, other.service_number) == (False, "", "АА-118204")
    assert first.withheld == other.withheld == ()
    assert opened.manifest_sha256 == package.manifest_sha256


def test_nothing_of_the_list_stands_plain_beside_the_file(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = made(cast, second, agency.recipient, named)
    row = Package.objects.filter(pk=package.pk).values().get()
    item = package.items.get()
    assert "Орлевич" not in str(row)
    file = row["encrypted"]
    assert file is not None
    assert "Орлевич".encode() not in bytes(file)
    assert item.content_text == ""
    assert item.sealed is not None
    assert "Орлевич".encode() not in memoryview(item.sealed).tobytes()
    person = kept(item)
    assert person is not None
    assert person == agency.opens(package).dead.persons[0].person
    entries = " ".join(entry.details_text for entry in Entry.objects.all())
    assert "Орлевич" not in entries
    assert "Lidiia" not in entries


def test_tm_01_a_key_is_compared_by_a_second_person(cast: Cast, second: User) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    entered = enter_recipient(
        user=cast.mara,
        incident=cast.incident,
        name="Protecting Power",
        short="PP",
        kind="protecting_power",
        public=f" {key} ",
    ).keys.get()
    assert entered.public == key
    own = refused(lambda: confirm_key(user=cast.mara, key=entered, spoken_with="Lucie Favre"))
    assert own == ["TM-01"]
    assert refused(lambda: confirm_key(user=second, key=entered, spoken_with="Lucie")) == ["TM-01"]
    assert confirm_key(user=second, key=entered, spoken_with="Lucie Favre").is_in_use


def test_tm_01_a_new_key_replaces_the_old_once_it_is_compared(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord, nameless: DeathRecord
) -> None:
    first = made(cast, second, agency.recipient, named)
    identity = pyrage.x25519.Identity.generate()
    key = enter_key(user=cast.mara, recipient=agency.recipient, public=str(identity.to_public()))
    assert agency.recipient.keys.filter(confirmed_at__isnull=False, retired_at=None).count() == 1
    confirm_key(user=second, key=key, spoken_with="Lucie Favre")
    later = made(cast, second, agency.recipient, nameless)
    with pytest.raises(FormatError):
        agency.opens(later)
    assert replace(agency, identity=str(identity)).opens(later).manifest.sequence == 2
    assert agency.opens(first).manifest.sequence == 1


def test_tm_01_nothing_goes_without_a_key_in_use(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord, nameless: DeathRecord
) -> None:
    waiting = drafted(cast.mara, agency.recipient, named)
    retire_key(user=cast.mara, key=agency.recipient.keys.get())
    assert refused(lambda: approve(user=second, package=waiting)) == ["TM-01"]
    assert refused(lambda: drafted(cast.mara, agency.recipient, nameless)) == ["TM-01"]


def test_tm_01_nothing_goes_to_a_recipient_that_was_ended(
    cast: Cast, agency: Bureau, named: DeathRecord
) -> None:
    assert refused(
        lambda: retire_recipient(user=cast.mara, recipient=agency.recipient, because=" ")
    ) == ["BO-07"]
    ended = retire_recipient(user=cast.mara, recipient=agency.recipient, because="It is closed.")
    assert refused(lambda: drafted(cast.mara, ended, named)) == ["TM-01"]


@pytest.mark.parametrize("key", ["", "age1", "AGE-SECRET-KEY-1"])
def test_what_is_no_key_is_not_entered(cast: Cast, key: str) -> None:
    with pytest.raises(NoAgeKey):
        enter_recipient(
            user=cast.mara, incident=cast.incident, name="X", short="XX", kind="other", public=key
        )


def test_a_short_name_is_used_once(cast: Cast, agency: Bureau) -> None:
    public = str(pyrage.x25519.Identity.generate().to_public())
    with pytest.raises(ValidationError):
        enter_recipient(
            user=cast.mara,
            incident=cast.incident,
            name="Another",
            short="CTA",
            kind="other",
            public=public,
        )


def test_tm_02_who_drafts_does_not_approve(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = drafted(cast.mara, agency.recipient, named)
    assert refused(lambda: approve(user=cast.mara, package=package)) == ["TM-02"]
    approve(user=second, package=package)
    with pytest.raises(PackageClosed):
        approve(user=second, package=package)


@pytest.mark.parametrize("name", ["oyelin", "ilse", "sanna", "tomas", "ruth", "nadia"])
def test_only_who_may_transmit_does(
    cast: Cast, agency: Bureau, named: DeathRecord, name: str
) -> None:
    package = drafted(cast.mara, agency.recipient, named)
    with pytest.raises(PermissionDenied):
        approve(user=getattr(cast, name), package=package)
    with pytest.raises(PermissionDenied):
        drafted(getattr(cast, name), agency.recipient, named)


def test_tm_03_a_name_goes_only_while_the_identification_stands(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    waiting = drafted(cast.mara, agency.recipient, named)
    overturn(cast, named)
    assert refused(lambda: approve(user=second, package=waiting)) == ["TM-07"]
    package = made(cast, second, agency.recipient, named)
    person = agency.opens(package).dead.persons[0].person
    assert (person.identified, person.surname, person.inform) == (False, "", "")
    assert person.service_number == "АА-118204"


def test_tm_04_a_particular_is_withheld_from_a_party_with_a_reason(
    cast: Cast, second: User, party: Bureau, named: DeathRecord
) -> None:
    package = drafted(cast.mara, party.recipient, named)
    item = package.items.get()
    short = refused(lambda: withhold(user=cast.mara, item=item, fields=["inform"], reason="harm"))
    assert short == ["TM-04"]
    with pytest.raises(PermissionDenied):
        withhold(user=second, item=item, fields=["inform"], reason="Lives under occupation.")
    withhold(user=cast.mara, item=item, fields=["inform"], reason="Lives under occupation.")
    opened = party.opens(approve(user=second, package=package))
    assert fields_of(opened, named.number) == ("inform",)
    assert opened.dead.persons[0].person.inform == ""
    assert "occupation" not in str(opened)
    assert "occupation" not in " ".join(entry.details_text for entry in Entry.objects.all())


def test_tm_04_nothing_is_withheld_from_the_central_agency(
    cast: Cast, agency: Bureau, named: DeathRecord
) -> None:
    item = drafted(cast.mara, agency.recipient, named).items.get()
    reason = "Lives under occupation."
    act = refused(lambda: withhold(user=cast.mara, item=item, fields=["inform"], reason=reason))
    assert act == ["TM-04"]


def test_tm_05_relatives_go_only_if_the_family_says_yes_to_the_recipient(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    """Of a family whose request was taken here; also from the Central Agency it is withheld."""
    family = taken_here(cast)
    first = agency.opens(made(cast, second, agency.recipient, named))
    assert fields_of(first, named.number) == ("inform",)
    assert first.dead.persons[0].person.surname == "Орлевич"
    assert kinds(agency.recipient) == {}
    say_yes(cast, family, "central tracing agency")
    assert kinds(agency.recipient) == {named.number: "correction"}
    later = agency.opens(made(cast, second, agency.recipient, named))
    assert fields_of(later, named.number) == ()
    assert later.dead.persons[0].person.inform.startswith("Lidiia")
    assert later.dead.persons[0].corrects == "T-CTA-0001"


def test_tm_05_without_a_basis_nothing_goes_that_the_family_told(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    Family.objects.filter(name="F1").update(source_file=None)
    opened = agency.opens(made(cast, second, agency.recipient, named))
    assert fields_of(opened, named.number) == ("first_names", "inform", "surname")
    person = opened.dead.persons[0].person
    assert (person.identified, person.surname) == (True, "")
    assert person.service_number == "АА-118204"


def test_tm_06_packages_are_numbered_without_a_gap_and_each_names_the_one_before(
    cast: Cast,
    second: User,
    agency: Bureau,
    party: Bureau,
    named: DeathRecord,
    nameless: DeathRecord,
) -> None:
    first = made(cast, second, agency.recipient, named)
    drop(user=cast.mara, package=drafted(cast.mara, agency.recipient, nameless), because="Wait.")
    to_party = made(cast, second, party.recipient, named)
    later = made(cast, second, agency.recipient, nameless)
    assert (first.number, later.number, to_party.number) == (
        "T-CTA-0001",
        "T-CTA-0002",
        "T-BM-0001",
    )
    assert follows(agency.opens(first), agency.opens(later))
    assert not follows(party.opens(to_party), agency.opens(later))


def test_tm_07_only_confirmed_records_that_the_recipient_does_not_have(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    begun = begin_record(user=cast.sanna, remains=Remains.objects.get(number="V3"))
    assert kinds(agency.recipient) == {named.number: "new"}
    assert refused(lambda: drafted(cast.mara, agency.recipient, begun)) == ["TM-07"]
    assert refused(lambda: drafted(cast.mara, agency.recipient)) == ["TM-07"]
    twice = drafted(cast.mara, agency.recipient, named)
    made(cast, second, agency.recipient, named)
    assert kinds(agency.recipient) == {}
    assert refused(lambda: drafted(cast.mara, agency.recipient, named)) == ["TM-07"]
    assert refused(lambda: approve(user=second, package=twice)) == ["TM-07"]


def test_tm_07_what_changed_since_goes_into_a_new_draft(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = drafted(cast.mara, agency.recipient, named)
    confirm(cast.sanna, named, NAMED | {"rank": Particular("private", "disc")}, "The disc says so.")
    assert refused(lambda: approve(user=second, package=package)) == ["TM-07"]
    drop(user=second, package=package, because="The record changed.")
    opened = agency.opens(made(cast, second, agency.recipient, named))
    assert (opened.dead.persons[0].person.rank, opened.manifest.sequence) == ("private", 1)


def test_tm_08_a_name_is_withdrawn_by_a_later_package(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    first = sent(cast, second, agency.recipient, named)
    decision = overturn(cast, named)
    told = [
        one for one in informed_of(decision.remains, decision.missing_person) if "T-" in one.what
    ]
    assert [(one.who, one.corrected_at) for one in told] == [("Central Tracing Agency", None)]
    assert kinds(agency.recipient) == {named.number: "name_withdrawn"}
    package = made(cast, second, agency.recipient, named)
    one = agency.opens(package).dead.persons[0]
    assert (one.kind, one.corrects, one.person.identified) == (
        "name_withdrawn",
        first.number,
        False,
    )
    assert not corrected(decision)
    take_out(user=second, package=package, what="list", purpose="law", words=PURPOSE)
    assert corrected(decision)
    assert kept(first.items.get()) is not None


def corrected(decision: Identification) -> bool:
    told = [
        one for one in informed_of(decision.remains, decision.missing_person) if "T-" in one.what
    ]
    return all(one.corrected_at is not None for one in told)


def test_a_package_that_nobody_took_out_told_nobody(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = made(cast, second, agency.recipient, named)
    decision = Identification.objects.get(stands=True)
    told = informed_of(decision.remains, decision.missing_person)
    assert package.number not in " ".join(one.what for one in told)


def test_tm_09_an_answer_is_entered_with_day_and_receipt(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = sent(cast, second, agency.recipient, named)
    today = timezone.localdate()
    answers = {"user": cast.mara, "package": package, "words": "", "day": today}
    lacking = refused(lambda: enter_answer(kind="acknowledged", receipt="", **answers))  # type: ignore[arg-type]
    assert lacking == ["TM-09"]
    early = answers | {"day": today - timedelta(days=1)}
    late = refused(lambda: enter_answer(kind="acknowledged", receipt="811", **early))  # type: ignore[arg-type]
    assert late == ["TM-09"]
    enter_answer(kind="acknowledged", receipt="CTA/2026/811", **answers)  # type: ignore[arg-type]
    assert package.answers.get().receipt == "CTA/2026/811"


def test_tm_10_what_is_not_made_is_not_taken_out(
    cast: Cast, agency: Bureau, named: DeathRecord
) -> None:
    package = drafted(cast.mara, agency.recipient, named)
    out = {"user": cast.mara, "package": package, "what": "file", "purpose": "law"}
    assert refused(lambda: take_out(words=PURPOSE, **out)) == ["TM-10"]  # type: ignore[arg-type]


def test_it_is_taken_out_for_a_purpose_only(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = made(cast, second, agency.recipient, named)
    out = {"user": cast.mara, "package": package, "what": "file", "words": PURPOSE}
    assert refused(lambda: take_out(purpose="", **out)) == ["EX-01"]  # type: ignore[arg-type]
    take_out(purpose="law", **out)  # type: ignore[arg-type]
    entry = Entry.objects.filter(act="package.taken_out").get()
    assert json.loads(entry.details_text)["encrypted_sha256"] == package.encrypted_sha256


def test_of_a_family_that_withdraws_nothing_is_kept_here_of_what_went(
    cast: Cast, second: User, agency: Bureau, records: list[DeathRecord]
) -> None:
    package = made(cast, second, agency.recipient, *records)
    record_objection(user=cast.nadia, covered=Family.objects.get(name="F1"), reason="No more.")
    first, other = Item.objects.filter(package=package).order_by("record")
    assert (first.sealed, kept(first)) == (None, None)
    assert kept(other) is not None
    assert agency.opens(package).dead.persons[0].person.surname == "Орлевич"


def test_tm_11_a_package_of_which_a_name_fell_stays_here(
    cast: Cast, second: User, agency: Bureau, records: list[DeathRecord]
) -> None:
    """And those in it who are not concerned go with the next, as new: the recipient has nothing of them."""
    package = made(cast, second, agency.recipient, *records)
    overturn(cast, records[0])
    out = {"user": cast.mara, "package": package, "purpose": "law", "words": PURPOSE}
    assert refused(lambda: take_out(what="file", **out)) == ["TM-11"]  # type: ignore[arg-type]
    assert refused(lambda: take_out(what="list", **out)) == ["TM-11"]  # type: ignore[arg-type]
    assert not package.taken_out.exists()
    assert kinds(agency.recipient) == {one.number: "new" for one in records}
    later = made(cast, second, agency.recipient, *records)
    assert later.previous == package
    assert not any(one.person.surname for one in agency.opens(later).dead.persons)
    take_out(what="file", **(out | {"package": later}))  # type: ignore[arg-type]


def test_tm_11_of_a_family_that_withdrew_the_list_has_numbers_and_the_file_stays(
    cast: Cast, second: User, party: Bureau, records: list[DeathRecord]
) -> None:
    draft = drafted(cast.mara, party.recipient, *records)
    item = draft.items.get(record=records[0])
    withhold(user=cast.mara, item=item, fields=["unit", "rank"], reason="Zqmother in Zqvillage")
    package = approve(user=second, package=draft)
    family = Family.objects.get(name="F1")
    record_objection(user=cast.nadia, covered=family, reason="No more.")
    item.refresh_from_db()
    assert item.withheld == {"rank": "–", "unit": "–"}
    out = {"user": cast.mara, "package": package, "purpose": "law", "words": PURPOSE}
    assert refused(lambda: take_out(what="file", **out)) == ["TM-11"]  # type: ignore[arg-type]
    take_out(what="list", **out)  # type: ignore[arg-type]


def overturn(cast: Cast, record: DeathRecord) -> Identification:
    decision = Identification.objects.get(remains=record.remains, stands=True)
    reopen(user=cast.ilse, decision=decision, cause="Another tooth was found.")
    return decision


def taken_here(cast: Cast) -> Family:
    """F1 as a family whose request a person took, with a basis of its own."""
    Family.objects.filter(name="F1").update(source_file=None)
    family = Family.objects.get(name="F1")
    record_basis(user=cast.nadia, covered=family, attestation=STATED, statement="I state it.")
    return family


def say_yes(cast: Cast, family: Family, recipient: str) -> None:
    asked = Asked(
        purpose="sharing",
        answer="yes",
        kind="consent",
        particulars="",
        asked="Lidiia Orlevych",
        interviewer=cast.nadia.full_name,
        text_version=next(iter(TEXTS)),
        language="Ukrainian",
        given_on=timezone.localdate(),
        recipient=recipient,
    )
    record_answer(
        user=cast.nadia,
        family=family,
        question=Question(Purpose.SHARING, recipient=recipient),
        asked=asked,
        capacity=ConsentGiven.Capacity.NEXT_OF_KIN,
    )
