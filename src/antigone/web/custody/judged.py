"""The chains of an incident, judged once, and anew only where something was recorded since.

Every act stands in the journal under the number or code of what it is about: so each process keeps
what it judged, with the entry up to which it did, and looks at the entries that follow. What an
unknown act changes nobody knows: then everything is judged anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from antigone.policy.custody import Break, Chain
from antigone.policy.custody import breaks as breaks_of_chain
from antigone.web.custody.items import Key
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import Entry
from antigone.web.journal.services import latest

Chains = Iterable[tuple[Key, Chain]]

ABOUT_ONE_THING = ("custody", "packet", "remains", "sample", "recovery")
"""Acts of these kinds name the thing whose chain, or that of whose parts, they may change."""

NOT_OF_CUSTODY = frozenset(
    {
        *("account", "agency", "basis", "body", "case", "code", "consent", "death", "donor"),
        *("exclusion", "face", "file", "identification", "incident", "invitation", "journal"),
        *("labels", "letter", "list", "master_key", "meeting", "minutes", "names", "notice"),
        *("package", "person", "persons", "picture", "prints", "question", "reading", "recipient"),
        *("register", "relative", "reminder", "report", "request", "run", "share", "signing_key"),
        *("tags", "text", "token", "wish"),
    }
)
"""Acts of these kinds change no chain."""

LATER = datetime.max.replace(microsecond=0)

MOST_NAMED = 500
"""After so many acts about single things everything is judged anew."""


@dataclass
class _Judged:
    """What is broken by now, and what will be, if nothing is entered."""

    sequence: int
    entry_hash: str
    broken: dict[Key, tuple[Break, ...]] = field(default_factory=dict)
    waiting: dict[Key, Chain] = field(default_factory=dict)

    def judge(self, chains: Chains, now: datetime) -> None:
        """Judge some chains anew."""
        latest_of_all = LATER.replace(tzinfo=now.tzinfo)
        for key, chain in chains:
            self.broken.pop(key, None)
            self.waiting.pop(key, None)
            found = breaks_of_chain(chain, now)
            if _may_break_by_time(chain) and found != breaks_of_chain(chain, latest_of_all):
                self.waiting[key] = chain
            elif found:
                self.broken[key] = found


def _may_break_by_time(chain: Chain) -> bool:
    """Whether something is expected (CU-04), or nothing was entered yet (CU-05)."""
    return not chain.handovers or any(one.expected_by for one in chain.handovers)


_KEPT: dict[int, _Judged] = {}
_LOCK = Lock()


def broken_by_now(
    incident: Incident, chains_of: Callable[[set[str] | None], Chains], now: datetime
) -> dict[Key, tuple[Break, ...]]:
    """The breaks of every thing of an incident that has any.

    Args:
        chains_of: reads the chains of the things of these names and of their parts; None: all.
    """
    with _LOCK:
        judged = _up_to_date(incident, chains_of, now)
        waiting = ((key, breaks_of_chain(chain, now)) for key, chain in judged.waiting.items())
        return judged.broken | {key: found for key, found in waiting if found}


def _up_to_date(
    incident: Incident, chains_of: Callable[[set[str] | None], Chains], now: datetime
) -> _Judged:
    # The entry before the rows: what is recorded in between is only looked at twice.
    last = latest(incident.slug)
    kept = _KEPT.get(incident.pk)
    if last is None:
        judged = _Judged(0, "")
        judged.judge(chains_of(None), now)
        return judged
    names = None if kept is None else _changed_since(incident, kept)
    if kept is None or names is None:
        kept = _KEPT[incident.pk] = _Judged(last.sequence, last.entry_hash)
        kept.judge(chains_of(None), now)
    elif names:
        kept.judge(chains_of(names), now)
    kept.sequence, kept.entry_hash = last.sequence, last.entry_hash
    return kept


def _changed_since(incident: Incident, kept: _Judged) -> set[str] | None:
    """The names of what was changed since; None where nobody knows."""
    rows = Entry.objects.filter(incident=incident.slug, sequence__gte=kept.sequence)
    entries = list(
        rows.order_by("sequence").values_list("entry_hash", "act", "subject")[: MOST_NAMED + 2]
    )
    if not entries or entries[0][0] != kept.entry_hash or len(entries) > MOST_NAMED + 1:
        return None
    names = set()
    for _, act, subject in entries[1:]:
        kind = act.partition(".")[0]
        if kind in ABOUT_ONE_THING:
            names.add(subject)
        elif kind not in NOT_OF_CUSTODY:
            return None
    return names
