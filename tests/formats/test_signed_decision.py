"""A signed decision: what is sound, and that every change is found."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from antigone.commands.decision import decision
from antigone.formats.seal_qr import NotASeal, Seal, read_seal, seal_holds, write_seal
from antigone.formats.signatures import (
    Detached,
    key_id_of,
    public_key_of,
    sign_detached,
    verify_detached,
)
from antigone.formats.signed_decision import (
    NotASignedDecision,
    Signed,
    SignedDecision,
    read_signed_decision,
    seal_text,
    sha256_of,
    write_signed_decision,
)
from antigone.formats.signed_decision_verify import verify
from antigone.formats.signing_keys import read_keys
from antigone.provenance import JsonValue, canonical_json
from tests.formats import signing as make

BUNDLE = make.bundle()
KEYS = read_keys(make.keys_file(), make.PIN)


def wrong(data: bytes | SignedDecision, **more: object) -> list[str]:
    """What does not hold, in words."""
    written = data if isinstance(data, bytes) else write_signed_decision(data)
    checks = verify(written, **({"keys": KEYS} | more))  # type: ignore[arg-type]
    return [check.words for check in checks if not check.holds]


def test_an_untouched_decision_is_sound() -> None:
    assert wrong(BUNDLE) == []
    assert wrong(BUNDLE, keys=None) == []
    journal = make.journal(make.decided().sha256)
    assert wrong(BUNDLE, journal=journal, pin=make.PIN) == []
    words = [check.words for check in verify(BUNDLE, KEYS, journal)]
    assert any("Oyelin Årud (oyelin) signed with key" in line for line in words)
    assert "entry 5 of the journal records this decision" in words


def test_it_is_read_as_it_was_written() -> None:
    assert read_signed_decision(BUNDLE) == make.decided()


def test_si_06_the_seal_is_an_ed25519_signature_of_the_documents_sha256() -> None:
    """Another program can check it from this description alone."""
    value = json.loads(BUNDLE)
    digest = hashlib.sha256(value["document"].encode()).hexdigest()
    text = f'{{"document_sha256":"{digest}","format":"antigone seal 1"}}'
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(value["seal"]["public_key"]))
    public.verify(bytes.fromhex(value["seal"]["signature"]), text.encode())
    for one in value["statements"]:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(one["signed"]["public_key"]))
        key.verify(bytes.fromhex(one["signed"]["signature"]), one["statement"].encode())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_si_06_openssl_checks_it_as_the_page_says(tmp_path: Path) -> None:
    """`docs/signatures.md`, "Checking it without Antigone": no line of this program takes part."""
    value = json.loads(BUNDLE)
    digest = hashlib.sha256(value["document"].encode()).hexdigest()
    seal = f'{{"document_sha256":"{digest}","format":"antigone seal 1"}}'
    signed = [(seal, value["seal"])]
    signed += [(one["statement"], one["signed"]) for one in value["statements"]]
    for text, signature in signed:
        assert _openssl_verifies(tmp_path, text, signature) == 0
        assert _openssl_verifies(tmp_path, text + " ", signature) != 0


def _openssl_verifies(folder: Path, text: str, signed: dict[str, str]) -> int:
    # An Ed25519 public key in DER is these twelve bytes and the key (RFC 8410).
    der = bytes.fromhex("302a300506032b6570032100" + signed["public_key"])
    for name, data in (
        ("key", der),
        ("text", text.encode()),
        ("sig", bytes.fromhex(signed["signature"])),
    ):
        (folder / name).write_bytes(data)
    command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
    return subprocess.run(command.split(), cwd=folder, capture_output=True).returncode


def test_every_single_changed_bit_is_found() -> None:
    for place in range(len(BUNDLE)):
        for bit in range(8):
            forged = bytearray(BUNDLE)
            forged[place] ^= 1 << bit
            assert wrong(bytes(forged), keys=None), (place, bit)


def test_every_byte_changed_to_any_other_is_found() -> None:
    """Each byte of the file, to six other values; over the file every value many times."""
    draw = random.Random(20261124)
    for place, byte in enumerate(BUNDLE):
        for other in draw.sample([value for value in range(256) if value != byte], 6):
            forged = bytearray(BUNDLE)
            forged[place] = other
            assert wrong(bytes(forged)), (place, other)


def test_every_cut_and_every_appended_byte_is_found() -> None:
    for length in range(len(BUNDLE)):
        assert wrong(BUNDLE[:length]), length
    for byte in range(256):
        assert wrong(BUNDLE + bytes([byte])), byte
    assert wrong(BUNDLE + BUNDLE)
    assert wrong(BUNDLE + b"\n")


def test_every_doubled_and_every_removed_byte_is_found() -> None:
    for place in range(len(BUNDLE)):
        doubled = BUNDLE[: place + 1] + BUNDLE[place:]
        removed = BUNDLE[:place] + BUNDLE[place + 1 :]
        assert wrong(doubled), place
        assert wrong(removed), place


@given(st.binary(max_size=400))
def test_noise_is_never_sound_and_never_breaks(noise: bytes) -> None:
    assert wrong(noise)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"[" * 99_999, "not JSON"),
        (b"[]", "no JSON object"),
        (b'{"a":NaN}', "not JSON"),
        (BUNDLE.replace(b'":', b'": ', 1), "not written as"),
        (BUNDLE.replace(b"{", b'{"format":"antigone signed decision 1",', 1), "not written as"),
        (BUNDLE.replace(b"Oyelin", rb"\\u004fyelin"), "not written as"),
        (make.decided().document.encode(), "decision document alone"),
        (canonical_json({"format": "antigone signed decision 2"}), "the format is not"),
        (canonical_json(json.loads(BUNDLE) | {"note": ""}), "'note', which does not belong"),
        (b"x" * (4 * 1024 * 1024 + 1), "more than"),
    ],
)
def test_the_reader_is_strict(data: bytes, words: str) -> None:
    assert any(words in line for line in wrong(data)), wrong(data)


@pytest.mark.parametrize("name", ["document", "seal", "statements"])
def test_nothing_is_missing(name: str) -> None:
    value = json.loads(BUNDLE)
    del value[name]
    assert wrong(canonical_json(value)) == [f"the file lacks {name!r}"]


def _with_statement(**changed: JsonValue) -> SignedDecision:
    """A decision whose first signer signed something else, validly."""
    said = make.statement(make.OYELIN, 1, **changed)
    other = make.signed_statement(make.OYELIN, said)
    whole = make.decided()
    rows = json.loads(whole.document)["signatures"]
    rows[0] |= {
        "statement_sha256": sha256_of(other.text),
        "statement_signature": other.signed.detached.signature,
    }
    return make.decided(statements=(other, whole.statements[1]), rows=rows)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("missing_person", "M2"),
        ("remains", "V2"),
        ("proposal", 2),
        ("incident", "sorrel-quay"),
        ("evidence_sha256", "0" * 64),
        ("position", 2),
        ("agency", "Ministry"),
        ("role", "auditor"),
        ("full_name", "Somebody Else"),
        ("signed_at", make.at(20)),
        ("says", "exclusion"),
        ("key_id", "0" * 32),
    ],
)
def test_si_06_a_statement_about_something_else_does_not_serve(name: str, value: JsonValue) -> None:
    """Valid signatures all, by the right keys, sealed: but not of this decision."""
    assert any(
        "is what the document says" in line for line in wrong(_with_statement(**{name: value}))
    )


def test_si_06_one_signature_is_none_and_one_person_is_not_two() -> None:
    whole = make.decided()
    rows = json.loads(whole.document)["signatures"]
    alone = make.decided(statements=whole.statements[:1], rows=rows[:1])
    assert any("1 statements are there" in line for line in wrong(alone))
    missing = make.decided(statements=whole.statements[:1])
    assert any("for the 2 signatures" in line for line in wrong(missing))
    twice = make.decided(statements=(whole.statements[0],) * 2, rows=[rows[0]] * 2)
    assert any("of another person" in line for line in wrong(twice))
    swapped = make.decided(statements=whole.statements[::-1])
    assert any("is what the document says" in line for line in wrong(swapped))


def test_si_06_another_installation_cannot_seal_it() -> None:
    forged = make.decided(key=make.FORGER)
    assert wrong(forged, keys=None) == []  # it vouches for itself, and the command says so
    assert wrong(forged) == ["this key is the installation's in the file of keys"]
    assert wrong(forged, keys=None, pin=make.PIN) == ["this key is the one whose id you gave"]


def test_other_evidence_is_found() -> None:
    forged = make.decided(evidence={"log10_lr": 9.5, "posterior": 0.9998})
    assert any(line.startswith("the evidence in the document") for line in wrong(forged))


def test_a_document_that_names_another_key_is_found() -> None:
    forged = make.decided(installation_public_key=make.OYELIN.public_key)
    assert wrong(forged) == ["the document names this key as the installation's"]


def test_a_key_that_is_not_the_signers_is_found() -> None:
    said = make.statement(make.OYELIN, 1, key_id=key_id_of(public_key_of(make.FORGER)))
    other = make.signed_statement(make.OYELIN, said, make.FORGER)
    whole = make.decided()
    rows = [make.row(make.OYELIN, other, said), json.loads(whole.document)["signatures"][1]]
    forged = make.decided(statements=(other, whole.statements[1]), rows=list(rows))
    assert wrong(forged, keys=None) == []
    assert wrong(forged) == ["the key of Oyelin Årud (oyelin) is not in the file of keys"]


@pytest.mark.parametrize(
    ("life", "sound"),
    [
        ({}, True),
        ({"made_at": make.at(20)}, False),
        ({"retired_at": make.at(30), "retired_because": "reset"}, True),
        ({"retired_at": make.at(5), "retired_because": "reset"}, False),
        ({"waits": True}, False),
        ({"waits": True, "compared_at": make.at(5), "compared_by": "mara"}, True),
        ({"waits": True, "compared_at": make.at(20), "compared_by": "mara"}, False),
        ({"username": "mara"}, False),
        ({"made_at": "yesterday"}, False),
    ],
)
def test_a_key_signs_only_while_it_is_in_force(life: dict[str, object], sound: bool) -> None:
    file = make.keys_file(make.persons_key(make.OYELIN, **life), make.persons_key(make.ILSE))
    assert (wrong(BUNDLE, keys=read_keys(file)) == []) is sound


def test_the_journal_bears_the_decision_out() -> None:
    sha256 = make.decided().sha256
    other = make.journal("0" * 64)
    assert wrong(BUNDLE, journal=other) == ["no entry of the journal records this decision"]
    sealed = make.journal("0" * 64, incident="sorrel-quay")
    assert wrong(BUNDLE, journal=sealed) == []  # sealed entries do not say what they record
    cut = make.journal(sha256).splitlines(keepends=True)
    assert any("is sound" in line for line in wrong(BUNDLE, journal=b"".join(cut[:2])))
    elsewhere = make.decided(journal_head={"entry_hash": "1" * 64, "sequence": 4})
    assert any("journal head in the document" in x for x in wrong(elsewhere, journal=make.journal(elsewhere.sha256)))  # fmt: skip


def test_the_journal_tells_of_a_decision_that_no_longer_stands() -> None:
    reopened = make.journal(make.decided().sha256, reopened=7)
    assert wrong(BUNDLE, journal=reopened) == [
        "entry 6 of the journal reopens it: it no longer stands"
    ]
    assert wrong(BUNDLE) == []  # the file alone cannot tell: docs/signatures.md says so


def test_a_file_of_keys_is_pinned_and_strict() -> None:
    data = make.keys_file()
    grouped = " ".join(re.findall("....", make.PIN)).upper()
    assert read_keys(data, grouped).is_pinned
    assert not read_keys(data).is_pinned
    with pytest.raises(NotASignedDecision, match="of another installation"):
        read_keys(make.keys_file(key=make.FORGER), make.PIN)
    with pytest.raises(NotASignedDecision, match="has 32 digits"):
        read_keys(data, make.PIN[:8])
    with pytest.raises(NotASignedDecision, match="stands twice"):
        read_keys(make.keys_file(*[make.persons_key(make.ILSE)] * 2))
    with pytest.raises(NotASignedDecision, match="not that of the key"):
        read_keys(make.keys_file(make.persons_key(make.ILSE, key_id="0" * 32)))


def test_every_changed_byte_of_a_file_of_keys_is_found() -> None:
    data, draw = make.keys_file(), random.Random(1124)
    for place, byte in enumerate(data):
        others = [byte ^ (1 << bit) for bit in range(8)]
        for other in {*others, draw.randrange(256)} - {byte}:
            forged = bytearray(data)
            forged[place] = other
            with pytest.raises(NotASignedDecision):
                read_keys(bytes(forged), make.PIN)


def test_a_code_holds_fingerprint_seal_and_key_id_only() -> None:
    text, whole = make.qr(), make.decided()
    assert re.fullmatch("ANTIGONE1:[A-Z2-7]{180}", text)
    seal = read_seal(text)
    assert seal == Seal(whole.sha256, whole.seal.detached)
    assert seal_holds(seal, KEYS.installation)
    assert not seal_holds(seal, make.OYELIN.public_key)
    typed = "\n".join(re.findall(".{1,24}", text.lower()))
    assert read_seal(typed) == seal


def test_every_changed_sign_of_a_code_is_found() -> None:
    text = make.qr()
    for place, sign in enumerate(text):
        for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=:- ":
            if other == sign:
                continue
            forged = text[:place] + other + text[place + 1 :]
            try:
                seal = read_seal(forged)
            except NotASeal:
                continue
            assert not seal_holds(seal, KEYS.installation), (place, other)
    for length in range(len(text)):
        with pytest.raises(NotASeal):
            read_seal(text[:length])
    with pytest.raises(NotASeal):
        read_seal(text + "A")


def test_a_code_is_made_of_whole_parts_only() -> None:
    with pytest.raises(ValueError, match="64 digits"):
        write_seal(Seal("ab", Detached("0" * 32, "0" * 128)))


def test_a_signature_has_one_form() -> None:
    detached = sign_detached(b"data", make.INSTALLATION)
    public = public_key_of(make.INSTALLATION)
    assert verify_detached(b"data", detached.signature, public)
    assert not verify_detached(b"data", detached.signature.upper(), public)
    assert not verify_detached(b"data", detached.signature + "00", public)
    assert not verify_detached(b"data", detached.signature, public.upper())
    assert not verify_detached(b"data", "0" * 128, "0" * 64)
    with pytest.raises(ValueError, match="64 digits"):
        key_id_of("ab")


def test_a_seal_under_another_key_id_is_found() -> None:
    whole = make.decided()
    forged = SignedDecision(
        whole.document,
        Signed(Detached("0" * 32, whole.seal.detached.signature), whole.seal.public_key),
        whole.statements,
    )
    assert any("signed the document" in line for line in wrong(forged))
    assert seal_text("ab") == b'{"document_sha256":"ab","format":"antigone seal 1"}'


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what a court would be handed."""
    for name, data in (
        ("decision.json", BUNDLE),
        ("forged.json", BUNDLE.replace(b"V1", b"V2")),
        ("keys.json", make.keys_file()),
        ("journal.jsonl", make.journal(make.decided().sha256)),
        ("old.json", canonical_json({"format": "antigone decision 1"})),
    ):
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*words: str) -> tuple[int, str]:
    """`antigone decision …`: exit status and what is said."""
    answer = CliRunner().invoke(decision, words)
    return answer.exit_code, answer.output


