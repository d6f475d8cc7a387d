"""Records besides DNA for tests: a full one of each side, and strategies for any that is allowed."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from antigone.evidence import records as of
from antigone.evidence.tooth_codes import INTERPOL_CODES
from antigone.formats.am_record_json import NAME_KINDS
from antigone.formats.record_parts_json import MOTIFS
from antigone.genetics.pedigree import Sex

Value = TypeVar("Value")

FULL_PM = of.PmRecord(
    state=of.State.SKELETAL,
    sex=of.SexEstimate(Sex.MALE, of.SexMethod.PELVIS),
    age=of.AgeEstimate(of.AgeMethod.PUBIC_PHASE, phase=3),
    stature=of.StatureEstimate(174.5, of.StatureMethod.LEG_BONE),
    traits={"hair": "brown"},
    teeth=of.ToothChart(
        of.CodeSystem.INTERPOL,
        of.ChartSource.TWO_EXAMINERS,
        {16: "amf MOD", 55: "car", 38: "mis"},
        date(2026, 10, 9),
    ),
    tooth_opinions=(
        of.ToothOpinion("C", 16, of.Verdict.EXPLAINED, "A filling was renewed.", "Dr Harrow"),
    ),
    marks=(of.Mark(of.MarkKind.TATTOO, of.Region.LEFT_ARM, "plant", "Мама"),),
    implants=(of.Implant("hip_prosthesis", of.Region.RIGHT_LEG, "Zimmer", "SN-4471"),),
    medical=(),
    items=(
        of.FoundItem(
            "military_identity_card",
            of.Carried.POCKET,
            ("АВ 123456",),
            ("Орлевич Давид",),
            ("red cover",),
        ),
    ),
    recovery=of.Recovery(date(2026, 10, 5), of.Place(48.05164, 37.5, 0.1), (20, 90)),
)
FULL_AM = of.AmRecord(
    sex=Sex.MALE,
    born_on=date(1991, 2, 28),
    stature=of.ReportedStature(178.0, of.Informant.FAMILY),
    traits={"eyes": "blue", "hair": "brown", "handedness": "left"},
    teeth=of.ToothChart(of.CodeSystem.WINID, of.ChartSource.NOTES, {16: "MO-S", 28: "U"}),
    marks=(),
    implants=(of.Implant("plate"),),
    medical=(of.MedicalFinding("fracture", of.Region.LEFT_ARM),),
    items=(of.OwnedItem("wedding_ring", (), ("gold", "inscription л. 2013")),),
    names=(of.PersonName("Орлевич", "Давид", "Павлович"), of.PersonName("Сокіл", kind="call_sign")),
    last_seen=of.LastSeen(date(2026, 9, 14), of.Place(48.1, 37.4)),
)

_LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
_TEXTS = st.text(_LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
_LOWER = _TEXTS.map(str.lower).filter(lambda text: text == text.lower() and text == text.strip())
_CODES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
_REGIONS = st.none() | st.sampled_from(of.Region)
_DAYS = st.none() | st.dates()
_TRAITS = st.dictionaries(st.sampled_from(["eyes", "hair", "handedness"]), _TEXTS, max_size=3)
_STATURES = st.floats(20, 260)
_AGES = st.floats(0, 125)
_TEETH = st.sampled_from(
    [10 * q + p for q in range(1, 9) for p in range(1, 9 if q <= 4 else 6)],
)
_INTERPOL = st.lists(
    st.sampled_from([*INTERPOL_CODES, "M", "MOD", "V"]), min_size=1, max_size=4
).map(" ".join)
_ENTRIES = {
    of.CodeSystem.INTERPOL: _INTERPOL,
    of.CodeSystem.NCIC: st.sampled_from(["V", "X", "MODC", "/", "DR", "UNK"]),
    of.CodeSystem.WINID: st.sampled_from(["MOD-SR", "X", "X-P", "J", "V-B", "FL"]),
}


def _some(values: st.SearchStrategy[Value]) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.lists(values, max_size=3).map(tuple)


def _charts() -> st.SearchStrategy[of.ToothChart]:
    return st.sampled_from(of.CodeSystem).flatmap(
        lambda system: st.builds(
            of.ToothChart,
            st.just(system),
            st.sampled_from(of.ChartSource),
            st.dictionaries(_TEETH, _ENTRIES[system], max_size=6),
            _DAYS,
        )
    )


def _marks() -> st.SearchStrategy[of.Mark]:
    others = [kind for kind in of.MarkKind if kind is not of.MarkKind.TATTOO]
    text = st.just("") | _TEXTS
    return st.builds(
        of.Mark, st.just(of.MarkKind.TATTOO), _REGIONS, st.sampled_from(["", *MOTIFS]), text
    ) | st.builds(of.Mark, st.sampled_from(others), _REGIONS, st.just(""), text)


_IMPLANTS = st.builds(of.Implant, _CODES, _REGIONS, st.just("") | _TEXTS, st.just("") | _TEXTS)
_MEDICAL = st.none() | _some(st.builds(of.MedicalFinding, _CODES, _REGIONS))
_PLACES = st.none() | st.builds(
    of.Place, st.floats(-90, 90), st.floats(-180, 180), st.floats(0.001, 20_040)
)


def pm_records() -> st.SearchStrategy[of.PmRecord]:
    """Any record of remains that a file may hold."""
    phases = st.builds(
        of.AgeEstimate, st.just(of.AgeMethod.PUBIC_PHASE), st.none(), st.integers(1, 6)
    )
    intervals = st.tuples(st.integers(0, 73_000), st.integers(0, 73_000)).map(
        lambda days: (min(days), max(days))
    )
    return st.builds(
        of.PmRecord,
        state=st.sampled_from(of.State),
        sex=st.none()
        | st.builds(of.SexEstimate, st.sampled_from(Sex), st.sampled_from(of.SexMethod)),
        age=st.none() | phases | st.builds(of.AgeEstimate, st.sampled_from(of.AgeMethod), _AGES),
        stature=st.none()
        | st.builds(of.StatureEstimate, _STATURES, st.sampled_from(of.StatureMethod)),
        traits=_TRAITS,
        teeth=st.none() | _charts(),
        tooth_opinions=_some(
            st.builds(of.ToothOpinion, _TEXTS, _TEETH, st.sampled_from(of.Verdict), _TEXTS, _TEXTS)
        ),
        marks=st.none() | _some(_marks()),
        implants=_some(_IMPLANTS),
        medical=_MEDICAL,
        items=_some(
            st.builds(
                of.FoundItem,
                _CODES,
                st.sampled_from(of.Carried),
                _some(_TEXTS),
                _some(_TEXTS),
                _some(_LOWER),
            )
        ),
        recovery=st.none() | st.builds(of.Recovery, _DAYS, _PLACES, st.none() | intervals),
    )


def am_records() -> st.SearchStrategy[of.AmRecord]:
    """Any record of a missing person that a file may hold."""
    part = st.just("") | _TEXTS
    names = st.builds(of.PersonName, part, part, part, st.sampled_from(NAME_KINDS))
    return st.builds(
        of.AmRecord,
        sex=st.sampled_from(Sex),
        born_on=_DAYS,
        age_years=st.none() | _AGES,
        stature=st.none() | st.builds(of.ReportedStature, _STATURES, st.sampled_from(of.Informant)),
        traits=_TRAITS,
        teeth=st.none() | _charts(),
        marks=st.none() | _some(_marks()),
        implants=_some(_IMPLANTS),
        medical=_MEDICAL,
        items=_some(st.builds(of.OwnedItem, _CODES, _some(_TEXTS), _some(_LOWER))),
        names=_some(names.filter(lambda n: bool(n.family or n.given or n.patronymic))),
        last_seen=st.none() | st.builds(of.LastSeen, _DAYS, _PLACES),
    )
