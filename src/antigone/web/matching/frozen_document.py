"""The document of a run's inputs, taken apart by family and by relative, and put together again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Document = dict[str, Any]


def split(document: Document) -> list[tuple[Document, dict[str, Document]]]:
    """Take all that is of families out of a document: each with the genotypes of its relatives.

    A part says under which ids genotypes stood in the place that all share, and which opinions on
    the teeth of remains rest on the family.
    """
    shared, parts = document["genotypes"], []
    place = {code: position for position, code in enumerate(shared)}
    opinions = _take_opinions(document)
    for family in document["families"]:
        own = family.pop("genotypes", {})
        # An id of which there are two stands in its family, never in the place that all share.
        persons = {person["id"] for person in family["pedigree"]} - own.keys()
        here = sorted(persons & shared.keys(), key=place.__getitem__)
        donors = {code: shared.pop(code) for code in here} | own
        part = {
            "family": family,
            "shared": here,
            "own": list(own),
            "opinions": [one for m in family["missing"] for one in opinions.get(m, [])],
        }
        parts.append((part, donors))
    document["families"] = []
    return parts


def join(document: Document, parts: Sequence[tuple[Document, Mapping[str, Document]]]) -> None:
    """Put back into a document what `split` took out, as far as it is given."""
    for part, donors in parts:
        document["genotypes"] |= {c: donors[c] for c in part["shared"] if c in donors}
        family = part["family"]
        own = {c: donors[c] for c in part["own"] if c in donors}
        records = family.pop("records", None)
        if own:
            family["genotypes"] = own
        if records is not None:
            family["records"] = records
        document["families"].append(family)
    _put_opinions(document, [one for part, _ in parts for one in part["opinions"]])
    here = {number for part, _ in parts for number in part["family"]["missing"]}
    if "missing" in document:
        document["missing"] = [number for number in document["missing"] if number in here]
    if "pairings" in document:
        document["pairings"] = {
            remains: [number for number in choices if number == "*" or number in here]
            for remains, choices in document["pairings"].items()
        }


def take_remains(document: Document) -> list[tuple[str, Document]]:
    """Take the remains out of a document that `split` has taken apart: each by number, with its DNA."""
    victims, shared = document["victims"], document["genotypes"]
    document["victims"] = []
    return [
        (
            victim["id"],
            {"victim": victim}
            | ({"genotypes": shared.pop(victim["id"])} if victim["id"] in shared else {}),
        )
        for victim in victims
    ]


def put_remains(document: Document, parts: Iterable[Document]) -> None:
    """Put back what `take_remains` took out; before `join`."""
    for part in parts:
        document["victims"].append(part["victim"])
        if "genotypes" in part:
            document["genotypes"][part["victim"]["id"]] = part["genotypes"]


def leave_only(document: Document, remains: str) -> None:
    """Leave out all remains but some; before `join`."""
    others = [victim["id"] for victim in document["victims"] if victim["id"] != remains]
    document["victims"] = [victim for victim in document["victims"] if victim["id"] == remains]
    document["genotypes"] = {
        code: genotypes for code, genotypes in document["genotypes"].items() if code not in others
    }
    if "pairings" in document:
        own = document["pairings"].items()
        document["pairings"] = {number: choices for number, choices in own if number == remains}


def at_place(part: Document, place: int) -> Document:
    """A family's part for a document of one of the remains, which stood at this place."""
    own = [[0, position, told] for at, position, told in part["opinions"] if at == place]
    return part | {"opinions": own}


def _take_opinions(document: Document) -> dict[str, list[list[Any]]]:
    """Opinions on teeth by person, each with the place of the remains and its own among theirs."""
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for place, victim in enumerate(document["victims"]):
        for position, opinion in enumerate(victim.get("record", {}).get("tooth_opinions", [])):
            found[opinion["missing"]].append([place, position, opinion])
        if "tooth_opinions" in victim.get("record", {}):
            victim["record"]["tooth_opinions"] = []
    return found


def _put_opinions(document: Document, opinions: Iterable[Sequence[Any]]) -> None:
    for place, _, opinion in sorted(opinions, key=lambda one: (one[0], one[1])):
        document["victims"][place]["record"]["tooth_opinions"].append(opinion)
    for victim in document["victims"]:
        # The place was kept by an empty list; where nobody's opinion is left, it goes.
        if victim.get("record", {}).get("tooth_opinions") == []:
            del victim["record"]["tooth_opinions"]


def as_bytes(document: Document) -> bytes:
    """A document as `write_dvi_json` writes it."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def packed(part: Document) -> bytes:
    """A part as it is sealed."""
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
