"""Incidents in JSON: remains, families with their missing, markers, genotypes."""

from __future__ import annotations

from collections.abc import Mapping

from antigone.evidence.records import PmRecord
from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.degraded_json import read_degraded, refuse_silent, settings_of_sample
from antigone.formats.dvi_json_writer import write_dvi_json
from antigone.formats.dvi_people import (
    NOBODY,
    FamilyRow,
    Victim,
    owners_of,
    read_families,
    read_victims,
    record_of,
    records_of,
    refuse_doubled,
)
from antigone.formats.marker_json import frequency_notice, refuse_settings
from antigone.formats.marker_set import MarkerSet, read_genotypes, read_marker_set
from antigone.formats.problems import ProblemList, listed, shown
from antigone.genetics.markers import Genotype, Marker, Profile
from antigone.reconcile.incident import DviIncident, Family, IncidentError, Remains
from antigone.words import both, said, told

__all__ = ["read_dvi_json", "write_dvi_json"]

_KNOWN = frozenset(
    {"victims", "families", "missing", "markers", "genotypes", "pairings", "notices"}
    | {"minimum_frequency", "database_size"}
    | {"mutation_variants", "mutation_AM_PM", "id", "name", "description", "notes"}
)
_UNSUPPORTED = ("theta", "linked", "founder_inbreeding", "error")

MOST_NOTICES = 200_000

Profiles = dict[str, dict[str, Genotype]]
Pairings = Mapping[str, tuple[str | None, ...]]


