"""Genotypes of samples, from a table of a laboratory or a CODIS file: each row is one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from antigone.formats.cursor import fault_of_name
from antigone.genetics.consensus import Consensus, consensus, without_unseen
from antigone.genetics.markers import SILENT, Genotype, Profile
from antigone.provenance import JsonValue
from antigone.web.custody.taking import sealed_of
from antigone.web.exchange.base import Content, Judged, Row, Source, Taking, Verdict
from antigone.web.exchange.models import ImportedReading
from antigone.web.exchange.owners import Owner, owners_of, read_by_hand
from antigone.web.records import many_rows
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.findable import find_remains
from antigone.web.records.marker_rows import profile_from_row, profile_to_row
from antigone.web.records.models import Person, Remains
from antigone.web.records.models import Profile as ProfileRow
from antigone.web.records.profiles import store_genotypes
from antigone.web.records.reading import markers_of
from antigone.words import said

ABOUT = "imported reading"
CREATE = "create"
"""The option by which samples with unknown names are registered as remains."""

Alleles = dict[str, tuple[str, ...]]


@dataclass
class Known:
    """What one pass over a file needs of the incident, and what it saw so far.

    Args:
        alleles: by marker of the incident the alleles that have a frequency.
        profiles: of whoever stood in the file so far, what was recorded or read of them.
    """

    alleles: Alleles
    coverage: Coverage
    profiles: dict[object, Profile]


def known_of(source: Source) -> Known:
    """What a pass keeps."""
    return source.remembered(
        "dna",
        lambda: Known(tables_of(source), coverage_of(source.incident), {}),
    )


def tables_of(source: Source) -> Alleles:
    """By marker of the incident its alleles, the silent one among them."""
    return {
        name: (*marker.alleles, *((SILENT,) if marker.silent_frequency else ()))
        for name, marker in markers_of(source.incident).items()
    }


def compared_part(content: Content, alleles: Alleles) -> Profile:
    """What of a reading can be compared: markers of the incident, alleles that have a frequency."""
    read = profile_from_row(cast("Any", content["genotypes"]))
    return without_unseen({m: g for m, g in read.items() if m in alleles}, alleles)[0]


def compare(source: Source, rows: Sequence[Row]) -> list[Judged]:
    """Each row beside the profile of whoever it is of."""
    known = known_of(source)
    owners = owners_of(source.incident, {str(row.content["name"]) for row in rows})
    by_hand = read_by_hand(list(owners.values()))
    create = source.options.get("unknown") == CREATE
    return [
        _unknown(known, row, create=create)
        if (owner := owners.get(str(row.content["name"]))) is None
        else _judged(known, row, owner, by_hand=owner.identity in by_hand)
        for row in rows
    ]


def _unknown(known: Known, row: Row, *, create: bool) -> Judged:
    name = str(row.content["name"])
    if not create:
        words = said(
            "no remains, sample or relative of this incident has this number or code; correct it in "
            "the file, or have such samples registered as remains"
        )
        return Judged(row, Verdict.CLASH, words)
    if fault_of_name(name) or len(name) > (Remains._meta.get_field("number").max_length or 0):
        return Judged(row, Verdict.CLASH, said("cannot be a number of remains"))
    return _merged(known, row, ("new", name), {}, said("new remains"))


def _judged(known: Known, row: Row, owner: Owner, *, by_hand: bool) -> Judged:
    if owner.is_withdrawn:
        words = said("this relative, or the family, has withdrawn; nothing of them is taken over")
        return Judged(row, Verdict.CLASH, words)
    remark = ""
    of = owner.of
    if isinstance(of, Person) and not known.coverage.covers_donor(of, of.family):
        remark = said(
            "waits, sealed and not compared, until a legal basis covers this relative (CO-14)"
        )
    recorded = profile_from_row(owner.genotypes)
    judged = _merged(known, row, owner.identity, recorded, remark)
    if by_hand and judged.verdict is Verdict.NEW:
        words = said("was read at the desk already; enter this as a further reading of the sample")
        return Judged(row, Verdict.CLASH, words)
    return judged


def _merged(known: Known, row: Row, identity: object, recorded: Profile, remark: str) -> Judged:
    """The row beside what is known of its owner, from the record or from rows before it."""
    before = known.profiles.setdefault(identity, recorded)
    read = compared_part(row.content, known.alleles)
    found = consensus([before, read]) if before else Consensus(read, ())
    if found.conflicts:
        words = said(
            "differs from what is known at {markers}; nothing is overwritten",
            markers=", ".join(found.conflicts),
        )
        return Judged(row, Verdict.CLASH, words)
    known.profiles[identity] = found.profile
    if before and found.profile == before:
        return Judged(row, Verdict.HERE)
    if not read:
        remark = said("no marker of it has frequencies here: kept, and not compared yet")
    return Judged(row, Verdict.NEW, remark)


def store(taking: Taking, rows: Sequence[Row]) -> None:
    """The readings, and the profiles that follow from them."""
    incident, known = taking.file.incident, known_of(taking.source)
    owners = owners_of(incident, {str(row.content["name"]) for row in rows})
    new = [row for row in rows if row.content["name"] not in owners]
    for remains in _registered(taking, new):
        owners[remains.number] = Owner(remains, {})
    profiles: dict[tuple[str, int], Profile] = {}
    of: dict[tuple[str, int], Owner] = {}
    readings = []
    for row in rows:
        owner = owners[str(row.content["name"])]
        before = profiles.get(owner.identity, profile_from_row(owner.genotypes))
        read = compared_part(row.content, known.alleles)
        profiles[owner.identity] = consensus([before, read]).profile if before else read
        of[owner.identity] = owner
        readings.append(_reading(taking, row, owner))
    many_rows.bulk_create(readings)
    _write(profiles, of)
    taking.count("read", len(readings))


def _registered(taking: Taking, rows: Sequence[Row]) -> list[Remains]:
    """New remains, one for each name."""
    made = {}
    for row in rows:
        number = str(row.content["name"])
        if number not in made:
            made[number] = Remains(
                incident=taking.file.incident,
                number=number,
                sex=_sex(row.content),
                source_file=taking.file,
                position=row.number,
                agency=taking.user.agency,
                registered_by=taking.user,
            )
    taking.count("remains", len(made))
    found = many_rows.bulk_create(made.values())
    find_remains(taking.file.incident_id, found)
    return found


def _sex(content: Content) -> str:
    """Sex by amelogenin, where both alleles were seen; else unknown."""
    seen = cast("list[str]", content.get("amelogenin") or [])
    return {"XX": "F", "XY": "M"}.get("".join(sorted(seen)), "U")


def _reading(taking: Taking, row: Row, owner: Owner) -> ImportedReading:
    kept = {name: value for name, value in row.content.items() if name != "name"}
    person = owner.of if isinstance(owner.of, Person) else None
    options = taking.source.options
    return ImportedReading(
        file=taking.file,
        remains=owner.of if isinstance(owner.of, Remains) else None,
        person=person,
        row=row.number,
        label=str(row.content["name"])[:100],
        laboratory=str(options.get("laboratory", "")),
        kit=str(options.get("kit", "")),
        markers=len(cast("dict[str, JsonValue]", row.content["genotypes"])),
        content=None if person else kept,
        sealed=sealed_of(person, kept, ABOUT) if person else None,
    )


def _write(profiles: dict[tuple[str, int], Profile], of: dict[tuple[str, int], Owner]) -> None:
    made, changed = [], []
    for identity, profile in profiles.items():
        owner, row = of[identity], profile_to_row(profile)
        if not profile:
            continue
        if isinstance(owner.of, Person):
            store_genotypes(owner.of, row)
        elif owner.genotypes:
            changed.append(owner.of.profile)
            changed[-1].genotypes = row
        else:
            made.append(ProfileRow(remains=owner.of, genotypes=row))
    many_rows.bulk_create(made)
    ProfileRow.objects.bulk_update(changed, ["genotypes"])


def columns() -> tuple[str, ...]:
    """Headings of the preview."""
    return (_("Sample"), _("Markers"), _("Amelogenin"), _("Category"))


def shown(content: Content) -> tuple[str, ...]:
    """The cells of a row in the preview: how much was read, not the alleles."""
    genotypes = cast("dict[str, Genotype]", content["genotypes"])
    return (
        str(content["name"]),
        str(len(genotypes)),
        ", ".join(cast("list[str]", content.get("amelogenin") or [])),
        str(content.get("category") or ""),
    )
