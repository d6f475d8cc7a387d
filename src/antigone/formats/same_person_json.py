"""Two samples to be compared directly, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.degraded_json import read_degraded_persons, refuse_silent
from antigone.formats.marker_json import frequency_notice, refuse_settings
from antigone.formats.marker_set import MarkerSet, read_genotypes, read_marker_set
from antigone.formats.problems import ProblemList
from antigone.genetics.markers import Marker
from antigone.genetics.pedigree import Sex
from antigone.genetics.same_person import Sample

_UNSUPPORTED = ("error", "typing_error", "linked")


@dataclass(frozen=True)
class SamplePair:
    """Two samples with the markers they are judged by."""

    id: str
    markers: Sequence[Marker]
    first: Sample
    second: Sample
    theta: float = 0.0
    sex: Sex = Sex.UNKNOWN
    notices: tuple[str, ...] = ()


def read_sample_pair(data: bytes, file: str) -> SamplePair:
    """The two samples of a JSON file.

    Args:
        data: the content; its layout is `{id?, profiles: {name: {marker: [a, b]}}, markers: [{name,
            alleles, freqs, chrom?, silent_allele?}], theta?, sex?, dropout?, dropin?,
            dropout_homozygote?, minimum_frequency? or database_size?}` with exactly two profiles.
            Drop-out and drop-in are objects by sample: a probability, or one for each marker.
        file: the name that problems are reported with.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    problems = ProblemList(file)
    return problems.whole(parse_json(data, file), lambda root: _pair(root, problems))


def _pair(root: Cursor, problems: ProblemList) -> SamplePair | None:
    root.fields()
    problems.attempt(root, lambda c: refuse_settings(c, _UNSUPPORTED))
    profiles = problems.attempt(root, _two_profiles) or {}
    written = [cursor.value for cursor in profiles.values()]
    markers = read_marker_set(root, problems, None, written)
    samples = _samples(root, profiles, markers, problems)
    identity, theta, sex = (root.optional(name) for name in ("id", "theta", "sex"))
    value = problems.attempt(theta, lambda c: c.number(0.0, 0.999)) if theta else 0.0
    known = tuple(s.value for s in Sex)
    of_both = problems.attempt(sex, lambda c: Sex(c.one_of(known))) if sex else Sex.UNKNOWN
    if len(samples) != 2 or value is None or of_both is None:
        return None
    found = tuple(markers.by_name.values())
    return SamplePair(
        identity.sentence() if identity else "",
        found,
        samples[0],
        samples[1],
        value,
        of_both,
        (*frequency_notice(found), *markers.notices),
    )


def _two_profiles(root: Cursor) -> dict[str, Cursor]:
    cursor = root.field("profiles")
    profiles = cursor.fields()
    if len(profiles) != 2:
        raise cursor.refused(f"{len(profiles)} profiles; needed are two, under different names")
    for name, profile in profiles.items():
        Cursor(name, profile.place).name()
    return profiles


def _samples(
    root: Cursor, profiles: Mapping[str, Cursor], markers: MarkerSet, problems: ProblemList
) -> list[Sample]:
    degraded = read_degraded_persons(root, profiles, tuple(markers.by_name), problems)
    samples = []
    for name, cursor in profiles.items():
        profile = read_genotypes(cursor, markers, problems)
        of_sample = degraded.get(name, {})
        refuse_silent(cursor.place, profile, of_sample, problems)
        samples.append(Sample(name, profile, of_sample))
    return samples
