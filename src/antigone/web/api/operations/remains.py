"""Operations about remains: lists, one with its record and its DNA, registering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field as About
from ninja import Query, Router

from antigone.policy.tokens import Scope
from antigone.web.accounts.models import User
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.problems import conflict, invalid
from antigone.web.api.said import SOUND, Field, In, Listed, Out, Page, page_of_rows
from antigone.web.examination.forms import NumberForm
from antigone.web.examination.models import Section
from antigone.web.examination.recording import ContentRefused
from antigone.web.examination.registering import NumberTaken, register_remains
from antigone.web.examination.sections import KINDS, Content
from antigone.web.examination.sections.base import stated
from antigone.web.incidents.access import incident_or_404, require, role_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_in_sight, remains_or_404
from antigone.web.records.entering import entry_of
from antigone.web.records.models import Remains
from antigone.web.records.profiles import genotypes_of, typed_markers
from antigone.web.records.record_rows import pm_record_from_row, pm_record_to_row
from antigone.web.records.sight import may_see_remains_record

router = Router()
PART = "Remains"


class Lacking(StrEnum):
    """What remains of a list lack."""

    DNA = "dna"
    RECORD = "record"


class RemainsAsked(Page):
    """Which remains are asked for."""

    number: str = About(
        "", pattern=SOUND, max_length=100, description="Only those whose number contains this."
    )
    lacking: Lacking | None = About(None, description="Only those without it.")


class RemainsShown(Out):
    """Remains, as everybody who works on the incident may know of them."""

    number: str
    sex: str = About(description="F, M or U: not known.")
    agency: str | None
    registered_at: datetime
    file: int | None = About(description="The data set they came with; null: registered here.")
    markers_typed: int
    may_be_compared: bool = About(description="Whether RE-01 is met.")


class RemainsRecord(RemainsShown):
    """One of the remains, with what was observed where the token and the role may see it."""

    record: dict[str, Any] | None = About(
        description="As docs/records-format.md writes it; null: nothing recorded, or hidden."
    )
    record_hidden: bool = About(
        description="Whether something is recorded that is not yours to see."
    )


class Genotypes(Out):
    """Alleles as recorded, by marker; null stands for an allele that was not seen."""

    genotypes: dict[str, list[str | None]]


class Recovery(In):
    """Where, when and by whom remains were recovered; as the page of registering asks it."""

    found: str = About(max_length=20, description="whole, part or unsure")
    place: str = About(min_length=1, max_length=300)
    recovered_on: date
    recovered_time: time
    finder: str = About(min_length=1, max_length=200)
    latitude: float | None = None
    longitude: float | None = None
    within_m: float | None = None
    circumstances: str = About("", max_length=5_000)
    condition: str = About("", max_length=2_000)
    lying_with: list[str] = About(default_factory=list, max_length=50)
    seal: str = About("", max_length=60)
    days_least: int | None = None
    days_most: int | None = None


class NewRemains(In):
    """Remains that are registered: their number and their recovery."""

    number: str = About(min_length=1, max_length=100)
    recovery: Recovery


@operation(
    router,
    "GET",
    "/incidents/{incident}/remains",
    scope=Scope.READ_REMAINS,
    part=PART,
    gives=Listed[RemainsShown],
)
def list_remains(
    request: HttpRequest, incident: str, asked: Query[RemainsAsked]
) -> Listed[RemainsShown]:
    """Remains that the person may know of."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    rows = remains_in_sight(person, found).select_related("profile", "agency").defer("record")
    if asked.number:
        rows = rows.filter(number__icontains=asked.number)
    if asked.lacking is Lacking.DNA:
        rows = rows.filter(profile__isnull=True)
    elif asked.lacking is Lacking.RECORD:
        rows = rows.filter(record__isnull=True)

    def show(here: Sequence[Remains]) -> list[RemainsShown]:
        entry = entry_of(found, here)
        return [RemainsShown(**_summary(row, entry.finding(row).met)) for row in here]

    items, following = page_of_rows(rows, asked, show)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/remains/{number}",
    scope=Scope.READ_REMAINS,
    part=PART,
    gives=RemainsRecord,
)
def read_remains(request: HttpRequest, incident: str, number: str) -> RemainsRecord:
    """One of the remains, with its record."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    row = remains_or_404(person, found, number)
    return _with_record(person, found, row)


@operation(
    router,
    "GET",
    "/incidents/{incident}/remains/{number}/genotypes",
    scope=Scope.READ_GENOTYPES,
    part=PART,
    gives=Genotypes,
)
def read_genotypes_of_remains(request: HttpRequest, incident: str, number: str) -> Genotypes:
    """The DNA profile of remains."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    row = remains_or_404(person, found, number)
    require(person, found, Permission.SEE_GENOTYPES)
    return Genotypes(genotypes=genotypes_of(row))


@operation(
    router,
    "POST",
    "/incidents/{incident}/remains",
    scope=Scope.WRITE_REGISTER,
    part=PART,
    gives=RemainsRecord,
    status=201,
    refuses=(409,),
)
def register(request: HttpRequest, incident: str, given: NewRemains) -> RemainsRecord:
    """Register remains with their recovery; their chain of custody begins with it."""
    person = person_of(request)
    found = incident_or_404(person, incident)
    require(person, found, Permission.REGISTER)
    number, content = _checked(given)
    role = role_of(person, found)
    try:
        made = register_remains(
            user=person,
            incident=found,
            number=number,
            content=content,
            function=str(role.label) if role else "",
        )
    except NumberTaken as taken:
        raise conflict(str(taken)) from None
    except ContentRefused as refused:
        raise invalid(
            Field(field=f"recovery.{problem.field}", message=problem.message)
            for problem in refused.problems
        ) from None
    return _with_record(person, found, made)


def _checked(given: NewRemains) -> tuple[str, Content]:
    """What was sent, through the same forms that the page has."""
    plain = given.recovery.model_dump(mode="json", exclude_none=True)
    plain["lying_with"] = ", ".join(given.recovery.lying_with)
    tag, form = NumberForm({"number": given.number}), KINDS[Section.RECOVERY].form(plain)
    wrong = [
        Field(field=prefix + ("" if name == "__all__" else name), message=str(words))
        for prefix, one in (("", tag), ("recovery.", form))
        for name, messages in one.errors.items()
        for words in messages
    ]
    if wrong:
        raise invalid(wrong, _("Not registered. What has to be changed stands with each field."))
    return tag.cleaned_data["number"], stated(form.cleaned_data)


def _summary(row: Remains, may_be_compared: bool) -> dict[str, Any]:
    return {
        "number": row.number,
        "sex": row.sex,
        "agency": row.agency.short if row.agency else None,
        "registered_at": row.registered_at,
        "file": row.source_file_id,
        "markers_typed": len(typed_markers(row)),
        "may_be_compared": may_be_compared,
    }


def _with_record(person: User, incident: Incident, row: Remains) -> RemainsRecord:
    sees = may_see_remains_record(person, incident)
    record = pm_record_to_row(pm_record_from_row(row.record)) if sees else None
    # They name persons sought, of whom whoever sees these remains may know nothing.
    told = {name: value for name, value in (record or {}).items() if name != "tooth_opinions"}
    return RemainsRecord(
        **_summary(row, entry_of(incident, [row]).finding(row).met),
        record=told or None,
        record_hidden=row.record is not None and not sees,
    )
