"""What holds after each act, as the rows alone say it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from antigone.formats.dead_person import DeadPerson
from antigone.formats.journal_verify import verify_journal
from antigone.formats.package import read_package
from antigone.formats.package_sealing import decrypt
from antigone.formats.signatures import key_id_of, public_key_of
from antigone.formats.signed_decision_verify import verify
from antigone.formats.signing_keys import Keys, read_keys
from antigone.policy.transmissions import NAMES
from antigone.web.board.models import Exclusion, Identification, Proposal, Release
from antigone.web.board.signed import bundle_of
from antigone.web.board.standing import released
from antigone.web.deaths.models import Certificate, Handover, RecordVersion
from antigone.web.journal.export import export_journal
from antigone.web.journal.keys import installation_key
from antigone.web.journal.models import Entry
from antigone.web.notices.models import Letter, Notice, NoticeAssignment, Preparation, Visit
from antigone.web.notices.standing import State, whole_minute
from antigone.web.notices.states import standing, with_states
from antigone.web.signing.public_keys import keys_file
from antigone.web.transmissions.models import Item, Package
from tests.web.machine.shadow import COMPETENT, NEEDED, Shadow


def journal_verifies() -> bytes:
    """The chain is sound, and nothing of it is missing."""
    journal = export_journal(None)
    verdict = verify_journal(journal)
    assert not verdict.faults, verdict.faults
    assert verdict.entries == Entry.objects.count()
    return journal


def board_is_as_told(shadow: Shadow) -> None:
    """Rows say of each proposal and decision what its acts say."""
    for proposal in Proposal.objects.select_related("proposed_by", "remains", "missing_person"):
        case = shadow.cases[proposal.pk]
        signers = proposal.signatures.order_by("position")
        names = list(signers.values_list("signer__username", flat=True))
        assert proposal.proposed_by.username == case.proposer
        assert (proposal.state, names) == (case.state, case.signers), str(proposal)
        pair = (proposal.remains.number, proposal.missing_person.number)
        assert pair == (case.remains, case.person)
        is_open = set(proposal.enquiries.filter(state="open").values_list("pk", flat=True))
        assert is_open == case.asked.keys()
    assert Proposal.objects.count() == len(shadow.cases)
    decided = {row.pk: row for row in Identification.objects.all()}
    assert {pk: row.proposal_id for pk, row in decided.items()} == shadow.identified
    for pk, row in decided.items():
        assert row.stands == shadow.stands(pk)
        assert released(row) == shadow.is_released(pk)
    excluded = Exclusion.objects.filter(stands=True).values_list("pk", flat=True)
    assert set(excluded) == shadow.excluded.keys()


def signatures_hold() -> None:
    """Each identification has its signatures, of persons who could sign together, and verifies."""
    keys = read_keys(keys_file()) if Identification.objects.exists() else None
    for row in Identification.objects.select_related("proposal__proposed_by", "incident"):
        signatures = list(row.proposal.signatures.select_related("signer"))
        names = {one.signer.username for one in signatures}
        assert len(names) == len(signatures) == NEEDED[row.proposal.basis], f"{row}: {names}"
        assert row.proposal.proposed_by.username not in names, f"{row}: the proposer signed"
        roles = {one.role for one in signatures}
        assert len(roles) > 1, f"{row}: {roles}"
        assert roles & COMPETENT[row.proposal.basis], f"{row}: {roles}"
        if row.incident.two_agencies:
            assert len({one.agency for one in signatures}) > 1, f"{row}: one agency"
        _verifies(row, keys)


def _verifies(row: Identification, keys: Keys | None, journal: bytes | None = None) -> None:
    failed = [one.words for one in verify(bundle_of(row), keys, journal) if not one.holds]
    fell = {words for words in failed if "no longer stands" in words}
    assert bool(fell) == (journal is not None and not row.stands), failed
    assert set(failed) == fell, failed


def decisions_verify_with(journal: bytes) -> None:
    """Of each decision its file, with the public keys and the journal; of one that fell this alone is said."""
    if Identification.objects.exists():
        keys = read_keys(keys_file())
        for row in Identification.objects.all():
            _verifies(row, keys, journal)


def one_is_one() -> None:
    """Remains are one person, a person is one body, and each stands before the board once."""
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN)
    for field in ("remains", "missing_person"):
        _at_most_one(Counter(waiting.values_list(field, flat=True)), f"open proposals of {field}")
    standing = Identification.objects.filter(stands=True)
    _at_most_one(Counter(standing.values_list("remains", flat=True)), "persons of remains")
    wholes = standing.filter(is_part=False)
    _at_most_one(Counter(wholes.values_list("missing_person", flat=True)), "bodies of a person")
    pairs = set(standing.values_list("remains", "missing_person"))
    out = Exclusion.objects.filter(stands=True).values_list("remains", "missing_person")
    assert not pairs.intersection(out), "identified and excluded"
    for proposal in Proposal.objects.filter(state="signed").annotate(n=Count("identification")):
        assert proposal.n == 1, f"{proposal} is signed and decides nothing"


def _at_most_one(counted: Counter[int], what: str) -> None:
    assert all(n == 1 for n in counted.values()), f"{what}: {counted}"


def stood(identification: Identification | None, at: datetime) -> bool:
    """Whether it was signed and had not been reopened at a moment."""
    if identification is None or identification.decided_at > at:
        return False
    reopening = getattr(identification, "reopening", None)
    assert identification.stands == (reopening is None)
    return reopening is None or reopening.reopened_at > at


def was_released(identification: Identification | None, at: datetime) -> bool:
    """Whether the family could be told of it at a moment."""
    if identification is None or not stood(identification, at):
        return False
    release = Release.objects.filter(identification=identification).first()
    return release is not None and release.released_at <= at


def families_are_told_of_what_holds() -> None:
    """Nobody was sent or written to, and nothing given, but on what was signed and released then.

    Nobody was told but on that, or in ignorance (NO-14).
    """
    for notice in Notice.objects.filter(kind=Notice.Kind.NEWS).select_related("identification"):
        assert was_released(notice.identification, notice.opened_at), f"{notice} too early"
    _written(NoticeAssignment, "assigned_at")
    _written(Preparation, "written_at")
    _written(Letter, "issued_at")
    for visit in Visit.objects.select_related("notice__identification"):
        _told_of_what_held(visit)
    given = Handover.objects.filter(receiver="family").select_related("identification")
    for handover in given:
        assert was_released(handover.identification, handover.recorded_at), f"{handover}"


def _written(model: type[NoticeAssignment | Preparation | Letter], moment: str) -> None:
    news = model._default_manager.filter(notice__kind=Notice.Kind.NEWS)
    for row in news.select_related("notice__identification"):
        at = getattr(row, moment)
        assert was_released(row.notice.identification, at), f"{row} on what did not hold"


def _told_of_what_held(visit: Visit) -> None:
    found = visit.notice.identification
    if visit.notice.is_correction:
        assert not found.stands, f"{visit}: put right though it stands"
        return
    release = Release.objects.get(identification=found)
    assert whole_minute(release.released_at) <= visit.at, f"{visit} before the release"
    assert release.released_at <= visit.recorded_at, f"{visit} was entered before the release"
    reopening = getattr(found, "reopening", None)
    if reopening is not None and visit.at >= reopening.reopened_at:
        _is_put_right(visit, reopening.reopened_at)


def _is_put_right(visit: Visit, fell_at: datetime) -> None:
    """What was told after the fall was told in ignorance, and its correction is owed or was told."""
    assert visit.outcome == Visit.Outcome.TOLD, f"{visit} after it fell"
    sent = NoticeAssignment.objects.filter(notice=visit.notice)
    assert sent.exists(), f"{visit}: nobody was sent"
    assert not sent.filter(assigned_at__gte=fell_at).exists(), f"{visit}: sent after it fell"
    entries = Entry.objects.filter(act="family.told", subject=visit.notice.number)
    said = {entry.details["visit"]: entry.details.get("did_not_know") for entry in entries}
    assert said[visit.pk] is True, f"{visit}: nobody confirmed that the notifier did not know"
    row = with_states(Notice.objects.filter(pk=visit.notice_id)).get()
    assert standing(row).state in {State.TO_PUT_RIGHT, State.PUT_RIGHT}, f"{visit}: not put right"


def names_rest_on_identifications() -> None:
    """A name stands in a record or a certificate only of somebody who was identified then."""
    versions = RecordVersion.objects.select_related("identification")
    for version in versions:
        if version.sealed is not None:
            assert stood(version.identification, version.recorded_at), f"{version} names somebody"
        told = [name for name, one in version.content.items() if one.get("source") == "family"]
        assert version.identification is not None or not told, f"{version}: {told}"
    for certificate in Certificate.objects.select_related("version__identification"):
        person = json.loads(certificate.content_text or "{}").get("person", {})
        named = any(person.get(name) for name in NAMES)
        assert not named, f"{certificate} names somebody in plain words"
        if certificate.sealed is not None:
            assert stood(certificate.version.identification, certificate.issued_at)


def packages_name_who_is_identified(identity: str) -> None:
    """What the office abroad finds in a package names nobody who was not identified when it was made."""
    public = public_key_of(installation_key(settings.DATA_FOLDER))
    for package in Package.objects.filter(state=Package.State.MADE):
        assert package.encrypted is not None
        assert package.closed_at is not None
        assert package.closed_by_id != package.drafted_by_id
        data = decrypt(bytes(package.encrypted), identity, package.number)
        opened = read_package(data, package.number, {key_id_of(public): public})
        rows = Item.objects.filter(package=package).select_related("identification", "record")
        items = {item.record.number: item for item in rows}
        assert items.keys() == {one.person.number for one in opened.dead.persons}
        for one in opened.dead.persons:
            if _is_named(one.person):
                at = items[one.person.number].identification
                assert stood(at, package.closed_at), f"{package} names {one.person.number}"


def _is_named(person: DeadPerson) -> bool:
    return person.identified or any(getattr(person, name) for name in NAMES)
