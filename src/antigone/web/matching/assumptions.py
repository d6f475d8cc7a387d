"""What a run assumes besides its records: its prior, and signed identifications that it takes as given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.priors import ListKind, Prior, PriorError, closed_list, flat, open_list
from antigone.web.matching.models import Run
from antigone.words import said_json, said_of_json

Signed = Mapping[str, str]
"""Identifications that are signed and stand: number of the remains to number of the person."""


class PriorRefused(ValueError):
    """The prior that was asked for does not fit what is compared; the message says what does."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants a run to be started.

    Args:
        prior: what the list of persons sought is taken to be.
        expected_overlap: how many of the remains are of persons sought, where the list is open.
        without_signed: leave the signed identifications out, to see what would be without them.
        further_parts: of persons of whom a part is identified further parts may be found.
    """

    prior: ListKind = ListKind.FLAT
    expected_overlap: float | None = None
    without_signed: bool = False
    further_parts: bool = False


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a run assumes.

    Args:
        prior: over assignments.
        given: signed identifications that it takes as given.
        not_compared: signed, but remains or person are not part of the run.
        set_aside: signed, and left out on purpose.
        parts: signed, of parts of bodies; these remains are not compared, and their persons are open for
            further parts.
    """

    prior: Prior
    given: Signed = field(default_factory=dict)
    not_compared: Signed = field(default_factory=dict)
    set_aside: Signed = field(default_factory=dict)
    parts: Signed = field(default_factory=dict)

    def as_json(self) -> dict[str, JsonValue]:
        """As a run keeps them."""
        return {
            "prior": said_json(self.prior.words),
            "prior_kind": self.prior.kind.value,
            "prior_log10_odds": self.prior.log10_odds,
            "expected_overlap": self.prior.expected_overlap,
            "given": _rows(self.given),
            "not_compared": _rows(self.not_compared),
            "set_aside": _rows(self.set_aside),
            "parts": _rows(self.parts),
        }


def assumptions_for(
    dvi: DviIncident, choice: Choice, signed: Signed, parts: Collection[str] = ()
) -> Assumptions:
    """What a run over these records assumes.

    Args:
        parts: numbers of remains that are parts of bodies.

    Raises:
        PriorRefused: the expected number, or a closed list, does not fit them.
    """
    remains, missing = {r.id for r in dvi.remains}, set(dvi.missing)
    here = {r: person for r, person in signed.items() if r in remains and person in missing}
    elsewhere = {r: person for r, person in signed.items() if r not in here}
    open_to_more = {r: person for r, person in here.items() if choice.further_parts and r in parts}
    here = {r: person for r, person in here.items() if r not in open_to_more}
    prior = _prior(choice, len(remains) - len(open_to_more), len(missing), len(here))
    if choice.without_signed:
        return Assumptions(prior, not_compared=elsewhere, set_aside=here)
    return Assumptions(prior, here, elsewhere, parts=open_to_more)


def _prior(choice: Choice, remains: int, missing: int, signed: int) -> Prior:
    counts = {"remains": remains, "missing": missing, "most": min(remains, missing)}
    if choice.prior is ListKind.CLOSED:
        if remains > missing:
            raise PriorRefused(
                _(
                    "On a closed list each of the remains is one of the persons sought, but there are "
                    "%(remains)d remains and only %(missing)d persons sought."
                )
                % counts
            )
        return closed_list()
    if choice.prior is ListKind.FLAT:
        return flat()
    expected = choice.expected_overlap
    if expected is None:
        raise PriorRefused(_("An open list needs the expected number."))
    if expected < signed:
        raise PriorRefused(_("%(signed)d are identified already.") % {"signed": signed})
    try:
        return open_list(remains, missing, expected)
    except PriorError:
        raise PriorRefused(
            _(
                "It has to be above 0 and below %(most)d: %(remains)d remains and %(missing)d persons "
                "sought are compared."
            )
            % counts
        ) from None


def prior_of(run: Run) -> Prior:
    """The prior of a run, as it was when it was started."""
    kept = run.assumptions
    kind = ListKind(kept.get("prior_kind", ListKind.FLAT))
    return Prior(
        kind,
        float(kept.get("prior_log10_odds", 0.0)),
        said_of_json(kept["prior"]),
        kept.get("expected_overlap"),
    )


def given_of(run: Run) -> Signed:
    """Signed identifications that a run takes as given."""
    return _pairs(run, "given")


def set_aside_of(run: Run) -> Signed:
    """Signed identifications that a run leaves out on purpose."""
    return _pairs(run, "set_aside")


def parts_of_run(run: Run) -> Signed:
    """Signed identifications of parts, which a run leaves out so that further parts may be found."""
    return _pairs(run, "parts")


def not_compared_of(run: Run) -> Signed:
    """Signed identifications whose remains or person were no part of a run."""
    return _pairs(run, "not_compared")


def _rows(signed: Signed) -> list[JsonValue]:
    return [[remains, person] for remains, person in sorted(signed.items())]


def _pairs(run: Run, name: str) -> Signed:
    return {str(remains): str(person) for remains, person in run.assumptions.get(name, [])}
