"""What shows a picture on paper is found; words about pictures are words."""

from __future__ import annotations

import pytest

from antigone.web.papers.pictures import pictures_in


@pytest.mark.parametrize(
    "html",
    [
        '<img src="x">',
        "<IMG>",
        '<svg><image href="x"/></svg>',
        "<svg:image/>",
        "<svg><filter><feImage/></filter></svg>",
        "<svg><foreignObject><p>a</p></foreignObject></svg>",
        '<p style="background: url (x)">',
        '<p style="background: linear-gradient(red, blue)">',
        "<style>p { background: url(x) }</style>",
        '<object data="x">',
    ],
)
def test_what_shows_a_picture_is_found(html: str) -> None:
    assert pictures_in(f"<p>V1 is M1</p>{html}")


@pytest.mark.parametrize(
    "html",
    [
        "<p>data:image/png, url(x) and &lt;img&gt; are only words here</p>",
        '<svg><path d="M0 0"/><text>M1</text><path fill="url(#hatch)"/></svg>',
        "<style>p { color: black }</style>",
    ],
)
def test_words_and_drawings_are_no_pictures(html: str) -> None:
    assert pictures_in(html) == ()
