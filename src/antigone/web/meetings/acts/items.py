"""What is said about an item while the meeting is open: a note, put off, taken up again, settled."""

from __future__ import annotations

from django.db import transaction

from antigone.policy import meetings as rules
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.meetings.models import AgendaItem, ItemEntry
from antigone.web.meetings.sitting import held_item, sitting_of

Kind = ItemEntry.Kind


@transaction.atomic
def note(*, user: User, item: AgendaItem, words: str) -> ItemEntry:
    """Write down what was said, for the minutes.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        DoesNotExist: the item was taken off.
        RuleRefused: MB-05, MB-09 or MB-11.
    """
    require(user, item.meeting.incident, Permission.MEET)
    item = held_item(item)
    present = sitting_of(item.meeting).present
    insist(
        [
            rules.mb_05_is_open(item.meeting.stage),
            rules.mb_09_writes_who_is_present(by=user.username, present=present),
            rules.mb_11_words(words),
        ]
    )
    return _write(user, item, Kind.NOTE, words)


@transaction.atomic
def put_off(*, user: User, item: AgendaItem, words: str) -> ItemEntry:
    """Not today, for a reason.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        DoesNotExist: the item was taken off.
        RuleRefused: MB-02, MB-05 or MB-11.
    """
    return _by_the_chair(user, item, Kind.PUT_OFF, words)


@transaction.atomic
def take_up(*, user: User, item: AgendaItem, words: str) -> ItemEntry:
    """Talk about it after all, although it was put off or settled.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        DoesNotExist: the item was taken off.
        RuleRefused: MB-02, MB-05 or MB-11.
    """
    return _by_the_chair(user, item, Kind.TAKEN_UP, words)


@transaction.atomic
def settle(*, user: User, item: AgendaItem, words: str) -> ItemEntry:
    """Say in words what came of a matter. What comes of a case its members sign, each for themselves.

    Raises:
        PermissionDenied: the person takes no part in meetings of this incident.
        DoesNotExist: the item was taken off, or is a case.
        RuleRefused: MB-02, MB-05 or MB-11.
    """
    if item.proposal_id is not None:
        raise AgendaItem.DoesNotExist("a case is not settled in words")
    return _by_the_chair(user, item, Kind.SETTLED, words)


def _by_the_chair(user: User, item: AgendaItem, kind: Kind, words: str) -> ItemEntry:
    require(user, item.meeting.incident, Permission.MEET)
    item = held_item(item)
    insist(
        [
            rules.mb_02_by_the_chair(by=user.username, chair=item.meeting.chair.username),
            rules.mb_05_is_open(item.meeting.stage),
            rules.mb_11_words(words),
        ]
    )
    return _write(user, item, kind, words)


def _write(user: User, item: AgendaItem, kind: Kind, words: str) -> ItemEntry:
    entry = ItemEntry(item=item, kind=kind, words=words.strip(), written_by=user)
    entry.full_clean()
    entry.save()
    meeting = item.meeting
    record(
        actor=user.username,
        act=_ACTS[kind],
        incident=meeting.incident.slug,
        subject=str(meeting),
        details={
            "entry": entry.pk,
            "item": item.pk,
            "meeting": meeting.pk,
            "proposal": item.proposal_id,
            "words_fingerprint": fingerprint_of_words(entry.words, meeting.salt),
        },
    )
    return entry


_ACTS = {
    Kind.NOTE: "meeting.noted",
    Kind.PUT_OFF: "meeting.item_put_off",
    Kind.TAKEN_UP: "meeting.item_taken_up",
    Kind.SETTLED: "meeting.item_settled",
}
