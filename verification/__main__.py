"""Hold Antigone against independent programs and write `docs/validation.md`.

Then come the tables of the study whose result stands in `study.json` beside this module; it is run
apart, since it takes most of an hour (`docs/simulation.md` has the command). The page ends with what is
known of papers (`verification.pdfa`).

Run `python -m verification`; with `--check` nothing is written, and the exit status is 1 when a
result is out of its bound or the page is not up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from verification.dvi_sets import dvi_section
from verification.kinship_cases import kinship_section
from verification.mutation_matrices import mutation_section
from verification.page import REFERENCE, Section, page
from verification.papers import PAPERS
from verification.study import STUDY, study_section

PAGE = Path(__file__).resolve().parents[1] / "docs" / "validation.md"


def main() -> int:
    """Compute all sections; write the page, or check that it stands as computed."""
    if not REFERENCE.exists():
        sys.stderr.write(
            "the reference values are not beside the repository (../shared/reference)\n"
        )
        return 1
    sections: list[Section] = [*kinship_section(), mutation_section(), *dvi_section()]
    text = page(sections) + study_section(STUDY) + PAPERS
    failed = [line.name for section in sections for line in section.lines if not line.holds]
    for name in failed:
        sys.stderr.write(f"out of bound: {name}\n")
    if "--check" in sys.argv[1:]:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != text:
            sys.stderr.write("docs/validation.md is not up to date: run python -m verification\n")
        return 0 if not failed and current == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
