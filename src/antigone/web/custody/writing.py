"""From the readings to the profile that is compared."""

from __future__ import annotations

from antigone.genetics.markers import Profile
from antigone.web.records.marker_rows import profile_from_row, profile_to_row
from antigone.web.records.models import Person, Remains
from antigone.web.records.models import Profile as Row
from antigone.web.records.profiles import genotypes_of, store_genotypes


def earlier_profile(owner: Remains | Person) -> Profile:
    """The profile that is there before anything was read by hand, such as that of a file."""
    return profile_from_row(genotypes_of(owner))


def write_consensus(owner: Remains | Person, profile: Profile) -> None:
    """Put what the readings agree on in the place of the profile; the readings keep all versions."""
    if isinstance(owner, Person):
        store_genotypes(owner, profile_to_row(profile))
        return
    row = Row.objects.filter(remains=owner).first() or Row(remains=owner)
    row.genotypes = profile_to_row(profile)
    row.degraded = {m: d for m, d in row.degraded.items() if m in profile}
    row.full_clean()
    row.save()
