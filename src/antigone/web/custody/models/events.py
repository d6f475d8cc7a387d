"""Who handed what to whom, and what was said of a break."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.policy.custody import Seal
from antigone.web.custody.models.samples import Packet, Sample
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Remains


class SealChoice(models.TextChoices):
    """How the seal was found."""

    INTACT = Seal.INTACT.value, _("whole")
    BROKEN = Seal.BROKEN.value, _("broken")
    NOT_SEALED = Seal.NOT_SEALED.value, _("not sealed")


class ReceivedBy(models.TextChoices):
    """For whom whoever receives acts."""

    SERVICE = (
        "service",
        _("somebody who acts for an office, a laboratory, an authority or a service"),
    )
    PRIVATE = "private", _("a family, or another private person")


EXACTLY_ONE_ITEM = (
    Q(remains__isnull=False, sample__isnull=True, packet__isnull=True)
    | Q(remains__isnull=True, sample__isnull=False, packet__isnull=True)
    | Q(remains__isnull=True, sample__isnull=True, packet__isnull=False)
)


class CustodyEvent(models.Model):
    """One thing passed from one person to another, or stayed and was sealed anew.

    A correction is a new event that names the one it replaces; the old stays readable.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="custody_events")
    remains = models.ForeignKey(
        Remains, models.PROTECT, null=True, blank=True, related_name="custody_events"
    )
    sample = models.ForeignKey(
        Sample, models.PROTECT, null=True, blank=True, related_name="custody_events"
    )
    packet = models.ForeignKey(
        Packet, models.PROTECT, null=True, blank=True, related_name="custody_events"
    )
    at = models.DateTimeField(_("when"))
    from_name = models.CharField(_("full name of who gives"), max_length=200)
    from_function = models.CharField(_("function"), max_length=200)
    from_agency = models.CharField(_("agency"), max_length=200)
    to_name = models.CharField(_("full name of who receives"), max_length=200)
    to_function = models.CharField(_("function"), max_length=200)
    to_agency = models.CharField(_("agency"), max_length=200)
    to_kind = models.CharField(
        _("who receives is"), max_length=10, choices=ReceivedBy.choices, default=ReceivedBy.SERVICE
    )
    place = models.CharField(_("where"), max_length=300)
    reason = models.CharField(_("why"), max_length=300)
    seal = models.CharField(
        _("seal as found"),
        max_length=10,
        choices=SealChoice.choices,
        default=SealChoice.NOT_SEALED,
    )
    seal_old = models.CharField(_("number of the seal as read"), max_length=60, blank=True)
    seal_new = models.CharField(_("number of a new seal"), max_length=60, blank=True)
    expected_by = models.DateTimeField(_("expected in the next hands by"), null=True, blank=True)
    temperature_c = models.FloatField(_("temperature, °C"), null=True, blank=True)
    witness = models.CharField(_("witness"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    corrected_because = models.CharField(_("why it is corrected"), max_length=500, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=EXACTLY_ONE_ITEM, name="custody_is_of_one_thing"),
        )

    def __str__(self) -> str:
        return f"{self.remains or self.sample or self.packet}: {self.from_name} to {self.to_name}"

    @property
    def stayed(self) -> bool:
        """Whether it was taken, packed, opened or sealed, and stayed in the same hands."""
        return self.from_name == self.to_name


class Explanation(models.Model):
    """What somebody says of a break; it stays a break, and stays visible.

    `event` is None where the break is of the whole chain.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="custody_explanations")
    remains = models.ForeignKey(Remains, models.PROTECT, null=True, blank=True, related_name="+")
    sample = models.ForeignKey(Sample, models.PROTECT, null=True, blank=True, related_name="+")
    packet = models.ForeignKey(Packet, models.PROTECT, null=True, blank=True, related_name="+")
    event = models.ForeignKey(
        CustodyEvent, models.PROTECT, null=True, blank=True, related_name="explanations"
    )
    code = models.CharField(max_length=5)
    words = models.CharField(_("what happened, and who says so"), max_length=1000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(condition=EXACTLY_ONE_ITEM, name="a_break_is_of_one_thing"),
        )

    def __str__(self) -> str:
        return f"{self.code} explained: {self.remains or self.sample or self.packet}"
