"""Minutes as pages and paper show them: read from the signed text alone, never from the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from antigone.provenance import JsonValue
from antigone.web.board.documents import number_from_word
from antigone.web.board.models import Enquiry, Proposal
from antigone.web.incidents.roles import Role
from antigone.web.meetings.models import AgendaItem, ItemEntry, Minutes

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Something that somebody wrote.

    Args:
        what: its kind in words, "" where that is clear.
    """

    by: str
    at: datetime
    words: str
    what: str = ""


@dataclass(frozen=True)
class Present:
    """Somebody who took part."""

    full_name: str
    agency: str
    role: str
    may_sign: bool
    came_at: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class Signed:
    """A signature that a case had at the close."""

    full_name: str
    agency: str
    role: str
    signed_at: datetime


@dataclass(frozen=True)
class Asked:
    """More was asked for, and what was answered."""

    by: str
    at: datetime
    what: str
    of_role: str
    state: str
    answer: str


@dataclass(frozen=True)
class Case:
    """A proposal, as it was at the close."""

    remains: str
    missing_person: str
    proposal: int
    basis: str
    proposed_by: str
    proposed_at: datetime
    log10_lr: float | None
    other_log10_lr: float | None
    posterior: float | None
    combined_posterior: float | None
    error: float | None
    threshold: float
    prior: str
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    comments: tuple[Words, ...]
    enquiries: tuple[Asked, ...]
    signatures: tuple[Signed, ...]
    turned_down: Words | None
    evidence_sha256: str

    @property
    def all_log10_lr(self) -> float | None:
        """DNA and everything else together; None where there is nothing else."""
        if self.log10_lr is None or self.other_log10_lr is None:
            return None
        return self.log10_lr + self.other_log10_lr


@dataclass(frozen=True)
class Item:
    """One thing on the agenda."""

    position: int
    matter: str
    outcome: str
    outcome_words: str
    entries: tuple[Words, ...]
    case: Case | None = None


@dataclass(frozen=True)
class Read:
    """All of the minutes."""

    incident_name: str
    place: str
    chair: str
    opened_at: datetime
    closed_at: datetime
    training: bool
    two_agencies: bool
    program: str
    head_sequence: int
    head_hash: str
    present: tuple[Present, ...]
    items: tuple[Item, ...] = field(default=())


def read_minutes(minutes: Minutes) -> Read:
    """What the signed text says. Kinds, roles and outcomes are named in the language of the page."""
    said = cast(Said, minutes.content)
    return Read(
        incident_name=said["incident_name"],
        place=said["place"],
        chair=said["chair"]["full_name"],
        opened_at=_moment(said["opened_at"]),
        closed_at=_moment(said["closed_at"]),
        training=said["training"],
        two_agencies=said["two_agencies"],
        program=said["program"],
        head_sequence=said["journal_head"]["sequence"],
        head_hash=said["journal_head"]["entry_hash"],
        present=tuple(_present(row) for row in said["present"]),
        items=tuple(_item(row) for row in said["items"]),
    )


def _present(said: Said) -> Present:
    return Present(
        full_name=said["full_name"],
        agency=said["agency"],
        role=_role(said["role"]),
        may_sign=said["may_sign"],
        came_at=_moment(said["came_at"]),
        left_at=_moment(said["left_at"]) if said["left_at"] else None,
    )


def _item(said: Said) -> Item:
    outcome = said["outcome"]
    return Item(
        position=said["position"],
        matter=said["matter"],
        outcome=str(AgendaItem.Outcome(outcome).label) if outcome else "",
        outcome_words=said["outcome_words"],
        entries=tuple(
            Words(
                row["by"],
                _moment(row["at"]),
                row["words"],
                str(ItemEntry.Kind(row["kind"]).label),
            )
            for row in said["entries"]
        ),
        case=_case(said["case"]) if said["case"] else None,
    )


def _case(said: Said) -> Case:
    evidence = cast("Mapping[str, JsonValue]", said["evidence"])
    down = said["turned_down"]
    return Case(
        remains=said["remains"],
        missing_person=said["missing_person"],
        proposal=said["proposal"],
        basis=str(Proposal.RestsOn(said["basis"]).label),
        proposed_by=said["proposed_by"],
        proposed_at=_moment(said["proposed_at"]),
        log10_lr=number_from_word(evidence["log10_lr"]),
        other_log10_lr=number_from_word(evidence["other_log10_lr"]),
        posterior=number_from_word(evidence["posterior"]),
        combined_posterior=number_from_word(evidence["combined_posterior"]),
        error=number_from_word(evidence["error"]),
        threshold=cast(float, evidence["threshold"]),
        prior=str(evidence["prior"] or ""),
        met=_codes(said["rules"], met=True),
        unmet=_codes(said["rules"], met=False),
        comments=tuple(_words(row) for row in said["comments"]),
        enquiries=tuple(_asked(row) for row in said["enquiries"]),
        signatures=tuple(_signed(row) for row in said["signatures"]),
        turned_down=_words(down) if down else None,
        evidence_sha256=said["evidence_sha256"],
    )


def _signed(said: Said) -> Signed:
    return Signed(
        said["full_name"], said["agency"], _role(said["role"]), _moment(said["signed_at"])
    )


def _asked(said: Said) -> Asked:
    return Asked(
        by=said["asked_by"],
        at=_moment(said["asked_at"]),
        what=said["what"],
        of_role=_role(said["of_role"]),
        state=str(Enquiry.State(said["state"]).label),
        answer=said["answer"],
    )


def _words(said: Said) -> Words:
    return Words(said["by"], _moment(said["at"]), said["words"])


def _codes(rules: Sequence[Said], *, met: bool) -> tuple[str, ...]:
    return tuple(rule["code"] for rule in rules if rule["met"] is met)


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role else ""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
