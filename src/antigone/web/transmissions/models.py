"""To whom packages go, what is in them, and what was answered. Nothing of it is ever deleted."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.formats.package_sealing import fingerprint_of_recipient
from antigone.policy.transmissions import MAY_BE_WITHHELD_FROM
from antigone.web.board.models import Identification
from antigone.web.deaths.models import DeathRecord
from antigone.web.incidents.models import Incident

User = settings.AUTH_USER_MODEL


def new_salt() -> str:
    """32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


class Recipient(models.Model):
    """An office outside to which records of the dead go. What kind it is never changes."""

    class Kind(models.TextChoices):
        """What the law calls it."""

        BUREAU = "bureau", _("National Information Bureau")
        CENTRAL_AGENCY = "central_agency", _("Central Tracing Agency")
        PROTECTING_POWER = "protecting_power", _("Protecting Power")
        PARTY = "party", _("a party to the conflict")
        OTHER = "other", _("another office")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="recipients")
    name = models.CharField(_("name"), max_length=200)
    short = models.CharField(
        _("short name"),
        max_length=10,
        validators=[RegexValidator(r"\A[A-Z0-9]{2,10}\Z", _("2 to 10 capital letters or digits."))],
        help_text=_("Stands in the numbers of its packages: CTA gives T-CTA-0001."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("incident", "name")
        constraints = (
            models.UniqueConstraint(fields=("incident", "short"), name="a_recipient_once"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        at = {"incident": self.incident.slug, "pk": self.pk}
        return reverse("transmissions:recipient", kwargs=at)

    @property
    def may_be_withheld_from(self) -> bool:
        """Whether what may harm somebody can be withheld from it (TM-04)."""
        return self.kind in MAY_BE_WITHHELD_FROM


class RecipientKey(models.Model):
    """A public key of age, as one person entered it and another compared it with the recipient."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="keys")
    public = models.CharField(_("public key of age"), max_length=100)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    spoken_with = models.CharField(
        _("who read it out at the recipient, full name"), max_length=200, blank=True
    )
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-entered_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("recipient", "public"), name="a_key_is_entered_once"),
            models.UniqueConstraint(
                fields=("recipient",),
                condition=Q(confirmed_at__isnull=False, retired_at__isnull=True),
                name="one_key_of_a_recipient_in_use",
            ),
        )

    def __str__(self) -> str:
        return self.fingerprint

    @property
    def fingerprint(self) -> str:
        """What two persons compare by voice."""
        return fingerprint_of_recipient(self.public)

    @property
    def waits(self) -> bool:
        """Whether nobody compared it yet."""
        return self.confirmed_at is None and self.retired_at is None

    @property
    def is_in_use(self) -> bool:
        """Whether packages are encrypted to it."""
        return self.confirmed_at is not None and self.retired_at is None


class Package(models.Model):
    """Records of the dead for one recipient: drafted by one person, approved and so made by another.

    The number is given when it is made, so that no draft leaves a gap. `encrypted` is the file as it goes;
    this installation cannot open it. Its parts stand in `items`, sealed where a family told of them.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRAFTED = "drafted", _("waits for approval")
        DROPPED = "dropped", _("dropped")
        MADE = "made", _("made")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="packages")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="packages")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(_("reason"), max_length=500, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=30, blank=True)
    key = models.ForeignKey(
        RecipientKey, models.PROTECT, null=True, blank=True, related_name="packages"
    )
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next"
    )
    manifest_text = models.TextField(blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=128, blank=True)
    encrypted = models.BinaryField(null=True, blank=True)
    encrypted_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-drafted_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("recipient", "sequence"), name="a_package_number_once"),
            models.CheckConstraint(
                condition=Q(state="made", sequence__isnull=False, encrypted__isnull=False)
                | (~Q(state="made") & Q(sequence__isnull=True, encrypted__isnull=True)),
                name="what_is_made_has_number_and_file",
            ),
        )

    def __str__(self) -> str:
        return self.number or _("Draft %s") % self.pk

    def get_absolute_url(self) -> str:
        """Its page."""
        at = {"incident": self.incident.slug, "pk": self.pk}
        return reverse("transmissions:package", kwargs=at)

    @property
    def is_made(self) -> bool:
        """Whether its file is there."""
        return self.state == self.State.MADE

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == self.State.DRAFTED


class Item(models.Model):
    """One record in a package, as it goes.

    `state` is a fingerprint of what the record was; `fingerprint`, with `salt`, of what goes of it.
    `content_text` is that, once it is made, of a person without a name; of an identified person it is
    `sealed` with the family's key, so that a withdrawal takes it out of here too.
    """

    class Kind(models.TextChoices):
        """What it is to the recipient."""

        NEW = "new", _("new")
        CORRECTION = "correction", _("correction")
        NAME_WITHDRAWN = "name_withdrawn", _("name withdrawn")

    package = models.ForeignKey(Package, models.PROTECT, related_name="items")
    record = models.ForeignKey(DeathRecord, models.PROTECT, related_name="sent_items")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    corrects = models.ForeignKey(
        Package, models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    identification = models.ForeignKey(
        Identification, models.PROTECT, null=True, blank=True, related_name="sent_items"
    )
    family_withheld = models.JSONField(default=list, blank=True)
    withheld = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, default=new_salt)
    fingerprint = models.CharField(max_length=64)
    content_text = models.TextField(blank=True)
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ("package", "record")
        constraints = (
            models.UniqueConstraint(
                fields=("package", "record"), name="a_record_stands_in_a_package_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="new", corrects__isnull=True)
                | (~Q(kind="new") & Q(corrects__isnull=False)),
                name="a_correction_names_what_it_corrects",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} in {self.package}"

    @property
    def not_sent(self) -> list[str]:
        """Names of all fields that are withheld, whoever said so."""
        return sorted({*self.family_withheld, *self.withheld})


class TakenOut(models.Model):
    """A person took the file, or the printed list, out of here, for a purpose. The program sends nothing."""

    class What(models.TextChoices):
        """What was taken out."""

        FILE = "file", _("encrypted file")
        LIST = "list", _("printed list")

    package = models.ForeignKey(Package, models.PROTECT, related_name="taken_out")
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    purpose = models.CharField(_("purpose"), max_length=20)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.package}, {self.get_what_display()}"


class Answer(models.Model):
    """What the recipient answered, as a person entered it."""

    class Kind(models.TextChoices):
        """What it says."""

        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        QUESTIONED = "questioned", _("questioned")
        REFUSED = "refused", _("refused")

    package = models.ForeignKey(Package, models.PROTECT, related_name="answers")
    kind = models.CharField(_("what the recipient says"), max_length=20, choices=Kind.choices)
    receipt = models.CharField(_("number of the receipt"), max_length=100, blank=True)
    day = models.DateField(_("day of the answer"))
    words = models.CharField(_("in words"), max_length=2000, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("entered_at", "pk")

    def __str__(self) -> str:
        return f"{self.package}: {self.get_kind_display()}"
