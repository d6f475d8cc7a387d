"""What a study counts, for one incident or for the sum of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from antigone.simulate.reliability import EDGES, Reliability

Tree = Mapping[str, object]
"""Numbers, lists of numbers, and trees of these: an outcome as it stands in a file."""


@dataclass(frozen=True)
class Rule:
    """What a rule let be identified.

    Args:
        right, wrong: identifications.
        expected_wrong: sum of 1 - posterior: how many should be wrong if the posteriors are right.
    """

    right: int = 0
    wrong: int = 0
    expected_wrong: float = 0.0

    @property
    def decided(self) -> int:
        """All identifications."""
        return self.right + self.wrong


@dataclass(frozen=True)
class ShapeCount:
    """Identifiable remains of one family shape, and how many were rightly identified."""

    identifiable: int = 0
    by_dna: int = 0
    by_all: int = 0


@dataclass(frozen=True)
class AlarmCount:
    """Of some pairs or families, how many each check called.

    `single` counts those that no check called and that rest on one relative's DNA.
    """

    checked: int = 0
    family: int = 0
    donor: int = 0
    other: int = 0
    any: int = 0
    single: int = 0


@dataclass(frozen=True)
class Outcome:
    """The counts of an arm.

    Args:
        incidents, refused: compared, and without a joint posterior.
        remains, identifiable, missing, families: in all; identifiable remains are of persons sought.
        estimated: remains in blocks that could only be sampled.
        rules: by name of the rule.
        reliabilities: "dna", and "all" where there is other evidence.
        shapes: by name.
        wrong: by rule and cause the wrong identifications, with the alarms about them.
        right_alarms: alarms about right identifications, a sample of them.
        family_alarms: by clerical error ("none" too) the families checked and called.
    """

    incidents: int = 0
    refused: int = 0
    remains: int = 0
    identifiable: int = 0
    missing: int = 0
    families: int = 0
    estimated: int = 0
    rules: Mapping[str, Rule] = field(default_factory=dict)
    reliabilities: Mapping[str, Reliability] = field(default_factory=dict)
    shapes: Mapping[str, ShapeCount] = field(default_factory=dict)
    wrong: Mapping[str, AlarmCount] = field(default_factory=dict)
    right_alarms: AlarmCount = field(default_factory=AlarmCount)
    family_alarms: Mapping[str, AlarmCount] = field(default_factory=dict)

    def tree(self) -> dict[str, object]:
        """The outcome as it stands in a file."""
        return asdict(self)


def outcome_of(tree: Tree) -> Outcome:
    """The outcome that stands in a file; of an empty one, nothing counted.

    Raises:
        KeyError, TypeError, ValueError: this is no outcome.
    """
    counts = {
        name: _whole(tree.get(name, 0))
        for name in (
            "incidents", "refused", "remains", "identifiable", "missing", "families", "estimated",
        )
    }  # fmt: skip
    return Outcome(
        **counts,
        rules={name: _rule(value) for name, value in _tree(tree.get("rules")).items()},
        reliabilities={n: _reliability(v) for n, v in _tree(tree.get("reliabilities")).items()},
        shapes={n: ShapeCount(**_wholes(v)) for n, v in _tree(tree.get("shapes")).items()},
        wrong={n: AlarmCount(**_wholes(v)) for n, v in _tree(tree.get("wrong")).items()},
        right_alarms=AlarmCount(**_wholes(tree.get("right_alarms"))),
        family_alarms={
            n: AlarmCount(**_wholes(v)) for n, v in _tree(tree.get("family_alarms")).items()
        },
    )


def added(one: object, two: object) -> object:
    """The sum of two trees, name by name.

    >>> added({"a": 1, "b": [1, 2]}, {"a": 2, "b": [0, 3], "c": 5})
    {'a': 3, 'b': [1, 5], 'c': 5}
    """
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        names = dict.fromkeys([*one, *two])
        return {
            name: added(one[name], two[name])
            if name in one and name in two
            else one.get(name, two.get(name))
            for name in names
        }
    if isinstance(one, list | tuple) and isinstance(two, list | tuple):
        return [added(a, b) for a, b in zip(one, two, strict=True)]
    if isinstance(one, int | float) and isinstance(two, int | float):
        return one + two
    raise TypeError(f"{one!r} and {two!r} cannot be added")


def _rule(value: object) -> Rule:
    of = _tree(value)
    return Rule(_whole(of["right"]), _whole(of["wrong"]), _number(of["expected_wrong"]))


def _reliability(value: object) -> Reliability:
    of = _tree(value)
    bins = {name: _list(of[name]) for name in ("pairs", "stated", "true", "variance")}
    if any(len(numbers) != len(EDGES) for numbers in bins.values()):
        raise ValueError(f"a reliability table needs {len(EDGES)} bins")
    return Reliability(
        tuple(int(n) for n in bins["pairs"]),
        tuple(bins["stated"]),
        tuple(int(n) for n in bins["true"]),
        tuple(bins["variance"]),
        _number(of["brier"]),
        _whole(of["remains"]),
    )


def _tree(value: object) -> Tree:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no table of counts")
    return value


def _wholes(value: object) -> dict[str, int]:
    return {name: _whole(count) for name, count in _tree(value).items()}


def _list(value: object) -> list[float]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is no list of numbers")
    return [_number(item) for item in value]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value
