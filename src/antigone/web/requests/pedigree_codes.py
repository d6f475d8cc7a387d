"""Codes under which relatives give samples, and the sealed names behind them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.web.accounts.models import User
from antigone.web.custody.codes import DONOR, grouped, is_sound
from antigone.web.custody.taking import unused_donor_code
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.findable import find_sought
from antigone.web.records.models import Family, Person
from antigone.web.requests.pedigree_acts import refuse_withdrawn
from antigone.web.requests.pedigree_draft import EditRefused
from antigone.web.requests.pedigree_models import RelativeName
from antigone.web.sealing.keys import KeyDestroyed, seal_json, unseal_json


class CodeMisread(ValueError):
    """What was typed is no donor code; the message says what is wrong with it."""


class Reason(models.TextChoices):
    """Why somebody asks whose code it is."""

    SAMPLE = "sample", gettext_lazy("to take a sample, or to take it again")
    REACH = "reach", gettext_lazy("to reach this relative")
    RESULT = "result", gettext_lazy("to tell this relative a result")
    MIX_UP = "mix_up", gettext_lazy("to clear up whether samples were exchanged")
    WISH = "wish", gettext_lazy("because this relative asks, or withdraws")
    CORRECTION = "correction", gettext_lazy("to correct a name or contact")


@dataclass(frozen=True)
class Resolved:
    """Who stands behind a code."""

    code: str
    name: str
    contact: str


def read_donor_code(text: str) -> str:
    """A typed donor code as it is kept: capitals, groups joined, letters that look alike mended.

    Raises:
        CodeMisread: too short or too long, or a character is wrong or two changed places.
    """
    code = grouped(text, DONOR)
    if not code:
        raise CodeMisread(
            _(
                "A donor code looks like D-7K3M-9QXT-C: D, eight characters, and one that checks them."
            )
        )
    if not is_sound(code):
        raise CodeMisread(
            _(
                "%s is no donor code: a character is wrong, or two changed places. Read it once more."
            )
            % code
        )
    return code


@transaction.atomic
def give_donor_code(*, user: User, person: Person) -> Person:
    """Give a relative the code under which their sample goes; it stays the same for good.

    Raises:
        EditRefused: there is one, or the family withdrew.
    """
    incident = locked(person.family.incident)
    require(user, incident, Permission.TAKE_REQUESTS)
    refuse_withdrawn(person.family)
    person = Person.objects.select_related("family__incident").get(pk=person.pk)
    if person.donor_code:
        raise EditRefused(_("%s has a donor code already.") % person.code)
    person.donor_code = unused_donor_code()
    person.full_clean()
    person.save(update_fields=["donor_code"])
    find_sought(incident.pk, person.family.missing_persons.select_related("family"))
    _enter(user, incident, person, "donor.coded")
    return person


@transaction.atomic
def name_relative(*, user: User, person: Person, name: str, contact: str) -> RelativeName | None:
    """Keep a relative's name and contact, sealed with the family's key; without a name, forget them.

    Raises:
        EditRefused: the family withdrew.
    """
    incident = locked(person.family.incident)
    require(user, incident, Permission.TAKE_REQUESTS)
    family = Family.objects.select_related("key").get(pk=person.family_id)
    refuse_withdrawn(family)
    if not name.strip():
        RelativeName.objects.filter(person=person).delete()
        _enter(user, incident, person, "relative.name_removed")
        return None
    sealed = seal_json(family.key, [name.strip(), contact.strip()], _about(person))
    row, _made = RelativeName.objects.update_or_create(
        person=person, defaults={"sealed": sealed, "recorded_by": user}
    )
    _enter(user, incident, person, "relative.named")
    return row


@transaction.atomic
def resolve_code(*, user: User, person: Person, reason: Reason) -> Resolved:
    """Whose code it is; the journal keeps who asked, about which code, and why, but no name.

    Raises:
        EditRefused: no name is kept, or the family withdrew and nobody can read it any more.
    """
    incident = person.family.incident
    require(user, incident, Permission.RESOLVE_CODES)
    row = RelativeName.objects.filter(person=person).select_related("person__family__key").first()
    if row is None:
        raise EditRefused(_("No name is kept under this code."))
    key = row.person.family.key
    try:
        content = unseal_json(key, bytes(row.sealed), _about(person))
    except KeyDestroyed:
        raise EditRefused(_("The family withdrew: nobody can read this name any more.")) from None
    assert isinstance(content, list)  # noqa: S101  (written by `name_relative`)
    name, contact = (str(part) for part in content)
    _enter(user, incident, person, "code.resolved", reason=reason.value)
    return Resolved(person.donor_code or person.code, name, contact)


def _about(person: Person) -> str:
    return f"relative {person.pk}"


def _enter(user: User, incident: Incident, person: Person, act: str, **details: str) -> None:
    record(
        actor=user.username,
        act=act,
        incident=incident.slug,
        subject=f"donor {person.pk}",
        details={"code": person.donor_code, **details},
    )
