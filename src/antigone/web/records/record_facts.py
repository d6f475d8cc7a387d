"""Records besides DNA for the pages: what they say, line by line, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from antigone.evidence.records import (
    AgeEstimate,
    AmRecord,
    FoundItem,
    Implant,
    Mark,
    MedicalFinding,
    OwnedItem,
    PersonName,
    Place,
    PmRecord,
    Recovery,
    Region,
    Traits,
)
from antigone.genetics.pedigree import Sex
from antigone.web.records.dental import TeethShown, teeth_shown
from antigone.web.records.record_words import (
    MOTIFS,
    NAME_KINDS,
    TRAITS,
    in_words,
    kind_in_words,
    trait_in_words,
)

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, what is recorded, and how that is known.

    Args:
        term: e.g. "Stature".
        text: empty where it is a day.
        note: a second line, or empty.
        day: what is recorded, where it is a day.
        name: whether the text is a person's name.
    """

    term: str
    text: str = ""
    note: str = ""
    day: date | None = None
    name: bool = False


@dataclass(frozen=True)
class RecordShown:
    """A record as a page shows it; what was not recorded is not there.

    Args:
        description: sex, age, stature, colours; names of a person sought.
        circumstances: where and when found, or last seen.
        body: marks, implants, medical findings.
        items: what was found with the remains, or what the person had.
        teeth: the chart.
    """

    description: tuple[Fact, ...]
    circumstances: tuple[Fact, ...]
    body: tuple[Fact, ...]
    items: tuple[Fact, ...]
    teeth: TeethShown | None


def pm_record_shown(record: PmRecord, number: str) -> RecordShown:
    """What was observed of the remains with this number."""
    return RecordShown(
        description=_remains_described(record),
        circumstances=_recovery(record.recovery) if record.recovery else (),
        body=_body(record, looked=_("none seen"), not_looked=_("not looked for")),
        items=tuple(_found(item) for item in record.items),
        teeth=teeth_shown(record.teeth, number) if record.teeth else None,
    )


def am_record_shown(record: AmRecord, number: str) -> RecordShown:
    """What is told of the person sought with this number."""
    seen = record.last_seen
    circumstances = []
    if seen and seen.on:
        circumstances.append(Fact(_("Last seen"), day=seen.on))
    if seen and seen.place:
        circumstances.append(_place(seen.place))
    return RecordShown(
        description=_person_described(record),
        circumstances=tuple(circumstances),
        body=_body(record, looked=_("none, as told"), not_looked=_("not told")),
        items=tuple(_owned(item) for item in record.items),
        teeth=teeth_shown(record.teeth, number) if record.teeth else None,
    )


def number_in_words(value: float) -> str:
    """A number as it was recorded, without a zero behind the point.

    >>> number_in_words(174.0), number_in_words(48.05164)
    ('174', '48.05164')
    """
    return str(formats.number_format(int(value) if value.is_integer() else value))


def _remains_described(record: PmRecord) -> tuple[Fact, ...]:
    facts = [Fact(_("State"), in_words(record.state))]
    if record.sex:
        facts.append(Fact(_("Sex"), in_words(record.sex.sex), in_words(record.sex.method)))
    if record.age:
        facts.append(_age(record.age))
    if record.stature:
        facts.append(_stature(record.stature.cm, in_words(record.stature.method)))
    return (*facts, *_traits(record.traits))


def _age(age: AgeEstimate) -> Fact:
    method = in_words(age.method)
    if age.phase is not None:
        return Fact(_("Age"), _("phase %d of six") % age.phase, method)
    return Fact(_("Age"), _("not told") if age.years is None else _years(age.years), method)


def _years(years: float) -> str:
    return _("%s years") % number_in_words(years)


def _stature(cm: float, how: str) -> Fact:
    return Fact(_("Stature"), _("%s\N{NO-BREAK SPACE}cm") % number_in_words(cm), how)


def _traits(traits: Traits) -> list[Fact]:
    return [
        Fact(str(term), trait_in_words(traits[trait]))
        for trait, term in TRAITS.items()
        if trait in traits
    ]


