from __future__ import annotations

from pathlib import Path

import pytest

from antigone.evidence.presence_tables import PresenceTables
from antigone.evidence.records import MarkKind, Region, State
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables

TABLES = load_tables()
LINES = [TABLES.marks.presence, TABLES.implants.presence, TABLES.medical]


@pytest.mark.parametrize("of", LINES)
def test_the_packaged_numbers_are_probabilities(of: PresenceTables) -> None:
    for kind in (*of.kinds.values(), of.default):
        assert sum(kind.share(region) for region in Region) == pytest.approx(1.0)
        for state in State:
            assert 0.0 <= kind.visible[state] < 1.0
        assert kind.visible[State.FRESH] > 0.0
        assert kind.forgotten + kind.other_side < 0.6


def test_every_kind_of_mark_has_numbers() -> None:
    assert set(TABLES.marks.presence.kinds) == set(MarkKind)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("marks", "per_person = 0.35", "per_person = 9.0", "kinds.scar: per_person times a share"),
        (
            "marks",
            "{ front = 0.2,",
            "{ front = 0.3,",
            "kinds.branded.regions: the shares sum to 1.1",
        ),
        (
            "marks",
            "{ front = 0.2,",
            "{ chest = 0.2,",
            "regions: 'chest' is not known here; allowed",
        ),
        (
            "marks",
            "fresh = 0.95",
            "fresh = 1.0",
            "visible.fresh: 1.0; allowed is a finite number fr",
        ),
        ("marks", "skeletal = 0.01", "bones = 0.01", "visible: 'skeletal' is missing; needed are"),
        ("marks", "other_side = 0.1", "other_side = 0.95", "other_side: 0.95; allowed is a finite"),
        ("marks", "forgotten = 0.1", "forgotten = 0.9", "forgotten and other_side sum to 0.99"),
        ("marks", "[kinds.cut]", "[kinds.wound]", "kinds: 'cut' is missing; needed are birthmark"),
        (
            "marks",
            "least_persons = 1000.0",
            "least_persons = 1",
            "least_persons: 1; allowed is a fin",
        ),
        ("marks", "animal = 0.18", "animal = 0.38", "motifs: the shares sum to 1.2; they must sum"),
        (
            "implants",
            "[kinds.default]",
            "[kinds.any]",
            "kinds: 'default' is missing; it stands for",
        ),
        ("implants", "[kinds.nail]", '[kinds."Nail"]', "kinds.Nail: 'Nail'; allowed are names in"),
        (
            "implants",
            "misread_one = 0.03",
            "misread_one = 0.6",
            "serial: two rates sum to 0.5 or more",
        ),
        (
            "implants",
            "doubled = 1e-6",
            "doubled = 0",
            "serial.doubled: 0; allowed is a probability",
        ),
        ("medical", "mix_up = 0.01", "mix_up = 0", "mix_up: 0; allowed is a probability above 0"),
    ],
)
def test_a_bad_table_is_refused(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    text = packaged_tables()[name].decode()
    assert old in text
    (tmp_path / f"{name}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"{name}.toml: " in str(refusal.value)
    assert message in str(refusal.value)
