"""An exported journal: what is sound, and that every edit is found."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from antigone.formats.journal import (
    GENESIS,
    JournalEntry,
    fingerprint_of_key,
    hash_of_content,
    hash_of_entry,
    write_journal,
)
from antigone.formats.journal_verify import verify_continuation, verify_journal
from antigone.provenance import canonical_json

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
FINGERPRINT = fingerprint_of_key(KEY.public_key().public_bytes_raw())
NOW = "2026-11-24T10:42:00.000000+00:00"


def chain(count: int, *, subject: str = "V1, M1") -> list[JournalEntry]:
    entries: list[JournalEntry] = []
    for sequence in range(1, count + 1):
        content = {
            "at": f"2026-11-24T10:{sequence:02}:00.000000+00:00",
            "actor": "mara",
            "incident": "marel-valley" if sequence % 2 else "sorrel-quay",
            "act": "identification.proposed",
            "subject": subject,
            "salt": f"{sequence:032x}",
        }
        details = {"posterior": 0.99971, "run": sequence}
        previous = entries[-1].entry_hash if entries else GENESIS
        content_hash = hash_of_content(details=details, **content)
        entry_hash = hash_of_entry(sequence, previous, content_hash)
        entries.append(
            JournalEntry(
                sequence=sequence,
                details=details,
                previous_hash=previous,
                entry_hash=entry_hash,
                **content,
            )
        )
    return entries


def exported(count: int = 6, *, incident: str | None = None, key: Ed25519PrivateKey = KEY) -> bytes:
    return write_journal(chain(count), incident=incident, exported_at=NOW, key=key)


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


@pytest.mark.parametrize("incident", [None, "marel-valley", "unknown"])
@pytest.mark.parametrize("count", [0, 1, 6])
def test_an_untouched_journal_is_sound(count: int, incident: str | None) -> None:
    verdict = verify_journal(exported(count, incident=incident), key=FINGERPRINT)
    assert verdict.sound
    assert verdict.entries == count
    assert verdict.head["count"] == count


def test_the_hash_is_sha256_of_canonical_json() -> None:
    """Another program can verify a journal from this description alone."""
    entry = chain(1)[0]
    content = (
        '{"act":"identification.proposed","actor":"mara","at":"2026-11-24T10:01:00.000000+00:00",'
        '"details":{"posterior":0.99971,"run":1},"incident":"marel-valley",'
        f'"salt":"{1:032x}","subject":"V1, M1"}}'
    )
    committed = hashlib.sha256(content.encode()).hexdigest()
    text = f'{{"content_hash":"{committed}","previous_hash":"{"0" * 64}","sequence":1}}'
    assert entry.entry_hash == hashlib.sha256(text.encode()).hexdigest()


def test_sealed_entries_show_nothing_but_hashes() -> None:
    data = exported(6, incident="marel-valley")
    verdict = verify_journal(data, key=FINGERPRINT)
    assert verdict.sound
    assert verdict.sealed == 3
    assert b"sorrel-quay" not in data
    sealed = json.loads(lines_of(data)[1])
    assert sorted(sealed) == ["content_hash", "entry_hash", "previous_hash", "sequence"]


def test_without_a_key_the_verdict_says_that_the_file_vouches_for_itself() -> None:
    forged = exported(4, key=OTHER_KEY)
    assert verify_journal(forged).sound
    assert verify_journal(forged).key_from_file
    verdict = verify_journal(forged, key=FINGERPRINT)
    assert "another key" in str(verdict.faults[0])
    assert not verdict.key_from_file


def test_a_fingerprint_may_be_written_in_groups() -> None:
    grouped = " ".join(FINGERPRINT[i : i + 4] for i in range(0, 64, 4)).upper()
    assert verify_journal(exported(), key=grouped).sound


def _swap(lines: list[bytes], i: int, j: int) -> list[bytes]:
    lines[i], lines[j] = lines[j], lines[i]
    return lines


def _changed(lines: list[bytes], i: int, **values: object) -> list[bytes]:
    lines[i] = canonical_json(json.loads(lines[i]) | values) + b"\n"
    return lines


def _rehashed(lines: list[bytes]) -> list[bytes]:
    """A new subject in entry 2, and the whole chain computed anew; only the key is missing."""
    head = json.loads(lines[-1])
    forged = write_journal(
        chain(6, subject="V1, M2"), incident=None, exported_at=NOW, key=OTHER_KEY
    )
    new = lines_of(forged)
    head["head"] = json.loads(new[-1])["head"] | {
        "public_key": head["head"]["public_key"],
        "public_key_fingerprint": head["head"]["public_key_fingerprint"],
    }
    return [*new[:-1], canonical_json(head) + b"\n"]


EDITS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], int, str]] = {
    "changed": (lambda x: _changed(x, 2, actor="ilse"), 3, "entry 3 was changed"),
    "changed details": (lambda x: _changed(x, 2, details={}), 3, "entry 3 was changed"),
    "removed": (lambda x: [*x[:2], *x[3:]], 3, "entry 3 should stand here"),
    "two removed": (lambda x: [*x[:1], *x[3:]], 2, "entries 2 to 3 should stand here"),
    "first removed": (lambda x: x[1:], 1, "entry 1 should stand here"),
    "inserted twice": (lambda x: [*x[:3], x[1], *x[3:]], 4, "entry 2 occurs twice"),
    "reordered": (lambda x: _swap(x, 1, 2), 2, "entry 2 should stand here"),
    "tail cut": (lambda x: x[:-2], 5, "not a signed head"),
    "last entry removed": (lambda x: [*x[:-2], x[-1]], 6, "the head counts 6"),
    "added after the head": (lambda x: [*x, x[1]], 7, "a signed head stands before the end"),
    "not JSON": (lambda x: [x[0], b"{oops\n", *x[2:]], 2, "not JSON"),
    "deep nesting": (lambda x: [x[0], b"[" * 99_999 + b"\n", *x[2:]], 2, "not JSON"),
    "NaN": (lambda x: [x[0], b'{"a":NaN}\n', *x[2:]], 2, "not JSON"),
    "no object": (lambda x: [x[0], b"[1]\n", *x[2:]], 2, "no JSON object"),
    "no entry": (lambda x: [x[0], b'{"a":1}\n', *x[2:]], 2, "malformed"),
    "wrong kind": (lambda x: _changed(x, 1, sequence="2"), 2, "malformed"),
    "spaces": (lambda x: [x[0].replace(b":", b": ", 1), *x[1:]], 1, "not written as"),
    "empty": (lambda x: [], 1, "the file is empty"),
    "cut within a line": (lambda x: [*x[:-1], x[-1][:40]], 7, "no end"),
    "head changed": (lambda x: [*x[:-1], x[-1].replace(NOW[:4].encode(), b"2025")], 7, "signature"),
    "chain computed anew": (_rehashed, 7, "the signature is not valid"),
}


@pytest.mark.parametrize("name", EDITS)
def test_the_verdict_names_line_and_fault(name: str) -> None:
    edit, line, words = EDITS[name]
    verdict = verify_journal(b"".join(edit(lines_of(exported()))), key=FINGERPRINT)
    assert any(f.line == line and words in f.message for f in verdict.faults), verdict.faults


def test_opening_and_sealing_anew_is_found() -> None:
    """Replacing an open entry by its own sealed form keeps the chain, but not what was signed."""
    opened, sealed = lines_of(exported()), lines_of(exported(incident="marel-valley"))
    forged = b"".join([opened[0], sealed[1], *opened[2:]])
    assert "not those that were signed" in str(verify_journal(forged, key=FINGERPRINT).faults[0])


def test_a_rewritten_journal_does_not_continue_the_earlier_export() -> None:
    """What a signature cannot find: the chain was made anew by somebody who holds the key."""
    earlier = verify_journal(exported(4), key=FINGERPRINT)
    assert verify_continuation(earlier, verify_journal(exported(6), key=FINGERPRINT)) == ()
    rewritten = write_journal(chain(6, subject="V9"), incident=None, exported_at=NOW, key=KEY)
    later = verify_journal(rewritten, key=FINGERPRINT)
    assert later.sound
    assert len(verify_continuation(earlier, later)) == 4
    shorter = verify_journal(exported(3), key=FINGERPRINT)
    assert "entry 4 of the earlier export is missing" in str(
        verify_continuation(earlier, shorter)[0]
    )


WHOLE = {None: exported(8), "marel-valley": exported(8, incident="marel-valley")}
incidents = st.sampled_from(sorted(WHOLE, key=str))


@given(incidents, st.data())
def test_any_byte_changed_inserted_or_removed_is_found(
    incident: str | None, data: st.DataObject
) -> None:
    whole = WHOLE[incident]
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    kind = data.draw(st.sampled_from(["change", "insert", "remove"]))
    if kind == "change" and whole[place] == byte:
        byte ^= 1
    middle = b"" if kind == "remove" else bytes([byte])
    rest = whole[place + (kind != "insert") :]
    assert not verify_journal(whole[:place] + middle + rest, key=FINGERPRINT).sound


@given(incidents, st.integers(0, 10**9))
def test_any_cut_is_found(incident: str | None, at: int) -> None:
    whole = WHOLE[incident]
    assert not verify_journal(whole[: at % len(whole)], key=FINGERPRINT).sound


@given(incidents, st.permutations(range(9)))
def test_any_other_order_is_found(incident: str | None, order: list[int]) -> None:
    lines = lines_of(WHOLE[incident])
    verdict = verify_journal(b"".join(lines[i] for i in order), key=FINGERPRINT)
    assert verdict.sound == (order == sorted(order))


@given(incidents, st.lists(st.integers(0, 8), max_size=12))
def test_any_other_choice_of_lines_is_found(incident: str | None, chosen: list[int]) -> None:
    lines = lines_of(WHOLE[incident])
    verdict = verify_journal(b"".join(lines[i] for i in chosen), key=FINGERPRINT)
    assert verdict.sound == (chosen == list(range(9)))


@given(st.integers(0, 7), st.text(max_size=20))
def test_any_entry_rewritten_and_hashed_anew_is_found(index: int, subject: str) -> None:
    """All hashes that follow are computed anew, and the head too; only the key is missing."""
    entries = chain(8)
    if entries[index].subject == subject:
        return
    forged: list[JournalEntry] = []
    for i, old in enumerate(entries):
        content = {
            n: getattr(old, n) for n in ("at", "actor", "incident", "act", "details", "salt")
        }
        content["subject"] = subject if i == index else old.subject
        previous = forged[-1].entry_hash if forged else GENESIS
        new_hash = hash_of_entry(i + 1, previous, hash_of_content(**content))
        forged.append(
            JournalEntry(sequence=i + 1, previous_hash=previous, entry_hash=new_hash, **content)
        )
    data = write_journal(forged, incident=None, exported_at=NOW, key=OTHER_KEY)
    assert not verify_journal(data, key=FINGERPRINT).sound
    head = json.loads(lines_of(data)[-1])
    signed = json.loads(lines_of(WHOLE[None])[-1])
    head["head"] |= {k: signed["head"][k] for k in ("public_key", "public_key_fingerprint")}
    stolen = b"".join([*lines_of(data)[:-1], canonical_json(head), b"\n"])
    assert not verify_journal(stolen, key=FINGERPRINT).sound


@given(st.binary(max_size=300))
def test_noise_is_never_sound_and_never_breaks(noise: bytes) -> None:
    assert not verify_journal(noise).sound


def _one_edit(draw: random.Random, whole: bytes) -> tuple[str, bytes]:
    """One edit of those a forger could make, drawn at random: its name and what comes out."""
    lines = lines_of(whole)
    i, j = draw.sample(range(len(lines)), 2)
    place, byte = draw.randrange(len(whole)), draw.randrange(256)
    rest = whole[place + 1 :]
    entry = json.loads(lines[draw.randrange(len(lines) - 1)])
    field = draw.choice(sorted(entry))
    value = {"forged": draw.random()} if field == "details" else f"{draw.getrandbits(128):032x}"
    edits: dict[str, Callable[[], bytes]] = {
        "byte changed": lambda: whole[:place] + bytes([byte]) + rest,
        "bit changed": lambda: whole[:place] + bytes([whole[place] ^ 1 << byte % 8]) + rest,
        "byte removed": lambda: whole[:place] + rest,
        "byte inserted": lambda: whole[:place] + bytes([byte]) + whole[place:],
        "cut": lambda: whole[:place],
        "line removed": lambda: b"".join(lines[:i] + lines[i + 1 :]),
        "line doubled": lambda: b"".join(lines[: i + 1] + lines[i:]),
        "line moved": lambda: b"".join(_moved(lines, i, j)),
        "lines swapped": lambda: b"".join(_swap([*lines], i, j)),
        "lines removed": lambda: b"".join(lines[: min(i, j)] + lines[max(i, j) :]),
        "field changed": lambda: whole.replace(
            canonical_json(entry), canonical_json(entry | {field: value})
        ),
        "entry added": lambda: b"".join(
            [*lines[:i], canonical_json(entry | {field: value}) + b"\n", *lines[i:]]
        ),
    }
    name = draw.choice(sorted(edits))
    return name, edits[name]()


def _moved(lines: list[bytes], i: int, j: int) -> list[bytes]:
    rest = [*lines[:i], *lines[i + 1 :]]
    return [*rest[:j], lines[i], *rest[j:]]


@pytest.mark.parametrize("incident", [None, "marel-valley"])
def test_a_thousand_random_edits_are_all_found(incident: str | None) -> None:
    """Bytes and lines changed, removed, doubled, moved, forged: each of a thousand, in both exports."""
    whole, draw = exported(40, incident=incident), random.Random(20261124)
    found: Counter[str] = Counter()
    while found.total() < 1_000:
        name, forged = _one_edit(draw, whole)
        if forged == whole:
            continue
        assert not verify_journal(forged, key=FINGERPRINT).sound, (name, found.total())
        found[name] += 1
    assert len(found) == 12
    assert min(found.values()) >= 50
