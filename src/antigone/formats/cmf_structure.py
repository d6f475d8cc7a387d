"""The structure of CMF files: which elements stand where, and in which order."""

from __future__ import annotations

from antigone.formats.cmf import NAMESPACE
from antigone.formats.cmf_values import TRUTH
from antigone.formats.problems import listed, shown
from antigone.formats.xml_reading import Element
from antigone.words import said

_OPTIONAL = frozenset({"BATCHID", "KIT", "SPECIMENCOMMENT"})


def refuse_order(element: Element, names: tuple[str, ...], what: str) -> None:
    """Refuse children that are unknown, missing, out of order, or there more often than once."""
    if len(element.children) == len(names) and all(
        child.name == name and child.namespace == NAMESPACE
        for child, name in zip(element.children, names, strict=True)
    ):
        return
    last = -1
    for child in element.children:
        if child.name not in names or child.namespace != NAMESPACE:
            raise child.refused(
                said(
                    "found {found} in {what}; allowed are {allowed}",
                    found=shown(child.name),
                    what=what,
                    allowed=listed(names),
                )
            )
        place = names.index(child.name)
        if place < last or (place == last and child.name not in ("LOCUS", "ALLELE")):
            raise child.refused(
                said(
                    "{found} stands out of order in {what}; allowed are, once and in turn, {allowed}",
                    found=child.name,
                    what=what,
                    allowed=listed(names),
                )
            )
        last = place
    for name in names:
        if name not in _OPTIONAL and element.child(name) is None:
            raise element.refused(said("{name} is missing in {what}", name=name, what=what))


def needed(element: Element, name: str) -> Element:
    """A child that must be there."""
    child = element.child(name)
    if child is None:
        raise element.refused(said("{name} is missing", name=name))
    return child


def truth_of(element: Element, name: str) -> bool:
    """The truth value of an attribute that is there."""
    text = element.attributes[name].strip()
    if text not in TRUTH:
        raise element.refused(
            said("{name}: found {found}; allowed are true and false", name=name, found=shown(text))
        )
    return TRUTH[text]
