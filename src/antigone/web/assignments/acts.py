"""Taking a case, handing it on, giving it back, and handing over all that somebody has."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from antigone.policy import assignments as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.assignments.cases import Case, field_of, name_of, put_words, sees
from antigone.web.assignments.models import Assignment
from antigone.web.incidents.access import may, require, role_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked


class AssignmentRefused(ValueError):
    """A rule stands against it; `finding` says which."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def assignment_of(case: Case) -> Assignment | None:
    """Who looks after a case now."""
    rows = Assignment.objects.live().filter(**field_of(case))
    return rows.select_related("person__agency", "given_by").first()


@transaction.atomic
def assign(*, user: User, case: Case, person: User, words: str = "") -> Assignment:
    """Let a person look after a case from now on; whoever had it is let go.

    Raises:
        PermissionDenied: the asking person does not work on cases here.
        AssignmentRefused: AS-01 to AS-03.
        KeyDestroyed: words are said of a family that has withdrawn.
    """
    incident = locked(case.incident)
    require(user, incident, Permission.VIEW)
    _insist(user, incident, case, person)
    return _assign(user, incident, case, person, words)


def _insist(user: User, incident: Incident, case: Case, person: User) -> None:
    now = assignment_of(case)
    may_assign = may(user, incident, Permission.ASSIGN)
    had = None if now is None else now.person_id
    for finding in (
        rules.as_01_sees_the_case(
            is_member=role_of(user, incident) is not None, sees_case=sees(user, case)
        ),
        rules.as_01_sees_the_case(
            is_member=role_of(person, incident) is not None, sees_case=sees(person, case)
        ),
        rules.as_02_hands_on_ones_own(looked_after_by=had, by=user.pk, may_assign=may_assign),
        rules.as_03_for_oneself(
            takes_for=person.pk, by=user.pk, may_assign=may_assign, had_it=had == user.pk
        ),
    ):
        if not finding.met:
            raise AssignmentRefused(finding)


def _assign(user: User, incident: Incident, case: Case, person: User, words: str) -> Assignment:
    before = assignment_of(case)
    _end(user, case)
    made = Assignment(incident=incident, person=person, given_by=user, **field_of(case))
    put_words(made, words)
    made.full_clean()
    made.save()
    _enter(
        user,
        "case.taken" if person == user else "case.assigned",
        case,
        {"to": person.username, "from": before.person.username if before else None},
    )
    return made


def _end(user: User, case: Case) -> None:
    """End what holds, and what stopped holding when somebody left."""
    rows = Assignment.objects.filter(**field_of(case), ended_at__isnull=True)
    rows.update(ended_at=timezone.now(), ended_by=user)


@transaction.atomic
def give_back(*, user: User, case: Case) -> None:
    """Nobody looks after a case any more.

    Raises:
        PermissionDenied: the asking person does not work on cases here.
        AssignmentRefused: AS-01 or AS-02; somebody else has it.
    """
    incident = locked(case.incident)
    require(user, incident, Permission.VIEW)
    now = assignment_of(case)
    if now is None:
        return
    for finding in (
        rules.as_01_sees_the_case(is_member=True, sees_case=sees(user, case)),
        rules.as_02_hands_on_ones_own(
            looked_after_by=now.person_id,
            by=user.pk,
            may_assign=may(user, incident, Permission.ASSIGN),
        ),
    ):
        if not finding.met:
            raise AssignmentRefused(finding)
    _end(user, case)
    _enter(user, "case.given_back", case, {"from": now.person.username})


@transaction.atomic
def assign_many(*, user: User, incident: Incident, cases: Iterable[Case], person: User) -> int:
    """Let a person look after several cases; all of them or none.

    Raises:
        as `assign` does, at the first case that is refused.
    """
    count = 0
    for case in cases:
        assign(user=user, case=case, person=person)
        count += 1
    return count


@transaction.atomic
def hand_over_all(*, user: User, incident: Incident, of: User, to: User, words: str = "") -> int:
    """Hand over all that somebody looks after, as at the end of a deployment; all of it or nothing.

    Args:
        of: who has them; somebody else's are handed over by whoever may assign.
        to: who is to have them; this person may see all of them.
        words: said of each of them.

    Raises:
        PermissionDenied: they are somebody else's, and the asking person may not assign.
        AssignmentRefused: AS-01, at the first case that the other person may not see.
    """
    incident = locked(incident)
    require(user, incident, Permission.VIEW if of == user else Permission.ASSIGN)
    rows = Assignment.objects.live().filter(incident=incident, person=of)
    cases = [row.case for row in rows.select_related("remains__incident", "family__incident")]
    for case in cases:
        _insist(user, incident, case, to)
        _assign(user, incident, case, to, words)
    return len(cases)


def _enter(user: User, act: str, case: Case, details: dict[str, str | None]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=case.incident.slug,
        subject=name_of(case),
        details={**details},
    )
