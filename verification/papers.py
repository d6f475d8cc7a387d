"""What the page of validation says of papers; `verification.pdfa` makes and asks about them."""

from __future__ import annotations

PAPERS = """
## Papers as PDF/A

All papers are written as PDF/A-3u (ISO 19005-3). `python -m verification.pdfa` makes each kind of them,
in each of the six languages, and asks a validator; `tests/web/papers/test_every_paper.py` does the same
in the tests, and fails when a template of a paper is not among them.

- *By a validator.* The only one that could be installed is that of Apache PDFBox 2.0.27
  (`libpdfbox2-java` of Debian), which knows PDF/A-1b and nothing later. It is asked about each paper
  written in that form from the same templates, fonts and drawings, and found none invalid, with one kind
  of message left out: PDF/A-1 forbids transparency groups, which PDF/A-3 allows and which WeasyPrint
  makes of centred texts in a drawing.
- *By our own reading of the file.* What only PDF/A-3u asks (part and level in the metadata, Unicode for
  every font, relationship, type, date and association of attachments), and again what both ask (embedded
  fonts, output intent, identifier, no encryption, script or action, no interpolated image), is looked for
  by `tests/web/papers/archived.py`, which finds each of these when it is spoilt on purpose.
- *Not validated.* No validator of PDF/A-3 was to be had: veraPDF is not among Debian's packages, nor in the
  lists of PyPI and npm that we searched. That the files are PDF/A-3u is what WeasyPrint and our own
  checks say, and no third party.
"""
