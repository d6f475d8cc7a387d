"""Who may be sought twice: from the stored names, as when each name is looked up in memory."""

from __future__ import annotations

import numpy as np
import pytest
from django.urls import reverse

from antigone.evidence.tables import load_tables
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import draw_names, told_names
from antigone.web.records.models import LegalBasis, MissingPerson, NameIndex, Person
from antigone.web.records.profiles import store_genotypes
from antigone.web.requests import duplicates
from antigone.web.requests.duplicates import (
    proposals_in_sight,
    proposals_of,
    proposals_of_some,
)
from antigone.web.requests.joining import record_two_persons
from tests.web.conftest import Cast, ClientOf
from tests.web.kept import kept
from tests.web.lists.named import store_persons
from tests.web.page import check_page
from tests.web.requests.plain_duplicates import plain_proposals

NAMES = load_tables().given_names


@kept
def persons(cast: Cast) -> list[MissingPerson]:
    """60 persons told twice, some with a birth date and donors who are typed under both."""
    rng = np.random.default_rng(11)
    names = [draw_names((Sex.MALE, Sex.FEMALE)[k % 2], NAMES, rng) for k in range(60)]
    told = [told_names(own, rng) for own in (*names, *names)]
    made = store_persons(cast.incident, told)
    for place, person in enumerate(made):
        if place % 3 == 0:
            day = f"19{50 + place % 7}-0{1 + place % 60 % 4}-11"
            NameIndex.objects.filter(missing_person=person).update(born=day)
        sex = "FMU"[place % 60 % 3]
        Person.objects.filter(pk=person.person_id).update(sex=sex)
        if place % 60 < 6:
            donor = Person.objects.create(family=person.family, code="R", sex="F", position=1)
            alleles = [str(8 + place % 60), "9"]
            store_genotypes(donor, {f"L{k}": alleles for k in range(4 + 2 * (place % 60))})
            for basis in ({"family": person.family}, {"donor": donor}):
                LegalBasis.objects.create(
                    incident=cast.incident, kind="consent", recorded_by=cast.nadia, **basis
                )
    return made


def test_all_proposals_are_those_of_the_long_way(cast: Cast, persons: list[MissingPerson]) -> None:
    found = proposals_in_sight(cast.nadia, cast.incident)
    assert found == plain_proposals(cast.nadia, cast.incident, None)
    assert len(found) > 30
    reasons = " ".join(reason for one in found for reason in one.reasons)
    assert "same date of birth" in reasons
    assert "same DNA profile" in reasons


@pytest.mark.parametrize("place", [0, 3, 60, 65, 90])
def test_those_of_one_family_too(cast: Cast, persons: list[MissingPerson], place: int) -> None:
    family = persons[place].family
    found = proposals_of(cast.nadia, family)
    assert found == plain_proposals(cast.nadia, cast.incident, family)
    assert found


def test_what_changes_is_seen_at_once(cast: Cast, persons: list[MissingPerson]) -> None:
    (first, *_) = proposals_in_sight(cast.nadia, cast.incident)
    record_two_persons(user=cast.nadia, first=first.first, second=first.second, reasons="No.")
    assert first not in proposals_in_sight(cast.nadia, cast.incident)
    cast.incident.agency = cast.oyelin.agency
    cast.incident.save()
    assert proposals_in_sight(cast.nadia, cast.incident) == []
    assert plain_proposals(cast.nadia, cast.incident, None) == []


def test_of_very_many_the_page_shows_those_of_some_families(
    cast: Cast,
    persons: list[MissingPerson],
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = reverse("requests:same", kwargs={"incident": "marel-valley"})
    whole = check_page(client_of("nadia").get(url))
    monkeypatch.setattr(duplicates, "MOST_AT_ONCE", 100)
    last = client_of("nadia").get(url, {"page": "12"})
    check_page(last)
    assert "the newest first" in last.content.decode()
    found = proposals_of_some(cast.nadia, [persons[k].family for k in range(10)])
    every = {(one.first, one.second) for one in proposals_in_sight(cast.nadia, cast.incident)}
    assert found
    assert {(one.first, one.second) for one in found} <= every
    assert len(whole.all("li")) > len(found)
