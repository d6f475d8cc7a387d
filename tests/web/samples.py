"""One real object behind every address of an incident: a new address needs a line here.

The strangers' test asks for all of them, so that a page which forgets the one door to its incident
cannot go unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLPattern, URLResolver, get_resolver

from antigone.web.accounts.models import User
from antigone.web.board.acts.exclude import exclude
from antigone.web.board.acts.propose import propose
from antigone.web.board.acts.sign import sign
from antigone.web.board.models import Exclusion, Identification, Proposal
from antigone.web.incidents.models import Membership
from antigone.web.matching.models import Run
from antigone.web.records.alive import record_found_alive, record_sought_again
from antigone.web.records.imports import upload_file
from antigone.web.records.models import (
    Family,
    FoundAlive,
    ImportedFile,
    LegalBasis,
    MissingPerson,
    PendingUpload,
    Person,
    Remains,
)
from tests.web.conftest import Cast
from tests.web.records.conftest import as_file, data_set

Kwargs = dict[str, object]


@dataclass
class World:
    """An incident in which everything has happened once."""

    cast: Cast
    run: Run
    file: ImportedFile

    def remains(self, number: str) -> Remains:
        """Remains by number."""
        return Remains.objects.get(incident=self.cast.incident, number=number)

    def sought(self, number: str) -> MissingPerson:
        """A person sought by number."""
        return MissingPerson.objects.get(incident=self.cast.incident, number=number)

    @cached_property
    def proposal(self) -> Proposal:
        """V1 is M1, proposed."""
        return propose(
            user=self.cast.mara,
            run=self.run,
            remains=self.remains("V1"),
            missing_person=self.sought("M1"),
            reasons="Father typed, 36 markers.",
        )

    @cached_property
    def identification(self) -> Identification:
        """V1 is M1, signed by two."""
        for signer in (self.cast.oyelin, self.cast.ilse):
            sign(user=signer, proposal=self.proposal, password=self.cast.password, has_read=True)
        return Identification.objects.get(proposal=self.proposal)

    @cached_property
    def exclusion(self) -> Exclusion:
        """V3 is not M2."""
        return exclude(
            user=self.cast.oyelin,
            incident=self.cast.incident,
            run=self.run,
            remains=self.remains("V3"),
            missing_person=self.sought("M2"),
            reasons="Excluded at most markers.",
        )

    @cached_property
    def alive(self) -> FoundAlive:
        """M2 was found alive, and that was an error: the board's samples need M2 among the sought."""
        found = record_found_alive(
            user=self.cast.nadia, missing_person=self.sought("M2"), reason="A telephone call."
        )
        return record_sought_again(user=self.cast.nadia, found=found, reason="A namesake.")

    @cached_property
    def pending(self) -> PendingUpload:
        """A further file, uploaded and not confirmed."""
        other = data_set()
        renamed = as_file(other).decode()
        for name in ("V1", "V2", "V3", "M1", "M2", "R1", "R2", "F1", "F2"):
            renamed = renamed.replace(f'"{name}"', f'"{name}B"')
        return upload_file(
            user=self.cast.mara,
            incident=self.cast.incident,
            name="other.json",
            content=renamed.encode(),
        )

    def pair(self, remains: str, missing: str) -> Kwargs:
        """Arguments of a pair in a run."""
        return {
            "run": self.run.pk,
            "remains": self.remains(remains).pk,
            "missing": self.sought(missing).pk,
        }

    def someone_with_a_role(self) -> Membership:
        """Nadia's membership."""
        return Membership.objects.get(incident=self.cast.incident, user=self.cast.nadia)


def _family(world: World) -> Kwargs:
    return {"pk": Family.objects.get(incident=world.cast.incident, name="F1").pk}


def _donor(world: World) -> Kwargs:
    return {"pk": Person.objects.get(family__incident=world.cast.incident, code="R1").pk}


def _nothing(world: World) -> Kwargs:
    return {}


def has_object(view: str) -> bool:
    """Whether the address names more than the incident."""
    return SAMPLES[view] is not _nothing


SAMPLES: dict[str, Callable[[World], Kwargs]] = {
    "incidents:overview": _nothing,
    "incidents:people": _nothing,
    "incidents:remove": lambda w: {"membership": w.someone_with_a_role().pk},
    "records:remains_list": _nothing,
    "records:remains": lambda w: {"number": "V1"},
    "records:missing_list": _nothing,
    "records:family": _family,
    "records:family_basis": _family,
    "records:family_withdrawal": _family,
    "records:donor_basis": _donor,
    "records:donor_withdrawal": _donor,
    "records:found_alive": lambda w: {"pk": w.sought("M2").pk},
    "records:sought_again": lambda w: {"pk": w.alive.pk},
    "records:files": _nothing,
    "records:upload": _nothing,
    "records:preview": lambda w: {"pk": w.pending.pk},
    "records:confirm": lambda w: {"pk": w.pending.pk},
    "records:discard": lambda w: {"pk": w.pending.pk},
    "records:file": lambda w: {"pk": w.file.pk},
    "records:file_basis": lambda w: {"pk": w.file.pk},
    "records:basis_withdrawal": lambda w: {
        "pk": LegalBasis.objects.filter(incident=w.cast.incident).latest("pk").pk
    },
    "matching:runs": _nothing,
    "matching:start": _nothing,
    "matching:run": lambda w: {"pk": w.run.pk},
    "matching:status": lambda w: {"pk": w.run.pk},
    "matching:cancel": lambda w: {"pk": w.run.pk},
    "matching:joint": lambda w: {"pk": w.run.pk},
    "matching:pair": lambda w: {"pk": w.run.pk, "remains": "V1", "missing": "M1"},
    "board:list": _nothing,
    "board:history": _nothing,
    "board:propose": lambda w: w.pair("V2", "M2"),
    "board:exclude": lambda w: w.pair("V2", "M2"),
    "board:proposal": lambda w: {"pk": w.proposal.pk},
    "board:sign": lambda w: {"pk": w.proposal.pk},
    "board:refuse": lambda w: {"pk": w.proposal.pk},
    "board:withdraw": lambda w: {"pk": w.proposal.pk},
    "board:document": lambda w: {"pk": w.identification.proposal_id},
    "board:reopen_identification": lambda w: {"pk": w.identification.pk},
    "board:reopen_exclusion": lambda w: {"pk": w.exclusion.pk},
    "board:journal": _nothing,
    "board:journal_export": _nothing,
    "notices:identification_report": lambda w: {"pk": w.identification.pk},
}


def incident_views() -> Iterator[str]:
    """The names of all addresses that belong to an incident."""

    def walk(
        patterns: list[URLPattern | URLResolver], space: str, below: str
    ) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = below + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                name = pattern.namespace or ""
                yield from walk(pattern.url_patterns, f"{space}{name}:" if name else space, route)
            else:
                yield f"{space}{pattern.name}", route

    for name, route in walk(get_resolver().url_patterns, "", ""):
        if ":incident>" in route:
            yield name


def who_may(world: World) -> list[User]:
    """Everybody who has a role."""
    cast = world.cast
    return [cast.mara, cast.oyelin, cast.ilse, cast.nadia, cast.tomas]
