"""Persons sought by name, in any script, misspelled or in part, among all of an incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from antigone.evidence.name_comparison import NameClass, NameComparison, ways_to_read
from antigone.evidence.name_keys import WordKeys, WordTable, word_keys
from antigone.evidence.name_lookup import asked_keys, unpacked
from antigone.evidence.name_tables import Agreement, Part
from antigone.evidence.records import PersonName
from antigone.evidence.written_names import WrittenName
from antigone.policy.searching import co_16_entered
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.covered import covered_families
from antigone.web.records.doors import families_in_sight
from antigone.web.records.models import Family, MissingPerson, NameBearer, NameKey, NameWord
from antigone.web.records.name_index import AT_ONCE, batches, name_tables, number_of

Borne = dict[Part, list[int]]
"""The words of a person's names, by part."""


_MOST_IN_ONE = {
    Part.FAMILY: NameClass.FAMILY,
    Part.GIVEN: NameClass.GIVEN,
    Part.PATRONYMIC: NameClass.NOTHING,
}
"""What names have in common at most that agree in one part."""


@dataclass(frozen=True, slots=True)
class NameFound:
    """A person whose name may be the one looked for.

    Args:
        person: pk of the person sought.
        comparison: which parts agree, and how far.
        way: how the name that was looked for was read.
    """

    person: int
    comparison: NameComparison
    way: WrittenName


def persons_named(
    *,
    user: User,
    incident: Incident,
    text: str,
    among: QuerySet[Family] | None = None,
) -> list[NameFound]:
    """Persons sought whose names may be what was typed, the likeliest first.

    CO-16: it is entered in the journal, with how many were found, never with what was typed.

    Args:
        among: families of which a list shows the names anyway; None: all that are in sight and covered
            by a legal basis (CO-01).

    Raises:
        PermissionDenied: the role does not see what families told.
    """
    require(user, incident, Permission.SEE_FAMILIES)
    names = StoredNames(incident, families_covered(user, incident) if among is None else among)
    several = any(len(way.words) > 1 for way in ways_to_read(text, name_tables().given_names))
    found = names.found(text, at_least=NameClass.FAMILY if several else NameClass.GIVEN)
    with transaction.atomic():
        record(
            actor=user.username,
            act="names.searched",
            incident=incident.slug,
            subject="persons sought",
            details=dict(co_16_entered(len(found))),
        )
    return found


def load_comparison() -> None:
    """Read the tables of names, and load the compiled comparison of words."""
    tables = name_tables()
    for word in ("Kovalenko", "محمود"):
        own = word_keys(word, Part.FAMILY, tables.given_names)
        WordTable([own], tables.names.alike).agreements(own)


def may_be_a_name(text: str) -> bool:
    """Whether a text could be a person's name: letters, and no digit."""
    letters = any(sign.isalpha() for sign in text)
    return letters and not any(sign.isdecimal() for sign in text)


def families_covered(user: User, incident: Incident) -> QuerySet[Family]:
    """Families whose records a person may read, as far as a legal basis covers them (CO-01)."""
    return families_in_sight(user, incident).filter(covered_families(incident))


