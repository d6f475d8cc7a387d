"""Every glyph that a template names is drawn: an unknown name would leave an empty place."""

from __future__ import annotations

import re
from pathlib import Path

import antigone.web

WEB = Path(antigone.web.__file__).parent
DEFINITIONS = WEB / "site" / "templates" / "site" / "_defs.html"
NAMED = re.compile(r'{% glyph "([^"]+)"|{% chip "([^"]+)"')


def test_templates_name_only_glyphs_that_are_drawn() -> None:
    drawn = set(re.findall(r'id="g-([^"]+)"', DEFINITIONS.read_text()))
    named = {
        (one or other, path.name)
        for path in WEB.glob("*/templates/**/*.html")
        for one, other in NAMED.findall(path.read_text())
    }
    assert len(named) > 50
    assert sorted((name, path) for name, path in named if name not in drawn) == []
