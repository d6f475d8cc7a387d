"""Notices never reach pictures or faces, not even through a third module; and the check finds it."""

from __future__ import annotations

import sys
from pathlib import Path

import grimp
import pytest

FORBIDDEN = frozenset({"media", "face"})


def paths_to_pictures(package: str, notices: str) -> list[tuple[str, ...]]:
    """Chains of imports from notices to any module named media or face, or below one."""
    graph = grimp.build_graph(package, include_external_packages=True, cache_dir=None)
    sources = {notices, *graph.find_descendants(notices)}
    targets = {m for m in graph.modules if FORBIDDEN & set(m.split("."))}
    found = []
    for source in sorted(sources):
        for target in sorted(targets):
            chain = graph.find_shortest_chain(importer=source, imported=target)
            if chain:
                found.append(chain)
    return found


def test_notices_never_reach_pictures_or_faces() -> None:
    assert paths_to_pictures("antigone", "antigone.web.notices") == []


PACKAGE = {
    "notices/__init__.py": "",
    "notices/report.py": "from {name} import middle\n",
    "middle.py": "",
    "records/__init__.py": "",
    "records/media.py": "",
    "evidence/__init__.py": "",
    "evidence/face/__init__.py": "",
    "evidence/face/crop.py": "",
}


@pytest.mark.parametrize(
    ("middle", "reached"),
    [
        ("", []),
        ("from {name}.records import media\n", ["{name}.records.media"]),
        ("from {name}.evidence.face import crop\n", ["{name}.evidence.face.crop"]),
        ("import face_recognition\n", []),
        ("import media\n", ["media"]),
    ],
)
def test_the_check_finds_a_way_through_a_third_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, middle: str, reached: list[str]
) -> None:
    name = f"invented{abs(hash((middle, str(tmp_path))))}"
    for path, content in {"__init__.py": "", **PACKAGE, "middle.py": middle}.items():
        file = tmp_path / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content.format(name=name))
    monkeypatch.syspath_prepend(tmp_path)
    chains = paths_to_pictures(name, f"{name}.notices")
    assert [chain[-1] for chain in chains if chain[-1] not in {f"{name}.evidence.face"}] == [
        target.format(name=name) for target in reached
    ]
    sys.modules.pop(name, None)
