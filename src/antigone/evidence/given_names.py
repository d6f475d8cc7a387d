"""Given names: which forms are one name, in two languages, at home, after the father, and in Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from antigone.evidence.arabic_names import HEARD_U, Consonants, consonants, plain_arabic
from antigone.evidence.table_cursor import TableCursor
from antigone.evidence.transliteration import Script, script_of, sounds
from antigone.genetics.pedigree import Sex

_AFTER_A_FATHER = re.compile("(?:[oei]v)?(?:ič|na|ična|inična)$")
TELLING_CONSONANTS = 3
"""From so many consonants on a spelling that is not listed stands for an Arabic name."""

_SEXES = {"men": Sex.MALE, "women": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class GivenName:
    """One name.

    Args:
        sex: of those who bear it.
        forms: full forms: Russian, then Ukrainian where it differs; of an Arabic name the Latin form
            with its vowels, the Arabic form, then other spellings.
        familiar: forms used at home; a form may stand under several names.
        arabic: whether it is an Arabic name.
    """

    sex: Sex
    forms: tuple[str, ...]
    familiar: tuple[str, ...] = ()
    arabic: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers of the given names that a word may stand for, as a full form and at home."""

    full: frozenset[int] = frozenset()
    familiar: frozenset[int] = frozenset()

    @property
    def any(self) -> frozenset[int]:
        """In either way."""
        return self.full | self.familiar


UNKNOWN = Known()


@dataclass(frozen=True, eq=False)
class GivenNames:
    """All given names of `given_names.toml`.

    Args:
        names: their place is their number.
        irregular: by father's name the patronymics of a son and a daughter, where no rule gives them.
    """

    names: tuple[GivenName, ...]
    irregular: Mapping[str, tuple[str, ...]]

    def known(self, word: str) -> Known:
        """The names that a word in any script may stand for."""
        if script_of(word) is Script.ARABIC:
            return Known(self._by_script.get(plain_arabic(word), frozenset()))
        heard = sounds(word)
        full = _union(self._by_sound.get(sound) for sound in heard)
        familiar = _union(self._by_familiar_sound.get(sound) for sound in heard)
        if full or familiar:
            return Known(full, familiar)
        return Known(
            frozenset(
                number
                for own in consonants(word)
                if len(own.letters) >= TELLING_CONSONANTS
                for other, number in self._by_consonants.get(own.letters, ())
                if _same_vowels(own, other)
            )
        )

    def fathers(self, patronymic: str) -> frozenset[int]:
        """The names that a father may bear of whose name a patronymic is made; empty for other words.

        >>> from antigone.evidence.tables import load_tables
        >>> names = load_tables().given_names
        >>> names.fathers("Николаевна") == names.fathers("Mykolaiovych")
        True
        """
        return _union(self._by_patronymic.get(sound) for sound in sounds(patronymic))

    def patronymics(self, father: str, *, ukrainian: bool) -> tuple[str, ...]:
        """The patronymic of a son, then that of a daughter, of a father with a Cyrillic name.

        >>> from antigone.evidence.tables import load_tables
        >>> names = load_tables().given_names
        >>> names.patronymics("Сергей", ukrainian=False), names.patronymics("Сергій", ukrainian=True)
        (('Сергеевич', 'Сергеевна'), ('Сергійович', 'Сергіївна'))
        """
        if father in self.irregular:
            return self.irregular[father]
        return _ukrainian(father) if ukrainian else _russian(father)

    @cached_property
    def _by_sound(self) -> Mapping[str, frozenset[int]]:
        return _index(
            (sound, n) for n, name in self._each for f in name.forms for sound in sounds(f)
        )

    @cached_property
    def _by_familiar_sound(self) -> Mapping[str, frozenset[int]]:
        return _index(
            (sound, n) for n, name in self._each for f in name.familiar for sound in sounds(f)
        )

    @cached_property
    def _by_script(self) -> Mapping[str, frozenset[int]]:
        return _index(
            (plain_arabic(form), n)
            for n, name in self._each
            for form in name.forms
            if script_of(form) is Script.ARABIC
        )

    @cached_property
    def _by_consonants(self) -> Mapping[str, list[tuple[Consonants, int]]]:
        found: dict[str, list[tuple[Consonants, int]]] = {}
        for number, name in self._each:
            for own in consonants(name.forms[0]) if name.arabic else ():
                found.setdefault(own.letters, []).append((own, number))
        return found

    @cached_property
    def _by_patronymic(self) -> Mapping[str, frozenset[int]]:
        return _index(
            (sound, number)
            for number, name in self._each
            if name.sex is Sex.MALE and not name.arabic
            for place, form in enumerate(name.forms)
            for ukrainian in ((False, True) if len(name.forms) == 1 else (place > 0,))
            for patronymic in self.patronymics(form, ukrainian=ukrainian)
            for sound in sounds(patronymic)
        )

    @property
    def _each(self) -> Iterable[tuple[int, GivenName]]:
        return enumerate(self.names)


