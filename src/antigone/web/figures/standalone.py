"""A figure as a file of its own, in black and white, for print and for programs that are no browser."""

from __future__ import annotations

_STYLE = """
svg{color:#000;background:#fff;font-family:sans-serif}
text{fill:currentColor}
.t-q{fill:#333}.t-b{font-weight:bold}
.ln{stroke:currentColor;fill:none;stroke-width:1.5}.ln-3{stroke-width:2.5}.ln-dash{stroke-dasharray:6 4}
.ln-g{stroke:#ccc;fill:none;stroke-width:1}.ln-q{stroke:#666;fill:none;stroke-width:1}
.fl{fill:currentColor}.open{fill:#fff}
.halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.ch-s{font-size:14px}.ax{font-size:12px}
"""

_HATCH = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0V5" stroke="currentColor" stroke-width="2.4"/>'
    "</pattern></defs>"
)


def standalone(figure: str) -> bytes:
    """The SVG file of a figure that was drawn for a page.

    What a page's style sheet and definitions give to it is written into the file.
    """
    head, rest = figure.split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{head}><style>{_STYLE}</style>{_HATCH}{rest}\n".encode()