class StoredNames:
    """The stored names of an incident, looked up.

    Args:
        incident: whose.
        among: whose persons count; None: all whose names are stored.
        thorough: nobody who agrees in family and given name is overlooked, however the family name is
            spelled: everybody with the given name is compared. Slower in large incidents.
    """

    def __init__(
        self, incident: Incident, among: QuerySet[Family] | None, *, thorough: bool = False
    ) -> None:
        self._incident, self._among, self._thorough = incident, among, thorough
        self._tables = name_tables()
        self._known: dict[int, Borne | None] = {}
        self._keys: dict[int, WordKeys] = {}
        self._part: dict[int, Part] = {}
        self._levels: dict[tuple[Part, str], dict[int, Agreement]] = {}

    def found(self, name: str | PersonName, *, at_least: NameClass) -> list[NameFound]:
        """Persons whose names have at least so much in common with a name, the likeliest first.

        As `evidence.name_index.NameIndex.proposals` has it; equals stand in the order of registration.
        """
        best: dict[int, NameFound] = {}
        for way in ways_to_read(name, self._tables.given_names):
            for person, comparison in self._compared(way, at_least):
                known = best.get(person)
                if known is None or comparison.order > known.comparison.order:
                    best[person] = NameFound(person, comparison, way)
        return sorted(
            best.values(), key=lambda one: (*(-n for n in one.comparison.order), one.person)
        )

    def read(self, persons: Iterable[int]) -> dict[int, Borne]:
        """The words of these persons' names, kept to be compared again; of nobody who has none stored."""
        asked = list(persons)
        new = set(asked) - self._known.keys()
        if new:
            borne = self._borne(new)
            self._known |= {person: borne.get(person) for person in new}
        known = ((person, self._known[person]) for person in asked)
        return {person: words for person, words in known if words is not None}

    def compared(self, name: PersonName, persons: Sequence[int]) -> dict[int, NameComparison]:
        """How far the names of these persons agree with a name; nobody whose names are not stored."""
        borne = self.read(persons)
        best: dict[int, NameComparison] = {}
        for way in ways_to_read(name, self._tables.given_names):
            for person, comparison in self._with_words(self._asked(way), borne):
                if person not in best or comparison.order > best[person].order:
                    best[person] = comparison
        return best

    def _asked(self, way: WrittenName) -> dict[Part, list[WordKeys]]:
        names = self._tables.given_names
        return {p: [word_keys(w, p, names) for w in words] for p, words in way.words.items()}

    def _compared(
        self, way: WrittenName, at_least: NameClass
    ) -> Iterator[tuple[int, NameComparison]]:
        asked = self._asked(way)
        if len(asked) == 1:
            yield from self._compared_in_one(*asked.popitem(), at_least)
            return
        if self._thorough and at_least >= NameClass.FAMILY_AND_INITIAL:
            persons = self._with_given(asked.get(Part.GIVEN, ()))
        else:
            persons = self._candidates(asked, at_least)
        borne = self.read(self._that_count(persons))
        for person, comparison in self._with_words(asked, borne):
            if comparison.name_class >= max(at_least, NameClass.GIVEN):
                yield person, comparison

    def _with_words(
        self, asked: Mapping[Part, Sequence[WordKeys]], borne: Mapping[int, Borne]
    ) -> Iterator[tuple[int, NameComparison]]:
        levels = {
            part: self._agreements(part, own, {w for words in borne.values() for w in words[part]})
            for part, own in asked.items()
        }
        for person, words in borne.items():
            yield person, NameComparison(*(_best(levels.get(p), words[p]) for p in Part))

    def _compared_in_one(
        self, part: Part, asked: Sequence[WordKeys], at_least: NameClass
    ) -> Iterator[tuple[int, NameComparison]]:
        """Where one part is asked for, other words of those who bear it say nothing."""
        if at_least > _MOST_IN_ONE[part]:
            return
        levels = self._agreements(part, asked, set(self._alike(part, asked)))
        best: dict[int, Agreement] = {}
        for some in batches(levels, AT_ONCE):
            rows = NameBearer.objects.filter(word__in=some).order_by()
            for person, word in rows.values_list("missing_person", "word"):
                best[person] = max(best.get(person, Agreement.DIFFERENT), levels[word])
        for person in self._that_count(best):
            comparison = NameComparison(**{part.value: best[person]})
            if comparison.name_class >= max(at_least, NameClass.GIVEN):
                yield person, comparison

    def _candidates(
        self, asked: Mapping[Part, Sequence[WordKeys]], at_least: NameClass
    ) -> set[int]:
        """Who bears a word that agrees, by the keys under which words are stored."""
        persons = self._with_alike(asked, Part.FAMILY)
        if at_least <= NameClass.GIVEN:
            return persons | self._with_alike(asked, Part.GIVEN)
        if at_least <= NameClass.GIVEN_AND_PATRONYMIC and Part.PATRONYMIC in asked:
            fathers = self._with_alike(asked, Part.PATRONYMIC)
            persons |= fathers & self._with_alike(asked, Part.GIVEN)
        return persons

    def _with_alike(self, asked: Mapping[Part, Sequence[WordKeys]], part: Part) -> set[int]:
        return self._bearers(self._alike(part, asked.get(part, ())))

    def _alike(self, part: Part, asked: Sequence[WordKeys]) -> list[int]:
        numbers = {
            number_of(self._incident.pk, part, key) for own in asked for key in asked_keys(own)
        }
        words = NameKey.objects.filter(key__in=numbers).order_by().values_list("word", flat=True)
        levels = self._agreements(part, asked, set(words))
        return [word for word, level in levels.items() if level >= Agreement.ALIKE]

    def _with_given(self, asked: Sequence[WordKeys]) -> set[int]:
        """Everybody whose given name agrees, or may begin so."""
        words = NameWord.objects.filter(incident=self._incident, part=Part.GIVEN)
        levels = self._agreements(Part.GIVEN, asked, set(words.values_list("pk", flat=True)))
        return self._bearers(w for w, level in levels.items() if level >= Agreement.INITIAL)

    def _bearers(self, words: Iterable[int]) -> set[int]:
        found: set[int] = set()
        for some in batches(words, AT_ONCE):
            rows = NameBearer.objects.filter(word__in=some).order_by()
            found |= set(rows.values_list("missing_person", flat=True))
        return found

    def _that_count(self, persons: Iterable[int]) -> Iterator[int]:
        if self._among is None:
            yield from sorted(persons)
            return
        for some in batches(sorted(persons), AT_ONCE):
            # The families of these few, not these among the persons of all families that count.
            rows = MissingPerson.objects.filter(pk__in=some).order_by("pk")
            family = dict(rows.values_list("pk", "family"))
            asked = self._among.filter(pk__in=set(family.values())).order_by()
            count = set(asked.values_list("pk", flat=True))
            yield from (person for person, own in family.items() if own in count)

    def _borne(self, persons: Iterable[int]) -> dict[int, Borne]:
        """By person and part the words."""
        pairs: list[tuple[int, int]] = []
        for some in batches(persons, AT_ONCE):
            rows = NameBearer.objects.filter(missing_person__in=some).order_by()
            pairs += rows.values_list("missing_person", "word")
        self._read_keys({word for _person, word in pairs})
        borne: dict[int, Borne] = {}
        for person, word in dict.fromkeys(pairs):
            own = borne.get(person)
            if own is None:
                own = borne[person] = {part: [] for part in Part}
            own[self._part[word]].append(word)
        return borne

    def _agreements(
        self, part: Part, asked: Sequence[WordKeys], words: set[int]
    ) -> dict[int, Agreement]:
        """By word the best agreement with those asked for."""
        of_each = [self._agreements_with(part, own, words) for own in asked]
        return {word: max(levels[word] for levels in of_each) for word in words if of_each}

    def _agreements_with(
        self, part: Part, own: WordKeys, words: set[int]
    ) -> Mapping[int, Agreement]:
        known = self._levels.setdefault((part, own.word), {})
        new = sorted(words - known.keys())
        self._read_keys(new)
        table = WordTable([self._keys[word] for word in new], self._tables.names.alike)
        for word, level in zip(new, table.agreements(own).tolist(), strict=True):
            known[word] = Agreement(level)
        return known

    def _read_keys(self, words: Iterable[int]) -> None:
        for some in batches((word for word in words if word not in self._keys), AT_ONCE):
            rows = NameWord.objects.filter(pk__in=some).values_list("pk", "part", "keys")
            for pk, part, text in rows:
                self._part[pk], self._keys[pk] = Part(part), unpacked(text)


def _best(levels: Mapping[int, Agreement] | None, words: Sequence[int]) -> Agreement:
    """The best of a person's words; what one side lacks is not compared."""
    if levels is None or not words:
        return Agreement.NOT_COMPARED
    return max(levels[word] for word in words)
