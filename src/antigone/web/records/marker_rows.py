"""Markers as they are kept in the database: every parameter, nothing rounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from antigone.genetics.markers import Genotype, Marker, Profile
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded
from antigone.provenance import JsonValue


def markers_to_rows(markers: Sequence[Marker]) -> list[JsonValue]:
    """All markers as JSON values."""
    return [asdict(marker) for marker in markers]


def markers_from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[Marker, ...]:
    """The markers that `markers_to_rows` wrote, equal to the originals."""
    return tuple(_marker(row) for row in rows)


def _marker(row: Mapping[str, Any]) -> Marker:
    return Marker(
        name=row["name"],
        alleles=tuple(row["alleles"]),
        frequencies=tuple(float(f) for f in row["frequencies"]),
        mutation_female=_model(row["mutation_female"]),
        mutation_male=_model(row["mutation_male"]),
        chromosome=row["chromosome"],
        silent_frequency=float(row["silent_frequency"]),
    )


def _model(row: Mapping[str, Any]) -> MutationModel:
    matrix = tuple(tuple(float(p) for p in line) for line in row["matrix"])
    rates = {name: float(row[name]) for name in ("rate", "rate2", "range")}
    return MutationModel(model=row["model"], matrix=matrix, **rates)


def profile_to_row(profile: Profile) -> dict[str, JsonValue]:
    """Genotypes as JSON values."""
    return {marker: list(genotype) for marker, genotype in profile.items()}


def profile_from_row(row: Mapping[str, Sequence[str | None]]) -> dict[str, Genotype]:
    """The profile that `profile_to_row` wrote."""
    return {marker: cast("Genotype", tuple(pair)) for marker, pair in row.items()}


def degraded_to_row(by_marker: Mapping[str, Degraded]) -> dict[str, JsonValue]:
    """Drop-out and drop-in by marker as JSON values."""
    return {marker: asdict(degraded) for marker, degraded in by_marker.items()}


def degraded_from_row(row: Mapping[str, Mapping[str, float | None]]) -> dict[str, Degraded]:
    """What `degraded_to_row` wrote."""
    return {
        marker: Degraded(
            float(values["dropout"] or 0.0),
            float(values["dropin"] or 0.0),
            values["dropout_homozygote"],
        )
        for marker, values in row.items()
    }
