"""Kinship cases in JSON: competing pedigrees, markers and genotypes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.marker_json import (
    MOST_MARKERS,
    read_genotype,
    read_marker,
    refuse_settings,
)
from antigone.formats.pedigree_json import read_pedigree
from antigone.formats.problems import ProblemList, Refused, listed, shown
from antigone.genetics.case import KinshipCase, LinkedPair, TypedMarker
from antigone.genetics.markers import Genotype
from antigone.genetics.pedigree import Pedigree, Sex

MOST_HYPOTHESES = 100

_UNSUPPORTED = ("dropout", "dropin", "error", "typing_error")


def read_kinship_case(data: bytes, file: str) -> KinshipCase:
    """The kinship case of a JSON file; whether it can be computed is for the comparison to say.

    Args:
        data: the content; its layout is `{id, theta?, hypotheses: {name: {pedigree: [{id, father,
            mother, sex}]}}, markers: [{name, chrom?, alleles, freqs, mutation?, genotypes,
            silent_allele?}], founder_inbreeding?, linked?}`. Other members are not read.
        file: the name that problems are reported with.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    problems = ProblemList(file)
    case = problems.attempt(parse_json(data, file), lambda root: _case(root, problems))
    problems.refuse_if_any()
    if case is None:
        raise problems.error()
    return case


def _case(root: Cursor, problems: ProblemList) -> KinshipCase:
    root.fields()
    problems.attempt(root, lambda c: refuse_settings(c, _UNSUPPORTED))
    hypotheses = problems.attempt(root, lambda c: _hypotheses(c, problems)) or {}
    markers = problems.attempt(root, lambda c: _markers(c, problems, hypotheses)) or ()
    identity = root.optional("id")
    theta = root.optional("theta")
    inbreeding = root.optional("founder_inbreeding")
    linked = root.optional("linked")
    return KinshipCase(
        identity.sentence() if identity else "",
        hypotheses,
        markers,
        theta=theta.number(0.0, 1.0) if theta else 0.0,
        founder_inbreeding=_inbreeding(inbreeding, hypotheses, problems) if inbreeding else {},
        linked=_linked(linked, markers) if linked else None,
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
    root: Cursor, problems: ProblemList, hypotheses: Mapping[str, Pedigree]
) -> tuple[TypedMarker, ...]:
    cursor = root.field("markers")
    items = cursor.items(at_most=MOST_MARKERS)
    if not items:
        raise cursor.refused("no markers; at least one is needed")
    markers = problems.all_of(items, lambda c: _typed_marker(c, problems, hypotheses))
    _refuse_double_names(items, problems)
    _refuse_changing_sex(markers, hypotheses, cursor, problems)
    return tuple(markers)


def _typed_marker(
    cursor: Cursor, problems: ProblemList, hypotheses: Mapping[str, Pedigree]
) -> TypedMarker:
    marker = read_marker(cursor)
    silent = cursor.optional("silent_allele")
    label = silent.text() if silent else None
    genotypes: dict[str, Genotype] = {}
    for person, seen in cursor.field("genotypes").fields().items():
        if hypotheses and not any(person in p.by_id for p in hypotheses.values()):
            problems.add(seen.place, f"{shown(person)} occurs in no pedigree of the file")
        genotype = problems.attempt(seen, partial(read_genotype, marker=marker, silent_label=label))
        if genotype:
            genotypes[person] = genotype
    return TypedMarker(marker, genotypes)


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
