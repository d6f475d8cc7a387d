"""Keeping what a family tells, part by part and version by version, and reading it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from antigone.genetics.pedigree import PedigreeError, Sex
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.incidents.access import Visitor, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.models import Family, MissingPerson, Person
from antigone.web.records.told import index_names, seal_told
from antigone.web.requests.am_record import am_record
from antigone.web.requests.checklist import repeat_what_is_owed
from antigone.web.requests.models import Told, TracingRequest
from antigone.web.requests.parts import PARTS, Content, Part
from antigone.web.requests.pedigree_acts import change_pedigree
from antigone.web.requests.pedigree_draft import Draft, EditRefused, describe
from antigone.web.requests.pedigree_models import PedigreeAct
from antigone.web.requests.pedigree_store import version_of
from antigone.web.sealing.keys import KeyDestroyed, seal_json, unseal_json
from antigone.web.sealing.models import Key


class ToldMeanwhile(ValueError):
    """Somebody kept another version in the meantime; `newest` is that one. Nothing was lost."""

    def __init__(self, newest: Told) -> None:
        super().__init__(str(newest))
        self.newest = newest


class FamilyWithdrew(ValueError):
    """The family's key is destroyed: nothing can be kept for it until it consents anew."""


@dataclass(frozen=True)
class Version:
    """A version as it is read; `content` is None where the family withdrew."""

    told: Told
    content: Content | None


def may_see_contacts(user: Visitor, incident: Incident) -> bool:
    """Enquirers, contacts and notes are shown to those who speak with the family."""
    return may(user, incident, Permission.SEE_CONTACTS)


def parts_in_sight(user: Visitor, incident: Incident) -> list[Part]:
    """The parts that a person may read; none without sight of families."""
    if not may(user, incident, Permission.SEE_FAMILIES):
        return []
    private = may_see_contacts(user, incident)
    return [part for part in PARTS.values() if private or not part.private]


def key_of(family: Family) -> Key:
    """The key under which a family's telling is kept."""
    return Key.objects.get(pk=family.key_id)


def opened(key: Key, told: Told) -> Content | None:
    """What was told; None where the family withdrew."""
    if not told.content:
        return None
    try:
        content = unseal_json(key, bytes(told.content), about(told.part))
    except KeyDestroyed:
        return None
    assert isinstance(content, dict)  # noqa: S101  (written by `add_version`)
    return content


def about(part: str) -> str:
    """What sealed content of a part is bound to."""
    return f"told {part}"


def newest(
    request: TracingRequest, missing_person: MissingPerson | None = None
) -> dict[str, Version]:
    """By part the newest version, of the request itself or of one person sought."""
    key = key_of(request.family)
    rows = Told.objects.filter(request=request, missing_person=missing_person)
    found = {told.part: told for told in rows.select_related("recorded_by").order_by("version")}
    return {part: Version(told, opened(key, told)) for part, told in found.items()}


def versions(
    request: TracingRequest, missing_person: MissingPerson | None, part: Part
) -> list[Version]:
    """All versions of a part, the newest first."""
    key = key_of(request.family)
    rows = Told.objects.filter(request=request, missing_person=missing_person, part=part.key)
    found = rows.select_related("recorded_by").order_by("-version")
    return [Version(told, opened(key, told)) for told in found]


@transaction.atomic
def tell(
    *,
    user: User,
    request: TracingRequest,
    missing_person: MissingPerson | None,
    part: Part,
    content: Mapping[str, JsonValue],
    seen_version: int,
) -> Told:
    """Keep what was told as the next version of a part.

    Args:
        seen_version: number of the version that was changed; 0 where there was none.

    Raises:
        ToldMeanwhile: another version was kept since; nothing is stored, and nothing of it is lost.
        FamilyWithdrew: the family's key is destroyed.
    """
    incident = locked(request.family.incident)
    require(user, incident, Permission.TAKE_REQUESTS)
    last = Told.objects.filter(request=request, missing_person=missing_person, part=part.key).last()
    if last is not None and last.version != seen_version:
        raise ToldMeanwhile(last)
    told = add_version(user, request, missing_person, part, content, seen_version + 1)
    follow(user, request, [missing_person] if missing_person else [])
    record(
        actor=user.username,
        act="request.told",
        incident=incident.slug,
        subject=missing_person.number if missing_person else request.number,
        details={"part": part.key, "version": told.version},
    )
    return told


def add_version(
    user: User,
    request: TracingRequest,
    missing_person: MissingPerson | None,
    part: Part,
    content: Mapping[str, JsonValue],
    version: int,
) -> Told:
    """Seal and save one version; whoever calls it writes the entry in the journal."""
    try:
        sealed = seal_json(key_of(request.family), dict(content), about(part.key))
    except KeyDestroyed:
        raise FamilyWithdrew from None
    told = Told(
        request=request,
        missing_person=missing_person,
        part=part.key,
        version=version,
        content=sealed,
        recorded_by=user,
    )
    told.full_clean()
    told.save()
    return told


def follow(user: User, request: TracingRequest, persons: Iterable[MissingPerson]) -> None:
    """Let everything that rests on what was told follow: compared record, names, what is owed."""
    for missing_person in persons:
        found = newest(request, missing_person)
        contents = {part: v.content for part, v in found.items() if v.content is not None}
        told = am_record(contents)
        missing_person.family.key = key_of(request.family)
        seal_told(missing_person, told)
        missing_person.save(update_fields=["record"])
        index_names(missing_person, told)
        _follow_sex(user, missing_person.person, contents.get("sought", {}))
    repeat_what_is_owed(request, _checklists(request))


def _follow_sex(user: User, person: Person, sought: Mapping[str, Any]) -> None:
    """The pedigree takes over a sex that it did not know; where it knew one, it keeps it."""
    told = Sex(sought.get("sex", "U"))
    if person.sex != Sex.UNKNOWN.value or told is Sex.UNKNOWN:
        return
    family, code = person.family, person.code

    def change(draft: Draft) -> Draft:
        return describe(draft, code, told, person.vital, person.can_give)

    with suppress(EditRefused, PedigreeError):
        change_pedigree(
            user=user,
            family=family,
            version=version_of(family),
            kind=PedigreeAct.Kind.DESCRIPTION,
            about=code,
            change=change,
        )


def _checklists(request: TracingRequest) -> list[Content]:
    persons = request.family.missing_persons.all()
    found = (newest(request, person).get("records") for person in persons)
    return [version.content for version in found if version and version.content]
