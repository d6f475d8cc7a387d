"""Keys under which a word of a name is stored, so that it is found again among very many.

Words that agree by equality, sound, soundex, consonants or the table of given names always share a key.
Those that are alike in their letters only (Jaro-Winkler) share one unless they differ by more than one
letter at the beginning: `benchmarks/names.py` measures how many are lost by it. What is found is a
candidate, which `name_keys.agreement` judges.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from antigone.evidence.arabic_names import LEAST_CONSONANTS, Consonants
from antigone.evidence.given_names import Known
from antigone.evidence.name_keys import WordKeys
from antigone.evidence.transliteration import Script

BEGINNING = 5
"""So many sounds of a word are looked up, also with any one of them left out; later ones may differ."""


def stored_keys(own: WordKeys) -> frozenset[str]:
    """The keys under which a word is stored.

    >>> from antigone.evidence.name_keys import word_keys
    >>> from antigone.evidence.name_tables import Part
    >>> from antigone.evidence.tables import load_tables
    >>> names = load_tables().given_names
    >>> stored = stored_keys(word_keys("щербаков", Part.FAMILY, names))
    >>> asked = [word_keys(word, Part.FAMILY, names) for word in ("chtcherbakov", "shcerbakova", "petrov")]
    >>> [bool(asked_keys(one) & stored) for one in asked]
    [True, True, False]
    """
    return _keys(own, own.consonant_letters if own.script is Script.ARABIC else ())


def asked_keys(own: WordKeys) -> frozenset[str]:
    """The keys under which words that may agree with a word are stored."""
    return _keys(own, own.consonant_letters)


def exact_keys(own: WordKeys) -> frozenset[str]:
    """The keys that two words share whenever they agree in more than their letters."""
    heard = {sound for sound in own.sounds if sound}
    found = {f"s{sound}" for sound in heard} | {f"d{code}" for code in own.soundex}
    found |= {f"n{number}" for number in own.known.any}
    letters = {one.letters for one in own.consonants if len(one.letters) >= LEAST_CONSONANTS}
    found |= {f"c{one}" for one in letters}
    # A word in another script sounds like nothing: it is found as it is written.
    return frozenset(found) if heard else frozenset(found | {f"w{own.word}"})


def _keys(own: WordKeys, alike_consonants: Iterable[str]) -> frozenset[str]:
    found = set(exact_keys(own))
    heard = {sound for sound in own.sounds if sound}
    if own.script is not Script.ARABIC:
        found |= {f"x{beginning}" for sound in heard for beginning in _beginnings(sound)}
    found |= {f"y{beginning}" for one in alike_consonants for beginning in _beginnings(one)}
    return frozenset(found)


def _beginnings(sound: str) -> set[str]:
    """The beginning as it is, and with each of its letters left out (P)."""
    begin = sound[:BEGINNING]
    return {begin} | {begin[:at] + begin[at + 1 :] for at in range(len(begin))}


def packed(own: WordKeys) -> str:
    """What of a word is compared, as a text that can be stored beside it."""
    readings = [[one.letters, list(one.vowels), int(one.written)] for one in own.consonants]
    known = [sorted(own.known.full), sorted(own.known.familiar)]
    content: list[object] = [
        own.word,
        known,
        sorted(own.sounds),
        sorted(own.soundex),
        readings,
        own.script.value,
    ]
    content += [sorted(own.initials), int(own.initial)]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> WordKeys:
    """The keys that `packed` wrote."""
    word, (full, familiar), sounds, soundex, readings, script, initials, initial = json.loads(text)
    return WordKeys(
        word,
        Known(frozenset(full), frozenset(familiar)),
        frozenset(sounds),
        frozenset(soundex),
        tuple(Consonants(letters, tuple(vowels), bool(w)) for letters, vowels, w in readings),
        Script(script),
        frozenset(initials),
        bool(initial),
    )
