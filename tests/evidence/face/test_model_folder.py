from __future__ import annotations

from pathlib import Path

import pytest

from antigone.evidence.face import model_folder
from antigone.evidence.face.engine import ModelRefused
from antigone.evidence.face.model_folder import PAGE, ModelFolder, read_supplied
from tests.evidence.face.graphs import laid_ready, page

FILES = {"embedder.onnx": b"embedder", "detector.onnx": b"detector"}


def changed(folder: Path, old: str, new: str) -> ModelFolder:
    text = page(FILES)
    assert old in text
    return laid_ready(folder, FILES, text=text.replace(old, new, 1))


def test_the_page_and_its_files_are_read(tmp_path: Path) -> None:
    found = read_supplied(laid_ready(tmp_path, FILES))
    assert found.embedder.content == b"embedder"
    assert found.detector is not None
    assert found.detector.content == b"detector"
    assert (found.name, found.version, found.licence) == ("drawn", "1", "CC0 1.0")


def test_a_detector_and_a_threshold_may_be_left_out(tmp_path: Path) -> None:
    text = page({"embedder.onnx": b"embedder"})
    text = text.replace("threshold = 0.363\n", "").replace('threshold_source = "its makers"\n', "")
    found = read_supplied(laid_ready(tmp_path, FILES, text=text + "\n"))
    assert found.detector is None


def test_no_threshold_is_taken_without_saying_where_it_is_published(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="threshold_source"):
        read_supplied(changed(tmp_path, 'threshold_source = "its makers"\n', ""))


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    models = laid_ready(tmp_path, FILES)
    (tmp_path / "embedder.onnx").write_bytes(b"another")
    with pytest.raises(ModelRefused, match=r"embedder\.onnx has the SHA-256"):
        read_supplied(models)


@pytest.mark.parametrize("word", ["name", "version", "licence", "licence_file", "origin"])
def test_nothing_that_has_to_be_said_may_be_missing_or_empty(tmp_path: Path, word: str) -> None:
    lines = page(FILES).splitlines()
    without = "\n".join(line for line in lines if not line.startswith(f"{word} ="))
    with pytest.raises(ModelRefused, match=f'does not say "{word}"'):
        read_supplied(laid_ready(tmp_path, FILES, text=without))
    empty = "\n".join(f'{word} = " "' if line.startswith(f"{word} =") else line for line in lines)
    with pytest.raises(ModelRefused, match=f'does not say "{word}"'):
        read_supplied(laid_ready(tmp_path, FILES, text=empty))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('layout = "sface"', 'layout = "clip"', "allowed are sface, arcface"),
        ('layout = "yunet"', 'layout = "scrfd"', "allowed are yunet"),
        ('version = "1"', 'version = "1"\nscale = 3', '"scale", which is not known'),
        ("threshold = 0.363", "threshold = 3.6", "from -1 to 1"),
        ("threshold = 0.363", "threshold = true", "from -1 to 1"),
        ("[embedder]", "[embeder]", "embeder"),
        ('name = "drawn"', "name = drawn", "cannot be read"),
        ('file = "embedder.onnx"', 'file = "../embedder.onnx"', "plain name"),
        ('file = "embedder.onnx"', 'file = "/etc/passwd"', "plain name"),
        ('file = "embedder.onnx"', 'file = "missing.onnx"', "missing.onnx cannot be read"),
        ('licence_file = "LICENSE"', 'licence_file = "COPYING"', "COPYING cannot be read"),
    ],
)
def test_what_is_wrong_on_the_page_is_said(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(ModelRefused, match=reason):
        read_supplied(changed(tmp_path, old, new))


def test_an_empty_licence_is_none(tmp_path: Path) -> None:
    models = laid_ready(tmp_path, FILES)
    (tmp_path / "LICENSE").write_text("\n")
    with pytest.raises(ModelRefused, match="licence in LICENSE is empty"):
        read_supplied(models)


def test_a_folder_without_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="cannot be read"):
        read_supplied(ModelFolder(tmp_path / "nowhere"))


def test_a_file_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = laid_ready(tmp_path, FILES)
    monkeypatch.setattr(model_folder, "MOST_BYTES", 4)
    with pytest.raises(ModelRefused, match=r"embedder\.onnx is too large"):
        read_supplied(models)
    assert (tmp_path / PAGE).exists()