def test_it_is_checked_on_a_machine_that_knows_nothing(files: Path) -> None:
    """No settings, no data folder, no database; and nothing is written."""
    before = sorted(files.iterdir())
    words = ["verify", "decision.json", "--keys", "keys.json", "--installation-key-id", make.PIN]
    words += ["--journal", "journal.jsonl"]
    code = (
        "import sys; sys.modules['django'] = None\n"
        f"sys.argv = {['antigone', 'decision', *words]!r}\n"
        "from antigone.cli import main; main()"
    )
    command = [sys.executable, "-c", code]
    env = {"PATH": "", "HOME": str(files)}
    sound = subprocess.run(command, cwd=files, env=env, capture_output=True, text=True)
    assert sound.returncode == 0, sound.stderr
    assert "decision.json: sound" in sound.stdout
    assert "DOES NOT HOLD" not in sound.stdout
    assert "anew" not in sound.stdout
    assert sorted(files.iterdir()) == before


def test_what_does_not_hold_is_said(files: Path) -> None:
    status, said = ask("verify", "forged.json")
    assert (status, "DOES NOT HOLD" in said, "not sound" in said) == (1, True, True)
    status, said = ask("verify", "decision.json")
    assert (status, "can sign it anew" in said) == (0, True)
    assert "taken from the decision itself" in said
    status, said = ask("verify", "old.json")
    assert (status, "without the signatures" in said) == (1, True)
    status, said = ask("verify", "decision.json", "--installation-key-id", "abc")
    assert (status, "32 digits" in said) == (1, True)
    assert ask("verify", "absent.json")[0] == 1
    other = key_id_of(public_key_of(make.FORGER))
    assert ask("verify", "decision.json", "--installation-key-id", other)[0] == 1
    both = ("--keys", "keys.json", "--installation-key-id", other)
    assert "of another installation" in ask("verify", "decision.json", *both)[1]


def test_a_code_is_checked_the_same_way(files: Path) -> None:
    code = make.qr()
    status, said = ask("verify-qr", code, "--keys", "keys.json", "--file", "decision.json")
    assert (status, make.decided().sha256 in said) == (0, True)
    pinned = ("--installation-key-id", make.PIN)
    assert ask("verify-qr", code, "--file", "decision.json", *pinned)[0] == 0
    other = key_id_of(public_key_of(make.FORGER))
    status, said = ask("verify-qr", code, "--file", "decision.json", "--installation-key-id", other)
    assert (status, "not the one that you gave" in said) == (1, True)
    assert "holds no public key" in ask("verify-qr", code)[1]
    forged = code[:40] + ("A" if code[40] != "A" else "B") + code[41:]
    assert ask("verify-qr", forged, "--keys", "keys.json")[0] == 1
    status, said = ask("verify-qr", code, "--keys", "keys.json", "--file", "forged.json")
    assert (status, "is not of" in said) == (1, True)
