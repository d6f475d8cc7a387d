"""What may stand in no file of the repository: places of one machine, registries, others' source."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Written with a class of one letter, so that no pattern finds itself.
FORBIDDEN = {
    "a folder of one person's machine": r"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome/\w+|[U]sers/\w+)/\w",
    "a registry's address": (
        r"\b[p]ypi\.org|[p]ythonhosted\.org|[n]pmjs\.(?:org|com)|[d]eb\.debian\.org|[u]npkg\.com"
        r"|[j]sdelivr\.net|[c]dnjs\.|[g]oogleapis\.com"
    ),
    "an index of packages": r"--(?:[e]xtra-)?[i]ndex-url|--[f]ind-links|(?m:^\[\[tool\.uv\.[i]ndex)",
    "a private key": r"-----[B]EGIN [A-Z ]*PRIVATE KEY",
    "another project's source": r"[s]ourceMappingURL=|@[l]icense\b|[C]opyright \([cC]\)",
    "an unresolved merge": r"(?m:^(?:[<]{7}|[>]{7}) )",
}
OTHERS_SOURCE = re.compile(
    r"(^|/)(node_modules|vendor|vendored|third_party|site-packages)/|\.min\.(js|css)$|\.map$"
)
# The licence is a text of its own.
NOT_OURS = {"LICENSE"}


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: only git knows which files belong to the repository")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def found(pattern: str) -> list[str]:
    search = re.compile(pattern)
    places: list[str] = []
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if name in NOT_OURS:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        lines = (text.count("\n", 0, hit.start()) + 1 for hit in search.finditer(text))
        places.extend(f"{name}:{line}" for line in lines)
    return places


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    assert found(FORBIDDEN[what]) == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a folder of one person's machine", "see /{}ork/main/x".format("w")),
        ("a registry's address", "from {}ypi.org".format("p")),
        ("an index of packages", "--{}ndex-url https://example.org".format("i")),
        ("a private key", "-----{}EGIN RSA PRIVATE KEY-----".format("B")),
        ("another project's source", "{}opyright (c) 2020 Somebody".format("C")),
        ("an unresolved merge", "{} HEAD".format("<" * 7)),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


def test_no_file_is_another_projects() -> None:
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    assert [name for name in names if OTHERS_SOURCE.search(name)] == []


def test_no_file_is_large() -> None:
    large = {str(path.relative_to(ROOT)): path.stat().st_size for path in tracked()}
    assert {name: size for name, size in large.items() if size > 1_000_000} == {}
