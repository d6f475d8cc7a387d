"""What comes after a package is made: a person takes it out, and enters what the recipient answers."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from antigone.policy.exports import ex_01_purpose_stated
from antigone.policy.findings import Finding
from antigone.policy.transmissions import tm_09_answer, tm_10_taken_out, tm_11_still_holds
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.transmissions.due import since_made
from antigone.web.transmissions.models import Answer, Item, Package, TakenOut


@transaction.atomic
def take_out(*, user: User, package: Package, what: str, purpose: str, words: str) -> TakenOut:
    """A person takes the encrypted file or the printed list out and carries it; the program sends nothing.

    Raises:
        RuleRefused: TM-10, it is not made; TM-11, it does not hold any more; EX-01, the purpose is not
            stated.
    """
    require(user, locked(package.incident), Permission.TRANSMIT)
    insist([*taking_findings(package, what), ex_01_purpose_stated(purpose, words)])
    taken = TakenOut(package=package, what=what, purpose=purpose, words=words.strip(), by=user)
    taken.full_clean()
    taken.save()
    record(
        actor=user.username,
        act="package.taken_out",
        incident=package.incident.slug,
        subject=package.number,
        details={
            "package": package.pk,
            "what": taken.what,
            "purpose": taken.purpose,
            "words": taken.words,
            "encrypted_sha256": package.encrypted_sha256,
        },
    )
    return taken


def taking_findings(package: Package, what: str) -> list[Finding]:
    """What the rules say of taking a package out now.

    Args:
        what: of a family that withdrew the printed list has numbers alone, so it may still go.
    """
    named = package.items.filter(identification__isnull=False)
    fell = named.filter(identification__stands=False)
    withdrew = named.none() if what == TakenOut.What.LIST else named.filter(since_made())
    return [
        tm_10_taken_out(made=package.is_made),
        tm_11_still_holds(fell=_numbers(fell), withdrew=_numbers(withdrew)),
    ]


def _numbers(rows: QuerySet[Item]) -> set[str]:
    return set(rows.values_list("record__number", flat=True))


@transaction.atomic
def enter_answer(
    *, user: User, package: Package, kind: str, receipt: str, day: date | None, words: str
) -> Answer:
    """Enter what the recipient answered: acknowledged, questioned or refused.

    Raises:
        RuleRefused: TM-09, the answer is not complete; TM-10, there is no package to answer.
    """
    require(user, locked(package.incident), Permission.TRANSMIT)
    insist([tm_10_taken_out(made=package.is_made)])
    assert package.closed_at is not None  # noqa: S101  (it is made)
    made_on, today = timezone.localdate(package.closed_at), timezone.localdate()
    insist([tm_09_answer(kind, receipt, words, day, made_on=made_on, today=today)])
    assert day is not None  # noqa: S101  (TM-09)
    answer = Answer(
        package=package,
        kind=kind,
        receipt=receipt.strip(),
        day=day,
        words=words.strip(),
        entered_by=user,
    )
    answer.full_clean()
    answer.save()
    record(
        actor=user.username,
        act="package.answered",
        incident=package.incident.slug,
        subject=package.number,
        details={"package": package.pk, "answer": answer.pk, "kind": answer.kind},
    )
    return answer
