"""Samples as a tree: a sample, the aliquots divided off it, and so on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.web.custody.models import CustodyEvent, Sample
from antigone.web.custody.taking import owner_in_words, taking_of


@dataclass(frozen=True)
class Branch:
    """A sample with what was divided off it, and where it is now."""

    sample: Sample
    owner: str
    element: str
    last: CustodyEvent | None
    aliquots: tuple[Branch, ...]


def branches(
    samples: Sequence[Sample],
    where: Mapping[int, CustodyEvent],
    *,
    below: Sample | None = None,
) -> list[Branch]:
    """The samples that were taken, or only what was divided off one of them."""
    children: dict[int | None, list[Sample]] = {}
    for sample in samples:
        children.setdefault(sample.parent_id, []).append(sample)

    def grown(parent: int | None) -> tuple[Branch, ...]:
        return tuple(
            Branch(
                sample,
                owner_in_words(sample),
                taken.element if (taken := taking_of(sample)) else "",
                where.get(sample.pk),
                grown(sample.pk),
            )
            for sample in children.get(parent, [])
        )

    return list(grown(None if below is None else below.pk))
