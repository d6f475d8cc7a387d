"""What the minutes say: canonical JSON of the meeting as it was at its close.

Numbers, results, names of those who took part, and what they wrote for the minutes. No genotypes, no
name of a family or of a person sought, no contact data, no pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from antigone.policy.identification import findings
from antigone.provenance import JsonValue, program
from antigone.web.board.documents import codes, iso
from antigone.web.board.evidence import evidence_today
from antigone.web.board.models import Proposal
from antigone.web.meetings.models import Attendance, ItemEntry, Meeting
from antigone.web.meetings.outcomes import Listed

FORMAT = "antigone minutes 1"
FROZEN = (
    *("combined_posterior", "error", "log10_lr", "other_log10_lr", "posterior"),
    *("prior", "program", "run", "threshold"),
)
"""What of the frozen evidence stands in the minutes."""


def minutes_content(
    meeting: Meeting, agenda: Iterable[Listed], *, head: tuple[int, str]
) -> dict[str, JsonValue]:
    """The minutes of a meeting that is being closed.

    Args:
        meeting: with its end already set.
        agenda: its items, with what came of them.
        head: number and hash of the journal's last entry.
    """
    return {
        "called_for": iso(meeting.called_for),
        "chair": {"full_name": meeting.chair.full_name, "username": meeting.chair.username},
        "closed_at": _moment(meeting.ended_at),
        "format": FORMAT,
        "incident": meeting.incident.slug,
        "incident_name": meeting.incident.name,
        "items": [_item(listed, number) for number, listed in enumerate(agenda, start=1)],
        "journal_head": {"entry_hash": head[1], "sequence": head[0]},
        "meeting": meeting.pk,
        "opened_at": _moment(meeting.opened_at),
        "place": meeting.place,
        "present": [_present(row) for row in _attendances(meeting)],
        "program": program(),
        "training": meeting.incident.is_training,
        "two_agencies": meeting.incident.two_agencies,
    }


def _attendances(meeting: Meeting) -> Iterable[Attendance]:
    return Attendance.objects.filter(meeting=meeting).select_related("person")


def _present(row: Attendance) -> dict[str, JsonValue]:
    return {
        "agency": row.agency,
        "came_at": iso(row.came_at),
        "full_name": row.full_name,
        "left_at": _moment(row.left_at),
        "may_sign": row.may_sign,
        "role": row.role,
        "username": row.person.username,
    }


def _item(listed: Listed, number: int) -> dict[str, JsonValue]:
    item = listed.item
    return {
        "case": None if item.proposal is None else _case(listed, item.proposal),
        "entries": [_entry(entry) for entry in listed.entries],
        "matter": item.matter,
        "outcome": str(listed.outcome.value) if listed.outcome else "",
        "outcome_words": listed.words,
        "position": number,
    }


def _entry(entry: ItemEntry) -> dict[str, JsonValue]:
    return {
        "at": iso(entry.written_at),
        "by": entry.written_by.full_name,
        "kind": entry.kind,
        "words": entry.words,
    }


def _case(listed: Listed, proposal: Proposal) -> dict[str, JsonValue]:
    return {
        "basis": proposal.basis,
        "comments": [
            {"at": iso(row.written_at), "by": row.written_by.full_name, "words": row.words}
            for row in proposal.comments.select_related("written_by")
        ],
        "enquiries": _enquiries(proposal),
        "evidence": {name: proposal.evidence.get(name) for name in FROZEN},
        "evidence_sha256": proposal.evidence_sha256,
        "missing_person": proposal.missing_person.number,
        "proposal": proposal.pk,
        "proposed_at": iso(proposal.proposed_at),
        "proposed_by": proposal.proposed_by.full_name,
        "remains": proposal.remains.number,
        "rules": _rules(proposal),
        "signatures": _signatures(proposal),
        "turned_down": _turned_down(listed, proposal),
    }


def _enquiries(proposal: Proposal) -> list[JsonValue]:
    rows = proposal.enquiries.select_related("asked_by", "ended_by")
    return [
        {
            "answer": row.answer,
            "asked_at": iso(row.asked_at),
            "asked_by": row.asked_by.full_name,
            "ended_at": _moment(row.ended_at),
            "ended_by": row.ended_by.full_name if row.ended_by else "",
            "of_role": row.of_role,
            "state": row.state,
            "what": row.what,
        }
        for row in rows
    ]


def _signatures(proposal: Proposal) -> list[JsonValue]:
    return [
        {
            "agency": row.agency,
            "full_name": row.full_name,
            "key_id": row.key_id,
            "position": row.position,
            "role": row.role,
            "signed_at": iso(row.signed_at),
        }
        for row in proposal.signatures.all()
    ]


def _rules(proposal: Proposal) -> JsonValue:
    """As they were at the decision; of a case that waits as they are at the close, else as proposed."""
    identification = getattr(proposal, "identification", None)
    if identification is not None:
        return cast("list[JsonValue]", identification.document["rules"])
    if proposal.is_open:
        return codes(findings(evidence_today(proposal)))
    return cast("list[JsonValue]", proposal.evidence["rules"])


def _turned_down(listed: Listed, proposal: Proposal) -> Mapping[str, JsonValue] | None:
    """Who refused, withdrew, excluded or reopened it, when, and why."""
    identification = getattr(proposal, "identification", None)
    if identification is not None and not identification.stands:
        row = identification.reopening
        return _act(row.reopened_by.full_name, row.reopened_at, row.cause)
    if listed.exclusion is not None:
        found = listed.exclusion
        return _act(found.excluded_by.full_name, found.excluded_at, found.reasons)
    if proposal.closed_because and proposal.closed_by and proposal.closed_at:
        return _act(proposal.closed_by.full_name, proposal.closed_at, proposal.closed_because)
    return None


def _act(by: str, at: datetime, words: str) -> Mapping[str, JsonValue]:
    return {"at": iso(at), "by": by, "words": words}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
