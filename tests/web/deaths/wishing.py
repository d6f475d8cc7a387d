"""A desk that knows what a family wishes, as the app of the notices is one."""

from __future__ import annotations

from antigone.web.records.models import MissingPerson

WISHES = {"M1": ["To rest in Vyshneve, beside his grandfather."]}


def wishes_of(missing_person: MissingPerson) -> list[str]:
    """What is recorded."""
    return WISHES.get(missing_person.number, [])
