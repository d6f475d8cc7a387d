"""What is for a family is words alone, whatever is tried."""

from __future__ import annotations

import pytest

from antigone.web.papers.words_only import PictureInWords, insist_on_words_only

PAGE = (
    '<html lang="en" dir="ltr"><head><title>T</title></head><body class="letter">{}</body></html>'
)


@pytest.mark.parametrize(
    "tried",
    [
        '<img src="x.png">',
        "<IMG>",
        "<svg><path d='M0 0'/></svg>",
        "<svg:svg></svg:svg>",
        "<picture></picture>",
        "<object></object>",
        '<p style="background: url(x)">a</p>',
        '<p style="background: u\\72l(x)">a</p>',
        '<p style="background: u/**/rl(x)">a</p>',
        '<p style="background: linear-gradient(red, blue)">a</p>',
        "<style>p { content: url(x) }</style>",
        "<style>@import 'x';</style>",
        '<link rel="stylesheet">',
        '<a href="x">a</a>',
        '<p onclick="a()">a</p>',
        '<input type="image">',
        "<p>data:image/png;base64,AAAA</p>",
        "<p>see https://example.org/</p>",
        "<p>PM-0147.jpg</p>",
        '<p title="https://example.org">a</p>',
        "<!-- a comment -->",
        "<script>1</script>",
        "<video></video>",
    ],
)
def test_no_01_whatever_is_not_words_is_refused(tried: str) -> None:
    insist_on_words_only(PAGE.format("<p>Words, and 3.5 kg.</p>"))
    with pytest.raises(PictureInWords):
        insist_on_words_only(PAGE.format(tried))


def test_no_01_words_of_every_script_pass() -> None:
    insist_on_words_only(
        PAGE.format('<h1><bdi lang="kk">Ансар</bdi></h1><p style="color: #000">أنسار & Ансар</p>')
    )
