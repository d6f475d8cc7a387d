"""QR codes as drawings in a page."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(text: str, title: str) -> SafeString:
    """Black on white in the dark too, or phones do not read it."""
    drawing = segno.make(text, error="m").svg_inline(
        border=4, light="#ffffff", omitsize=True, svgclass="qr", lineclass=None, title=title
    )
    return mark_safe(drawing)  # noqa: S308 - drawn from squares; segno escapes the title
