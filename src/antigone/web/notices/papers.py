"""What a paper for a family says: put together from approved texts and confirmed values, then frozen."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast

from django.utils import timezone, translation
from django.utils.formats import date_format

from antigone.policy import notices as rules
from antigone.policy.findings import Finding
from antigone.provenance import JsonValue, canonical_json
from antigone.web.notices.letter_texts import CURRENT, family_text, texts_of
from antigone.web.notices.models import Letter
from antigone.web.papers.rendering import html_of, paper
from antigone.web.papers.words_only import insist_on_words_only
from antigone.web.sentences import isolated
from antigone.web.wording.approvals import standing_of
from antigone.web.wording.texts import FamilyText

FORMAT = "antigone family letter 1"
TEMPLATE = "notices/letter_paper.html"
ALLOWED = {
    Letter.Kind.NEWS: rules.LETTER_FIELDS,
    Letter.Kind.CORRECTION: rules.LETTER_FIELDS,
    Letter.Kind.CAUSE: rules.CAUSE_FIELDS,
}
OWN_PLACE = frozenset({"reader", "name_latin", "born_on", "office", "cause"})
"""What stands by itself on the paper, and in no sentence."""

Values = Mapping[str, str | date]


@dataclass(frozen=True)
class Paragraph:
    """One text as it stood when the paper was issued."""

    key: str
    sha256: str
    words: str


@dataclass(frozen=True)
class Content:
    """All that a paper says; kept sealed, and printed from nothing else.

    Args:
        reader: to whom it is written; "" where nobody is named.
        name, name_latin: of the person, in their own script, and in Latin letters.
        born: the day of birth, in words of the language.
        paragraphs: in their order; the last one is followed by a blank line.
        cause: cause and circumstances, on their sheet alone.
        office: whose letter it is, with the address of a place.
        dated: in words of the language.
    """

    number: str
    kind: str
    language: str
    text_version: str
    dated: str
    reader: str
    name: str
    name_latin: str
    born: str
    office: str
    cause: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def after_heading(self) -> tuple[Paragraph, ...]:
        """What follows the name; of a letter the first paragraph stands before it."""
        return self.paragraphs if self.kind == Letter.Kind.CAUSE else self.paragraphs[1:]

    @property
    def direction(self) -> str:
        """Whether it runs from the right."""
        return "rtl" if translation.get_language_info(self.language)["bidi"] else "ltr"


def paper_texts(kind: str, grounds: Sequence[str], values: Values) -> list[FamilyText]:
    """The texts of which a paper of a kind is made."""
    return [
        family_text(key)
        for key in texts_of(
            kind,
            grounds,
            kept=bool(values.get("kept")),
            certified=bool(values.get("certified_by")),
        )
    ]


def rules_of_texts(texts: Iterable[FamilyText], language: str) -> list[Finding]:
    """LA-01, once for all texts: the first that lacks an approval says so."""
    findings = [standing_of(text, language) for text in texts]
    unmet = [finding for finding in findings if not finding.met]
    return unmet[:1] or findings[:1]


def rules_of_values(kind: str, values: Values) -> list[Finding]:
    """NO-08 and NO-13: only what has a place in such a paper, and nothing but words."""
    typed = [value for value in values.values() if isinstance(value, str)]
    return [
        rules.no_08_named_fields(values, ALLOWED[Letter.Kind(kind)]),
        rules.no_13_plain_words(typed),
    ]


def put_together(
    *,
    number: str,
    kind: str,
    language: str,
    texts: Iterable[FamilyText],
    values: Values,
    dated: datetime,
) -> Content:
    """The paper in a language, with its values in their places."""
    with translation.override(language):
        said = {name: _said(value) for name, value in values.items()}
        given = {n: isolated(v) for n, v in said.items() if n not in OWN_PLACE}
        return Content(
            number=number,
            kind=kind,
            language=language,
            text_version=CURRENT,
            dated=_said(timezone.localtime(dated).date()),
            reader=said.get("reader", ""),
            name=said.get("name", ""),
            name_latin=said.get("name_latin", ""),
            born=said.get("born_on", ""),
            office=said.get("office", ""),
            cause=said.get("cause", ""),
            paragraphs=tuple(_paragraph(text, language, given) for text in texts),
        )


def _said(value: str | date) -> str:
    return value if isinstance(value, str) else date_format(value, "DATE_FORMAT")


def _paragraph(text: FamilyText, language: str, given: Mapping[str, str]) -> Paragraph:
    words = text.words(language).format_map(_Blank(given))
    return Paragraph(text.key, text.fingerprint(language), words)


class _Blank(dict[str, str]):
    """A dash stands where nothing is known."""

    def __missing__(self, key: str) -> str:
        return "–"


def frozen(content: Content) -> tuple[dict[str, JsonValue], str]:
    """The content as it is kept, with a salt of its own, and the fingerprint of its canonical JSON."""
    kept: dict[str, JsonValue] = {
        **cast("dict[str, JsonValue]", asdict(content)),
        "paragraphs": [cast(JsonValue, asdict(one)) for one in content.paragraphs],
        "format": FORMAT,
        "salt": secrets.token_hex(16),
    }
    return kept, fingerprint_of(kept)


def fingerprint_of(kept: JsonValue) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical_json(kept)).hexdigest()


def thawed(kept: Mapping[str, Any]) -> Content:
    """The content as it was frozen."""
    own = {name: kept[name] for name in Content.__dataclass_fields__ if name != "paragraphs"}
    return Content(**own, paragraphs=tuple(Paragraph(**one) for one in kept["paragraphs"]))


def insist_on_words(content: Content, sha256: str, dated: datetime) -> None:
    """Go on only if the paper is words alone (NO-01).

    Raises:
        PictureInWords: something else is in it.
    """
    context = {"letter": content, "fingerprint": sha256}
    insist_on_words_only(html_of(TEMPLATE, context, language=content.language, dated=dated))


def printed(content: Content, sha256: str, dated: datetime) -> bytes:
    """The paper as PDF/A.

    Raises:
        PictureInWords: something that is not words is in it, whatever template it came from.
    """
    return paper(
        TEMPLATE,
        {"letter": content, "fingerprint": sha256},
        language=content.language,
        dated=dated,
        for_family=True,
        size="11pt",
    )
