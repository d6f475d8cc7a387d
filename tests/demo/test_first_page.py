"""`antigone demo`: from nothing to the first page, and a visitor who signs in."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from antigone.web.site.cast import CAST, DEMO_PASSWORD
from tests.serving import environment, free_port, running, wait_until_it_says

# Ten seconds is what we promise; a machine busy with other tests may take longer to start programs.
GENEROUS_S = 30.0


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_visitor_is_at_the_first_page_soon(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    log, port, data = tmp_path / "log", free_port(), tmp_path / "demo"
    address = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    arguments = ["demo", "--port", str(port), "--data", str(data)]
    with running(arguments, environment(tmp_path), log) as server, sync_playwright() as playwright:
        wait_until_it_says("Antigone is at", server, log)
        visitor = playwright.request.new_context(base_url=address)
        page = visitor.get("/sign-in/")
        seconds = time.monotonic() - started
        record_property("first_page_s", round(seconds, 2))
        assert page.status == 200
        assert seconds < GENEROUS_S
        form: dict[str, str | float | bool] = {
            "username": "mara",
            "password": DEMO_PASSWORD,
            "csrfmiddlewaretoken": token(page.text()),
        }
        home = visitor.post("/sign-in/", form=form, headers={"Referer": f"{address}/sign-in/"})
        assert home.status == 200
        assert "Awaiting you" in home.text()
        assert "Marel Valley" in home.text()
        visitor.dispose()
    said = log.read_text()
    assert address in said
    assert DEMO_PASSWORD in said
    assert all(player.full_name in said for player in CAST)
    assert server.returncode == 0
