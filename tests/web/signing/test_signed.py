"""From a signed proposal to a file that anybody can check: statements, seal, keys, code, journal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from antigone.cli import app
from antigone.formats.seal_qr import read_seal, seal_holds
from antigone.formats.signatures import key_id_of, public_key_of, verify_detached
from antigone.formats.signed_decision import decision_of, read_signed_decision
from antigone.formats.signed_decision_verify import verify
from antigone.formats.signing_keys import Keys, read_keys
from antigone.web.accounts.operator import Operator
from antigone.web.accounts.services import reset_password
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification, Proposal, Signature
from antigone.web.board.refusal import RuleRefused
from antigone.web.board.signed import bundle_of, is_sealed, qr_of
from antigone.web.board.statements import opened_key, sign_statement
from antigone.web.journal.export import export_journal
from antigone.web.journal.keys import installation_key
from antigone.web.journal.models import Entry
from antigone.web.signing.acts import give_up_key
from antigone.web.signing.models import SigningKey
from antigone.web.signing.public_keys import keys_file
from tests.web.board.conftest import (
    attest,
    data,
    done,
    identified,
    imported,
    pair,
    pair_of,
    proposal,
    sign_as,
    signed_once,
    work,
)
from tests.web.conftest import PASSWORD, Cast, ClientOf
from tests.web.factors import answer_of

__all__ = ["attest", "data", "done", "identified", "imported", "pair", "pair_of"]
__all__ += ["proposal", "signed_once", "work"]

NEW = "river stone lamp winter"


@pytest.fixture
def decision(identified: Proposal) -> Identification:
    return Identification.objects.get(proposal=identified)


def pin_of(settings: Settings) -> str:
    return key_id_of(public_key_of(installation_key(settings.DATA_FOLDER)))


def keys(settings: Settings) -> Keys:
    return read_keys(keys_file(), pin_of(settings))


def test_si_06_a_decision_bears_a_statement_of_each_signer_and_the_seal(
    decision: Identification, settings: Settings
) -> None:
    checks = verify(bundle_of(decision), keys(settings), export_journal(None), pin_of(settings))
    assert [check.words for check in checks if not check.holds] == []
    assert sum("records the making of key" in check.words for check in checks) == 2
    assert bundle_of(decision) == bundle_of(decision)
    found = read_signed_decision(bundle_of(decision))
    said = [json.loads(one.text) for one in found.statements]
    assert [one["username"] for one in said] == ["oyelin", "ilse"]
    assert {one["role"] for one in said} == {"geneticist", "board_member"}
    assert {one["evidence_sha256"] for one in said} == {decision.proposal.evidence_sha256}
    assert decision_of(found.document)["format"] == "antigone decision 2"


def test_si_06_one_signature_is_a_statement_already(
    signed_once: Proposal, settings: Settings
) -> None:
    signature = Signature.objects.get()
    key = SigningKey.objects.get(key_id=signature.key_id)
    assert key.user_id == signature.signer_id
    text = signature.statement_text.encode()
    assert verify_detached(text, signature.statement_signature, key.public_key)


def test_each_stands_in_the_journal_before_what_follows(decision: Identification) -> None:
    """The head in a statement is the entry before the signature's own: so it was not dated back."""
    entries = {entry.sequence: entry for entry in Entry.objects.all()}
    for one in decision.proposal.signatures.all():
        stated = json.loads(one.statement_text)["journal_head"]
        assert entries[stated["sequence"]].entry_hash == stated["entry_hash"]
        follows = entries[stated["sequence"] + 1]
        assert follows.act == "identification.signed"
        assert json.loads(follows.details_text)["key_id"] == one.key_id


def test_no_names_of_families_or_genotypes_leave_with_it(decision: Identification) -> None:
    words = bundle_of(decision).decode()
    assert decision.proposal.reasons not in words
    assert decision.missing_person.family.name not in words
    assert "allele" not in words


def test_the_code_is_checked_with_the_public_key_alone(
    decision: Identification, settings: Settings
) -> None:
    seal = read_seal(qr_of(decision))
    assert seal.document_sha256 == decision.document_sha256
    assert seal_holds(seal, keys(settings).installation)
    assert len(qr_of(decision)) == 190


def test_a_decision_from_before_the_keys_stays_readable(
    decision: Identification, client_of: ClientOf
) -> None:
    old = json.dumps({"format": "antigone decision 1"})
    Identification.objects.update(document_text=old, document_signature="", key_id="")
    decision.refresh_from_db()
    assert not is_sealed(decision)
    assert bundle_of(decision) == old.encode()
    assert qr_of(decision) == ""
    page = client_of("ilse").get(decision.get_absolute_url()).content.decode()
    assert "made before keys signed" in page
    url = f"/i/marel-valley/board/{decision.proposal_id}/"
    assert client_of("ilse").get(f"{url}document/").content == old.encode()
    assert client_of("ilse").get(f"{url}signed-decision/").status_code == 404


def test_the_page_gives_the_signed_file_and_the_plain_document(
    decision: Identification, client_of: ClientOf
) -> None:
    url = f"/i/marel-valley/board/{decision.proposal_id}/"
    given = client_of("ilse").get(f"{url}signed-decision/")
    assert given.content == bundle_of(decision)
    assert "attachment" in given.headers["Content-Disposition"]
    plain = client_of("ilse").get(f"{url}document/")
    assert plain.content == decision.document_text.encode()
    page = client_of("ilse").get(decision.get_absolute_url()).content.decode()
    assert f"{url}signed-decision/" in page
    assert f"{url}document/" in page
    assert decision.key_id[:16] in page
    assert client_of("piet").get(f"{url}signed-decision/").status_code == 404


