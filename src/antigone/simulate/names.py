"""Invented names of persons, and how sources write them: other tables, other languages, slips."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.evidence.given_names import GivenNames
from antigone.evidence.records import PersonName
from antigone.evidence.transliteration import Romanization, Script, romanized, script_of
from antigone.genetics.pedigree import Sex


class Language(StrEnum):
    """Languages of invented names."""

    RUSSIAN = "russian"
    UKRAINIAN = "ukrainian"
    ARABIC = "arabic"


class Writing(StrEnum):
    """How a source writes a name."""

    ORIGINAL = "original"
    OTHER_LANGUAGE = "other_language"
    OFFICIAL_LATIN = "official_latin"
    FOREIGN_LATIN = "foreign_latin"


LanguageMix = Mapping[Language, float]
"""By language its share or weight."""

MIX: LanguageMix = {Language.UKRAINIAN: 0.5, Language.RUSSIAN: 0.3, Language.ARABIC: 0.2}

OFFICIAL = {
    Language.RUSSIAN: (
        Romanization.RUSSIAN_PASSPORT_2014,
        Romanization.RUSSIAN_PASSPORT_2010,
        Romanization.RUSSIAN_BGN,
        Romanization.RUSSIAN_ISO9,
    ),
    Language.UKRAINIAN: (
        Romanization.UKRAINIAN_2010,
        Romanization.UKRAINIAN_1996,
        Romanization.UKRAINIAN_BGN,
    ),
}
FOREIGN = (
    Romanization.FRENCH,
    Romanization.GERMAN,
    Romanization.POLISH,
    Romanization.CZECH,
)

_ARABIC_SPELLINGS: Mapping[Writing, Sequence[Mapping[str, str]]] = {
    Writing.OFFICIAL_LATIN: (
        {},
        {"u": "o", "ay": "ei"},
        {"ay": "ai", "i(?=[^aeiouy]$)": "e", "aw": "au"},
        {"a(?=[^aeiouy]+$)": "e", "q": "k"},
        {"^u": "o", "ii|i(?=[^aeiouy]i?$)": "ee", "u(?=[^aeiouy])": "oo"},
    ),
    Writing.FOREIGN_LATIN: (
        {"sh": "ch", "u": "ou", "^w": "ou", "^j": "dj", "s(?=[aeiou])(?<=[aeiou]s)": "ss"},
        {"q": "k", "j": "g", "dh": "z", "a(?=[^aeiouy]+$)": "e"},
        {"w": "v", "j": "c", "sh": "ş", "kh": "h", "q": "k", "d$": "t", "ay": "ey"},
    ),
}
"""Customs of spelling Arabic names, as replacements in a form with all vowels (P): English, then French,
Egyptian and Turkish."""

_VOWELS = "aeiouаеёиоуыэюяєії"


@dataclass(frozen=True)
class _Material:
    """What invented names of one language are made of; names with their weights."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    common: tuple[str, ...]
    pieces: tuple[tuple[str, ...], ...]
    endings: tuple[tuple[str, str], ...]
    ending_weights: NDArray[np.float64]


@dataclass(frozen=True)
class _Lists:
    """The whole file of material."""

    by_language: Mapping[Language, _Material]
    shares: Mapping[str, float]
    printed: Mapping[str, float]
    parts: Mapping[str, float]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    file = resources.files("antigone.simulate") / "data" / "invented_names.toml"
    content = tomllib.loads(file.read_text("utf-8"))
    return _Lists(
        {language: _material(content[language.value]) for language in Language},
        content["shares"],
        content["printed"],
        content["printed_parts"],
    )


def _material(of: Mapping[str, object]) -> _Material:
    def words(key: str) -> tuple[str, ...]:
        return tuple(str(of.get(key, "")).split())

    listed = of.get("endings", of.get("patterns"))
    endings = [str(row).split("/") for row in listed] if isinstance(listed, list) else []
    weights = np.array([float(row[2]) for row in endings])
    pieces = (
        (words("beginnings"), words("middles")) if "roots" in of else (words("consonants"),) * 3
    )
    return _Material(
        words("men"),
        words("women"),
        words("roots") or words("families"),
        pieces,
        tuple((row[0], row[1]) for row in endings),
        weights / weights.sum(),
    )


