"""A name as written, taken apart: which word is the family name, which the given one, which the father's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.evidence.arabic_names import PARTICLES, plain_arabic, without_article
from antigone.evidence.given_names import GivenNames
from antigone.evidence.name_tables import Part
from antigone.evidence.records import PersonName
from antigone.evidence.transliteration import APOSTROPHES, Script, script_of

MOST_WORDS = 8
"""Of a longer text the first words count."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenName:
    """The words of a name by part, in small letters; a part that is not written is absent.

    A part may have several words, any of which may be the one that another source writes.
    """

    words: Mapping[Part, Words]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a written name, and how probable it is among the others."""

    name: WrittenName
    weight: float


@dataclass(frozen=True, slots=True)
class _Word:
    """What stands between two spaces; a double name has two words."""

    words: Words
    article: bool
    nasab: bool
    kunya: bool

    @property
    def initial(self) -> bool:
        return all(len(word) == 1 for word in self.words)


_Way = Mapping[Part, Sequence[_Word]]

_SIGNS = re.compile(f"[{re.escape(APOSTROPHES)}]")
_ABBREVIATED = frozenset({"md", "mohd", "mhd"})
_ARTICLE_SIGN, _NASAB_SIGN, _FATHER_SIGN, _MOTHER_SIGN = _ALL_SIGNS = "+^*~"
_SIGNED_WORD = re.compile(r"[+^*~]*[^\W\d_]+(?:-[+^*~]*[^\W\d_]+)*")
_JOINED = {
    _FATHER_SIGN: {Script.LATIN: "abu", Script.CYRILLIC: "абу", Script.ARABIC: "ابو"},
    _MOTHER_SIGN: {Script.LATIN: "umm", Script.CYRILLIC: "умм", Script.ARABIC: "ام"},
}
_SERVANT = {Script.LATIN: "abdul", Script.CYRILLIC: "абдул", Script.ARABIC: "عبد"}
_SINGLE = frozenset({"call_sign", "alias"})
"""Kinds of names of one word, which sources use as family or given name."""


def _particle(kind: str) -> re.Pattern[str]:
    """A word of this kind, with what parts it from the next one."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(PARTICLES[kind]))})[\s-]+(?=[^\W\d_])")


_ABD = re.compile(f"({_particle('servant').pattern})(?:{_particle('article').pattern})?")
_PARTICLES = (
    (_particle("father_of"), _FATHER_SIGN),
    (_particle("mother_of"), _MOTHER_SIGN),
    (_particle("child_of"), _NASAB_SIGN),
    (_particle("article"), _ARTICLE_SIGN),
)


def known_parts(name: PersonName, names: GivenNames) -> WrittenName:
    """The words of a name whose parts are known.

    Where only the family name is filled and has several words, it is the whole name, read as text. A call
    sign or alias of one part is compared with family and given names.
    """
    if name.family and not name.given and not name.patronymic and " " in name.family.strip():
        return read_name(name.family, names)[0].name
    family, given = _words(name.family), _words(name.given)
    if name.kind in _SINGLE and not (family and given):
        family = given = family or given
    return _written(
        {Part.FAMILY: family, Part.GIVEN: given, Part.PATRONYMIC: _words(name.patronymic)}
    )


def read_name(text: str, names: GivenNames) -> tuple[Reading, ...]:
    """The ways to understand a name as written, in any script and order; none where it has no letter.

    A word with a father's ending is the patronymic, and the given name stands before it. In an Arabic
    name the word with an article, otherwise the last, is the family name, the first the given one, and
    what stands between or follows ibn is the father's. For the rest the table of given names decides,
    and where it cannot, both orders are as probable.

    >>> from antigone.evidence.tables import load_tables
    >>> (reading,) = read_name("ЩЕРБАКОВ Иван Петрович", load_tables().given_names)
    >>> [reading.name.words[part] for part in Part]
    [('щербаков',), ('иван',), ('петрович',)]
    """
    words = _words(text)
    if not words:
        return ()
    ways = _arabic_ways(words, names) if _is_arabic(words, names) else _other_ways(words, names)
    return tuple(Reading(_written(way), 1.0 / len(ways)) for way in ways)


def _words(text: str) -> list[_Word]:
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if script_of(plain) is Script.ARABIC:
        plain = plain_arabic(plain)
    # Abd and its name are one; the article between is dropped.
    plain = _ABD.sub(lambda found: _SERVANT[script_of(found[1])], plain)
    for pattern, sign in _PARTICLES:
        plain = pattern.sub(sign, plain)
    return [_word(signed) for signed in _SIGNED_WORD.findall(plain)[:MOST_WORDS]]


