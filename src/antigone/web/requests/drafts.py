"""Requests while they are taken: kept sealed between steps, gone on with, discarded, or taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from antigone.genetics.pedigree import Sex
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.requests.models import RequestDraft
from antigone.web.requests.parts import OF_PERSON, PARTS, Content, Part
from antigone.web.requests.pedigree_from_relation import Relation
from antigone.web.requests.placing import PlacedFamily, place_family
from antigone.web.sealing.erasure import overwrite_soon
from antigone.web.sealing.keys import destroy, new_key, seal_json, unseal_json
from antigone.web.sealing.models import Key

ABOUT = "draft"
MOST_PERSONS = 20
"""So many persons one request may seek."""


class DraftChanged(ValueError):
    """Somebody else kept this draft in the meantime; `draft` is how it stands now."""

    def __init__(self, draft: RequestDraft) -> None:
        super().__init__(str(draft))
        self.draft = draft


@dataclass(frozen=True)
class Step:
    """One step of taking a request: a part, of one person sought or of the request."""

    part: Part
    person: int | None = None


@dataclass
class DraftContent:
    """What is told so far: the enquirer, and each person sought, part by part."""

    enquirer: Content | None = None
    persons: list[dict[str, Content]] = field(default_factory=lambda: [{}])

    def at(self, step: Step) -> Content | None:
        """What is kept of a step; None where nothing is."""
        if step.person is None:
            return self.enquirer
        return self.persons[step.person].get(step.part.key)

    def put(self, step: Step, content: Content) -> None:
        """Keep a step."""
        if step.person is None:
            self.enquirer = content
        else:
            self.persons[step.person][step.part.key] = content

    @property
    def steps(self) -> list[Step]:
        """All steps in their order."""
        of_persons = [
            Step(part, person) for person in range(len(self.persons)) for part in OF_PERSON
        ]
        return [Step(PARTS["enquirer"]), *of_persons]

    def after(self, step: Step) -> Step | None:
        """The step that follows; None behind the last one."""
        steps = self.steps
        following = steps[steps.index(step) + 1 :]
        return following[0] if following else None

    @property
    def lacking(self) -> list[Step]:
        """Steps without which no request can be taken."""
        needed = [step for step in self.steps if step.part.key in ("enquirer", "sought")]
        return [step for step in needed if self.at(step) is None]

    def placed(self) -> PlacedFamily:
        """The pedigree that the stated relations make; raises as `place_family` does."""
        sought = [person["sought"] for person in self.persons]
        pairs = [(Relation(one["relation"]), Sex(one.get("sex", "U"))) for one in sought]
        return place_family(pairs, Sex((self.enquirer or {}).get("sex", "U")))

    def as_json(self) -> dict[str, Any]:
        """As it is sealed."""
        return {"enquirer": self.enquirer, "persons": self.persons}


def drafts_in_sight(user: User, incident: Incident) -> QuerySet[RequestDraft]:
    """The open drafts of a person and of their agency."""
    own = Q(begun_by=user)
    if user.agency_id is not None:
        own |= Q(begun_by__agency=user.agency_id)
    rows = RequestDraft.objects.filter(
        own, incident=incident, taken_as__isnull=True, discarded_at__isnull=True
    )
    return rows.select_related("key", "begun_by", "incident")


def read_draft(draft: RequestDraft) -> DraftContent:
    """What is told so far."""
    found = unseal_json(draft.key, bytes(draft.content), ABOUT)
    assert isinstance(found, dict)  # noqa: S101  (written by `_sealed`)
    return DraftContent(found["enquirer"], found["persons"])


@transaction.atomic
def begin_draft(*, user: User, incident: Incident) -> RequestDraft:
    """Begin to take a request."""
    require(user, incident, Permission.TAKE_REQUESTS)
    key = new_key(Key.Purpose.FAMILY)
    draft = RequestDraft(
        incident=incident,
        key=key,
        content=_sealed(key, DraftContent()),
        begun_by=user,
    )
    draft.full_clean()
    draft.save()
    _enter(user, draft, "request.begun")
    return draft


@transaction.atomic
def keep_step(
    *, user: User, draft: RequestDraft, step: Step, content: Mapping[str, JsonValue], seen: int
) -> RequestDraft:
    """Keep one step of a draft.

    Args:
        seen: version of the draft that was changed.

    Raises:
        DraftChanged: another version was kept since, and it changed this very step.
    """
    own = _locked(user, draft)
    told = read_draft(own)
    if own.version != seen and told.at(step) is not None and told.at(step) != content:
        raise DraftChanged(own)
    told.put(step, content)
    return _kept(user, own, told)


@transaction.atomic
def add_person(*, user: User, draft: RequestDraft) -> RequestDraft:
    """Seek one more person of the family with the same request."""
    own = _locked(user, draft)
    told = read_draft(own)
    if len(told.persons) < MOST_PERSONS:
        told.persons.append({})
    return _kept(user, own, told)


@transaction.atomic
def remove_person(*, user: User, draft: RequestDraft, person: int) -> RequestDraft:
    """Take a person out of the draft again; the last one stays."""
    own = _locked(user, draft)
    told = read_draft(own)
    if len(told.persons) > 1 and 0 <= person < len(told.persons):
        del told.persons[person]
    return _kept(user, own, told)


@transaction.atomic
def discard_draft(*, user: User, draft: RequestDraft) -> None:
    """Forget all that was told; that there was a draft stays."""
    own = _locked(user, draft)
    destroy(own.key)
    own.content, own.discarded_at = b"", timezone.now()
    own.save()
    overwrite_soon()
    _enter(user, own, "request.discarded")


def _locked(user: User, draft: RequestDraft) -> RequestDraft:
    require(user, draft.incident, Permission.TAKE_REQUESTS)
    rows = RequestDraft.objects.select_for_update().filter(
        taken_as__isnull=True, discarded_at__isnull=True
    )
    return rows.get(pk=draft.pk)


def _kept(user: User, draft: RequestDraft, told: DraftContent) -> RequestDraft:
    draft.content = _sealed(draft.key, told)
    draft.version += 1
    draft.changed_at = timezone.now()
    draft.full_clean()
    draft.save()
    _enter(user, draft, "request.draft_kept")
    return draft


def _sealed(key: Key, told: DraftContent) -> bytes:
    return seal_json(key, told.as_json(), ABOUT)


def _enter(user: User, draft: RequestDraft, act: str) -> None:
    record(
        actor=user.username,
        act=act,
        incident=draft.incident.slug,
        subject=f"request draft {draft.pk}",
        details={"version": draft.version},
    )
