"""Evidence besides DNA about one pair, computed anew from the frozen inputs of its run.

It quotes both records: it is for those who may see both (`records.sight`).
"""

from __future__ import annotations

from dataclasses import dataclass

from antigone.evidence.fusion import CountedLine
from antigone.evidence.records import AmRecord, PmRecord
from antigone.reconcile.other_evidence import IncidentEvidence
from antigone.web.incidents.models import Incident
from antigone.web.matching.evidence import FrozenPair
from antigone.web.matching.tables import tables_in_force
from antigone.web.matching.words import line_in_words
from antigone.web.records.assemble import NoLongerCovered, insist_on_basis
from antigone.web.records.dental import TeethCompared, teeth_compared
from antigone.web.records.record_facts import (
    Fact,
    RecordShown,
    am_record_shown,
    pm_record_shown,
)

NOTHING = RecordShown((), (), (), (), None)


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of evidence as a page shows it.

    Args:
        name: in the language of the page; what follows is in the words of the core.
        stronger: name of the line that counts in its place; empty: it counts itself.
    """

    name: str
    log10_lr: float
    stronger: str
    compared: str
    assumptions: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SideRow:
    """What one term says on both sides."""

    term: str
    pm: tuple[Fact, ...]
    am: tuple[Fact, ...]


@dataclass(frozen=True)
class PairLines:
    """All that is known of a pair besides DNA.

    Args:
        lines: in the order of the core.
        log10_lr: sum of those that count.
        place_and_time: what these do to the prior odds of the pair, in words.
        teeth: both charts; None where one side has none.
        remains, person: each side in short.
        names: of the person, each in its own script.
        sides: both records, term by term.
    """

    lines: tuple[LineShown, ...]
    log10_lr: float
    place_and_time: str
    teeth: TeethCompared | None
    remains: tuple[Fact, ...]
    person: tuple[Fact, ...]
    names: tuple[str, ...]
    sides: tuple[SideRow, ...]

    @property
    def counted(self) -> tuple[LineShown, ...]:
        """Lines that the sum is made of."""
        return tuple(line for line in self.lines if not line.stronger)

    @property
    def set_aside(self) -> tuple[LineShown, ...]:
        """Lines that say again what a stronger one says."""
        return tuple(line for line in self.lines if line.stronger)


def weighed_evidence(incident: Incident, pair: FrozenPair) -> IncidentEvidence:
    """The evidence besides DNA of the run that holds the pair, ready to be weighed.

    Frequencies come from the records of all families, so that all of these have to be covered still.

    Raises:
        NoLongerCovered: a family whose records were frozen withdrew after the run.
    """
    if not pair.complete:
        raise NoLongerCovered
    insist_on_basis(incident, [family for family in pair.sources if family.records])
    return IncidentEvidence(pair.dvi, tables_in_force())


def pair_lines(pair: FrozenPair, weighed: IncidentEvidence) -> PairLines | None:
    """The lines of a pair; None where neither side has a record."""
    pm, am = pair.remains.record, pair.family.records.get(pair.missing)
    if pm is None and am is None:
        return None
    fused, place_time = weighed.of_pair(pair.remains.id, pair.missing)
    shown_pm = pm_record_shown(pm, pair.remains.id) if pm else NOTHING
    shown_am = am_record_shown(am, pair.missing) if am else NOTHING
    return PairLines(
        tuple(_shown(line) for line in fused.lines),
        fused.log10_lr,
        place_time.words,
        _teeth(pm, am, pair.missing),
        _in_short(shown_pm),
        _in_short(shown_am),
        tuple(fact.text for fact in shown_am.description if fact.name),
        _side_by_side(shown_pm, shown_am),
    )


def _shown(line: CountedLine) -> LineShown:
    return LineShown(
        line_in_words(line.lr.line),
        line.lr.log10_lr,
        line_in_words(line.stronger) if line.stronger else "",
        line.lr.compared,
        line.lr.assumptions,
        line.lr.source,
    )


def _teeth(pm: PmRecord | None, am: AmRecord | None, missing: str) -> TeethCompared | None:
    if pm is None or am is None or pm.teeth is None or am.teeth is None:
        return None
    opinions = tuple(opinion for opinion in pm.tooth_opinions if opinion.missing == missing)
    return teeth_compared(am.teeth, pm.teeth, opinions)


def _in_short(record: RecordShown) -> tuple[Fact, ...]:
    """What describes somebody, but for names, and the day of the find or of being last seen."""
    facts = (*record.description, *(fact for fact in record.circumstances if fact.day))
    return tuple(fact for fact in facts if not fact.name)


def _side_by_side(pm: RecordShown, am: RecordShown) -> tuple[SideRow, ...]:
    """Both records without their teeth; terms in the order of the remains, then of the person."""
    return tuple(
        SideRow(
            term,
            tuple(fact for fact in of_pm if fact.term == term),
            tuple(fact for fact in of_am if fact.term == term),
        )
        for of_pm, of_am in zip(_parts(pm), _parts(am), strict=True)
        for term in dict.fromkeys(fact.term for fact in (*of_pm, *of_am))
    )


def _parts(record: RecordShown) -> tuple[tuple[Fact, ...], ...]:
    return record.description, record.circumstances, record.body, record.items
