"""A person who works here, the agency that answers for them, and how often they tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

valid_username = RegexValidator(
    r"\A[a-z][a-z0-9._-]{1,39}\Z",
    _(
        "A sign-in name has 2 to 40 small letters a to z, digits, dots, hyphens or underscores, "
        "and begins with a letter."
    ),
)


def languages_of_pages() -> list[tuple[str, str]]:
    """The languages of the pages, each by its own name."""
    return list(settings.LANGUAGES)


class Agency(models.Model):
    """An institution with duties of its own; two signatures come from two of them."""

    name = models.CharField(max_length=200, unique=True)
    short = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes persons, and finds them by sign-in name."""

    def create_user(
        self,
        username: str,
        password: str | None = None,
        *,
        full_name: str,
        agency: Agency | None = None,
        is_superuser: bool = False,
    ) -> User:
        """A new person; without a password nobody can sign in as them yet."""
        user = self.model(
            username=username, full_name=full_name, agency=agency, is_superuser=is_superuser
        )
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Sign-in names are small letters: a phone that writes the first one large is forgiven."""
        return self.get(username=(username or "").strip().lower())


@dataclass(frozen=True)
class Limits:
    """What a token leaves of a person's rights while it acts for them (AP-01).

    Args:
        permissions: no role carries more than these.
        incident: the only one that is open to it; None: all of the person's.
    """

    permissions: frozenset[str]
    incident: int | None = None


class User(AbstractBaseUser):
    """A person who works with the record. Nobody is contacted, so no address is kept."""

    username = models.CharField(
        _("sign-in name"), max_length=40, unique=True, validators=[valid_username]
    )
    full_name = models.CharField(_("full name"), max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="people")
    is_active = models.BooleanField(default=True)
    # Makes incidents. Gives no sight of any record: that needs a role in the incident.
    is_superuser = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # In which the pages speak to this person; "" where the browser decides.
    language = models.CharField(
        _("language"), max_length=8, blank=True, default="", choices=languages_of_pages
    )

    # Set for one request, by whoever lets a token in; at the screen nothing limits a person's role.
    limits: Limits | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        ordering = ("full_name",)

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name as it stands under a signature."""
        return self.full_name


class Attempts(models.Model):
    """How often a password was tried lately, for one person or one address.

    The key is a keyed fingerprint: neither sign-in names that were tried nor addresses are kept.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} attempts"
