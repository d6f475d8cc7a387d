"""Words about a family, sealed with its key; and reading them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from antigone.provenance import JsonValue
from antigone.web.notices.models import Notice
from antigone.web.records.models import Family
from antigone.web.sealing.keys import KeyDestroyed, seal_json, unseal_json
from antigone.web.sealing.models import Key

Words = Mapping[str, str]


def about(kind: str) -> str:
    """What sealed words of a kind are bound to, besides the family's key."""
    return f"notice {kind}"


def sealed_words(family: Family, content: Mapping[str, JsonValue], kind: str) -> bytes:
    """Words of a kind, sealed; what is empty is left out.

    Raises:
        KeyDestroyed: the family has withdrawn.
    """
    return sealed_json(family, {n: v for n, v in content.items() if v not in ("", None)}, kind)


def sealed_json(family: Family, content: JsonValue, kind: str) -> bytes:
    """A JSON value of a kind, sealed as it is; raises likewise."""
    return seal_json(_key(family), content, about(kind))


def words_in(family: Family, sealed: bytes | memoryview | None, kind: str) -> Words:
    """What was sealed; empty where nothing was, or where the family has withdrawn."""
    return cast(Words, json_in(family, sealed, kind) or {})


def json_in(family: Family, sealed: bytes | memoryview | None, kind: str) -> JsonValue:
    """Any JSON value that was sealed; None where the family has withdrawn."""
    if not sealed:
        return None
    try:
        return unseal_json(family.key, sealed, about(kind))
    except KeyDestroyed:
        return None


def family_of(notice: Notice) -> Family:
    """The family that is told."""
    return notice.missing_person.family


def _key(family: Family) -> Key:
    """As it is now: it may have been destroyed since the family was read."""
    return Key.objects.get(pk=family.key_id)
