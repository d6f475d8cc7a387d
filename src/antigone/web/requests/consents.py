"""Recording answers about consent and withdrawals, and what they allow now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from antigone.policy.consent import Attestation, co_07_told_before
from antigone.policy.findings import Finding, gettext_noop
from antigone.policy.purposes import (
    Asked,
    co_11_answer_is_complete,
    co_12_allows,
    co_13_needs_consent,
)
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import (
    Coverage,
    coverage_of,
    locked,
    record_basis,
    record_objection,
)
from antigone.web.records.destruction import destroy_what_photographs_gave
from antigone.web.records.models import Family, LegalBasis, Person, Share
from antigone.web.requests.consent_texts import TEXTS
from antigone.web.requests.models import ConsentGiven, Purpose
from antigone.web.sealing.keys import KeyDestroyed, seal_json, unseal_json
from antigone.web.sealing.models import Key

ABOUT = "consent"
Answer = ConsentGiven.Answer


class ConsentRefused(ValueError):
    """An answer cannot be recorded as stated; `findings` say what is lacking, and at which field."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message for finding in self.findings))


class NothingToWithdraw(ValueError):
    """No consent to this stands."""


@dataclass(frozen=True)
class Question:
    """What is asked for, and of whom or for whom."""

    purpose: Purpose
    donor: Person | None = None
    recipient: str = ""


@dataclass(frozen=True)
class LiveConsents:
    """What a family and its donors allow now.

    Args:
        search: the comparison with remains.
        donors: pk of the donors whose DNA may be compared.
        photographs: the comparison of photographs.
        faces: the comparison of faces by a computer.
        recipients: with whom may be shared, as they were named.
        publication: that name and photograph are made public.
    """

    search: bool = False
    donors: frozenset[int] = frozenset()
    photographs: bool = False
    faces: bool = False
    recipients: frozenset[str] = frozenset()
    publication: bool = False


@transaction.atomic
def record_answer(
    *,
    user: User,
    family: Family,
    question: Question,
    asked: Asked,
    capacity: ConsentGiven.Capacity,
    witness: str = "",
    note: str = "",
) -> ConsentGiven:
    """Record one answer; a yes to search or DNA is a legal basis from then on.

    Raises:
        ConsentRefused: CO-11, CO-13; or a no where something is compared already: that is withdrawn.
    """
    incident = locked(family.incident)
    require(user, incident, Permission.ATTEST)
    _refuse(asked, coverage_of(incident, [family]), family, question)
    basis = None
    if asked.answer == Answer.YES and question.purpose in (Purpose.SEARCH, Purpose.DNA):
        basis = _basis(user, family, question, asked)
    row = ConsentGiven(
        family=family,
        purpose=question.purpose,
        donor=question.donor,
        recipient=question.recipient.strip(),
        answer=asked.answer,
        kind=asked.kind,
        particulars=asked.particulars.strip(),
        capacity=capacity,
        text_version=asked.text_version,
        language=asked.language.strip(),
        interviewer=asked.interviewer.strip(),
        given_on=asked.given_on or timezone.localdate(),
        sealed=_sealed(family, asked.asked, witness, note),
        legal_basis=basis,
        recorded_by=user,
    )
    return _saved(user, row, "consent.recorded")


def _refuse(asked: Asked, coverage: Coverage, family: Family, question: Question) -> None:
    findings = list(co_11_answer_is_complete(asked, timezone.localdate(), TEXTS))
    own_word = co_13_needs_consent(asked.purpose, asked.kind)
    if not own_word.met:
        findings.append(own_word)
    if asked.answer != Answer.YES and _is_used(coverage, family, question):
        findings.append(_WITHDRAW_INSTEAD)
    if findings:
        raise ConsentRefused(findings)


def _is_used(coverage: Coverage, family: Family, question: Question) -> bool:
    """Whether this is done now, on whatever basis."""
    if question.purpose == Purpose.SEARCH:
        return coverage.covers_family(family)
    if question.donor is not None:
        return coverage.covers_donor(question.donor, family)
    return allows(family, question)


_WITHDRAW_INSTEAD = Finding(
    "CO-12",
    gettext_noop("An answer that stands is withdrawn"),
    False,
    gettext_noop(
        "This is allowed today. If it is to end, record the withdrawal: it says first what it destroys."
    ),
    {"field": "answer"},
)


def _basis(user: User, family: Family, question: Question, asked: Asked) -> LegalBasis:
    """The legal basis that a yes is. Who asked states it: no relative's name stands there."""
    covered: Family | Person = family if question.donor is None else question.donor
    consent = asked.kind == "consent"
    return record_basis(
        user=user,
        covered=covered,
        attestation=Attestation(
            given_by=asked.interviewer,
            function="Interviewer",
            kind=asked.kind,
            particulars=asked.particulars,
            statement_confirmed=True,
        ),
        statement=TEXTS[asked.text_version][question.purpose] if consent else asked.particulars,
    )


