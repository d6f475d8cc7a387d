"""Taking samples, dividing them, packing packets, correcting, and what became of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import CustodyRefused, Hands, Passing, SealSeen, enter
from antigone.web.custody.codes import Kind, new_code
from antigone.web.custody.findable import find_packets, find_samples
from antigone.web.custody.models import Packet, Sample, SampleCorrection, StateChange
from antigone.web.custody.taking import Taking, code_of_donor, store_taking
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.models import Person, Remains

MOST_ALIQUOTS = 24


@transaction.atomic
def take_sample(
    *,
    user: User,
    owner: Remains | Person,
    kind: str,
    taken_at: datetime,
    taking: Taking,
    taker: Hands,
    seal: str = "",
) -> Sample:
    """A sample of remains, or of a relative; its chain begins with who took it.

    Whether a relative consented is not asked here: what was taken is written down, and the rules of
    consent (CO-01) keep it out of every comparison.

    Raises:
        CustodyRefused: the relative, or the family, has withdrawn.
        ValidationError: a field is missing or wrong.
    """
    incident = locked(owner.incident if isinstance(owner, Remains) else owner.family.incident)
    _require(user, incident, owner)
    if isinstance(owner, Person):
        # As it is now: nobody withdrew since the page was opened.
        owner = Person.objects.select_related("key", "family__key", "family__incident").get(
            pk=owner.pk
        )
        _insist_on_no_withdrawal(owner)
        code_of_donor(owner)
    sample = Sample(
        incident=incident,
        remains=owner if isinstance(owner, Remains) else None,
        person=owner if isinstance(owner, Person) else None,
        kind=kind,
        taken_at=taken_at,
    )
    return _begin(user, sample, taking, taker, seal, "sample.taken", _("Taken"))


@transaction.atomic
def divide_sample(
    *,
    user: User,
    sample: Sample,
    count: int,
    kind: str,
    taken_at: datetime,
    taking: Taking,
    taker: Hands,
    used_up: bool = False,
) -> list[Sample]:
    """Divide aliquots off a sample, each under a code of its own.

    Raises:
        CustodyRefused: the sample is no longer there, or too many are asked for.
        ValidationError: a field is missing or wrong.
    """
    incident = locked(sample.incident)
    _require(user, incident, sample.remains or sample.person)
    sample = Sample.objects.select_related(
        "incident", "remains", "person__key", "person__family__key"
    ).get(pk=sample.pk)
    _insist_on_no_withdrawal(sample.person)
    if sample.state != Sample.State.HERE:
        raise CustodyRefused(
            _("%(code)s is no longer there (%(state)s), so nothing can be divided off it.")
            % {"code": sample.code, "state": sample.get_state_display()}
        )
    if not 1 <= count <= MOST_ALIQUOTS:
        raise CustodyRefused(
            _("Divide off between 1 and %(most)d at a time.") % {"most": MOST_ALIQUOTS}
        )
    made = []
    for _number in range(count):
        aliquot = Sample(
            incident=sample.incident,
            remains=sample.remains,
            person=sample.person,
            parent=sample,
            kind=kind,
            taken_at=taken_at,
        )
        reason = _("Divided off %s") % sample.code
        made.append(_begin(user, aliquot, taking, taker, "", "sample.divided", reason))
    if used_up:
        words = ngettext("Divided into %d aliquot.", "Divided into %d aliquots.", len(made)) % len(
            made
        )
        _change(user, sample, Sample.State.CONSUMED, taken_at, taker.name, words)
    return made


@transaction.atomic
def correct_sample(
    *, user: User, sample: Sample, kind: str, taken_at: datetime, taking: Taking, because: str
) -> Sample:
    """Correct what is written of a sample; what stood there before stays readable.

    Raises:
        CustodyRefused: no reason is given.
        ValidationError: a field is missing or wrong.
    """
    incident = locked(sample.incident)
    _require(user, incident, sample.remains or sample.person)
    if not because.strip():
        raise CustodyRefused(_("Say why it is corrected."))
    rows = Sample.objects.select_related(
        "incident", "remains", "person__key", "person__family__key"
    )
    sample = rows.get(pk=sample.pk)
    _insist_on_no_withdrawal(sample.person)
    before = SampleCorrection(
        sample=sample,
        kind=sample.kind,
        taken_at=sample.taken_at,
        taking=sample.taking,
        sealed=sample.sealed,
        because=because.strip(),
        corrected_by=user,
    )
    before.full_clean()
    before.save()
    sample.kind, sample.taken_at = kind, taken_at
    store_taking(sample, taking)
    sample.full_clean()
    sample.save()
    _enter(user, "sample.corrected", sample, {"correction": before.pk})
    return sample


@transaction.atomic
def change_state(
    *, user: User, sample: Sample, state: str, at: datetime, decided_by: str, reason: str
) -> StateChange:
    """A sample was used up, given back or destroyed by decision; or that was an error.

    Raises:
        CustodyRefused: it is in this state already.
        ValidationError: a field is missing or wrong.
    """
    incident = locked(sample.incident)
    _require(user, incident, sample.remains or sample.person)
    sample = Sample.objects.select_related("incident").get(pk=sample.pk)
    if sample.state == state:
        raise CustodyRefused(_("This is recorded already: %s.") % sample.get_state_display())
    return _change(user, sample, Sample.State(state), at, decided_by, reason)


@transaction.atomic
def pack(
    *,
    user: User,
    remains: Remains,
    kind: str,
    contents: str,
    packed_at: datetime,
    packer: Hands,
    place: str,
    seal: str = "",
) -> Packet:
    """A packet of what was found with remains, under a code of its own.

    Raises:
        ValidationError: a field is missing or wrong.
    """
    incident = locked(remains.incident)
    _require(user, incident, remains)
    packet = Packet(
        incident=incident,
        code=new_code(Kind.PACKET),
        remains=remains,
        kind=kind,
        contents=contents.strip(),
        packed_at=packed_at,
        recorded_by=user,
    )
    packet.full_clean()
    packet.save()
    passing = Passing(packed_at, packer, packer, place, _("Packed"))
    enter(user, packet, passing, SealSeen(new=seal), act="packet.packed")
    find_packets(incident.pk, [packet])
    return packet


def _require(user: User, incident: Incident, owner: Remains | Person | None) -> None:
    require(user, incident, Permission.HANDLE_SAMPLES)
    seen = Permission.SEE_REMAINS if isinstance(owner, Remains) else Permission.SEE_FAMILIES
    require(user, incident, seen)


def _insist_on_no_withdrawal(person: Person | None) -> None:
    """Nothing new is taken or written of a relative who withdrew; handing over and destroying go on.

    Raises:
        CustodyRefused: the relative, or the family, has withdrawn.
    """
    if person is None:
        return
    if person.family.is_withdrawn or person.is_withdrawn:
        raise CustodyRefused(
            _(
                "This relative has withdrawn. Nothing new is taken or written down before a new basis "
                "is recorded for them; what lies there can be given back or destroyed."
            )
        )


def _begin(
    user: User, sample: Sample, taking: Taking, taker: Hands, seal: str, act: str, reason: str
) -> Sample:
    sample.code = new_code(Kind.SAMPLE)
    sample.recorded_by = user
    store_taking(sample, taking)
    sample.full_clean()
    sample.save()
    # Where a relative was visited stands in what is sealed, and in no entry.
    place = taking.place if sample.person is None else _("recorded with the sample")
    passing = Passing(sample.taken_at, taker, taker, place, reason)
    enter(user, sample, passing, SealSeen(new=seal), act=act)
    find_samples(sample.incident_id, [sample])
    return sample


def _change(
    user: User, sample: Sample, state: Sample.State, at: datetime, decided_by: str, reason: str
) -> StateChange:
    change = StateChange(
        sample=sample,
        state=state,
        at=at,
        decided_by=decided_by.strip(),
        reason=reason.strip(),
        recorded_by=user,
    )
    change.full_clean()
    change.save()
    sample.state = state
    sample.save(update_fields=["state"])
    _enter(user, "sample.state_changed", sample, {"state": str(state)})
    return change


def _enter(user: User, act: str, sample: Sample, details: dict[str, str | int]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=sample.incident.slug,
        subject=sample.code,
        details=details,
    )
