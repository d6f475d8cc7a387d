from __future__ import annotations

import dataclasses
import math

import pytest

from antigone.evidence.records import (
    AmRecord,
    LastSeen,
    Place,
    PmRecord,
    Recovery,
    SexEstimate,
    SexMethod,
)
from antigone.genetics.markers import Marker, Profile
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.explain import PairExplanation, explanation_of_pair
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.joint import reconcile
from antigone.reconcile.other_evidence import IncidentEvidence
from tests.reconcile.test_joint import two_brothers

THRESHOLD = 0.9995
LABELS = tuple("abcdefghijklmnopqrst")
MODEL = MutationModel("equal", 0.002)
MARKERS = tuple(Marker(f"L{i}", LABELS, (0.05,) * 20, MODEL, MODEL) for i in range(5))
DUO = pedigree_of([("F", None, None, "M"), ("S", "F", None, "M")])
FATHER: Profile = {m.name: ("a", "b") for m in MARKERS}
SON: Profile = {m.name: ("a", "c") for m in MARKERS}


def duo(
    profile: Profile = SON,
    degraded: dict[str, Degraded] | None = None,
    pm: PmRecord | None = None,
    am: AmRecord | None = None,
) -> DviIncident:
    remains = Remains("V", Sex.MALE, profile, degraded or {}, pm)
    records = {"S": am} if am else {}
    return DviIncident(MARKERS, (remains,), (Family("A", DUO, ("S",), {"F": FATHER}, records),))


def explained(incident: DviIncident, remains: str = "V", missing: str = "S") -> PairExplanation:
    return explanation_of_pair(incident, reconcile(incident), remains, missing, threshold=THRESHOLD)


def test_dna_alone_may_decide() -> None:
    found = explained(duo())
    (dna,) = found.speaks_for
    # Half of the son's allele is the father's, of frequency 1/20, at each of five markers: 5 each.
    assert dna == "DNA: log10 LR +3.49, strong support for; 5 markers compared."
    assert found.speaks_against == found.competing == ()
    assert found.undecided_because is None


def test_the_sum_is_that_of_the_pair() -> None:
    incident = duo()
    value = reconcile(incident).pairwise.log10_lr[0][0]
    assert value is not None
    assert f"{value:+.2f}" in explained(incident).speaks_for[0]


def test_a_marker_that_fits_by_mutation_only_speaks_against() -> None:
    found = explained(duo({**SON, "L2": ("d", "e")}))
    (against,) = found.speaks_against
    assert against.startswith("DNA at L2 (log10 LR -")
    assert against.endswith(") fits only by a mutation; counted in the DNA.")
    assert "5 markers compared" in found.speaks_for[0]


def test_a_marker_that_fits_by_drop_out_only_is_told_from_one_by_mutation() -> None:
    lost = {"L1": Degraded(0.3)}
    either = explained(duo({**SON, "L1": ("d", "d")}, lost)).speaks_against
    assert either[0].startswith("DNA at L1 (")
    assert "by a mutation, or if the sample of the remains lost or gained an allele" in either[0]
    rigid = tuple(Marker(m.name, m.alleles, m.frequencies) for m in MARKERS)
    incident = dataclasses.replace(duo({**SON, "L1": ("d", "d")}, lost), markers=rigid)
    (only,) = explained(incident).speaks_against
    assert ") fits only if the sample of the remains lost or gained an allele" in only


def test_of_many_such_markers_the_weakest_are_named() -> None:
    found = explained(duo({m.name: ("d", "e") for m in MARKERS}))
    dna, mutations = found.speaks_against
    assert dna.startswith("DNA: log10 LR -")
    assert " and 2 more markers fits only by a mutation" in mutations


def test_an_exclusion_names_its_markers() -> None:
    rigid = tuple(Marker(m.name, m.alleles, m.frequencies) for m in MARKERS)
    incident = dataclasses.replace(duo({**SON, "L2": ("d", "e")}), markers=rigid)
    found = explained(incident)
    assert found.speaks_against == ("DNA excludes the pair at L2; 5 markers compared.",)
    assert found.undecided_because == "This pair has no share in the joint posterior."


def test_only_markers_typed_on_both_sides_are_compared() -> None:
    found = explained(duo({"L1": ("a", "c")}))
    assert found.speaks_for[0].endswith("; 1 marker compared.")
    assert "log10 LR" in str(found.undecided_because)
    nothing = explained(duo({}))
    assert nothing.speaks_for == nothing.speaks_against == ()
    assert str(nothing.undecided_because).startswith(
        "No DNA marker is typed on both sides. The posterior from DNA alone is 0.5000: "
    )


def test_sexes_that_differ() -> None:
    incident = duo()
    woman = dataclasses.replace(incident.remains[0], sex=Sex.FEMALE)
    found = explained(dataclasses.replace(incident, remains=(woman,)))
    assert found.speaks_against == ("The recorded sexes differ.",)


