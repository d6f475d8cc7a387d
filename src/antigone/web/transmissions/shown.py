"""A record as it goes, in lines for pages and the printed list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.formats.dead_person import Burial, DeadPerson, Packet
from antigone.formats.dead_person_json import MAY_LACK, TEXTS
from antigone.web.deaths.asked import ASKED
from antigone.web.deaths.days import day_in_words
from antigone.web.deaths.models.graves import Disc, RestChoice

ARTICLE_17 = "GC I 17"

LABELS: Mapping[str, tuple[str | Promise, str]] = {
    **{one.name: (one.label, one.article) for one in ASKED},
    "burial": (gettext_lazy("Where the person rests"), ARTICLE_17),
}
"""Of each field its label and the article that asks for it."""

ORDER = [one.name for one in ASKED if one.name in TEXTS]
DAYS = {one.name for one in ASKED if one.day}


@dataclass(frozen=True)
class Line:
    """One particular.

    Args:
        label: what it is.
        article: where the law asks for it.
        values: what is said, each on a line of its own; none where it is withheld.
        withheld: the recipient does not get it, and is told so.
    """

    label: str | Promise
    article: str
    values: tuple[str, ...]
    withheld: bool = False


def lines_of(person: DeadPerson) -> list[Line]:
    """All that is said of a person, and what is withheld; what is not known is left out."""
    lines = [_text(person, name) for name in ORDER]
    rest = () if person.burial is None else tuple(_burial(person.burial))
    label, article = LABELS["burial"]
    lines.append(Line(label, article, rest, "burial" in person.withheld))
    lines.append(Line(_("Papers for the family"), "GC I 16", person.documents))
    lines += [_packet(packet) for packet in person.packets]
    return [line for line in lines if line.values or line.withheld]


def label_of(name: str) -> str:
    """What a field is called."""
    return str(LABELS[name][0])


def fields_said(person: DeadPerson) -> list[str]:
    """Names of the fields that say something, or are withheld: those that can be withheld."""
    return [n for n in MAY_LACK if getattr(person, n) or n in person.withheld]


def _text(person: DeadPerson, name: str) -> Line:
    label, article = LABELS[name]
    value = str(getattr(person, name))
    if name in DAYS:
        value = day_in_words(value)
    if name == "died" and value:
        value = _("%s, of death") if person.died_is == "death" else _("%s, of capture")
        value = value % day_in_words(person.died)
    return Line(label, article, tuple(value.splitlines()), name in person.withheld)


def _burial(burial: Burial) -> list[str]:
    """How somebody was laid to rest, where, and how the place is found again."""
    kind = str(dict(RestChoice.choices)[burial.kind])
    place = ", ".join(
        one for one in (day_in_words(burial.day), burial.place, burial.position) if one
    )
    lines = [f"{kind}: {place}" if place else kind]
    if burial.latitude is not None and burial.longitude is not None:
        lines.append(f"{burial.latitude:.6f}, {burial.longitude:.6f} (WGS 84)")
    if burial.marking:
        lines.append(_("Marking: %s") % " / ".join(burial.marking.splitlines()))
    if not burial.individual:
        lines.append(_("Together with others: %s") % burial.reason)
    elif burial.reason:
        lines.append(_("Reason: %s") % burial.reason)
    if burial.rites:
        lines.append(_("Rites: %s") % burial.rites)
    if burial.disc != "unknown":
        lines.append(str(dict(Disc.choices)[burial.disc]))
    return lines


def _packet(packet: Packet) -> Line:
    label = _("Packet %(number)s, seal %(seal)s") % {"number": packet.number, "seal": packet.seal}
    owner = [_("Owner: %s") % packet.owner] if packet.owner else []
    where = [_("Now with: %s") % packet.where] if packet.where else []
    return Line(label, "GC I 16, GC III 122", (*packet.contents, *owner, *where))
