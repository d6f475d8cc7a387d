"""Which families and donors may be compared now, as conditions on rows: `consent.Coverage` in SQL.

For lists and counts of many; of single cases the rules themselves are asked. Few withdraw, and few
have a basis of their own: what is rare is read once, and not looked for beside each row.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import families_in_sight
from antigone.web.records.models import Family, LegalBasis, Objection


def covered_families(incident: Incident, at: str = "") -> Q:
    """The families that a live basis covers (CO-01, CO-03).

    A basis of a file covers families that never withdrew; one of the family itself does where no
    withdrawal is as late as it.

    Args:
        at: how the rows lead to their family, such as `family__`; empty: they are families.
    """
    files = _live(incident).filter(source_file__isnull=False)
    of_files = list(files.values_list("source_file", flat=True).distinct())
    by_file = Q(**{f"{at}source_file__in": of_files})
    return (by_file & ~_withdrew(incident, at)) | _on_their_own(incident, at)


def lost_families(incident: Incident, at: str = "") -> Q:
    """The families that withdrew and that no basis covers since: only one of their own could."""
    return _withdrew(incident, at) & ~_on_their_own(incident, at)


def _withdrew(incident: Incident, at: str) -> Q:
    rows = _objections(incident).filter(family__isnull=False)
    return Q(**{f"{at}pk__in": rows.values("family")})


def _on_their_own(incident: Incident, at: str) -> Q:
    """Families with a live basis of their own that no withdrawal is as late as."""
    withdrew = _objections(incident).filter(family=OuterRef("family"))
    later = withdrew.filter(recorded_at__gte=OuterRef("recorded_at"))
    rows = _live(incident).filter(~Exists(later), family__isnull=False)
    return Q(**{f"{at}pk__in": rows.values("family")})


def covered_donors(incident: Incident) -> Q:
    """The persons whose DNA may be used (CO-14, CO-03)."""
    withdrew = _objections(incident)
    of_both = Q(donor=OuterRef("donor")) | Q(family=OuterRef("donor__family"))
    later = withdrew.filter(of_both, recorded_at__gte=OuterRef("recorded_at"))
    own = _live(incident).filter(~Exists(later), donor__isnull=False)
    with_file = Family.objects.filter(
        covered_families(incident), incident=incident, source_file__isnull=False
    )
    donors = withdrew.filter(donor__isnull=False).values("donor")
    with_family = Q(family__in=with_file.order_by().values("pk")) & ~Q(pk__in=donors)
    return Q(pk__in=own.values("donor")) | with_family


def reduced_families(incident: Incident) -> Q:
    """The families of which somebody ever withdrew, or a basis ever ended.

    Whoever of the others was covered once is covered still.
    """
    withdrew = _objections(incident)
    ended = LegalBasis.objects.filter(incident=incident, withdrawn_at__isnull=False).order_by()
    reduced = Q(pk__in=withdrew.filter(donor__isnull=False).values("donor__family"))
    reduced |= Q(pk__in=withdrew.filter(family__isnull=False).values("family"))
    reduced |= Q(pk__in=ended.filter(donor__isnull=False).values("donor__family"))
    reduced |= Q(pk__in=ended.filter(family__isnull=False).values("family"))
    files = ended.filter(source_file__isnull=False).values_list("source_file", flat=True)
    return reduced | Q(source_file__in=list(files.distinct()))


def held_back_families(user: Visitor, incident: Incident) -> QuerySet[Family]:
    """Families in sight that no live basis covers, and that did not withdraw (CO-01)."""
    # Only who withdrew has a key that is destroyed: the keys of all others are not looked at.
    withdrew = Family.objects.filter(_withdrew(incident, ""), key__wrapped__isnull=True).order_by()
    families = families_in_sight(user, incident).filter(~covered_families(incident))
    return families.filter(~Q(pk__in=withdrew.values("pk")))


def _live(incident: Incident) -> QuerySet[LegalBasis]:
    return LegalBasis.objects.filter(incident=incident, withdrawn_at__isnull=True).order_by()


def _objections(incident: Incident) -> QuerySet[Objection]:
    return Objection.objects.filter(incident=incident).order_by()
