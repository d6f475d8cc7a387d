"""Recording one section of remains: a new version, and the record composed anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from antigone.evidence.records import CodeSystem
from antigone.web.accounts.models import User
from antigone.web.examination.composing import (
    FieldProblem,
    keep_imported,
    problems_of,
    recompose,
)
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.sections import KINDS, Content
from antigone.web.examination.versions import current_charts, latest
from antigone.web.incidents.access import Visitor, may, require
from antigone.web.incidents.models import Incident
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.findable import find_remains
from antigone.web.records.models import RecoveryEvent, Remains


@dataclass(frozen=True)
class Observation:
    """Who observed a section, when, how, and how surely.

    Args:
        absence: why nothing is stated; empty where something is.
    """

    observer: str
    function: str
    observed_at: datetime
    method: str = ""
    certainty: str = ""
    note: str = ""
    absence: str = ""


class EditedMeanwhile(ValueError):
    """Somebody else recorded the section since it was opened; `current` is what they wrote."""

    def __init__(self, current: SectionVersion) -> None:
        super().__init__(str(current))
        self.current = current


class ContentRefused(ValueError):
    """No record can hold what was stated; nothing was stored."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class OtherSystem(ValueError):
    """All charts of the same teeth are written in one system of codes."""


def may_record(user: Visitor, incident: Incident, section: Section) -> bool:
    """Whether a person may record this section."""
    return may(user, incident, KINDS[section].permission)


@transaction.atomic
def record_section(
    *,
    user: User,
    remains: Remains,
    section: Section,
    content: Content,
    observation: Observation,
    based_on: int | None,
) -> SectionVersion:
    """A new version of a section; those before stay readable.

    Args:
        based_on: pk of the version that the person had before them; None where there was none.

    Raises:
        EditedMeanwhile: another version came since; nothing was stored.
        ContentRefused: a record cannot hold it.
        OtherSystem: a chart in other codes than that of another examiner.
    """
    locked(remains.incident)  # a withdrawal takes opinions out of records
    row = Remains.objects.select_for_update(of=("self",)).get(pk=remains.pk)
    require(user, row.incident, KINDS[section].permission)
    keep_imported(row, user)
    _insist_on_base(row, section, user, based_on)
    _refuse_faults(row, section, content, user)
    version = _new_version(row, section, content, observation, user)
    if section is Section.RECOVERY:
        _new_event(row, content, user)
    recompose(row)
    find_remains(row.incident_id, [row])
    record(
        actor=user.username,
        act="remains.section_recorded",
        incident=row.incident.slug,
        subject=row.number,
        details={
            "section": section.value,
            "version": version.version,
            "replaces": version.based_on.version if version.based_on else None,
            "absence": observation.absence,
        },
    )
    return version


def _insist_on_base(remains: Remains, section: Section, user: User, based_on: int | None) -> None:
    now = latest(remains, section, user)
    # What a file brought becomes a version only at the first edit; who saw it had no version yet.
    if now is None or now.pk == based_on or (now.from_file and based_on is None):
        return
    raise EditedMeanwhile(now)


def _refuse_faults(remains: Remains, section: Section, content: Content, user: User) -> None:
    problems = problems_of(section, content)
    if problems:
        raise ContentRefused(problems)
    if section is Section.TEETH and "chart" in content:
        system = system_of_charts(remains, but_of=user)
        if system is not None and content["chart"]["system"] != system.value:
            raise OtherSystem


def system_of_charts(remains: Remains, *, but_of: User) -> CodeSystem | None:
    """The codes in which other examiners charted; None where nobody else did."""
    others = (
        row.content["chart"]["system"]
        for row in current_charts(remains)
        if not row.from_file and row.recorded_by_id != but_of.pk and "chart" in row.content
    )
    return next((CodeSystem(system) for system in others), None)


def _new_version(
    remains: Remains,
    section: Section,
    content: Content,
    observation: Observation,
    user: User,
) -> SectionVersion:
    rows = SectionVersion.objects.filter(remains=remains, section=section)
    before = rows.aggregate(Max("version"))["version__max"]
    version = SectionVersion(
        remains=remains,
        section=section,
        version=1 if before is None else before + 1,
        content={} if observation.absence else content,
        absence=observation.absence,
        observer=observation.observer.strip(),
        function=observation.function.strip(),
        observed_at=observation.observed_at,
        method=observation.method.strip(),
        certainty=observation.certainty,
        note=observation.note.strip(),
        recorded_by=user,
        based_on=latest(remains, section, user),
    )
    version.full_clean()
    version.save()
    return version


def _new_event(remains: Remains, content: Content, user: User) -> RecoveryEvent:
    """The recovery as an event of its own, in place of the one before."""
    before = RecoveryEvent.objects.filter(remains=remains, replaced_by__isnull=True).first()
    event = RecoveryEvent(
        incident=remains.incident,
        remains=remains,
        recovered_at=moment(content),
        place=content["place"],
        latitude=content.get("latitude"),
        longitude=content.get("longitude"),
        within_m=content.get("within_m"),
        finder=content["finder"],
        circumstances=content.get("circumstances", ""),
        recorded_by=user,
        replaces=before,
    )
    event.full_clean()
    event.save()
    return event


def moment(content: Content) -> datetime:
    """When remains were recovered, by day and time of the form."""
    day, clock = date.fromisoformat(content["recovered_on"]), content.get("recovered_time", "00:00")
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
