"""The whole chain in a browser: a data set goes in, a signed identification comes out."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.people import WITH_AND_WITHOUT_SCRIPTS, People, shown_code
from tests.browser.stage import INCIDENT

Antigone = Callable[..., str]

RUN_MS = 60_000


@pytest.mark.parametrize("scripts", WITH_AND_WITHOUT_SCRIPTS)
def test_from_a_file_to_a_name(
    browser: Browser, served: str, antigone: Antigone, tmp_path: Path, scripts: bool
) -> None:
    data, truth = tmp_path / "marel-valley.json", tmp_path / "truth.json"
    antigone("simulate", "--seed", "2026", "--out", str(data), "--truth", str(truth))
    with People(browser, served, scripts=scripts) as people:
        import_data_set(people, data)
        state_death_and_recovery(people)
        record_legal_basis(people)
        run(people)
        remains, missing = propose(people)
        sign(people, "oyelin", "signature")
        sign(people, "ilse", "identified")
        read_report(people["ilse"], remains, missing)
        verify_journal(people, antigone, tmp_path)
        assert not people.faults, "\n".join(people.faults)
    assert json.loads(truth.read_text())["remains"][remains] == missing


def follow(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("link", name=name, exact=True).first.click()


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def import_data_set(people: People, data: Path) -> None:
    page = people["mara"]
    people.look("mara", "home")
    page.goto(f"/i/{INCIDENT}/")
    people.look("mara", "incident")
    follow(page, "Files", "Add a file")
    people.look("mara", "upload")
    page.get_by_label("File").set_input_files(data)
    act(page, "Read and look")
    expect(page.get_by_role("heading", name="Import it?")).to_be_visible()
    people.look("mara", "preview")
    act(page, "Import this data set")
    expect(page.get_by_text("held back until a legal basis is recorded")).to_be_visible()
    people.look("mara", "file")


def state_death_and_recovery(people: People) -> None:
    page = people["mara"]
    follow(page, "State both for all its remains")
    page.get_by_label("Full name of the examiner").fill("Dr Imani Roskvist")
    page.get_by_label("Function").fill("Forensic physician")
    page.get_by_label("Examined on").fill("2026-10-09")
    page.get_by_label("Recovered on").fill("2026-10-05")
    page.get_by_label("Where they were recovered").fill("Marel Valley")
    page.get_by_label("Recovered by").fill("Recovery teams 1 to 4")
    page.get_by_label("From which source both are known").fill("The list of the mortuary")
    people.look("mara", "death-and-recovery")
    act(page, "State it for all remains of the file")
    expect(page.get_by_text("Stated for all remains of the file.")).to_be_visible()


def record_legal_basis(people: People) -> None:
    page = people["nadia"]
    page.goto(f"/i/{INCIDENT}/files/")
    follow(page, "marel-valley.json", "Record a basis for the whole file")
    page.get_by_label("Consent", exact=False).first.check()
    page.get_by_label("Full name of the person who states it").fill("Nadia Sarkis")
    page.get_by_label("Function").fill("Family liaison officer")
    page.get_by_label("Read in full, and it is so").check()
    people.look("nadia", "legal-basis")
    act(page, "Record the legal basis")
    expect(page.get_by_text("The legal basis is recorded")).to_be_visible()


def run(people: People) -> None:
    page = people["mara"]
    page.goto(f"/i/{INCIDENT}/runs/")
    act(page, "Start a run")
    candidates = page.get_by_role("heading", name="Who may be whom, pair by pair")
    if people.scripts:
        expect(candidates).to_be_visible(timeout=RUN_MS)
    else:
        for _ in range(RUN_MS // 500):
            if candidates.is_visible():
                break
            page.wait_for_timeout(500)
            follow(page, "Look again")
    expect(candidates).to_be_visible()
    people.look("mara", "candidates")
    address = page.url
    follow(page, "Joint view")
    people.look("mara", "joint")
    if people.scripts:
        walk_through_matrix(page)
    page.goto(address)


def walk_through_matrix(page: Page) -> None:
    """Arrow keys go from square to square, and Enter opens the pair."""
    first, second = (page.locator("[data-matrix] a[data-row]").nth(i) for i in (0, 1))
    rows = [int(square.get_attribute("data-row") or 0) for square in (first, second)]
    assert rows[0] < rows[1]
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"May .+ be .+\?"))


def open_candidate(page: Page, posterior: str) -> None:
    """The first one of the list with this joint posterior."""
    listed = page.get_by_role("region", name="Candidates", exact=True).get_by_role("row")
    listed.filter(has_text=posterior).first.get_by_role("link").first.click()


def propose(people: People) -> tuple[str, str]:
    page = people["mara"]
    candidates = page.url
    open_candidate(page, "0.5000")
    expect(page.get_by_text("Not possible yet:")).to_be_visible()
    expect(page.get_by_role("button", name="Propose to the board")).to_be_disabled()
    people.look("mara", "pair-not-settled")
    page.goto(candidates)
    open_candidate(page, "> 0.9999")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"May .+ be .+\?"))
    found = re.fullmatch(r"May (\S+) be (\S+)\?", heading.inner_text().replace("\u2011", "-"))
    assert found
    people.look("mara", "pair")
    page.get_by_label("Reasons").fill("One family only, and every marker fits.")
    act(page, "Propose to the board")
    expect(page.get_by_text("You proposed it yourself. Two other persons sign.")).to_be_visible()
    people.look("mara", "proposal")
    return found[1], found[2]


def sign(people: People, name: str, picture: str) -> None:
    page = people[name]
    page.goto("/")
    people.look(name, f"awaiting-{name}")
    page.goto(f"/i/{INCIDENT}/board/")
    people.look(name, f"board-{name}")
    page.locator("main .cards a").first.click()
    page.get_by_label("I have read the evidence").check()
    page.get_by_label("Your password again").fill("not the password")
    page.get_by_label("Code of your authenticator app").fill(shown_code(page))
    act(page, "Sign the identification")
    expect(page.get_by_role("heading", name="The identification stands")).to_have_count(0)
    page.get_by_label("I have read the evidence").check()
    page.get_by_label("Your password again").fill(DEMO_PASSWORD)
    page.get_by_label("Code of your authenticator app").fill(shown_code(page))
    act(page, "Sign the identification")
    expect(page.locator(".signature:not(.waits)").last).to_be_visible()
    people.look(name, picture)


def read_report(page: Page, remains: str, missing: str) -> None:
    expect(page.get_by_role("heading", name="The identification stands")).to_be_visible()
    link = page.get_by_role("link", name="Report (PDF)").get_attribute("href")
    assert link
    answer = page.request.get(link)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.body()))
    assert len(pdf.pages) > 1
    assert [name for name in pdf.attachments if name.endswith(".json")], "the signed decision"
    text = pdf.pages[0].extract_text()
    people = ("Mara Tenev", "Dr Oyelin Harrow", "Ilse Brandt")
    assert [words for words in (remains, missing, *people) if words not in text] == []


def verify_journal(people: People, antigone: Antigone, folder: Path) -> None:
    page = people["tomas"]
    page.goto(f"/i/{INCIDENT}/journal/")
    people.look("tomas", "journal")
    follow(page, "Verification and export")
    with page.expect_download() as export:
        act(page, "Export the journal")
    file = folder / "journal.jsonl"
    export.value.save_as(file)
    assert ": sound, " in antigone("journal", "verify", str(file))
    changed = folder / "changed.jsonl"
    changed.write_text(file.read_text().replace('"oyelin"', '"someone"', 1))
    assert ": not sound, " in antigone("journal", "verify", str(changed), expect=1)
