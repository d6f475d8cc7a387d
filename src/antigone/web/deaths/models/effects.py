"""What lies in a sealed packet, as two persons counted it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.web.custody.models import Packet
from antigone.web.deaths.models.records import DeathRecord


class ContentsList(models.Model):
    """The complete list of a packet, under one seal; opening and sealing anew makes the next version.

    `articles` holds of each what it is, and of money amount and currency. The packet itself, and whose
    hands it goes through, stand in `custody`.
    """

    record = models.ForeignKey(DeathRecord, models.PROTECT, related_name="contents_lists")
    packet = models.ForeignKey(Packet, models.PROTECT, related_name="contents_lists")
    version = models.PositiveIntegerField()
    articles = models.JSONField(default=list)
    owner = models.CharField(
        _("statement of the owner’s particulars"),
        max_length=1000,
        blank=True,
    )
    seal = models.CharField(_("number of the seal"), max_length=60)
    packed_by = models.CharField(_("full name of who packed"), max_length=200)
    counted_by = models.CharField(_("full name of who counted"), max_length=200)
    because = models.CharField(_("why it was opened"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("packet", "version")
        constraints = (
            models.UniqueConstraint(fields=("packet", "version"), name="a_list_of_a_packet_once"),
        )

    def __str__(self) -> str:
        return f"{self.packet}, list {self.version}"
