"""The identification report: everything behind a decision, for whoever must examine it later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from weasyprint.document import Document  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

from antigone.policy.combined import written as posterior_written
from antigone.policy.reports import rp_01_words_and_drawings
from antigone.provenance import JsonValue
from antigone.units import VERBAL_SCALE
from antigone.web.board.documents import number_from_word
from antigone.web.board.found import frozen_prior
from antigone.web.board.models import Identification
from antigone.web.board.refusal import insist
from antigone.web.board.signed import bundle_of, is_sealed, qr_of
from antigone.web.journal.models import Entry
from antigone.web.matching.results import RunResults
from antigone.web.matching.shown import shown_results
from antigone.web.papers.pictures import pictures_in
from antigone.web.papers.rendering import Enclosed, html_of, laid_out, written
from antigone.web.reports.alternatives import alternatives_of, nobody_else
from antigone.web.reports.assumed import assumed_in
from antigone.web.reports.custody_part import Custody, custody_of
from antigone.web.reports.dna import dna_of
from antigone.web.reports.drawn import seal_drawn
from antigone.web.reports.other_lines import other_evidence

TEMPLATE = "reports/identification_report.html"
SUMMARY, DETAILS = "summary", "details"
"""Anchors of what stands on one page, and of what begins on the page behind it."""

SIZES = ("9.5pt", "8.5pt", "7.5pt", "7pt")
"""Sizes of type, tried until the summary stands on one page; a longer one goes on in the smallest."""

LONGEST_REASONS = 500
LONGEST_LIST = 6


def render_report(identification: Identification, *, quoted: bool = True) -> bytes:
    """RP-01: the report as PDF/A; of the same decision and record always the same bytes.

    Args:
        quoted: whether the reader may see both records, which the lines of evidence quote.
    """
    context = report_context(identification, quoted=quoted)
    language = get_language() or "en"
    html = html_of(TEMPLATE, context, language=language, dated=identification.decided_at)
    insist([rp_01_words_and_drawings(pictures_in(html))])
    document = with_summary_on_one_page(html)
    return written(
        document, html=html, dated=identification.decided_at, enclosed=[enclosed(identification)]
    )


def with_summary_on_one_page(html: str, fetcher: URLFetcher | None = None) -> Document:
    """The report laid out in the largest type in which its summary fits."""
    for size in SIZES:
        document = laid_out(html, size, fetcher=fetcher)
        if _summary_is_one_page(document):
            break
    return document


def _summary_is_one_page(document: Document) -> bool:
    """An anchor stands on every page that what bears it reaches: where it begins counts."""
    begins: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            begins.setdefault(anchor, number)
    return begins.get(DETAILS, 1) == begins.get(SUMMARY, 0) + 1


def enclosed(identification: Identification) -> Enclosed:
    """The signed decision, as it is verified; the document alone where keys signed nothing."""
    name = f"identification-{identification.pk}.json"
    return Enclosed(name, bundle_of(identification), "signed decision")


def report_context(identification: Identification, *, quoted: bool) -> dict[str, object]:
    """What the report says."""
    evidence = cast("Mapping[str, JsonValue]", identification.document["evidence"])
    run = identification.proposal.run
    results = _results_with(identification)
    pair = identification.remains.number, identification.missing_person.number
    dna = dna_of(run, *pair, may_be_shown=results is not None)
    alternatives = alternatives_of(identification, results)
    custody = custody_of(identification.remains, identification.missing_person.family)
    signed_other = number_from_word(evidence.get("other_log10_lr"))
    seal = qr_of(identification)
    return {
        **summary_context(identification, evidence, custody),
        "quoted": quoted,
        "run": run,
        "dna": dna,
        "other": other_evidence(identification.incident, dna, signed_other, quoted=quoted),
        "taken_out": results is None,
        "posterior": alternatives.posterior,
        "nobody_else": nobody_else(alternatives.posterior) if alternatives.posterior else "",
        "alternatives": alternatives,
        "assumed": assumed_in(run, dna),
        "custody": custody,
        "comments": identification.proposal.comments.select_related("written_by"),
        "enquiries": identification.proposal.enquiries.select_related("asked_by", "ended_by"),
        "seal": seal_drawn(seal) if seal else "",
        "is_sealed": is_sealed(identification),
        "file_name": enclosed(identification).name,
    }


def summary_context(
    identification: Identification, evidence: Mapping[str, JsonValue], custody: Custody
) -> dict[str, object]:
    """What the first page says, and RP-05 every page: the decision as signed, and what became of it."""
    proposal = identification.proposal
    log10_lr, other = (
        number_from_word(evidence.get(name)) for name in ("log10_lr", "other_log10_lr")
    )
    combined = number_from_word(evidence.get("combined_posterior"))
    return {
        "identification": identification,
        "remains": identification.remains,
        "missing_person": identification.missing_person,
        "incident": identification.incident,
        "document": identification.document,
        "evidence": evidence,
        "log10_lr": log10_lr,
        "total": None if log10_lr is None or other is None else log10_lr + other,
        "prior": frozen_prior(evidence, proposal.run),
        "posterior_dna": posterior_written(cast(float, evidence["posterior"])),
        "posterior_all": None if combined is None else posterior_written(combined),
        "reasons": _shortened(proposal.reasons),
        "rules": identification.document["rules"],
        "broken": _shortened_list(_breaks_in_short(custody)),
        "signatures": list(proposal.signatures.select_related("signer")),
        "entry": entry_of(identification),
        "reopening": getattr(identification, "reopening", None),
        "verbal_scale": VERBAL_SCALE,
    }


def _results_with(identification: Identification) -> RunResults | None:
    """The results of the run, if they may be shown with the pair (CO-05)."""
    results = shown_results(identification.proposal.run)
    try:
        results.candidate(identification.remains.number, identification.missing_person.number)
    except KeyError:
        return None
    return results


def entry_of(identification: Identification) -> Entry | None:
    """The journal's entry of the decision."""
    entries = Entry.objects.filter(
        act="identification.decided",
        incident=identification.incident.slug,
        subject=str(identification.proposal),
    )
    return next((e for e in entries if e.details["identification"] == identification.pk), None)


def _breaks_in_short(custody: Custody) -> list[str]:
    explained = _("explained")
    return [
        f"{one.code} {one.name}" + (f" ({explained})" if one.is_explained else "")
        for one in custody.breaks
    ]


def _shortened_list(lines: list[str]) -> list[str]:
    return [*lines[:LONGEST_LIST], *(["…"] if len(lines) > LONGEST_LIST else [])]


def _shortened(reasons: str) -> str:
    if len(reasons) <= LONGEST_REASONS:
        return reasons
    return reasons[:LONGEST_REASONS].rsplit(" ", 1)[0] + " …"
