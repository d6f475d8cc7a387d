"""Several remains of one person: parts of one body, or a contradiction (ID-15)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.web.board.models import Identification
from antigone.web.examination.completeness import is_recorded_as_part
from antigone.web.examination.joining import excluding
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import MissingPerson, Remains


def is_part(remains: Remains) -> bool:
    """Whether remains are of a body of several numbers, or recorded as a part of a body."""
    return len(parts_of(remains)) > 1 or is_recorded_as_part(remains)


def apart_from(remains: Remains, missing_person: MissingPerson) -> tuple[str, ...]:
    """Why these remains, and others that stand as this person, cannot be one body, in sentences."""
    body = parts_of(remains)
    others = Identification.objects.filter(missing_person=missing_person, stands=True)
    found: list[str] = []
    for row in others.exclude(remains__in=body).select_related("remains", "incident"):
        found += _why_apart(remains, row.remains, missing_person)
    return tuple(found)


def _why_apart(remains: Remains, other: Remains, person: MissingPerson) -> list[str]:
    names = {"remains": remains.number, "other": other.number, "person": person.number}
    wholes = [one.number for one in (other, remains) if not is_part(one)]
    if wholes:
        return [
            _(
                "%(other)s is identified as %(person)s, and %(whole)s is not recorded as a part of a "
                "body. One person is in one body: record what it is, join the parts, or reopen the "
                "other decision first."
            )
            % {**names, "whole": number}
            for number in wholes
        ]
    return [
        _(
            "%(other)s is identified as %(person)s, and %(remains)s is not of the same body: "
            "%(reason)s."
        )
        % {**names, "reason": reason}
        for reason in excluding(remains, other)
    ]
