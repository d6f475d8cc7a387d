"""What an operator sets for faces, and an installation without the extra."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from antigone.web.site.environment import SettingRefused, face_calibration, face_models
from tests.serving import environment

BLOCKED = """
import sys
for name in ("dlib", "onnxruntime"):
    sys.modules[name] = None
from antigone.web.commands import set_up
set_up()
import antigone.web.faces.work, antigone.web.site.urls
from antigone.web.faces.case_pages import no_engine
print(no_engine())
"""


@pytest.mark.parametrize(
    ("name", "read"),
    [("ANTIGONE_FACE_MODELS", face_models), ("ANTIGONE_FACE_CALIBRATION", face_calibration)],
)
def test_what_is_named_has_to_be_there(
    name: str, read: Callable[[], Path | None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(name, raising=False)
    assert read() is None
    monkeypatch.setenv(name, str(tmp_path / "absent"))
    with pytest.raises(SettingRefused, match=name):
        read()
    there = tmp_path / "there"
    there.mkdir() if read is face_models else there.write_bytes(b"{}")
    monkeypatch.setenv(name, str(there))
    assert read() == there


def test_without_the_extra_all_else_starts_and_the_page_says_what_to_install(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert 'pip install "antigone[face]"' in done.stdout
