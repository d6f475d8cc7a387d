"""From what was scanned or typed to the thing it names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.web.custody.codes import (
    CodeRefused,
    Kind,
    Label,
    as_code,
    is_sound,
    read_content,
    read_typed,
)
from antigone.web.custody.doors import packets_in_sight, samples_in_sight, tag_runs_in_sight
from antigone.web.custody.items import Item, name_of
from antigone.web.custody.models import Packet, Sample, Tag
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import remains_in_sight
from antigone.web.records.models import Remains

LONGEST = 200


class NothingFound(ValueError):
    """No label of this incident; the message says what was asked for and what is allowed."""


def find(user: Visitor, incident: Incident, text: str) -> Item | Tag:
    """The remains, sample or packet of a label, or the tag whose number is not used yet.

    Args:
        text: the content of a QR code, or what somebody typed from a label: a code, or a number with
            or without the check character behind it.

    Raises:
        NothingFound: misread, mistyped, unknown here, or not for this person.
    """
    text = text.strip()[:LONGEST]
    try:
        label = read_content(text)
    except CodeRefused:
        return _typed(user, incident, text)
    return _of_label(user, incident, label)


def label_of(item: Item | Tag) -> Label:
    """What the label of a thing says."""
    if isinstance(item, Sample):
        return Label(Kind.SAMPLE, item.code)
    if isinstance(item, Packet):
        return Label(Kind.PACKET, item.code)
    return Label(Kind.REMAINS, item.number)


def named(item: Item | Tag) -> str:
    """Number or code."""
    return item.number if isinstance(item, Tag) else name_of(item)


def not_registered(tag: Tag) -> str:
    """What is said of a tag where remains are needed."""
    return _("No remains are registered under %s yet: register them first.") % tag.number


def _of_label(user: Visitor, incident: Incident, label: Label) -> Item | Tag:
    found: Item | Tag | None
    if label.kind is Kind.SAMPLE:
        found = samples_in_sight(user, incident).filter(code=label.number).first()
    elif label.kind is Kind.PACKET:
        found = packets_in_sight(user, incident).filter(code=label.number).first()
    else:
        found = _of_number(user, incident, label.number)
    if found is None:
        raise NothingFound(
            _("%s is not known in this incident: is it a label of another one?") % label.number
        )
    return found


def _typed(user: Visitor, incident: Incident, text: str) -> Item | Tag:
    code = as_code(text)
    for rows in (samples_in_sight(user, incident), packets_in_sight(user, incident)):
        found = rows.filter(code=code).first()
        if found is not None:
            return found
    if code[:2] in ("S-", "P-") and len(code) == 13 and not is_sound(code):
        raise NothingFound(
            _("%s was mistyped: its last character does not fit the others. Look again.") % code
        )
    number, check = read_typed(text)
    if check and Label(Kind.REMAINS, number).check != check:
        whole = _of_number(user, incident, text)
        if whole is not None:
            return whole
        raise NothingFound(
            _("%(number)s and the character %(check)s behind it do not fit. Look again.")
            % {"number": number, "check": check}
        )
    numbered = _of_number(user, incident, number)
    if numbered is None:
        raise NothingFound(
            _(
                "“%s” is not known in this incident. Type a number such as PM-0147, or the code of a "
                "sample or packet such as S-7K3M-9QXT-C."
            )
            % text
        )
    return numbered


def _of_number(user: Visitor, incident: Incident, number: str) -> Remains | Tag | None:
    rows = remains_in_sight(user, incident)
    exact = rows.filter(number=number).first()
    if exact is not None:
        return exact
    alike = list(rows.filter(number__iexact=number)[:2])
    if len(alike) == 1:
        return alike[0]
    # A number that stands in the record is no free tag, whoever may see those remains.
    if Remains.objects.filter(incident=incident, number__iexact=number).exists():
        return None
    runs = tag_runs_in_sight(user, incident)
    return Tag.objects.filter(run__in=runs, number__iexact=number).first()
