"""Recording legal bases and withdrawals, and which records they cover now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from antigone.policy import consent as rules
from antigone.policy.findings import Finding
from antigone.policy.purposes import co_14_donor_is_asked
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.once import once
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.destruction import (
    begin_anew,
    destroy_content,
    destroy_what_photographs_gave,
    let_go,
)
from antigone.web.records.models import Family, ImportedFile, LegalBasis, Objection, Person

Covered = ImportedFile | Family | Person


class BasisRefused(ValueError):
    """A legal basis cannot be recorded as stated; `finding` says what it lacks."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class NotCovered(ValueError):
    """Nothing is left to withdraw."""


def incident_of(covered: Covered) -> Incident:
    """The incident of a file, family or donor."""
    return covered.family.incident if isinstance(covered, Person) else covered.incident


def locked(incident: Incident) -> Incident:
    """The incident, held until the transaction ends: no run starts beside a withdrawal."""
    return Incident.objects.select_for_update().get(pk=incident.pk)


def name_of(covered: Covered) -> str:
    """How the journal names what a basis covers: numbers only."""
    kind = {ImportedFile: "file", Family: "family", Person: "donor"}[type(covered)]
    return f"{kind} {covered.pk}"


@transaction.atomic
def record_basis(
    *,
    user: User,
    covered: Covered,
    attestation: rules.Attestation,
    statement: str,
) -> LegalBasis:
    """Record the legal basis for comparing a file's family records, one family's, or one donor's.

    Raises:
        BasisRefused: CO-02, somebody or something is not named.
    """
    incident = locked(incident_of(covered))
    require(user, incident, Permission.ATTEST)
    finding = rules.co_02_names_who_states_it(attestation)
    if not finding.met:
        raise BasisRefused(finding)
    basis = LegalBasis(
        incident=incident,
        kind=attestation.kind,
        particulars=attestation.particulars.strip(),
        given_by=attestation.given_by.strip(),
        function=attestation.function.strip(),
        statement=statement,
        recorded_by=user,
        **_as_scope(covered),
    )
    basis.full_clean()
    basis.save()
    if not isinstance(covered, ImportedFile):
        _begin_anew(covered, incident)
    # Who answers for a whole file is an official; who consents for a family is one of the family.
    named = {"given_by": basis.given_by} if isinstance(covered, ImportedFile) else {}
    record(
        actor=user.username,
        act="basis.recorded",
        incident=incident.slug,
        subject=name_of(covered),
        details={"basis": basis.pk, "kind": basis.kind, **named},
    )
    return basis


def _begin_anew(covered: Family | Person, incident: Incident) -> None:
    """What a new basis restores: the case, not what was destroyed (CO-04)."""
    family = covered.family if isinstance(covered, Person) else covered
    coverage = coverage_of(incident, [family])
    if not coverage.covers_family(family):
        return
    withdrew = family.persons.filter(key__wrapped__isnull=True, key__isnull=False)
    begin_anew(family, [one for one in withdrew if coverage.covers_donor(one, family)])


def _as_scope(covered: Covered) -> dict[str, Covered]:
    field_of = {ImportedFile: "source_file", Family: "family", Person: "donor"}
    return {field_of[type(covered)]: covered}


@transaction.atomic
def withdraw_basis(*, user: User, basis: LegalBasis, reason: str) -> LegalBasis:
    """End a legal basis; what it alone covered is left out of every comparison from now on.

    Nothing is destroyed: another basis may follow. But what a law alone kept of families that have
    withdrawn goes with it (CO-06).

    Raises:
        NotCovered: it was withdrawn before.
    """
    incident = locked(basis.incident)
    require(user, incident, Permission.ATTEST)
    basis = LegalBasis.objects.get(pk=basis.pk)
    if basis.withdrawn_at is not None:
        raise NotCovered
    basis.withdrawn_at = timezone.now()
    basis.withdrawn_by = user
    basis.withdrawal_reason = reason.strip()
    basis.full_clean()
    basis.save()
    _let_go(incident)
    covered = basis.source_file or basis.family or basis.donor
    destroy_what_photographs_gave(incident, [covered.pk] if isinstance(covered, Family) else None)
    record(
        actor=user.username,
        act="basis.withdrawn",
        incident=incident.slug,
        subject=name_of(covered) if covered else "",
        details={"basis": basis.pk},
    )
    return basis


def _let_go(incident: Incident) -> None:
    """Destroy what a law kept of families that have withdrawn, where none covers them any more."""
    objecting = Q(objections__isnull=False) | Q(persons__objections__isnull=False)
    withdrew = list(Family.objects.filter(incident=incident).filter(objecting).distinct())
    coverage = coverage_of(incident, withdrew)
    let_go([one for one in withdrew if not coverage.kept_under_law(one)])