def without_father_ending(sound: str) -> str:
    """The father's name in the sound of a patronymic; a sound that ends otherwise as it is.

    >>> [without_father_ending(s) for s in ("petrovič", "petrivna", "ilinična", "petro")]
    ['petr', 'petr', 'il', 'petro']
    """
    return _AFTER_A_FATHER.sub("", sound)


def read_given_names(table: TableCursor) -> GivenNames:
    """The names of `given_names.toml`.

    Raises:
        TableError: a key is missing or unknown, or a familiar form or a patronymic is of a name that
            is not in the lists.
    """
    keys = table.exactly("russian_ukrainian", "familiar", "patronymics", "arabic")
    familiar = keys["familiar"].entries()
    irregular = keys["patronymics"].entries()
    names = [
        *_listed(keys["russian_ukrainian"], {f: c.text().split() for f, c in familiar.items()}),
        *_listed(keys["arabic"], {}, arabic=True),
    ]
    forms = {form for name in names for form in name.forms}
    for full, cursor in (*familiar.items(), *irregular.items()):
        if full not in forms:
            raise cursor.refused(
                f"{full!r} is not among the full names; allowed are forms of these"
            )
    return GivenNames(tuple(names), {f: tuple(c.text().split()) for f, c in irregular.items()})


def _listed(
    cursor: TableCursor, familiar: Mapping[str, list[str]], *, arabic: bool = False
) -> list[GivenName]:
    found = []
    for key, rows in cursor.exactly(*_SEXES).items():
        for row in rows.items():
            forms = tuple(row.text().split("/"))
            if arabic and (len(forms) < 2 or script_of(forms[1]) is not Script.ARABIC):
                raise row.refused(
                    f"{row.text()!r}; allowed is a Latin form, '/', and an Arabic one"
                )
            at_home = dict.fromkeys(f for form in forms for f in familiar.get(form, ()))
            found.append(GivenName(_SEXES[key], forms, tuple(at_home), arabic))
    return found


def _russian(father: str) -> tuple[str, str]:
    if father.endswith("ий"):
        return f"{father[:-2]}ьевич", f"{father[:-2]}ьевна"
    if father.endswith(("й", "ь")):
        return f"{father[:-1]}евич", f"{father[:-1]}евна"
    stem = father.rstrip("аояи")
    return f"{stem}ович", f"{stem}овна"


def _ukrainian(father: str) -> tuple[str, str]:
    if father.endswith("й"):
        return f"{father}ович", f"{father[:-1]}ївна"
    if father.endswith("ь"):
        return f"{father}ович", f"{father[:-1]}івна"
    stem = father.rstrip("аояи")
    return f"{stem}ович", f"{stem}івна"


def _same_vowels(one: Consonants, two: Consonants) -> bool:
    """Whether the vowels of two Latin spellings agree one by one; o is u, e is a or i."""
    return all(
        a == b or (a & b and not (a ^ b) & HEARD_U)
        for a, b in zip(one.vowels, two.vowels, strict=True)
    )


def _index(pairs: Iterable[tuple[str, int]]) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for key, number in pairs:
        found.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _union(found: Iterable[frozenset[int] | None]) -> frozenset[int]:
    return frozenset().union(*(numbers for numbers in found if numbers))
