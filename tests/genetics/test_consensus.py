"""One profile from several readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.consensus import consensus, differences, without_unseen
from antigone.genetics.markers import Genotype, Profile

ALLELES = st.sampled_from(["8", "9", "9.3", "10"])
GENOTYPES = st.tuples(ALLELES, st.none() | ALLELES)
PROFILES = st.dictionaries(st.sampled_from(["A", "B", "C"]), GENOTYPES)


@pytest.mark.parametrize(
    ("genotypes", "agreed"),
    [
        ([("9", "11")], ("9", "11")),
        ([("9", "11"), ("11", "9")], ("9", "11")),
        ([("9", None), ("9", "11")], ("9", "11")),
        ([("9", None), ("9", None)], ("9", None)),
        ([("9", None), ("9", "9")], ("9", "9")),
        ([("9", None), ("11", None)], None),
        ([("9", "11"), ("9", "9")], None),
        ([("9", "9"), ("11", None)], None),
    ],
)
def test_what_readings_agree_on(genotypes: list[Genotype], agreed: Genotype | None) -> None:
    found = consensus([{"A": genotype} for genotype in genotypes])
    assert found.profile.get("A") == agreed
    assert found.conflicts == (() if agreed else ("A",))


@given(profile=PROFILES)
def test_a_reading_agrees_with_itself_and_with_less(profile: Profile) -> None:
    assert consensus([profile]).profile == profile
    assert consensus([profile, profile, {}]).profile == profile
    partial: Profile = {m: (g[0], None) for m, g in profile.items()}
    assert not consensus([profile, partial]).conflicts


@given(first=PROFILES, second=PROFILES)
def test_the_order_of_readings_does_not_matter(first: Profile, second: Profile) -> None:
    one, other = consensus([first, second]), consensus([second, first])
    assert set(one.conflicts) == set(other.conflicts)
    assert not differences(one.profile, other.profile)


@given(profile=PROFILES, changed=st.sampled_from(["A", "B", "C"]))
def test_differences_are_where_something_was_changed(profile: Profile, changed: str) -> None:
    other = {**profile, changed: ("77", "78")}
    assert differences(profile, other) == (changed,)
    turned = {m: g if g[1] is None else (g[1], g[0]) for m, g in profile.items()}
    assert differences(profile, turned) == ()


def test_alleles_outside_the_table_leave_their_marker_out() -> None:
    rest, unseen = without_unseen(
        {"A": ("9", "30"), "B": ("8", "9")}, {"A": ["9"], "B": ["8", "9"]}
    )
    assert rest == {"B": ("8", "9")}
    assert unseen == {"A": ("30",)}
