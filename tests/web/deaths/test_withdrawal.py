"""A family withdraws: what the record of the dead still says of it, and what a law keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from antigone.policy.deaths import Particular
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.custody.acts.passing import Hands
from antigone.web.deaths.acts.certifying import issue_certificate
from antigone.web.deaths.acts.coming_back import came_back, record_recall
from antigone.web.deaths.acts.handing import hand_out_certificate, hand_over_effects
from antigone.web.deaths.acts.packing import pack_effects
from antigone.web.deaths.models import DeathRecord, Handover
from antigone.web.records.consent import record_objection
from tests.web.conftest import Cast
from tests.web.deaths.conftest import NAMED, confirm, counted, given
from tests.web.test_plain_words import plain_words

RECEIVED = {"deaths.Handover.to_name", "deaths.Handover.to_function"}
"""Who received something has to be found again where the identification falls: decision 8 says so."""

WRITTEN = {
    "deaths.RecordVersion.because",
    "deaths.ContentsList.owner",
    "deaths.Handover.note",
    "deaths.Handover.came_back_because",
    "deaths.Recall.words",
}
"""What people wrote beside it, plain until then."""


@pytest.fixture
def told(cast: Cast, named: DeathRecord, released: Identification) -> Identification:
    """Everything that names a relative or repeats what the family told says so: Zq."""
    said = {
        **NAMED,
        "surname": Particular("Zqfamily", "family"),
        "first_names": Particular("Zqgiven", "board"),
        "inform": Particular("Zqmother, Zqstreet 3", "family"),
        "unit": Particular("Zqunit", "family"),
    }
    confirm(cast.sanna, named, said, "Zqspelling as the mother writes it")
    packet = pack_effects(
        user=cast.sanna,
        record=named,
        remains=named.remains,
        kind="effects",
        counted=replace(counted("4471"), owner="Zqowner"),
    )
    certificate = issue_certificate(user=cast.sanna, record=named)
    to = replace(given(), to=Hands("Zqmother Zqfamily", "Zqrelation", ""), note="Zqnote")
    effects = hand_over_effects(user=cast.sanna, record=named, packets=[packet.packet], given=to)
    came_back(user=cast.sanna, handover=effects, at=timezone.now(), because="Zqback")
    paper = hand_out_certificate(user=cast.sanna, record=named, certificate=certificate, given=to)
    reopen(user=cast.ilse, decision=released, cause="Swapped.")
    paper.refresh_from_db()
    record_recall(
        user=cast.mara, handover=paper, told_at=timezone.now(), told_by="Ruth Amsel", words="Zqsaid"
    )
    return released


def columns(app: str = "deaths.") -> set[str]:
    return {column for column in plain_words() if column.startswith(app)}


def test_nothing_of_a_family_stands_plain_but_what_is_known_to(
    cast: Cast, told: Identification
) -> None:
    assert columns() == RECEIVED | WRITTEN
    for app in ("custody.", "journal.", "transmissions."):
        assert not columns(app)


def test_after_a_withdrawal_nothing_is_left_but_who_received_it(
    cast: Cast, told: Identification
) -> None:
    family = told.missing_person.family
    record_objection(user=cast.nadia, covered=family, reason="No longer.")
    assert columns() == RECEIVED
    assert Handover.objects.count() == 2


def test_a_statement_of_the_owner_goes_also_where_no_version_names_anybody(
    cast: Cast, identified: object
) -> None:
    from antigone.web.deaths.acts.recording import begin_record

    decision = Identification.objects.get()
    record = begin_record(user=cast.sanna, remains=decision.remains)
    pack_effects(
        user=cast.sanna,
        record=record,
        remains=record.remains,
        kind="effects",
        counted=replace(counted("4471"), owner="Zqowner"),
    )
    family = decision.missing_person.family
    record_objection(user=cast.nadia, covered=family, reason="No longer.")
    assert not columns()
