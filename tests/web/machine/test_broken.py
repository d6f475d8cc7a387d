"""That the machine can fail: each rule that is taken away here is missed by it.

One of them is found by random acts; for the others the act that it forbids is tried at once, by the same
steps and with the same eyes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from hypothesis.stateful import run_state_machine_as_test

from antigone.policy import board, notices
from antigone.policy.deaths import Receiver
from antigone.policy.findings import Finding
from antigone.policy.identification import Basis
from antigone.web.board.acts import comment, release
from antigone.web.board.models import Identification, Proposal, Signature
from antigone.web.board.refusal import insist
from antigone.web.deaths.acts import handing
from antigone.web.deaths.models import DeathRecord
from antigone.web.journal.services import record
from antigone.web.notices.models import Notice, Visit
from tests.web.machine.machine import WholeCast
from tests.web.machine.stage import Stage
from tests.web.machine.test_machine import machine_on, sized

pytestmark = pytest.mark.once
Patch = pytest.MonkeyPatch
Begin = Callable[[str], WholeCast]


@pytest.fixture
def begin(stage: Stage) -> Iterator[Begin]:
    """`begin("proposed")`: a machine in which the first case is so far; it is rolled back at the end."""
    machine = machine_on(stage)()

    def so_far(begins: str) -> WholeCast:
        machine.begin(begins, one_agency_will_do=True)
        machine.all_holds()
        return machine

    yield so_far
    machine.leave_ground()


def met(*args: object, **named: object) -> Finding:
    """Stands in the place of a rule, and has nothing against anything."""
    return Finding("XX-00", "Nothing is asked", True, "Met.")


def without(patch: Patch, *gone: Callable[[board.Signing], Finding]) -> None:
    left = tuple(rule for rule in board.SIGNING_RULES if rule not in gone)
    patch.setattr(board, "SIGNING_RULES", left)


def test_random_acts_find_that_one_signature_decides(stage: Stage, monkeypatch: Patch) -> None:
    monkeypatch.setitem(board.SIGNATURES_NEEDED, Basis.DNA, 1)
    with pytest.raises((AssertionError, Identification.DoesNotExist)):
        run_state_machine_as_test(machine_on(stage), settings=sized(15, 25))


def test_bo_01_missed_where_the_proposer_signs(
    stage: Stage, begin: Begin, monkeypatch: Patch
) -> None:
    without(monkeypatch, board.bo_01_proposer_does_not_sign)
    machine = begin("nothing")
    proposal = machine.proposed("oyelin", ("V1", "M1"), stage.run, "It fits.")
    assert proposal is not None
    with pytest.raises(AssertionError, match="oyelin signed what they proposed"):
        machine.signed("oyelin", proposal)


def test_bo_11_missed_where_two_of_one_craft_decide(begin: Begin, monkeypatch: Patch) -> None:
    without(monkeypatch, board.bo_11_two_roles)
    machine = begin("signed once")
    with pytest.raises(AssertionError, match="all signers are of one role"):
        machine.signed("lin", Proposal.objects.get())


def test_bo_16_missed_where_more_is_asked(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setattr(release, "bo_16_may_be_released", met)
    machine = begin("identified")
    machine.ask_for_more("halvar", 0, "The second radiograph.", stale=False)
    with pytest.raises(AssertionError, match="released while more is asked"):
        machine.was_released("mara", Identification.objects.get())


def test_no_02_missed_where_nothing_is_released(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setattr(notices, "no_02_signed_and_released", met)
    machine = begin("identified")
    with pytest.raises(AssertionError, match="not signed and released"):
        machine.sent("mara", Identification.objects.get(), "ruth")
    with pytest.raises(AssertionError, match="too early"):
        machine.all_holds()


def test_no_14_missed_where_nobody_confirms_that_the_notifier_did_not_know(
    begin: Begin, monkeypatch: Patch
) -> None:
    machine = begin("recorded")
    machine.sent("mara", Identification.objects.get(), "ruth")
    machine.reopen("ilse", 0, "A sample was mixed up.", stale=False)
    notice = Notice.objects.get()

    def told(*, did_not_know: bool) -> None:
        at, outcome = timezone.now(), Visit.Outcome.TOLD
        machine.visited("ruth", notice, outcome, in_person=True, at=at, did_not_know=did_not_know)
        machine.all_holds()

    told(did_not_know=False)
    assert not Visit.objects.exists()
    monkeypatch.setattr(notices, "no_14_told_in_ignorance", met)
    with pytest.raises(AssertionError, match="told of what does not stand"):
        told(did_not_know=False)
    with pytest.raises(AssertionError, match="nobody confirmed"):
        machine.all_holds()


def test_no_14_what_was_told_in_ignorance_is_owed_until_it_is_put_right(begin: Begin) -> None:
    machine = begin("recorded")
    machine.sent("mara", Identification.objects.get(), "ruth")
    machine.reopen("ilse", 0, "A sample was mixed up.", stale=False)
    notice, at = Notice.objects.get(), timezone.now()
    outcome = Visit.Outcome.TOLD
    machine.visited("ruth", notice, outcome, in_person=True, at=at, did_not_know=True)
    machine.all_holds()
    machine.sent("mara", notice.identification, "ruth")
    correction = Notice.objects.get(kind=Notice.Kind.CORRECTION)
    machine.visited("ruth", correction, Visit.Outcome.TOLD, in_person=True)
    machine.all_holds()
    assert Visit.objects.filter(outcome=outcome).count() == 2


def test_de_13_missed_where_nothing_is_released(begin: Begin, monkeypatch: Patch) -> None:
    for rule in ("de_13_released", "de_14_tag_read_by_two", "de_15_wishes_seen"):
        monkeypatch.setattr(handing, rule, met)
    machine = begin("identified")
    machine.began_record("sanna", "V1")
    of_death = DeathRecord.objects.get()
    with pytest.raises(AssertionError, match="given of what is not signed and released"):
        machine.handed_over("sanna", of_death, 0, "remains", Receiver.FAMILY, read=True)


def test_an_act_without_an_entry_is_missed(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setattr(f"{comment.__name__}.record", lambda **said: None)
    machine = begin("proposed")
    with pytest.raises(AssertionError, match="stands nowhere in the journal"):
        machine.comment("ilse", 0, "A note.")


def test_what_a_refusal_left_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    half = comment.comment.__wrapped__  # type: ignore[attr-defined]  # no transaction of its own

    def late(found: list[Finding]) -> None:
        record(actor="ilse", act="x.tried", incident="", subject="", details={})
        insist(found)

    monkeypatch.setattr(comment, "insist", late)
    monkeypatch.setattr("tests.web.machine.of_board.comment", half)
    machine = begin("proposed")
    with pytest.raises(AssertionError, match="was refused and left entries"):
        machine.comment("ilse", 0, "  ")


def test_a_signature_that_was_changed_is_seen(begin: Begin) -> None:
    machine = begin("identified")
    Signature.objects.filter(position=1).update(full_name="Somebody else", role="board_member")
    with pytest.raises(AssertionError):
        machine.all_holds()
    with pytest.raises(AssertionError, match="full_name was changed"):
        machine.comment("ilse", 0, "A note.")
