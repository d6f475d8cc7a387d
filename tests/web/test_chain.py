"""The whole chain through the pages, without a browser, on whichever database is being tested.

The run is done by the worker that an installation runs, from the queue in the same database.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django_tasks_db.management.commands.db_worker import Worker
from pypdf import PdfReader

from antigone.formats.dvi_json import write_dvi_json
from antigone.formats.journal_verify import verify_journal
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident
from antigone.web.board.models import Identification, Proposal
from antigone.web.journal.models import Entry
from antigone.web.matching.candidates import Candidate
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.records.models import ImportedFile, MissingPerson, Remains
from tests.web.conftest import Cast
from tests.web.factors import code_of

LEAST_POSTERIOR = 0.9995

# What the chain writes, in this order, whatever else stands between.
ACTS = [
    "file.imported",
    "death.confirmed",
    "recovery.stated",
    "basis.recorded",
    "run.started",
    "run.finished",
    "identification.proposed",
    "identification.signed",
    "identification.signed",
    "identification.decided",
]


def url(view: str, **kwargs: object) -> str:
    return reverse(view, kwargs={"incident": "marel-valley"} | kwargs)


def done(response: HttpResponseBase) -> str:
    """Where an act leads."""
    assert response.status_code == 302, getattr(response, "content", b"").decode()[:4000]
    return str(response.headers["Location"])


def work_off_the_queue() -> None:
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    ).run()


def test_from_a_file_to_a_name(
    transactional_db: None, cast: Cast, client_of: Callable[[str], Client]
) -> None:
    invented = simulate_incident(Plan(), np.random.default_rng(2026))
    content = write_dvi_json(invented.incident)
    mara, signers = client_of("mara"), [client_of("oyelin"), client_of("ilse")]

    file = import_data_set(mara, content)
    assert Remains.objects.count() == len(invented.incident.remains)
    refuse_without_a_basis(mara)
    state_death_and_recovery(mara, file)
    record_basis(client_of("nadia"), file)
    run = compare_all(mara)
    candidate = best_candidate(run)
    assert invented.truth.remains[candidate.remains] == candidate.missing
    proposal = propose(mara, run, candidate)
    sign_twice(mara, signers, proposal, cast)
    read_report(signers[1], candidate)
    journal = verified_journal(client_of("tomas"))

    written = list(Entry.objects.order_by("sequence").values_list("act", flat=True))
    assert [act for act in written if act in ACTS] == ACTS
    assert genotypes_in(journal, invented) == []
    assert genotypes_in(content, invented), "the search finds them where they do stand"


def import_data_set(mara: Client, content: bytes) -> ImportedFile:
    upload = {"file": SimpleUploadedFile("marel-valley.json", content)}
    preview = done(mara.post(url("exchange:add"), upload))
    assert mara.get(preview).status_code == 200
    assert not Remains.objects.exists()
    done(mara.post(f"{preview}confirm/"))
    return ImportedFile.objects.get()


def refuse_without_a_basis(mara: Client) -> None:
    done(mara.post(url("matching:start")))
    assert not Run.objects.exists()


def state_death_and_recovery(mara: Client, file: ImportedFile) -> None:
    stated = {
        "examiner": "Dr Imani Roskvist",
        "function": "Forensic physician",
        "examined_on": "2026-10-09",
        "recovered_on": "2026-10-05",
        "place": "Marel Valley",
        "finder": "Recovery teams 1 to 4",
        "particulars": "The list of the mortuary, 9 October 2026",
    }
    done(mara.post(url("examination:state_of_file", pk=file.pk), stated))


def record_basis(nadia: Client, file: ImportedFile) -> None:
    stated = {"kind": "consent", "given_by": "Nadia Sarkis", "function": "Family liaison officer"}
    done(nadia.post(url("records:file_basis", pk=file.pk), stated | {"confirmed": "on"}))


def compare_all(mara: Client) -> Run:
    page = done(mara.post(url("matching:start")))
    assert Run.objects.get().status == Run.Status.WAITING
    work_off_the_queue()
    run = Run.objects.get()
    assert run.status == Run.Status.DONE, run.error
    assert mara.get(page).status_code == 200
    assert mara.get(url("matching:joint", pk=run.pk)).status_code == 200
    return run


def best_candidate(run: Run) -> Candidate:
    candidate = max(RunResults(run).candidates, key=lambda found: found.posterior or 0.0)
    assert (candidate.posterior or 0.0) >= LEAST_POSTERIOR
    return candidate


def propose(mara: Client, run: Run, candidate: Candidate) -> Proposal:
    pair = {"remains": candidate.remains, "missing": candidate.missing}
    assert mara.get(url("matching:pair", pk=run.pk, **pair)).status_code == 200
    remains = Remains.objects.get(number=candidate.remains)
    missing = MissingPerson.objects.get(number=candidate.missing)
    page = url("board:propose", run=run.pk, remains=remains.pk, missing=missing.pk)
    done(mara.post(page, {"words": "Every marker fits, and no other family."}))
    return Proposal.objects.get()


def sign_twice(mara: Client, signers: list[Client], proposal: Proposal, cast: Cast) -> None:
    first, second = signers
    page = url("board:sign", pk=proposal.pk)
    signature = {"has_read": "on", "password": cast.password}
    assert mara.post(page, signature).status_code == 403
    assert first.post(page, signature).status_code == 409
    done(first.post(page, signature | {"code": code_of(cast.oyelin)}))
    assert first.post(page, signature | {"code": code_of(cast.oyelin)}).status_code == 409
    right = signature | {"code": code_of(cast.ilse)}
    assert second.post(page, right | {"password": "another"}).status_code == 409
    assert not Identification.objects.exists()
    shown = done(second.post(page, right))
    assert "The identification stands" in second.get(shown).content.decode()


def read_report(signer: Client, candidate: Candidate) -> None:
    identification = Identification.objects.get()
    report = signer.get(url("reports:identification_report", pk=identification.pk))
    sheet, *_more = PdfReader(io.BytesIO(report.content)).pages
    text = sheet.extract_text()
    for words in (candidate.remains, candidate.missing, "Dr Oyelin Harrow", "Ilse Brandt"):
        assert words in text


def verified_journal(tomas: Client) -> bytes:
    export = tomas.post(url("register:journal_export"))
    lines = b"".join(export) if export.streaming else export.content
    assert verify_journal(lines).faults == ()
    assert verify_journal(lines.replace(b'"oyelin"', b'"someone"', 1)).faults
    return lines


def genotypes_in(text: bytes, invented: SimulatedIncident) -> list[str]:
    """Genotypes that stand beside the name of their marker, in any usual way of writing."""
    profiles = [remains.profile for remains in invented.incident.remains]
    profiles += [profile for f in invented.incident.families for profile in f.profiles.values()]
    seen = {
        " ".join((marker, *filter(None, pair))) + " "
        for profile in profiles
        for marker, pair in profile.items()
    }
    written = re.sub(r"[\s\"\[\](){}:/,]+", " ", text.decode())
    return sorted(genotype for genotype in seen if genotype in written)