def _person_described(record: AmRecord) -> tuple[Fact, ...]:
    facts = [Fact(str(NAME_KINDS[n.kind]), _full_name(n), name=True) for n in record.names]
    if record.sex is not Sex.UNKNOWN:
        facts.append(Fact(_("Sex"), in_words(record.sex)))
    if record.born_on:
        facts.append(Fact(_("Born"), day=record.born_on))
    if record.age_years is not None:
        facts.append(Fact(_("Age"), _years(record.age_years), _("when last seen, as told")))
    if record.stature:
        facts.append(_stature(record.stature.cm, in_words(record.stature.informant)))
    return (*facts, *_traits(record.traits))


def _full_name(name: PersonName) -> str:
    given = " ".join(part for part in (name.given, name.patronymic) if part)
    return ", ".join(part for part in (name.family, given) if part)


def _recovery(recovery: Recovery) -> tuple[Fact, ...]:
    facts = [Fact(_("Found"), day=recovery.found_on)] if recovery.found_on else []
    if recovery.place:
        facts.append(_place(recovery.place))
    if recovery.days_since_death:
        least, most = recovery.days_since_death
        days = ngettext("%(most)d day before", "%(most)d days before", most) % {"most": most}
        if least < most:
            days = _("%(least)d to %(most)d days before") % {"least": least, "most": most}
        facts.append(Fact(_("Death"), days, _("estimated")))
    return tuple(facts)


def _place(place: Place) -> Fact:
    north = _("%s° N") if place.latitude >= 0 else _("%s° S")
    east = _("%s° E") if place.longitude >= 0 else _("%s° W")
    degrees = (
        north % number_in_words(abs(place.latitude)),
        east % number_in_words(abs(place.longitude)),
    )
    if place.within_km < 1.0:
        within = _("within %s m") % number_in_words(float(round(place.within_km * 1000.0)))
    else:
        within = _("within %s km") % number_in_words(place.within_km)
    return Fact(_("Place"), ", ".join(d.replace(" ", NO_BREAK) for d in degrees), within)


def _body(record: PmRecord | AmRecord, *, looked: str, not_looked: str) -> tuple[Fact, ...]:
    """Marks by region of the body, then what is in it; "none seen" differs from "not looked for"."""
    order = [*Region, None]
    marks = sorted(record.marks or (), key=lambda mark: order.index(mark.region))
    facts = [_mark(mark) for mark in marks]
    if not record.marks:
        facts.append(Fact(_("Marks"), not_looked if record.marks is None else looked))
    facts += [_implant(implant) for implant in record.implants]
    facts += [_medical(found) for found in record.medical or ()]
    if not record.medical:
        none = not_looked if record.medical is None else looked
        facts.append(Fact(_("Medical findings"), none))
    return tuple(facts)


def _medical(found: MedicalFinding) -> Fact:
    return Fact(_region(found.region), kind_in_words(found.kind), _("medical finding"))


def _region(region: Region | None) -> str:
    return in_words(region) if region else pgettext("region of the body", "not told where")


def _mark(mark: Mark) -> Fact:
    parts = [in_words(mark.kind), str(MOTIFS[mark.motif]) if mark.motif else ""]
    quoted = f"“{mark.text}”" if mark.text else ""
    return Fact(_region(mark.region), ", ".join(part for part in (*parts, quoted) if part))


def _implant(implant: Implant) -> Fact:
    numbered = _("serial number %s") % implant.serial if implant.serial else ""
    note = "; ".join(part for part in (implant.maker, numbered) if part)
    return Fact(_region(implant.region), kind_in_words(implant.kind), note or _("implant"))


def _found(item: FoundItem) -> Fact:
    said = [_numbers(item.numbers), _names(item.names)]
    text = "; ".join([in_words(item.carried), *item.features])
    return Fact(kind_in_words(item.kind), text, "; ".join(part for part in said if part))


def _owned(item: OwnedItem) -> Fact:
    text = "; ".join(item.features) or _("no particulars told")
    return Fact(kind_in_words(item.kind), text, _numbers(item.numbers))


def _numbers(numbers: Sequence[str]) -> str:
    if not numbers:
        return ""
    listed = ", ".join(numbers)
    return ngettext("number %s", "numbers %s", len(numbers)) % listed


def _names(names: Sequence[str]) -> str:
    return _("in the name of %s") % ", ".join(names) if names else ""
