"""No way round: where a picture could come in, who could reach a search, and what a lead could reach."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import grimp
import numpy as np
import pytest
import typer.main
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import antigone.evidence.face
import antigone.web.faces
from antigone.cli import app
from antigone.evidence.face.model_folder import ModelFolder
from antigone.policy.tokens import Scope, ap_01_carried, ap_02_for_persons_alone
from antigone.web.accounts.models import Agency
from antigone.web.api.interface import all_operations
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import RuleRefused
from antigone.web.faces.engines import engine_in_force
from antigone.web.faces.gallery import gallery, photographs_of
from antigone.web.faces.models import FaceHit, FaceRelease, FaceSearch, FaceVector
from antigone.web.faces.searching import start_search
from antigone.web.faces.shown import leads_shown
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.records.models import Family, MissingPerson, Remains
from tests.web.board.conftest import (
    attest,
    data,
    done,
    identified,
    imported,
    pair,
    pair_of,
    proposal,
    signed_once,
    work,
)
from tests.web.conftest import Cast, ClientOf
from tests.web.faces.conftest import Done
from tests.web.faces.making import Ready, a_picture, released, searched
from tests.web.samples import SAMPLES, incident_views

__all__ = [
    "attest",
    "data",
    "done",
    "identified",
    "imported",
    "pair",
    "pair_of",
    "proposal",
    "signed_once",
    "work",
]

FACES, CORE = "antigone.web.faces", "antigone.evidence.face"


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in found.name:
            yield importlib.import_module(found.name)


def public_functions(package: ModuleType) -> Iterator[tuple[str, Any]]:
    """Functions and methods that others may call, by their full name."""
    for module in modules(package):
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
                continue
            if inspect.isfunction(value):
                yield f"{module.__name__}.{name}", value
            elif inspect.isclass(value):
                for inner, method in vars(value).items():
                    if inspect.isfunction(method) and not inner.startswith("_"):
                        yield f"{module.__name__}.{name}.{inner}", method


def types_in(annotation: object) -> Iterator[object]:
    yield annotation
    for inner in typing.get_args(annotation):
        yield from types_in(inner)


def test_fa_15_no_function_takes_a_free_picture() -> None:
    """Neither a file, nor an address, nor bytes, nor a folder: a picture is a row, or pixels."""
    forbidden = {Path, bytes, bytearray, memoryview, io.BytesIO, typing.BinaryIO, typing.IO}
    seen = 0
    for package in (antigone.evidence.face, antigone.web.faces):
        for name, function in public_functions(package):
            hints = typing.get_type_hints(function)
            hints.pop("return", None)
            for parameter, annotation in hints.items():
                seen += 1
                found = forbidden & {t for t in types_in(annotation) if isinstance(t, type)}
                assert not found, f"{name}: {parameter}"
                # The folder of an operator's models holds none of pictures.
                assert annotation is ModelFolder or not any(
                    word in parameter for word in ("path", "url", "folder", "filename")
                ), f"{name}: {parameter}"
    assert seen > 100


def test_fa_15_pixels_come_in_through_one_function() -> None:
    """In the web part nothing but `measures._measured` takes pixels, and what it takes is a kept picture's."""
    takes = [
        name
        for name, function in public_functions(antigone.web.faces)
        for annotation in typing.get_type_hints(function).values()
        if any(t is np.ndarray or typing.get_origin(t) is np.ndarray for t in types_in(annotation))
        and "leads_of" not in name  # a vector, not a picture
    ]
    assert takes == []


def test_fa_15_the_work_is_reached_from_the_page_alone() -> None:
    """page -> act -> work: no other module calls the act, and only the worker does the work."""
    graph = grimp.build_graph("antigone", cache_dir=None)
    assert graph.find_modules_that_directly_import(f"{FACES}.work") == {f"{FACES}.searching"}
    assert "antigone.web.faces.search_pages" in graph.find_modules_that_directly_import(
        f"{FACES}.searching"
    )
    inside = {FACES, *graph.find_descendants(FACES)}
    outside = {
        importer
        for module in inside
        for importer in graph.find_modules_that_directly_import(module)
        if importer not in inside
    }
    assert outside == set()


def test_fa_09_nothing_that_weighs_decides_or_tells_reaches_a_lead() -> None:
    graph = grimp.build_graph("antigone", cache_dir=None)
    for source in (
        "antigone.evidence.fusion",
        "antigone.reconcile",
        "antigone.policy",
        "antigone.formats",
        "antigone.search",
        "antigone.commands",
        "antigone.web.matching",
        "antigone.web.board",
        "antigone.web.notices",
        "antigone.web.deaths",
        "antigone.web.transmissions",
        "antigone.web.papers",
        "antigone.web.reports",
        "antigone.web.meetings",
        "antigone.web.register",
        "antigone.web.api",
        "antigone.web.exchange",
        "antigone.web.records",
        "antigone.web.media",
    ):
        for target in (FACES, CORE):
            assert not graph.chain_exists(source, target, as_packages=True), (source, target)


