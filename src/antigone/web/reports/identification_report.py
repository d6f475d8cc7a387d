"""The identification report: one page for whoever must examine the decision later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn, cast

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.document import Document  # type: ignore[import-untyped]

from antigone.policy.identification import written
from antigone.provenance import JsonValue
from antigone.units import VERBAL_SCALE
from antigone.web.board.documents import number_from_word
from antigone.web.board.evidence import frozen_prior
from antigone.web.board.models import Identification
from antigone.web.custody.breaks import breaks_of_family, breaks_of_remains
from antigone.web.journal.models import Entry

STYLE = Path(__file__).parent / "data" / "report.css"
SIZES = ("10pt", "9pt", "8pt", "7pt")
"""Sizes of type, tried until everything stands on one page."""

LONGEST_REASONS = 600
LONGEST_LIST = 6


class TooLong(RuntimeError):
    """The report does not fit on one page even in the smallest type."""


def render_report(identification: Identification) -> bytes:
    """The report as PDF; the same decision always gives the same bytes.

    Raises:
        TooLong: it does not fit on one page.
    """
    html = render_to_string("reports/identification_report.html", report_context(identification))
    for size in SIZES:
        document = _laid_out(html, size)
        if len(document.pages) == 1:
            pdf = document.write_pdf(pdf_identifier=identification.document_sha256.encode()[:16])
            return cast(bytes, pdf)
    raise TooLong(f"the report of {identification} does not fit on one page")


def report_context(identification: Identification) -> dict[str, object]:
    """What the report says."""
    document = identification.document
    evidence = cast("Mapping[str, JsonValue]", document["evidence"])
    log10_lr = number_from_word(evidence["log10_lr"])
    return {
        "identification": identification,
        "remains": identification.remains,
        "missing_person": identification.missing_person,
        "incident": identification.incident,
        "document": document,
        "evidence": evidence,
        "log10_lr": log10_lr,
        "prior": frozen_prior(evidence, identification.proposal.run),
        "posterior": written(cast(float, evidence["posterior"])),
        "assumptions": assumptions(identification),
        "reasons": _shortened(identification.proposal.reasons),
        "rules": document["rules"],
        "custody": _shortened_list(breaks_of_pair(identification)),
        "signatures": identification.proposal.signatures.all(),
        "entry": entry_of(identification),
        "reopening": getattr(identification, "reopening", None),
        "verbal_scale": VERBAL_SCALE,
    }


def assumptions(identification: Identification) -> dict[str, object]:
    """What the run assumed, lists shortened."""
    stated = identification.proposal.run.assumptions
    return {
        name: [*value[:LONGEST_LIST], *(["…"] if len(value) > LONGEST_LIST else [])]
        if isinstance(value, list)
        else value
        for name, value in stated.items()
    }


def entry_of(identification: Identification) -> Entry | None:
    """The journal's entry of the decision."""
    entries = Entry.objects.filter(
        act="identification.decided",
        incident=identification.incident.slug,
        subject=str(identification.proposal),
    )
    return next((e for e in entries if e.details["identification"] == identification.pk), None)


def breaks_of_pair(identification: Identification) -> list[str]:
    """Where the custody of the remains, or of the family's samples, is broken today."""
    found = (
        *breaks_of_remains(identification.remains),
        *breaks_of_family(identification.missing_person.family),
    )
    explained = _("explained")
    return [
        f"{one.code} {one.name}" + (f" ({explained})" if one.is_explained else "") for one in found
    ]


def _shortened_list(lines: list[str]) -> list[str]:
    return [*lines[:LONGEST_LIST], *(["…"] if len(lines) > LONGEST_LIST else [])]


def _laid_out(html: str, size: str) -> Document:
    sheets = [CSS(filename=STYLE, url_fetcher=_refuse), CSS(string=f"html {{ font-size: {size} }}")]
    return HTML(string=html, url_fetcher=_refuse).render(stylesheets=sheets)


def _refuse(url: str, *args: object, **kwargs: object) -> NoReturn:
    """Nothing is fetched: no picture, no font, no address."""
    raise PermissionError(f"a report fetches nothing, and not {url}")


def _shortened(reasons: str) -> str:
    if len(reasons) <= LONGEST_REASONS:
        return reasons
    return reasons[:LONGEST_REASONS].rsplit(" ", 1)[0] + " …"
