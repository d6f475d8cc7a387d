"""The section on simulated incidents: identifications under the board's rules, where the truth is known."""

from __future__ import annotations

from pathlib import Path

from antigone.simulate.study import read_result
from antigone.simulate.study_report import study_markdown

STUDY = Path(__file__).resolve().parent / "study.json"
"""The result of the study that the page shows."""

_HEAD = """
## Identifications in simulated incidents

Here the truth is known, and nothing was left to another program. Simulated with the parameters of
`src/antigone/simulate/parameters.toml`, which state their sources; `antigone study` repeats it with the
same seed, or with parameters of your own.

"""


def study_section(result: Path) -> str:
    """The tables of a study.

    Raises:
        OSError: the result cannot be read.
        StudyRefused: it is no result of a study.
    """
    return _HEAD + study_markdown(read_result(result.read_bytes(), result.name))
