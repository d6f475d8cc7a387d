"""Taking a tracing request: from a draft to a family, the persons it seeks, and what it told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from antigone.formats.cursor import fault_of_name
from antigone.reconcile.incident import UNASSIGNED
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.findable import find_sought
from antigone.web.records.models import Family, MissingPerson, Person
from antigone.web.requests.drafts import DraftContent, read_draft
from antigone.web.requests.findable import find_requests
from antigone.web.requests.models import RequestDraft, TracingRequest
from antigone.web.requests.parts import PARTS, Content
from antigone.web.requests.pedigree_codes import name_relative
from antigone.web.requests.pedigree_from_relation import save_placed
from antigone.web.requests.placing import PlacedFamily, PlacingRefused
from antigone.web.requests.telling import add_version, follow
from antigone.web.sentences import translated_error

CODE = re.compile(r"P\d+")
"""So persons of a pedigree are called; who is sought stands among them under the number."""


class TakingRefused(ValueError):
    """The request cannot be taken as it stands; `field` is where it has to be mended, or empty."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Numbers:
    """The numbers under which a request and the persons it seeks are kept."""

    request: str
    persons: Sequence[str]


@transaction.atomic
def take_request(*, user: User, draft: RequestDraft, numbers: Numbers) -> TracingRequest:
    """Make the draft a request: family, pedigree, persons sought, and everything that was told.

    Raises:
        TakingRefused: a part is lacking, a relation contradicts another, or a number is not free.
    """
    incident = locked(draft.incident)
    require(user, incident, Permission.TAKE_REQUESTS)
    draft = RequestDraft.objects.select_for_update().select_related("key").get(pk=draft.pk)
    if draft.taken_as_id is not None or draft.discarded_at is not None:
        raise TakingRefused(_("This draft was taken or discarded in the meantime."))
    told = read_draft(draft)
    placed = _placed(told)
    _refuse_numbers(incident, numbers, len(told.persons))
    family = _family(draft, numbers.request)
    rows = save_placed(family, placed.as_placed)
    request = TracingRequest(
        family=family,
        number=numbers.request,
        enquirer=_enquirer(told, rows[placed.enquirer]),
        taken_by=user,
    )
    request.full_clean()
    request.save()
    persons = [
        _person(family, rows[code], number, position)
        for position, (code, number) in enumerate(zip(placed.sought, numbers.persons, strict=True))
    ]
    _tell(user, request, told, persons)
    find_sought(incident.pk, persons)
    find_requests(incident.pk, [request])
    draft.taken_as, draft.content = request, b""
    draft.save()
    record(
        actor=user.username,
        act="request.taken",
        incident=incident.slug,
        subject=request.number,
        details={"family": family.pk, "missing": [person.number for person in persons]},
    )
    return request


def _placed(told: DraftContent) -> PlacedFamily:
    if told.lacking:
        raise TakingRefused(_("Say first who asks, and of each person who is sought."))
    try:
        return told.placed()
    except PlacingRefused as error:
        raise TakingRefused(
            _("The relations to the persons sought do not go together: %s.")
            % translated_error(error)
        ) from None


def _refuse_numbers(incident: Incident, numbers: Numbers, persons: int) -> None:
    if fault_of_name(numbers.request):
        raise TakingRefused(_("This cannot be a number. Choose another one."), "request")
    if Family.objects.filter(incident=incident, name=numbers.request).exists():
        raise TakingRefused(_("This number is taken. Choose another one."), "request")
    if len(numbers.persons) != persons:
        raise TakingRefused(_("Each person sought needs a number."))
    for at, number in enumerate(numbers.persons):
        if fault_of_name(number) or number == UNASSIGNED or CODE.fullmatch(number):
            raise TakingRefused(_("This cannot be a number. Choose another one."), f"person_{at}")
        taken = MissingPerson.objects.filter(incident=incident, number=number).exists()
        if taken or number in numbers.persons[:at]:
            raise TakingRefused(_("This number is taken. Choose another one."), f"person_{at}")


def _family(draft: RequestDraft, name: str) -> Family:
    family = Family(
        incident=draft.incident,
        name=name,
        agency=draft.begun_by.agency,
        key=draft.key,
        position=0,
    )
    family.full_clean()
    family.save()
    return family


def _enquirer(told: DraftContent, person: Person) -> Person:
    person.can_give = (told.enquirer or {}).get("can_give", person.can_give)
    person.full_clean()
    person.save(update_fields=["can_give"])
    return person


def _person(family: Family, person: Person, number: str, position: int) -> MissingPerson:
    missing = MissingPerson(
        incident=family.incident, family=family, person=person, number=number, position=position
    )
    missing.full_clean()
    missing.save()
    return missing


def _tell(
    user: User, request: TracingRequest, told: DraftContent, persons: Sequence[MissingPerson]
) -> None:
    enquirer: Content = told.enquirer or {}
    add_version(user, request, None, PARTS["enquirer"], enquirer, 1)
    for missing, parts in zip(persons, told.persons, strict=True):
        for key, content in parts.items():
            add_version(user, request, missing, PARTS[key], content, 1)
    follow(user, request, persons)
    if request.enquirer is not None:
        name = enquirer.get("name_own") or enquirer.get("name_latin", "")
        contact = enquirer.get("telephone", "") or enquirer.get("address", "")
        name_relative(user=user, person=request.enquirer, name=name, contact=contact)
