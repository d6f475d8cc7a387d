"""What must come from the system: whether it is there, and installing it where that is allowed."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.steps import StepFailed, quiet, say

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_ELSEWHERE = ("libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz-subset.dylib")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
JARS = Path("/usr/share/java")
PREFLIGHT_JARS = tuple(
    JARS / f"{name}.jar"
    for name in ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging")
) + tuple(JARS / f"{name}.jar" for name in ("javax.activation", "jaxb-api"))
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True)
class Need:
    """Something of the system, Debian's packages that bring it, and what is left out without it."""

    name: str
    packages: tuple[str, ...]
    present: Callable[[], bool]
    left_out: str


def chromium() -> Path | None:
    """The browser for the browser tests: ANTIGONE_CHROMIUM, or one on the path."""
    given = os.environ.get("ANTIGONE_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, BROWSERS)), None)
    return Path(found) if found else None


def postgresql_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, of the newest version there is."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_pango() -> bool:
    """Whether the libraries that set the PDF's text can be loaded."""
    return all(map(_loads, PANGO)) or all(map(_loads, PANGO_ELSEWHERE))


def has_browser() -> bool:
    """Whether Chromium is there, and what the program that drives it is linked with."""
    driver_runs = sys.platform != "linux" or _loads("libatomic.so.1")
    return driver_runs and chromium() is not None


def has_noto() -> bool:
    """Whether letters of many scripts can be shown."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(True for folder in folders for _ in folder.rglob("NotoSans-Regular.*"))


def has_preflight() -> bool:
    """Whether Apache's validator of PDF/A-1b is there, and what it needs."""
    return shutil.which("java") is not None and all(jar.exists() for jar in PREFLIGHT_JARS)


PDF = Need(
    "Pango",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    has_pango,
    "the tests of the PDF report",
)
FONTS = Need(
    "the Noto fonts",
    ("fonts-noto-core",),
    has_noto,
    "the tests that names in Arabic and Cyrillic letters can be printed",
)
VALIDATOR = Need(
    "Apache's validator of PDF/A-1b",
    ("default-jre-headless", "libpdfbox2-java", "libactivation-java", "libjaxb-api-java"),
    has_preflight,
    "the check of papers with a validator",
)
BROWSER = Need(
    "Chromium",
    ("chromium", "libatomic1"),
    has_browser,
    "the browser tests (tests/browser)",
)
POSTGRESQL = Need(
    "PostgreSQL",
    ("postgresql",),
    lambda: postgresql_programs() is not None,
    "the tests of the web part on PostgreSQL",
)


def is_debian() -> bool:
    """Whether this is Debian itself, whose package names are known here."""
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def administrator() -> list[str] | None:
    """What to write before a command to run it as root; None where that is not possible."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if asks_nothing.returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def why_not() -> str | None:
    """Why nothing can be installed here, or None if it can."""
    if not is_debian():
        return "this is not Debian"
    if not shutil.which("apt-get"):
        return "apt-get is missing"
    if administrator() is None:
        return "neither root nor sudo"
    return None


def install(packages: Sequence[str]) -> None:
    """Install Debian's packages.

    Raises:
        StepFailed: apt-get ended with an error.
    """
    say(f"Installing Debian's {', '.join(packages)}")
    prefix = [*(administrator() or []), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    quiet("package lists", [*prefix, "update"])
    quiet("packages", [*prefix, "install", "--yes", "--no-install-recommends", *packages])


def provide(needs: Sequence[Need]) -> list[str]:
    """Install what is missing; what could not be had, in words: a line for each."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return []
    reason = why_not()
    if reason is None:
        try:
            install([package for need in missing for package in need.packages])
        except StepFailed:
            reason = "apt-get could not install it"
    return [
        f"{need.left_out}: {need.name} is missing and {reason or 'its package did not bring it'} "
        f"(Debian's packages: {', '.join(need.packages)})"
        for need in missing
        if not need.present()
    ]
