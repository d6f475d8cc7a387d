"""Kinship cases written as JSON, so that reading them gives the same case again."""

from __future__ import annotations

import json
from collections.abc import Mapping

from antigone.formats.dvi_json_writer import marker_json, person_json
from antigone.formats.problems import shown
from antigone.formats.written import CannotBeWritten
from antigone.genetics.case import KinshipCase, TypedMarker
from antigone.genetics.observation import Degraded
from antigone.provenance import JsonValue
from antigone.words import said

_UNSAID = {"dropout": 0.0, "dropin": 0.0, "dropout_homozygote": None}
"""Settings of degraded samples, with the value that need not be written."""


def write_kinship_case(case: KinshipCase) -> bytes:
    """The case as a JSON file; `read_kinship_case` gives an equal case, apart from notices.

    Raises:
        CannotBeWritten: a sample was joined from several.
    """
    joined = {p for t in case.markers for p, degraded in t.degraded.items() if degraded.further}
    if joined:
        raise CannotBeWritten(
            said("{person} was joined from several samples", person=shown(p))
            for p in sorted(joined)
        )
    document: dict[str, JsonValue] = {
        "id": case.id,
        "theta": case.theta,
        "hypotheses": {
            name: {"pedigree": [person_json(person) for person in pedigree.persons]}
            for name, pedigree in case.hypotheses.items()
        },
        "markers": [_typed(typed) for typed in case.markers],
    }
    if case.founder_inbreeding:
        document["founder_inbreeding"] = dict(case.founder_inbreeding)
    if case.linked is not None:
        document["linked"] = {
            "markers": list(case.linked.markers),
            "rho": case.linked.recombination,
        }
    document |= _degraded({t.marker.name: t.degraded for t in case.markers})
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _typed(typed: TypedMarker) -> JsonValue:
    genotypes: dict[str, JsonValue] = {p: list(seen) for p, seen in typed.genotypes.items()}
    return {**marker_json(typed.marker), "genotypes": genotypes}


def _degraded(by_marker: Mapping[str, Mapping[str, Degraded]]) -> dict[str, JsonValue]:
    """The settings of degraded samples, by person and marker; none where no sample is."""
    written: dict[str, JsonValue] = {}
    for setting in _UNSAID:
        by_person: dict[str, JsonValue] = {}
        for person in dict.fromkeys(p for of in by_marker.values() for p in of):
            values: dict[str, JsonValue] = {
                marker: getattr(of[person], setting)
                for marker, of in by_marker.items()
                if person in of and getattr(of[person], setting) not in (None, _UNSAID[setting])
            }
            if values:
                by_person[person] = values
        if by_person:
            written[setting] = by_person
    return written
