"""How a request is shown: names, parts with who told them, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor
from antigone.web.records.dental import TeethShown, teeth_shown
from antigone.web.records.models import MissingPerson
from antigone.web.requests.am_record import chart_of
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.parts import OF_PERSON, PARTS, Content, Line, Part, lines_of
from antigone.web.requests.telling import Version, may_see_contacts, newest, parts_in_sight
from antigone.web.requests.words import CERTAINTIES, WAYS_OF_TELLING


def name_of_person(parts: Mapping[str, Content]) -> str:
    """The first name that was told of a person sought."""
    names = parts.get("sought", {}).get("names", ())
    for row in names:
        given = " ".join(row[part] for part in ("given", "patronymic") if row.get(part))
        full = ", ".join(part for part in (row.get("family", ""), given) if part)
        if full:
            return full
    return _("no name told yet")


def name_of_enquirer(enquirer: Content) -> str:
    """The enquirer's name, in their own script first."""
    return str(enquirer.get("name_own") or enquirer.get("name_latin") or "")


@dataclass(frozen=True)
class PartShown:
    """A part as the page of a request shows it.

    Args:
        version: the newest one; None where nothing was told.
        lines: what it says; None where the family withdrew.
        teeth: the chart of teeth.
        how: how it was told and how sure that is, in words.
        told_by: who told it; only for those who speak with the family.
    """

    part: Part
    version: Version | None
    lines: Sequence[Line] | None = ()
    teeth: TeethShown | None = None
    how: str = ""
    told_by: str = ""


def part_shown(part: Part, version: Version | None, *, number: str, contacts: bool) -> PartShown:
    """A part in words."""
    if version is None:
        return PartShown(part, None)
    content = version.content
    if content is None:
        return PartShown(part, version, None)
    chart = chart_of(content)
    words = (
        WAYS_OF_TELLING.get(content.get("how", ""), ""),
        CERTAINTIES.get(content.get("certainty", ""), ""),
    )
    return PartShown(
        part,
        version,
        lines_of(part, content),
        teeth_shown(chart, number) if chart else None,
        ", ".join(str(word) for word in words if word),
        content.get("told_by", "") if contacts else "",
    )


@dataclass(frozen=True)
class PersonShown:
    """A person sought with all parts that the visitor may read."""

    missing: MissingPerson
    name: str
    parts: Sequence[PartShown]


def persons_shown(user: Visitor, request: TracingRequest) -> list[PersonShown]:
    """The persons whom a request seeks."""
    incident = request.family.incident
    seen = parts_in_sight(user, incident)
    contacts = may_see_contacts(user, incident)
    found = []
    rows = request.family.missing_persons.select_related("person", "family__incident")
    for missing in rows if seen else ():
        told = newest(request, missing)
        contents = {key: v.content for key, v in told.items() if v.content is not None}
        parts = [
            part_shown(part, told.get(part.key), number=missing.number, contacts=contacts)
            for part in OF_PERSON
        ]
        found.append(PersonShown(missing, name_of_person(contents), parts))
    return found


def enquirer_shown(user: Visitor, request: TracingRequest) -> PartShown | None:
    """Who asks; None for those who do not speak with the family."""
    part = PARTS["enquirer"]
    if part not in parts_in_sight(user, request.family.incident):
        return None
    return part_shown(part, newest(request).get(part.key), number=request.number, contacts=True)