def draw_names(
    sex: Sex,
    names: GivenNames,
    rng: Generator,
    *,
    mix: LanguageMix = MIX,
    of_family: Generator | None = None,
) -> tuple[PersonName, ...]:
    """All names of an invented person: in the original script, in the Latin one, and the form at home.

    Args:
        sex: male or female; other persons get the name of a woman.
        names: table of given names.
        rng: source of all randomness.
        mix: weights of the languages.
        of_family: source of language, family name and father's name; persons for whom its state is the
            same are called like siblings. `rng` where None.
    """
    shared = rng if of_family is None else of_family
    languages = list(mix)
    weights = np.array([mix[language] for language in languages])
    language = languages[int(shared.choice(len(languages), p=weights / weights.sum()))]
    of = _lists().by_language[language]
    own = _ranked(of.men if sex is Sex.MALE else of.women, rng)
    father = _ranked(of.men, shared)
    if language is Language.ARABIC:
        return _arabic_names(own, father, of, names, shared)
    ukrainian = language is Language.UKRAINIAN
    sons, daughters = names.patronymics(father, ukrainian=ukrainian)[:2]
    legal = PersonName(
        _cyrillic_family(of, sex, shared), own, sons if sex is Sex.MALE else daughters
    )
    tables = OFFICIAL[language]
    latin = _in_latin(legal, tables[int(rng.integers(len(tables)))])
    familiar = _familiar(own, names, rng)
    at_home = (PersonName(given=familiar, kind="diminutive"),) if familiar else ()
    return (legal, replace(latin, patronymic=""), *at_home)


def told_names(names: Sequence[PersonName], rng: Generator) -> tuple[PersonName, ...]:
    """The names that a family tells: the legal one, and at times the Latin form and that at home."""
    shares = _lists().shares
    found = list(names[:1])
    for name in names[1:]:
        share = shares["familiar_told" if name.kind == "diminutive" else "latin_form_told"]
        if rng.random() < share:
            found.append(name)
    return tuple(found)


def as_printed(
    names: Sequence[PersonName],
    table: GivenNames,
    rng: Generator,
    *,
    writing: Writing | None = None,
) -> str:
    """A name as it stands on something, in any writing, order and completeness, with slips.

    Args:
        names: all names of the person, as drawn.
        table: of given names.
        rng: source of all randomness.
        writing: how it is written; drawn by the shares of the material where None.
    """
    parts = _lists().parts
    name = rewritten(names, writing or _writing(rng), table, rng)
    draws = dict(zip(parts, rng.random(len(parts)).tolist(), strict=True))
    takes = {key: draws[key] < share for key, share in parts.items()}
    home = [own.given for own in names if own.kind == "diminutive"]
    if takes["familiar"] and home and script_of(name.given) is Script.CYRILLIC:
        name = replace(name, given=home[0])
    if takes["slip"]:
        name = replace(name, family=misspelled(name.family, rng))
    given, patronymic = name.given, name.patronymic
    if takes["initials"]:
        given, patronymic = (f"{word[0]}." if word else "" for word in (given, patronymic))
    if takes["no_patronymic"]:
        patronymic = ""
    arabic = script_of(names[0].family) is Script.ARABIC
    first = takes["given_first"] or (arabic and bool(patronymic))
    words = (given, patronymic, name.family) if first else (name.family, given, patronymic)
    text = " ".join(word for word in words if word)
    return text.upper() if takes["capitals"] else text


def rewritten(
    names: Sequence[PersonName], writing: Writing, table: GivenNames, rng: Generator
) -> PersonName:
    """The legal name in another writing, without slips."""
    legal = names[0]
    if script_of(legal.family) is Script.ARABIC:
        if writing not in _ARABIC_SPELLINGS:
            return legal
        customs = _ARABIC_SPELLINGS[writing]
        return _respelled(names[1], customs[int(rng.integers(len(customs)))], rng)
    language = language_of(legal, table)
    if writing is Writing.OTHER_LANGUAGE:
        return in_other_language(legal, table)
    if writing is Writing.OFFICIAL_LATIN:
        tables = OFFICIAL[language]
        return _in_latin(legal, tables[int(rng.integers(len(tables)))])
    if writing is Writing.FOREIGN_LATIN:
        return _in_latin(legal, FOREIGN[int(rng.integers(len(FOREIGN)))])
    return legal


def language_of(legal: PersonName, table: GivenNames) -> Language:
    """The language of a name as drawn: Arabic by script, otherwise by the form of the given name."""
    text = f"{legal.family} {legal.given} {legal.patronymic}"
    if script_of(text) is Script.ARABIC:
        return Language.ARABIC
    later = any(legal.given in name.forms[1:] for name in table.names)
    return Language.UKRAINIAN if later or re.search("[іїєґІЇЄҐ]", text) else Language.RUSSIAN


def in_other_language(legal: PersonName, table: GivenNames) -> PersonName:
    """A Russian name as Ukrainian papers write it, or the other way round."""
    ukrainian = language_of(legal, table) is Language.RUSSIAN
    forms = [name.forms for name in table.names if legal.given in name.forms and not name.arabic]
    given = (forms[0][1 if ukrainian and len(forms[0]) > 1 else 0]) if forms else legal.given
    fathers = sorted(table.fathers(legal.patronymic))
    patronymic = legal.patronymic
    if fathers:
        of_father = table.names[fathers[0]].forms
        father = of_father[1 if ukrainian and len(of_father) > 1 else 0]
        daughter = legal.patronymic.endswith("на")
        patronymic = table.patronymics(father, ukrainian=ukrainian)[:2][daughter]
    return replace(
        legal,
        family=_letters_of(legal.family, _TO_UKRAINIAN if ukrainian else _TO_RUSSIAN),
        given=given,
        patronymic=patronymic,
    )


