"""The lists that a person sees, as rows for files and for the API: what each may hold, and of whom.

Every function asks the doors for what is in sight, and the permissions for what of it may be read.
Headings are the names of the fields, in English whatever the language of the page: programs read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from django.db.models import Count

from antigone.evidence.records import AmRecord, PersonName
from antigone.policy.exports import ex_04_covered
from antigone.policy.register import ra_04_shown
from antigone.provenance import canonical_json
from antigone.web.accounts.models import User
from antigone.web.board.models import Exclusion, Proposal
from antigone.web.custody.doors import samples_shown
from antigone.web.custody.models import Sample
from antigone.web.exchange.chunks import CHUNK, chunks
from antigone.web.incidents.access import may
from antigone.web.incidents.desk import signed_identifications
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.models import Entry
from antigone.web.matching.models import Run
from antigone.web.matching.shown import shown_results
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import (
    missing_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.entering import entry_of
from antigone.web.records.models import MissingPerson, Profile, RecoveryEvent, Remains
from antigone.web.records.told import told_of
from antigone.web.requests.list_page import requests_in_sight, rows_of
from antigone.web.requests.models import Told, TracingRequest
from antigone.web.requests.shown import name_of_enquirer
from antigone.web.requests.status import Standings
from antigone.web.requests.telling import key_of, opened


@dataclass(frozen=True, slots=True)
class RemainsRow:
    """Remains, and for whoever sees what was observed the recovery.

    Args:
        markers: how many were typed.
        may_enter: death is confirmed and the recovery recorded (RE-01).
        identified_as: the number of the person, where a signed identification stands.
    """

    number: str
    sex: str
    registered_at: datetime
    agency: str
    file: str
    markers: int
    may_enter: bool
    identified_as: str
    recovered_at: datetime | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person sought; what was told stands there for whoever sees it, under a live basis (EX-04).

    Args:
        family: the number of the family or request.
        state: open, alive, identified or withdrawn.
        covered: whether a live legal basis covers the family.
        donors: how many relatives gave DNA.
    """

    number: str
    family: str
    sex: str
    state: str
    covered: bool
    donors: int
    file: str
    family_name: str = ""
    given_names: str = ""
    patronymic: str = ""
    other_names: str = ""
    born_on: date | None = None
    age_years: float | None = None
    stature_cm: float | None = None
    last_seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReachedRow:
    """How the enquirer of a request is reached, and what has to be minded before anybody tries."""

    enquirer: str = ""
    telephone: str = ""
    other_contact: str = ""
    address: str = ""
    safe_times: str = ""
    not_told: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A tracing request, and what it lacks."""

    number: str
    persons: str
    taken_at: datetime
    taken_by: str
    state: str
    covered: bool
    donors: int
    owed: int
    owed_since: date | None


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample, of remains by number or of a relative by code."""

    code: str
    remains: str
    donor: str
    kind: str
    taken_at: datetime
    state: str
    divided_off: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A pair of a run, as it may be shown now.

    Args:
        log10_lr: of the DNA alone; None where it says nothing, or excludes.
        excluded: the DNA excludes the pair.
        posterior: in the joint view.
    """

    run: int
    remains: str
    person: str
    family: str
    excluded: bool
    log10_lr: float | None
    posterior: float | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A proposal or an exclusion that is before the board, or was."""

    remains: str
    person: str
    kind: str
    state: str
    by: str
    at: datetime
    signed_by: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry of the journal."""

    sequence: int
    at: datetime
    actor: str
    act: str
    subject: str
    details: str


def rows_of_remains(user: User, incident: Incident) -> Iterator[RemainsRow]:
    """The remains that a person may know of."""
    observed = may(user, incident, Permission.SEE_REMAINS)
    signed = signed_identifications(incident) if sees_whole_incident(user, incident) else {}
    rows = remains_in_sight(user, incident).select_related("agency", "source_file").defer("record")
    for chunk in chunks(rows.order_by("pk").iterator(CHUNK)):
        entry, typed = entry_of(incident, chunk), _typed(chunk)
        recovered = _recoveries(incident, chunk) if observed else {}
        for one in chunk:
            yield _remains_row(one, entry.finding(one).met, typed, signed, recovered)


def _remains_row(
    one: Remains,
    may_enter: bool,
    typed: Mapping[int, int],
    signed: Mapping[str, str],
    recovered: Mapping[int, RecoveryEvent],
) -> RemainsRow:
    event = recovered.get(one.pk)
    return RemainsRow(
        number=one.number,
        sex=one.sex,
        registered_at=one.registered_at,
        agency=one.agency.short if one.agency else "",
        file=one.source_file.name if one.source_file else "",
        markers=typed.get(one.pk, 0),
        may_enter=may_enter,
        identified_as=signed.get(one.number, ""),
        recovered_at=event.recovered_at if event else None,
        place=event.place if event else "",
        latitude=event.latitude if event else None,
        longitude=event.longitude if event else None,
    )


def _typed(chunk: Iterable[Remains]) -> dict[int, int]:
    rows = Profile.objects.filter(remains__in=chunk).values_list("remains_id", "genotypes")
    return {pk: len(genotypes or {}) for pk, genotypes in rows if pk is not None}


def _recoveries(incident: Incident, chunk: Iterable[Remains]) -> dict[int, RecoveryEvent]:
    """By remains the newest recovery, their own or the one stated for their file."""
    standing = RecoveryEvent.objects.filter(incident=incident, replaced_by__isnull=True)
    chunk = list(chunk)
    files = {one.source_file_id for one in chunk} - {None}
    of_file = {event.source_file_id: event for event in standing.filter(source_file__in=files)}
    found = {one.pk: of_file[one.source_file_id] for one in chunk if one.source_file_id in of_file}
    own = standing.filter(remains__in=chunk)
    return found | {event.remains_id: event for event in own if event.remains_id is not None}


def rows_of_persons(user: User, incident: Incident) -> Iterator[PersonRow]:
    """The persons sought of whom a person may know."""
    reads = may(user, incident, Permission.SEE_FAMILIES)
    for chunk in chunks(_persons(user, incident)):
        families = [one.family for one in chunk]
        standings = Standings(incident, families)
        donors = _donors(chunk)
        for one in chunk:
            covered = standings.coverage.covers_family(one.family)
            told = reads and ex_04_covered(covered=covered, withdrawn=one.family.is_withdrawn)
            yield _person_row(one, standings, donors, told_of(one) if told else None)


def _persons(user: User, incident: Incident) -> Iterator[MissingPerson]:
    rows = missing_in_sight(user, incident).select_related(
        "person", "family__key", "family__source_file"
    )
    return rows.order_by("pk").iterator(CHUNK)


def _person_row(
    one: MissingPerson, standings: Standings, donors: Mapping[int, int], told: AmRecord | None
) -> PersonRow:
    record = told or AmRecord()
    first = record.names[0] if record.names else PersonName()
    return PersonRow(
        number=one.number,
        family=one.family.name,
        sex=one.person.sex,
        state=str(standings.of_family(one.family, [one.number])),
        covered=standings.coverage.covers_family(one.family),
        donors=donors.get(one.family_id, 0),
        file=one.family.source_file.name if one.family.source_file else "",
        family_name=first.family,
        given_names=first.given,
        patronymic=first.patronymic,
        other_names="; ".join(map(_in_full, record.names[1:])),
        born_on=record.born_on,
        age_years=record.age_years,
        stature_cm=record.stature.cm if record.stature else None,
        last_seen_on=record.last_seen.on if record.last_seen else None,
    )


def _in_full(name: PersonName) -> str:
    return " ".join(part for part in (name.given, name.patronymic, name.family) if part)


def _donors(chunk: Iterable[MissingPerson]) -> Counter[int]:
    families = {one.family_id for one in chunk}
    rows = Profile.objects.filter(person__family__in=families, person__key__wrapped__isnull=False)
    return Counter(rows.values_list("person__family_id", flat=True))


def rows_of_reached(user: User, incident: Incident) -> Iterator[ReachedRow]:
    """For each of `rows_of_persons`, in their order, how the enquirer is reached.

    Nothing where no request was taken here, no live basis covers the family, or the person who asks
    does not see contacts.
    """
    sees = may(user, incident, Permission.SEE_CONTACTS)
    for chunk in chunks(_persons(user, incident)):
        coverage = coverage_of(incident, [one.family for one in chunk])
        told = _enquirers(chunk) if sees else {}
        for one in chunk:
            covered = coverage.covers_family(one.family)
            open_ = ex_04_covered(covered=covered, withdrawn=one.family.is_withdrawn)
            yield told.get(one.family_id, ReachedRow()) if open_ else ReachedRow()


def _enquirers(chunk: Iterable[MissingPerson]) -> dict[int, ReachedRow]:
    families = {one.family_id for one in chunk}
    rows = Told.objects.filter(request__family__in=families, part="enquirer")
    newest = {one.request_id: one for one in rows.order_by("version")}
    requests = TracingRequest.objects.filter(pk__in=newest).select_related("family__key")
    found = {}
    for request in requests:
        content = opened(key_of(request.family), newest[request.pk]) or {}
        found[request.family_id] = ReachedRow(
            name_of_enquirer(content), *(str(content.get(field, "")) for field in _MINDED)
        )
    return found


_MINDED = ("telephone", "other_contact", "address", "safe_times", "not_told")


def rows_of_requests(user: User, incident: Incident) -> Iterator[RequestRow]:
    """The tracing requests of the families that a person may know of."""
    rows = requests_in_sight(user, incident).select_related("family__key", "taken_by")
    rows = rows.prefetch_related("family__missing_persons__names").order_by("pk")
    rows = rows.annotate(donors=Count("family__persons__profile", distinct=True))
    for chunk in chunks(rows.iterator(CHUNK)):
        for row in rows_of(chunk, incident, names=False):
            yield RequestRow(
                number=row.request.number,
                persons=", ".join(m.number for m in row.request.family.missing_persons.all()),
                taken_at=row.request.taken_at,
                taken_by=row.request.taken_by.full_name,
                state=str(row.status),
                covered=row.covered,
                donors=row.donors,
                owed=row.request.owed_count,
                owed_since=row.request.owed_since,
            )


def rows_of_samples(user: User, incident: Incident) -> Iterator[SampleRow]:
    """The samples whose content a person may see; relatives under their codes."""
    rows = samples_shown(user, incident).select_related("remains", "person", "parent")
    for one in rows.order_by("pk").defer("taking", "sealed").iterator(CHUNK):
        yield _sample_row(one)


def _sample_row(one: Sample) -> SampleRow:
    return SampleRow(
        code=one.code,
        remains=one.remains.number if one.remains else "",
        donor=one.person.donor_code if one.person else "",
        kind=one.kind,
        taken_at=one.taken_at,
        state=one.state,
        divided_off=one.parent.code if one.parent else "",
    )


def rows_of_candidates(user: User, incident: Incident) -> Iterator[CandidateRow]:
    """The pairs of the newest run that is done; for whoever sees the whole incident."""
    done = Run.objects.filter(incident=incident, status=Run.Status.DONE)
    run = done.select_related("incident").order_by("-pk").first()
    if run is None or not sees_whole_incident(user, incident):
        return
    for pair in shown_results(run).candidates:
        yield CandidateRow(
            run=run.pk,
            remains=pair.remains,
            person=pair.missing,
            family=pair.family,
            excluded=pair.excluded,
            log10_lr=pair.log10_lr if isfinite(pair.log10_lr or 0.0) else None,
            posterior=pair.posterior,
        )


def rows_of_board(user: User, incident: Incident) -> Iterator[BoardRow]:
    """Proposals with their signatures, then exclusions; for whoever sees the whole incident."""
    if not sees_whole_incident(user, incident):
        return
    proposals = Proposal.objects.filter(incident=incident).defer("evidence_text", "reasons")
    proposals = proposals.select_related("remains", "missing_person", "proposed_by")
    for one in proposals.prefetch_related("signatures").order_by("pk").iterator(CHUNK):
        yield BoardRow(
            remains=one.remains.number,
            person=one.missing_person.number,
            kind="proposal",
            state=one.state,
            by=one.proposed_by.full_name,
            at=one.proposed_at,
            signed_by="; ".join(s.full_name for s in one.signatures.all()),
        )
    exclusions = Exclusion.objects.filter(incident=incident).defer("reasons")
    exclusions = exclusions.select_related("remains", "missing_person", "excluded_by")
    for other in exclusions.order_by("pk").iterator(CHUNK):
        yield BoardRow(
            remains=other.remains.number,
            person=other.missing_person.number,
            kind="exclusion",
            state="stands" if other.stands else "reopened",
            by=other.excluded_by.full_name,
            at=other.excluded_at,
            signed_by="",
        )


def rows_of_journal(user: User, incident: Incident) -> Iterator[JournalRow]:
    """The entries of an incident, for whoever reads the journal and sees the whole incident.

    Of their details what the register shows: codes and counts, no words that somebody wrote (RA-04).
    """
    reads = may(user, incident, Permission.READ_JOURNAL)
    if not reads or not sees_whole_incident(user, incident):
        return
    for entry in Entry.objects.filter(incident=incident.slug).order_by("sequence").iterator(CHUNK):
        yield JournalRow(
            sequence=entry.sequence,
            at=entry.at,
            actor=entry.actor,
            act=entry.act,
            subject=entry.subject,
            details=canonical_json(ra_04_shown(entry.details)).decode(),
        )