def test_fa_15_no_command_knows_of_faces() -> None:
    def walk(command: object, path: str) -> Iterator[str]:
        yield path
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, f"{path} {name}")

    commands = list(walk(typer.main.get_command(app), "antigone"))
    assert len(commands) > 15
    assert not [command for command in commands if "face" in command]


def test_fa_15_no_operation_of_the_interface_knows_of_faces(client: Client) -> None:
    assert not [name for name in all_operations() if "face" in name.lower()]
    document = client.get("/api/v1/openapi.json").json()
    names = [*document["paths"], *document["components"]["schemas"]]
    fields = [
        field
        for schema in document["components"]["schemas"].values()
        for field in schema.get("properties", {})
    ]
    assert len(names) > 30
    assert not [name for name in (*names, *fields) if "face" in name.lower()]


def test_no_token_carries_a_search_by_face() -> None:
    face = {Permission.SEARCH_FACES, Permission.RELEASE_FACES}
    assert not face & ap_01_carried(list(Scope))
    assert ap_02_for_persons_alone(face) == face


def test_who_releases_alone_never_searches_alone() -> None:
    """Whoever holds both rights needs somebody else for each picture (FA-03)."""
    both = [
        r for r in Role if {Permission.SEARCH_FACES, Permission.RELEASE_FACES} <= PERMISSIONS[r]
    ]
    assert both == [Role.COORDINATOR]
    for permission in (Permission.SEARCH_FACES, Permission.RELEASE_FACES):
        assert sum(permission in rights for rights in PERMISSIONS.values()) == 2


def test_fa_16_every_page_of_faces_refuses_a_file(at: Ready, client_of: ClientOf) -> None:
    names = [name for name in incident_views() if name.startswith("faces:")]
    assert len(names) == 9
    row = searched(at)
    arguments: dict[str, dict[str, object]] = {
        "of_remains": {"number": at.remains.number},
        "take_back": {"pk": at.release.pk},
        **{name: {"pk": at.picture.pk} for name in ("release", "eyes", "start")},
        **{name: {"pk": row.pk} for name in ("search", "status", "cancel")},
        "compare": {"pk": row.pk, "missing": at.person.number},
    }
    mara = client_of("mara", second_factor=True)
    for name in names:
        kwargs = {"incident": at.cast.incident.slug} | arguments[name.split(":")[1]]
        for field in ("picture", "file", "pictures"):
            sent = {
                "act": "open",
                field: SimpleUploadedFile("a.jpg", b"\xff\xd8\xff", "image/jpeg"),
            }
            assert mara.post(reverse(name, kwargs=kwargs), sent).status_code == 400, name
    assert FaceSearch.objects.count() == 1


def test_no_other_address_leads_to_a_search() -> None:
    """Only the pages of this app import what searches; their addresses are these nine."""
    names = {name for name in SAMPLES if "face" in name}
    assert {name.split(":")[0] for name in names} == {"faces"}


def test_fa_13_what_was_measured_is_in_no_list_and_no_admin(
    found: Done, client_of: ClientOf, done: Run
) -> None:
    assert not apps.is_installed("django.contrib.admin")
    row = FaceVector.objects.get(picture=found.at.photograph)
    mara = client_of("mara", second_factor=True)
    needle = bytes(row.sealed).hex()[:24]
    for name in ("records:missing_list", "requests:list", "glance:figures"):
        page = mara.get(reverse(name, kwargs={"incident": found.at.cast.incident.slug}))
        assert needle not in page.content.decode()


def test_fa_04_remains_that_have_a_name_are_not_searched_for(
    cast: Cast, identified: Proposal
) -> None:
    """Neither can a picture of them be released, nor searched with where it was released before."""
    picture = a_picture(cast, identified.remains)
    with pytest.raises(RuleRefused) as refusal:
        released(cast.ilse, picture)
    assert {finding.code for finding in refusal.value.findings} == {"FA-04"}
    FaceRelease.objects.create(
        incident=cast.incident, picture=picture, reason="Before.", released_by=cast.ilse
    )
    with pytest.raises(RuleRefused) as refusal:
        start_search(user=cast.halvar, picture=picture, purpose="board", words="Who?", proved=True)
    assert {finding.code for finding in refusal.value.findings} == {"FA-04"}