def read_dvi_json(data: bytes, file: str, mutation: str | None = None) -> DviIncident:
    """The incident of a JSON file.

    Args:
        data: the content: an object with `victims`, `families`, `markers`, `genotypes` and perhaps
            `missing`, `pairings`, or an object that holds such a one under `input`. Beside each of the
            `victims` may stand `dropout`, `dropin` and `dropout_homozygote`, each a probability or one
            for each marker; `minimum_frequency` or `database_size`, for the file or one marker, lets
            in alleles that the frequency table does not have. What is known besides DNA stands beside
            each of the `victims` under `record` and in each family under `records`, by missing person.
        file: the name that problems are reported with.
        mutation: one of the file's `mutation_variants`, used at all markers; without it each marker
            has its own models, or none.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    problems = ProblemList(file)
    root = parse_json(data, file)
    return problems.whole(root, lambda c: _incident(_input(c), problems, mutation))


def _input(root: Cursor) -> Cursor:
    members = root.fields()
    return members["input"] if "input" in members and "victims" not in members else root


def _incident(root: Cursor, problems: ProblemList, mutation: str | None) -> DviIncident:
    problems.attempt(root, lambda c: refuse_settings(c, _UNSUPPORTED))
    problems.attempt(root, _refuse_degraded_file)
    variant = problems.attempt(root, lambda c: (_variant(c, mutation),))
    profiles = _profiles_as_written(root)
    markers = read_marker_set(root, problems, variant[0] if variant else None, profiles)
    before = problems.count
    victims = read_victims(root, problems)
    families = read_families(root, problems)
    # Where persons could not be read, genotypes of "unknown" ids would be reported in vain.
    complete = problems.count == before
    shared = _shared_profiles(root, problems, markers, owners_of(victims, families), complete)
    missing = {person for row in families for person in row.missing} if complete else None
    remains = [
        _remains(
            victim,
            _profile(victim[2], victim[0], shared, markers, problems),
            record_of(victim, missing, problems),
            markers,
            problems,
        )
        for victim in victims
    ]
    read = [_family(row, shared, markers, problems) for row in families]
    order: tuple[str, ...] = ()
    pairings: Pairings | None = None
    if complete:
        order = problems.attempt(root, lambda c: _order(c, families)) or ()
        pairings = problems.attempt(root, lambda c: _pairings(c, victims, families, problems))
    problems.refuse_if_any()
    found = tuple(markers.by_name.values())
    try:
        return DviIncident(
            found,
            tuple(remains),
            tuple(read),
            pairings,
            (*_notices(root, found), *markers.notices),
            order,
        )
    except IncidentError as error:
        raise root.refused(told(error)) from error


def _variant(root: Cursor, mutation: str | None) -> Cursor | None:
    if mutation is None:
        return None
    variants = root.optional("mutation_variants")
    named = variants.fields() if variants else {}
    if mutation not in named:
        raise root.refused(
            said(
                "no mutation variant {mutation}; the file names {named}",
                mutation=shown(mutation),
                named=listed(named),
            )
        )
    return named[mutation]


def _shared_profiles(
    root: Cursor,
    problems: ProblemList,
    markers: MarkerSet,
    owners: Mapping[str, list[str]],
    complete: bool,
) -> Profiles:
    """The genotypes that stand in one place for the whole file, under ids that must be unique."""
    cursor = problems.attempt(root, lambda c: c.field("genotypes"))
    profiles = problems.attempt(cursor, lambda c: c.fields()) if cursor else None
    found: Profiles = {}
    for owner, profile in (profiles or {}).items():
        whose = owners.get(owner, [])
        if complete and not whose:
            problems.add(
                profile.place,
                said("{owner} is neither remains nor in any pedigree", owner=shown(owner)),
            )
        if len(whose) > 1:
            problems.add(
                profile.place,
                said(
                    "an id with genotypes must be unique in the file; {owner} occurs in {places}",
                    owner=shown(owner),
                    places=both([whose[0], *(said("in {place}", place=one) for one in whose[1:4])]),
                ),
            )
        found[owner] = read_genotypes(profile, markers, problems)
    return found


def _profile(
    cursor: Cursor, owner: str, shared: Profiles, markers: MarkerSet, problems: ProblemList
) -> Profile:
    """The genotypes of remains: from the shared place, or beside them where an id is not unique."""
    own = problems.attempt(cursor, lambda c: (c.optional("genotypes"),))
    if own is None or own[0] is None:
        return shared.get(owner, {})
    if owner in shared:
        problems.add(
            own[0].place, said("{owner} has genotypes here and under genotypes", owner=shown(owner))
        )
    return read_genotypes(own[0], markers, problems)


def _remains(
    victim: Victim,
    profile: Profile,
    record: PmRecord | None,
    markers: MarkerSet,
    problems: ProblemList,
) -> Remains:
    name, sex, cursor = victim
    degraded = read_degraded(settings_of_sample(cursor), tuple(markers.by_name), problems)
    refuse_silent(cursor.place, profile, degraded, problems)
    return Remains(name, sex, profile, {m: d for m, d in degraded.items() if m in profile}, record)


def _refuse_degraded_file(root: Cursor) -> None:
    """Drop-out belongs to a sample: one value for a whole file would also degrade the relatives."""
    stated = settings_of_sample(root)
    for name, cursor in stated.items():
        raise cursor.refused(
            said("{name} is stated for each of the remains, beside its id in victims", name=name)
        )


def _profiles_as_written(root: Cursor) -> list[object]:
    """All profiles of the file before they are read."""
    document = root.value if isinstance(root.value, dict) else {}
    shared = document.get("genotypes")
    profiles = list(shared.values()) if isinstance(shared, dict) else []
    for key in ("victims", "families"):
        owners = document.get(key)
        for owner in owners if isinstance(owners, list) else []:
            own = owner.get("genotypes") if isinstance(owner, dict) else None
            if isinstance(own, dict):
                profiles += [own] if key == "victims" else list(own.values())
    return profiles


def _family(row: FamilyRow, shared: Profiles, markers: MarkerSet, problems: ProblemList) -> Family:
    profiles: dict[str, Profile] = {p: shared[p] for p in row.pedigree.ids if p in shared}
    own = row.cursor.optional("genotypes")
    for person, cursor in (
        (problems.attempt(own, lambda c: c.fields()) or {}) if own else {}
    ).items():
        if person not in row.pedigree.by_id:
            problems.add(
                cursor.place,
                said("{person} is not in the pedigree of the family", person=shown(person)),
            )
        if person in shared:
            problems.add(
                cursor.place,
                said("{person} has genotypes here and under genotypes", person=shown(person)),
            )
        profiles[person] = read_genotypes(cursor, markers, problems)
    for person in row.missing:
        if profiles.get(person):
            problems.add(
                row.cursor.place,
                said(
                    "the missing person {person} is typed; a profile of the missing person "
                    "(a direct reference sample) cannot be used yet: remove the genotypes",
                    person=shown(person),
                ),
            )
    return Family(row.name, row.pedigree, row.missing, profiles, records_of(row, problems))


def _order(root: Cursor, families: list[FamilyRow]) -> tuple[str, ...]:
    cursor = root.optional("missing")
    if cursor is None:
        return ()
    order = tuple(item.name() for item in cursor.items())
    own = {person for row in families for person in row.missing}
    if set(order) != own or len(set(order)) != len(order):
        raise cursor.refused(
            said(
                "the list must name each missing person of the families once: {persons}",
                persons=listed(sorted(own)),
            )
        )
    return order


def _pairings(
    root: Cursor,
    victims: list[Victim],
    families: list[FamilyRow],
    problems: ProblemList,
) -> Pairings | None:
    cursor = root.optional("pairings")
    if cursor is None:
        return None
    names = {name for name, _, _ in victims}
    missing = {person for row in families for person in row.missing} | {NOBODY}
    found: dict[str, tuple[str | None, ...]] = {}
    for name, choices in cursor.fields().items():
        if name not in names:
            problems.add(
                choices.place, said("{name} is not among the remains of the file", name=shown(name))
            )
        items = problems.attempt(choices, lambda c: c.items()) or []
        persons = problems.all_of(items, lambda c: (_choice(c, missing),))
        refuse_doubled("the choice", [(str(i.value), i) for i in items], problems)
        found[name] = tuple(person for (person,) in persons)
    return found


def _choice(cursor: Cursor, missing: set[str]) -> str | None:
    person = cursor.text()
    if person not in missing:
        raise cursor.refused(
            said(
                "{person}; allowed are the missing persons {missing}",
                person=shown(person),
                missing=listed(sorted(missing)),
            )
        )
    return None if person == NOBODY else person


def _notices(root: Cursor, markers: tuple[Marker, ...]) -> tuple[str, ...]:
    written = root.optional("notices")
    notices = [item.sentence() for item in written.items(at_most=MOST_NOTICES)] if written else []
    unread = [key for key in root.fields() if key not in _KNOWN]
    if unread:
        notices.append(said("Parts of the file that were not read: {parts}.", parts=listed(unread)))
    notices.extend(frequency_notice(markers))
    return tuple(dict.fromkeys(notices))