def test_without_a_decision_there_is_no_file(client_of: ClientOf, proposal: Proposal) -> None:
    url = f"/i/marel-valley/board/{proposal.pk}/signed-decision/"
    assert client_of("mara").get(url).status_code == 404


def test_it_is_checked_on_another_machine(
    decision: Identification, settings: Settings, tmp_path: Path
) -> None:
    """Another process in another folder, with neither settings nor database; only public files."""
    (tmp_path / "decision.json").write_bytes(bundle_of(decision))
    (tmp_path / "keys.json").write_bytes(keys_file())
    (tmp_path / "journal.jsonl").write_bytes(export_journal(None))
    words = ["--keys", "keys.json", "--journal", "journal.jsonl"]
    words += ["--installation-key-id", pin_of(settings)]
    answer = _antigone(tmp_path, "decision", "verify", "decision.json", *words)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "sound" in answer.stdout
    code = _antigone(tmp_path, "decision", "verify-qr", qr_of(decision), "--keys", "keys.json")
    assert code.returncode == 0, code.stderr


def _antigone(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "antigone.cli", *words],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder)},
        capture_output=True,
        text=True,
    )


def test_si_02_a_key_that_waits_signs_no_proposal(
    cast: Cast, signed_once: Proposal, client_of: ClientOf, settings: Settings
) -> None:
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    cast.ilse.refresh_from_db()
    url = f"/i/marel-valley/board/{signed_once.pk}/sign/"
    typed = {"has_read": "on", "password": NEW, "code": answer_of(cast.ilse).code}
    refused = client_of("ilse").post(url, typed)
    assert (refused.status_code, "SI-02" in refused.content.decode()) == (409, True)
    assert Signature.objects.count() == 1
    # The key was made and waits; the page says so before the next try.
    assert SigningKey.objects.get(user=cast.ilse).must_be_compared
    assert "SI-02" in client_of("ilse").get(signed_once.get_absolute_url()).content.decode()
    code = answer_of(cast.ilse).code
    again = client_of("ilse").post(url, typed | {"code": code})
    assert again.status_code == 409
    # That try used no code up: it is refused before the proof.
    assert not Entry.objects.filter(act="identification.decided").exists()


def test_si_02_what_was_signed_before_a_reset_stays_valid(
    cast: Cast, decision: Identification, settings: Settings
) -> None:
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    checks = verify(bundle_of(decision), keys(settings), export_journal(None))
    assert [check.words for check in checks if not check.holds] == []
    assert any("retired at" in check.words for check in checks)


def test_si_01_a_key_retired_after_it_was_opened_signs_nothing(
    cast: Cast, proposal: Proposal
) -> None:
    key = opened_key(cast.ilse, PASSWORD)
    give_up_key(user=cast.ilse, password=PASSWORD)
    signature = Signature(proposal=proposal, signer=cast.ilse, position=1)
    with pytest.raises(RuleRefused) as refusal:
        sign_statement(signature, key)
    assert [finding.code for finding in refusal.value.findings] == ["SI-01"]


def test_if_the_installation_cannot_seal_nothing_is_decided(
    cast: Cast, signed_once: Proposal, settings: Settings
) -> None:
    path = Path(settings.DATA_FOLDER) / "journal-key.pem"
    installation_key(settings.DATA_FOLDER)
    path.chmod(0o644)
    with pytest.raises(RuntimeError, match="chmod 600"):
        sign_as(cast, cast.ilse, signed_once)
    assert not Identification.objects.exists()
    assert Signature.objects.count() == 1


def test_the_console_writes_the_file_of_keys(
    decision: Identification, settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "keys.json"
    told = CliRunner().invoke(app, ["keys", "export", "--out", str(out)])
    assert told.exit_code == 0, told.output
    assert "2 keys of persons" in told.output
    assert pin_of(settings) in told.output
    assert set(read_keys(out.read_bytes(), pin_of(settings)).persons) == {
        signature.key_id for signature in Signature.objects.all()
    }
    plain = CliRunner().invoke(app, ["keys", "export"])
    assert read_keys(plain.stdout_bytes).installation == keys(settings).installation
    (Path(settings.DATA_FOLDER) / "journal-key.pem").chmod(0o644)
    refused = CliRunner().invoke(app, ["keys", "export", "--out", str(out)])
    assert (refused.exit_code, "chmod 600" in refused.output) == (1, True)


def test_the_journal_tells_that_it_was_reopened(
    cast: Cast, decision: Identification, settings: Settings
) -> None:
    reopen(user=cast.ilse, decision=decision, cause="A label was swapped.")
    assert all(check.holds for check in verify(bundle_of(decision), keys(settings)))
    checks = verify(bundle_of(decision), keys(settings), export_journal(None))
    assert ["reopens it" in check.words for check in checks if not check.holds] == [True]


def test_the_file_of_keys_names_all_keys_that_ever_signed(
    cast: Cast, decision: Identification, settings: Settings
) -> None:
    give_up_key(user=cast.oyelin, password=PASSWORD)
    found = keys(settings)
    by_name = {person.username: person for person in found.persons.values()}
    assert set(by_name) == {"oyelin", "ilse"}
    assert by_name["oyelin"].retired_because == "given_up"
    assert by_name["ilse"].retired_at == ""
    assert b"sealed" not in keys_file()
