"""What samples can lack."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, Exists, F, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.custody.models import Reading, Sample
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Profile


def owings() -> list[Owing]:
    """No sample of remains; samples that nobody read; readings that were typed once."""
    return [
        Owing(
            "sample",
            _("No sample was taken"),
            CaseKind.REMAINS,
            Permission.HANDLE_SAMPLES,
            _without_sample,
            lambda remains: reverse("custody:take", kwargs=_at_remains(remains)),
        ),
        *_of_samples("reading", _("A sample is not read"), _unread(), "taken_at"),
        *_of_samples(
            "typing", _("A reading does not count yet"), _half_read(), "readings__first_at"
        ),
    ]


def _of_samples(code: str, title: Any, samples: QuerySet[Sample], oldest_of: str) -> list[Owing]:  # noqa: ANN401
    def rows(field: str) -> Any:  # noqa: ANN401 - as `Owing.rows`
        def lacking(user: Visitor, incident: Incident, cases: Cases) -> Cases:
            own = samples.filter(incident=incident, **{field: OuterRef("pk")}).order_by()
            oldest = own.values(field).annotate(oldest=Min(oldest_of)).values("oldest")
            return since(cases.filter(Exists(own)), Subquery(oldest, output_field=DateTimeField()))

        return lacking

    return [
        Owing(
            f"{code}-of-remains",
            title,
            CaseKind.REMAINS,
            Permission.ENTER_DNA,
            rows("remains"),
            lambda remains: reverse("custody:of_remains", kwargs=_at_remains(remains)),
        ),
        Owing(
            f"{code}-of-relatives",
            title,
            CaseKind.FAMILY,
            Permission.ENTER_DNA,
            rows("person__family"),
            lambda family: reverse(
                "custody:of_family", kwargs={"incident": family.incident.slug, "pk": family.pk}
            ),
        ),
    ]


def _unread() -> QuerySet[Sample]:
    read = Reading.objects.filter(sample=OuterRef("pk"))
    parted = Sample.objects.filter(parent=OuterRef("pk"))
    return Sample.objects.filter(~Exists(read), ~Exists(parted), state=Sample.State.HERE)


def _half_read() -> QuerySet[Sample]:
    newer = Reading.objects.filter(sample=OuterRef("sample"), version__gt=OuterRef("version"))
    waiting = Reading.objects.filter(~Exists(newer), counts_since__isnull=True)
    return Sample.objects.filter(Exists(waiting.filter(sample=OuterRef("pk"))))


def _without_sample(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    taken = Sample.objects.filter(remains=OuterRef("pk"))
    typed = Profile.objects.filter(remains=OuterRef("pk"))
    return since(rows.filter(~Exists(taken), ~Exists(typed)), F("registered_at"))


def _at_remains(remains: Any) -> dict[str, str]:  # noqa: ANN401 - remains, which a lower layer does not know
    return {"incident": remains.incident.slug, "number": remains.number}
