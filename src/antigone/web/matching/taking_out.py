"""Results of a run without some of the persons that it compared.

A joint posterior weighs everybody of a block against everybody else: without one of them, nothing
that it says of that block means anything, so the block goes as a whole. Other blocks were weighed by
themselves, and stand. Numbers pair by pair are of that pair alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from antigone.words import said, said_json, said_of_json

Json = dict[str, Any]

NO_JOINT = said(
    "The joint view was taken out of this run: somebody who was weighed in it has withdrawn, or is "
    "found alive. Start a new run."
)

TAKEN_OUT = "taken_out"
"""Under this name results keep which remains lost their joint posterior."""


_SENTENCES = ("notices", "inconsistent_families")


def without(results: Mapping[str, Any], persons: Collection[str]) -> Json:
    """The same results as if these persons had not been told of; others are copied, not changed.

    Args:
        results: as a run stores them.
        persons: numbers of persons sought; those that were no part of the run change nothing.
    """
    if "remains_count" in results["pairwise"]:
        # The pairs themselves stand in rows: `kept_pairs`.
        left_out = {name: unnamed(results[name], persons) for name in _SENTENCES}
        return dict(results) | left_out | {TAKEN_OUT: []}
    family_of: Mapping[str, str] = results["families"]
    gone = {person for person in family_of if person in persons}
    if not gone:
        return dict(results)
    left = {family for person, family in family_of.items() if person not in gone}
    touched = {family_of[person] for person in gone}
    remains = _weighed_with(results, touched) | _may_be(results, gone)
    words = _Words({*gone, *(touched - left)})
    found = dict(results)
    found["families"] = {m: f for m, f in family_of.items() if m not in gone}
    found["pairwise"] = _pairwise(results["pairwise"], gone)
    found["inconsistent_families"] = words.unnamed(results["inconsistent_families"])
    found["notices"] = words.unnamed(results["notices"])
    keep = [m not in gone for m in results["pairwise"]["missing"]]
    if "other" in results:
        found["other"] = {name: _columns(of, keep) for name, of in results["other"].items()}
    for name in ("joint", "combined"):
        if name in results:
            found[name] = _joint(results[name], remains, gone, words)
    if "marginals" not in found.get("joint", {}):
        found.pop("combined", None)
    if "next" in results:
        found["next"] = _next(results["next"], touched, words)
    found[TAKEN_OUT] = sorted({*results.get(TAKEN_OUT, ()), *remains})
    return found


def unnamed(sentences: Iterable[Any], names: Iterable[str]) -> list[Any]:
    """The sentences in which none of the names stands."""
    names = list(names)
    return _Words(names).unnamed(sentences) if names else list(sentences)


class _Words:
    """Names that no sentence may hold any more."""

    def __init__(self, names: Iterable[str]) -> None:
        listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self._named = re.compile(rf"(?<!\w)(?:{listed})(?!\w)")

    def unnamed(self, sentences: Iterable[Any]) -> list[Any]:
        """The sentences in which none of the names stands, as they are kept."""
        return [one for one in sentences if not self._named.search(said_of_json(one))]


def _weighed_with(results: Mapping[str, Any], families: set[str]) -> set[str]:
    """Remains that stand in a block with one of the families, from DNA alone or from all evidence."""
    blocks = (
        block
        for name in ("joint", "combined")
        for block in results.get(name, {}).get("blocks", ())
        if not families.isdisjoint(block["families"])
    )
    return {remains for block in blocks for remains in block["remains"]}


def _may_be(results: Mapping[str, Any], gone: Collection[str]) -> set[str]:
    """Remains that may be one of the persons; results of before there were blocks tell only this."""
    joints = [results.get(name, {}) for name in ("joint", "combined")]
    rows = (item for joint in joints for item in joint.get("marginals", {}).items())
    return {r for r, row in rows if any(row.get(person, 0.0) > 0.0 for person in gone)}


def _pairwise(pairwise: Mapping[str, Any], gone: Collection[str]) -> Json:
    found = dict(pairwise)
    found["missing"] = [m for m in pairwise["missing"] if m not in gone]
    if "candidates" in pairwise:
        found["candidates"] = [one for one in pairwise["candidates"] if one[1] not in gone]
    else:
        keep = [m not in gone for m in pairwise["missing"]]
        found["log10_lr"] = _columns(pairwise["log10_lr"], keep)
    return found


def _columns(rows: Iterable[Iterable[Any]], keep: list[bool]) -> list[list[Any]]:
    return [[value for value, kept in zip(row, keep, strict=True) if kept] for row in rows]


def _joint(joint: Mapping[str, Any], remains: set[str], gone: set[str], words: _Words) -> Json:
    if "marginals" not in joint:
        return dict(joint)
    marginals = _rows(joint["marginals"], remains, gone)
    if not marginals:
        return {"exact": False, "prior": joint.get("prior", ""), "error": said_json(NO_JOINT)}
    found = dict(joint)
    found["marginals"] = marginals
    found["sensitivity"] = {
        factor: _rows(rows, remains, gone) for factor, rows in joint.get("sensitivity", {}).items()
    }
    found["blocks"] = _blocks(joint.get("blocks", ()), remains)
    found["assignments"] = _assignments(joint.get("assignments", ()), remains)
    for name in ("ambiguities", "groups"):
        found[name] = [
            _told(group, words)
            for group in joint.get(name, ())
            if remains.isdisjoint(group["remains"]) and gone.isdisjoint(group["missing"])
        ]
    return found


def _rows(rows: Mapping[str, Mapping[str, float]], remains: set[str], gone: set[str]) -> Json:
    """Marginals of other remains; of these persons they hold nothing but zeros."""
    return {
        r: {m: p for m, p in row.items() if m not in gone}
        for r, row in rows.items()
        if r not in remains
    }


def _blocks(blocks: Iterable[Mapping[str, Any]], remains: set[str]) -> list[Json]:
    left = ((block, [r for r in block["remains"] if r not in remains]) for block in blocks)
    return [dict(block) | {"remains": here} for block, here in left if here]


def _assignments(assignments: Iterable[Mapping[str, Any]], remains: set[str]) -> list[Json]:
    """Assignments of the other remains, each with the probability of all that agree on them."""
    summed: dict[tuple[tuple[str, str | None], ...], Json] = {}
    for one in assignments:
        here = {r: m for r, m in one["assignment"].items() if r not in remains}
        same = summed.setdefault(
            tuple(here.items()), dict(one) | {"assignment": here, "posterior": 0.0}
        )
        same["posterior"] += one["posterior"]
    return sorted(summed.values(), key=lambda one: -float(one["posterior"]))


def _told(group: Mapping[str, Any], words: _Words) -> Json:
    sentences = {"because", "other_evidence"} & group.keys()
    return dict(group) | {name: words.unnamed(group[name]) for name in sentences}


def _next(found: Mapping[str, Any], touched: set[str], words: _Words) -> Json:
    return dict(found) | {
        "steps": [step for step in found["steps"] if step["family"] not in touched],
        "not_examined": words.unnamed(found["not_examined"]),
    }
