"""Readings: typed twice, compared, settled, versioned; the profile is what they agree on."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.custody.acts.read import enter_again, settle_reading
from antigone.web.custody.desk import awaiting
from antigone.web.custody.models import Reading
from antigone.web.custody.reading_content import content_of_reading
from antigone.web.journal.models import Entry
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Person, Profile, Remains
from antigone.web.records.profiles import genotypes_of
from tests.web.conftest import Cast, NoneNamed
from tests.web.custody.making import SEEN, a_reading, a_reading_that_counts, a_sample
from tests.web.records.conftest import Attest


@pytest.fixture
def bare(cast: Cast, remains: Remains) -> Remains:
    """Remains without a profile."""
    return Remains.objects.create(incident=cast.incident, number="PM-0147", sex="M")


def alleles(owner: Remains | Person) -> dict[str, list[str | None]]:
    fresh = type(owner)._default_manager.get(pk=owner.pk)
    return genotypes_of(fresh)


def test_it_counts_once_both_typings_agree(cast: Cast, bare: Remains) -> None:
    reading = a_reading(cast, a_sample(cast, bare))
    assert not reading.counts
    assert not Profile.objects.filter(remains=bare).exists()
    turned = {**SEEN, "L1": ("9", "8")}
    assert enter_again(user=cast.oyelin, reading=reading, profile=turned) == ()
    assert alleles(bare) == {"L1": ["8", "9"], "L2": ["10", "10"], "L3": ["11", None]}
    acts = [entry.act for entry in Entry.objects.order_by("sequence")]
    assert acts[-3:] == ["reading.typed", "reading.typed_again", "reading.counts"]
    assert '"11"' not in "".join(entry.details_text for entry in Entry.objects.all())


def test_what_differs_is_settled_first(cast: Cast, bare: Remains) -> None:
    reading = a_reading(cast, a_sample(cast, bare))
    other = {"L1": ("8", "9"), "L2": ("10", "11"), "L4": ("8", "8")}
    assert enter_again(user=cast.oyelin, reading=reading, profile=other) == ("L2", "L3", "L4")
    assert not Profile.objects.filter(remains=bare).exists()
    with pytest.raises(CustodyRefused, match="typed twice"):
        enter_again(user=cast.oyelin, reading=reading, profile=other)
    settled = {"L2": ("10", "11"), "L1": ("13", "13")}
    settle_reading(user=cast.oyelin, reading=reading, settled=settled)
    assert alleles(bare) == {"L1": ["8", "9"], "L2": ["10", "11"]}
    reading.refresh_from_db()
    content = content_of_reading(reading)
    assert content
    assert content.first == SEEN
    assert content.second == other
    with pytest.raises(CustodyRefused, match="counts already"):
        settle_reading(user=cast.oyelin, reading=reading, settled=settled)


def test_what_is_half_read_waits_for_geneticists(
    cast: Cast, bare: Remains, none_named: NoneNamed
) -> None:
    reading = a_reading(cast, a_sample(cast, bare))
    words = "The reading of {} waits to be typed again or settled"
    assert words.format(reading.sample.code) in [task.title for task in awaiting(cast.oyelin)]
    with none_named():
        titles = [task.title for task in awaiting(cast.oyelin)]
    assert "1 more reading waits to be typed again or settled" in titles
    assert awaiting(cast.nadia) == []
    enter_again(user=cast.oyelin, reading=reading, profile=SEEN)
    assert "reading" not in str([task.title for task in awaiting(cast.oyelin)])


def test_a_new_reading_is_a_new_version(cast: Cast, bare: Remains) -> None:
    sample = a_sample(cast, bare)
    first = a_reading_that_counts(cast, sample)
    second = a_reading_that_counts(cast, sample, {"L1": ("8", "8")})
    assert (first.version, second.version) == (1, 2)
    assert alleles(bare) == {"L1": ["8", "8"]}
    content = content_of_reading(Reading.objects.get(pk=first.pk))
    assert content
    assert content.agreed == SEEN


def test_an_older_typing_is_overtaken(cast: Cast, bare: Remains) -> None:
    sample = a_sample(cast, bare)
    first = a_reading(cast, sample)
    a_reading(cast, sample)
    with pytest.raises(CustodyRefused, match="newer reading"):
        enter_again(user=cast.oyelin, reading=first, profile=SEEN)


def test_samples_of_one_body_are_joined_and_conflicts_left_out(cast: Cast, bare: Remains) -> None:
    a_reading_that_counts(cast, a_sample(cast, bare), {"L1": ("8", None), "L2": ("9", "9")})
    a_reading_that_counts(
        cast, a_sample(cast, bare), {"L1": ("8", "11"), "L2": ("9", "10"), "L3": ("8", "8")}
    )
    assert alleles(bare) == {"L1": ["8", "11"], "L3": ["8", "8"]}
    assert '"conflicts":["L2"]' in Entry.objects.latest("sequence").details_text


def test_an_allele_outside_the_table_stays_in_the_reading(cast: Cast, bare: Remains) -> None:
    reading = a_reading_that_counts(
        cast, a_sample(cast, bare), {"L1": ("8", "30"), "L2": ("9", "9")}
    )
    assert alleles(bare) == {"L2": ["9", "9"]}
    content = content_of_reading(reading)
    assert content
    assert content.agreed == {"L1": ("8", "30"), "L2": ("9", "9")}


def test_the_profile_of_a_file_is_part_of_the_consensus(cast: Cast, remains: Remains) -> None:
    before = alleles(remains)
    a_reading_that_counts(cast, a_sample(cast, remains), {"L1": ("10", None), "L2": ("8", "9")})
    after = alleles(remains)
    assert after["L1"] == ["10", "10"]
    assert "L2" not in after
    assert after["L3"] == before["L3"]


def test_a_relative_is_read_only_on_a_legal_basis(
    cast: Cast, donor: Person, attest: Attest
) -> None:
    sample = a_sample(cast, donor, kind="buccal")
    with pytest.raises(CustodyRefused, match="CO-01"):
        a_reading(cast, sample)
    attest(donor.family)
    attest(donor)
    reading = a_reading_that_counts(cast, sample, {"L1": ("8", "9"), "L2": ("8", "9")})
    assert reading.content == {}
    assert b'"9"' not in bytes(reading.sealed or b"")
    assert alleles(donor)["L1"] == ["8", "9"]
    record_objection(user=cast.nadia, covered=donor, reason="By telephone.")
    kept = Reading.objects.select_related("sample__person__key").get(pk=reading.pk)
    assert content_of_reading(kept) is None
    with pytest.raises(CustodyRefused, match="CO-01"):
        a_reading(cast, sample)


@pytest.mark.parametrize("who", ["mara", "sanna", "ilse", "nadia", "tomas", "piet"])
def test_only_geneticists_enter_alleles(cast: Cast, bare: Remains, who: str) -> None:
    reading = a_reading(cast, a_sample(cast, bare))
    with pytest.raises(PermissionDenied):
        enter_again(user=getattr(cast, who), reading=reading, profile=SEEN)
    with pytest.raises(CustodyRefused, match="at least one marker"):
        a_reading(cast, reading.sample, {})
