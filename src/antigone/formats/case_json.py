"""Kinship cases in JSON: competing pedigrees, markers and genotypes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.degraded_json import read_degraded_persons, refuse_silent
from antigone.formats.marker_json import (
    MOST_MARKERS,
    frequency_notice,
    read_genotype,
    read_marker,
    refuse_settings,
)
from antigone.formats.pedigree_json import read_pedigree
from antigone.formats.problems import ProblemList, Refused, listed, shown
from antigone.formats.unseen_json import (
    Minimum,
    labels_of,
    read_minimum,
    with_minimum_frequency,
)
from antigone.genetics.case import KinshipCase, LinkedPair, TypedMarker
from antigone.genetics.markers import Genotype
from antigone.genetics.pedigree import Pedigree, Sex

MOST_HYPOTHESES = 100

_UNSUPPORTED = ("error", "typing_error")


def read_kinship_case(data: bytes, file: str) -> KinshipCase:
    """The kinship case of a JSON file; whether it can be computed is for the comparison to say.

    Args:
        data: the content; its layout is `{id, theta?, hypotheses: {name: {pedigree: [{id, father,
            mother, sex}]}}, markers: [{name, chrom?, alleles, freqs, mutation?, genotypes,
            silent_allele?, minimum_frequency? or database_size?}], founder_inbreeding?, linked?,
            dropout?, dropin?, dropout_homozygote?, minimum_frequency? or database_size?}`. Drop-out
            and drop-in are objects by person: a probability, or one for each marker. Other members
            are not read.
        file: the name that problems are reported with.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    problems = ProblemList(file)
    return problems.whole(parse_json(data, file), lambda root: _case(root, problems))


def _case(root: Cursor, problems: ProblemList) -> KinshipCase:
    root.fields()
    problems.attempt(root, lambda c: refuse_settings(c, _UNSUPPORTED))
    hypotheses = problems.attempt(root, lambda c: _hypotheses(c, problems)) or {}
    notices: list[str] = []
    markers = problems.attempt(root, lambda c: _markers(c, problems, hypotheses, notices)) or ()
    identity = root.optional("id")
    notices.extend(frequency_notice(typed.marker for typed in markers))
    theta = root.optional("theta")
    inbreeding = root.optional("founder_inbreeding")
    linked = root.optional("linked")
    return KinshipCase(
        identity.sentence() if identity else "",
        hypotheses,
        _with_degraded(root, markers, problems),
        theta=theta.number(0.0, 1.0) if theta else 0.0,
        founder_inbreeding=_inbreeding(inbreeding, hypotheses, problems) if inbreeding else {},
        linked=_linked(linked, markers) if linked else None,
        notices=tuple(notices),
    )


def _hypotheses(root: Cursor, problems: ProblemList) -> Mapping[str, Pedigree]:
    cursor = root.field("hypotheses")
    named = cursor.fields()
    if not 1 <= len(named) <= MOST_HYPOTHESES:
        raise cursor.refused(f"{len(named)} hypotheses; allowed are 1 to {MOST_HYPOTHESES}")
    found: dict[str, Pedigree] = {}
    for name, hypothesis in named.items():
        problems.attempt(Cursor(name, hypothesis.place), lambda c: c.name())
        rows = problems.attempt(hypothesis, lambda c: c.field("pedigree"))
        pedigree = read_pedigree(rows, problems) if rows else None
        if pedigree:
            found[name] = pedigree
    return found


def _markers(
    root: Cursor,
    problems: ProblemList,
    hypotheses: Mapping[str, Pedigree],
    notices: list[str],
) -> tuple[TypedMarker, ...]:
    cursor = root.field("markers")
    items = cursor.items(at_most=MOST_MARKERS)
    if not items:
        raise cursor.refused("no markers; at least one is needed")
    minimum = problems.attempt(root, read_minimum)
    markers = problems.all_of(
        items, lambda c: _typed_marker(c, minimum, problems, hypotheses, notices)
    )
    _refuse_double_names(items, problems)
    _refuse_changing_sex(markers, hypotheses, cursor, problems)
    return tuple(markers)


