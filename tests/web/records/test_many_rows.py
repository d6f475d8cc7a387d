"""Many rows inserted at once are what Django itself would have written."""

from __future__ import annotations

import pytest

from antigone.web.records import many_rows
from antigone.web.records.models import Family, Profile, Remains
from antigone.web.sealing.keys import drafted_key, seal, unseal
from antigone.web.sealing.models import Key
from tests.web.conftest import Cast

pytestmark = pytest.mark.django_db


def test_rows_are_read_back_as_they_were(cast: Cast) -> None:
    keys = many_rows.bulk_create(drafted_key(Key.Purpose.FAMILY) for _ in range(3))
    kept = Key.objects.get(pk=keys[1].pk)
    assert (kept.purpose, kept.name) == ("family", keys[1].name)
    assert kept.made_at is not None
    assert unseal(kept, seal(keys[1], b"words", "test"), "test") == b"words"
    families = many_rows.bulk_create(
        Family(incident=cast.incident, name=f"F{n}", key=key) for n, key in enumerate(keys)
    )
    assert [f.name for f in Family.objects.order_by("pk")] == ["F0", "F1", "F2"]
    assert not families[0]._state.adding
    record = {"state": "fresh", "marks": []}
    (remains,) = many_rows.bulk_create(
        [Remains(incident=cast.incident, number="V1", sex="U", record=record)]
    )
    assert Remains.objects.get().record == record
    many_rows.bulk_create([Profile(remains=remains, genotypes={"L1": ["9.3", None]})])
    assert Profile.objects.get().genotypes == {"L1": ["9.3", None]}


def test_whoever_comes_next_gets_the_next_key(cast: Cast) -> None:
    first = many_rows.bulk_create(
        Remains(incident=cast.incident, number=f"V{n}", sex="U") for n in range(5)
    )
    saved = Remains.objects.create(incident=cast.incident, number="V5", sex="U")
    (last,) = many_rows.bulk_create([Remains(incident=cast.incident, number="V6", sex="U")])
    keys = [row.pk for row in (*first, saved, last)]
    assert sorted(set(keys)) == keys
    assert many_rows.bulk_create([]) == []
