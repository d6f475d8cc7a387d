"""What transmissions offers to the pages that all share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.accounts.models import User
from antigone.web.incidents.access import Visitor, incidents_where
from antigone.web.incidents.desk import (
    Informed,
    Link,
    Part,
    Task,
    Urgency,
    named_and_counted,
    oldest,
)
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import GONE, Withdrawal
from antigone.web.records.doors import seen_whole, sees_whole_incident
from antigone.web.records.models import MissingPerson, Remains
from antigone.web.transmissions.due import due_for, stranded
from antigone.web.transmissions.models import (
    Answer,
    Item,
    Package,
    Recipient,
    RecipientKey,
    TakenOut,
)

DAYS_TO_ACKNOWLEDGE = 14

State = Package.State


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Packages, for those who see the whole incident."""
    if not sees_whole_incident(user, incident):
        return []
    at = {"incident": incident.slug}
    return [Link(Part.TOGETHER, _("Transmissions"), reverse("transmissions:list", kwargs=at))]


def awaiting(user: Visitor) -> list[Task]:
    """Packages and keys that wait for a second person, files that wait, answers and corrections."""
    if not isinstance(user, User):
        return []
    tasks: list[Task] = []
    for incident in seen_whole(user, incidents_where(user, Permission.TRANSMIT)):
        tasks += [*_keys(user, incident), *_drafts(user, incident)]
        tasks += [*_unanswered(incident), *_due(incident)]
    return tasks


def _keys(user: User, incident: Incident) -> list[Task]:
    rows = RecipientKey.objects.filter(
        recipient__incident=incident,
        recipient__retired_at__isnull=True,
        confirmed_at__isnull=True,
        retired_at__isnull=True,
    ).exclude(entered_by=user)
    return [
        Task(
            incident=incident,
            title=_("The key of %s waits to be compared") % key.recipient.name,
            url=key.recipient.get_absolute_url(),
            reason=_("Call the recipient, and compare the fingerprint with a person there."),
            since=key.entered_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="wait",
        )
        for key in rows.select_related("recipient__incident")
    ]


def _drafts(user: User, incident: Incident) -> list[Task]:
    rows = Package.objects.filter(incident=incident, state=State.DRAFTED).exclude(drafted_by=user)
    return [
        Task(
            incident=incident,
            title=_("A package to %s waits for approval") % package.recipient.name,
            url=package.get_absolute_url(),
            reason=_("Drafted by %s") % package.drafted_by.full_name,
            since=package.drafted_at,
            urgency=Urgency.OTHERS_WAIT,
            glyph="pen",
        )
        for package in _plain(rows).select_related("drafted_by")
    ]


def _unanswered(incident: Incident) -> list[Task]:
    """Files that nobody took out, and those that nobody acknowledged for two weeks."""
    rows = Package.objects.filter(incident=incident, state=State.MADE)
    rows = rows.annotate(out=Min("taken_out__at", filter=Q(taken_out__what=TakenOut.What.FILE)))
    late = timezone.now() - timedelta(days=DAYS_TO_ACKNOWLEDGE)
    answered = Answer.objects.filter(kind=Answer.Kind.ACKNOWLEDGED).values("package")
    rows = rows.exclude(pk__in=stranded().order_by().values("pk"))
    waiting = _plain(rows.filter(Q(out__isnull=True) | Q(out__lt=late)).exclude(pk__in=answered))
    url = reverse("transmissions:list", kwargs={"incident": incident.slug})

    def task(package: Any) -> Task:  # noqa: ANN401 - with `out`
        words = (
            _("%(number)s to %(recipient)s waits to be taken out")
            if package.out is None
            else _("%(number)s is not acknowledged by %(recipient)s")
        )
        return Task(
            incident=incident,
            title=words % {"number": package.number, "recipient": package.recipient.name},
            url=package.get_absolute_url(),
            since=package.out or package.closed_at,
            glyph="wait",
            tone="care",
        )

    def others(count: int) -> str:
        words = ngettext(
            "%d more package was not taken out, or is not acknowledged",
            "%d more packages were not taken out, or are not acknowledged",
            count,
        )
        return words % count

    return named_and_counted(oldest(waiting.order_by("closed_at", "pk")), task, others, url)


def _due(incident: Incident) -> list[Task]:
    """What recipients do not have yet: corrections by themselves, they come first."""
    tasks: list[Task] = []
    for recipient in _in_use(incident):
        due = due_for(recipient)
        corrections = sum(one.kind != "new" for one in due)
        new = len(due) - corrections
        url = reverse("transmissions:draft", kwargs={"incident": incident.slug, "pk": recipient.pk})
        if corrections:
            title = ngettext(
                "%(count)d correction is due to %(recipient)s",
                "%(count)d corrections are due to %(recipient)s",
                corrections,
            ) % {"count": corrections, "recipient": recipient.name}
            tasks.append(
                Task(incident, title, url, urgency=Urgency.OTHERS_WAIT, glyph="care", tone="care")
            )
        if new:
            title = ngettext(
                "%(count)d record did not go to %(recipient)s yet",
                "%(count)d records did not go to %(recipient)s yet",
                new,
            ) % {"count": new, "recipient": recipient.name}
            tasks.append(Task(incident, title, url, glyph="dot"))
    return tasks


def _in_use(incident: Incident) -> models.QuerySet[Recipient]:
    keys = RecipientKey.objects.filter(confirmed_at__isnull=False, retired_at__isnull=True)
    rows = Recipient.objects.filter(incident=incident, retired_at__isnull=True)
    return rows.filter(pk__in=keys.values("recipient")).select_related("incident")


def _plain(rows: models.QuerySet[Package]) -> models.QuerySet[Package]:
    return rows.defer("encrypted", "manifest_text").select_related("incident", "recipient")


def informed_of(remains: object, person: object) -> list[Informed]:
    """Recipients of packages that named this person, once somebody took the package out."""
    if not isinstance(remains, Remains) or not isinstance(person, MissingPerson):
        return []
    items = Item.objects.filter(
        identification__remains=remains,
        identification__missing_person=person,
        package__state=State.MADE,
        package__taken_out__isnull=False,
    )
    rows = items.defer("content_text", "sealed", "package__encrypted").distinct()
    return [
        _informed(item)
        for item in rows.select_related("package__recipient", "package__incident", "record")
    ]


def _informed(item: Item) -> Informed:
    package = item.package
    told = TakenOut.objects.filter(package=package).aggregate(at=Min("at"))["at"]
    # A later package that says of this record something else than this name.
    later = TakenOut.objects.filter(
        package__recipient=package.recipient,
        package__sequence__gt=package.sequence,
        package__items__in=Item.objects.filter(record=item.record).exclude(
            identification__missing_person=item.identification.missing_person_id  # type: ignore[union-attr]
        ),
    )
    return Informed(
        who=package.recipient.name,
        what=_("package %s") % package.number,
        told_at=told,
        url=package.get_absolute_url(),
        corrected_at=later.aggregate(at=Min("at"))["at"],
    )


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """Empty what is kept here of what went of a family that withdraws; that it went stays."""
    if not withdrawal.told:
        return []
    rows = Item.objects.filter(identification__missing_person__family=withdrawal.family)
    for item in rows.exclude(withheld={}):
        # Which fields were withheld stays; whom it would have harmed, and how, does not.
        item.withheld = dict.fromkeys(item.withheld, GONE)
        item.save(update_fields=["withheld"])
    rows.filter(sealed__isnull=False).update(sealed=None)
    return [Item._meta.db_table] if rows.exists() else []
