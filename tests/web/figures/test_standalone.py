from __future__ import annotations

import re
from xml.etree import ElementTree

from antigone.web.figures.standalone import standalone
from antigone.web.figures.tippett import Words, tippett_plot
from tests.formats.calibrations import stored

WORDS = Words("Label > with sign", "share", "log10 LR", "one person", "two persons")
SVG = "{http://www.w3.org/2000/svg}"


def test_the_file_is_svg_and_carries_all_that_it_needs() -> None:
    figure = tippett_plot(stored().measures, WORDS)
    root = ElementTree.fromstring(standalone(figure))
    assert root.tag == f"{SVG}svg"
    assert root.get("aria-label") == "Label > with sign"
    style = root.findtext(f"{SVG}style") or ""
    used = {name for part in re.findall(r'class="([^"]+)"', figure) for name in part.split()}
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", style))
    # Colours are left to the page; a file of its own is black and white.
    assert used - known == {"chart", "c-for", "c-against"}
    assert root.find(f"{SVG}defs/{SVG}pattern[@id='hatch']") is not None
