"""A further person of a pedigree is sought, under a number of their own."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import locked
from antigone.web.records.findable import find_sought
from antigone.web.records.models import Family, MissingPerson, Person
from antigone.web.requests.findable import find_requests
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.numbers import free_numbers
from antigone.web.requests.pedigree_acts import Done, Kind, begin_act, store_act
from antigone.web.requests.pedigree_draft import EditRefused
from antigone.web.requests.pedigree_store import Change

UNCHANGED = Change({}, (frozenset(), frozenset()))


@transaction.atomic
def seek(*, user: User, family: Family, version: int, code: str) -> Done:
    """Seek a person of the pedigree. It cannot be taken back: who is found alive is recorded as such.

    Raises:
        Outdated: another act came between.
        EditRefused: the person is sought already, or is not in the pedigree.
    """
    incident = locked(family.incident)
    require(user, incident, Permission.TAKE_REQUESTS)
    begin_act(user, family, version)
    person = Person.objects.filter(family=family, code=code).first()
    if person is None:
        raise EditRefused(_("%s is not in this pedigree any more.") % code)
    if hasattr(person, "missing_person"):
        raise EditRefused(_("%s is sought already.") % code)
    last = family.missing_persons.order_by("position").last()
    missing = MissingPerson(
        incident=incident,
        family=family,
        person=person,
        number=free_numbers(incident, 1)[0],
        position=0 if last is None else last.position + 1,
    )
    missing.full_clean()
    missing.save()
    find_sought(incident.pk, [missing])
    find_requests(incident.pk, TracingRequest.objects.filter(family=family))
    act = store_act(user, family, Kind.SOUGHT, code, UNCHANGED, missing=missing.number)
    return Done(act)