def _typed_marker(
    cursor: Cursor,
    minimum: Minimum | None,
    problems: ProblemList,
    hypotheses: Mapping[str, Pedigree],
    notices: list[str],
) -> TypedMarker:
    silent = cursor.optional("silent_allele")
    label = silent.text() if silent else None
    people = cursor.field("genotypes").fields()
    named = {a for seen in people.values() for a in labels_of(seen.value)} - {label}
    marker, told = with_minimum_frequency(
        read_marker(cursor), read_minimum(cursor) or minimum, named
    )
    notices.extend(told)
    genotypes: dict[str, Genotype] = {}
    for person, seen in people.items():
        if hypotheses and not any(person in p.by_id for p in hypotheses.values()):
            problems.add(seen.place, f"{shown(person)} occurs in no pedigree of the file")
        genotype = problems.attempt(seen, partial(read_genotype, marker=marker, silent_label=label))
        if genotype:
            genotypes[person] = genotype
    return TypedMarker(marker, genotypes)


def _with_degraded(
    root: Cursor, markers: tuple[TypedMarker, ...], problems: ProblemList
) -> tuple[TypedMarker, ...]:
    persons = {person for typed in markers for person in typed.genotypes}
    names = [typed.marker.name for typed in markers]
    degraded = read_degraded_persons(root, persons, names, problems)
    for person, by_marker in degraded.items():
        profile = {t.marker.name: t.genotypes[person] for t in markers if person in t.genotypes}
        refuse_silent("dropout", profile, by_marker, problems)
    return tuple(
        replace(
            typed,
            degraded={
                person: by_marker[typed.marker.name]
                for person, by_marker in degraded.items()
                if typed.marker.name in by_marker and person in typed.genotypes
            },
        )
        for typed in markers
    )


def _refuse_double_names(items: list[Cursor], problems: ProblemList) -> None:
    seen: set[object] = set()
    for item in items:
        name = item.value.get("name") if isinstance(item.value, dict) else None
        if isinstance(name, str):
            if name in seen:
                problems.add(item.place, f"marker {shown(name)} stands twice; each may stand once")
            seen.add(name)


def _refuse_changing_sex(
    markers: list[TypedMarker],
    hypotheses: Mapping[str, Pedigree],
    cursor: Cursor,
    problems: ProblemList,
) -> None:
    """A person who gave DNA is one person: their sex cannot depend on the hypothesis."""
    for person in sorted({p for typed in markers for p in typed.genotypes}):
        sexes = {h: p.by_id[person].sex for h, p in hypotheses.items() if person in p.by_id}
        if {Sex.FEMALE, Sex.MALE} <= set(sexes.values()):
            told = ", ".join(f"{sex.value} in {shown(h)}" for h, sex in sexes.items())
            problems.add("hypotheses", f"the sex of {shown(person)} differs: {told}")


def _inbreeding(
    cursor: Cursor, hypotheses: Mapping[str, Pedigree], problems: ProblemList
) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for person, value in cursor.fields().items():
        if not any(person in p.by_id for p in hypotheses.values()):
            problems.add(value.place, f"{shown(person)} occurs in no pedigree of the file")
        coefficient = problems.attempt(value, lambda c: c.number(0.0, 1.0))
        if coefficient is not None:
            found[person] = coefficient
    return found


def _linked(cursor: Cursor, markers: tuple[TypedMarker, ...]) -> LinkedPair:
    pair = cursor.field("markers").items(at_most=2)
    names = tuple(item.name() for item in pair)
    known = [typed.marker.name for typed in markers]
    if len(set(names)) != 2 or not set(names) <= set(known):
        raise Refused(
            f"{cursor.place}.markers",
            f"{listed(names)}; allowed are two different markers of {listed(known)}",
        )
    return LinkedPair((names[0], names[1]), cursor.field("rho").number(0.0, 0.5))
