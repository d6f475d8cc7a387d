"""Numbers that are proposed for a new request and for the persons it seeks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from antigone.web.incidents.models import Incident
from antigone.web.records.models import Family, MissingPerson


def free_request_number(incident: Incident) -> str:
    """The next number of the form TR-0012; it is the name of the family as well."""
    names = Family.objects.filter(incident=incident, name__startswith="TR-")
    return f"TR-{_next('TR', names.values_list('name', flat=True)):04d}"


def free_numbers(incident: Incident, count: int) -> list[str]:
    """The next numbers of the form AM-0147."""
    numbers = MissingPerson.objects.filter(incident=incident, number__startswith="AM-")
    first = _next("AM", numbers.values_list("number", flat=True))
    return [f"AM-{number:04d}" for number in range(first, first + count)]


def _next(kind: str, taken: Iterable[str]) -> int:
    found = (re.fullmatch(rf"{kind}-(\d+)", number) for number in taken)
    return max((int(number[1]) for number in found if number), default=0) + 1