def _word(signed: str) -> _Word:
    words = []
    for piece in signed.split("-"):
        bare = without_article(piece.strip(_ALL_SIGNS))
        joined = [own[script_of(bare)] for sign, own in _JOINED.items() if sign in piece]
        words.append("".join(joined) + bare)
    return _Word(
        tuple(words),
        article=_ARTICLE_SIGN in signed or without_article(signed) != signed,
        nasab=_NASAB_SIGN in signed,
        kunya=any(sign in signed for sign in _JOINED),
    )


def _written(way: _Way) -> WrittenName:
    return WrittenName(
        {
            part: tuple(dict.fromkeys(one for word in words for one in word.words))
            for part, words in way.items()
            if words
        }
    )


def _is_given(word: _Word, names: GivenNames) -> bool:
    return any(names.known(one).any for one in word.words)


def _is_arabic(words: Sequence[_Word], names: GivenNames) -> bool:
    if any(word.article or word.nasab or word.kunya for word in words):
        return True
    if any(script_of(one) is Script.ARABIC for word in words for one in word.words):
        return True
    known = [names.known(one).any for word in words for one in word.words]
    found = [numbers for numbers in known if numbers]
    return bool(found) and all(names.names[n].arabic for numbers in found for n in numbers)


def _arabic_ways(words: list[_Word], names: GivenNames) -> list[_Way]:
    fathers = [word for word in words if word.nasab]
    given = [word for word in words if word.kunya]
    rest = [word for word in words if not word.nasab and not word.kunya]
    if len(rest) > 1 and rest[0].words[0] in _ABBREVIATED:
        rest = rest[1:]
    with_article = [word for word in rest if word.article]
    if with_article or fathers or given or len(rest) != 2:
        family = with_article[-1:] or rest[-1:]
        if not with_article and len(rest) < (1 if given else 2):
            family = []
        own = _without(rest, family)
        between = fathers + own[1:]
        return [{Part.FAMILY: family, Part.GIVEN: given + own[:1], Part.PATRONYMIC: between}]
    first, last = rest[:1], rest[1:]
    ways: list[_Way] = []
    # Two words: given and family name in either order, or a given name and the father's.
    if _is_given(rest[0], names) or not _is_given(rest[1], names):
        ways.append({Part.GIVEN: first, Part.FAMILY: last})
    if _is_given(rest[1], names):
        ways.append({Part.GIVEN: last, Part.FAMILY: first})
    if _is_given(rest[0], names) and _is_given(rest[1], names):
        ways.append({Part.GIVEN: first, Part.PATRONYMIC: last})
    return ways


def _other_ways(words: list[_Word], names: GivenNames) -> list[_Way]:
    initials = [word for word in words if word.initial]
    rest = [word for word in words if not word.initial]
    place = _patronymic_place(rest, names)
    if place is not None:
        patronymic = rest[place : place + 1]
        others = rest[:place] + rest[place + 1 :]
        known = [word for word in others if _is_given(word, names)]
        before = rest[place - 1 : place]
        given = before if before and (len(others) > 1 or known) else known[:1]
        return [_way(others, given, patronymic, initials)]
    known = [word for word in rest if _is_given(word, names)]
    if initials and len(known) < len(rest):
        return [_way(rest, known[:1] if len(rest) > 1 else [], [], initials)]
    if len(known) == 1 and len(rest) > 1:
        return [_way(rest, known, [], initials)]
    if len(rest) > 1:
        return [_way(rest, rest[:1], [], initials), _way(rest, rest[1:2], [], initials)]
    return [_way(rest, given, [], initials) for given in (rest, []) if known or not given]


def _patronymic_place(words: list[_Word], names: GivenNames) -> int | None:
    """Where the patronymic stands: a word with a father's ending, not alone."""
    found = [i for i, w in enumerate(words) if any(names.fathers(one) for one in w.words)]
    if not found or len(words) == 1:
        return None
    after_given = [i for i in found if i > 0 and _is_given(words[i - 1], names)]
    return (after_given or found)[-1]


def _way(
    rest: list[_Word], given: list[_Word], patronymic: list[_Word], initials: list[_Word]
) -> _Way:
    """The other words are the family name; initials stand for what is not written out, in order."""
    family = _without(rest, given + patronymic)
    left = list(initials)
    if not given:
        given, left = left[:1], left[1:]
    if not patronymic:
        patronymic = left[:1]
    return {Part.FAMILY: family, Part.GIVEN: given, Part.PATRONYMIC: patronymic}


def _without(words: list[_Word], chosen: list[_Word]) -> list[_Word]:
    """The words that are not chosen; a word that stands twice is chosen once."""
    return [word for word in words if not any(word is one for one in chosen)]
