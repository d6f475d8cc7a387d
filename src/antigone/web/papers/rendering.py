"""From a template to PDF/A: nothing is fetched, fonts are embedded, the same words give the same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, cast

from django.template.loader import render_to_string
from django.utils import translation
from PIL import ImageFile
from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]
from weasyprint.document import Document  # type: ignore[import-untyped]
from weasyprint.pdf.metadata import NS  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

from antigone.web.papers.words_only import insist_on_words_only

# WeasyPrint lets every reader of pictures in this process take truncated ones for whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False

STYLE = Path(__file__).parent / "data" / "paper.css"
VARIANT = "pdf/a-3u"
"""ISO 19005-3, level U: every letter can be read as Unicode, and files may be attached."""

_FORM: ContextVar[str] = ContextVar("form of PDF/A", default=VARIANT)


@contextmanager
def in_form(variant: str) -> Iterator[None]:
    """Write papers in another form of PDF/A meanwhile, for validators that know no other."""
    before = _FORM.set(variant)
    try:
        yield
    finally:
        _FORM.reset(before)


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
    return written(laid_out(html, size), html=html, dated=dated, enclosed=enclosed)


def html_of(template: str, context: Mapping[str, object], *, language: str, dated: datetime) -> str:
    """What a paper says, before it is laid out."""
    with translation.override(language):
        head = {"paper_dated": _iso(dated), "paper_language": language}
        html = render_to_string(template, {**context, **head})
        return with_directions(html) if translation.get_language_bidi() else html


_LEFT_TO_RIGHT = re.compile(
    r'(<(?:span|td|th|b|p|div)\b[^>]*\bclass="[^"]*\b(?:ltr|num|no|hash|lr|big)\b[^"]*"[^>]*>)([^<]+)(?=<)'
)
_OWN_DIRECTION = re.compile(r"(<bdi\b[^>]*>)(.*?)(</bdi>)", re.S)


def with_directions(html: str) -> str:
    """Numbers, codes and names keep their direction: WeasyPrint knows none of CSS's within a line.

    >>> with_directions('<span class="num">+6.6</span>') == '<span class="num">\u2066+6.6\u2069</span>'
    True
    """
    html = _OWN_DIRECTION.sub("\\1\u2068\\2\u2069\\3", html)
    return _LEFT_TO_RIGHT.sub("\\1\u2066\\2\u2069", html)


def laid_out(html: str, size: str = "10pt", *, fetcher: URLFetcher | None = None) -> Document:
    """Its pages.

    Args:
        fetcher: gives what the paper itself brings, and nothing else; None: nothing at all.
    """
    nothing = FetchesNothing()
    sheets = [CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=nothing)]
    sheets.append(CSS(string=f"html {{ font-size: {size} }}", url_fetcher=nothing))
    whole = HTML(string=html, url_fetcher=fetcher or nothing)
    return whole.render(stylesheets=sheets, pdf_variant=_FORM.get())


def set_apart(html: str, style: Path) -> bytes:
    """What is no paper but a sheet with a style of its own, such as labels, in the same form."""
    nothing = FetchesNothing()
    sheet = CSS(string=style.read_text(encoding="utf-8"), url_fetcher=nothing)
    whole = HTML(string=html, url_fetcher=nothing)
    document = whole.render(stylesheets=[sheet], pdf_variant=_FORM.get())
    return _as_pdf(document, _identifier(html, ()))


def written(
    document: Document,
    *,
    html: str,
    dated: datetime,
    enclosed: Sequence[Enclosed] = (),
) -> bytes:
    """The pages as a file, with what is attached to it."""
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
    return _as_pdf(document, _identifier(html, enclosed))


def _as_pdf(document: Document, identifier: bytes) -> bytes:
    _name_spaces_where_used(document)
    pdf = document.write_pdf(pdf_variant=_FORM.get(), pdf_identifier=identifier)
    return cast(bytes, pdf)


_DESCRIPTION = re.compile(rb'<rdf:Description rdf:about=""(?= ?>?<?(\w+):)')


def _name_spaces_where_used(document: Document) -> None:
    """Each part of the metadata names its own space: Apache's reader of PDF/A looks nowhere else."""
    generate = document.metadata.generate_rdf_metadata

    def with_names(*conformance: object) -> bytes:
        return _DESCRIPTION.sub(_named, generate(*conformance))

    document.metadata.generate_rdf_metadata = with_names


def _named(found: re.Match[bytes]) -> bytes:
    prefix = found.group(1).decode()
    return found.group() + f' xmlns:{prefix}="{NS[prefix]}"'.encode()


def _identifier(html: str, enclosed: Sequence[Enclosed]) -> bytes:
    """Of exactly these words and files."""
    digest = hashlib.sha256(html.encode())
    for one in enclosed:
        digest.update(hashlib.sha256(one.content).digest())
    return digest.hexdigest()[:32].encode()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
