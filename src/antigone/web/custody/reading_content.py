"""What a reading holds: both typings, what was agreed, and the profile that was there before.

Of remains it is kept as it is; of a relative sealed with the relative's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from antigone.genetics.consensus import Consensus, consensus, differences
from antigone.genetics.markers import Genotype, Profile
from antigone.provenance import JsonValue
from antigone.web.custody.models import Reading, Sample
from antigone.web.custody.taking import opened_of, sealed_of
from antigone.web.records.marker_rows import profile_from_row, profile_to_row
from antigone.web.records.models import Person, Remains

ABOUT = "reading"


@dataclass(frozen=True)
class Content:
    """The alleles of a reading; `agreed` and `second` are None before they are there.

    `earlier` is the profile that remains or relative had before anything was read by hand.
    """

    first: Profile
    second: Profile | None = None
    agreed: Profile | None = None
    earlier: Profile = field(default_factory=dict)

    @property
    def differing(self) -> tuple[str, ...]:
        """Markers at which the two typings differ."""
        return () if self.second is None else differences(self.first, self.second)


def store_content(reading: Reading, content: Content) -> None:
    """Put the alleles into a reading; its row is not saved."""
    value: dict[str, JsonValue] = {
        name: profile_to_row(profile)
        for name in ("first", "second", "agreed", "earlier")
        if (profile := getattr(content, name)) is not None
    }
    person = reading.sample.person
    if person is None:
        reading.content, reading.sealed = value, None
    else:
        reading.content = {}
        reading.sealed = sealed_of(person, value, ABOUT)


def content_of_reading(reading: Reading) -> Content | None:
    """The alleles, None where they were withdrawn."""
    person = reading.sample.person
    value: JsonValue = reading.content
    if person is not None:
        value = opened_of(person, reading.sealed, ABOUT)
    if value is None:
        return None
    rows = cast("Mapping[str, Mapping[str, list[str | None]]]", value)
    return Content(
        first=profile_from_row(rows["first"]),
        second=_maybe(rows, "second"),
        agreed=_maybe(rows, "agreed"),
        earlier=profile_from_row(rows.get("earlier", {})),
    )


def consensus_of(owner: Remains | Person) -> Consensus:
    """What the readings of all samples of remains or of a relative agree on."""
    contents = [content_of_reading(reading) for reading in readings_that_count(owner)]
    there = [content for content in contents if content is not None]
    earlier = [content.earlier for content in there if content.earlier]
    return consensus([*earlier, *(c.agreed for c in there if c.agreed is not None)])


def readings_that_count(owner: Remains | Person) -> list[Reading]:
    """Of each sample the newest reading on which both typings agree."""
    of: dict[str, Remains | Person] = (
        {"sample__remains": owner} if isinstance(owner, Remains) else {"sample__person": owner}
    )
    rows = Reading.objects.filter(counts_since__isnull=False, **of)
    newest: dict[int, Reading] = {}
    for reading in rows.select_related("sample__person__key").order_by("sample", "version"):
        newest[reading.sample_id] = reading
    return list(newest.values())


def owner_of(sample: Sample) -> Remains | Person:
    """Whose DNA it is."""
    owner = sample.remains or sample.person
    assert owner is not None  # noqa: S101  (a database constraint)
    return owner


def _maybe(
    rows: Mapping[str, Mapping[str, list[str | None]]], name: str
) -> dict[str, Genotype] | None:
    return profile_from_row(rows[name]) if name in rows else None
