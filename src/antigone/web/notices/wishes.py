"""What a family wishes, the newest of each kind, in words and for who acts on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antigone.web.notices.models import Wish
from antigone.web.notices.sealed import Words, words_in
from antigone.web.notices.words import CHOICES
from antigone.web.records.models import MissingPerson


@dataclass(frozen=True)
class Said:
    """One wish as it is shown: what was chosen, by whom, in which words; and whether it counts."""

    wish: Wish
    choice: str
    words: Words
    counts: bool

    @property
    def kind(self) -> str:
        """About what."""
        return self.wish.get_kind_display()


def wishes_said(missing_person: MissingPerson) -> list[Said]:
    """All wishes, by kind and the newest of each first."""
    rows = Wish.objects.filter(missing_person=missing_person).select_related("recorded_by")
    order = list(Wish.Kind)
    found = sorted(
        rows.order_by("-recorded_at", "-pk"), key=lambda w: order.index(Wish.Kind(w.kind))
    )
    seen: set[str] = set()
    said = []
    for wish in found:
        words = words_in(missing_person.family, wish.sealed, "wish")
        choice = str(CHOICES[wish.kind].get(wish.choice, wish.choice))
        said.append(Said(wish, choice, words, wish.kind not in seen))
        seen.add(wish.kind)
    return said


def wishes_in_words(missing_person: MissingPerson, without: Collection[str] = ()) -> list[str]:
    """The wishes that count, a sentence each: for whoever hands over, buries, or tells."""
    return [
        _in_words(said)
        for said in wishes_said(missing_person)
        if said.counts and said.wish.kind not in without
    ]


def _in_words(said: Said) -> str:
    parts = {"kind": said.kind, "choice": said.choice, "words": said.words.get("words", "")}
    if parts["words"]:
        return _("%(kind)s: %(choice)s. %(words)s") % parts
    return _("%(kind)s: %(choice)s.") % parts
