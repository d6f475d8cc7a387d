"""From a template to PDF/A: nothing is fetched, fonts are embedded, the same words give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, cast

from django.template.loader import render_to_string
from django.utils import translation
from PIL import ImageFile
from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]
from weasyprint.document import Document  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

from antigone.web.papers.words_only import insist_on_words_only

# WeasyPrint lets every reader of pictures in this process take truncated ones for whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False

STYLE = Path(__file__).parent / "data" / "paper.css"
VARIANT = "pdf/a-3u"
"""ISO 19005-3, level U: every letter can be read as Unicode, and files may be attached."""


class FetchesNothing(URLFetcher):  # type: ignore[misc]
    """A paper holds what it says: no picture, font or style is brought in from anywhere."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        """Refuse, whatever is asked for."""
        raise PermissionError(f"a paper fetches nothing, and not {url}")


@dataclass(frozen=True)
class Enclosed:
    """A file attached to a paper.

    Args:
        name: of the file.
        content: its bytes.
        what: in a few words, for whoever lists the attachments.
    """

    name: str
    content: bytes
    what: str


def paper(
    template: str,
    context: Mapping[str, object],
    *,
    language: str,
    dated: datetime,
    enclosed: Sequence[Enclosed] = (),
    for_family: bool = False,
    size: str = "10pt",
) -> bytes:
    """A paper as PDF/A-3u, in a language; the same arguments always give the same bytes.

    The template extends `papers/paper.html`, which puts title, running head and page numbers on every page.

    Args:
        template: its name.
        context: what it says.
        language: code of one of the pages' languages; letters run as it does.
        dated: the moment that the paper is of, for its metadata.
        enclosed: files to attach.
        for_family: it goes to a family, so nothing but words may be in it.
        size: of its type.

    Raises:
        PictureInWords: it is for a family, and a picture, a drawing or an address of one is in it.
        FatalURLFetchingError: the template asks for something that is not in it.
    """
    html = html_of(template, context, language=language, dated=dated)
    if for_family:
        insist_on_words_only(html)
    return _written(laid_out(html, size), dated, enclosed, _identifier(html, enclosed))


def html_of(template: str, context: Mapping[str, object], *, language: str, dated: datetime) -> str:
    """What a paper says, before it is laid out."""
    with translation.override(language):
        head = {"paper_dated": _iso(dated), "paper_language": language}
        return render_to_string(template, {**context, **head})


def laid_out(html: str, size: str = "10pt") -> Document:
    """Its pages."""
    nothing = FetchesNothing()
    sheets = [CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=nothing)]
    sheets.append(CSS(string=f"html {{ font-size: {size} }}", url_fetcher=nothing))
    return HTML(string=html, url_fetcher=nothing).render(stylesheets=sheets, pdf_variant=VARIANT)


def _written(
    document: Document, dated: datetime, enclosed: Sequence[Enclosed], identifier: bytes
) -> bytes:
    for one in enclosed:
        document.metadata.attachments.append(
            Attachment(
                string=one.content,
                name=one.name,
                description=one.what,
                created=dated.astimezone(UTC),
                modified=dated.astimezone(UTC),
                relationship="Data",
            )
        )
    pdf = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    return cast(bytes, pdf)


def _identifier(html: str, enclosed: Sequence[Enclosed]) -> bytes:
    """Of exactly these words and files."""
    digest = hashlib.sha256(html.encode())
    for one in enclosed:
        digest.update(hashlib.sha256(one.content).digest())
    return digest.hexdigest()[:32].encode()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
