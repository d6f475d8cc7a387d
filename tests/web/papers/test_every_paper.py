"""Every paper that any address gives, in every language: in the archived form, and valid to a validator.

ANTIGONE_PAPERS names a folder in which they are kept, to be looked at; `python -m verification.pdfa`
makes them there and asks the validator about each.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Template
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import timezone, translation

from antigone.web.accounts.models import User
from antigone.web.custody.codes import Kind, Label
from antigone.web.custody.labels import SHEETS, Printed, labels_pdf
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import PERMISSIONS, Role
from antigone.web.matching.models import Run
from antigone.web.notices.sheet import sheet_pdf
from antigone.web.papers.rendering import in_form
from antigone.web.records.models import ImportedFile
from antigone.web.reports.court_copy import Asked, open_for_court, render_court_copy
from antigone.web.transmissions.acts.make import approve
from antigone.web.transmissions.models import Package
from antigone.web.transmissions.printed import printed_list
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast, browser_of
from tests.web.kept import kept
from tests.web.needs import NEEDS
from tests.web.papers.archived import faults_of
from tests.web.samples import SAMPLES, World
from tools.debian import has_preflight
from verification import preflight

__all__ = ["attest", "data", "done", "imported", "work"]

pytestmark = [pytest.mark.once, pytest.mark.walk]

PAPER = "application/pdf"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
GIVEN_BY = (
    "reports:identification_report",
    "meetings:minutes_pdf",
    "deaths:certificate_paper",
    "deaths:graves_paper",
    "deaths:packet_paper",
    "deaths:receipt",
    "notices:letter_pdf",
)
"""Addresses that give a paper to whoever asks and may; of the others the functions are called."""

LABELS = [
    Printed(Label(Kind.REMAINS, "PM-0147"), "Remains"),
    Printed(Label(Kind.SAMPLE, "S-WWWW-WWWW-M"), "Sample", "bone", "donor D-7K3M-9QXT-C"),
]

SOURCE = Path(__file__).parents[3] / "src"
EXTENDS = re.compile(r'{% extends "(?:papers/paper|reports/identification_report)\.html" %}')


@kept
def world(cast: Cast, done: Run, imported: ImportedFile) -> World:
    return World(cast=cast, run=done, file=imported)


def papers(world: World) -> Iterator[tuple[str, bytes]]:
    """Every paper by its name and language."""
    for view in GIVEN_BY:
        kwargs = {"incident": world.cast.incident.slug} | SAMPLES[view](world)
        url, client = reverse(view, kwargs=kwargs), reader(world, view)
        for language in LANGUAGES:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            answer = client.get(url)
            assert answer.headers["Content-Type"] == PAPER, view
            yield f"{view.replace(':', '-')}-{language}", answer.content
    for language in LANGUAGES:
        with translation.override(language):
            yield (
                f"notices-sheet-{language}",
                sheet_pdf(world.notice.notice, language, timezone.now()),
            )
            yield f"transmissions-list-{language}", printed_list(made_package(world), language)
            for key, sheet in SHEETS.items():
                yield f"custody-labels-{key}-{language}", labels_pdf(LABELS, sheet)
    yield "reports-court_copy-en", court_copy(world)


def made_package(world: World) -> Package:
    """The package of the world, approved by a second coordinator."""
    if not world.package.is_made:
        cast = world.cast
        second = User.objects.create_user(
            "second", "x", full_name="Two Tenev", agency=cast.mara.agency
        )
        Membership.objects.create(user=second, incident=cast.incident, role=Role.COORDINATOR)
        approve(user=second, package=world.package)
        world.package.refresh_from_db()
    return world.package


def reader(world: World, view: str) -> Client:
    """The browser of somebody who may read what this address gives."""
    need = NEEDS[view]
    rows = Membership.objects.filter(incident=world.cast.incident).select_related("user")
    may = [
        row.user
        for row in rows
        if (need.reads or frozenset()) <= PERMISSIONS[Role(row.role)]
        and need.made_by in {"", row.user.username}
    ]
    return browser_of(may[0], second_factor=True)


def court_copy(world: World) -> bytes:
    """Made anew: each picture is shown once."""
    ilse = world.cast.ilse
    copy = open_for_court(
        user=ilse,
        identification=world.identification,
        chosen=[world.picture],
        asked=Asked("District Court of Marel", "17 C 204/26", "The identity is disputed."),
        proved=True,
    )
    return render_court_copy(user=ilse, copy=copy)


def folder(tmp_path: Path) -> Path:
    """Where papers are kept."""
    kept_in = Path(os.environ.get("ANTIGONE_PAPERS") or tmp_path)
    kept_in.mkdir(parents=True, exist_ok=True)
    return kept_in


def test_every_paper_is_in_the_archived_form(world: World, tmp_path: Path) -> None:
    used: set[str] = set()

    def rendered(template: Template, **_more: object) -> None:
        used.add(template.name or "")

    template_rendered.connect(rendered)
    try:
        made = dict(papers(world))
    finally:
        template_rendered.disconnect(rendered)
    for name, content in made.items():
        (folder(tmp_path) / f"{name}.pdf").write_bytes(content)
    assert {name: faults for name, pdf in made.items() if (faults := faults_of(pdf))} == {}
    of_papers = {
        str(path.relative_to(next(p for p in path.parents if p.name == "templates")))
        for path in SOURCE.rglob("*.html")
        if EXTENDS.search(path.read_text(encoding="utf-8"))
    }
    assert of_papers <= used


@pytest.mark.skipif(not has_preflight(), reason="Apache's validator of PDF/A-1b is not installed")
def test_a_validator_finds_every_paper_valid(world: World, tmp_path: Path) -> None:
    """As PDF/A-1b, of the same templates, fonts and drawings: the validator knows no later part."""
    found = {}
    with in_form("pdf/a-1b"):
        for name, content in papers(world):
            path = folder(tmp_path) / f"{name}.a1b.pdf"
            path.write_bytes(content)
            if faults := preflight.faults_of(path):
                found[name] = faults
    assert found == {}
