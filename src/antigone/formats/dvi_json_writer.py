"""Incidents written as JSON, so that reading them gives the same incident again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from antigone.formats.record_json_writer import am_record_json, pm_record_json
from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Person
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident, Family

_SILENT = "silent"


def write_dvi_json(incident: DviIncident) -> bytes:
    """The incident as a DVI JSON file; `read_dvi_json` gives an equal incident.

    Genotypes stand in one place under the ids; those of an id that occurs more than once stand
    beside the remains or in the family that they belong to.

    Raises:
        ValueError: remains are a body whose parts were joined; the file has the parts as recorded.
    """
    for remains in incident.remains:
        if any(degraded.further for degraded in remains.degraded.values()):
            raise ValueError(
                f"{remains.id!r} was joined from several samples: write the incident with its parts "
                "as they were recorded"
            )
    owners = Counter(r.id for r in incident.remains)
    owners.update(person for family in incident.families for person in family.pedigree.ids)
    unique = frozenset(name for name, count in owners.items() if count == 1)
    profiles: dict[str, JsonValue] = {
        r.id: _profile(r.profile) for r in incident.remains if r.id in unique
    }
    for family in incident.families:
        profiles |= {p: _profile(g) for p, g in family.profiles.items() if p in unique}
    document: dict[str, JsonValue] = {
        "victims": [
            {"id": r.id, "sex": r.sex.value}
            | ({} if r.id in unique else {"genotypes": _profile(r.profile)})
            | _degraded(r.degraded)
            | ({} if r.record is None else {"record": pm_record_json(r.record)})
            for r in incident.remains
        ],
        "families": [_family(family, unique) for family in incident.families],
        "markers": [marker_json(marker) for marker in incident.markers],
        "genotypes": profiles,
    }
    if incident.order_of_missing:
        document["missing"] = list(incident.order_of_missing)
    if incident.pairings is not None:
        document["pairings"] = {
            name: ["*" if person is None else person for person in choices]
            for name, choices in incident.pairings.items()
        }
    if incident.notices:
        document["notices"] = list(incident.notices)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _family(family: Family, unique: frozenset[str]) -> dict[str, JsonValue]:
    own: dict[str, JsonValue] = {
        person: _profile(profile)
        for person, profile in family.profiles.items()
        if person not in unique
    }
    written: dict[str, JsonValue] = {
        "name": family.name,
        "pedigree": [person_json(person) for person in family.pedigree.persons],
        "missing": list(family.missing),
    }
    records: dict[str, JsonValue] = {
        person: am_record_json(family.records[person])
        for person in family.missing
        if person in family.records
    }
    return written | ({"genotypes": own} if own else {}) | ({"records": records} if records else {})


def person_json(person: Person) -> JsonValue:
    """A row of a pedigree."""
    return {
        "id": person.id,
        "father": person.father,
        "mother": person.mother,
        "sex": person.sex.value,
    }


def _profile(profile: Mapping[str, Genotype]) -> dict[str, JsonValue]:
    return {marker: list(genotype) for marker, genotype in profile.items()}


def _degraded(by_marker: Mapping[str, Degraded]) -> dict[str, JsonValue]:
    """The settings of one sample, by marker; none where it is not degraded."""
    written: dict[str, JsonValue] = {
        "dropout": {m: d.dropout for m, d in by_marker.items() if d.dropout},
        "dropin": {m: d.dropin for m, d in by_marker.items() if d.dropin},
        "dropout_homozygote": {
            m: d.dropout_homozygote
            for m, d in by_marker.items()
            if d.dropout_homozygote is not None
        },
    }
    return {name: values for name, values in written.items() if values}


def marker_json(marker: Marker) -> dict[str, JsonValue]:
    """A marker as incident and case files have it."""
    alleles, frequencies = list(marker.alleles), list(marker.frequencies)
    silent: dict[str, JsonValue] = {}
    if marker.silent_frequency:
        alleles.append(_SILENT)
        frequencies.append(marker.silent_frequency)
        silent["silent_allele"] = _SILENT
    female, male = _model(marker.mutation_female), _model(marker.mutation_male)
    name = marker.mutation_female.model
    return {
        "name": marker.name,
        "chrom": marker.chromosome,
        "alleles": list(alleles),
        "freqs": list(frequencies),
        "mutation": {"model": name}
        if name == "none" == marker.mutation_male.model
        else {"model": name, "female": female, "male": male},
        **silent,
    }


def _model(model: MutationModel) -> JsonValue:
    if model.model == "none":
        return {"model": "none"}
    written: dict[str, JsonValue] = {"model": model.model, "rate": model.rate}
    if model.model == "stepwise":
        written["rate2"] = model.rate2
    if model.model in ("stepwise", "dawid"):
        written["range"] = model.range
    if model.model == "custom":
        return {"model": "custom", "matrix": [list(row) for row in model.matrix]}
    return written