@transaction.atomic
def withdraw_consent(
    *, user: User, family: Family, question: Question, reason: str, confirmed: bool
) -> None:
    """A family, or a donor, no longer wants something: it ends at once, also in work that is running.

    Withdrawing the search, or DNA, is an objection: what was given for it is destroyed (CO-04).

    Raises:
        ConsentRefused: CO-07, it is not confirmed to be known what is destroyed.
        NothingToWithdraw: nothing of it stands.
    """
    incident = locked(family.incident)
    require(user, incident, Permission.ATTEST)
    known = co_07_told_before(confirmed=confirmed)
    if not known.met:
        raise ConsentRefused([known])
    coverage = coverage_of(incident, [family])
    if not _is_used(coverage, family, question) and not allows(family, question):
        raise NothingToWithdraw
    if question.purpose == Purpose.SEARCH:
        record_objection(user=user, covered=family, reason=reason)
    elif question.donor is not None:
        record_objection(user=user, covered=question.donor, reason=reason)
    if allows(family, question):
        add_withdrawal(user, family, question)


def add_withdrawal(user: User, family: Family, question: Question) -> ConsentGiven:
    """The row that ends a consent."""
    rows = _rows(family, question)
    row = ConsentGiven(
        family=family,
        purpose=question.purpose,
        donor=question.donor,
        recipient=question.recipient.strip(),
        answer=Answer.WITHDRAWN,
        capacity=rows[-1].capacity if rows else ConsentGiven.Capacity.NEXT_OF_KIN,
        interviewer=user.full_name,
        given_on=timezone.localdate(),
        recorded_by=user,
    )
    if question.purpose == Purpose.SHARING:
        _end_shares(user, family, question.recipient)
    saved = _saved(user, row, "consent.ended")
    if question.purpose in (Purpose.PHOTOGRAPHS, Purpose.FACES):
        destroy_what_photographs_gave(family.incident, [family.pk])
    return saved


def _end_shares(user: User, family: Family, recipient: str) -> None:
    """The organisation sees the family no more, from now on."""
    for share in Share.objects.live().filter(family=family).select_related("agency"):
        names = {share.agency.name.casefold(), share.agency.short.casefold()}
        if recipient.strip().casefold() not in names:
            continue
        share.ended_at, share.ended_by = timezone.now(), user
        share.full_clean()
        share.save()
        record(
            actor=user.username,
            act="share.ended",
            incident=family.incident.slug,
            subject=f"family {family.pk}",
            details={"agency": share.agency.short, "share": share.pk},
        )


def live_consents(family: Family) -> LiveConsents:
    """What a family and its donors allow now, by the answers that were recorded (CO-12)."""
    live = [question for question, rows in answers(family).items() if _allow(rows)]
    return LiveConsents(
        search=any(q.purpose == Purpose.SEARCH for q in live),
        donors=frozenset(q.donor.pk for q in live if q.donor is not None),
        photographs=any(q.purpose == Purpose.PHOTOGRAPHS for q in live),
        faces=any(q.purpose == Purpose.FACES for q in live),
        recipients=frozenset(q.recipient for q in live if q.recipient),
        publication=any(q.purpose == Purpose.PUBLICATION for q in live),
    )


def answers(family: Family) -> dict[Question, list[ConsentGiven]]:
    """All answers, by question, the oldest first."""
    found: dict[Question, list[ConsentGiven]] = {}
    rows = ConsentGiven.objects.filter(family=family).order_by("recorded_at", "pk")
    for row in rows.select_related("donor", "recorded_by"):
        question = Question(Purpose(row.purpose), row.donor, row.recipient)
        found.setdefault(question, []).append(row)
    return found


def allows(family: Family, question: Question) -> bool:
    """Whether the newest answer to a question is yes."""
    return _allow(_rows(family, question))


def _allow(rows: Iterable[ConsentGiven]) -> bool:
    return co_12_allows(row.answer for row in rows)


def _rows(family: Family, question: Question) -> list[ConsentGiven]:
    rows = ConsentGiven.objects.filter(
        family=family,
        purpose=question.purpose,
        donor=question.donor,
        recipient=question.recipient.strip(),
    )
    return list(rows.order_by("recorded_at", "pk"))


@dataclass(frozen=True)
class Particulars:
    """What was sealed with an answer."""

    asked: str = ""
    witness: str = ""
    note: str = ""


def particulars_of(row: ConsentGiven) -> Particulars:
    """Who was asked, who was there, what was said; empty where the family withdrew."""
    if not row.sealed:
        return Particulars()
    try:
        found = unseal_json(Key.objects.get(pk=row.family.key_id), bytes(row.sealed), ABOUT)
    except KeyDestroyed:
        return Particulars()
    assert isinstance(found, list)  # noqa: S101  (written by `_sealed`)
    return Particulars(*(str(one) for one in found))


def _sealed(family: Family, asked: str, witness: str, note: str) -> bytes | None:
    """Sealed with the family's key as it is now; nothing of a family that withdrew is kept."""
    key = Key.objects.get(pk=Family.objects.get(pk=family.pk).key_id)
    if key.is_destroyed:
        return None
    return seal_json(key, [asked.strip(), witness.strip(), note.strip()], ABOUT)


def _saved(user: User, row: ConsentGiven, act: str) -> ConsentGiven:
    row.full_clean()
    row.save()
    record(
        actor=user.username,
        act=act,
        incident=row.family.incident.slug,
        subject=f"family {row.family_id}",
        details={
            "consent": row.pk,
            "purpose": row.purpose,
            "answer": row.answer,
            "text_version": row.text_version,
            "donor": row.donor_id,
        },
    )
    return row
