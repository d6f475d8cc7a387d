"""DNA profiles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from antigone.web.records.models.families import Person
from antigone.web.records.models.remains import Remains


class Profile(models.Model):
    """The DNA profile of remains or of a relative: alleles by marker, None where one is unknown.

    `degraded` holds, by marker, the drop-out and drop-in of remains that may show less or more.
    """

    remains = models.OneToOneField(Remains, models.PROTECT, null=True, blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True)
    genotypes = models.JSONField()
    degraded = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(person__isnull=True),
                name="a_profile_is_of_remains_or_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"profile of {self.remains or self.person}"
