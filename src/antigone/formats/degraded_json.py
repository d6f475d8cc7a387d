"""Drop-out and drop-in of samples as they stand in JSON files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from antigone.formats.cursor import Cursor
from antigone.formats.problems import ProblemList, Refused, listed, shown
from antigone.genetics.markers import Genotype
from antigone.genetics.observation import Degraded, Observation, ObservationError
from antigone.words import said, told

SETTINGS = ("dropout", "dropin", "dropout_homozygote")
"""Members that say it: each a probability, or one for each marker."""

_OFF: tuple[object, ...] = (0, False, "", [], {})


def read_degraded(
    settings: Mapping[str, Cursor], markers: Collection[str], problems: ProblemList
) -> dict[str, Degraded]:
    """How degraded one sample is, by marker; markers at which it is not are absent.

    Args:
        settings: some of `SETTINGS`, each a number for all markers or an object of numbers by marker.
        markers: the names that may stand there.
        problems: takes what is wrong.
    """
    values: dict[str, dict[str, float]] = {}
    for name, cursor in settings.items():
        values[name] = problems.attempt(cursor, lambda c: _by_marker(c, markers, problems)) or {}
    found: dict[str, Degraded] = {}
    for marker in markers:
        try:
            degraded = Degraded(
                values.get("dropout", {}).get(marker, 0.0),
                values.get("dropin", {}).get(marker, 0.0),
                values.get("dropout_homozygote", {}).get(marker),
            )
        except ObservationError as error:
            place = next(iter(settings.values())).place
            problems.add(
                place, said("marker {marker}: {error}", marker=shown(marker), error=told(error))
            )
            continue
        if not degraded.is_exact:
            found[marker] = degraded
    return found


def read_degraded_persons(
    root: Cursor, persons: Collection[str], markers: Collection[str], problems: ProblemList
) -> dict[str, dict[str, Degraded]]:
    """How degraded samples are, by person, where the file says it in one place.

    `dropout`, `dropin` and `dropout_homozygote` are objects by person.
    """
    by_person: dict[str, dict[str, Cursor]] = {}
    for name in SETTINGS:
        cursor = root.optional(name)
        if cursor is None or cursor.value in _OFF:
            continue
        for person, value in (problems.attempt(cursor, _persons) or {}).items():
            if person not in persons:
                problems.add(
                    value.place, said("{person} has no genotypes in the file", person=shown(person))
                )
            by_person.setdefault(person, {})[name] = value
    return {p: read_degraded(settings, markers, problems) for p, settings in by_person.items()}


def settings_of_sample(cursor: Cursor) -> dict[str, Cursor]:
    """The settings that stand beside one sample."""
    named = ((name, cursor.optional(name)) for name in SETTINGS)
    return {name: value for name, value in named if value is not None and value.value not in _OFF}


def refuse_silent(
    place: str,
    profile: Mapping[str, Genotype],
    degraded: Mapping[str, Degraded],
    problems: ProblemList,
) -> None:
    """Note a degraded sample that is said to have a silent allele, which it cannot show."""
    for marker, genotype in profile.items():
        try:
            Observation(genotype, degraded.get(marker))
        except ObservationError as error:
            problems.add(
                place, said("marker {marker}: {error}", marker=shown(marker), error=told(error))
            )


def _persons(cursor: Cursor) -> dict[str, Cursor]:
    if not isinstance(cursor.value, dict):
        raise cursor.expected(said('an object with a value for each sample, e.g. {{"V1": 0.1}}'))
    return cursor.fields()


def _by_marker(cursor: Cursor, markers: Iterable[str], problems: ProblemList) -> dict[str, float]:
    if not isinstance(cursor.value, dict):
        return dict.fromkeys(markers, _probability(cursor))
    found: dict[str, float] = {}
    known = list(markers)
    for marker, value in cursor.fields().items():
        if marker not in known:
            problems.add(
                value.place,
                said(
                    "{marker} is not among the markers; allowed are {known}",
                    marker=shown(marker),
                    known=listed(known),
                ),
            )
            continue
        probability = problems.attempt(value, lambda c: (_probability(c),))
        if probability:
            found[marker] = probability[0]
    return found


def _probability(cursor: Cursor) -> float:
    value = cursor.number(0.0, 1.0)
    if value == 1.0:
        raise Refused(cursor.place, said("found 1; allowed is a probability from 0 to below 1"))
    return value
