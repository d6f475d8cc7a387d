"""The pedigree of a family, drawn in the words of the page."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.genetics.pedigree import Pedigree
from antigone.web.figures.pedigree import Marks, Words, pedigree_figure
from antigone.web.figures.pedigree_rows import generations


def draw_pedigree(pedigree: Pedigree, marks: Marks) -> SafeString:
    """The drawing as SVG."""
    words = Words(
        label=pedigree_sentence(pedigree, marks),
        man=_("man"),
        woman=_("woman"),
        sex_unknown=_("sex not known"),
        typed=_("typed"),
        sought=_("person sought"),
    )
    return mark_safe(pedigree_figure(pedigree, marks, words))  # noqa: S308 - it escapes its texts


def pedigree_sentence(pedigree: Pedigree, marks: Marks) -> str:
    """What the drawing shows, in words."""
    persons, rows = len(pedigree.persons), len(set(generations(pedigree).values()))
    typed = ", ".join(marks.label(p) for p in pedigree.ids if p in marks.typed)
    sought = ", ".join(marks.label(p) for p in pedigree.ids if p in marks.missing)
    sentences = [
        ngettext(
            "Pedigree of %(persons)d person in %(rows)d generations.",
            "Pedigree of %(persons)d persons in %(rows)d generations.",
            persons,
        )
        % {"persons": persons, "rows": rows},
        _("Typed: %s.") % (typed or _("nobody")),
        _("Sought: %s.") % (sought or _("nobody")),
    ]
    if marks.in_question:
        person = marks.label(marks.in_question[0])
        sentences.append(_("The question is about %s.") % person)
    return " ".join(sentences)
