"""What a correction begins with: what is known of the family from the notice that it corrects."""

from __future__ import annotations

from antigone.web.notices.acts.prepare import preparation_of, prepared_words
from antigone.web.notices.models import Notice
from antigone.web.notices.sealed import Words, family_of, words_in
from antigone.web.notices.standing import telling_of

OF_FAMILY = (
    *("first", "with_whom", "not_present", "must_not_know", "place", "language", "interpreter"),
    *("customs", "office"),
)
"""What is of the family and of those who tell it, and holds whoever the remains are."""

SEEN_AT_THE_VISIT = {"with_whom": "present", "language": "language", "interpreter": "interpreter"}
"""What the visit says besides, where nobody had prepared it."""


def corrected_notice(notice: Notice) -> Notice | None:
    """The notice that a correction corrects, as long as nobody has prepared the correction itself."""
    if not notice.is_correction or preparation_of(notice) is not None:
        return None
    rows = Notice.objects.filter(identification=notice.identification_id, kind=Notice.Kind.NEWS)
    return rows.select_related("incident", "missing_person__family__key").first()


def words_to_begin_with(notice: Notice) -> Words:
    """What is prepared; of a correction that nobody has prepared what is known of the family."""
    earlier = corrected_notice(notice)
    return prepared_words(notice) if earlier is None else _known_of_family(earlier)


def _known_of_family(earlier: Notice) -> Words:
    prepared, told = prepared_words(earlier), telling_of(earlier)
    seen = {} if told is None else words_in(family_of(earlier), told.sealed, "visit")
    found = {at: seen.get(name, "") for at, name in SEEN_AT_THE_VISIT.items()}
    return found | {name: prepared[name] for name in OF_FAMILY if prepared.get(name)}
