"""Who read a tag, to whom something was handed over, and who was told that it no longer holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.policy.deaths import Receiver
from antigone.web.board.models import Identification
from antigone.web.custody.models import Packet
from antigone.web.deaths.models.records import Certificate, DeathRecord
from antigone.web.records.models import Remains


class ReceiverChoice(models.TextChoices):
    """To whom."""

    FAMILY = Receiver.FAMILY.value, _("the family")
    AUTHORITY = Receiver.AUTHORITY.value, _("another authority")
    BUREAU = Receiver.BUREAU.value, _("the Bureau")
    BURIAL = Receiver.BURIAL.value, _("burial by us")


class TagCheck(models.Model):
    """A person, signed in, read the tag of one of the remains and typed what it says."""

    remains = models.ForeignKey(Remains, models.PROTECT, related_name="tag_checks")
    typed = models.CharField(_("number as read from the tag"), max_length=100)
    equal = models.BooleanField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("read_at", "pk")

    def __str__(self) -> str:
        return f"tag of {self.remains}, read by {self.read_by}"


class Handover(models.Model):
    """Remains, packets of effects or a certificate went into somebody's hands.

    `identification` is the decision that was relied on; None where none was needed.
    """

    class What(models.TextChoices):
        """What was handed over."""

        REMAINS = "remains", _("remains")
        EFFECTS = "effects", _("effects")
        CERTIFICATE = "certificate", _("certificate of death")

    record = models.ForeignKey(DeathRecord, models.PROTECT, related_name="handovers")
    what = models.CharField(_("what"), max_length=12, choices=What.choices)
    receiver = models.CharField(_("to whom"), max_length=10, choices=ReceiverChoice.choices)
    identification = models.ForeignKey(
        Identification, models.PROTECT, null=True, blank=True, related_name="handovers"
    )
    parts = models.ManyToManyField(Remains, related_name="+")
    packets = models.ManyToManyField(Packet, related_name="+")
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="handovers"
    )
    to_name = models.CharField(_("full name of who receives"), max_length=200)
    to_function = models.CharField(_("function, or relation to the dead person"), max_length=200)
    to_agency = models.CharField(_("agency"), max_length=200, blank=True)
    given_by = models.CharField(_("full name of who gives"), max_length=200)
    at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=300)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    came_back_at = models.DateTimeField(_("came back on"), null=True, blank=True)
    came_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    came_back_because = models.CharField(_("why it came back"), max_length=500, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(what="certificate", certificate__isnull=False)
                | (~Q(what="certificate") & Q(certificate__isnull=True)),
                name="a_certificate_is_handed_over_as_one",
            ),
            models.CheckConstraint(
                condition=~Q(receiver="family") | Q(identification__isnull=False),
                name="a_family_is_given_what_is_identified",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record}: {self.get_what_display()} to {self.get_receiver_display()}"

    @property
    def fell(self) -> bool:
        """Whether an identification on which it was given does not stand any more."""
        if self.identification is None:
            return False
        return not self.identification.stands or self._is(Q(a_part_fell()), "fell")

    @property
    def is_untold(self) -> bool:
        """Whether one fell since whoever received it was told of one for the last time."""
        return self._is(untold(), "untold")

    def _is(self, condition: Q, name: str) -> bool:
        read = self.__dict__.get(f"read_{name}")  # where a list has asked for all its rows at once
        return Handover.objects.filter(condition, pk=self.pk).exists() if read is None else read


def a_part_fell(*, untold: bool = False) -> Exists:
    """Of handings over those with something of a part whose own identification fell since (ID-15).

    Args:
        untold: only where the receiver was not told since that one fell.
    """
    this = OuterRef(OuterRef("pk"))
    parts = Handover.parts.through._default_manager.filter(handover=this).values("remains")
    packed = Handover.packets.through._default_manager.filter(handover=this)
    again = Identification.objects.filter(
        remains=OuterRef("remains"), missing_person=OuterRef("missing_person"), stands=True
    )
    fallen = Identification.objects.filter(
        ~Exists(again),
        Q(remains__in=parts) | Q(remains__in=packed.values("packet__remains")),
        missing_person=OuterRef("identification__missing_person"),
        stands=False,
        decided_at__lte=OuterRef("recorded_at"),
    )
    if untold:
        since = {"recorded_at__gte": OuterRef("reopening__reopened_at")}
        fallen = fallen.filter(~Exists(Recall.objects.filter(handover=this, **since)))
    return Exists(fallen)


def untold() -> Q:
    """Of handings over those where an identification fell, and the receiver was not told since (DE-17)."""
    since = {"recorded_at__gte": OuterRef("identification__reopening__reopened_at")}
    told = Recall.objects.filter(handover=OuterRef("pk"), **since)
    return (Q(identification__stands=False) & ~Exists(told)) | Q(a_part_fell(untold=True))


def with_falls(rows: models.QuerySet[Handover]) -> models.QuerySet[Handover]:
    """Handings over, with what `fell` and `is_untold` ask of each, read at once."""
    flag = models.BooleanField()
    return rows.annotate(
        read_fell=ExpressionWrapper(Q(a_part_fell()), flag),
        read_untold=ExpressionWrapper(untold(), flag),
    )


class Recall(models.Model):
    """Whoever was given something was told that the identification does not stand any more.

    Of several parts each has an identification of its own: where a further one falls, they are told anew.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="recalls")
    told_at = models.DateTimeField(_("told on"))
    told_by = models.CharField(_("full name of who told it"), max_length=200)
    words = models.CharField(_("what was agreed"), max_length=1000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("told_at", "pk")

    def __str__(self) -> str:
        return f"told: {self.handover}"
