"""Incidents and kinship cases as Hypothesis invents them: any shape that a file can hold."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from antigone.genetics.case import KinshipCase, TypedMarker
from antigone.genetics.markers import Marker, Profile
from antigone.genetics.mutation import (
    NO_MUTATION,
    MutationModel,
    MutationModelError,
    transition_matrix,
)
from antigone.genetics.pedigree import Pedigree, Person, Sex
from antigone.reconcile.incident import DviIncident, Family, Remains

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Zs")),
    min_size=1,
    max_size=8,
) | st.sampled_from(
    ['"Anna"', '"', "Missing", "missing M1", "Missing person", "[DVI]", "a = b", "0"]
)
SMALL = st.floats(0.0, 0.01)
MODELS = st.one_of(
    st.just(NO_MUTATION),
    st.builds(MutationModel, st.just("equal"), SMALL),
    st.builds(MutationModel, st.just("proportional"), SMALL),
    st.builds(MutationModel, st.just("stepwise"), SMALL, SMALL, st.floats(0.01, 1.0)),
)


@st.composite
def markers(draw: st.DrawFn) -> tuple[Marker, ...]:
    """One to three markers; frequencies are whatever divides to."""
    found = []
    for name in draw(
        st.lists(st.sampled_from(["L1", "TH01", "vWA", 'a"b']), min_size=1, unique=True)
    ):
        alleles = draw(st.lists(st.sampled_from(["6", "7", "9.3", "10"]), min_size=1, unique=True))
        weights = [draw(st.integers(1, 1000)) for _ in alleles]
        silent = draw(st.sampled_from([0, 0, 1]))
        total = sum(weights) + silent
        frequencies = tuple(weight / total for weight in weights)
        female, male = draw(MODELS), draw(MODELS)
        assume(possible(female, alleles, frequencies) and possible(male, alleles, frequencies))
        found.append(
            Marker(name, tuple(alleles), frequencies, female, male, silent_frequency=silent / total)
        )
    return tuple(found)


def possible(model: MutationModel, alleles: list[str], frequencies: tuple[float, ...]) -> bool:
    """Whether the model makes probabilities of these frequencies."""
    try:
        transition_matrix(model, alleles, frequencies)
    except MutationModelError:
        return False
    return True


def profiles(draw: st.DrawFn, of: tuple[Marker, ...]) -> Profile:
    """Genotypes at some of the markers."""
    typed = [marker for marker in of if draw(st.booleans())]
    return {
        m.name: (draw(st.sampled_from(m.alleles)), draw(st.sampled_from(m.alleles))) for m in typed
    }


@st.composite
def pedigrees(draw: st.DrawFn) -> Pedigree:
    """Up to six persons, each child of none, one or two of those before."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    persons: list[Person] = []
    for name in names:
        men = [p.id for p in persons if p.sex is Sex.MALE]
        women = [p.id for p in persons if p.sex is Sex.FEMALE]
        persons.append(
            Person(
                name,
                draw(st.sampled_from([None, *men])),
                draw(st.sampled_from([None, *women])),
                draw(st.sampled_from(Sex)),
            )
        )
    return Pedigree(tuple(persons))


@st.composite
def incidents(draw: st.DrawFn) -> DviIncident:
    """Remains and families that a Familias file can hold."""
    of = draw(markers())
    remains = tuple(
        Remains(name, draw(st.sampled_from(Sex)), profiles(draw, of))
        for name in draw(st.lists(NAMES, max_size=3, unique=True))
    )
    families: list[Family] = []
    taken: set[str] = set()
    for name in draw(st.lists(NAMES, max_size=3, unique=True)):
        pedigree = draw(pedigrees())
        free = [person for person in pedigree.ids if person not in taken]
        if not free:
            continue
        missing = tuple(draw(st.lists(st.sampled_from(free), min_size=1, max_size=2, unique=True)))
        taken |= set(missing)
        typed = {p: profiles(draw, of) for p in pedigree.ids if p not in missing}
        families.append(Family(name, pedigree, missing, {p: g for p, g in typed.items() if g}))
    return DviIncident(of, remains, tuple(families))


@st.composite
def cases(draw: st.DrawFn) -> KinshipCase:
    """Two pedigrees of the same persons, some of them typed."""
    first = draw(pedigrees())
    loose = Pedigree(
        tuple(replace(p, father=None) if draw(st.booleans()) else p for p in first.persons)
    )
    typed = []
    for marker in draw(markers()):
        seen = {p: profiles(draw, (marker,)) for p in first.ids}
        typed.append(TypedMarker(marker, {p: g[marker.name] for p, g in seen.items() if g}))
    theta = draw(st.sampled_from([0.0, 0.01, 0.03]))
    return KinshipCase("case", {"H1": first, "H2": loose}, tuple(typed), theta=theta)
