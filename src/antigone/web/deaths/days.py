"""Days that are known as exactly as they are: a year, a month, or a day."""

from __future__ import annotations

from datetime import date

from django.utils import formats

NO_BREAK = "\N{NO-BREAK SPACE}"


def day_in_words(iso: str) -> str:
    """A day in the words of the page's language; what is no day stands as it is.

    Args:
        iso: YYYY, YYYY-MM or YYYY-MM-DD; "" where it is not known.
    """
    try:
        day = date.fromisoformat((iso + "-01-01")[:10])
    except ValueError:
        return iso
    if len(iso) == len("2026"):
        return iso
    form = "YEAR_MONTH_FORMAT" if len(iso) == len("2026-10") else "DATE_FORMAT"
    return formats.date_format(day, form).replace(" ", NO_BREAK, 1)
