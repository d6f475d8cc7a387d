"""How far the work on the dead and on the sought is, stage by stage, counted in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification, Proposal
from antigone.web.custody.models import Sample
from antigone.web.examination.models import Section
from antigone.web.examination.owing import recorded
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.covered import covered_families
from antigone.web.records.doors import (
    families_in_sight,
    missing_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.models import (
    DeathConfirmation,
    FoundAlive,
    MissingPerson,
    Profile,
    RecoveryEvent,
    Remains,
)


@dataclass(frozen=True)
class Stage:
    """How many have reached a stage.

    Args:
        code: in tables.
        name: what was done.
        meaning: what exactly is counted.
        count: how many.
    """

    code: str
    name: str | Promise
    meaning: str | Promise
    count: int


@dataclass(frozen=True)
class Progress:
    """The stages of the dead or of the sought, of so many in all."""

    total: int
    stages: tuple[Stage, ...]


def progress_of_remains(user: Visitor, incident: Incident) -> Progress:
    """Remains that a person may know of, by what was done."""
    rows = remains_in_sight(user, incident).order_by()
    return Progress(rows.count(), tuple(_of_remains(user, incident, rows)))


def _of_remains(user: Visitor, incident: Incident, rows: QuerySet[Remains]) -> Iterator[Stage]:
    of_these = Q(remains=OuterRef("pk")) | Q(source_file=OuterRef("source_file"))
    recovered = RecoveryEvent.objects.filter(of_these, replaced_by__isnull=True)
    confirmed = DeathConfirmation.objects.filter(of_these, taken_back_at__isnull=True)
    yield Stage(
        "recovered",
        _("Recovery recorded"),
        _("Place, day and finder are recorded, of the remains or of the file they came with."),
        rows.filter(Exists(recovered)).count(),
    )
    yield Stage(
        "confirmed",
        _("Death confirmed"),
        _("A named examiner confirmed death, and nobody took it back."),
        rows.filter(Exists(confirmed)).count(),
    )
    yield Stage(
        "described",
        _("Described"),
        _("Sex, age, stature, looks or marks are recorded."),
        rows.filter(recorded(Section.DESCRIPTION)).count(),
    )
    yield Stage(
        "teeth",
        _("Teeth charted"),
        _("At least one chart of the teeth is recorded."),
        rows.filter(recorded(Section.TEETH)).count(),
    )
    yield Stage(
        "sampled",
        _("Sampled"),
        _("At least one sample was taken here, or a DNA profile came with a file."),
        rows.filter(
            Exists(Sample.objects.filter(remains=OuterRef("pk")))
            | Exists(Profile.objects.filter(remains=OuterRef("pk")))
        ).count(),
    )
    yield Stage(
        "profiled",
        _("DNA profile"),
        _("At least one marker is typed."),
        rows.filter(Exists(Profile.objects.filter(remains=OuterRef("pk")))).count(),
    )
    if sees_whole_incident(user, incident):
        yield Stage(
            "proposed",
            _("Before the board"),
            _("Proposed to the board at least once, whatever became of it."),
            rows.filter(Exists(Proposal.objects.filter(remains=OuterRef("pk")))).count(),
        )
        yield Stage(
            "named",
            _("Named"),
            _("An identification is signed and stands."),
            rows.filter(Exists(_standing("remains"))).count(),
        )


def _standing(field: str) -> QuerySet[Identification]:
    return Identification.objects.filter(**{field: OuterRef("pk")}, stands=True)


def progress_of_sought(user: Visitor, incident: Incident) -> Progress:
    """Persons sought whom a person may know of, by what is known and what became of them."""
    rows = missing_in_sight(user, incident).order_by()
    return Progress(rows.count(), tuple(_of_sought(user, incident, rows)))


def _of_sought(user: Visitor, incident: Incident, rows: QuerySet[MissingPerson]) -> Iterator[Stage]:
    covered = families_in_sight(user, incident).filter(covered_families(incident))
    yield Stage(
        "covered",
        _("May be compared"),
        _("A live legal basis covers the family."),
        rows.filter(family__in=covered).count(),
    )
    yield Stage(
        "told",
        _("Described by the family"),
        _("The family told something that can be compared, such as names, looks or teeth."),
        rows.filter(record__isnull=False, family__key__wrapped__isnull=False).count(),
    )
    typed = Profile.objects.filter(person__family=OuterRef("family"))
    yield Stage(
        "typed",
        _("DNA of relatives"),
        _("At least one relative is typed, and did not withdraw."),
        rows.filter(Exists(typed.filter(person__key__wrapped__isnull=False))).count(),
    )
    if sees_whole_incident(user, incident):
        yield Stage(
            "named",
            _("Identified"),
            _("An identification is signed and stands."),
            rows.filter(Exists(_standing("missing_person"))).count(),
        )
    alive = FoundAlive.objects.filter(missing_person=OuterRef("pk"), taken_back_at__isnull=True)
    yield Stage(
        "alive",
        _("Found alive"),
        _("Found alive, and that was no error."),
        rows.filter(Exists(alive)).count(),
    )
