"""The sections of a record of remains: their forms, and what of them the core compares."""

from __future__ import annotations

from collections.abc import Mapping

from antigone.web.examination.models import Section
from antigone.web.examination.sections.base import Content, Line, SectionKind, lines_of
from antigone.web.examination.sections.description import DESCRIPTION
from antigone.web.examination.sections.effects import EFFECTS
from antigone.web.examination.sections.external import EXTERNAL
from antigone.web.examination.sections.internal import INTERNAL
from antigone.web.examination.sections.recovery import RECOVERY
from antigone.web.examination.sections.teeth import TEETH, teeth_lines

__all__ = ["KINDS", "Content", "Line", "SectionKind", "lines"]

KINDS: Mapping[Section, SectionKind] = {
    Section.RECOVERY: RECOVERY,
    Section.EXTERNAL: EXTERNAL,
    Section.DESCRIPTION: DESCRIPTION,
    Section.TEETH: TEETH,
    Section.INTERNAL: INTERNAL,
    Section.EFFECTS: EFFECTS,
}


def lines(section: Section, content: Content) -> list[Line]:
    """All that a content says, in the words of its form; of a chart tooth by tooth."""
    found = lines_of(KINDS[section], content)
    if section is Section.TEETH:
        found += [Line((f"tooth {label}", 0), label, text) for label, text in teeth_lines(content)]
    return found