def misspelled(word: str, rng: Generator) -> str:
    """A word with one slip: a letter wrong, missing, doubled, or exchanged with the next."""
    if len(word) < 4:
        return word
    at = 1 + int(rng.integers(len(word) - 2))
    match int(rng.integers(4)):
        case 0:
            same_kind = [c for c in set(word.lower()) if (c in _VOWELS) == (word[at] in _VOWELS)]
            letter = sorted(same_kind)[int(rng.integers(len(same_kind)))]
            return word[:at] + letter + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _writing(rng: Generator) -> Writing:
    shares = _lists().printed
    weights = np.array([shares[writing.value] for writing in Writing])
    return list(Writing)[int(rng.choice(len(weights), p=weights / weights.sum()))]


def _ranked(words: Sequence[str], rng: Generator) -> str:
    """One of a list, the first the most common."""
    weights = np.arange(1, len(words) + 1) ** -_lists().shares["rank_exponent"]
    return words[int(rng.choice(len(words), p=weights / weights.sum()))]


def _cyrillic_family(of: _Material, sex: Sex, rng: Generator) -> str:
    common = rng.random() < _lists().shares["common_family"]
    rare = "".join(piece[int(rng.integers(len(piece)))] for piece in of.pieces)
    stem = _ranked(of.common, rng) if common else rare
    man, woman = of.endings[int(rng.choice(len(of.endings), p=of.ending_weights))]
    ending = man if sex is Sex.MALE else woman
    if stem[-1] in "ьй" or (stem[-1] in _VOWELS and ending[0] in _VOWELS):
        stem = stem[:-1]
    return (stem + ending).capitalize()


def _arabic_names(
    own: str, father: str, of: _Material, names: GivenNames, rng: Generator
) -> tuple[PersonName, ...]:
    common = rng.random() < _lists().shares["common_family"]
    family, latin = _ranked(of.common, rng).split("/") if common else _arabic_family(of, rng)
    script = {name.forms[0]: name.forms[1] for name in names.names if name.arabic}
    article = latin[0] not in "aeiou" and rng.random() < 0.8
    return (
        PersonName(f"ال{family}" if article else family, script[own], script[father]),
        PersonName(
            f"Al-{latin.capitalize()}" if article else latin.capitalize(),
            own.capitalize(),
            father.capitalize(),
        ),
    )


def _arabic_family(of: _Material, rng: Generator) -> tuple[str, str]:
    """A family name of a root of three consonants and a pattern, in Arabic and Latin script."""
    places = rng.choice(len(of.pieces[0]), 3, replace=False).tolist()
    root = [of.pieces[0][place].split("/") for place in places]
    pattern = of.endings[int(rng.choice(len(of.endings), p=of.ending_weights))]
    written = []
    for place, text in enumerate(pattern):
        for number, consonant in enumerate(root, start=1):
            text = text.replace(str(number), consonant[place])
        written.append(text)
    return written[0], written[1]


def _familiar(own: str, names: GivenNames, rng: Generator) -> str:
    forms = [form for name in names.names if own in name.forms for form in name.familiar]
    return forms[int(rng.integers(len(forms)))] if forms else ""


def _in_latin(name: PersonName, table: Romanization) -> PersonName:
    return replace(
        name,
        family=romanized(name.family, table),
        given=romanized(name.given, table),
        patronymic=romanized(name.patronymic, table),
    )


def _respelled(name: PersonName, custom: Mapping[str, str], rng: Generator) -> PersonName:
    """An Arabic name by another custom of spelling; the article may be written otherwise or be left out."""
    article = ("Al-", "Al ", "El-", "Al", "")[int(rng.integers(5))]
    parts = []
    for part in (name.family, name.given, name.patronymic):
        bare = part.removeprefix("Al-")
        small = bare.lower()
        for pattern, letters in custom.items():
            small = re.sub(pattern, letters, small)
        if rng.random() < 0.3:
            small = re.sub(r"([^aeiou])\1", r"\1", small)
        parts.append((article if bare != part else "") + small.capitalize())
    return PersonName(*parts)


_TO_RUSSIAN = {
    **{"ський": "ский", "ська": "ская", "ьо": "ё", "йо": "ё", "'": "ъ"},
    **{"і": "и", "ї": "и", "є": "е", "ґ": "г"},
}
_TO_UKRAINIAN = {
    **{"ский": "ський", "ская": "ська", "ё": "ьо", "ъ": "'"},
    **{"ы": "и", "э": "е"},
}


def _letters_of(word: str, table: Mapping[str, str]) -> str:
    pattern = re.compile("|".join(sorted(table, key=len, reverse=True)))
    return pattern.sub(lambda found: table[found[0]], word.lower()).capitalize()
