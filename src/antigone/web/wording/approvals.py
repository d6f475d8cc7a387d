"""Who approved which text in which language, and the insistence on it before anything is released."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from antigone.policy import wording as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.journal.services import record
from antigone.web.wording.models import Approval
from antigone.web.wording.texts import FamilyText


class WordingRefused(ValueError):
    """A rule stands against it; `finding` says which."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def approval_of(text: FamilyText, language: str) -> Approval | None:
    """The approval that holds for the words as they are now."""
    live = Approval.objects.filter(taken_back_at__isnull=True, language=language)
    return live.filter(sha256=text.fingerprint(language)).first()


def approvals_of(texts: Iterable[FamilyText]) -> dict[tuple[str, str], Approval]:
    """By key and language the approvals that hold, asked for at once."""
    live = Approval.objects.filter(taken_back_at__isnull=True)
    by_words = {(row.language, row.sha256): row for row in live}
    languages = {language for language, _ in by_words}
    return {
        (text.key, language): by_words[language, fingerprint]
        for text in texts
        for language in languages
        if (language, fingerprint := text.fingerprint(language)) in by_words
    }


def standing_of(text: FamilyText, language: str) -> Finding:
    """Whether a text may go to a family in a language (LA-01)."""
    return rules.la_01_approved(
        language,
        translated=text.is_translated(language),
        approved=approval_of(text, language) is not None,
    )


def insist_on_approved_text(text: FamilyText, language: str) -> None:
    """Let a text go to a family only in a language in which it is approved (LA-01).

    Raises:
        WordingRefused: nobody approved it.
    """
    finding = standing_of(text, language)
    if not finding.met:
        raise WordingRefused(finding)


@transaction.atomic
def record_approval(
    *,
    user: User,
    incident: str,
    text: FamilyText,
    language: str,
    reader: str,
    function: str,
    read_on: date,
) -> Approval:
    """Keep that a named reader approved the words as they are now; the caller asked for the right.

    Raises:
        WordingRefused: the reader is not named (LA-02), or there is nothing to approve (LA-01).
        ValidationError: these words are approved already.
    """
    named = rules.la_02_reader_is_named(reader, function, read_on, timezone.localdate())
    there = rules.la_01_approved(language, translated=text.is_translated(language), approved=True)
    for finding in (named, there):
        if not finding.met:
            raise WordingRefused(finding)
    approval = Approval(
        text=text.key,
        language=language,
        sha256=text.fingerprint(language),
        reader=" ".join(reader.split()),
        function=" ".join(function.split()),
        read_on=read_on,
        recorded_by=user,
    )
    approval.full_clean()
    approval.save()
    record(
        actor=user.username,
        act="text.approved",
        incident=incident,
        subject=f"{text.key} {language}",
        details={"sha256": approval.sha256, "read_on": read_on.isoformat()},
    )
    return approval


@transaction.atomic
def take_back_approval(*, user: User, incident: str, approval: Approval, reason: str) -> None:
    """End an approval that was a mistake; it stays on record. The caller asked for the right.

    Raises:
        ValidationError: no reason is given, or one that is too long.
    """
    approval.taken_back_by, approval.taken_back_at = user, timezone.now()
    approval.taken_back_because = reason.strip()
    approval.full_clean()
    approval.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
    record(
        actor=user.username,
        act="text.approval_taken_back",
        incident=incident,
        subject=f"{approval.text} {approval.language}",
        details={"sha256": approval.sha256},
    )
