"""Sentences that a rule says of joined cases, told to somebody who may know of only some of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import (
    families_in_sight,
    missing_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.models import Family, MissingPerson, Remains


def within_sight(user: Visitor, incident: Incident, sentences: Iterable[str]) -> tuple[str, ...]:
    """The sentences; one that names a case out of sight says only that there is something."""
    told = tuple(sentences)
    if not told or sees_whole_incident(user, incident):
        return told
    names = "|".join(map(re.escape, sorted(_hidden(user, incident), key=len, reverse=True)))
    hidden = re.compile(rf"(?<!\w)(?:{names})(?!\w)" if names else r"(?!)")
    return tuple(dict.fromkeys(something() if hidden.search(one) else one for one in told))


def something() -> str:
    """What stands in the place of such a sentence."""
    return _("something that is recorded elsewhere and is not yours to see")


def _hidden(user: Visitor, incident: Incident) -> set[str]:
    """Numbers and names of all cases that the person may not know of."""
    everything = (
        *Remains.objects.filter(incident=incident).values_list("number", flat=True),
        *MissingPerson.objects.filter(incident=incident).values_list("number", flat=True),
        *Family.objects.filter(incident=incident).values_list("name", flat=True),
    )
    seen = (
        *remains_in_sight(user, incident).values_list("number", flat=True),
        *missing_in_sight(user, incident).values_list("number", flat=True),
        *families_in_sight(user, incident).values_list("name", flat=True),
    )
    return set(everything) - set(seen)
