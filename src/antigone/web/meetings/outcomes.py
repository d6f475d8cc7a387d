"""What has come of each item so far: of a case from what its members did, of a matter in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from antigone.web.board.models import Enquiry, Exclusion, Proposal, Signature
from antigone.web.incidents.models import Incident
from antigone.web.meetings.models import AgendaItem, ItemEntry, Meeting

Kind = AgendaItem.Outcome
LARGE = (
    "proposal__remains__record",
    "proposal__missing_person__record",
    "proposal__evidence_text",
    "proposal__identification__document_text",
)


@dataclass(frozen=True)
class Listed:
    """An item with what has come of it.

    Args:
        item: as it stands on the agenda.
        outcome: None: nothing yet; of a closed meeting as it was at the close.
        entries: what was said of it, oldest first.
        exclusion: of the pair, where one stands.
    """

    item: AgendaItem
    outcome: Kind | None
    entries: tuple[ItemEntry, ...]
    exclusion: Exclusion | None

    @property
    def words(self) -> str:
        """Why it was put off, or how it was settled."""
        if self.item.meeting.has_ended:
            return self.item.outcome_words
        last = _last(self.entries)
        return last.words if last and self.outcome in (Kind.PUT_OFF, Kind.SETTLED) else ""


def agenda_of(meeting: Meeting) -> list[Listed]:
    """The items that are on the agenda, in their order; read with as many queries as one."""
    rows = AgendaItem.objects.filter(meeting=meeting, taken_off_at=None)
    items = list(
        rows.select_related(
            "proposal__remains", "proposal__missing_person", "proposal__identification"
        )
        .defer(*LARGE)
        .prefetch_related(
            Prefetch("entries", ItemEntry.objects.select_related("written_by")),
            Prefetch("proposal__signatures", Signature.objects.select_related("signer")),
            "proposal__enquiries",
        )
    )
    excluded = _exclusions(meeting.incident, items)
    for item in items:
        item.meeting = meeting
    return [_listed(item, excluded) for item in items]


def _exclusions(
    incident: Incident, items: Iterable[AgendaItem]
) -> dict[tuple[int, int], Exclusion]:
    proposals = [item.proposal for item in items if item.proposal]
    rows = Exclusion.objects.filter(
        incident=incident,
        stands=True,
        remains__in=[p.remains_id for p in proposals],
        missing_person__in=[p.missing_person_id for p in proposals],
    )
    return {
        (row.remains_id, row.missing_person_id): row for row in rows.select_related("excluded_by")
    }


def _listed(item: AgendaItem, excluded: dict[tuple[int, int], Exclusion]) -> Listed:
    entries, proposal = tuple(item.entries.all()), item.proposal
    frozen = Kind(item.outcome) if item.outcome else None
    if proposal is None:
        return Listed(item, frozen or _of_matter(entries), entries, None)
    exclusion = excluded.get((proposal.remains_id, proposal.missing_person_id))
    return Listed(item, frozen or _of_case(proposal, entries, exclusion), entries, exclusion)


def _of_matter(entries: Sequence[ItemEntry]) -> Kind | None:
    last = _last(entries)
    ends = {ItemEntry.Kind.PUT_OFF: Kind.PUT_OFF, ItemEntry.Kind.SETTLED: Kind.SETTLED}
    return None if last is None else ends.get(ItemEntry.Kind(last.kind))


def _of_case(
    proposal: Proposal, entries: Sequence[ItemEntry], exclusion: Exclusion | None
) -> Kind | None:
    """What its members did weighs more than that the chair put it off."""
    identification = getattr(proposal, "identification", None)
    if identification is not None:
        return Kind.SIGNED if identification.stands else Kind.REOPENED
    if exclusion is not None:
        return Kind.EXCLUDED
    if not proposal.is_open:
        return Kind.REFUSED if proposal.state == Proposal.State.REFUSED else Kind.WITHDRAWN
    if _of_matter(entries) is Kind.PUT_OFF:
        return Kind.PUT_OFF
    if any(one.state == Enquiry.State.OPEN for one in proposal.enquiries.all()):
        return Kind.ASKED
    return Kind.PART_SIGNED if proposal.signatures.all() else None


def _last(entries: Sequence[ItemEntry]) -> ItemEntry | None:
    """What the chair said last; notes say nothing of the outcome."""
    said = [one for one in entries if one.kind != ItemEntry.Kind.NOTE]
    return said[-1] if said else None
