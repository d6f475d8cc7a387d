"""Every page of an incident asks the database as often with thirty records of each kind as with few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from antigone.web.board.models import Identification, Proposal
from antigone.web.custody.codes import Kind, new_code
from antigone.web.custody.models import CustodyEvent, Sample
from antigone.web.incidents.models import Incident
from antigone.web.matching.models import Run
from antigone.web.records.consent import record_basis
from antigone.web.records.models import Family, ImportedFile, MissingPerson, Remains
from antigone.web.requests.models import TracingRequest
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast, browser_of
from tests.web.needs import NEEDS
from tests.web.records.conftest import STATED, Document, bring_in, data_set, with_records
from tests.web.samples import SAMPLES, World

__all__ = ["attest", "data", "done", "imported", "work"]

MORE = 27

AS_MANY_AS_THERE_ARE = {
    "requests:same": "each pair of persons that look alike is told of by itself, and here all do",
}
"""Addresses that may ask more often where there is more, each with the reason."""


def test_thirty_records_ask_no_more_than_three(
    cast: Cast, done: Run, imported: ImportedFile
) -> None:
    world = World(cast=cast, run=done, file=imported)
    pages = dict(_pages(world))
    _make_more(cast, world, 3, "A")
    few = _counted(cast, pages)
    _make_more(cast, world, MORE, "B")
    many = _counted(cast, pages)
    more = {
        page: (few[page], many[page])
        for page in few
        if page[1] not in AS_MANY_AS_THERE_ARE and many.get(page, 0) > few[page]
    }
    assert more == {}
    assert len(few) > len(pages) / 2


def _pages(world: World) -> Iterator[tuple[str, str]]:
    """The address of every page that is read, by view; everything in them has happened once."""
    slug = world.cast.incident.slug
    for view, sample in SAMPLES.items():
        url = reverse(view, kwargs={"incident": slug} | sample(world))
        if NEEDS[view].reads is not None:
            yield view, url
    yield "home", reverse("home")


def _counted(cast: Cast, pages: dict[str, str]) -> dict[tuple[str, str], int]:
    """By person and view how often a page reads; of most persons only their home page."""
    found = {}
    for person in (cast.mara, cast.nadia, cast.oyelin, cast.sanna, cast.ilse, cast.tomas):
        client = browser_of(person, second_factor=True)
        asked = pages if person == cast.mara else {"home": pages["home"]}
        for view, url in asked.items():
            # The first time some of what is asked is kept for an hour.
            if client.get(url).status_code == 200:
                found[person.username, view] = _queries(client, url)
    return found


def _queries(client: Client, url: str) -> int:
    count = 0

    def counting(execute: Callable[..., object], sql: str, *more: object) -> object:
        nonlocal count
        # Now and then a page notes that somebody is there.
        count += sql.startswith("SELECT")
        return execute(sql, *more)

    with connection.execute_wrapper(counting):
        client.get(url)
    return count


def _make_more(cast: Cast, world: World, count: int, letter: str) -> None:
    """More of all that lists show, with a share of it in every state."""
    file = bring_in(cast, _many(count, letter), f"{letter}.json")
    record_basis(user=cast.nadia, covered=file, attestation=STATED, statement="As stated.")
    remains = list(Remains.objects.filter(source_file=file).select_related("incident"))
    families = list(Family.objects.filter(source_file=file))
    sought = list(MissingPerson.objects.filter(family__in=families))
    TracingRequest.objects.bulk_create(
        TracingRequest(family=family, number=family.name, taken_by=cast.nadia, owed_count=at % 2)
        for at, family in enumerate(families)
    )
    _hand_over(cast, remains)
    _decide(cast.incident, world.run, remains, sought)


def _many(count: int, letter: str) -> Document:
    """The small data set over and over, under numbers of its own."""
    small = with_records(data_set())
    found: Document = {"victims": [], "families": [], "genotypes": {}, "markers": small["markers"]}
    for number in range(count):
        ending = f"{letter}{number}"
        victim, family = small["victims"][0], small["families"][0]
        record = {**victim["record"], "tooth_opinions": []}
        found["victims"].append({**victim, "id": f"V{ending}", "record": record})
        names = {person["id"]: f"{person['id']}{ending}" for person in family["pedigree"]}
        found["families"].append(
            {
                "name": f"F{ending}",
                "missing": [names[number] for number in family["missing"]],
                "pedigree": [
                    {
                        key: names.get(value, value) if key in ("id", "father", "mother") else value
                        for key, value in person.items()
                    }
                    for person in family["pedigree"]
                ],
                "records": {names[m]: told for m, told in family.get("records", {}).items()},
            }
        )
        genotypes = small["genotypes"]
        found["genotypes"] |= {f"V{ending}": genotypes["V1"], names["R1"]: genotypes["R1"]}
    return found


def _hand_over(cast: Cast, remains: list[Remains]) -> None:
    """A sample of each, handed on once; of every third chain nobody can tell who had it before."""
    at = timezone.now() - timedelta(days=3)
    samples = Sample.objects.bulk_create(
        Sample(
            incident=row.incident,
            code=new_code(Kind.SAMPLE),
            remains=row,
            kind=Sample.Kind.BONE,
            taken_at=at,
            recorded_by=cast.sanna,
        )
        for row in remains
    )
    CustodyEvent.objects.bulk_create(
        CustodyEvent(
            incident=sample.incident,
            sample=sample,
            at=at + timedelta(hours=hours),
            from_name=giver,
            from_function="officer",
            from_agency="IFM",
            to_name="Teo Varga",
            to_function="officer",
            to_agency="CP",
            place="Store",
            reason="to the laboratory",
            recorded_by=cast.sanna,
        )
        for place, sample in enumerate(samples)
        for hours, giver in ((1, "Sanna Okoro"), (2, "Ann Orr" if place % 3 else "Teo Varga"))
    )


def _decide(
    incident: Incident, run: Run, remains: list[Remains], sought: list[MissingPerson]
) -> None:
    """Every second one is identified, and of the others some wait for signatures."""
    proposals = Proposal.objects.bulk_create(
        Proposal(
            incident=incident,
            run=run,
            remains=row,
            missing_person=person,
            proposed_by=run.created_by,
            reasons="DNA of the father.",
            evidence_text="{}",
            evidence_sha256="0" * 64,
            state=Proposal.State.SIGNED if at % 2 else Proposal.State.OPEN,
        )
        for at, (row, person) in enumerate(zip(remains, sought, strict=True))
    )
    Identification.objects.bulk_create(
        Identification(
            incident=incident,
            proposal=proposal,
            remains=proposal.remains,
            missing_person=proposal.missing_person,
            decided_at=timezone.now(),
            document_text="{}",
            document_sha256="0" * 64,
        )
        for proposal in proposals
        if proposal.state == Proposal.State.SIGNED
    )
