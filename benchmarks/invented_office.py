"""An office with many cases, invented: rows for every table that its pages read, made by the thousand.

Families, pedigrees, profiles and records are those of a simulated incident, repeated under other
numbers and with names of their own; everything that a family told is sealed with a key of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from numpy.random import Generator, default_rng

from antigone.evidence.records import AmRecord, PersonName, PmRecord
from antigone.evidence.tables import load_tables
from antigone.formats.dvi_json_writer import write_dvi_json
from antigone.genetics.markers import Profile as CoreProfile
from antigone.genetics.pedigree import Sex
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.incident import Family as CoreFamily
from antigone.reconcile.priors import flat
from antigone.simulate.incident import Plan, simulate_incident
from antigone.simulate.names import draw_names
from antigone.web.accounts.models import Agency, User
from antigone.web.board.models import Identification, Proposal, Signature
from antigone.web.custody.codes import Kind, new_code
from antigone.web.custody.models import CustodyEvent, Sample
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Role
from antigone.web.journal.services import record
from antigone.web.matching.assumptions import Assumptions
from antigone.web.matching.frozen import DONOR, FAMILY
from antigone.web.matching.frozen_document import as_bytes, packed
from antigone.web.matching.models import (
    FrozenFamily,
    FrozenInput,
    FrozenProfile,
    FrozenRemains,
    Run,
)
from antigone.web.matching.since import READ_AT, position
from antigone.web.records.marker_rows import markers_to_rows, profile_to_row
from antigone.web.records.models import (
    DeathConfirmation,
    Family,
    FoundAlive,
    ImportedFile,
    LegalBasis,
    MarkerSet,
    MissingPerson,
    NameIndex,
    Objection,
    Person,
    Profile,
    RecoveryEvent,
    Remains,
)
from antigone.web.records.profiles import sealed_genotypes
from antigone.web.records.record_rows import am_record_to_row, pm_record_to_row
from antigone.web.records.told import names_in, sealed_record
from antigone.web.requests.models import TracingRequest
from antigone.web.sealing.keys import drafted_key, seal
from antigone.web.sealing.models import Key

SLUG = "large-office"
BEGUN_ON = date(2025, 3, 1)
BEGUN = datetime(2025, 3, 1, 8, tzinfo=UTC)
TEMPLATES = 1_000
"""So many simulated families are repeated."""

FILES = 10
BY_HAND = 0.1
"""Share of the cases that were registered or taken here; the others came with one of the files."""

WITHOUT_BASIS, BASIS_BY_FAMILY = 9, 8
"""Of these files one has no legal basis, and one has a basis for each family."""

MANY_CANDIDATES = 20
"""So many remains stand beside every second person sought; beside the others one to three."""

AT_ONCE = 2_000

ROLES = (
    *(Role.COORDINATOR,) * 5,
    *(Role.LIAISON,) * 4,
    *(Role.GENETICIST,) * 3,
    *(Role.MORTUARY,) * 2,
    *(Role.ODONTOLOGIST,) * 2,
    *(Role.RECOVERER, Role.BOARD_MEMBER, Role.NOTIFIER, Role.AUDITOR),
)
"""Of twenty persons; a larger office has more of each."""


@dataclass
class Office:
    """What the rows refer to.

    Args:
        persons: who works here; the first three are a coordinator, a liaison officer, a signer.
        files: data sets that were taken over.
    """

    incident: Incident
    persons: list[User]
    files: list[ImportedFile]
    templates: DviIncident
    run: Run
    rng: Generator
    names: list[tuple[PersonName, ...]] = field(default_factory=list)


def make_office(rows: int, persons: int = 20, seed: int = 1) -> Incident:
    """Make an incident with so many remains and persons sought; nothing is there before."""
    rng = default_rng(seed)
    with transaction.atomic():
        office = _beginning(persons, rng)
    for numbers in _parts(rows):
        with transaction.atomic():
            _make_remains(office, numbers, rows)
    for numbers in _parts(rows):
        with transaction.atomic():
            _make_families(office, numbers, rows)
    with transaction.atomic():
        _make_pairs(office)
        _decide(office, rows // 100)
        for number in range(min(2_000, rows // 10)):
            _enter(office, number)
    return office.incident


def _parts(rows: int) -> Iterator[range]:
    for first in range(0, rows, AT_ONCE):
        yield range(first, min(rows, first + AT_ONCE))


def _beginning(persons: int, rng: Generator) -> Office:
    agencies = [
        Agency.objects.create(name=name, short=short)
        for name, short in (("Missing Persons Office", "MPO"), ("Ministry of Justice", "MoJ"))
    ]
    incident = Incident.objects.create(
        slug=SLUG, name="Large office", begun_on=BEGUN_ON, is_training=True
    )
    people = []
    for number in range(persons):
        person = User(
            username=f"person{number:02d}",
            full_name=f"Person {number}",
            agency=agencies[number % 2],
        )
        person.set_unusable_password()
        person.save()
        Membership.objects.create(user=person, incident=incident, role=ROLES[number % len(ROLES)])
        people.append(person)
    plan = Plan(families=TEMPLATES, strangers=100, records=True)
    templates = simulate_incident(plan, rng).incident
    files = [_file(incident, people[0], number, templates) for number in range(FILES)]
    sexes, table = (Sex.MALE, Sex.FEMALE), load_tables().given_names
    names = [tuple(draw_names(sexes[int(rng.integers(2))], table, rng)) for _ in range(20_000)]
    run = _run(incident, people[0])
    return Office(incident, people, files, templates, run, rng, names)


def _file(incident: Incident, person: User, number: int, templates: DviIncident) -> ImportedFile:
    file = ImportedFile.objects.create(
        incident=incident,
        name=f"part-{number}.json",
        sha256=f"{number:064d}",
        size=1_000_000,
        imported_by=person,
    )
    MarkerSet.objects.create(
        incident=incident,
        source_file=file,
        name=file.name,
        content=markers_to_rows(templates.markers),
    )
    if number not in (WITHOUT_BASIS, BASIS_BY_FAMILY):
        _basis(incident, person, source_file=file).save()
    if number % 3:
        _confirmation(incident, person, source_file=file).save()
    return file


def _basis(incident: Incident, person: User, **covered: object) -> LegalBasis:
    return LegalBasis(
        incident=incident,
        kind="consent",
        given_by="Nadia Sarkis",
        function="head of office",
        statement="Consents are on paper.",
        recorded_by=person,
        recorded_at=BEGUN,
        **covered,
    )


def _confirmation(incident: Incident, person: User, **of: object) -> DeathConfirmation:
    return DeathConfirmation(
        incident=incident,
        examiner="Sanna Okoro",
        function="physician",
        examined_on=BEGUN_ON,
        recorded_by=person,
        **of,
    )


def _file_of(office: Office, number: int, rows: int) -> ImportedFile | None:
    by_file = int(rows * (1 - BY_HAND))
    return None if number >= by_file else office.files[number * FILES // by_file]


def _make_remains(office: Office, numbers: Sequence[int], rows: int) -> None:
    incident, person = office.incident, office.persons[0]
    templates = office.templates.remains
    made = []
    for number in numbers:
        of = templates[number % len(templates)]
        pm = _anonymous(of.record)
        made.append(
            Remains(
                incident=incident,
                number=f"PM-{number:06d}",
                sex=of.sex.value,
                source_file=_file_of(office, number, rows),
                position=number,
                agency=person.agency,
                registered_by=person,
                registered_at=BEGUN + timedelta(minutes=number),
                record=pm_record_to_row(pm),
            )
        )
    Remains.objects.bulk_create(made)
    typed = [
        (row, templates[number % len(templates)]) for row, number in zip(made, numbers, strict=True)
    ]
    typed = [(row, of) for row, of in typed if row.pk % 5 < 3 and of.profile]
    Profile.objects.bulk_create(
        Profile(remains=row, genotypes=profile_to_row(of.profile)) for row, of in typed
    )
    RecoveryEvent.objects.bulk_create(_recovery(office, row) for row in made if row.pk % 50)
    DeathConfirmation.objects.bulk_create(
        _confirmation(incident, person, remains=row)
        for row in made
        if row.pk % 10 < 8 and (row.source_file is None or row.source_file.pk % 3 == 1)
    )
    FrozenRemains.objects.bulk_create(
        FrozenRemains(
            run=office.run,
            position=row.position,
            number=row.number,
            content=_frozen(row, of.profile),
        )
        for row, of in typed
    )
    _make_samples(office, [row for row, _ in typed if row.pk % 2])


def _anonymous(pm: PmRecord | None) -> PmRecord | None:
    return None if pm is None else replace(pm, tooth_opinions=())


def _frozen(row: Remains, profile: CoreProfile) -> bytes:
    victim = {"id": row.number, "sex": row.sex} | ({"record": row.record} if row.record else {})
    return packed({"victim": victim, "genotypes": profile_to_row(profile)})


def _recovery(office: Office, row: Remains) -> RecoveryEvent:
    north, east = office.rng.normal(size=2)
    return RecoveryEvent(
        incident=office.incident,
        remains=row,
        recovered_at=row.registered_at - timedelta(hours=5),
        place=f"Street {row.pk % 500}",
        latitude=48 + north / 4,
        longitude=37 + east / 3,
        within_m=50,
        finder="Teo Varga",
        recorded_by=office.persons[0],
        recorded_at=row.registered_at,
    )


def _make_samples(office: Office, remains: Sequence[Remains]) -> None:
    person = office.persons[0]
    samples = Sample.objects.bulk_create(
        Sample(
            incident=office.incident,
            code=new_code(Kind.SAMPLE),
            remains=row,
            kind=Sample.Kind.BONE,
            taken_at=row.registered_at + timedelta(hours=1),
            recorded_by=person,
            recorded_at=row.registered_at + timedelta(hours=1),
        )
        for row in remains
    )
    CustodyEvent.objects.bulk_create(
        CustodyEvent(
            incident=office.incident,
            sample=sample,
            at=sample.taken_at + timedelta(hours=hours),
            from_name=giver,
            from_function="officer",
            from_agency="MPO",
            to_name=receiver,
            to_function="officer",
            to_agency="IFG",
            place="Store 1",
            reason="to the laboratory",
            recorded_by=person,
            recorded_at=sample.taken_at + timedelta(hours=hours),
        )
        for sample in samples
        for hours, giver, receiver in (
            (1, "Sanna Okoro", "Teo Varga"),
            # In one of two hundred chains somebody gives what another had.
            (9, "Teo Varga" if sample.pk % 200 else "Ann Orr", "Oyelin Harrow"),
        )
    )


@dataclass(frozen=True)
class _Case:
    """One family that is being made, with what it tells."""

    number: int
    of: CoreFamily
    family: Family
    told: dict[str, AmRecord]

    @property
    def withdrew(self) -> bool:
        """One of a hundred did."""
        return self.number % 100 == 99


def _make_families(office: Office, numbers: Sequence[int], rows: int) -> None:
    cases = _cases(office, numbers, rows)
    persons = _make_persons(cases)
    sought = _make_sought(office, cases, persons)
    _make_profiles(office, cases, persons)
    _freeze(office, cases, persons)
    _make_bases(office, cases)
    _make_requests(office, [case for case in cases if case.family.source_file is None])
    FoundAlive.objects.bulk_create(
        FoundAlive(missing_person=one, reason="A telephone call.", recorded_by=office.persons[1])
        for one in sought
        if one.pk % 200 == 7
    )


def _cases(office: Office, numbers: Sequence[int], rows: int) -> list[_Case]:
    families = [one for one in office.templates.families if len(one.missing) == 1]
    keys = [drafted_key(Key.Purpose.FAMILY) for _ in numbers]
    Key.objects.bulk_create(keys)
    made, cases = [], []
    for number, key in zip(numbers, keys, strict=True):
        of = families[number % len(families)]
        file = _file_of(office, number, rows)
        name = f"TR-{number:06d}" if file is None else f"F{number:06d}"
        row = Family(
            incident=office.incident,
            name=name,
            source_file=file,
            position=number,
            agency=office.persons[0].agency,
            registered_at=BEGUN + timedelta(minutes=number),
            key=key,
        )
        made.append(row)
        told = of.records.get(of.missing[0])
        names = office.names[int(office.rng.integers(len(office.names)))]
        own = {} if told is None else {_number(number): replace(told, names=names)}
        cases.append(_Case(number, of, row, own))
    Family.objects.bulk_create(made)
    return cases


def _number(number: int) -> str:
    return f"AM-{number:06d}"


Persons = dict[tuple[int, str], Person]
"""By number of the case and id in the simulated family."""


def _make_persons(cases: Sequence[_Case]) -> Persons:
    typed = [(case, code) for case in cases for code in case.of.profiles]
    keys = Key.objects.bulk_create(drafted_key(Key.Purpose.DONOR) for _ in typed)
    key_of = {(case.number, code): key for (case, code), key in zip(typed, keys, strict=True)}
    made: Persons = {}
    waiting = [(case, person) for case in cases for person in case.of.pedigree.persons]
    while waiting:
        ready = [
            (case, person)
            for case, person in waiting
            if all(
                parent is None or (case.number, parent) in made
                for parent in (person.father, person.mother)
            )
        ]
        rows = [
            Person(
                family=case.family,
                code=_number(case.number) if person.id in case.of.missing else person.id,
                father=made.get((case.number, person.father or "")),
                mother=made.get((case.number, person.mother or "")),
                sex=person.sex.value,
                key=key_of.get((case.number, person.id)),
                position=case.of.pedigree.ids.index(person.id),
            )
            for case, person in ready
        ]
        Person.objects.bulk_create(rows)
        made |= {
            (case.number, person.id): row for (case, person), row in zip(ready, rows, strict=True)
        }
        done = set(made)
        waiting = [
            (case, person) for case, person in waiting if (case.number, person.id) not in done
        ]
    return made


def _make_sought(office: Office, cases: Sequence[_Case], persons: Persons) -> list[MissingPerson]:
    sought = MissingPerson.objects.bulk_create(
        MissingPerson(
            incident=office.incident,
            family=case.family,
            person=persons[case.number, case.of.missing[0]],
            number=_number(case.number),
            position=case.number,
            record=sealed_record(case.family.key, case.told.get(_number(case.number))),
        )
        for case in cases
    )
    NameIndex.objects.bulk_create(
        name
        for case, one in zip(cases, sought, strict=True)
        if not case.withdrew
        for name in names_in(one, case.told.get(one.number))
    )
    return sought


def _make_profiles(office: Office, cases: Sequence[_Case], persons: Persons) -> None:
    Profile.objects.bulk_create(
        Profile(person=row, sealed=sealed_genotypes(row.key, profile_to_row(profile)))
        for case in cases
        for code, profile in case.of.profiles.items()
        if (row := persons[case.number, code]).key is not None
    )


def _freeze(office: Office, cases: Sequence[_Case], persons: Persons) -> None:
    FrozenFamily.objects.bulk_create(
        FrozenFamily(
            run=office.run,
            family=case.family,
            position=case.number,
            key=case.family.key,
            sealed=seal(case.family.key, packed(_part(case)), FAMILY),
        )
        for case in cases
    )
    FrozenProfile.objects.bulk_create(
        FrozenProfile(
            run=office.run,
            person=row,
            key=row.key,
            sealed=seal(row.key, packed(profile_to_row(profile)), DONOR),
        )
        for case in cases
        for code, profile in case.of.profiles.items()
        if (row := persons[case.number, code]).key is not None
    )


def _part(case: _Case) -> dict[str, object]:
    def as_told(code: str | None) -> str | None:
        return _number(case.number) if code in case.of.missing else code

    records = {number: am_record_to_row(told) for number, told in case.told.items()}
    family = {
        "name": case.family.name,
        "pedigree": [
            {
                "id": as_told(person.id),
                "father": as_told(person.father),
                "mother": as_told(person.mother),
                "sex": person.sex.value,
            }
            for person in case.of.pedigree.persons
        ],
        "missing": [_number(case.number)],
    } | ({"records": records} if records else {})
    return {"family": family, "shared": [], "own": list(case.of.profiles), "opinions": []}


def _make_bases(office: Office, cases: Sequence[_Case]) -> None:
    liaison = office.persons[5]
    LegalBasis.objects.bulk_create(
        _basis(office.incident, liaison, family=case.family)
        for case in cases
        if case.number % 10 < 7 and _by_itself(office, case.family)
    )
    withdrew = [case for case in cases if case.withdrew]
    Objection.objects.bulk_create(
        Objection(
            incident=office.incident,
            family=case.family,
            reason="The family withdrew.",
            recorded_by=liaison,
            recorded_at=BEGUN + timedelta(days=1),
        )
        for case in withdrew
    )
    families = [case.family for case in withdrew]
    donors = Person.objects.filter(family__in=families, key__isnull=False).values("key")
    gone = {"wrapped": None, "master": "", "destroyed_at": timezone.now()}
    Key.objects.filter(pk__in=[family.key_id for family in families]).update(**gone)
    Key.objects.filter(pk__in=list(donors.values_list("key", flat=True))).update(**gone)
    MissingPerson.objects.filter(family__in=families).update(record=None)


def _by_itself(office: Office, family: Family) -> bool:
    return family.source_file is None or family.source_file == office.files[BASIS_BY_FAMILY]


def _make_requests(office: Office, cases: Sequence[_Case]) -> None:
    TracingRequest.objects.bulk_create(
        TracingRequest(
            family=case.family,
            number=case.family.name,
            taken_by=office.persons[5 + case.number % 4],
            taken_at=case.family.registered_at,
            owed_count=case.number % 7 == 0,
            owed_since=BEGUN_ON if case.number % 7 == 0 else None,
        )
        for case in cases
    )


def _run(incident: Incident, person: User) -> Run:
    return Run.objects.create(
        incident=incident,
        status=Run.Status.RUNNING,
        created_by=person,
        program="invented",
        inputs_fingerprint="0" * 64,
        assumptions=Assumptions(flat()).as_json() | {READ_AT: position(incident.slug)},
    )


def _make_pairs(office: Office) -> None:
    """Half of the persons have many candidates, the others one or two, as a search leaves them."""
    run, rng = office.run, office.rng
    markers = DviIncident(office.templates.markers, (), ())
    document = json.loads(write_dvi_json(markers))
    persons = list(
        MissingPerson.objects.filter(incident=office.incident, family__key__wrapped__isnull=False)
        .order_by("pk")
        .values_list("pk", "number")
    )
    document["missing"] = [number for _, number in persons]
    FrozenInput.objects.create(run=run, salt=b"s" * 32, content=as_bytes(document))
    frozen = FrozenRemains.objects.filter(run=run).values("number")
    remains = list(
        Remains.objects.filter(incident=office.incident, number__in=frozen).values_list(
            "pk", flat=True
        )
    )
    rows = []
    for place, (person, _) in enumerate(persons):
        count = min(len(remains), MANY_CANDIDATES if place % 2 else 1 + place % 3)
        first = int(rng.integers(len(remains)))
        strengths = rng.exponential(1.0, size=count)
        rows += [
            (run.pk, remains[(first + 101 * n) % len(remains)], person, float(strength))
            for n, strength in enumerate(strengths)
        ]
    with connection.cursor() as cursor:
        for first in range(0, len(rows), 50_000):
            cursor.executemany(
                "INSERT INTO matching_keptpair (run_id, remains_id, missing_person_id, log10_lr) "
                "VALUES (%s, %s, %s, %s)",
                rows[first : first + 50_000],
            )
    run.status, run.finished_at = Run.Status.DONE, timezone.now()
    run.results = {
        "pairwise": {
            "remains_count": len(remains),
            "missing_count": len(persons),
            "pairs_count": len(rows),
            "supported_count": len(rows),
            "kept": {"least_log10_lr": 0.0, "best_of_each": 50},
        },
        "joint": {"exact": False, "error": "more than an exact joint posterior can weigh at once"},
        "inconsistent_families": [],
        "notices": [],
        "families": {},
    }
    run.save()


def _decide(office: Office, count: int) -> None:
    """Signed identifications, from a run of before."""
    remains = Remains.objects.filter(incident=office.incident, profile__isnull=False)[:count]
    sought = MissingPerson.objects.filter(incident=office.incident).order_by("pk")[:count]
    proposals = Proposal.objects.bulk_create(
        Proposal(
            incident=office.incident,
            run=office.run,
            remains=row,
            missing_person=person,
            proposed_by=office.persons[0],
            reasons="DNA of both parents.",
            evidence_text="{}",
            evidence_sha256="0" * 64,
            state=Proposal.State.SIGNED,
        )
        for row, person in zip(remains, sought, strict=True)
    )
    signers = office.persons[9], office.persons[17 % len(office.persons)]
    Signature.objects.bulk_create(
        Signature(
            proposal=proposal,
            signer=signer,
            full_name=signer.full_name,
            agency=str(signer.agency),
            position=place + 1,
            evidence_sha256="0" * 64,
        )
        for proposal in proposals
        for place, signer in enumerate(signers)
    )
    Identification.objects.bulk_create(
        Identification(
            incident=office.incident,
            proposal=proposal,
            remains=proposal.remains,
            missing_person=proposal.missing_person,
            decided_at=BEGUN + timedelta(days=30),
            document_text="{}",
            document_sha256="0" * 64,
        )
        for proposal in proposals
    )


def _enter(office: Office, number: int) -> None:
    record(
        actor=office.persons[number % len(office.persons)].username,
        act="custody.handed_over" if number % 10 else "remains.section_recorded",
        incident=office.incident.slug,
        subject=f"PM-{number:06d}",
        details={},
    )