def test_fa_07_another_incident_is_never_searched(at: Ready) -> None:
    other = Incident.objects.create(slug="other", name="Other", begun_on="2026-01-01")
    Family.objects.filter(pk=at.far.family.pk).update(incident=other)
    for row in photographs_of(at.cast.incident).filter(family=at.far.family):
        row.incident = other
        row.save()
    MissingPerson.objects.filter(family=at.far.family).update(incident=other)
    assert searched(at).persons_count == 1


def test_fa_07_a_family_that_is_not_in_sight_is_not_searched(at: Ready) -> None:
    """Another agency leads; Halvar's has the remains, and only one of the families."""
    leader = Agency.objects.create(name="Leader", short="L")
    Incident.objects.filter(pk=at.cast.incident.pk).update(agency=leader)
    own = at.cast.halvar.agency
    Remains.objects.filter(pk=at.remains.pk).update(agency=own)
    Family.objects.filter(pk=at.near.family.pk).update(agency=leader)
    Family.objects.filter(pk=at.far.family.pk).update(agency=own)
    at.cast.incident.refresh_from_db()
    (part,) = gallery(at.cast.halvar, at.cast.incident)
    assert [photograph.family_id for photograph in part] == [at.far.family.pk]
    row = searched(at)
    assert row.persons_count == 1
    shown = leads_shown(at.cast.halvar, row)
    assert [lead.number for lead in shown.leads] == [at.far.family.missing_persons.get().number]


def test_fa_07_a_foreign_agency_finds_nothing_at_the_addresses(
    found: Done, client_of: ClientOf
) -> None:
    leader = Agency.objects.create(name="Leader", short="L")
    Incident.objects.filter(pk=found.at.cast.incident.pk).update(agency=leader)
    Remains.objects.filter(pk=found.at.remains.pk).update(agency=leader)
    halvar = client_of("halvar", second_factor=True)
    assert halvar.get(found.search.get_absolute_url()).status_code == 404
    slug = found.at.cast.incident.slug
    for name, kwargs in (
        ("of_remains", {"number": found.at.remains.number}),
        ("start", {"pk": found.at.picture.pk}),
        ("compare", {"pk": found.search.pk, "missing": found.at.person.number}),
    ):
        address = reverse(f"faces:{name}", kwargs={"incident": slug} | kwargs)
        assert halvar.get(address).status_code == 404, name


def test_fa_07_a_lead_of_a_family_out_of_sight_is_not_shown(found: Done, cast: Cast) -> None:
    leader = Agency.objects.create(name="Leader", short="L")
    Incident.objects.filter(pk=found.at.cast.incident.pk).update(agency=leader)
    Remains.objects.filter(pk=found.at.remains.pk).update(agency=found.at.cast.halvar.agency)
    Family.objects.filter(pk=found.at.family.pk).update(agency=leader)
    search = FaceSearch.objects.select_related("incident", "asked_by", "picture__remains").get(
        pk=found.search.pk
    )
    numbers = [lead.number for lead in leads_shown(found.at.cast.halvar, search).leads]
    assert found.at.person.number not in numbers


def test_fa_09_totals_and_posteriors_are_the_same_with_a_lead(
    done: Run, proposal: Proposal, at: Ready, work: Callable[[], Run], client_of: ClientOf
) -> None:
    """A lead on a pair of a run changes no number of it, no page's total, and no proposal."""
    slug = {"incident": at.cast.incident.slug}
    remains, person = Remains.objects.get(number="V1"), MissingPerson.objects.get(number="M1")
    pair = reverse(
        "matching:pair", kwargs={**slug, "pk": done.pk, "remains": "V1", "missing": "M1"}
    )
    mara = client_of("mara")
    before = work()
    pages = mara.get(pair).content.decode()
    row = searched(at)
    FaceSearch.objects.filter(pk=row.pk).update(remains=remains)
    FaceHit.objects.filter(search=row, rank=1).update(missing_person=person, log10_lr=1.0)
    after = work()
    assert before.results == after.results
    assert RunResults(before).candidate("V1", "M1") == RunResults(after).candidate("V1", "M1")
    shown = mara.get(pair).content.decode()
    assert "Face: a lead" in shown.split('<div class="weigh">')[1]
    assert totals(shown) == totals(pages)
    assert "face" not in Proposal.objects.get(pk=proposal.pk).evidence_text.lower()


def totals(page: str) -> str:
    """The part of the page of a pair that holds the totals."""
    start = page.index('<div class="weigh">')
    return page[start : page.index("</section>", start)]


def test_the_engine_of_these_tests_is_the_real_one() -> None:
    assert engine_in_force().identity.key.startswith("dlib")
