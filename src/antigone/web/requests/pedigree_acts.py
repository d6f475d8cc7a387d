"""Acts on a pedigree: each is checked, stored, remembered so that it can be taken back, journalled.

Two people may edit at once. Each act names the version of the pedigree that its person saw: where
another act came between, it is refused, and the page shows what was done meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked, name_of
from antigone.web.records.models import Family, Person
from antigone.web.requests import pedigree_draft as edit
from antigone.web.requests.pedigree_draft import Draft, EditRefused
from antigone.web.requests.pedigree_models import PedigreeAct
from antigone.web.requests.pedigree_store import (
    Change,
    applied,
    change_back,
    change_between,
    draft_of,
    version_of,
    write,
)

Kind = PedigreeAct.Kind
Edit = Callable[[Draft], Draft]


class Outdated(ValueError):
    """Others changed the pedigree meanwhile: `acts` says what they did, the oldest first."""

    def __init__(self, acts: tuple[PedigreeAct, ...]) -> None:
        super().__init__(_("Somebody else changed this pedigree meanwhile. Nothing was stored."))
        self.acts = acts


@dataclass(frozen=True)
class Done:
    """An act that was stored, and the persons who are new in the pedigree."""

    act: PedigreeAct
    added: tuple[str, ...] = ()


@transaction.atomic
def change_pedigree(
    *, user: User, family: Family, version: int, kind: PedigreeAct.Kind, about: str, change: Edit
) -> Done:
    """Make one act on a pedigree.

    Args:
        version: of the pedigree that the person saw.
        kind: what is done, for the journal and for whoever looks later.
        about: code of the person at whom it is done.
        change: from the draft before to the draft after, one of `pedigree_draft`.

    Raises:
        Outdated: another act came between.
        EditRefused, PedigreeError: the act is not possible, or contradicts the pedigree.
    """
    begin_act(user, family, version)
    before = draft_of(family)
    touched = change_between(before, change(before))
    if not touched.persons and touched.couples == (frozenset(), frozenset()):
        raise EditRefused(_("Nothing would change."))
    return Done(store_act(user, family, kind, about, touched), touched.added)


def remove_person(*, user: User, family: Family, version: int, code: str) -> Done:
    """Take out a person who was added by mistake and of whom nothing else is known; raises as above."""
    return change_pedigree(
        user=user,
        family=family,
        version=version,
        kind=Kind.REMOVAL,
        about=code,
        change=lambda draft: edit.remove(draft, code),
    )


def act_to_undo(family: Family) -> PedigreeAct | None:
    """The last act that stands and was not itself a taking back."""
    acts = PedigreeAct.objects.filter(family=family, undone_by__isnull=True)
    return acts.exclude(kind=Kind.UNDO).select_related("recorded_by").last()


@transaction.atomic
def undo(*, user: User, family: Family, version: int) -> Done:
    """Take back the last act that stands; it stays readable, and this is an act as well.

    Raises:
        Outdated: another act came between.
        EditRefused: there is none, or something rests on it by now.
    """
    begin_act(user, family, version)
    last = act_to_undo(family)
    if last is None or last.kind == Kind.SOUGHT:
        raise EditRefused(_("There is nothing that can be taken back."))
    back = change_back(last)
    applied(draft_of(family), back)
    return Done(store_act(user, family, Kind.UNDO, last.about, back, undoes=last))


def begin_act(user: User, family: Family, version: int) -> None:
    """Go on only with the right to it, and if the person saw the pedigree as it is.

    Raises:
        Outdated: another act came between.
        EditRefused: the family withdrew.
    """
    incident = locked(family.incident)
    require(user, incident, Permission.TAKE_REQUESTS)
    refuse_withdrawn(family)
    if version != version_of(family):
        later = PedigreeAct.objects.filter(family=family, number__gt=version)
        raise Outdated(tuple(later.select_related("recorded_by")))


def refuse_withdrawn(family: Family) -> None:
    """Nothing is written any more about a family whose key is destroyed.

    Raises:
        EditRefused: it withdrew.
    """
    if Family.objects.filter(pk=family.pk, key__wrapped__isnull=True).exists():
        raise EditRefused(
            _("This family withdrew what it told: its pedigree is not changed any more.")
        )


def store_act(
    user: User,
    family: Family,
    kind: PedigreeAct.Kind,
    about: str,
    change: Change,
    undoes: PedigreeAct | None = None,
    **details: str,
) -> PedigreeAct:
    """Write what an act changes, the act itself, and its entry in the journal."""
    removed = Person.objects.filter(family=family, code__in=_removed(change))
    removed_ids = sorted(removed.values_list("pk", flat=True))
    write(family, change)
    act = PedigreeAct(
        family=family,
        number=version_of(family) + 1,
        kind=kind,
        about=about,
        before=change.side(0),
        after=change.side(1),
        undoes=undoes,
        recorded_by=user,
    )
    act.full_clean()
    act.save()
    touched = Person.objects.filter(family=family, code__in=change.persons)
    record(
        actor=user.username,
        act=f"pedigree.{kind.value}",
        incident=family.incident.slug,
        subject=name_of(family),
        details={
            "version": act.number,
            "persons": sorted(touched.values_list("pk", flat=True)),
            "removed": removed_ids,
            **({"takes_back": undoes.number} if undoes else {}),
            **details,
        },
    )
    return act


def _removed(change: Change) -> list[str]:
    return [code for code, (_before, after) in change.persons.items() if after is None]
