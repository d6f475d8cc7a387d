"""Keeping tracing requests findable by word."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.web.records.findable import Kind, Texts, let_find
from antigone.web.records.models import MissingPerson
from antigone.web.records.name_index import batches
from antigone.web.requests.models import TracingRequest

SOME = 1_000


def find_requests(incident: int, requests: Iterable[TracingRequest]) -> None:
    """Let requests be found by their number, and by the numbers of those whom they seek."""
    for some in batches(requests, SOME):
        numbers: dict[int, list[str]] = {}
        sought = MissingPerson.objects.filter(family__in=[one.family_id for one in some])
        for family, number in sought.order_by().values_list("family", "number"):
            numbers.setdefault(family, []).append(number)
        let_find(
            incident,
            Kind.REQUEST,
            ((one.pk, Texts((one.number, *numbers.get(one.family_id, ())))) for one in some),
        )