def test_a_family_that_is_impossible_is_named() -> None:
    rigid = tuple(Marker(m.name, m.alleles, m.frequencies) for m in MARKERS)
    pedigree = pedigree_of(
        [*((p.id, p.father, p.mother, p.sex) for p in DUO.persons), ("B", "F", None, "M")]
    )
    brother = {m.name: ("d", "e") for m in MARKERS}
    family = Family("A", pedigree, ("S",), {"F": FATHER, "B": brother})
    incident = dataclasses.replace(duo(), markers=rigid, families=(family,))
    found = explained(incident)
    assert "Family A is impossible on its own DNA" in found.speaks_against[0]
    assert "contradicts its own DNA" in str(found.undecided_because)


def test_brothers_compete_and_are_told_as_a_group() -> None:
    found = explained(two_brothers(), "V1", "S1")
    assert found.undecided_because == (
        "V1, V2 are S1, S2 in either order: the DNA cannot tell which is which."
    )
    assert any(words.startswith("V1 may also be S2: posterior 0.") for words in found.competing)
    assert any(words.startswith("S1 may also be V2: posterior 0.") for words in found.competing)
    assert any("nobody of those sought" in words for words in found.competing)
    posteriors = [float(words.split("posterior ")[1].split(" ")[0]) for words in found.competing]
    assert posteriors == sorted(posteriors, reverse=True)


def test_what_is_signed_is_told_first() -> None:
    incident = two_brothers()
    result = reconcile(incident, fixed={"V1": "S2"})
    found = explanation_of_pair(
        incident, result, "V1", "S1", threshold=THRESHOLD, signed={"V1": "S2"}
    )
    assert found.competing[0] == "V1 is signed as S2."
    own = explanation_of_pair(
        incident, result, "V1", "S2", threshold=THRESHOLD, signed={"V1": "S2"}
    )
    assert not any("signed" in words for words in own.competing)


PM = PmRecord(
    sex=SexEstimate(Sex.FEMALE, SexMethod.PELVIS), recovery=Recovery(place=Place(50.0, 30.0))
)
AM = AmRecord(sex=Sex.MALE, last_seen=LastSeen(place=Place(50.0, 30.001)))
FAR = AmRecord(sex=Sex.MALE, last_seen=LastSeen(place=Place(40.0, 10.0)))


def with_records() -> DviIncident:
    """DNA for, the recorded sex against, and a place near where the person was last seen."""
    incident = duo(dict(list(SON.items())[:3]), pm=PM, am=AM)
    other = Family("B", pedigree_of([("T", None, None, "M")]), ("T",), {}, {"T": FAR})
    return dataclasses.replace(incident, families=(*incident.families, other))


def test_other_evidence_is_told_with_its_strength_and_place_and_time_last() -> None:
    incident = with_records()
    found = explained(incident)
    lines, place = IncidentEvidence(incident).of_pair("V", "S")
    (sex,) = lines.lines
    assert f"Sex: log10 LR {sex.lr.log10_lr:+.2f}; {sex.lr.compared}." in found.speaks_against
    assert sex.lr.log10_lr < -0.1
    assert found.speaks_for[0].startswith("DNA: ")
    assert found.speaks_for[-1] == place.words
    assert place.log10_factor > 0.1


def test_all_evidence_that_speaks_against_keeps_a_pair_undecided() -> None:
    incident = with_records()
    result = reconcile(incident)
    assert result.joint is not None
    assert result.combined is not None
    threshold = 0.5 * (result.joint.marginals["V"]["S"] + result.combined.marginals["V"]["S"])
    assert result.combined.marginals["V"]["S"] < threshold < result.joint.marginals["V"]["S"]
    found = explanation_of_pair(incident, result, "V", "S", threshold=threshold)
    assert "all evidence together gives a posterior of" in str(found.undecided_because)
    assert "from DNA alone" in found.competing[0]
    assert "from all evidence" in found.competing[0]


def test_what_says_little_is_left_out() -> None:
    incident = with_records()
    found = explanation_of_pair(
        incident, reconcile(incident), "V", "S", threshold=THRESHOLD, least_log10_lr=math.inf
    )
    assert found.speaks_for == found.speaks_against == ()


def test_strangers_to_the_incident_are_refused() -> None:
    with pytest.raises(KeyError):
        explained(duo(), "V9", "S")
    with pytest.raises(KeyError):
        explained(duo(), "V", "T")


def test_without_a_joint_posterior_that_is_the_reason() -> None:
    incident = duo()
    found = explanation_of_pair(
        incident, reconcile(incident, pairwise_only=True), "V", "S", threshold=THRESHOLD
    )
    assert found.undecided_because == "There is no joint posterior: it was not asked for."
    assert found.competing == ()