@transaction.atomic
def record_objection(*, user: User, covered: Family | Person, reason: str) -> Objection:
    """A family or a donor withdraws: outweighs what anybody stated for them (CO-03).

    What they gave is destroyed for good (CO-04), but for what a law keeps (CO-06).
    """
    incident = locked(incident_of(covered))
    require(user, incident, Permission.ATTEST)
    objection = Objection(
        incident=incident, reason=reason.strip(), recorded_by=user, **_as_scope(covered)
    )
    objection.full_clean()
    objection.save()
    family = covered.family if isinstance(covered, Person) else covered
    law = coverage_of(incident, [family]).kept_under_law(family)
    destroyed = destroy_content(by=user, covered=covered, law=law)
    record(
        actor=user.username,
        act="consent.withdrawn",
        incident=incident.slug,
        subject=name_of(covered),
        details={
            "objection": objection.pk,
            "told_destroyed": destroyed.told,
            "donors_destroyed_count": len(destroyed.donors),
            "kept_under_law_of_runs": sorted(destroyed.kept_runs),
        },
    )
    return objection


@dataclass
class Coverage:
    """Which families and donors of an incident may be compared now (CO-01)."""

    bases: dict[tuple[rules.Scope, int], list[rules.Basis]] = field(default_factory=dict)
    objections: dict[tuple[rules.Scope, int], list[rules.Objection]] = field(default_factory=dict)

    def covers_family(self, family: Family) -> bool:
        """Whether the family's missing persons may be compared."""
        return self._covers(_keys_of(family))

    def covers_donor(self, person: Person, family: Family) -> bool:
        """Whether the DNA of a relative may be used (CO-14)."""
        own = (rules.Scope.DONOR, person.pk)
        of_family, all_keys = _keys_of(family), [*_keys_of(family), own]
        return co_14_donor_is_asked(
            by_hand=family.source_file_id is None,
            own_basis=self._covers([own], all_keys),
            family_basis=self._covers(of_family, all_keys),
        )

    def kept_under_law(self, family: Family) -> bool:
        """Whether a law covers the family, also after it has withdrawn (CO-06)."""
        bases = [basis for key in _keys_of(family) for basis in self.bases.get(key, [])]
        return rules.co_06_kept_under_law(bases)

    @property
    def ever_reduced(self) -> bool:
        """Whether anybody withdrew, or a basis ended: else whoever was covered is covered still."""
        ended = (basis.withdrawn_at for bases in self.bases.values() for basis in bases)
        return bool(self.objections) or any(ended)

    def _covers(
        self,
        keys: Iterable[tuple[rules.Scope, int]],
        against: Iterable[tuple[rules.Scope, int]] | None = None,
    ) -> bool:
        """Whether a basis of some keys lives, against the objections of these or of others."""
        keys = list(keys)
        against = keys if against is None else against
        return rules.co_01_may_be_compared(
            [basis for key in keys for basis in self.bases.get(key, [])],
            [objection for key in against for objection in self.objections.get(key, [])],
        )


def _keys_of(family: Family) -> list[tuple[rules.Scope, int]]:
    """What covers a family: a basis of its own, and of its file where it came with one."""
    own = (rules.Scope.FAMILY, family.pk)
    return (
        [own] if family.source_file_id is None else [(rules.Scope.FILE, family.source_file_id), own]
    )


def coverage_of(incident: Incident, families: Iterable[Family] | None = None) -> Coverage:
    """The legal bases and objections of an incident, as the rules see them.

    Args:
        families: those that are asked about, with their donors; None: all of the incident.
    """
    asked = None if families is None else list(families)
    key = ("coverage", incident.pk, None if asked is None else tuple(f.pk for f in asked))
    return once(key, lambda: _coverage_of(incident, asked))


def _coverage_of(incident: Incident, families: list[Family] | None) -> Coverage:
    bases = LegalBasis.objects.filter(incident=incident)
    objections = Objection.objects.filter(incident=incident)
    if families is not None:
        donors = Person.objects.filter(family__in=families).order_by().values_list("pk", flat=True)
        asked = Q(family__in=families) | Q(donor__in=list(donors))
        files = {family.source_file_id for family in families} - {None}
        bases = bases.filter(asked | Q(source_file__in=files))
        objections = objections.filter(asked)
    return _coverage(bases, objections)


def _coverage(bases: Iterable[LegalBasis], objections: Iterable[Objection]) -> Coverage:
    found = Coverage()
    for basis in bases:
        scope, pk = _scope_of(basis.source_file_id, basis.family_id, basis.donor_id)
        plain = rules.Basis(scope, basis.recorded_at, basis.withdrawn_at, basis.kind)
        found.bases.setdefault((scope, pk), []).append(plain)
    for objection in objections:
        scope, pk = _scope_of(None, objection.family_id, objection.donor_id)
        plain_objection = rules.Objection(scope, objection.recorded_at)
        found.objections.setdefault((scope, pk), []).append(plain_objection)
    return found


def _scope_of(file: int | None, family: int | None, donor: int | None) -> tuple[rules.Scope, int]:
    if file is not None:
        return rules.Scope.FILE, file
    if family is not None:
        return rules.Scope.FAMILY, family
    assert donor is not None  # noqa: S101  (a database constraint: one of the three)
    return rules.Scope.DONOR, donor
