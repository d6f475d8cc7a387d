"""Persons sought by name: the same as in memory, only who may be seen, entered in the journal."""

from __future__ import annotations

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied

from antigone.evidence.name_comparison import NameClass
from antigone.evidence.name_index import NameIndex as InMemory
from antigone.evidence.records import PersonName
from antigone.evidence.tables import load_tables
from antigone.genetics.pedigree import Sex
from antigone.simulate.names import as_printed, draw_names
from antigone.web.journal.models import Entry
from antigone.web.records.consent import record_objection
from antigone.web.records.models import (
    Family,
    ImportedFile,
    MissingPerson,
    NameBearer,
    NameKey,
    NameWord,
)
from antigone.web.records.name_index import rebuild_names
from antigone.web.records.name_pairs import alike_by_name
from antigone.web.records.name_search import StoredNames, persons_named
from antigone.web.records.told import index_names, told_of
from tests.web.conftest import Cast
from tests.web.lists.named import store_persons
from tests.web.records.conftest import Attest

TABLES = load_tables()

PERSONS = (
    (PersonName("Щербаков", "Иван", "Петрович"),),
    (PersonName("Щербакова", "Ганна", "Петрівна"), PersonName("Сидоренко", kind="birth")),
    (PersonName("Коваленко", "Микола", "Іванович"),),
    (PersonName("الجبوري", "محمد", "حسين"), PersonName("Al-Jubouri", "Mohammed")),
    (),
    (PersonName("Kowalenko", "Nikolaj"),),
)


def everybody(cast: Cast) -> StoredNames:
    return StoredNames(cast.incident, Family.objects.filter(incident=cast.incident))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chtcherbakov Ivan", [0, 1]),
        ("ivan petrovich shcherbakov", [0, 1]),
        ("Sherbakov H. P.", [1, 0]),
        ("Shcerbakov", [0, 1]),
        ("Sydorenko", [1]),
        ("Коваленко Николай Иванович", [2, 5]),
        ("Николай Иванович", [2]),
        ("Mohamed Jabouri", [3]),
        ("محمد الجبوري", [3]),
        ("Бондар Тарас", []),
        ("", []),
        ("1, 2", []),
    ],
)
def test_a_name_is_found_in_any_script_and_order(
    cast: Cast, text: str, expected: list[int]
) -> None:
    persons = store_persons(cast.incident, PERSONS)
    found = everybody(cast).found(text, at_least=NameClass.FAMILY)
    assert [one.person for one in found] == [persons[at].pk for at in expected]


def test_it_finds_what_the_index_in_memory_finds_in_the_same_order(cast: Cast) -> None:
    rng = np.random.default_rng(5)
    sexes = (Sex.MALE, Sex.FEMALE)
    names = [draw_names(sexes[int(rng.integers(2))], TABLES.given_names, rng) for _ in range(400)]
    place = {one.pk: at for at, one in enumerate(store_persons(cast.incident, names))}
    memory = InMemory(names, TABLES.given_names, TABLES.names.alike)
    stored, thorough = (
        everybody(cast),
        StoredNames(cast.incident, Family.objects.all(), thorough=True),
    )
    found = expected = 0
    for own in names[:40]:
        text, least = as_printed(own, TABLES.given_names, rng), NameClass.FAMILY_AND_INITIAL
        every = [(c.person, c.comparison) for c in memory.proposals(text, at_least=least)]
        got = [(place[f.person], f.comparison) for f in stored.found(text, at_least=least)]
        assert got == [one for one in every if one in got]
        whole = thorough.found(text, at_least=least)
        assert [(place[f.person], f.comparison) for f in whole] == every
        found, expected = found + len(got), expected + len(every)
    assert expected > 40
    assert found / expected > 0.95


def test_all_are_compared_with_all_as_one_after_the_other(cast: Cast) -> None:
    rng = np.random.default_rng(6)
    names = [draw_names(Sex.MALE, TABLES.given_names, rng) for _ in range(150)]
    persons = store_persons(cast.incident, names * 2)
    memory = InMemory(names * 2, TABLES.given_names, TABLES.names.alike)
    expected = [
        (persons[place].pk, persons[one.person].pk, one.comparison)
        for place, own in enumerate(names * 2)
        for name in own
        for one in memory.proposals(name, at_least=NameClass.FAMILY_AND_INITIAL, most=3)
        if one.person != place
    ]
    pks = [person.pk for person in persons]
    found = alike_by_name(cast.incident, pks, 3)
    assert [(one.person, one.other, one.comparison) for one in found] == expected
    assert alike_by_name(cast.incident, pks, 3) is found
    index_names(persons[0], None)
    assert not any(persons[0].pk == one.other for one in alike_by_name(cast.incident, pks, 3))


def test_only_persons_of_covered_families_in_sight_are_found(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    def found(who: str) -> list[str]:
        rows = persons_named(user=getattr(cast, who), incident=cast.incident, text="Orlevych")
        return list(
            MissingPerson.objects.filter(pk__in=[f.person for f in rows]).values_list(
                "number", flat=True
            )
        )

    assert found("mara") == []
    attest(imported_records)
    assert found("mara") == found("nadia") == ["M1"]
    cast.incident.agency = cast.mara.agency
    cast.incident.save()
    assert found("mara") == ["M1"]
    assert found("oyelin") == []


def test_who_does_not_see_families_finds_no_name(cast: Cast) -> None:
    for who in (cast.teo, cast.sanna, cast.tomas, cast.piet):
        with pytest.raises(PermissionDenied):
            persons_named(user=who, incident=cast.incident, text="Orlevych")
    assert not Entry.objects.exists()


def test_co_16_a_search_by_name_is_entered_without_its_words(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    persons_named(user=cast.nadia, incident=cast.incident, text="Orlevych")
    entry = Entry.objects.latest("sequence")
    assert (entry.actor, entry.act, entry.subject) == ("nadia", "names.searched", "persons sought")
    assert entry.details == {"found_count": 1}
    assert "rlev" not in repr(vars(entry)).casefold()


def test_names_go_with_their_words_and_keys_and_others_stay(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    (other,) = store_persons(cast.incident, [[PersonName("Орлевич", "Ганна")]])
    record_objection(
        user=cast.nadia, covered=Family.objects.get(name="F1"), reason="They asked for it."
    )
    assert set(NameBearer.objects.values_list("missing_person", flat=True)) == {other.pk}
    assert set(NameWord.objects.values_list("word", flat=True)) == {"орлевич", "ганна"}
    assert set(NameKey.objects.values_list("word__word", flat=True)) == {"орлевич", "ганна"}


def test_a_rebuild_changes_nothing(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    person = MissingPerson.objects.select_related("family__key").get(number="M1")
    index_names(person, told_of(person))
    before = _stored()
    rebuild_names(cast.incident)
    assert _stored() == before


def _stored() -> tuple[list[tuple[object, ...]], ...]:
    bearers = NameBearer.objects.values_list("name", "missing_person", "word__part", "word__word")
    keys = NameKey.objects.values_list("word__part", "word__word", "key")
    words = NameWord.objects.values_list("part", "word", "keys")
    return sorted(bearers), sorted(keys), sorted(words)
