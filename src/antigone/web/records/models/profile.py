"""DNA profiles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from antigone.web.records.models.families import Person
from antigone.web.records.models.remains import Remains


class Profile(models.Model):
    """The DNA profile of remains or of a relative: alleles by marker, None where one is unknown.

    Of remains `genotypes` holds them, and `degraded`, by marker, the drop-out and drop-in of a sample
    that may show less or more. Of a relative `sealed` holds them, with the key of that person:
    `profiles.genotypes_of` reads both. It is empty once the relative has withdrawn.
    """

    remains = models.OneToOneField(Remains, models.PROTECT, null=True, blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True)
    genotypes = models.JSONField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    degraded = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(remains__isnull=True) ^ Q(person__isnull=True),
                name="a_profile_is_of_remains_or_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, genotypes__isnull=False, sealed__isnull=True)
                | Q(person__isnull=False, genotypes__isnull=True, sealed__isnull=False),
                name="the_dna_of_a_relative_is_sealed",
            ),
        )

    def __str__(self) -> str:
        return f"profile of {self.remains or self.person}"
