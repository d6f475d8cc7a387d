"""What was recorded since a run read the record, as the journal tells it."""

from __future__ import annotations

from antigone.web.journal.models import Entry
from antigone.web.journal.services import latest
from antigone.web.matching.models import Run

READ_AT = "read_at_entry"
"""Under this name the assumptions of a run hold the journal's last entry when it read the record."""

CHANGES_NOTHING = (
    *("run.started", "run.finished", "run.failed", "run.cancelled"),
    *("identification.proposed", "identification.signed", "identification.refused"),
    *("identification.commented", "identification.more_asked", "identification.answered"),
    *("identification.more_taken_back", "identification.released"),
    *("identification.withdrawn", "journal.exported", "list.taken_out", "names.searched"),
    *("labels.printed", "tags.reserved", "picture.opened", "prints.handed_out", "code.resolved"),
    *("case.assigned", "case.taken", "case.given_back", "reminder.made", "reminder.done"),
    *("reminder.postponed", "custody.handed_over", "custody.explained", "share.recorded"),
    *("share.ended", "request.begun", "request.draft_kept", "request.discarded"),
    *("incident.member_added", "incident.member_removed", "register.read", "register.taken_out"),
    *("journal.verification_begun", "journal.verified"),
)
"""Acts after which the same would be compared; every other one may change it."""


def position(incident: str) -> int:
    """The last entry of an incident's journal, 0 where there is none: before the record is read."""
    entry = latest(incident)
    return 0 if entry is None else entry.sequence


def nothing_recorded_since(run: Run) -> bool:
    """Whether no act since a run read the record might change what is compared."""
    read_at = run.assumptions.get(READ_AT)
    if read_at is None:
        return False
    since = Entry.objects.filter(incident=run.incident.slug, sequence__gt=read_at)
    return not since.exclude(act__in=CHANGES_NOTHING).exists()
